"""Setting targets, and what a target asks of one period."""

from __future__ import annotations

import datetime as dt
import math

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from impact.analysis.pacing import Period
from impact.models import Metric, Target
from impact.models.observation import HIGHEST
from impact.naming import plain
from impact.periods import Every, following, how_many, last_day, start_of

# Years that nobody means: a mistyped one would make a course of centuries.
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def set_target(
    metric: Metric,
    value: float,
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    author: User,
    course: Target.Course = Target.Course.EVEN,
    baseline: float | None = None,
    why: str = "",
) -> Target:
    """Store a target; one that stood for some of the same days ends, and is kept. Raises ValidationError for one that
    cannot be, or that takes the place of another one without a reason."""
    _check(metric, value, starts_on, ends_on, course, baseline)
    with transaction.atomic(), pghistory.context(why="Target set"):
        Metric.objects.select_for_update().only("pk").get(pk=metric.pk)
        beside = Target.objects.standing().filter(metric=metric, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if not plain(why) and beside.exists():
            raise ValidationError({"why": "There is a target for these days already. Say why it is another one now."})
        beside.update(ended_at=timezone.now())
        return Target.objects.create(
            workspace_id=metric.workspace_id,
            metric=metric,
            value=value,
            starts_on=starts_on,
            ends_on=ends_on,
            course=course,
            baseline=baseline,
            why=plain(why),
            author=author,
        )


def end_target(target: Target) -> None:
    """Pursue it no more; it is kept. Once more changes nothing."""
    with transaction.atomic(), pghistory.context(why="Target given up"):
        Target.objects.standing().filter(pk=target.pk).update(ended_at=timezone.now())


def period_of(target: Target) -> Period:
    return Period(target.starts_on, target.ends_on)


def counted_in(target: Target, metric: Metric) -> Period | None:
    """The days whose periods count towards the target of a flow; None where none does.

    Weeks never fit months: one counts where it begins. A month or quarter counts whole or not at all, so a target that
    begins or ends within one cannot be put together from them."""
    every = Every(metric.every)
    first, last = start_of(target.starts_on, every), start_of(target.ends_on, every)
    begins_within = first < target.starts_on
    if every is Every.WEEK:
        first = following(first, every) if begins_within else first
        return Period(first, last_day(last, every)) if first <= last else None
    return None if begins_within or last_day(last, every) > target.ends_on else period_of(target)


def due_in(target: Target, start: dt.date, metric: Metric) -> float | None:
    """What the target asks of the period of its metric that begins at `start`; None where it asks nothing of it.

    A flow that is to come evenly and is added up is split over the periods that count towards the target; one of which
    each period stands for itself must reach it in all that it covers whole. A level goes straight from its baseline to
    the target, or is the target throughout where no baseline is known."""
    every = Every(metric.every)
    if not target.starts_on <= start <= target.ends_on or target.course == Target.Course.BY_THE_END:
        return None
    if metric.nature == Metric.Nature.FLOW:
        counted = counted_in(target, metric)
        if _adds_up(target, metric):
            return target.value / how_many(counted.first, start_of(counted.last, every), every) if counted else None
        return target.value if every is Every.WEEK or last_day(start, every) <= target.ends_on else None
    if target.course == Target.Course.THROUGHOUT or target.baseline is None:
        return target.value
    days = (target.ends_on - target.starts_on).days + 1
    gone = min((following(start, every) - target.starts_on).days, days)
    return target.baseline + (target.value - target.baseline) * gone / days


def asked_of_each(target: Target, metric: Metric) -> float | None:
    """What every period must reach for the target to be met, to hold against the limits of the process: of a level the
    target itself, of a flow its part of the target. None where it is asked of all periods together alone."""
    if metric.nature == Metric.Nature.LEVEL:
        return target.value
    if target.course == Target.Course.BY_THE_END:
        return None
    counted = counted_in(target, metric)
    if not _adds_up(target, metric):
        return target.value
    return None if counted is None else due_in(target, counted.first, metric)


def is_part(target: Target, metric: Metric) -> bool:
    """Whether what it asks of a period is a part of what it asks of all."""
    return metric.nature == Metric.Nature.FLOW and _adds_up(target, metric)


def _adds_up(target: Target, metric: Metric) -> bool:
    return target.course == Target.Course.EVEN and metric.together == Metric.Together.SUM


def standing_on(day: dt.date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day, ended_at=None)


def _check(
    metric: Metric, value: float, starts_on: dt.date, ends_on: dt.date, course: str, baseline: float | None
) -> None:
    least, most = metric.unit.least, metric.unit.most
    for name, each in (("value", value), ("baseline", baseline)):
        if each is None:
            continue
        if not math.isfinite(each) or abs(each) > HIGHEST:
            raise ValidationError({name: "That is no number we can keep."})
        if least is not None and each < least:
            raise ValidationError({name: "It cannot be below zero."})
        if most is not None and each > most:
            raise ValidationError({name: "A share cannot be above 100 %."})
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if not FIRST <= day <= LAST:
            raise ValidationError({name: f"The year {day.year} cannot be meant."})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "A target ends on the day it starts, or later."})
    if metric.good == Metric.Good.NEITHER:
        raise ValidationError("Say first whether more or less of it is better: without that nothing is a target.")
    if baseline == value and course != Target.Course.THROUGHOUT:
        raise ValidationError({"value": "It stands there already. To keep it there, ask it of every period."})
