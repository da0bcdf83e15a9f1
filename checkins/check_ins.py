"""One check-in through its life: prepared, moved, held, skipped; and what a held one leaves on the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from checkins import briefs
from checkins.models import CheckIn, CheckInPromise
from checkins.models.plan import Channel
from checkins.plans import already, is_of_the_team
from checkins.recurrences import instant, local_date
from discussions.synthesis.following_up import promise
from planning.models import Goal
from planning.stakes import add_stake
from stakeholders.assessments import record_assessment
from stakeholders.concerns import raise_concern
from stakeholders.models import Concern, Source, Stakeholder, Touchpoint
from stakeholders.touchpoints import log_touchpoint

State, Origin = CheckIn.State, CheckIn.Origin
LONGEST = 4_000
KIND_OF_CONTACT: Final = {
    Channel.MEETING: Touchpoint.Kind.MEETING,
    Channel.CALL: Touchpoint.Kind.CALL,
    Channel.MAIL: Touchpoint.Kind.MESSAGE,
    Channel.MESSAGE: Touchpoint.Kind.MESSAGE,
}


@dataclass(frozen=True)
class Heard:
    """A concern in their words."""

    said: str
    cause: str = Concern.Cause.UNKNOWN


@dataclass(frozen=True)
class Promised:
    """What somebody takes on: they themself, or one of the team."""

    what: str
    due_on: dt.date | None = None
    by: User | None = None


@dataclass(frozen=True)
class Invested:
    """Something they put in now; without a goal, into marketing as a whole."""

    what: str
    invests: str
    goal: Goal | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a check-in. A `position` is judged anew; None leaves it as it was."""

    outcome: str
    held_on: dt.date | None = None
    mood: str = Touchpoint.Mood.UNKNOWN
    position: int | None = None
    next_step: str = ""
    next_step_by: dt.date | None = None
    concerns: Sequence[Heard] = field(default_factory=tuple)
    promises: Sequence[Promised] = field(default_factory=tuple)
    stakes: Sequence[Invested] = field(default_factory=tuple)


def add_extra(
    stakeholder: Stakeholder,
    *,
    due_on: dt.date,
    at: dt.time,
    zone: str,
    owner: User | None,
    channel: str = Channel.MEETING,
    key: UUID,
) -> CheckIn:
    """One besides the plan. `key` comes with the form: sent twice, it is one check-in."""
    if owner is not None:
        _refuse_outsider(stakeholder.workspace_id, owner)
    fresh = CheckIn(
        pk=key,
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        origin=Origin.EXTRA,
        for_on=due_on,
        due_on=due_on,
        due_at=instant(due_on, at, zone),
        zone=zone,
        channel=channel,
        owner=owner,
    )
    fresh.clean_fields(exclude=["workspace", "stakeholder", "owner"])
    with transaction.atomic(), pghistory.context(why="Wanted besides the plan"):
        CheckIn.objects.bulk_create([fresh], ignore_conflicts=True)
        made = CheckIn.objects.filter(pk=key, stakeholder=stakeholder)
        briefs.write_again(made)
        return made.get()


def prepare(check_in: CheckIn, *, brief: dict[str, Any] | None, expected_version: int) -> CheckIn:
    """Read up on it: the brief is kept as it was on that day."""
    with transaction.atomic(), pghistory.context(why="Prepared"):
        stands = _opened(check_in)
        if stands.version != expected_version or not stands.is_open:
            return already(stands, {"state": State.PREPARED}, expected_version)
        return _stored(stands, state=State.PREPARED, prepared_at=timezone.now(), brief=brief)


def move(check_in: CheckIn, *, to: dt.date, at: dt.time | None = None, expected_version: int, why: str = "") -> CheckIn:
    """To another day, at the same time unless another is said. The plan goes on as it was."""
    with transaction.atomic(), pghistory.context(why=why.strip()[:300] or "Moved"):
        stands = _opened(check_in)
        zone = ZoneInfo(stands.zone)
        due_at = instant(to, at or stands.due_at.astimezone(zone).time(), stands.zone)
        if stands.version != expected_version or not stands.is_open:
            return already(stands, {"due_at": due_at}, expected_version)
        if to < local_date(timezone.now(), stands.zone):
            raise ValidationError({"to": "Choose today or a day that is still to come."})
        following = stands.plan.next_due_at if stands.plan else None
        if following is not None and due_at >= following:
            day = f"{following.astimezone(zone):%-d %B %Y}"
            raise ValidationError({"to": f"The next one is due on {day}: choose a day before it, or skip this one."})
        moved = _stored(stands, due_on=to, due_at=due_at, moved_times=stands.moved_times + 1)
        briefs.write_again(CheckIn.objects.filter(pk=moved.pk))
    return moved


def hand_over(check_in: CheckIn, owner: User, *, expected_version: int) -> CheckIn:
    """Somebody else of the team has this one."""
    _refuse_outsider(check_in.workspace_id, owner)
    with transaction.atomic(), pghistory.context(why="Handed over"):
        stands = _opened(check_in)
        if stands.version != expected_version or not stands.is_open:
            return already(stands, {"owner_id": owner.pk}, expected_version)
        handed = _stored(stands, owner=owner)
        briefs.write_again(CheckIn.objects.filter(pk=handed.pk))
    return handed


def skip(check_in: CheckIn, *, why: str, expected_version: int) -> CheckIn:
    why = why.strip()[:LONGEST]
    if not why:
        raise ValidationError({"why": "Say why this one is left out."})
    with transaction.atomic(), pghistory.context(why=why[:300]):
        stands = _opened(check_in)
        if stands.version != expected_version or not stands.is_open:
            return already(stands, {"state": State.SKIPPED, "skipped_why": why}, expected_version)
        return _stored(stands, state=State.SKIPPED, skipped_why=why)


def hold(check_in: CheckIn, came: Outcome, *, author: User, expected_version: int) -> CheckIn:
    """It took place: what was said goes onto the map. One that counted as missed can still be told."""
    held_on = came.held_on or local_date(timezone.now(), check_in.zone)
    said = {
        "state": State.HELD,
        "held_on": held_on,
        "outcome": came.outcome.strip(),
        "next_step": came.next_step.strip(),
        "next_step_by": came.next_step_by,
    }
    _refuse_nonsense(came, held_on, check_in.zone)
    with transaction.atomic(), pghistory.context(why=f"Check-in of {held_on:%-d %B %Y}"):
        stands = _opened(check_in)
        if stands.version != expected_version or stands.state not in (*CheckIn.OPEN, State.MISSED):
            return already(stands, said, expected_version)
        person = stands.stakeholder
        # Where they met it may be tomorrow already; on the map nothing is of a day that is still to come.
        on_the_map = min(held_on, timezone.localdate())
        touchpoint = log_touchpoint(
            person,
            author=author,
            kind=KIND_OF_CONTACT[Channel(stands.channel)],
            happened_on=on_the_map,
            mood=came.mood,
            summary=f"{came.outcome.strip()}\nNext: {came.next_step.strip()}".removesuffix("\nNext: "),
            follow_up_by=came.next_step_by,
        )
        assessment = None
        if came.position is not None:
            assessment = record_assessment(
                person,
                author=author,
                why=f"{said['outcome']}\n(Said in the check-in of {held_on:%-d %B %Y})".strip(),
                assessed_on=on_the_map,
                source=Source.CONVERSATION,
                position=came.position,
            )
        for concern in came.concerns:
            raise_concern(person, author=author, said=concern.said, cause=concern.cause, raised_on=on_the_map)
        for stake in came.stakes:
            add_stake(person, author=author, invests=stake.invests, what=stake.what, goal=stake.goal)
        taken_on = [
            promise(
                stands.workspace,
                what=made.what,
                due_on=made.due_on,
                stakeholder=None if made.by else person,
                user=made.by,
            )
            for made in came.promises
        ]
        CheckInPromise.objects.bulk_create(
            CheckInPromise(workspace=stands.workspace, check_in=stands, commitment=one) for one in taken_on
        )
        return _stored(stands, **said, touchpoint=touchpoint, assessment=assessment)


def _refuse_outsider(workspace: UUID, owner: User) -> None:
    if not is_of_the_team(workspace, owner):
        raise ValidationError({"owner": "Choose a leader or a member: nobody else reads check-ins."})


def _refuse_nonsense(came: Outcome, held_on: dt.date, zone: str) -> None:
    if held_on > local_date(timezone.now(), zone):
        raise ValidationError({"held_on": "Log what has happened; this date is still to come."})
    if not came.outcome.strip():
        raise ValidationError({"outcome": "Say in a sentence what came of it."})
    for name, words in (("outcome", came.outcome), ("next_step", came.next_step)):
        if len(words) > LONGEST:
            raise ValidationError(
                {name: f"This may be {LONGEST:,} characters long at most; it is {len(words):,} long."}
            )
    if came.next_step_by is not None and not came.next_step.strip():
        raise ValidationError({"next_step": "Say what is to be done by then."})
    if came.next_step_by is not None and came.next_step_by < held_on:
        raise ValidationError({"next_step_by": "The next step comes after the check-in itself."})


def _opened(check_in: CheckIn) -> CheckIn:
    held = CheckIn.objects.select_for_update(of=("self",)).select_related("stakeholder", "plan", "workspace")
    return held.get(pk=check_in.pk)


def _stored(stands: CheckIn, **changes: Any) -> CheckIn:
    for name, value in changes.items():
        setattr(stands, name, value)
    stands.clean_fields(exclude=["workspace", "stakeholder", "plan", "owner", "touchpoint", "assessment"])
    stands.version, stands.updated_at = stands.version + 1, timezone.now()
    stands.save()
    return stands
