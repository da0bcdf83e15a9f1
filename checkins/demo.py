"""The demo's check-ins: rules for everybody, what the latest conversations left, and a few that are due."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from checkins import plans
from checkins.events.noticing import Look, notice
from checkins.events.opening import record
from checkins.events.touching import Change
from checkins.models import ChangeEvent, ChangeWatch, CheckIn, CheckInPlan, CheckInRule
from checkins.recurrences import instant, moved_off
from stakeholders.demo.script import INES
from stakeholders.demo.workspace import WHY, at_work
from stakeholders.models import Stakeholder, Touchpoint

ZONE: Final = "Europe/Berlin"
AT: Final = dt.time(9, 30)
TOLD = 8
LOOKED: Final = dt.timedelta(days=21)
NEW, LEFT = "Isabel Duarte", "Viktor Lindqvist"
State, Origin = CheckIn.State, CheckIn.Origin
# The segment of whom, days from today, what became of it and why.
COMING: Final = (
    ("detractor", -3, State.DUE, ""),
    ("champion", 2, State.DUE, ""),
    ("participant", -24, State.SKIPPED, "On parental leave until next month."),
    ("influencer", -38, State.MISSED, ""),
)


def check_in_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Whether they were made. A demo of before gets them as well, unless somebody has begun."""
    ines = User.objects.get(email=INES)
    with scope(workspace=workspace.pk, user=ines.pk), pghistory.context(user=ines.pk, why=WHY):
        if CheckInRule.objects.filter(workspace=workspace).exists():
            return False
        plans.begin(workspace, zone=ZONE, now=at_work(today))
        told = _told(workspace)
        _coming(workspace, today, {one.stakeholder_id for one in told})
        _new_leader(workspace, today)
        _noticed(workspace, today)
    return True


def _told(workspace: Workspace) -> list[CheckIn]:
    """The latest conversations were check-ins."""
    latest = (
        Touchpoint.objects.filter(workspace=workspace, stakeholder__in=_with_plan(workspace))
        .exclude(summary="")
        .order_by("stakeholder_id", "-happened_on", "-pk")
        .distinct("stakeholder_id")
    )
    chosen = sorted(latest, key=lambda one: (-one.happened_on.toordinal(), one.stakeholder_id))[:TOLD]
    made = []
    for touchpoint in chosen:
        check_in = _check_in(touchpoint.stakeholder, touchpoint.happened_on, State.HELD)
        check_in.held_on, check_in.outcome = touchpoint.happened_on, touchpoint.summary
        check_in.touchpoint = touchpoint
        made.append(check_in)
    return CheckIn.objects.bulk_create(made)


def _coming(workspace: Workspace, today: dt.date, told: set[int]) -> None:
    people = Stakeholder.objects.filter(pk__in=_with_plan(workspace)).exclude(pk__in=told).order_by("pk")
    for segment, days, state, why in COMING:
        person = people.filter(segment=segment).exclude(name__in=(NEW, LEFT)).first()
        if person is not None:
            check_in = _check_in(person, moved_off(today + dt.timedelta(days=days)), state)
            check_in.skipped_why = why
            check_in.save(force_insert=True)


def _new_leader(workspace: Workspace, today: dt.date) -> None:
    """A new chief financial officer: what was agreed with the one before is to be sold again."""
    people = {one.name: one for one in Stakeholder.objects.filter(workspace=workspace, name__in=(NEW, LEFT))}
    if len(people) < 2:
        return
    day = today - dt.timedelta(days=9)
    record(
        workspace,
        Change(ChangeEvent.Kind.LEFT, people[LEFT].pk, other=people[NEW].pk, day=day),
        key=f"left:{people[LEFT].pk}",
        says=f"{LEFT} left.",
        author=User.objects.get(email=INES),
        now=at_work(moved_off(day)),
    )


def _noticed(workspace: Workspace, today: dt.date) -> None:
    """What the app would have noticed in the last weeks; from now on it looks by itself."""
    now = at_work(today)
    look = Look(workspace, begun_at=now - LOOKED, since=now - LOOKED, now=now)
    for one in notice(look):
        record(workspace, one.change, key=one.key, says=one.says, now=now)
    ChangeWatch.objects.create(workspace=workspace, begun_at=now, swept_to=now)


def _with_plan(workspace: Workspace) -> list[int]:
    held = CheckInPlan.objects.filter(workspace=workspace).order_by("stakeholder_id")
    return list(held.values_list("stakeholder", flat=True))


def _check_in(person: Stakeholder, day: dt.date, state: str) -> CheckIn:
    plan = CheckInPlan.objects.get(stakeholder=person)
    return CheckIn(
        workspace_id=person.workspace_id,
        stakeholder=person,
        plan=plan,
        origin=Origin.PLANNED,
        for_on=day,
        due_on=day,
        due_at=instant(day, AT, ZONE),
        zone=ZONE,
        channel=plan.channel,
        owner=person.owner,
        state=state,
        created_at=at_work(moved_off(day - dt.timedelta(days=7))),
    )
