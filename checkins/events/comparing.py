"""What counts as a change when rows are held against what they were: titles, orders, positions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from stakeholders.models import Segment
from web.shapes import POSITIONS

# From here on two titles are one, mistyped.
ALIKE: Final = 0.9
# A fall by so much is one wherever it ends.
DEEP: Final = 2


def is_another_title(before: str, after: str) -> bool:
    """Both are known, and the second is no correction of the first.

    >>> is_another_title("Finance Director", "CFO"), is_another_title("Finance Directr", "Finance Director")
    (True, False)
    """
    one, two = (" ".join(title.split()).casefold() for title in (before, after))
    return bool(one and two) and SequenceMatcher(None, one, two).ratio() < ALIKE


@dataclass(frozen=True)
class Judged:
    segment: str
    position: int | None


def lost_champion(before: Judged, after: Judged) -> bool:
    """A champion is judged to be something else; that nobody knows any more is no loss."""
    return before.segment == Segment.CHAMPION and after.segment not in {Segment.CHAMPION, Segment.UNKNOWN}


def fell(before: Judged, after: Judged) -> bool:
    """Lower than before, and no supporter any more or by two steps."""
    if before.position is None or after.position is None or after.position >= before.position:
        return False
    return after.position <= 0 or before.position - after.position >= DEEP


def went(before: Judged, after: Judged) -> str:
    """`Went from supportive to sceptical`."""
    return f"Went from {POSITIONS[before.position].lower()} to {POSITIONS[after.position].lower()}"


def passed(before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """Each goal that comes later now: (goal, how many of the others come before it that came after it), in the new
    order. Those that are in one order alone do not count."""
    common = [goal for goal in after if goal in set(before)]
    place: Mapping[int, int] = {goal: number for number, goal in enumerate(before)}
    found = []
    for number, goal in enumerate(common):
        overtaken = sum(place[other] > place[goal] for other in common[:number])
        if overtaken:
            found.append((goal, overtaken))
    return found


def risen(before: Sequence[int], after: Sequence[int]) -> int | None:
    """The goal that passed most others, the first of them in the new order; None where the order is the same."""
    turned = passed(list(reversed(before)), list(reversed(after)))
    return max(reversed(turned), key=lambda one: one[1], default=(None, 0))[0]


def was_reached(values: Sequence[float | None], target: float, *, more_is_better: bool) -> bool | None:
    """Of each of the values; None where one of them is not known and the others do not settle it."""
    met = [None if value is None else (value >= target if more_is_better else value <= target) for value in values]
    if False in met:
        return False
    return None if None in met or not met else True
