"""Adding, editing and retiring metrics; a change of what one means is a new definition, for a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User, Workspace
from impact.models import Metric, MetricDefinition
from impact.naming import named_once, trimmed
from impact.units import Kind
from web.meanwhile import EditedMeanwhile

# What it means: a change of these is another definition.
MEANING = ("words", "formula", "source")
# What its numbers are: fixed once there is one, for the numbers would be read as something else.
NUMBERS = ("measured", "every", "nature", "unit_kind", "currency")
READING = ("name", "outcome", "level", "together", "good", "rules", "owner")
# So many numbers are looked at, and no more.
IN_FRONT = 7
EDITABLE = (*MEANING, *NUMBERS, *READING)


def add_metric(workspace: Workspace, *, author: User, **fields: Any) -> Metric:
    """Store a new metric and what it means. Raises ValidationError when one of that name is there."""
    with named_once(Metric), transaction.atomic(), pghistory.context(why="Added by hand"):
        metric = Metric(workspace=workspace, **trimmed(fields))
        _check(metric)
        metric.save(force_insert=True)
        _define(metric, author=author, why="")
    return metric


def edit_metric(metric: Metric, *, expected_version: int, author: User, why: str = "", **fields: Any) -> Metric:
    """Store changed fields; `why` is asked for when what it means is another. Raises EditedMeanwhile when the version
    is not the one the form was opened with, ValidationError for a change without its reason, or of what its numbers
    are once there is one."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    fields = trimmed(fields)
    with named_once(Metric), transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = Metric.objects.select_for_update().get(pk=metric.pk)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        changed = {name for name, value in fields.items() if getattr(now, name) != value}
        if changed & set(NUMBERS) and now.observations.exists():
            raise ValidationError(
                "Its numbers are kept in this unit and for these periods. Retire it and add another metric instead."
            )
        means_another = bool(changed & set(MEANING))
        if means_another and not why.strip():
            raise ValidationError({"why": "Say why it means something else from now on."})
        for name in changed:
            setattr(now, name, fields[name])
        _check(now)
        if now.is_effort:
            now.leads_since = None
        now.definition_version += means_another
        now.version += 1
        now.updated_at = timezone.now()
        now.save()
        if means_another:
            _define(now, author=author, why=why.strip())
    return now


def retire_metric(metric: Metric, *, on: dt.date | None = None) -> None:
    """Measure it no more; its numbers and its history stay. Once more changes nothing."""
    _set_retired(metric, on or timezone.localdate(), why="Retired")


def measure_again(metric: Metric) -> None:
    _set_retired(metric, None, why="Measured again")


def _set_retired(metric: Metric, on: dt.date | None, *, why: str) -> None:
    with transaction.atomic(), pghistory.context(why=why):
        now = Metric.objects.select_for_update().get(pk=metric.pk)
        if (now.retired_on is None) != (on is None):
            now.retired_on, now.leads_since = on, None
            now.version += 1
            now.updated_at = timezone.now()
            now.save(update_fields=["retired_on", "leads_since", "version", "updated_at"])


def put_in_front(metric: Metric) -> None:
    """Show it on the overview; once more changes nothing. Raises ValidationError for what is no impact or is measured
    no more, and where there are as many as anybody looks at."""
    with transaction.atomic(), pghistory.context(why="Put on the overview"):
        _one_at_a_time(metric)
        now = Metric.objects.get(pk=metric.pk)
        if now.leads_since is not None:
            return
        if now.is_effort:
            raise ValidationError(
                "What marketing puts in or puts out is no impact, so it cannot stand on the overview."
            )
        if now.retired_on:
            raise ValidationError("It is measured no more. Measure it again first.")
        if Metric.objects.filter(workspace=metric.workspace_id).leading().count() >= IN_FRONT:
            raise ValidationError(
                f"There are {IN_FRONT} numbers on the overview. Take one away first: nobody looks at more."
            )
        _set_leading(now, timezone.now())


def take_from_front(metric: Metric) -> None:
    with transaction.atomic(), pghistory.context(why="Taken from the overview"):
        now = Metric.objects.select_for_update().get(pk=metric.pk)
        if now.leads_since is not None:
            _set_leading(now, None)


def _one_at_a_time(metric: Metric) -> None:
    """Two at once would make one too many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"overview {metric.workspace_id}"])


def _set_leading(metric: Metric, since: dt.datetime | None) -> None:
    metric.leads_since = since
    metric.version += 1
    metric.updated_at = timezone.now()
    metric.save(update_fields=["leads_since", "version", "updated_at"])


def _define(metric: Metric, *, author: User, why: str) -> None:
    MetricDefinition.objects.create(
        workspace_id=metric.workspace_id,
        metric=metric,
        number=metric.definition_version,
        words=metric.words,
        formula=metric.formula,
        source=metric.source,
        why=why,
        author=author,
    )


def _check(metric: Metric) -> None:
    same = Metric.objects.filter(workspace=metric.workspace_id, name__iexact=metric.name)
    if same.exclude(pk=metric.pk).exists():
        raise ValidationError({"name": f"There is a metric called “{metric.name}” already."})
    check_sense(metric)


def check_sense(metric: Metric) -> None:
    """Raises ValidationError in a sentence for what is no metric, whatever others there are."""
    metric.clean_fields(exclude=("workspace", "owner"))
    if (metric.unit_kind == Kind.MONEY) != bool(metric.currency):
        raise ValidationError({"currency": "Money needs a currency, and nothing else has one."})
    counted = {Metric.Measured.SHARE: Kind.SHARE, Metric.Measured.PROMOTERS: Kind.POINTS}.get(
        Metric.Measured(metric.measured)
    )
    is_pooled = metric.together == Metric.Together.POOLED
    if counted and (metric.unit_kind, metric.nature, is_pooled) != (counted, Metric.Nature.LEVEL, True):
        raise ValidationError("What people answer stands at a moment, and all answers are counted together.")
    if is_pooled and not counted:
        raise ValidationError({"together": "Only what is counted can be counted together."})
    if (metric.nature, metric.together) == (Metric.Nature.LEVEL, Metric.Together.SUM):
        raise ValidationError({"together": "What stands at a moment cannot be added up."})
