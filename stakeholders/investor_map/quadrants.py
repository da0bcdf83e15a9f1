"""Mendelow's grid: what a person's influence and interest call for.

The two axes and their four strategies follow A. L. Mendelow, "Stakeholder Mapping", Proceedings of the 2nd
International Conference on Information Systems, Cambridge, MA, 1991, in the wording that is usual today.
"""

from __future__ import annotations

from typing import Final

KEEP_SATISFIED: Final = "Keep satisfied"
MANAGE_CLOSELY: Final = "Manage closely"
MONITOR: Final = "Monitor"
KEEP_INFORMED: Final = "Keep informed"

# On a scale of five, three is the middle: a claim to somebody's attention takes more than that.
HIGH: Final = 4


def quadrant(influence: int, interest: int) -> str:
    """The strategy for a place on the map.

    >>> quadrant(5, 4), quadrant(5, 3), quadrant(3, 3), quadrant(1, 5)
    ('Manage closely', 'Keep satisfied', 'Monitor', 'Keep informed')
    """
    if influence >= HIGH:
        return MANAGE_CLOSELY if interest >= HIGH else KEEP_SATISFIED
    return KEEP_INFORMED if interest >= HIGH else MONITOR
