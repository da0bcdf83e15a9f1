"""The app notices changes in its own rows: it holds what was written since it last looked against what was there
before. Whatever it finds has a key, so that it is told once, however often and from wherever somebody looks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

import structlog
from django.apps import apps
from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from checkins.events import opening
from checkins.events.comparing import Judged, fell, is_another_title, lost_champion, passed, risen, was_reached, went
from checkins.events.touching import Change, Person
from checkins.models import ChangeEvent, ChangeWatch, CheckIn, CheckInRule
from impact.models import Metric, Observation, Target
from impact.periods import Every, last_day, starts
from impact.reports.spans import Span
from impact.reports.together import of_span
from planning.models import Goal, GoalOwner, Stake
from stakeholders.freshness import MATTERS
from stakeholders.models import Assessment, Relationship, Stakeholder
from stakeholders.queries.quiet import CADENCE, LATEST_CONTACT, gone_quiet
from web.words import in_short

log = structlog.stdlib.get_logger("checkins.noticing")

Kind = ChangeEvent.Kind
DAY = dt.timedelta(days=1)
# A long transaction shows its rows late, with the time at which it began.
OVERLAP: Final = DAY
# Whoever puts goals in order moves several of them.
CALM: Final = dt.timedelta(minutes=10)
BUDGET_AHEAD: Final = dt.timedelta(days=30)
# Numbers may come late, but not so late.
RESULTS_BACK: Final = dt.timedelta(days=120)
BY_HAND: Final = "Added by hand"
SHOWN: Final = 120


@dataclass(frozen=True)
class Noticed:
    change: Change
    key: str
    says: str


@dataclass(frozen=True)
class Look:
    """One look at the rows of a workspace: those written from `since` on, and the calendar if `dated`."""

    workspace: Workspace
    begun_at: dt.datetime
    since: dt.datetime
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def written(self, table: str) -> Any:
        """What the database wrote down of a table since then."""
        app, _, name = table.partition(".")
        rows = apps.get_model(app, f"{name}Event")._default_manager
        return rows.filter(workspace=self.workspace, pgh_created_at__gte=self.since)


def sweep(workspace_id: UUID, *, now: dt.datetime | None = None) -> int:
    """Look at one workspace; says how many new events there are. One that breaks keeps no other, and is looked for
    again."""
    now = now or timezone.now()
    with scope(workspace=workspace_id):
        workspace = Workspace.objects.get(pk=workspace_id)
        # Before anybody checks in, nothing calls for it.
        if not CheckInRule.objects.filter(workspace=workspace).exists():
            return 0
        watch, _ = ChangeWatch.objects.get_or_create(workspace=workspace, defaults={"begun_at": now, "swept_to": now})
        look = Look(workspace, watch.begun_at, max(watch.begun_at, watch.swept_to - OVERLAP), now)
        dated = watch.dated_on != look.today
        found = notice(look, dated=dated)
        known = set(
            ChangeEvent.objects.filter(workspace=workspace, key__in=[one.key for one in found]).values_list(
                "key", flat=True
            )
        )
        if dated:
            _see_off(workspace, watch, now)
    broken = opened = 0
    for one in found:
        if one.key in known:
            continue
        try:
            with scope(workspace=workspace_id):
                opened += opening.record(workspace, one.change, key=one.key, says=one.says, now=now)[1]
        except Exception:
            broken += 1
            log.exception("change_not_recorded", workspace=str(workspace_id), key=one.key)
    if not broken:
        with scope(workspace=workspace_id):
            ChangeWatch.objects.filter(pk=watch.pk, swept_to__lte=now).update(swept_to=now, dated_on=look.today)
    return opened


def notice(look: Look, *, dated: bool = True) -> list[Noticed]:
    """Everything that changed, told already or not."""
    finds: list[Callable[[Look], Iterator[Noticed]]] = [
        _joined, _taken_out, _other_role, _other_manager, _goals_added, _goals_dropped, _goals_reordered,
        _goals_handed_over, _support_lost,
    ]  # fmt: skip
    if dated:
        finds += [_silent, _targets_over, _budgets_near]
    return [one for find in finds for one in find(look)]


def _see_off(workspace: Workspace, watch: ChangeWatch, now: dt.datetime) -> None:
    """Those whose leaving was told ahead, on the day."""
    since = watch.dated_on or timezone.localdate(watch.begun_at)
    today = timezone.localdate(now)
    left = ChangeEvent.objects.standing().filter(
        workspace=workspace, kind=Kind.LEFT, happened_on__gt=since - DAY, happened_on__lte=today
    )
    opening.see_off(workspace, list(left), now=now)


# People --------------------------------------------------------------------------------------------------------------


def _people(look: Look, pks: set[int]) -> dict[int, Person]:
    """Of these, those who are there and whose changes are worth a conversation."""
    invests = Stake.objects.standing().filter(workspace=look.workspace, stakeholder=OuterRef("pk"))
    rows = Stakeholder.objects.filter(workspace=look.workspace, pk__in=pks).order_by("pk")
    people = (
        Person(pk, name, segment, influence, has_stake=has_stake)
        for pk, name, segment, influence, has_stake in rows.values_list(
            "pk", "name", "segment", "influence", Exists(invests)
        )
    )
    return {person.pk: person for person in people if person.counts}


def _joined(look: Look) -> Iterator[Noticed]:
    """Added to the register by hand; an imported file is a list of those who were there."""
    rows = look.written("stakeholders.Stakeholder").filter(pgh_label="insert", pgh_context__why=BY_HAND)
    added = dict(rows.order_by("pgh_id").values_list("pgh_obj_id", "pgh_created_at"))
    told = ChangeEvent.objects.filter(workspace=look.workspace, kind=Kind.JOINED, stakeholder__in=list(added))
    gone = set(told.exclude(key__startswith="joined:").values_list("stakeholder_id", flat=True))
    for pk, person in _people(look, set(added) - gone).items():
        day = timezone.localdate(added[pk])
        yield Noticed(
            Change(Kind.JOINED, person=pk, day=day), f"joined:{pk}", f"{person.name} is new among the stakeholders."
        )


def _taken_out(look: Look) -> Iterator[Noticed]:
    """Who belonged to the workspace, does not any more and is in the register. Whether they left nobody says: their own
    check-ins go on until somebody does."""
    gone = look.written("accounts.Membership").filter(pgh_label="delete").order_by("pgh_id")
    rows = {row.user_id: row for row in gone}
    addresses = User.objects.filter(pk__in=rows).exclude(memberships__workspace=look.workspace)
    by_address = {address.lower(): rows[pk] for pk, address in addresses.values_list("pk", "email")}
    known = Stakeholder.objects.filter(workspace=look.workspace).annotate(address=Lower("email"))
    theirs = dict(known.filter(address__in=by_address).values_list("pk", "address"))
    for pk, person in _people(look, set(theirs)).items():
        row = by_address[theirs[pk]]
        yield Noticed(
            Change(
                Kind.OTHER,
                person=pk,
                day=timezone.localdate(row.pgh_created_at),
                because="Was taken out of this workspace: ask whether they leave, and who takes their place.",
            ),
            f"taken_out:{row.pgh_id}",
            f"{person.name} was taken out of this workspace. If they left, enter it.",
        )


def _other_role(look: Look) -> Iterator[Noticed]:
    events = look.written("stakeholders.Stakeholder").filter(pgh_label="update")
    changed = list(_with_before(events, "job_title").exclude(job_title=F("before")).order_by("pgh_id"))
    people = _people(look, {row.pgh_obj_id for row in changed})
    for row in changed:
        person = people.get(row.pgh_obj_id)
        if person is not None and is_another_title(row.before or "", row.job_title):
            yield Noticed(
                Change(Kind.PROMOTED, person=person.pk, day=timezone.localdate(row.pgh_created_at)),
                f"role:{row.pgh_id}",
                f"{person.name} is {in_short(row.job_title, SHOWN)} now; before: {in_short(row.before, SHOWN)}.",
            )


def _with_before(events: Any, column: str) -> Any:
    """With what the column held in the same row before that."""
    earlier = events.model._default_manager.filter(
        workspace=OuterRef("workspace"), pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    )
    return events.annotate(before=Subquery(earlier.order_by("-pgh_id").values(column)[:1]))


def _other_manager(look: Look) -> Iterator[Noticed]:
    """Another line in the place of one that was there: a first one says what was so all along."""
    lines = look.written("stakeholders.Relationship").filter(kind=Relationship.Kind.REPORTS_TO).order_by("pgh_id")
    before: dict[int, int] = {}
    changed: dict[int, Any] = {}
    for row in _with_before(lines, "target_id"):
        if row.pgh_label == "delete":
            before.setdefault(row.source_id, row.target_id)
            continue
        if row.pgh_label == "update" and row.before is not None:
            before.setdefault(row.source_id, row.before)
        changed[row.source_id] = row
    stands = dict(
        Relationship.objects.reporting()
        .filter(workspace=look.workspace, source__in=list(changed))
        .values_list("source_id", "target_id")
    )
    for pk, person in _people(look, {one for one in changed if one in before}).items():
        row = changed[pk]
        if stands.get(pk) == row.target_id != before[pk]:
            yield Noticed(
                Change(Kind.REPORTS_ELSEWHERE, person=pk, day=timezone.localdate(row.pgh_created_at)),
                f"reports:{row.pgh_id}",
                f"{person.name} reports to somebody else now.",
            )


# Goals ---------------------------------------------------------------------------------------------------------------


def _goals(look: Look) -> dict[int, Goal]:
    return {goal.pk: goal for goal in Goal.objects.filter(workspace=look.workspace).order_by("rank")}


def _named(goal: Goal) -> str:
    return f"“{in_short(goal.statement, SHOWN)}”"


def _goals_added(look: Look) -> Iterator[Noticed]:
    rows = look.written("planning.Goal").filter(pgh_label="insert", pgh_context__why=BY_HAND).order_by("pgh_id")
    added = dict(rows.values_list("pgh_obj_id", "pgh_created_at"))
    for goal in Goal.objects.open().filter(workspace=look.workspace, pk__in=added, ends_on__gte=look.today):
        yield Noticed(
            Change(Kind.GOAL_ADDED, goals=(goal.pk,), day=timezone.localdate(added[goal.pk])),
            f"goal_added:{goal.pk}",
            f"A new goal: {_named(goal)}.",
        )


def _goals_dropped(look: Look) -> Iterator[Noticed]:
    """Closed before its period was over, and not opened again since."""
    rows = look.written("planning.Goal").filter(pgh_label="update").exclude(closed_on=None)
    closed = {row.pgh_obj_id: row for row in _with_before(rows, "closed_on").filter(before=None).order_by("pgh_id")}
    for goal in Goal.objects.filter(workspace=look.workspace, pk__in=closed, closed_on__lt=F("ends_on")):
        row = closed[goal.pk]
        yield Noticed(
            Change(Kind.GOAL_DROPPED, goals=(goal.pk,), day=goal.closed_on),
            f"goal_dropped:{row.pgh_id}",
            f"{_named(goal)} was dropped before the end of {goal.period}.",
        )


def _goals_reordered(look: Look) -> Iterator[Noticed]:
    """The order at the end of a day against that at its beginning: whoever puts goals in order moves several, and may
    think better of it."""
    rows = look.written("planning.Goal").filter(pgh_label="update")
    moved = list(
        _with_before(rows, "rank").exclude(rank=F("before")).order_by("pgh_id").values_list("pgh_created_at", flat=True)
    )
    goals = {pk: goal for pk, goal in _goals(look).items() if goal.closed_on is None and goal.ends_on >= look.today}
    last = {timezone.localdate(at): at for at in moved}
    for day, at in last.items():
        if at > look.now - CALM:
            continue
        begins = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        before, after = (_order_at(look, moment, goals) for moment in (begins, begins + DAY))
        later = passed(before, after)
        first = risen(before, after)
        if later and first is not None:
            yield Noticed(
                Change(Kind.GOAL_REORDERED, goals=tuple(goal for goal, _ in later), day=day),
                f"goal_reordered:{day}:{_mark(after)}",
                f"{_named(goals[first])} comes before {_named(goals[later[0][0]])} now.",
            )


def _order_at(look: Look, moment: dt.datetime, goals: dict[int, Goal]) -> list[int]:
    """Goals that are there today, as they stood then; those that came later are left out."""
    rows = apps.get_model("planning", "GoalEvent")._default_manager.filter(
        workspace=look.workspace, pgh_obj_id__in=goals, pgh_created_at__lt=moment
    )
    latest = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id").values_list("pgh_obj_id", "rank")
    ranks = dict(latest)
    return sorted(ranks, key=lambda pk: (ranks[pk], pk))


def _mark(order: list[int]) -> str:
    return hashlib.md5(repr(order).encode(), usedforsecurity=False).hexdigest()[:16]


def _goals_handed_over(look: Look) -> Iterator[Noticed]:
    """Owners that came or went in one act, and are or are not owners since; not those a goal came with."""
    rows = look.written("planning.GoalOwner").filter(pgh_label__in=["insert", "delete"]).order_by("pgh_id")
    acts: dict[tuple[int, dt.datetime], list[Any]] = defaultdict(list)
    for row in rows:
        acts[row.goal_id, row.pgh_created_at].append(row)
    if not acts:
        return
    goals = _goals(look)
    owned = set(GoalOwner.objects.filter(workspace=look.workspace).values_list("goal_id", "stakeholder_id"))
    there = set(Stakeholder.objects.filter(pk__in={row.stakeholder_id for row in rows}).values_list("pk", flat=True))
    created = dict(
        apps.get_model("planning", "GoalEvent")
        ._default_manager.filter(
            workspace=look.workspace, pgh_label="insert", pgh_obj_id__in={goal for goal, _ in acts}
        )
        .values_list("pgh_obj_id", "pgh_created_at")
    )
    for (pk, at), act in acts.items():
        goal = goals.get(pk)
        if goal is None or goal.closed_on is not None or created.get(pk) == at:
            continue
        came = [row for row in act if row.pgh_label == "insert" and (pk, row.stakeholder_id) in owned]
        went_away = [row for row in act if row.pgh_label == "delete" and (pk, row.stakeholder_id) not in owned]
        former = {row.stakeholder_id for row in went_away} & there
        if came or former:
            # Whoever owned it before and still does has nothing to hear.
            stayed = {owner for goal_pk, owner in owned if goal_pk == pk} - {row.stakeholder_id for row in came}
            yield Noticed(
                Change(Kind.GOAL_OWNER, goals=(pk,), others=(*former, *sorted(stayed)), day=timezone.localdate(at)),
                f"goal_owner:{act[0].pgh_id}",
                f"{_named(goal)} has {'another owner' if came else 'an owner less'}.",
            )


# Support -------------------------------------------------------------------------------------------------------------


def _support_lost(look: Look) -> Iterator[Noticed]:
    """By each new judgement against the one before it, if what was lost has not come back by now."""
    first = timezone.localdate(look.begun_at)
    fresh = Assessment.objects.filter(workspace=look.workspace, recorded_at__gte=look.since, assessed_on__gte=first)
    new = set(fresh.values_list("pk", flat=True))
    people = _people(look, set(fresh.values_list("stakeholder_id", flat=True)))
    courses: dict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(workspace=look.workspace, stakeholder__in=people)
    for row in rows.order_by("assessed_on", "pk"):
        courses[row.stakeholder_id].append(row)
    for pk, course in courses.items():
        name, holds = people[pk].name, _judged(course[-1])
        for then, row in pairwise(course):
            was, became = _judged(then), _judged(row)
            if row.pk not in new:
                continue
            if lost_champion(was, became) and lost_champion(was, holds):
                change = Change(Kind.CHAMPION_LOST, person=pk, day=row.assessed_on)
                yield Noticed(change, f"champion_lost:{row.pk}", f"{name} is no champion any more.")
            elif fell(was, became) and fell(was, holds):
                moved = went(was, became)
                change = Change(Kind.POSITION_DROPPED, person=pk, day=row.assessed_on, because=moved)
                yield Noticed(change, f"position_dropped:{row.pk}", f"{name} {moved[0].lower()}{moved[1:]}.")


def _judged(row: Assessment) -> Judged:
    return Judged(row.segment, row.position)


# By the calendar -----------------------------------------------------------------------------------------------------


def _silent(look: Look) -> Iterator[Noticed]:
    """Quiet for longer than they should be, since we look; not those with whom a check-in is open."""
    open_ones = CheckIn.objects.open().filter(workspace=look.workspace, stakeholder=OuterRef("pk"))
    people = Stakeholder.objects.filter(
        gone_quiet(look.today), ~Exists(open_ones), Q(influence__gte=MATTERS) | Q(cadence_days__isnull=False),
        workspace=look.workspace,
    )  # fmt: skip
    asked = people.annotate(last=LATEST_CONTACT, every=CADENCE).order_by("pk")
    quiet_on = ExpressionWrapper(F("last") + F("every") * 3 / 2, output_field=DateField())
    first = timezone.localdate(look.begun_at)
    for pk, name, last, every, quiet in asked.values_list("pk", "name", "last", "every", quiet_on):
        if quiet < first:
            continue
        days = (look.today - last).days
        yield Noticed(
            Change(
                Kind.SILENCE,
                person=pk,
                day=quiet,
                because=f"Nobody has been in touch for {days} days; wanted every {every}.",
            ),
            f"silence:{pk}:{last}",
            f"Nothing from {name} since {last:%-d %B %Y}.",
        )


def _targets_over(look: Look) -> Iterator[Noticed]:
    """Of which the period is over and every number is there."""
    first = max(timezone.localdate(look.begun_at), look.today - RESULTS_BACK)
    over = Target.objects.standing().filter(
        workspace=look.workspace, ends_on__gte=first, ends_on__lt=look.today, metric__retired_on=None
    )
    for target in over.select_related("metric").order_by("ends_on", "pk"):
        reached = _was_reached(target, look.today)
        if reached is not None:
            kind = Kind.TARGET_BEATEN if reached else Kind.TARGET_MISSED
            yield Noticed(
                Change(kind, metric=target.metric_id, day=target.ends_on),
                f"{kind.value}:{target.pk}",
                f"“{in_short(target.metric.name, SHOWN)}” {'reached' if reached else 'missed'} its target of"
                f" {target.ends_on:%-d %B %Y}.",
            )


def _was_reached(target: Target, today: dt.date) -> bool | None:
    metric = target.metric
    if metric.good == Metric.Good.NEITHER:
        return None
    span = Span(target.starts_on, target.ends_on)
    found = Observation.objects.standing().filter(metric=metric, starts_on__range=(span.first, span.last))
    numbers = {row.starts_on: row for row in found.measured()}
    if target.course == Target.Course.THROUGHOUT:
        every = Every(metric.every)
        whole = [day for day in starts(span.first, span.last, every) if span.first <= day]
        asked = [day for day in whole if last_day(day, every) <= span.last]
        values = [numbers[day].value if day in numbers else None for day in asked]
    else:
        together = of_span(metric, numbers, span, today=today)
        values = [None if together.is_so_far else together.value]
    return was_reached(values, target.value, more_is_better=metric.good == Metric.Good.UP)


def _budgets_near(look: Look) -> Iterator[Noticed]:
    """A period of goals ends into which somebody put budget: what comes next is decided about now."""
    until = look.today + BUDGET_AHEAD
    goals = Goal.objects.current(look.today).filter(
        workspace=look.workspace, ends_on__lte=until, ends_on__gt=look.today
    )
    by_end: dict[dt.date, list[int]] = defaultdict(list)
    for pk, ends_on in goals.order_by("rank").values_list("pk", "ends_on"):
        by_end[ends_on].append(pk)
    for ends_on, pks in by_end.items():
        invested = Stake.objects.standing().filter(workspace=look.workspace, invests=Stake.Invests.BUDGET, goal__in=pks)
        if invested.exists():
            yield Noticed(
                Change(Kind.BUDGET_NEAR, goals=tuple(pks), day=ends_on),
                f"budget_near:{ends_on}",
                f"Goals that were given budget end on {ends_on:%-d %B %Y}: what comes next is decided about now.",
            )
