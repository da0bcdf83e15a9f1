"""What Northwind measures: the demo's story in numbers. Every kind of verdict is in it, and two that shame nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from impact.coalition import read_last_quarter
from impact.demo_journeys import bring_demo
from impact.demo_story import (
    BEGUN,
    COUNTED_AFTER,
    CURRENCY,
    LEADING,
    MEASURED,
    NOTED,
    Begun,
    Brought,
    Measured,
    Noted,
    Turned,
    Value,
    Wanted,
)
from impact.library import LIBRARY, fields
from impact.models import (
    Annotation,
    Contribution,
    Initiative,
    InitiativeMetric,
    JourneySet,
    Metric,
    MetricDefinition,
    Observation,
    Rebase,
    Target,
)
from impact.observations import Number, number, promoters, share_of
from impact.periods import DAY, Every, following, last_day, start_of
from planning.models import Goal
from stakeholders.demo.script import INES, SAM
from stakeholders.demo.workspace import WHY, at_work, workday


def measure_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Metrics and what was measured as of `today`; whether they were made. A demo made before there were any gets them
    as well, unless somebody has begun to measure in it."""
    users = {user.email: user for user in User.objects.filter(email__in=[INES, SAM])}
    with (
        scope(workspace=workspace.pk, user=users[INES].pk),
        pghistory.context(user=users[INES].pk, why=WHY),
    ):
        if Metric.objects.filter(workspace=workspace).exists():
            return False
        _Story(workspace, users, today).write()
        read_last_quarter(workspace, today=today)
    return True


class _Story:
    def __init__(self, workspace: Workspace, users: dict[str, User], today: dt.date) -> None:
        self.workspace, self.users, self.today = workspace, users, today

    def write(self) -> None:
        metrics = Metric.objects.bulk_create(self._metric(each) for each in MEASURED)
        pairs = list(zip(metrics, MEASURED, strict=True))
        MetricDefinition.objects.bulk_create(row for pair in pairs for row in self._definitions(*pair))
        # What was wrong comes first: it was there before.
        wrong = {metric.pk: row for metric, each in pairs for row in self._wrong(metric, each)}
        Observation.objects.bulk_create(wrong.values())
        Observation.objects.bulk_create(
            row for metric, each in pairs for row in self._right(metric, each, wrong.get(metric.pk))
        )
        Target.objects.bulk_create(self._target(metric, each.target) for metric, each in pairs if each.target)
        Rebase.objects.bulk_create(
            self._rebase(metric, each, each.turned) for metric, each in pairs if each.turned and each.turned.is_rebase
        )
        of = {each.key: metric for metric, each in pairs}
        Annotation.objects.bulk_create(self._note(each, of.get(each.beside)) for each in NOTED)
        if not Initiative.objects.filter(workspace=self.workspace).exists():
            self._initiatives(of)
        if not JourneySet.objects.filter(workspace=self.workspace).exists():
            bring_demo(self.workspace, self.users[SAM], today=self.today)

    def _initiatives(self, of: dict[str, Metric]) -> None:
        goals = list(Goal.objects.filter(workspace=self.workspace).order_by("rank"))
        pairs = [(self._initiative(each, goals), each) for each in BEGUN]
        Initiative.objects.bulk_create(initiative for initiative, _ in pairs)
        for initiative, each in pairs:
            InitiativeMetric.objects.bulk_create(
                InitiativeMetric(workspace=self.workspace, initiative=initiative, metric=of[key]) for key in each.moves
            )
            for brought in each.brought:
                self._contribute(initiative, of[brought.to], brought)

    def _initiative(self, each: Begun, goals: list[Goal]) -> Initiative:
        start = _months_before(self.today, each.months_ago)
        entered = at_work(workday(start))
        end = None if each.months is None else _months_before(self.today, each.months_ago - each.months) - DAY
        goal = next((goal for goal in goals if each.goal and goal.statement.startswith(each.goal)), None)
        decision, why = each.decided or ("", "")
        return Initiative(
            workspace=self.workspace,
            name=each.name,
            what=each.what,
            goal=goal,
            owner=self.users[each.owner],
            stage=each.stage,
            ended_on=workday(end) if end and each.stage in Initiative.OVER else None,
            days=each.days,
            cost=each.cost,
            currency="" if each.cost is None else CURRENCY,
            starts_on=start,
            ends_on=end,
            how_known=each.how_known,
            is_experiment=bool(each.hypothesis),
            hypothesis=each.hypothesis,
            guard_rails=each.guard_rails,
            decision=decision,
            decided_why=why,
            decided_on=workday(end) if end and decision else None,
            created_at=entered,
            updated_at=entered,
        )

    def _contribute(self, initiative: Initiative, metric: Metric, brought: Brought) -> None:
        first_on = _months_before(self.today, brought.months_ago)
        last_on = last_day(first_on, Every.MONTH)
        said = at_work(workday(last_on))
        of_it = {
            "workspace": self.workspace, "initiative": initiative, "metric": metric, "first_on": first_on,
            "last_on": last_on, "author": self.users[INES],
        }  # fmt: skip
        before = None
        if brought.first is not None:
            grade, amount, says, why = brought.first
            later = at_work(workday(last_on + 21 * DAY))
            before = Contribution.objects.create(
                grade=grade.value,
                amount=amount,
                says=says,
                created_at=said,
                ended_at=later,
                ended_why=why,
                ended_by=self.users[INES],
                **of_it,
            )
            said = later
        Contribution.objects.create(
            grade=brought.grade.value,
            amount=brought.amount,
            says=brought.says,
            link=brought.link,
            replaces=before,
            created_at=said,
            **of_it,
        )

    def _metric(self, each: Measured) -> Metric:
        entered = at_work(self._entered(each))
        return Metric(
            workspace=self.workspace,
            owner=self.users[each.owner],
            source=each.source,
            definition_version=1 if each.turned is None or not each.turned.meant else 2,
            created_at=entered,
            updated_at=entered,
            leads_since=self._leads_since(each),
            **fields(LIBRARY[each.key], CURRENCY),
        )

    def _leads_since(self, each: Measured) -> dt.datetime | None:
        if each.key not in LEADING:
            return None
        chosen = at_work(workday(_months_before(self.today, 3)))
        return chosen + LEADING.index(each.key) * dt.timedelta(minutes=1)

    def _definitions(self, metric: Metric, each: Measured) -> Iterator[MetricDefinition]:
        turned = each.turned if each.turned and each.turned.meant else None
        for version in range(1, metric.definition_version + 1):
            is_old = turned is not None and version == 1
            day = self._entered(each)
            if turned is not None and not is_old:
                day = workday(min(self._starts(each)[turned.at] + 2 * DAY, self.today))
            yield MetricDefinition(
                workspace=self.workspace,
                metric=metric,
                number=version,
                words=turned.meant if turned and is_old else metric.words,
                formula="" if is_old else metric.formula,
                source=metric.source,
                why=turned.reason if turned and not is_old else "",
                author=self.users[INES],
                created_at=at_work(day),
            )

    def _wrong(self, metric: Metric, each: Measured) -> Iterator[Observation]:
        if each.corrected is not None:
            place, value, why = each.corrected
            row = self._observation(metric, each, place, value)
            row.ended_at = at_work(workday(min(row.created_at.date() + 7 * DAY, self.today)))
            row.ended_why, row.ended_by = why, self.users[INES]
            yield row

    def _right(self, metric: Metric, each: Measured, wrong: Observation | None) -> Iterator[Observation]:
        for place, value in enumerate(each.values):
            if value is None:
                continue
            row = self._observation(metric, each, place, value)
            if wrong is not None and wrong.starts_on == row.starts_on and wrong.ended_at is not None:
                row.corrects, row.created_at, row.author = wrong, wrong.ended_at, self.users[INES]
            yield row
        day = workday(self.today)
        running = start_of(day, Every(metric.every))
        if each.a_day is not None and running == start_of(self.today, Every(metric.every)):
            so_far = number(each.a_day * day.day)
            yield self._stored(metric, so_far, running, at_work(day), each.owner, "")

    def _observation(self, metric: Metric, each: Measured, place: int, value: Value) -> Observation:
        start = self._starts(each)[place]
        day = workday(min(last_day(start, Every(metric.every)) + COUNTED_AFTER * DAY, self.today))
        note = each.noted[1] if each.noted is not None and each.noted[0] == place else ""
        row = self._stored(metric, _number(value), start, at_work(day), SAM, note)
        if each.turned is not None and each.turned.meant and place < each.turned.at:
            row.definition_version = 1
        return row

    def _stored(
        self, metric: Metric, found: Number, start: dt.date, at: dt.datetime, author: str, note: str
    ) -> Observation:
        return Observation(
            workspace=self.workspace,
            metric=metric,
            starts_on=start,
            value=found.value,
            n=found.n,
            ahead=found.ahead,
            behind=found.behind,
            definition_version=metric.definition_version,
            note=note,
            author=self.users[author],
            created_at=at,
        )

    def _target(self, metric: Metric, wanted: Wanted) -> Target:
        starts_on = _months_before(self.today, 7)
        return Target(
            workspace=self.workspace,
            metric=metric,
            value=wanted.value,
            starts_on=starts_on,
            ends_on=last_day(_months_before(self.today, -4), Every.MONTH),
            course=wanted.course,
            baseline=wanted.baseline,
            why=wanted.why,
            author=self.users[INES],
            created_at=at_work(workday(starts_on - 10 * DAY)),
        )

    def _rebase(self, metric: Metric, each: Measured, turned: Turned) -> Rebase:
        start = self._starts(each)[turned.at]
        later = workday(min(start + 100 * DAY, self.today))
        return Rebase(
            workspace=self.workspace,
            metric=metric,
            starts_on=start,
            reason=turned.reason,
            author=self.users[INES],
            created_at=at_work(later),
        )

    def _note(self, noted: Noted, metric: Metric | None) -> Annotation:
        day = workday(_months_before(self.today, noted.months_ago) + 3 * DAY)
        return Annotation(
            workspace=self.workspace,
            metric=metric,
            on=day,
            says=noted.says,
            author=self.users[noted.author],
            created_at=at_work(day),
        )

    def _entered(self, each: Measured) -> dt.date:
        return workday(self._starts(each)[0])

    def _starts(self, each: Measured) -> list[dt.date]:
        """Of the periods of its values: the last one is over, unless some after it are missing."""
        every = Every(LIBRARY[each.key].every)
        found = [start_of(start_of(self.today, every) - DAY, every)]
        while len(found) < len(each.values) + each.missing:
            found.append(start_of(found[-1] - DAY, every))
        return found[::-1][: len(each.values)]


def _number(value: Value) -> Number:
    if isinstance(value, tuple):
        return share_of(*value) if len(value) == 2 else promoters(*value)
    assert value is not None
    return number(value)


def _months_before(today: dt.date, months: int) -> dt.date:
    """The first day of the month so many before this one, or after it."""
    start = start_of(today, Every.MONTH)
    for _ in range(abs(months)):
        start = start_of(start - DAY, Every.MONTH) if months > 0 else following(start, Every.MONTH)
    return start
