"""Numbers that look like slips beside what their metric has been: asked about, told, and never refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import Q

from impact.analysis.plausibility import doubts
from impact.models import Metric, Observation, Rebase
from impact.periods import DAY, Every, last_day, starts
from impact.readings import LOOKED_BACK, covered_to
from impact.units import written

Key = tuple[int, dt.date]
# Of so many days a period has at most.
LONGEST = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92}


@dataclass(frozen=True)
class Doubted:
    """`number` as people read it, and what the metric has been: “52 to 68”."""

    number: str
    is_above: bool
    others: str

    @property
    def sentence(self) -> str:
        return f"{self.number} is far {self._side} what this metric has been, {self.others}. Is it right?"

    @property
    def without_others(self) -> str:
        """For whoever may send numbers and see none."""
        return f"{self.number} is far {self._side} what this metric has been. Look whether it is right."

    @property
    def _side(self) -> str:
        return "above" if self.is_above else "below"


def doubted(
    workspace_id: UUID, brought: Mapping[Key, float], metrics: Mapping[int, Metric], *, today: dt.date
) -> dict[Key, Doubted]:
    """Of the numbers brought, by metric and period, those to look at again. `metrics` are theirs."""
    by_metric: dict[int, dict[dt.date, float]] = {}
    for (pk, starts_on), value in brought.items():
        by_metric.setdefault(pk, {})[starts_on] = value
    standing = _standing(workspace_id, by_metric, metrics, today)
    anew: dict[int, list[dt.date]] = {}
    rebases = Rebase.objects.filter(workspace=workspace_id, metric__in=list(by_metric))
    for pk, starts_on in rebases.order_by("starts_on").values_list("metric_id", "starts_on"):
        anew.setdefault(pk, []).append(starts_on)
    return {
        (pk, starts_on): found
        for pk, numbers in by_metric.items()
        for starts_on, found in _of_one(metrics[pk], standing[pk], numbers, anew.get(pk, ()), today).items()
    }


def _standing(
    workspace_id: UUID, by_metric: Mapping[int, Mapping[dt.date, float]], metrics: Mapping[int, Metric], today: dt.date
) -> dict[int, dict[dt.date, float]]:
    """What stands near the periods that are brought. What had not added up yet when it was stored says nothing."""
    near = Q(pk__in=[])
    for every, days in LONGEST.items():
        pks = [pk for pk in by_metric if metrics[pk].every == every.value]
        if pks:
            room = days * LOOKED_BACK * DAY
            first = min(min(by_metric[pk]) for pk in pks) - room
            near |= Q(metric__in=pks, starts_on__range=(first, max(max(by_metric[pk]) for pk in pks) + room))
    found: dict[int, dict[dt.date, float]] = {pk: {} for pk in by_metric}
    rows = Observation.objects.standing().filter(near, workspace=workspace_id)
    for row in rows.only("metric_id", "starts_on", "value", "created_at").order_by("metric", "starts_on"):
        metric = metrics[row.metric_id]
        if (
            metric.nature == Metric.Nature.LEVEL
            or covered_to(row, metric) == last_day(row.starts_on, Every(metric.every)) < today
        ):
            found[row.metric_id][row.starts_on] = row.value
    return found


def _of_one(
    metric: Metric,
    standing: Mapping[dt.date, float],
    brought: Mapping[dt.date, float],
    anew: Sequence[dt.date],
    today: dt.date,
) -> dict[dt.date, Doubted]:
    every = Every(metric.every)
    values = {**standing, **brought}
    periods = list(starts(min(values), max(values), every))
    found: dict[dt.date, Doubted] = {}
    for stretch in _stretches(periods, anew):
        places = {start: place for place, start in enumerate(stretch)}
        own = [places[start] for start in brought if start in places]
        for place, doubt in doubts([values.get(start) for start in stretch], own).items():
            start = stretch[place]
            # What is not over yet may still add up.
            is_running = metric.nature == Metric.Nature.FLOW and last_day(start, every) >= today
            if doubt.is_above or not is_running:
                others = _between(doubt.least, doubt.most, metric)
                found[start] = Doubted(written(values[start], metric.unit), doubt.is_above, others)
    return found


def _stretches(periods: Sequence[dt.date], anew: Iterable[dt.date]) -> list[list[dt.date]]:
    """Between the periods from which the metric is judged anew."""
    bounds = [dt.date.min, *anew, dt.date.max]
    return [[start for start in periods if first <= start < last] for first, last in pairwise(bounds)]


def _between(least: float, most: float, metric: Metric) -> str:
    low, high = written(least, metric.unit), written(most, metric.unit)
    return f"always {low}" if low == high else f"{low} to {high}"
