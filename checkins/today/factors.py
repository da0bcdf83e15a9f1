"""What makes a conversation worth having this week, and how much each of it counts unless a workspace says otherwise.

Nothing here grows with what somebody asks of marketing: who wants most is not who matters most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEAVIEST: Final = 5


@dataclass(frozen=True)
class Factor:
    """`weight` from 0 (does not count) to HEAVIEST. A `calls` for a conversation by itself; what does not only makes
    one weigh more."""

    key: str
    label: str
    help: str
    weight: int
    calls: bool = True


# In the order in which they are said.
FACTORS: Final = (
    Factor("decides", "A decision or a return is near", "A budget is decided on, or a return was promised by then.", 5),
    Factor("carries", "What they decide and move", "Decision makers first, then by influence.", 4, calls=False),
    Factor("against", "They are against it, or nobody knows", "Opposed counts most, then sceptical.", 3),
    Factor("alone", "No champion beside them", "In their department, or tied to them.", 2, calls=False),
    Factor("changed", "Something changed for them", "A change of people or priorities called for a check-in.", 4),
    Factor("due", "A check-in is due", "Within the next week, or overdue.", 4),
    Factor("unanswered", "A concern nobody answered", "Two of them count fully.", 3),
    Factor("quiet", "Not heard from for too long", "Against how often their place on the map asks for it.", 3),
    Factor("untold", "Never told what came of their stake", "They put something in and heard nothing back.", 2),
)
DEFAULTS: Final[dict[str, int]] = {factor.key: factor.weight for factor in FACTORS}
