"""Metrics as their pages show them: read in few queries, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from accounts.models import Workspace
from accounts.written import each_unless_written
from impact.chart import Chart, tones_of
from impact.chart import charts as drawn
from impact.library import LIBRARY, Standard
from impact.models import Annotation, Metric, MetricDefinition, Observation, Rebase, Target
from impact.models.metric import MetricQuerySet
from impact.models.observation import AnyObservation, Measured
from impact.periods import DAY, Every, following, name_of, start_of
from impact.readings import LOOKED_BACK, Reading, interval_of, many_of, read
from impact.units import written
from impact.verdicts import BETTER, WORSE
from planning.periods import period_name
from web.remembered import Remembered

KEPT, RETIRED = "kept", "retired"
EFFORT_TITLE = "What goes in and what comes out"
# So many days back numbers are read: the periods that are judged, and of weeks the year before this one as well.
DAYS_BACK = {Every.WEEK: 7 * 110, Every.MONTH: 31 * (LOOKED_BACK + 1), Every.QUARTER: 92 * (LOOKED_BACK + 1)}
# All that a reading is made of, beside the day.
READ_FROM = (Metric, Observation, Target, Rebase, Annotation)
# Of ten pages of a list, some forty kilobytes each.
LATEST: Remembered[Reading] = Remembered(most=256)
SIGNALS = {
    "good": "better, by more than chance",
    "concern": "worse, by more than chance",
    "changed": "more than chance",
}
# What is shown of a long history on the metric's own page.
CORRECTED_SHOWN = 50


@dataclass(frozen=True)
class Card:
    """A metric on a list; `of` says of which period its number is, and from how many."""

    reading: Reading
    of: str


@dataclass(frozen=True)
class Group:
    """Metrics that are looked at together."""

    key: str
    title: str
    note: str
    cards: list[Card]


@dataclass(frozen=True)
class Happening:
    """A note or a rebase, by its number on the chart; none where its day is not in the picture."""

    number: int
    on: dt.date
    says: str
    author: str
    rebase: Rebase | None
    annotation: Annotation | None
    is_shown: bool


@dataclass(frozen=True)
class Row:
    """One period in the table: what was measured, what the target asked, and how it can be told apart from chance."""

    name: str
    starts_on: dt.date
    observation: AnyObservation | None
    shown: str
    n: str
    interval: str
    due: str
    signal: str
    is_partial: bool


def found(metrics: MetricQuerySet, *, words: str, outcome: str, show: str) -> MetricQuerySet:
    metrics = metrics.exclude(retired_on=None) if show == RETIRED else metrics.kept()
    if outcome:
        metrics = metrics.filter(outcome=outcome)
    if words:
        metrics = metrics.filter(Q(name__icontains=words) | Q(words__icontains=words))
    return metrics.in_reading_order()


@dataclass(frozen=True)
class Held:
    """What hangs on one metric: its numbers that stand, all its targets, its rebases, the notes beside it or beside all
    metrics, each by their days."""

    observations: list[Measured]
    targets: list[Target]
    rebases: list[Rebase]
    notes: list[Annotation]


def held(workspace: Workspace, metrics: Sequence[Metric], *, today: dt.date) -> dict[int, Held]:
    """By metric, of the periods that are looked at, in four queries."""
    found = beside(workspace, metrics)
    recent = Q()
    for every, days in DAYS_BACK.items():
        pks = [metric.pk for metric in metrics if metric.every == every.value]
        if pks:
            recent |= Q(metric__in=pks, starts_on__gt=today - dt.timedelta(days=days))
    if metrics:
        rows = Observation.objects.standing().filter(recent, workspace=workspace)
        for row in rows.order_by("metric_id", "starts_on").measured():
            found[row.metric_id].observations.append(row)
    return found


def beside(workspace: Workspace, metrics: Sequence[Metric]) -> dict[int, Held]:
    """By metric, without its numbers, in three queries."""
    found = {metric.pk: Held([], [], [], []) for metric in metrics}
    if metrics:
        of_them = {"workspace": workspace, "metric__in": list(found)}
        targets = Target.objects.filter(**of_them).select_related("author")
        for target in targets.order_by("metric_id", "starts_on", "pk"):
            found[target.metric_id].targets.append(target)
        for rebase in Rebase.objects.filter(**of_them).select_related("author").order_by("metric_id", "starts_on"):
            found[rebase.metric_id].rebases.append(rebase)
        of_all = Q(metric__in=list(found)) | Q(metric=None)
        notes = Annotation.objects.filter(of_all, workspace=workspace).select_related("author")
        for note in notes.order_by("on", "pk"):
            for one in found.values() if note.metric_id is None else [found[note.metric_id]]:
                one.notes.append(note)
    return found


def reading_of(metric: Metric, held: Held, *, today: dt.date) -> Reading:
    standing = [target for target in held.targets if target.ended_at is None]
    return read(metric, held.observations, today=today, targets=standing, rebases=held.rebases, notes=held.notes)


def readings(workspace: Workspace, metrics: Sequence[Metric], *, today: dt.date) -> list[Reading]:
    """Several requests get the same ones: nothing may be written into them."""
    by_key = {metric.pk: metric for metric in metrics}

    def read_them(keys: Collection[int]) -> dict[int, Reading]:
        hanging = held(workspace, [by_key[key] for key in keys], today=today)
        return {key: reading_of(by_key[key], hanging[key], today=today) for key in keys}

    kept = each_unless_written(LATEST, workspace, READ_FROM, today, wanted=list(by_key), make=read_them)
    return [kept[metric.pk] for metric in metrics]


def reading_beside(workspace: Workspace, metric: Metric, *, today: dt.date) -> tuple[Reading, Held]:
    """One of them, with what hangs on it as it is now, its numbers left out where they were read before."""
    fresh: dict[int, Held] = {}

    def read_it(_: Collection[int]) -> dict[int, Reading]:
        # After the mark was read, or what is written in between would be taken for what is kept.
        fresh.update(held(workspace, [metric], today=today))
        return {metric.pk: reading_of(metric, fresh[metric.pk], today=today)}

    kept = each_unless_written(LATEST, workspace, READ_FROM, today, wanted=[metric.pk], make=read_it)
    return kept[metric.pk], (fresh or beside(workspace, [metric]))[metric.pk]


def groups(found: Iterable[Reading]) -> list[Group]:
    """Customers, the business, effort, each in the order they come in; a group without a metric is left out."""
    customers = Group("customers", "Customers", "", [])
    business = Group("business", "The business", "", [])
    note = "Inputs and outputs say how busy marketing is, not what it brings. They are never shown as impact."
    effort = Group("effort", EFFORT_TITLE, note, [])
    for reading in found:
        metric = reading.metric
        group = effort if metric.is_effort else customers if metric.is_of_customers else business
        group.cards.append(Card(reading, of(reading)))
    return [group for group in (customers, business, effort) if group.cards]


def of(reading: Reading) -> str:
    """Of which period its number is, and from how many."""
    point = reading.stands_for
    if point is None or point.observation is None:
        return "No number yet"
    period = f"{point.name}, so far" if point.is_partial else point.name
    return " · ".join(filter(None, (period, many_of(reading.metric, point.observation))))


def says(found: Sequence[Reading]) -> list[str]:
    """What the numbers say together, the most urgent first."""
    impact = [reading for reading in found if not reading.metric.is_effort]
    if not impact:
        return []
    words = {word: [one for one in impact if one.verdict.word == word] for word in (WORSE, BETTER)}
    parts = []
    for word, verb in ((WORSE, "got worse"), (BETTER, "got better")):
        if words[word]:
            names = listed([one.metric.name for one in words[word]])
            parts.append(f"{names} {verb}, by more than chance would bring.")
    if not parts:
        parts.append("Nothing has changed by more than chance would bring.")
    without = sum(one.target is None for one in impact)
    if without:
        parts.append(
            "One number of impact has no target, so nobody can say whether it is good enough."
            if without == 1
            else f"{without} numbers of impact have no target, so nobody can say whether they are good enough."
        )
    return parts


def listed(names: Sequence[str]) -> str:
    """Three of them at most, as a sentence has them; empty for none."""
    if not names:
        return ""
    shown = list(names[:3])
    rest = len(names) - len(shown)
    if rest:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def happenings(reading: Reading, held: Held) -> list[Happening]:
    """Notes beside this metric or all of them, and its rebases, by their days, numbered as on the chart."""
    first = reading.points[0].starts_on if reading.points else None
    rows: list[tuple[dt.date, str, str, Rebase | None, Annotation | None]] = [
        *((one.starts_on, one.reason, str(one.author), one, None) for one in held.rebases),
        *((one.on, one.says, str(one.author), None, one) for one in held.notes),
    ]
    rows.sort(key=lambda row: (row[0], row[4] is not None))
    found, number = [], 0
    for on, words, author, rebase, annotation in rows:
        is_shown = first is not None and on >= first
        number += is_shown
        found.append(Happening(number if is_shown else 0, on, words, author, rebase, annotation, is_shown))
    return found


def charts(reading: Reading, happened: Sequence[Happening]) -> tuple[Chart, Chart] | None:
    """For a wide screen and for a phone; None where nothing was measured."""
    if not reading.points:
        return None
    places = []
    for one in happened:
        if one.is_shown:
            place = max(place for place, point in enumerate(reading.points) if point.starts_on <= one.on)
            places.append((place, one.number, one.rebase is not None))
    return _charts(reading, tuple(places))


# A reading that is kept is drawn again and again.
@lru_cache(maxsize=64)
def _charts(reading: Reading, places: tuple[tuple[int, int, bool], ...]) -> tuple[Chart, Chart]:
    return drawn(reading, places)


@lru_cache(maxsize=64)
def rows(reading: Reading) -> tuple[Row, ...]:
    """The newest first."""
    unit = reading.metric.unit
    tones = tones_of(reading)
    found = []
    for place, point in enumerate(reading.points):
        one = point.observation
        found.append(
            Row(
                point.name,
                point.starts_on,
                one,
                "" if point.value is None else written(point.value, unit),
                "" if one is None or one.n is None else f"{one.n:,}",
                "" if one is None else interval_of(reading.metric, one),
                "" if point.due is None else written(reading.exact.finer.of(point.due), unit),
                SIGNALS.get(tones.get(place, ""), ""),
                point.is_partial,
            )
        )
    return tuple(found[::-1])


def definitions(metric: Metric) -> list[MetricDefinition]:
    return list(metric.definitions.select_related("author").order_by("-number"))


@dataclass(frozen=True)
class Ended:
    """A number that holds no more: what it was, what took its place if anything did, and why."""

    period: str
    was: str
    now: str
    why: str
    at: dt.datetime | None
    who: str


def ended(metric: Metric) -> tuple[Ended, ...]:
    """Numbers that were corrected or taken back, the latest first."""
    rows = Observation.objects.filter(workspace=metric.workspace_id, metric=metric).exclude(ended_at=None)
    # Of what was ended before it was kept by whom: who put another number in its place did it.
    who = "ended_by__name", "ended_by__email", "corrected_by__author__name", "corrected_by__author__email"
    told = rows.values_list("starts_on", "value", "corrected_by__value", "ended_why", "ended_at", *who)
    every, unit = Every(metric.every), metric.unit
    return tuple(
        Ended(
            name_of(starts_on, every),
            written(was, unit),
            "" if now is None else written(now, unit),
            why,
            at,
            next(filter(None, names), ""),
        )
        for starts_on, was, now, why, at, *names in told.order_by("-ended_at", "-pk")[:CORRECTED_SHOWN]
    )


@dataclass(frozen=True)
class Legend:
    """Which marks the chart shows, and by which rules."""

    good: bool
    concern: bool
    changed: bool
    partial: bool
    rules: str


RULES = {
    Metric.Rules.NHS: "A point outside the limits; seven on one side of the mean; seven rising or falling one after the"
    " other; two of three close to a limit.",
    Metric.Rules.WHEELER: "A point outside the limits; eight on one side of the mean; three of four nearer to a limit"
    " than to the mean.",
}


def legend(metric: Metric, drawn: Chart) -> Legend:
    tones = {dot.tone for dot in drawn.dots}
    return Legend(
        good="good" in tones,
        concern="concern" in tones,
        changed="changed" in tones,
        partial="partial" in tones,
        rules=RULES[Metric.Rules(metric.rules)],
    )


@dataclass(frozen=True)
class Counts:
    kept: int
    retired: int
    by_outcome: dict[str, int]


def counts(metrics: MetricQuerySet) -> Counts:
    is_kept = Q(retired_on=None)
    many = {"kept": Count("pk", filter=is_kept), "retired": Count("pk", filter=~is_kept)}
    rows = list(metrics.order_by().values_list("outcome").annotate(**many))
    kept = {outcome: found for outcome, found, _ in rows if found}
    return Counts(sum(kept.values()), sum(retired for _, _, retired in rows), kept)


@dataclass(frozen=True)
class TargetRow:
    target: Target
    shown: str
    baseline: str
    period: str


def targets(metric: Metric, found: Sequence[Target]) -> list[TargetRow]:
    """Those that stand first, then those that ended; the latest first."""
    unit = metric.unit
    return [
        TargetRow(
            row,
            written(row.value, unit),
            "" if row.baseline is None else written(row.baseline, unit),
            period_name(row.starts_on, row.ends_on),
        )
        for row in sorted(found, key=lambda row: (row.ended_at is None, row.starts_on, row.pk), reverse=True)
    ]


@dataclass(frozen=True)
class Facts:
    """What stands beside the number: of which period, from how many, how old, how sure."""

    period: str
    n: str
    interval: str
    age: str
    missing: int
    is_partial: bool


def facts(reading: Reading, today: dt.date) -> Facts | None:
    point = reading.stands_for
    if point is None or point.observation is None:
        return None
    one, days = point.observation, reading.days_old(today)
    age = "" if days is None else "up to date" if days == 0 else "one day old" if days == 1 else f"{days:,} days old"
    n = "" if one.n is None else f"{one.n:,}"
    return Facts(point.name, n, interval_of(reading.metric, one), age, reading.missing(today), point.is_partial)


def shown(metric: Metric, one: Observation) -> str:
    """A stored number in words, with what it is made of."""
    number = written(one.value, metric.unit)
    if metric.measured == Metric.Measured.SHARE:
        return f"{number}, {one.ahead:,} of {one.n:,}"
    if metric.measured == Metric.Measured.PROMOTERS:
        return f"{number} from {one.n:,} answers: {one.ahead:,} promote, {one.behind:,} detract"
    return number if one.n is None else f"{number} from {one.n:,}"


def next_unmeasured(metric: Metric, today: dt.date) -> dt.date:
    """The period after the last one that was measured, as long as it has begun; else the last one that is over."""
    every = Every(metric.every)
    running = start_of(today, every)
    last = (
        Observation.objects.standing()
        .filter(workspace=metric.workspace_id, metric=metric)
        .order_by("-starts_on")
        .first()
    )
    if last is not None and last.starts_on < running:
        return following(last.starts_on, every)
    return start_of(running - DAY, every)


def rebase_starts(metric: Metric) -> list[tuple[str, str]]:
    """The periods that have a number before them, the latest first."""
    rows = Observation.objects.standing().filter(workspace=metric.workspace_id, metric=metric).order_by("starts_on")
    every = Every(metric.every)
    starts = list(rows.values_list("starts_on", flat=True))[1:]
    return [(start.isoformat(), name_of(start, every)) for start in reversed(starts)]


def usual_currency(metrics: MetricQuerySet) -> str:
    """The one that most of their metrics are in; empty where none is money."""
    rows = metrics.exclude(currency="").order_by().values_list("currency").annotate(many=Count("pk"))
    return str(max(rows, key=lambda row: (row[1], row[0]), default=("", 0))[0])


def differing(now: Metric, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fields that stand otherwise now than they were typed: (its name, what stands)."""
    return [
        (name.replace("_", " ").capitalize(), str(_said(now, name) or "Nothing"))
        for name, value in typed.items()
        if name != "why" and getattr(now, name) != value
    ]


def _said(metric: Metric, name: str) -> Any:
    display = getattr(metric, f"get_{name}_display", None)
    return getattr(metric, name) if display is None else display()


@dataclass(frozen=True)
class LibraryGroup:
    title: str
    standards: list[tuple[Standard, tuple[str, ...], bool]]


def library_groups(taken: Collection[str]) -> list[LibraryGroup]:
    """By outcome, customers first, effort last; each with the names of its rivals, and whether it is there already."""
    made: dict[str, LibraryGroup] = {}
    order = [*Metric.CUSTOMER, *(each for each in Metric.Outcome if each not in Metric.CUSTOMER)]
    labels = dict(Metric.Outcome.choices)
    for outcome in order:
        for one in LIBRARY.values():
            if one.outcome == outcome and one.level not in Metric.EFFORT:
                _into(made, str(labels[outcome]), one, taken)
    for one in LIBRARY.values():
        if one.level in Metric.EFFORT:
            _into(made, EFFORT_TITLE, one, taken)
    return list(made.values())


def _into(made: dict[str, LibraryGroup], title: str, one: Standard, taken: Collection[str]) -> None:
    rivals = tuple(LIBRARY[key].name for key in one.rivals)
    made.setdefault(title, LibraryGroup(title, [])).standards.append((one, rivals, one.key in taken))
