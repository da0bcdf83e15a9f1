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
from impact.periods import Every, following, last_day, start_of, starts


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
    _check(metric, value, starts_on, ends_on, baseline)
    with transaction.atomic(), pghistory.context(why="Target set"):
        Metric.objects.select_for_update().only("pk").get(pk=metric.pk)
        beside = Target.objects.standing().filter(metric=metric, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if not why.strip() and beside.exists():
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
            why=why.strip(),
            author=author,
        )


def end_target(target: Target) -> None:
    """Pursue it no more; it is kept. Once more changes nothing."""
    with transaction.atomic(), pghistory.context(why="Target given up"):
        Target.objects.standing().filter(pk=target.pk).update(ended_at=timezone.now())


def period_of(target: Target) -> Period:
    return Period(target.starts_on, target.ends_on)


def due_in(target: Target, start: dt.date, metric: Metric) -> float | None:
    """What the target asks of the period of its metric that begins at `start`; None where it asks nothing of it.

    A flow that is to come evenly is split over the periods that the target covers whole; where it begins or ends in the
    middle of one, over none. A level goes straight from its baseline to the target, or is the target throughout where
    no baseline is known."""
    every = Every(metric.every)
    if not target.starts_on <= start <= target.ends_on:
        return None
    if target.course == Target.Course.THROUGHOUT:
        return target.value
    if target.course == Target.Course.BY_THE_END:
        return None
    if metric.nature == Metric.Nature.FLOW:
        whole = start_of(target.starts_on, every) == target.starts_on
        whole = whole and last_day(start_of(target.ends_on, every), every) == target.ends_on
        return target.value / len(list(starts(target.starts_on, target.ends_on, every))) if whole else None
    if target.baseline is None:
        return target.value
    days = (target.ends_on - target.starts_on).days + 1
    gone = min((following(start, every) - target.starts_on).days, days)
    return target.baseline + (target.value - target.baseline) * gone / days


def asked_of_each(target: Target, start: dt.date, metric: Metric) -> float | None:
    """What every period must reach for the target to be met, to hold against the limits of the process: of a level the
    target itself, of a flow its part of the target."""
    return target.value if metric.nature == Metric.Nature.LEVEL else due_in(target, start, metric)


def standing_on(day: dt.date) -> Q:
    return Q(starts_on__lte=day, ends_on__gte=day, ended_at=None)


def _check(metric: Metric, value: float, starts_on: dt.date, ends_on: dt.date, baseline: float | None) -> None:
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
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "A target ends on the day it starts, or later."})
    if metric.good == Metric.Good.NEITHER:
        raise ValidationError("Say first whether more or less of it is better: without that nothing is a target.")
    if baseline is not None and baseline == value:
        raise ValidationError({"value": "It stands there already: a target is somewhere else."})
