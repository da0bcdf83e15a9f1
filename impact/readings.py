"""One metric as it is read: its values in order, limits, signals, target, pace, and what all of that says. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from impact.analysis import process_behaviour as behaviour
from impact.analysis.assurance import assure
from impact.analysis.intervals import PromoterScore, Share, promoter_score_of, share
from impact.analysis.pacing import Pace, pace
from impact.models import Metric, Observation, Rebase, Target
from impact.periods import Every, following, last_day, name_of, start_of, starts
from impact.targets import asked_of_each, due_in, period_of
from impact.units import written
from impact.verdicts import Verdict, of_pace, of_process, of_promoter_score, unmeasured

# Of the values before the latest, so many are shown and judged: six years of months.
LOOKED_BACK = 78


@dataclass(frozen=True)
class Point:
    """One period: its number where it was measured, and what the target asked of it."""

    starts_on: dt.date
    name: str
    observation: Observation | None
    due: float | None
    # Not over yet, so what has added up so far is not held against whole periods.
    is_partial: bool

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

    @property
    def latest(self) -> Point | None:
        """The last period that was measured, whole or not."""
        return next((point for point in reversed(self.points) if point.observation is not None), None)

    @property
    def shown(self) -> str:
        """The number that stands for the metric: of the last whole period that was measured."""
        point = self.judged_point or self.latest
        return "" if point is None or point.value is None else written(point.value, self.metric.unit)

    @property
    def judged_point(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.judged is not None), None)

    @property
    def values(self) -> list[float | None]:
        return [point.judged for point in self.points]

    @cached_property
    def share(self) -> Share | None:
        """Of the period that stands for it, with its interval; None for what is not counted that way."""
        point = self.judged_point or self.latest
        if self.metric.measured != Metric.Measured.SHARE or point is None or point.observation is None:
            return None
        return share(point.observation.ahead or 0, point.observation.n or 0)

    @cached_property
    def promoters(self) -> PromoterScore | None:
        point = self.judged_point or self.latest
        if self.metric.measured != Metric.Measured.PROMOTERS or point is None or point.observation is None:
            return None
        one = point.observation
        ahead, behind, n = one.ahead or 0, one.behind or 0, one.n or 0
        return promoter_score_of(ahead, n - ahead - behind, behind)

    @property
    def score_verdict(self) -> Verdict | None:
        return of_promoter_score(self.promoters) if self.promoters else None

    @property
    def pace_verdict(self) -> Verdict | None:
        return of_pace(self.pace, self.metric.unit) if self.pace else None

    def days_old(self, today: dt.date) -> int | None:
        """Since the end of the last period that was measured."""
        if self.latest is None:
            return None
        return max((today - last_day(self.latest.starts_on, Every(self.metric.every))).days, 0)

    def missing(self, today: dt.date) -> int:
        """Periods that are over and were not measured, after the last one that was."""
        if self.latest is None:
            return 0
        every = Every(self.metric.every)
        after = starts(following(self.latest.starts_on, every), today, every)
        return sum(last_day(start, every) < today for start in after)


def read(
    metric: Metric,
    observations: Iterable[Observation],
    *,
    today: dt.date,
    targets: Sequence[Target] = (),
    rebases: Sequence[Rebase] = (),
) -> Reading:
    """From what stands: one observation a period, targets that have not ended, rebases, each in order of their days."""
    every = Every(metric.every)
    by_start = {observation.starts_on: observation for observation in observations}
    target = next((one for one in targets if one.starts_on <= today <= one.ends_on), None)
    points = _points(metric, by_start, targets, today)
    values = [point.judged for point in points]
    asked = None if target is None else asked_of_each(target, start_of(max(today, target.starts_on), every), metric)
    unit, good = metric.unit, behaviour.Good(metric.good)
    pacing = None if target is None else _pace(metric, points, target, today)
    if not any(value is not None for value in values):
        return Reading(metric, points, (), (), target, asked, unmeasured(len(points)), pacing)
    stretches = behaviour.rebased(values, _rebases(rebases, points, values), least=unit.least, most=unit.most)
    rules = behaviour.Rules(metric.rules)
    signals = behaviour.signals(values, *stretches, rules=rules)
    judgement = behaviour.judge(values, *stretches, found=signals, good=good)
    verdict = of_process(
        values,
        stretches[-1],
        judgement,
        assure(stretches[-1], asked, good),
        good=good,
        unit=unit,
        target=asked,
        rules=rules,
    )
    return Reading(metric, points, stretches, signals, target, asked, verdict, pacing)


def _points(
    metric: Metric, by_start: dict[dt.date, Observation], targets: Sequence[Target], today: dt.date
) -> tuple[Point, ...]:
    every = Every(metric.every)
    if not by_start:
        return ()
    found = list(starts(min(by_start), max(by_start), every))[-LOOKED_BACK:]
    is_flow = metric.nature == Metric.Nature.FLOW
    return tuple(
        Point(
            start,
            name_of(start, every),
            by_start.get(start),
            next((due for one in targets if (due := due_in(one, start, metric)) is not None), None),
            is_flow and last_day(start, every) >= today,
        )
        for start in found
    )


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


def _pace(metric: Metric, points: Sequence[Point], target: Target, today: dt.date) -> Pace | None:
    """Up to the last day that was measured: what nobody has counted yet is not behind. None where there is no pace: of
    a level, or of a target that every period has for itself."""
    if metric.nature != Metric.Nature.FLOW or target.course == Target.Course.THROUGHOUT or not target.value > 0:
        return None
    if metric.together != Metric.Together.SUM:
        return None
    within = [point for point in points if target.starts_on <= point.starts_on <= target.ends_on]
    known = [point for point in within if point.value is not None]
    if not known:
        return pace(None, target.value, period_of(target), today=today, is_flow=True)
    measured_to = min(last_day(known[-1].starts_on, Every(metric.every)), today)
    actual = sum(point.value for point in known if point.value is not None)
    return pace(actual, target.value, period_of(target), today=measured_to, is_flow=True)
