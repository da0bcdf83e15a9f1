"""The initiatives, one of them, and what contributed to a metric, as their pages tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Prefetch, Q
from django.db.models.expressions import ExpressionWrapper

from accounts import trail
from accounts.models import Workspace
from accounts.written import unless_written
from impact.evidence import LABELS, MEANINGS, Grade, during, sentence
from impact.models import Contribution, Initiative, InitiativeMetric, Metric
from impact.models.initiative import ContributionQuerySet, InitiativeQuerySet
from impact.queries.metrics import Card, of, readings
from impact.units import money, written
from impact.verdicts import COUNTED
from planning.models import Goal
from web.remembered import Remembered

UNDER_WAY, ENDED = "under_way", "ended"
HISTORY = 60


@dataclass(frozen=True)
class Line:
    """One on the list, in words alone. `evidence` is the strongest that stands; what nobody said is empty."""

    pk: int
    name: str
    what: str
    stage: str
    stage_name: str
    is_experiment: bool
    goal: str
    metrics: tuple[str, ...]
    evidence: str
    cost: str


@dataclass(frozen=True)
class Listed:
    """The initiatives under way or those that ended, what is missing in them, and whether there are any of either."""

    lines: tuple[Line, ...]
    says: tuple[str, ...]
    under_way: bool
    ended: bool


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    lines: list[Line]


# All that a list is made of, beside the day.
READ_FROM = (Initiative, InitiativeMetric, Contribution, Metric, Goal)
LATEST: Remembered[Listed] = Remembered(most=16)


def listed(workspace: Workspace, *, show: str, today: dt.date, can_act: bool) -> Listed:
    def read() -> Listed:
        rows = Initiative.objects.filter(workspace=workspace)
        missing = says(rows, today=today, can_act=can_act) if show == UNDER_WAY else []
        return Listed(tuple(_line(row) for row in _found(rows, show=show)), tuple(missing), *kinds(rows))

    return unless_written(LATEST, workspace, READ_FROM, show, today, can_act, make=read)


def _found(initiatives: InitiativeQuerySet, *, show: str) -> InitiativeQuerySet:
    rows = initiatives.ended() if show == ENDED else initiatives.under_way()
    moved = InitiativeMetric.objects.select_related("metric")
    standing = Contribution.objects.standing().only("pk", "initiative_id", "grade")
    return (
        rows.by_stage()
        .select_related("goal")
        .prefetch_related(Prefetch("metric_rows", moved), Prefetch("contributions", standing))
    )


def groups(lines: Iterable[Line]) -> list[Group]:
    """By stage, in the order in which they come."""
    made: dict[str, Group] = {}
    for line in lines:
        made.setdefault(line.stage, Group(line.stage, line.stage_name, [])).lines.append(line)
    return list(made.values())


def _line(row: Initiative) -> Line:
    grades = {Grade(one.grade) for one in row.contributions.all()}
    best = next((grade for grade in reversed(Grade) if grade in grades), None)
    return Line(
        row.pk,
        row.name,
        row.what,
        row.stage,
        row.get_stage_display(),
        row.is_experiment,
        "" if row.goal is None else row.goal.statement,
        tuple(one.metric.name for one in row.metric_rows.all()),
        "" if best is None else LABELS[best],
        cost(row),
    )


def cost(initiative: Initiative) -> str:
    """Empty where nobody knows."""
    return "" if initiative.cost is None else written(initiative.cost, money(initiative.currency))


def kinds(initiatives: InitiativeQuerySet) -> tuple[bool, bool]:
    """Whether there are any under way, and any that ended."""
    is_under_way = ExpressionWrapper(Q(ended_on=None), output_field=BooleanField())
    held = set(initiatives.order_by().values_list(is_under_way).distinct())
    return (True,) in held, (False,) in held


def says(initiatives: InitiativeQuerySet, *, today: dt.date, can_act: bool) -> list[str]:
    """What is missing in those under way, the most urgent first. How many there are is no success. What only the team
    can mend is said to nobody else."""
    rows = initiatives.under_way()
    counted = rows.aggregate(
        all=Count("pk"),
        goalless=Count("pk", filter=Q(goal=None)),
        bare=Count("pk", filter=Q(pk__in=rows.without_evidence().values("pk"))),
        undecided=Count("pk", filter=Q(pk__in=rows.undecided(today).values("pk"))),
        costless=Count("pk", filter=Q(cost=None)),
    )
    if not counted["all"]:
        return []
    parts = []
    if many := counted["undecided"]:
        parts.append(f"{_some(many, 'experiment is', 'experiments are')} over, and nobody has decided what follows.")
    if can_act and (many := counted["goalless"]):
        of_all = f" of {_word(counted['all']).lower()}"
        noun = "initiative" if counted["all"] == 1 else "initiatives"
        parts.append(f"{_word(many)}{of_all} {noun} {'serves' if many == 1 else 'serve'} no goal.")
    if many := counted["bare"]:
        parts.append(f"{_word(many)} {'has' if many == 1 else 'have'} no evidence yet.")
    if many := counted["costless"]:
        parts.append(f"What {_word(many).lower()} {'costs' if many == 1 else 'cost'} is not known.")
    whole = "Each serves a goal, has evidence" if can_act else "Each has evidence"
    return parts or [f"{whole}, and its cost is known."]


def _word(many: int) -> str:
    return COUNTED[many] if many < len(COUNTED) else f"{many:,}"


def _some(many: int, one: str, several: str) -> str:
    return f"{_word(many)} {one if many == 1 else several}"


@dataclass(frozen=True)
class Told:
    """A contribution as its grade allows it to be told."""

    row: Contribution
    sentence: str
    grade: str
    meaning: str
    has_file: bool
    before: tuple[Told, ...] = ()


def _rows(rows: ContributionQuerySet) -> ContributionQuerySet:
    # Files are fetched by whoever opens them.
    has_file = ExpressionWrapper(Q(content__isnull=False), output_field=BooleanField())
    return rows.select_related("author", "ended_by").defer("content").annotate(has_file=has_file)


def of_initiative(initiative: Initiative) -> tuple[list[Told], list[Told]]:
    """Those that stand, and those that were taken back: the latest first, each with what it replaced."""
    rows = _rows(Contribution.objects.filter(workspace=initiative.workspace_id, initiative=initiative))
    found = list(rows.select_related("metric").order_by("-last_on", "-pk"))
    for row in found:
        row.initiative = initiative
    told = _told(found)
    return [one for one in told if one.row.ended_at is None], [one for one in told if one.row.ended_at is not None]


def of_metric(metric: Metric) -> list[Told]:
    rows = _rows(Contribution.objects.standing().filter(workspace=metric.workspace_id, metric=metric))
    found = list(rows.select_related("initiative").order_by("-last_on", "-pk"))
    for row in found:
        row.metric = metric
    return _told(found)


def _told(rows: Sequence[Any]) -> list[Told]:
    by_key = {row.pk: row for row in rows}

    def before(row: Any) -> tuple[Told, ...]:
        found, at = [], by_key.get(row.replaces_id)
        while at is not None:
            found.append(_tell(at))
            at = by_key.get(at.replaces_id)
        return tuple(found)

    replaced = {row.replaces_id for row in rows}
    return [_tell(row, before(row)) for row in rows if row.pk not in replaced]


def _tell(row: Any, before: tuple[Told, ...] = ()) -> Told:
    grade = Grade(row.grade)
    words = sentence(
        row.initiative.name, row.metric.name, grade, row.amount, row.metric.unit, during(row.first_on, row.last_on)
    )
    return Told(row, words, LABELS[grade], MEANINGS[grade], row.has_file, before)


def told(row: Contribution) -> str:
    return sentence(
        row.initiative.name,
        row.metric.name,
        Grade(row.grade),
        row.amount,
        row.metric.unit,
        during(row.first_on, row.last_on),
    )


def cards(workspace: Workspace, metrics: Sequence[Metric], *, today: dt.date) -> list[Card]:
    return [Card(reading, of(reading)) for reading in readings(workspace, metrics, today=today)]


def metrics_of(initiative: Initiative) -> list[Metric]:
    rows = initiative.metric_rows.order_by().values("metric")
    return list(Metric.objects.filter(workspace=initiative.workspace_id, pk__in=rows).in_reading_order())


def says_of(
    initiative: Initiative,
    contributions: Collection[Told],
    metrics: Collection[Metric],
    today: dt.date,
    *,
    can_act: bool,
) -> list[str]:
    """What is missing, as far as whoever reads it can act on that, and what is known best."""
    parts = []
    if initiative.is_experiment and not initiative.decision and initiative.ends_on and initiative.ends_on < today:
        parts.append("The experiment is over, and nobody has decided what follows.")
    if can_act and initiative.goal_id is None:
        parts.append("It serves no goal.")
    if can_act and not metrics:
        parts.append("Nobody said which metric it should move.")
    if not contributions:
        parts.append("There is no evidence yet that it moved anything.")
    else:
        grades = {Grade(one.row.grade) for one in contributions}
        best = next(grade for grade in reversed(Grade) if grade in grades)
        parts.append(f"The best evidence there is: {LABELS[best].lower()}. {MEANINGS[best]}.")
    return parts


WORDS = {
    ("initiative", "insert"): "Added",
    ("initiative", "update"): "Changed",
    ("initiative", "delete"): "Removed",
    ("initiativemetric", "insert"): "Should move",
    ("initiativemetric", "update"): "Should move",
    ("initiativemetric", "delete"): "Should no longer move",
}


@dataclass(frozen=True)
class Event:
    what: str
    metrics: tuple[str, ...]
    changes: tuple[trail.Change, ...]
    at: dt.datetime
    who: str
    why: str


def history(workspace: Workspace, initiative: Initiative) -> list[Event]:
    """What the database wrote down of it and of the metrics it should move, newest first."""
    about = {"initiative": ("id", initiative.pk), "initiativemetric": ("initiative_id", initiative.pk)}
    return [_event(group) for group in trail.read(workspace, trail.Wanted(about=about), limit=HISTORY).groups]


def _event(group: trail.Group) -> Event:
    first, entries = group.first, (*group.shown, *group.rest)
    # Such an entry is about the initiative and then the metric.
    metrics = tuple(one.subject.rpartition(" → ")[2] for one in entries if one.source == "initiativemetric")
    changes = first.changes if first.source == "initiative" else ()
    return Event(WORDS[first.source, first.verb], metrics, changes, first.at, first.who, first.why)


def differing(now: Initiative, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fields that stand otherwise now than they were typed: (its name, what stands)."""
    found = [
        (name.replace("_", " ").capitalize(), _shown(getattr(now, name)))
        for name in typed
        if name != "metrics" and getattr(now, name) != typed[name]
    ]
    held = metrics_of(now)
    if "metrics" in typed and {one.pk for one in held} != {one.pk for one in typed["metrics"]}:
        found.append(("Metrics", ", ".join(one.name for one in held) or "None"))
    return found


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:%-d %b %Y}" if isinstance(value, dt.date) else str(value or "Nothing")
