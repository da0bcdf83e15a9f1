"""Recording what was measured, correcting it and taking it back, each for a reason and with the old number kept."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact.analysis.intervals import promoter_score_of
from impact.models import Metric, Observation
from impact.models.observation import HIGHEST
from impact.naming import plain
from impact.periods import Every, start_of

# Numbers before it are mistyped years.
FIRST = dt.date(1900, 1, 1)
MOST = 2_000_000_000


class AlreadyMeasured(Exception):  # noqa: N818 - it says what is so, not that something broke
    """There is a number of this period. `standing` is it: another one corrects it, for a reason."""

    def __init__(self, standing: Observation) -> None:
        super().__init__(f"There is a number of {standing.starts_on} already")
        self.standing = standing


@dataclass(frozen=True)
class Number:
    """What one observation holds; see Observation for its parts."""

    value: float
    n: int | None = None
    ahead: int | None = None
    behind: int | None = None


def number(value: float, *, n: int | None = None) -> Number:
    return Number(value, n)


def share_of(count: int, n: int) -> Number:
    """Raises ValidationError unless 0 ≤ count ≤ n and n is above zero: of nobody there is no share."""
    if n < 1:
        raise ValidationError({"n": "Of nobody there is no share: leave the period out."})
    if not 0 <= count <= n:
        raise ValidationError({"ahead": f"{count:,} of {n:,} cannot be."})
    return Number(count / n, n, count)


def promoters(promoting: int, passive: int, detracting: int) -> Number:
    """Raises ValidationError where nobody answered, or fewer than none of one sort."""
    try:
        found = promoter_score_of(promoting, passive, detracting)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem
    if found.score is None:
        raise ValidationError("Nobody answered: leave the period out.")
    return Number(found.score, found.n, promoting, detracting)


def record_observation(
    metric: Metric, found: Number, *, starts_on: dt.date, author: User, note: str = ""
) -> Observation:
    """Store what was measured in the period that begins on `starts_on`. Raises AlreadyMeasured where that was done, and
    ValidationError for a number that cannot be one of this metric, or of one that is measured no more."""
    with transaction.atomic():
        metric = _one_at_a_time(metric)
        check_measured(metric)
        check(metric, found, starts_on=starts_on)
        standing = Observation.objects.standing().filter(metric=metric, starts_on=starts_on).first()
        if standing is not None:
            raise AlreadyMeasured(standing)
        return _store(metric, found, starts_on=starts_on, author=author, note=note)


def correct_observation(
    observation: Observation, found: Number, *, why: str, author: User, note: str = ""
) -> Observation:
    """Put another number in the place of one that was wrong. Raises ValidationError without a reason, or when
    somebody else did so first."""
    with transaction.atomic():
        metric = _one_at_a_time(observation.metric)
        check(metric, found, starts_on=observation.starts_on)
        _end(observation, why=why, author=author)
        return _store(metric, found, starts_on=observation.starts_on, author=author, note=note, corrects=observation)


def withdraw_observation(observation: Observation, *, why: str, author: User) -> None:
    """Say that it was no number of this metric at all. Raises as `correct_observation` does."""
    with transaction.atomic():
        _end(observation, why=why, author=author)


def check_measured(metric: Metric) -> None:
    """Raises ValidationError for a metric that is measured no more. What stands of it can still be corrected."""
    if metric.retired_on is not None:
        raise ValidationError(
            f"“{metric.name}” is measured no more since {metric.retired_on:%-d %B %Y}. Measure it again first."
        )


def check(metric: Metric, found: Number, *, starts_on: dt.date) -> None:
    """Raises ValidationError for what cannot be a number of this metric, or of a period that it has."""
    today = timezone.localdate()
    if starts_on < FIRST:
        raise ValidationError({"starts_on": f"The year {starts_on.year} cannot be meant."})
    if starts_on != start_of(starts_on, Every(metric.every)):
        raise ValidationError(
            {"starts_on": f"No {metric.get_every_display().lower()} begins on {starts_on:%-d %B %Y}."}
        )
    if starts_on > today:
        raise ValidationError({"starts_on": "Nothing is measured yet of a period that has not begun."})
    if metric.retired_on is not None and starts_on > metric.retired_on:
        raise ValidationError({"starts_on": f"It is measured no more since {metric.retired_on:%-d %B %Y}."})
    check_number(metric, found)


def check_number(metric: Metric, found: Number) -> None:
    """Raises ValidationError for what cannot be a number of this metric, whatever its period."""
    if not math.isfinite(found.value) or abs(found.value) > HIGHEST:
        raise ValidationError({"value": "That is no number we can keep."})
    least, most = metric.unit.least, metric.unit.most
    if least is not None and found.value < least:
        raise ValidationError({"value": "It cannot be below zero."})
    if most is not None and found.value > most:
        raise ValidationError({"value": "A share cannot be above 100 %."})
    if found.n is not None and not 0 < found.n <= MOST:
        raise ValidationError({"n": "It is counted from one to two billion."})
    counted = (found.ahead is not None, found.behind is not None)
    if counted != (metric.measured != Metric.Measured.VALUE, metric.measured == Metric.Measured.PROMOTERS):
        raise ValidationError("That is not how this metric is counted.")
    value_of(found)


def value_of(found: Number) -> float:
    """What follows from its counts, where it is counted. Raises ValidationError where they do not fit."""
    if found.ahead is None or found.n is None:
        return found.value
    if found.behind is None:
        return share_of(found.ahead, found.n).value
    return promoters(found.ahead, found.n - found.ahead - found.behind, found.behind).value


def _one_at_a_time(metric: Metric) -> Metric:
    """As it is now: what it means may have changed since it was read."""
    return Metric.objects.select_for_update().get(pk=metric.pk)


def _end(observation: Observation, *, why: str, author: User) -> None:
    if not plain(why):
        raise ValidationError({"why": "Say what was wrong with it."})
    ended = Observation.objects.standing().filter(pk=observation.pk)
    if not ended.update(ended_at=timezone.now(), ended_why=plain(why), ended_by=author):
        raise ValidationError("Somebody else has corrected this number already.")


def _store(
    metric: Metric,
    found: Number,
    *,
    starts_on: dt.date,
    author: User,
    note: str,
    corrects: Observation | None = None,
) -> Observation:
    return Observation.objects.create(
        workspace_id=metric.workspace_id,
        metric=metric,
        starts_on=starts_on,
        value=found.value,
        n=found.n,
        ahead=found.ahead,
        behind=found.behind,
        definition_version=metric.definition_version,
        note=plain(note),
        corrects=corrects,
        author=author,
    )
