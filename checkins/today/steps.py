"""How far round the loop a new workspace has come, and what comes first from there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Step:
    """What to do, why, the name of its page; `in_panel` where that opens beside."""

    key: str
    title: str
    says: str
    action: str
    url: str
    in_panel: bool = False


STEPS: Final = (
    Step(
        "people",
        "Begin with who has a stake in marketing",
        "Add the people who decide, move others, carry the work or resist. A list you have can be imported.",
        "Import a file",
        "stakeholders:import-new",
    ),
    Step(
        "judged",
        "Say where they stand",
        "Five questions a person: what they decide, whom they move, and whether they are for it.",
        "Open the register",
        "stakeholders:register",
    ),
    Step(
        "staked",
        "Say what they put in, and for which goal",
        "A goal of the business, and what each of them invests in it and expects back.",
        "Open the goals",
        "planning:goals",
    ),
    Step(
        "asked",
        "Ask them, together",
        "A discussion by segment brings out what they want and what stands in the way.",
        "Begin a discussion",
        "discussions:discussions",
    ),
    Step(
        "measured",
        "Choose the numbers that would prove it",
        "Without a number nobody can be shown what came of what they put in.",
        "Choose metrics",
        "impact:metrics",
    ),
    Step(
        "planned",
        "Decide how often each of them is met",
        "With rules by segment the check-ins come by themselves, each with its brief the day before.",
        "Turn the rules on",
        "checkins:agenda",
    ),
)


def next_step(**done: bool) -> Step | None:
    """The first that is not done; None once the loop is closed."""
    return next((step for step in STEPS if not done[step.key]), None)
