"""One metric as it is read: its values in order, limits, signals, target, pace, and what all of that says. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from impact.analysis import process_behaviour as behaviour
from impact.analysis.assurance import assure
from impact.analysis.figures import unknown
from impact.analysis.intervals import PromoterScore, Share, promoter_score_of, share
from impact.analysis.pacing import Pace, Period, pace
from impact.analysis.precision import Precision, precision
from impact.models import Annotation, Metric, Rebase, Target
from impact.models.observation import AnyObservation
from impact.periods import DAY, Every, following, last_day, name_of, start_of, starts
from impact.targets import asked_of_each, counted_in, due_in, is_part, period_of
from impact.units import RATIO, Unit, compact, written
from impact.verdicts import Verdict, of_pace, of_process, of_promoter_score, of_share, run_of, unmeasured

# So many periods are shown and judged, the latest ones: six years of months, or a year and a half of weeks.
LOOKED_BACK = 78
# What adds up is counted on the last day at work: a month that ends on a Sunday is whole on its last Friday.
WEEKEND = 2


@dataclass(frozen=True)
class Point:
    """One period: its number where it was measured, and what the target asked of it."""

    starts_on: dt.date
    every: Every
    observation: AnyObservation | None
    due: float | None
    # Not over yet, or stored before it was: what had added up by then is not held against whole periods.
    is_partial: bool

    @property
    def name(self) -> str:
        return name_of(self.starts_on, self.every)

    @property
    def value(self) -> float | None:
        return None if self.observation is None else self.observation.value

    @property
    def judged(self) -> float | None:
        return None if self.is_partial else self.value


@dataclass(frozen=True, eq=False)
class Reading:
    """A metric on a day. `points` has every period from the first one measured to the last, gaps included."""

    metric: Metric
    points: tuple[Point, ...]
    stretches: tuple[behaviour.Limits, ...]
    signals: tuple[behaviour.Signal, ...]
    target: Target | None
    # What each period must reach by the target that stands; None where none asks it of a period.
    asked: float | None
    verdict: Verdict
    pace: Pace | None
    # Where the run or trend that the verdict speaks of began; None where it speaks of none.
    since: Point | None = None
    # What happened about then, by what people noted.
    note: Annotation | None = None
    # The process stays on one side of the mean since then, and may be another one.
    is_step: bool = False

    @property
    def latest(self) -> Point | None:
        """The last period that was measured, whole or not."""
        return next((point for point in reversed(self.points) if point.observation is not None), None)

    @property
    def shown(self) -> str:
        """The number that stands for the metric: of the last whole period that was measured."""
        point = self.stands_for
        return "" if point is None or point.value is None else compact(point.value, self.metric.unit)

    @property
    def stands_for(self) -> Point | None:
        """The period whose number is shown: the last whole one that was measured, or the running one where none is."""
        return self.judged_point or self.latest

    @property
    def judged_point(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.judged is not None), None)

    @property
    def noted(self) -> str:
        """What people noted about the time when it changed; empty where nobody did."""
        return "" if self.note is None else f"Note of {self.note.on:%-d %B %Y}: {self.note.says}"

    @property
    def values(self) -> list[float | None]:
        return [point.judged for point in self.points]

    @cached_property
    def exact(self) -> Precision:
        """How exactly may be told what is worked out from its values."""
        last = self.stretches[-1] if self.stretches else None
        return precision(self.values, () if last is None else (last.lower, last.upper))

    @cached_property
    def share(self) -> Share | None:
        """Of the period that stands for it, with its interval; None for what is not counted that way."""
        point = self.stands_for
        if self.metric.measured != Metric.Measured.SHARE or point is None or point.observation is None:
            return None
        return share_of(point.observation)

    @cached_property
    def promoters(self) -> PromoterScore | None:
        point = self.stands_for
        if self.metric.measured != Metric.Measured.PROMOTERS or point is None or point.observation is None:
            return None
        return promoters_of(point.observation)

    @property
    def share_verdict(self) -> Verdict | None:
        return of_share(self.share) if self.share else None

    @property
    def score_verdict(self) -> Verdict | None:
        return of_promoter_score(self.promoters) if self.promoters else None

    @property
    def pace_verdict(self) -> Verdict | None:
        return of_pace(self.pace, self.metric.unit, good=behaviour.Good(self.metric.good)) if self.pace else None

    def days_old(self, today: dt.date) -> int | None:
        """Since the last day that the number covers that stands for it."""
        one = None if self.stands_for is None else self.stands_for.observation
        return None if one is None else max((today - covered_to(one, self.metric)).days, 0)

    def missing(self, today: dt.date) -> int:
        """Periods that are over and were not measured, after the last one that was."""
        if self.latest is None:
            return 0
        every = Every(self.metric.every)
        after = starts(following(self.latest.starts_on, every), today, every)
        return sum(last_day(start, every) < today for start in after)


def covered_to(one: AnyObservation, metric: Metric) -> dt.date:
    """The last day that a number covers. Of a flow that was stored before its period was over it holds what had added
    up by then."""
    last = last_day(one.starts_on, Every(metric.every))
    is_whole = metric.nature == Metric.Nature.LEVEL or one.stored_on >= last - WEEKEND * DAY
    return last if is_whole else max(one.stored_on, one.starts_on)


def share_of(one: AnyObservation) -> Share:
    """Of an observation of a share: with its interval."""
    return share(one.ahead or 0, one.n or 0)


def promoters_of(one: AnyObservation) -> PromoterScore:
    """Of an observation of a promoter score: with its interval."""
    ahead, behind, n = one.ahead or 0, one.behind or 0, one.n or 0
    return promoter_score_of(ahead, n - ahead - behind, behind)


def interval_of(metric: Metric, one: AnyObservation) -> str:
    """In which the truth very likely lies; empty of what is not counted."""
    if metric.measured == Metric.Measured.SHARE:
        found = share_of(one)
        low, high = found.low, found.high
    elif metric.measured == Metric.Measured.PROMOTERS:
        score = promoters_of(one)
        low, high = score.low, score.high
    else:
        return ""
    if low is None or high is None:
        return ""
    if metric.measured == Metric.Measured.PROMOTERS:
        low, high = round(low), round(high)
    return f"{written(low, metric.unit)} to {written(high, metric.unit)}"


def many_of(metric: Metric, one: AnyObservation) -> str:
    """From how many; empty where nobody said."""
    if one.n is None:
        return ""
    if metric.measured == Metric.Measured.PROMOTERS:
        return f"{one.n:,} answer{'' if one.n == 1 else 's'}"
    return f"of {one.n:,}" if metric.measured == Metric.Measured.SHARE else f"from {one.n:,}"


def read(
    metric: Metric,
    observations: Iterable[AnyObservation],
    *,
    today: dt.date,
    targets: Sequence[Target] = (),
    rebases: Sequence[Rebase] = (),
    notes: Sequence[Annotation] = (),
    asked_on: dt.date | None = None,
    needs_target: bool = True,
) -> Reading:
    """From what stands: one observation a period, targets that have not ended, rebases, notes, in order of their days.
    The target is the one of `asked_on`, which is today unless what is read is over."""
    every = Every(metric.every)
    by_start = {observation.starts_on: observation for observation in observations}
    day = asked_on or today
    target = next((one for one in targets if one.starts_on <= day <= one.ends_on), None)
    points = _points(metric, by_start, targets, today)
    # What is counted in part at the end is no gap, though it is not judged yet.
    whole = next((place for place in range(len(points), 0, -1) if not points[place - 1].is_partial), 0)
    values = [point.judged for point in points[:whole]]
    asked = None if target is None else asked_of_each(target, metric)
    unit, good = metric.unit, behaviour.Good(metric.good)
    pacing = None if target is None else _pace(metric, by_start, target, today)
    if not any(value is not None for value in values):
        return Reading(metric, points, (), (), target, asked, unmeasured(len(points)), pacing)
    stretches = behaviour.rebased(values, _rebases(rebases, points, values), least=unit.least, most=unit.most)
    rules = behaviour.Rules(metric.rules)
    found = behaviour.signals(values, *stretches, rules=rules)
    carried = behaviour.carried(values, *stretches, found=found, rules=rules)
    signals = tuple(signal for signal in found if signal not in carried)
    judgement = behaviour.judge(values, *stretches, found=signals, good=good)
    run = run_of(judgement)
    since = None if run is None else points[run.indices[0]]
    verdict = of_process(
        values,
        stretches[-1],
        judgement,
        assure(stretches[-1], asked, good),
        good=good,
        unit=unit,
        target=asked,
        rules=rules,
        is_asked_together=target is not None,
        since="" if since is None else since.name,
        beside=_beside(judgement, carried, points, unit),
        each=every if target is not None and is_part(target, metric) else "",
        needs_target=needs_target,
    )
    for point in points[whole:]:
        if last_day(point.starts_on, every) < today:
            left = f"{point.name} was counted before it was over and is not judged until its number is corrected."
            verdict = replace(verdict, sentence=f"{verdict.sentence} {left}")
    began = points[judgement.latest if run is None else run.indices[0]] if judgement.signals else None
    note = None if began is None else _note_about(notes, began, points[judgement.latest], every)
    is_step = run is not None and run.rule is behaviour.Rule.ONE_SIDE and run.indices[0] > stretches[-1].start
    return Reading(
        metric, points, stretches, signals, target, asked, verdict, pacing, since=since, note=note, is_step=is_step
    )


def _beside(
    judgement: behaviour.Judgement, carried: Mapping[behaviour.Signal, int], points: Sequence[Point], unit: Unit
) -> str:
    """The number without which the latest one would be as all others; empty where there is none such."""
    if judgement.change is not behaviour.Change.COMMON_CAUSE:
        return ""
    place = next((place for signal, place in carried.items() if judgement.latest in signal.indices), None)
    value = None if place is None else points[place].value
    return "" if place is None or value is None else f"{written(value, unit)} in {points[place].name}"


def _note_about(notes: Iterable[Annotation], began: Point, latest: Point, every: Every) -> Annotation | None:
    """The nearest to the day on which it began, of those from the period before up to the latest one."""
    first, last = start_of(began.starts_on - DAY, every), last_day(latest.starts_on, every)
    within = [note for note in notes if first <= note.on <= last]
    return min(within, key=lambda note: (abs((note.on - began.starts_on).days), note.pk or 0), default=None)


def _points(
    metric: Metric, by_start: dict[dt.date, AnyObservation], targets: Sequence[Target], today: dt.date
) -> tuple[Point, ...]:
    every = Every(metric.every)
    if not by_start:
        return ()
    found = list(starts(min(by_start), max(by_start), every))[-LOOKED_BACK:]
    is_flow = metric.nature == Metric.Nature.FLOW
    return tuple(
        Point(
            start,
            every,
            by_start.get(start),
            next((due for one in targets if (due := due_in(one, start, metric)) is not None), None),
            is_flow and _is_partial(by_start.get(start), start, metric, today),
        )
        for start in found
    )


def _is_partial(one: AnyObservation | None, start: dt.date, metric: Metric, today: dt.date) -> bool:
    last = last_day(start, Every(metric.every))
    return last >= today or (one is not None and covered_to(one, metric) < last)


def _rebases(
    rebases: Sequence[Rebase], points: Sequence[Point], values: Sequence[float | None]
) -> list[behaviour.Rebase]:
    """Those that have a value on either side among the points, as places."""
    found: list[behaviour.Rebase] = []
    begun = 0
    for one in rebases:
        place = next((place for place, point in enumerate(points) if point.starts_on >= one.starts_on), len(points))
        before, after = values[begun:place], values[place:]
        if any(value is not None for value in before) and any(value is not None for value in after):
            found.append(behaviour.Rebase(place, one.reason))
            begun = place
    return found


def _pace(metric: Metric, by_start: dict[dt.date, AnyObservation], target: Target, today: dt.date) -> Pace | None:
    """Up to the last day that was counted: what nobody has counted yet is not behind, and what lies in a gap is not
    nothing. None where there is no pace: of a level, or of a target that every period has for itself."""
    if metric.nature != Metric.Nature.FLOW or target.course == Target.Course.THROUGHOUT or not target.value > 0:
        return None
    if metric.together != Metric.Together.SUM:
        return None
    every = Every(metric.every)
    counted = counted_in(target, metric)
    if counted is None:
        return _no_pace(target, f"Its target does not begin and end with a {every}, so there is nothing to add up.")
    within = list(starts(counted.first, min(counted.last, max(by_start, default=today)), every))
    found = [by_start.get(start) for start in within]
    while found and found[-1] is None:
        found.pop()
    if not found:
        return _no_pace(target, "What was reached so far is not known.")
    actual, covered = 0.0, counted.first
    for start, one in zip(within, found, strict=False):
        if one is None:
            return _no_pace(target, f"{name_of(start, every)} is not known, so what was reached cannot be added up.")
        actual, covered = actual + one.value, covered_to(one, metric)
        if covered < last_day(start, every) and one is not found[-1]:
            return _no_pace(target, f"{name_of(start, every)} was counted before it was over, so a part is missing.")
    return pace(actual, target.value, Period(counted.first, counted.last), today=min(covered, today), is_flow=True)


def _no_pace(target: Target, reason: str) -> Pace:
    return Pace(None, target.value, 0, period_of(target).days, unknown(RATIO, reason))
