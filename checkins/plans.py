"""Rules and plans: who is met by which pattern and by whom, paused, taken up again. Each change sets the clock anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from uuid import UUID

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from checkins import briefs, clock, defaults
from checkins.clock import Occurrence, Pattern
from checkins.models import CheckIn, CheckInPlan, CheckInRule, Holiday
from checkins.recurrences import DAY, Recurrence, local_date
from stakeholders.models import Segment, Stakeholder
from web.meanwhile import EditedMeanwhile

RowType = TypeVar("RowType", CheckInRule, CheckInPlan, CheckIn)
CHUNK = 2_000
PATTERN: Final = ("unit", "interval", "by", "day", "nth", "weekday", "starts_on")
SET_CLOCKS = """
UPDATE checkins_checkinplan AS plan
   SET next_for = clock.next_for, next_due_at = clock.due_at, opens_at = clock.opens_at, trouble = '',
       updated_at = statement_timestamp()
  FROM unnest(%s::bigint[], %s::date[], %s::timestamptz[], %s::timestamptz[])
    AS clock(id, next_for, due_at, opens_at)
 WHERE plan.workspace_id = %s AND plan.id = clock.id
"""


@dataclass(frozen=True)
class Wish:
    """A pattern as somebody chose it."""

    recurrence: Recurrence
    at: dt.time
    zone: str
    channel: str

    @property
    def columns(self) -> dict[str, Any]:
        said = {name: getattr(self.recurrence, name) for name in PATTERN}
        return said | {"at": self.at, "zone": self.zone, "channel": self.channel}


def wish_of(row: CheckInRule | CheckInPlan) -> Wish:
    return Wish(row.recurrence, row.at, row.zone, row.channel)


def holidays_of(workspace: UUID) -> frozenset[dt.date]:
    return frozenset(Holiday.objects.filter(workspace=workspace).values_list("day", flat=True))


# Rules ---------------------------------------------------------------------------------------------------------------


def begin(workspace: Workspace, *, zone: str | None = None, now: dt.datetime | None = None) -> None:
    """Give the workspace its rules and everybody of a segment a plan; a second time changes nothing."""
    now = now or timezone.now()
    zone = zone or settings.TIME_ZONE
    today = local_date(now, zone)
    monday = today - today.weekday() * DAY
    with transaction.atomic(), pghistory.context(why="Check-ins were begun"):
        made = [
            CheckInRule(
                workspace=workspace,
                segment=segment,
                **Wish(defaults.recurrence(segment, monday), dt.time(9, 30), zone, default.channel).columns,
            )
            for segment, default in defaults.DEFAULTS.items()
        ]
        CheckInRule.objects.bulk_create(made, ignore_conflicts=True)
        people = Stakeholder.objects.filter(workspace=workspace).exclude(segment=Segment.UNKNOWN).order_by("pk")
        place(workspace.pk, list(people.values_list("pk", flat=True)), now=now)


def change_rule(
    rule: CheckInRule, wish: Wish, *, is_on: bool, expected_version: int, now: dt.datetime | None = None
) -> CheckInRule:
    """The pattern of a segment, and with it of all who follow it. Raises EditedMeanwhile."""
    with transaction.atomic(), pghistory.context(why="Changed the rule of a segment"):
        stands = CheckInRule.objects.select_for_update().get(pk=rule.pk)
        changes = wish.columns | {"is_on": is_on}
        if stands.version != expected_version:
            return already(stands, changes, expected_version)
        _store(stands, changes)
        places = CheckInPlan.objects.following(stands.segment).filter(workspace=stands.workspace_id)
        people = Stakeholder.objects.filter(workspace=stands.workspace_id, segment=stands.segment)
        place(
            stands.workspace_id,
            sorted({*people.values_list("pk", flat=True), *places.values_list("stakeholder_id", flat=True)}),
            now=now or timezone.now(),
            anew=True,
        )
    return stands


def place(workspace: UUID, people: Sequence[int], *, now: dt.datetime, anew: bool = False) -> int:
    """Have these people follow the rule of the segment they are in now, unless they have a pattern of their own; says
    how many plans were made or changed. `anew`: also where they follow it already."""
    rules = {rule.segment: rule for rule in CheckInRule.objects.filter(workspace=workspace)}
    if not rules:
        return 0
    return sum(
        _place(workspace, people[start : start + CHUNK], rules, now, anew) for start in range(0, len(people), CHUNK)
    )


def _place(workspace: UUID, people: Sequence[int], rules: dict[str, CheckInRule], now: dt.datetime, anew: bool) -> int:
    found = Stakeholder.objects.filter(workspace=workspace, pk__in=people).order_by("pk")
    segments = dict(found.values_list("pk", "segment"))
    held = CheckInPlan.objects.filter(workspace=workspace, stakeholder__in=people).order_by("pk")
    plans = {plan.stakeholder_id: plan for plan in held.select_for_update()}
    made = [
        _following(CheckInPlan(workspace_id=workspace, stakeholder_id=person), rules[segment])
        for person, segment in segments.items()
        if person not in plans and segment in rules
    ]
    # Somebody else may have made it meanwhile.
    CheckInPlan.objects.bulk_create(made, ignore_conflicts=True)
    changed = [
        _following(plan, rules.get(segments[person]), segments[person])
        for person, plan in plans.items()
        if plan.follows and (anew or plan.follows != segments[person])
    ]
    # Those who begin on the same day are alike.
    alike: dict[tuple[str, dt.date], list[CheckInPlan]] = defaultdict(list)
    for plan in changed:
        alike[plan.follows, plan.starts_on].append(plan)
    for (follows, starts_on), same in alike.items():
        rule = rules.get(follows)
        columns = wish_of(rule).columns | {"starts_on": starts_on} if rule else {}
        CheckInPlan.objects.filter(pk__in=[plan.pk for plan in same]).update(follows=follows, **columns)
    touched = [*made, *changed]
    keys = CheckInPlan.objects.filter(workspace=workspace, stakeholder__in=[plan.stakeholder_id for plan in touched])
    set_clocks(workspace, list(keys.order_by("pk")), now=now)
    return len(touched)


def _following(plan: CheckInPlan, rule: CheckInRule | None, segment: str = "") -> CheckInPlan:
    plan.follows = rule.segment if rule else segment
    if rule is not None:
        recurrence = rule.recurrence
        recurrence = replace(recurrence, starts_on=defaults.spread(recurrence, plan.stakeholder_id))
        for name, value in Wish(recurrence, rule.at, rule.zone, rule.channel).columns.items():
            setattr(plan, name, value)
    return plan


# Plans ---------------------------------------------------------------------------------------------------------------


def own_pattern(
    stakeholder: Stakeholder, wish: Wish, *, expected_version: int | None, now: dt.datetime | None = None
) -> CheckInPlan:
    """A pattern of their own, whatever their segment. Without a plan so far there is no version to expect."""
    with transaction.atomic(), pghistory.context(why="Chose a pattern of their own"):
        changes = wish.columns | {"follows": ""}
        if expected_version is None:
            fresh = CheckInPlan(workspace_id=stakeholder.workspace_id, stakeholder=stakeholder, **changes)
            fresh.clean_fields(exclude=["workspace", "stakeholder", "owner"])
            CheckInPlan.objects.bulk_create([fresh], ignore_conflicts=True)
        plan = CheckInPlan.objects.select_for_update().get(stakeholder=stakeholder)
        if plan.version != (expected_version or 1):
            return already(plan, changes, expected_version or 1)
        if expected_version is None and any(getattr(plan, name) != value for name, value in changes.items()):
            raise EditedMeanwhile(plan)
        return _reset(plan, changes if expected_version else {}, now=now)


def follow_rule(plan: CheckInPlan, *, expected_version: int, now: dt.datetime | None = None) -> CheckInPlan:
    """The rule of their segment again."""
    with transaction.atomic(), pghistory.context(why="Follows the rule of the segment again"):
        stands = CheckInPlan.objects.select_for_update(of=("self",)).select_related("stakeholder").get(pk=plan.pk)
        segment = stands.stakeholder.segment
        if stands.version != expected_version:
            return already(stands, {"follows": segment}, expected_version)
        rule = CheckInRule.objects.filter(workspace=stands.workspace_id, segment=segment).first()
        if rule is None:
            raise ValidationError("There is no rule for people without a segment: choose a pattern, or a segment.")
        _following(stands, rule)
        return _reset(stands, {}, now=now)


def pause(
    plan: CheckInPlan, *, why: str, until: dt.date | None, expected_version: int, now: dt.datetime | None = None
) -> CheckInPlan:
    """Nothing is opened from today on, until a day or until it is taken up again; what is open stays open."""
    now = now or timezone.now()
    today = local_date(now, plan.zone)
    if until is not None and until <= today:
        raise ValidationError({"until": "Choose a day that is still to come, or leave it empty."})
    changes = {"paused_on": today, "paused_until": until, "paused_why": why.strip()[:300]}
    return _change(plan, changes, why.strip() or "Paused", expected_version, now)


def resume(plan: CheckInPlan, *, expected_version: int, now: dt.datetime | None = None) -> CheckInPlan:
    changes = {"paused_on": None, "paused_until": None, "paused_why": ""}
    return _change(plan, changes, "Taken up again", expected_version, now)


def change_owner(
    plan: CheckInPlan, owner: User | None, *, expected_version: int, now: dt.datetime | None = None
) -> CheckInPlan:
    """Who has these check-ins from now on, the open ones included; None: whoever owns the stakeholder."""
    if owner is not None and not is_of_the_team(plan.workspace_id, owner):
        raise ValidationError(
            {"owner": "Choose somebody of the team: check-ins are read by leaders and members alone."}
        )
    with transaction.atomic(), pghistory.context(why="Handed over"):
        stands = (
            CheckInPlan.objects.select_for_update(of=("self",)).select_related("stakeholder__owner").get(pk=plan.pk)
        )
        if stands.version != expected_version:
            return already(stands, {"owner": owner}, expected_version)
        _store(stands, {"owner": owner})
        holder = owner or stands.stakeholder.owner
        opened = CheckIn.objects.open().filter(workspace=stands.workspace_id, plan=stands)
        opened.update(owner=holder, version=F("version") + 1, updated_at=timezone.now())
        briefs.write_again(opened)
    return stands


def is_of_the_team(workspace: UUID, user: User) -> bool:
    return Membership.objects.team().filter(workspace=workspace, user=user).exists()


def _change(
    plan: CheckInPlan, changes: dict[str, Any], why: str, expected_version: int, now: dt.datetime | None
) -> CheckInPlan:
    with transaction.atomic(), pghistory.context(why=why):
        stands = CheckInPlan.objects.select_for_update().get(pk=plan.pk)
        if stands.version != expected_version:
            return already(stands, changes, expected_version)
        return _reset(stands, changes, now=now)


def _reset(plan: CheckInPlan, changes: dict[str, Any], *, now: dt.datetime | None) -> CheckInPlan:
    _store(plan, changes)
    set_clocks(plan.workspace_id, [plan], now=now or timezone.now())
    plan.refresh_from_db()
    return plan


def _store(stands: Any, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(stands, name, value)
    stands.clean_fields(exclude=["workspace", "stakeholder", "owner"])
    stands.version, stands.updated_at = stands.version + 1, timezone.now()
    stands.save()


def already(stands: RowType, changes: dict[str, Any], expected_version: int) -> RowType:
    """The same form sent twice is one change; another one in between is somebody else's."""
    same = all(getattr(stands, name) == value for name, value in changes.items())
    if same and stands.version == expected_version + 1:
        return stands
    raise EditedMeanwhile(stands)


# The clock -----------------------------------------------------------------------------------------------------------


def set_clocks(workspace: UUID, plans: Collection[CheckInPlan], *, now: dt.datetime) -> None:
    """What comes next of these plans: nothing where they are paused or their rule is off; else the first occurrence
    after today, after the one opened last and after the pause."""
    holidays = holidays_of(workspace)
    on = set(CheckInRule.objects.filter(workspace=workspace, is_on=True).values_list("segment", flat=True))
    _write_clocks(
        workspace,
        [(plan, _next(plan, holidays, now) if not plan.follows or plan.follows in on else None) for plan in plans],
    )


def _write_clocks(workspace: UUID, clocks: Collection[tuple[CheckInPlan, Occurrence | None]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            SET_CLOCKS,
            [
                [plan.pk for plan, _ in clocks],
                [each and each.for_on for _, each in clocks],
                [each and each.due_at for _, each in clocks],
                [each and each.opens_at for _, each in clocks],
                workspace,
            ],
        )


def _next(plan: CheckInPlan, holidays: frozenset[dt.date], now: dt.datetime) -> Occurrence | None:
    today = local_date(now, plan.zone)
    if plan.is_paused(today) and plan.paused_until is None:
        return None
    day = max(today, plan.opened_for or today)
    if plan.paused_until is not None:
        day = max(day, plan.paused_until - DAY)
    return clock.after(Pattern(plan.recurrence, plan.at, plan.zone, holidays), day)


def add_holidays(workspace: Workspace, days: Iterable[tuple[dt.date, str]]) -> int:
    """Days on which nobody checks in; one that is there keeps its name. What was to come on them moves."""
    rows = [Holiday(workspace=workspace, day=day, name=name.strip()[:120]) for day, name in days]
    if any(not row.name for row in rows):
        raise ValidationError({"name": "Name the holiday."})
    with transaction.atomic():
        before = Holiday.objects.filter(workspace=workspace).count()
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
        _move_about(workspace.pk, [row.day for row in rows])
        return Holiday.objects.filter(workspace=workspace).count() - before


def remove_holiday(holiday: Holiday) -> None:
    with transaction.atomic():
        Holiday.objects.filter(pk=holiday.pk).delete()
        _move_about(holiday.workspace_id, [holiday.day])


def _move_about(workspace: UUID, days: Sequence[dt.date]) -> None:
    """Only what falls on these days, or was moved there from a little before, can come on another."""
    reach = 14 * DAY
    holidays = holidays_of(workspace)
    for day in days:
        near = CheckInPlan.objects.filter(workspace=workspace, next_for__range=(day - reach, day)).select_for_update()
        _write_clocks(
            workspace,
            [
                (plan, clock.occurrence(Pattern(plan.recurrence, plan.at, plan.zone, holidays), plan.next_for))
                for plan in near.order_by("pk")
                if plan.next_for
            ],
        )
