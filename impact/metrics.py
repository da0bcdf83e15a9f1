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
from impact.naming import named_once, plain, trimmed
from impact.units import Kind
from web.meanwhile import EditedMeanwhile

# What it means: a change of these is another definition.
MEANING = ("words", "formula", "source", "good")
# What its numbers are: fixed once there is one, for the numbers would be read as something else.
NUMBERS = ("measured", "every", "nature", "unit_kind", "currency")
READING = ("name", "outcome", "level", "together", "rules", "owner")
# So many numbers are looked at, and no more.
IN_FRONT = 7
# Whether it stands on the overview, and what is told where it no longer does.
LEADING = ("leads_since", "off_at", "off_by", "off_why")
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
    """Store changed fields; `why` is asked for when what it means is another, or which way is better. Raises
    EditedMeanwhile when the version is not the one the form was opened with, ValidationError for a change without its
    reason, or of what its numbers are once there is one."""
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
        if means_another and not plain(why):
            raise ValidationError({"why": _asked_why(changed)})
        for name in changed:
            setattr(now, name, fields[name])
        _check(now)
        if now.is_effort and now.leads_since is not None:
            _take_off(now, author, "It counts as an input or output now, and those are no impact.")
        now.definition_version += means_another
        now.version += 1
        now.updated_at = timezone.now()
        now.save()
        if means_another:
            _define(now, author=author, why=plain(why))
    return now


def _asked_why(changed: set[str]) -> str:
    if changed & set(MEANING) == {"good"}:
        return "Say why another way is better from now on: the same numbers are then judged otherwise."
    return "Say why it means something else from now on."


def retire_metric(metric: Metric, *, on: dt.date | None = None, author: User | None = None) -> None:
    """Measure it no more; its numbers and its history stay. Once more changes nothing."""
    _set_retired(metric, on or timezone.localdate(), author, why="Retired")


def measure_again(metric: Metric) -> None:
    _set_retired(metric, None, None, why="Measured again")


def _set_retired(metric: Metric, on: dt.date | None, author: User | None, *, why: str) -> None:
    with transaction.atomic(), pghistory.context(why=why):
        now = Metric.objects.select_for_update().get(pk=metric.pk)
        if (now.retired_on is None) != (on is None):
            now.retired_on = on
            if now.leads_since is not None:
                _take_off(now, author, "It is measured no more.")
            now.version += 1
            now.updated_at = timezone.now()
            now.save(update_fields=["retired_on", *LEADING, "version", "updated_at"])


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
        now.leads_since, now.off_at, now.off_by, now.off_why = timezone.now(), None, None, ""
        _store_leading(now)


def take_from_front(metric: Metric, *, why: str, author: User) -> None:
    """Show it on the overview no more, where its reason is told for a while; once more changes nothing. Raises
    ValidationError without a reason: what got worse must not vanish in silence."""
    if not plain(why):
        raise ValidationError({"why": "Say why it is shown no more: whoever looked at it will ask."})
    with transaction.atomic(), pghistory.context(why="Taken from the overview"):
        now = Metric.objects.select_for_update().get(pk=metric.pk)
        if now.leads_since is not None:
            _take_off(now, author, plain(why))
            _store_leading(now)


def _take_off(metric: Metric, author: User | None, why: str) -> None:
    metric.leads_since, metric.off_at, metric.off_by, metric.off_why = None, timezone.now(), author, why


def _one_at_a_time(metric: Metric) -> None:
    """Two at once would make one too many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"overview {metric.workspace_id}"])


def _store_leading(metric: Metric) -> None:
    metric.version += 1
    metric.updated_at = timezone.now()
    metric.save(update_fields=[*LEADING, "version", "updated_at"])


def _define(metric: Metric, *, author: User, why: str) -> None:
    MetricDefinition.objects.create(
        workspace_id=metric.workspace_id,
        metric=metric,
        number=metric.definition_version,
        words=metric.words,
        formula=metric.formula,
        source=metric.source,
        good=metric.good,
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
