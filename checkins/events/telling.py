"""What somebody entered, as a sentence. It names nobody but whom it is about. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from checkins.models import ChangeEvent
from web.words import in_short

Kind = ChangeEvent.Kind
SHOWN: Final = 120
SENTENCES: Final = {
    Kind.JOINED: "{name} joined.",
    Kind.LEFT: "{name} left.",
    Kind.PROMOTED: "{name} has another role.",
    Kind.REPORTS_ELSEWHERE: "{name} reports to somebody else now.",
    Kind.GOAL_ADDED: "A new goal: “{goal}”.",
    Kind.GOAL_DROPPED: "“{goal}” was dropped.",
    Kind.GOAL_REORDERED: "“{goal}” comes later now.",
    Kind.GOAL_OWNER: "“{goal}” has another owner.",
    Kind.CHAMPION_LOST: "{name} is no champion any more.",
    Kind.POSITION_DROPPED: "{name} turned against it.",
    Kind.SILENCE: "Nothing from {name} for longer than it should be.",
    Kind.BUDGET_NEAR: "Budgets are decided on {day}.",
}
# Of what is still to come.
AHEAD: Final = {Kind.JOINED: "{name} joins on {day}.", Kind.LEFT: "{name} leaves on {day}."}


def said(kind: str, *, name: str, goal: str, words: str, day: dt.date, today: dt.date) -> str:
    """With the words somebody added, if any; of something else their words alone."""
    known = AHEAD.get(Kind(kind)) if day > today else None
    sentence = (known or SENTENCES.get(Kind(kind), "")).format(
        name=in_short(name, SHOWN), goal=in_short(goal, SHOWN), day=f"{day:%-d %B %Y}"
    )
    words = words if not words or words[-1] in ".!?…" else f"{words}."
    return " ".join(f"{sentence} {words}".split())[:500]
