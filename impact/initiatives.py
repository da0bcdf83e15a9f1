"""Adding and editing initiatives, moving them on, ending them, and deciding what follows of an experiment."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Workspace
from impact.models import Initiative, InitiativeMetric, Metric
from impact.models.observation import HIGHEST
from impact.naming import named_once, plain, trimmed
from impact.targets import FIRST, LAST
from web.meanwhile import EditedMeanwhile

EDITABLE = (
    "name", "what", "goal", "owner", "days", "cost", "currency", "starts_on", "ends_on", "how_known", "is_experiment",
    "hypothesis", "guard_rails",
)  # fmt: skip


def add_initiative(
    workspace: Workspace, *, metrics: Collection[Metric] = (), because: str = "Added by hand", **fields: Any
) -> Initiative:
    """Store a new initiative and the metrics it should move. Raises ValidationError for what cannot be."""
    with named_once(Initiative), transaction.atomic(), pghistory.context(why=because):
        initiative = Initiative(workspace=workspace, **trimmed(fields))
        if initiative.is_over:
            raise ValidationError({"stage": "What begins is not over."})
        check_sense(initiative)
        _check_name(initiative)
        initiative.save(force_insert=True)
        _move(initiative, metrics)
    return initiative


def edit_initiative(
    initiative: Initiative, *, expected_version: int, metrics: Collection[Metric], **fields: Any
) -> Initiative:
    """Store changed fields and the metrics it should move. Raises EditedMeanwhile when the version is not the one the
    form was opened with, ValidationError for what cannot be."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    with named_once(Initiative), transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = _locked(initiative)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, value in trimmed(fields).items():
            setattr(now, name, value)
        if now.decision and not now.is_experiment:
            raise ValidationError({"is_experiment": "It was decided on as an experiment, so it stays one."})
        check_sense(now)
        _check_name(now)
        _move(now, metrics)
        _save(now)
    return now


def move_stage(
    initiative: Initiative, stage: Initiative.Stage, *, expected_version: int, why: str = "", on: dt.date | None = None
) -> Initiative:
    """Move it on or back, or end it. Stopping asks for a reason; one that is over and goes on has not ended.
    Raises EditedMeanwhile and ValidationError as `edit_initiative` does."""
    is_over = stage in Initiative.OVER
    if stage == Initiative.Stage.STOPPED and not plain(why):
        raise ValidationError({"why": "Say why it is stopped: others will ask before they try it again."})
    with transaction.atomic(), pghistory.context(why="Ended" if is_over else "Moved on"):
        now = _locked(initiative)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        now.stage = stage
        now.ended_on = (on or timezone.localdate()) if is_over else None
        now.ended_why = plain(why) if is_over else ""
        _save(now)
    return now


def decide(
    initiative: Initiative, decision: Initiative.Decision, *, expected_version: int, why: str, on: dt.date
) -> Initiative:
    """Say what follows of an experiment. A later decision takes its place; the audit trail keeps both. The stage is
    moved by itself."""
    if not plain(why):
        raise ValidationError({"why": "Say what the decision rests on."})
    if not FIRST <= on <= timezone.localdate():
        raise ValidationError({"on": "A decision was made today or before."})
    with transaction.atomic(), pghistory.context(why="Decided"):
        now = _locked(initiative)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        if not now.is_experiment:
            raise ValidationError("Only an experiment is decided on.")
        now.decision, now.decided_why, now.decided_on = decision, plain(why), on
        _save(now)
    return now


def check_sense(initiative: Initiative) -> None:
    """Raises ValidationError in a sentence for what is no initiative, whatever others there are."""
    initiative.clean_fields(exclude=("workspace", "owner", "goal"))
    for name in ("starts_on", "ends_on", "ended_on", "decided_on"):
        day = getattr(initiative, name)
        if day is not None and not FIRST <= day <= LAST:
            raise ValidationError({name: f"The year {day.year} cannot be meant."})
    if initiative.ends_on is not None and initiative.ends_on < initiative.starts_on:
        raise ValidationError({"ends_on": "It ends on the day it starts, or later."})
    if initiative.cost is not None and not (math.isfinite(initiative.cost) and 0 <= initiative.cost <= HIGHEST):
        raise ValidationError({"cost": "What it costs is zero or more."})
    if (initiative.cost is None) != (not initiative.currency):
        raise ValidationError({"currency": "A cost needs its currency; without a cost there is none."})
    if initiative.is_experiment and not initiative.hypothesis:
        raise ValidationError({"hypothesis": "Say what you expect to happen: otherwise nobody can be wrong."})
    if not initiative.is_experiment and (initiative.hypothesis or initiative.guard_rails):
        raise ValidationError({"is_experiment": "A hypothesis and guard rails belong to an experiment."})


def _check_name(initiative: Initiative) -> None:
    same = Initiative.objects.filter(workspace=initiative.workspace_id, name__iexact=initiative.name)
    if same.exclude(pk=initiative.pk).exists():
        raise ValidationError({"name": f"There is an initiative called “{initiative.name}” already."})


def _move(initiative: Initiative, metrics: Collection[Metric]) -> None:
    if any(metric.is_effort for metric in metrics):
        raise ValidationError(
            {"metrics": "What marketing puts in or puts out is no impact: choose what it should move."}
        )
    wanted = {metric.pk for metric in metrics}
    rows = InitiativeMetric.objects.filter(workspace=initiative.workspace_id, initiative=initiative)
    held = set(rows.values_list("metric_id", flat=True))
    if held - wanted:
        rows.filter(metric__in=held - wanted).delete()
    InitiativeMetric.objects.bulk_create(
        InitiativeMetric(workspace_id=initiative.workspace_id, initiative=initiative, metric_id=pk)
        for pk in sorted(wanted - held)
    )


def _locked(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_for_update().get(pk=initiative.pk)


def _save(initiative: Initiative) -> None:
    initiative.version += 1
    initiative.updated_at = timezone.now()
    initiative.save()
