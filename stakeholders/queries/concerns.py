"""Somebody's concerns with what became of each, and the one their assessment suggests noting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Assessment, Concern, ResistanceCause, Stakeholder

# What an assessment calls the cause of resistance, as the cause of a concern.
CAUSES = {
    ResistanceCause.NOTHING_IN_IT: (Concern.Cause.NOTHING_IN_IT, "they see nothing in it for them"),
    ResistanceCause.FEARS_LOSING_CONTROL: (Concern.Cause.LOSING_CONTROL, "they fear losing control"),
}
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
STATE = ("said", "cause", "raised_on", "response", "responded_on", "settled_on")


@dataclass(frozen=True)
class State:
    """What the database wrote down of a concern at one change, by whom, when and why."""

    at: dt.datetime
    who: str
    why: str
    said: str
    cause: str
    raised_on: dt.date
    response: str
    responded_on: dt.date | None
    settled_on: dt.date | None


@dataclass(frozen=True)
class Act:
    """What was done to a concern on a day, who wrote it down, and the words it changed from and to."""

    what: str
    on: dt.date
    who: str
    why: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Told:
    """A concern and what became of it, newest first."""

    concern: Concern
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Draft:
    """A concern that an assessment points to, and nobody has noted yet."""

    cause: str
    says: str


def told(states: Sequence[State]) -> tuple[Act, ...]:
    """What was done from each state to the next, newest first; `states` oldest first."""
    acts: list[Act] = []
    for before, after in zip([None, *states], states, strict=False):
        acts += _acts(before, after)
    return tuple(reversed(acts))


def _acts(before: State | None, after: State) -> Iterable[Act]:
    who, written_on = after.who, timezone.localdate(after.at)
    if before is None:
        at_once = f"Answered at once: {after.response}" if after.response else ""
        yield Act("Raised", after.raised_on, who, after=at_once)
        return
    if (before.response, before.responded_on) != (after.response, after.responded_on):
        again = "Answered anew" if before.response else "Answered"
        yield Act(again, after.responded_on or written_on, who, before=before.response, after=after.response)
    if before.settled_on is None and after.settled_on is not None:
        yield Act("Settled", after.settled_on, who, after.why)
    elif before.settled_on is not None and after.settled_on is None:
        yield Act("Reopened", written_on, who, after.why)
    if before.said != after.said:
        yield Act("Worded anew", written_on, who, before=before.said, after=after.said)
    if before.cause != after.cause:
        cause, now = (Concern.Cause(value).label for value in (before.cause, after.cause))
        yield Act("Cause corrected", written_on, who, before=str(cause), after=str(now))


def concerns_of(person: Stakeholder) -> list[Told]:
    """Those that stand first, and of them the unanswered; then newest first."""
    rows = list(Concern.objects.filter(stakeholder=person).select_related("author"))
    states = _states(person) if rows else {}
    found = [Told(row, told(states.get(row.pk, []))) for row in rows]
    return sorted(found, key=lambda each: (each.concern.settled_on is not None, each.concern.responded_on is not None))


def _states(person: Stakeholder) -> dict[int, list[State]]:
    """By concern, what the database wrote down at each change, oldest first."""
    events = apps.get_model("stakeholders", "ConcernEvent")._default_manager.filter(stakeholder_id=person.pk)
    rows: list[dict[str, Any]] = list(
        events.exclude(pgh_label="delete").order_by("pgh_id").values("id", "pgh_created_at", "pgh_context", *STATE)
    )
    keys = {row["pgh_context"]["user"] for row in rows if (row["pgh_context"] or {}).get("user")}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
    states: dict[int, list[State]] = {}
    for row in rows:
        context = row["pgh_context"] or {}
        who = names.get(context.get("user") or 0, "Somebody")
        state = State(row["pgh_created_at"], who, context.get("why", ""), **{name: row[name] for name in STATE})
        states.setdefault(row["id"], []).append(state)
    return states


def draft_of(now: Assessment | None, concerns: Iterable[Concern]) -> Draft | None:
    """The cause for which somebody is judged to resist, unless a concern of that cause is noted."""
    if now is None or not now.resists or now.resistance_cause not in CAUSES:
        return None
    cause, because = CAUSES[ResistanceCause(now.resistance_cause)]
    if any(concern.cause == cause for concern in concerns):
        return None
    return Draft(cause, f"They are judged to resist because {because}: note what they said.")


def concerns_says(concerns: Sequence[Concern]) -> str:
    """How many stand, and how many of those nobody has answered."""
    standing = [concern for concern in concerns if concern.settled_on is None]
    unanswered = sum(1 for concern in standing if concern.responded_on is None)
    settled = len(concerns) - len(standing)
    if not concerns:
        return "No concern is noted. What would have to be true for them to say yes?"
    if not standing:
        return "Their one concern is settled." if settled == 1 else f"All {settled} concerns are settled."
    if len(standing) == 1:
        return "One concern stands, and nobody has answered it." if unanswered else "One concern stands, answered."
    first = f"{_number(len(standing))} concerns stand"
    if not unanswered:
        return f"{first}, all of them answered."
    if unanswered == len(standing):
        return f"{first}, and nobody has answered {'either' if unanswered == 2 else 'any'} of them."
    return f"{first}; nobody has answered {_number(unanswered).lower()} of them."


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
