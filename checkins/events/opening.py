"""A change becomes an event once, and opens the check-ins it calls for: one a person, with every reason for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from checkins import briefs, check_ins, plans
from checkins.events import inheriting
from checkins.events.kinds import due_on
from checkins.events.touching import Around, Change, Person, Stake, Touched, touched
from checkins.models import ChangeEvent, CheckIn, CheckInPlan, CheckInReason, CheckInRule
from checkins.models.plan import Channel
from checkins.recurrences import instant, local_date
from impact.models import Metric, StakeMeasure
from planning.models import Goal, GoalOwner
from planning.models import Stake as StakeRow
from stakeholders.models import Relationship, Stakeholder
from stakeholders.queries.paths import our_team

Kind = ChangeEvent.Kind
AT = dt.time(9, 30)


def record(
    workspace: Workspace,
    change: Change,
    *,
    key: str,
    says: str,
    author: User | None = None,
    now: dt.datetime | None = None,
) -> tuple[ChangeEvent, bool]:
    """The event, and whether it is a new one: the same key is the same change, and opens nothing a second time."""
    now = now or timezone.now()
    with transaction.atomic(), pghistory.context(why="A change"):
        one_at_a_time(workspace.pk)
        event, is_new = ChangeEvent.objects.get_or_create(
            workspace=workspace,
            key=key[:200],
            defaults={
                "kind": change.kind,
                "happened_on": change.day or timezone.localdate(now),
                "says": says[:500],
                "stakeholder_id": change.person,
                "other_id": change.other,
                "goal_id": change.goals[0] if change.goals else None,
                "metric_id": change.metric,
                "author": author,
                "noticed_at": now,
            },
        )
        if is_new:
            call_for(event, touched(change, around(workspace, change)), now=now)
            inheriting.hand_on(event)
            if event.kind == Kind.LEFT and event.happened_on <= timezone.localdate(now):
                see_off(workspace, [event], now=now)
    return event, is_new


def one_at_a_time(workspace: UUID) -> None:
    """Whoever tells or dismisses a change of this workspace waits here for whoever does so already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"changes {workspace}"])


def call_for(event: ChangeEvent, people: Sequence[Touched], *, now: dt.datetime) -> None:
    """A check-in with each of them, unless one is open after another change: then this is one more reason for it, and
    it comes as soon as the more urgent of both asks."""
    whys = {one.stakeholder: one.why for one in people}
    wanted = {one.stakeholder_id: one for one in _wanted(event, sorted(whys), now)}
    CheckIn.objects.bulk_create(wanted.values(), ignore_conflicts=True)
    opened = CheckIn.objects.open().filter(
        workspace=event.workspace_id, origin=CheckIn.Origin.CHANGE, stakeholder__in=whys
    )
    stands = list(opened.order_by("stakeholder_id").select_for_update(of=("self",)))
    CheckInReason.objects.bulk_create(
        [
            CheckInReason(
                workspace_id=event.workspace_id, check_in=one, event=event, why=whys[one.stakeholder_id], created_at=now
            )
            for one in stands
        ],
        ignore_conflicts=True,
    )
    for one in stands:
        sooner = wanted[one.stakeholder_id]
        if sooner.due_on < one.due_on:
            one.due_on, one.due_at = sooner.due_on, instant(sooner.due_on, _time_of(one), one.zone)
            one.moved_times, one.version, one.updated_at = one.moved_times + 1, one.version + 1, now
            one.save(update_fields=["due_on", "due_at", "moved_times", "version", "updated_at"])
    briefs.write_again(CheckIn.objects.filter(pk__in=[one.pk for one in stands]))


def _wanted(event: ChangeEvent, people: Sequence[int], now: dt.datetime) -> list[CheckIn]:
    workspace = event.workspace_id
    holidays = plans.holidays_of(workspace)
    patterns: dict[int, CheckInPlan | CheckInRule] = {
        plan.stakeholder_id: plan
        for plan in CheckInPlan.objects.filter(workspace=workspace, stakeholder__in=people).order_by("pk")
    }
    rules = {rule.segment: rule for rule in CheckInRule.objects.filter(workspace=workspace)}
    team = set(Membership.objects.team().filter(workspace=workspace).values_list("user_id", flat=True))
    made = []
    for person in Stakeholder.objects.filter(workspace=workspace, pk__in=people).order_by("pk"):
        pattern = patterns.get(person.pk) or rules.get(person.segment)
        zone = pattern.zone if pattern else settings.TIME_ZONE
        day = due_on(event.kind, event.happened_on, today=local_date(now, zone), holidays=holidays)
        theirs = pattern.owner_id if isinstance(pattern, CheckInPlan) else None
        owners = [one for one in (theirs, person.owner_id, event.author_id) if one in team]
        made.append(
            CheckIn(
                workspace_id=workspace,
                stakeholder=person,
                origin=CheckIn.Origin.CHANGE,
                for_on=day,
                due_on=day,
                due_at=instant(day, pattern.at if pattern else AT, zone),
                zone=zone,
                channel=pattern.channel if pattern else Channel.MEETING,
                owner_id=next(iter(owners), None),
            )
        )
    return made


def _time_of(check_in: CheckIn) -> dt.time:
    return check_in.due_at.astimezone(ZoneInfo(check_in.zone)).time()


def see_off(workspace: Workspace, events: Collection[ChangeEvent], *, now: dt.datetime) -> None:
    """Nobody checks in with those who left: their plans are paused, what was open with them is left out."""
    for event in events:
        if event.stakeholder_id is None:
            continue
        why = "They left."
        for plan in CheckInPlan.objects.filter(workspace=workspace, stakeholder=event.stakeholder_id, paused_on=None):
            plans.pause(plan, why=why, until=None, expected_version=plan.version, now=now)
        for one in CheckIn.objects.open().filter(workspace=workspace, stakeholder=event.stakeholder_id).order_by("pk"):
            check_ins.skip(one, why=why, expected_version=one.version)


def dismiss(event: ChangeEvent, *, why: str, by: User, on: dt.date | None = None) -> ChangeEvent:
    """It is none, or calls for nothing: check-ins that only this one called for are left out and say so. It is never
    told again. A second time changes nothing."""
    why = " ".join(why.split())[:1000]
    if not why:
        raise ValidationError({"why": "Say why it calls for nothing."})
    with transaction.atomic(), pghistory.context(why=why[:300]):
        one_at_a_time(event.workspace_id)
        stands = ChangeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
        if stands.dismissed_on is not None:
            return stands
        stands.dismissed_on, stands.dismissed_why = on or timezone.localdate(), why
        stands.save(update_fields=["dismissed_on", "dismissed_why"])
        others = CheckInReason.objects.filter(check_in=OuterRef("pk"), event__dismissed_on=None)
        called = CheckIn.objects.open().filter(
            ~Exists(others), origin=CheckIn.Origin.CHANGE, reasons__event=stands, workspace=event.workspace_id
        )
        for one in called.order_by("stakeholder_id"):
            check_ins.skip(one, why=f"Not called for any more: {why}", expected_version=one.version)
        for thing in stands.inherited.unverified():
            inheriting.let_go(thing, by=by)
    return stands


# What a change may touch ---------------------------------------------------------------------------------------------


def around(workspace: Workspace, change: Change) -> Around:
    """All that may be touched by it, read in few queries."""
    goals = {goal.pk: goal.statement for goal in Goal.objects.filter(workspace=workspace, pk__in=change.goals)}
    owners = _owners(workspace, change)
    stakes = _stakes(workspace, change)
    ties = _ties(workspace, change)
    named = [change.person, change.other, *change.others]
    pks = {pk for pk in named if pk is not None} | {one.stakeholder for one in stakes} | {pk for _, pk in owners}
    pks |= {end for source, _, target in ties for end in (source, target)}
    who = Q(pk__in=pks)
    if change.kind == Kind.BUDGET_NEAR:
        who |= Q(current__approves=True)
    rows = Stakeholder.objects.filter(who, workspace=workspace).order_by("folded", "pk")
    invests = StakeRow.objects.standing().filter(stakeholder=OuterRef("pk"), workspace=workspace)
    fields = ("pk", "name", "segment", "influence", "current__approves")
    people = {
        pk: Person(pk, name, segment, influence, bool(approves), has_stake)
        for pk, name, segment, influence, approves, has_stake in rows.values_list(*fields, Exists(invests))
    }
    if change.kind == Kind.LEFT:
        statements = Goal.objects.filter(workspace=workspace, pk__in={goal for goal, _ in owners})
        goals |= dict(statements.values_list("pk", "statement"))
    metric = Metric.objects.filter(workspace=workspace, pk__in=[change.metric] if change.metric else [])
    ourselves = frozenset(our_team(workspace).filter(pk__in=list(people)).values_list("pk", flat=True))
    name = metric.values_list("name", flat=True).first() or ""
    return Around(people, stakes, owners, ties, goals, name, ourselves)


def _owners(workspace: Workspace, change: Change) -> tuple[tuple[int, int], ...]:
    rows = GoalOwner.objects.filter(workspace=workspace)
    if change.kind == Kind.LEFT:
        rows = rows.filter(goal__in=rows.filter(stakeholder=change.person).values("goal"), goal__closed_on=None)
    else:
        rows = rows.filter(goal__in=change.goals)
    return tuple(rows.order_by("goal__rank", "pk").values_list("goal_id", "stakeholder_id"))


def _stakes(workspace: Workspace, change: Change) -> tuple[Stake, ...]:
    about = Q(goal__in=change.goals)
    if change.kind == Kind.BUDGET_NEAR:
        about = Q(invests=StakeRow.Invests.BUDGET) & (about | Q(goal=None) if change.goals else Q())
    elif change.metric is not None:
        about = Q(pk__in=StakeMeasure.objects.filter(workspace=workspace, metric=change.metric).values("stake"))
    rows = StakeRow.objects.standing().filter(about, workspace=workspace).order_by("goal__rank", "pk")
    return tuple(Stake(*row) for row in rows.values_list("stakeholder_id", "goal_id", "invests", "proved_by__metric"))


def _ties(workspace: Workspace, change: Change) -> tuple[tuple[int, str, int], ...]:
    if change.person is None:
        return ()
    ends = Q(source=change.person) | Q(target=change.person)
    rows = Relationship.objects.filter(ends, workspace=workspace).order_by("pk")
    return tuple(rows.values_list("source_id", "kind", "target_id"))
