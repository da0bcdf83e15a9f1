"""A metric as a report tells it to its readers: by their word for it, in their size, of the report's days. Pure."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from impact.chart import charts, tones_of
from impact.models import Annotation, AudienceMetric, Metric, Rebase, Target
from impact.models.observation import AnyObservation
from impact.periods import DAY, Every, name_of
from impact.readings import Reading, covered_to, interval_of, read
from impact.reports.document import Asked, Definition, Figure, Row, Said
from impact.reports.spans import Span
from impact.reports.together import Held, Whole, held_against, known_by, of_span
from impact.targets import due_in
from impact.units import SIZED, Kind, written
from impact.verdicts import Verdict
from planning.periods import period_name, period_of

RULES = {
    Metric.Rules.NHS: "Signals by the rules of NHS England’s Making Data Count",
    Metric.Rules.WHEELER: "Signals by Wheeler’s rules",
}
SIGNALS = {"good": "better than chance", "concern": "worse than chance", "changed": "more than chance"}
UNITS = {
    Kind.NUMBER: "A number",
    Kind.COUNT: "A count",
    Kind.SHARE: "Percent",
    Kind.POINTS: "Points",
    Kind.HOURS: "Hours",
    Kind.MONTHS: "Months",
    Kind.RATIO: "A ratio, so many to 1",
}
SIZES = {1: "", 1_000: ", told in thousands", 1_000_000: ", told in millions"}
NEVER_MEASURED = "Nothing was measured yet."


@dataclass(frozen=True)
class Numbers:
    """What hangs on one metric: observations that stand, targets that have not ended, rebases and notes, each in the
    order of their days."""

    metric: Metric
    observations: Sequence[AnyObservation] = ()
    targets: Sequence[Target] = ()
    rebases: Sequence[Rebase] = ()
    notes: Sequence[Annotation] = ()


@dataclass(frozen=True)
class Told:
    """A figure, what happened beside its chart by the numbers of its flags, the last day that it covers, whether there
    is an earlier period to hold it against, what it was read from, and the days from which it is another process."""

    figure: Figure
    notes: tuple[str, ...]
    measured_to: dt.date | None
    is_compared: bool
    reading: Reading
    known: Sequence[AnyObservation]
    rebased: Sequence[dt.date]


def called(metric: Metric, usage: AudienceMetric | None) -> str:
    return (usage.called if usage else "") or metric.name


def sized(metric: Metric, usage: AudienceMetric | None) -> Metric:
    """The metric in the size that readers use for it."""
    if usage is None or usage.scale == 1 or metric.unit_kind not in SIZED:
        return metric
    told = copy.copy(metric)
    told.told_in = usage.scale
    return told


def tell(numbers: Numbers, usage: AudienceMetric | None, span: Span, compared: Span | None, *, today: dt.date) -> Told:
    """Nothing of the days after the span is in it, whatever is known today."""
    metric = sized(numbers.metric, usage)
    known = known_by(numbers.observations, metric, span.last)
    rebases = [one for one in numbers.rebases if one.starts_on <= span.last]
    on = min(today, span.last + DAY)
    notes = [one for one in numbers.notes if one.on <= span.last]
    reading = read(
        metric,
        known,
        today=on,
        targets=numbers.targets,
        rebases=rebases,
        notes=notes,
        asked_on=min(today, span.last),
    )
    by_start = {one.starts_on: one for one in known}
    rebased = [one.starts_on for one in rebases]
    whole = of_span(metric, by_start, span, today=today)
    held = None
    if compared is not None:
        held = held_against(metric, by_start, span, compared, today=today, rebased=rebased)
    happened = _happened(reading, rebases, notes)
    last = reading.latest
    measured_to = None if last is None or last.observation is None else covered_to(last.observation, metric)
    figure = _figure(reading, whole, held, called(numbers.metric, usage), measured_to)
    figure = replace(figure, asked=_asked(reading, numbers.targets))
    if reading.points:
        flags = [(place, number, is_rebase) for place, number, is_rebase, _ in happened]
        wide, narrow = charts(reading, flags)
        figure = replace(figure, wide=wide, narrow=narrow)
    return Told(figure, tuple(f"{number}: {says}" for _, number, _, says in happened), measured_to,
                held is not None and held.is_alike, reading, known, rebased)  # fmt: skip


def _figure(reading: Reading, whole: Whole, held: Held | None, name: str, measured_to: dt.date | None) -> Figure:
    pace = reading.pace_verdict
    return Figure(
        metric=reading.metric.pk,
        name=name,
        metric_name=reading.metric.name,
        shown=whole.shown,
        of=" · ".join(filter(None, (whole.of, whole.n))),
        interval=whole.interval,
        target=target_of(reading),
        age=NEVER_MEASURED if measured_to is None else f"Measured to {measured_to:%-d %B %Y}",
        verdict=said(_of_its_period(reading, whole)),
        pace=None if pace is None else said(pace),
        compared="" if held is None else held.sentence,
        comparison=None if held is None or held.verdict is None else said(held.verdict),
        wide=None,
        narrow=None,
        rows=rows_of(reading),
    )


def _of_its_period(reading: Reading, whole: Whole) -> Verdict:
    """Beside a number of several periods the verdict says which one of them it judges."""
    verdict, judged = reading.verdict, reading.judged_point
    if judged is None or len(whole.starts) < 2:
        return verdict
    sentence = verdict.sentence
    went = sentence.startswith(("Rose to", "Fell to"))
    told = f" it {sentence[0].lower()}{sentence[1:]}" if went else f", {sentence}"
    return replace(verdict, sentence=f"In {judged.name} alone{told}")


def said(verdict: Verdict) -> Said:
    return Said(verdict.word, verdict.sentence, verdict.alt, verdict.icon, verdict.colour, verdict.tone)


def target_of(reading: Reading) -> str:
    return "No target" if reading.target is None else f"Target: {asking(reading.target, reading.metric)}"


def asking(target: Target, metric: Metric) -> str:
    """What it asks, and of which days."""
    most = "at most " if metric.good == Metric.Good.DOWN else ""
    named = period_of(target.starts_on, target.ends_on)
    when = f"from {target.starts_on:%-d %B %Y} to {target.ends_on:%-d %B %Y}"
    if named is not None:
        when = f"in {period_name(target.starts_on, target.ends_on)}"
    return f"{most}{written(target.value, metric.unit)} {when}"


def _asked(reading: Reading, targets: Sequence[Target]) -> tuple[Asked, ...]:
    """The one that is judged by, and those that asked something of a period that is told."""
    metric = reading.metric
    found = [
        one
        for one in targets
        if one is reading.target or any(due_in(one, point.starts_on, metric) is not None for point in reading.points)
    ]
    return tuple(Asked(one.pk, asking(one, metric)) for one in found)


def rows_of(reading: Reading) -> tuple[Row, ...]:
    """The newest first."""
    unit, tones = reading.metric.unit, tones_of(reading)
    found = []
    for place, point in enumerate(reading.points):
        one = point.observation
        found.append(
            Row(
                name=point.name,
                starts_on=point.starts_on,
                observation=None if one is None else one.pk,
                shown="" if one is None else written(one.value, unit),
                n="" if one is None or one.n is None else f"{one.n:,}",
                interval="" if one is None else interval_of(reading.metric, one),
                due="" if point.due is None else written(reading.exact.finer.of(point.due), unit),
                signal=SIGNALS.get(tones.get(place, ""), ""),
                is_partial=point.is_partial,
            )
        )
    return tuple(found[::-1])


def _happened(
    reading: Reading, rebases: Sequence[Rebase], notes: Sequence[Annotation]
) -> list[tuple[int, int, bool, str]]:
    """What is in the picture: the place among the points, its number, whether it is a rebase, and its words."""
    if not reading.points:
        return []
    every, first = Every(reading.metric.every), reading.points[0].starts_on
    found = [(one.starts_on, True, f"{name_of(one.starts_on, every)}, judged anew: {one.reason}") for one in rebases]
    found += [(one.on, False, f"{one.on:%-d %B %Y}: {one.says}") for one in notes]
    shown = sorted((row for row in found if row[0] >= first), key=lambda row: (row[0], not row[1]))
    return [
        (max(place for place, point in enumerate(reading.points) if point.starts_on <= on), number, is_rebase, says)
        for number, (on, is_rebase, says) in enumerate(shown, start=1)
    ]


def definition(metric: Metric, usage: AudienceMetric | None) -> Definition:
    """As it is meant today."""
    money = f"Money in {metric.currency}" if metric.unit_kind == Kind.MONEY else UNITS[Kind(metric.unit_kind)]
    told = sized(metric, usage)
    every = metric.get_every_display().lower()
    return Definition(
        name=called(metric, usage),
        metric_name=metric.name,
        version=metric.definition_version,
        words=metric.words,
        formula=metric.formula,
        source=metric.source,
        unit=f"{money}{SIZES[told.told_in]}. Every {every}; several are {metric.get_together_display()}",
        better=metric.get_good_display(),
        rules=RULES[Metric.Rules(metric.rules)],
    )
