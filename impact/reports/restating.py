"""What has changed since a report was issued, of what it says: read from what is only ever appended. The edition
itself stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from impact.models import IssuedReport, Metric, MetricDefinition, Observation
from impact.periods import Every, name_of
from impact.reports.document import Document, Figure, restored
from impact.units import SIZED, written


@dataclass(frozen=True)
class Restated:
    """`what` became another: `was` as the edition says it, `now` as it stands, empty where nothing took its place."""

    metric: int
    name: str
    what: str
    was: str
    now: str
    why: str
    at: dt.datetime
    who: str


def restatements(issued: IssuedReport) -> list[Restated]:
    """The latest first."""
    document = restored(issued.document)
    figures = {figure.metric: figure for figure in document.figures}
    metrics = {metric.pk: metric for metric in touched(issued, figures, document.as_of)}
    if not metrics:
        return []
    found = [
        *_numbers(issued, figures, metrics),
        *_came_later(issued, document, figures, metrics),
        *_definitions(issued, document, figures, metrics),
        *_rebases(issued, document, figures, metrics),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def touched(issued: IssuedReport, metrics: Iterable[int], since: dt.datetime) -> list[Metric]:
    """Those of which anything was written since: mostly none, and then one question is enough."""
    told = list(metrics)
    # By their metrics, or all numbers of all metrics would be looked through.
    of_them = Observation.objects.filter(workspace=issued.workspace_id, metric__in=told)
    numbers = of_them.filter(Q(created_at__gt=since) | Q(ended_at__gt=since), metric=OuterRef("pk"))
    meanings = MetricDefinition.objects.filter(metric=OuterRef("pk"), created_at__gt=since)
    rebases = _rebase_events().filter(metric=OuterRef("pk"), pgh_created_at__gt=since)
    rows = Metric.objects.filter(workspace=issued.workspace_id, pk__in=told)
    return list(rows.filter(Exists(numbers) | Exists(meanings) | Exists(rebases)))


def _rebase_events() -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = apps.get_model("impact", "RebaseEvent").objects.all()
    return found


def _numbers(issued: IssuedReport, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]) -> list[Restated]:
    """Numbers that were corrected or taken back."""
    frozen = {
        row.observation: (figure, row)
        for figure in figures.values()
        for row in figure.rows
        if row.observation is not None
    }
    rows = Observation.objects.filter(workspace=issued.workspace_id, pk__in=list(frozen))
    ended = rows.exclude(ended_at=None).select_related("ended_by")
    heads = {one.pk: one for one in ended}
    chain = _what_followed(issued, heads)
    found = []
    for pk, one in heads.items():
        figure, row = frozen[pk]
        metric = metrics.get(figure.metric)
        if metric is None or one.ended_at is None:
            continue
        last = chain.get(pk)
        now = "" if last is None or last.ended_at is not None else _written(last.value, metric, figure)
        who = one.ended_by if last is None else last.author
        found.append(
            Restated(figure.metric, figure.name, row.name, row.shown, now, one.ended_why, one.ended_at, str(who or ""))
        )
    return found


def _what_followed(issued: IssuedReport, heads: Mapping[int, Observation]) -> dict[int, Observation]:
    """By the number that was frozen, the last one that took its place."""
    found: dict[int, Observation] = {}
    wanted = {pk: pk for pk in heads}
    while wanted:
        rows = Observation.objects.filter(workspace=issued.workspace_id, corrects__in=list(wanted))
        following: dict[int, int] = {}
        for row in rows.select_related("author"):
            if row.corrects_id is not None:
                origin = wanted[row.corrects_id]
                found[origin] = row
                following[row.pk] = origin
        wanted = following
    return found


def _came_later(
    issued: IssuedReport, document: Document, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]
) -> list[Restated]:
    """Periods of which nothing was known then."""
    blank = {
        (figure.metric, row.starts_on): (figure, row)
        for figure in figures.values()
        for row in figure.rows
        if row.observation is None
    }
    if not blank:
        return []
    rows = Observation.objects.standing().filter(
        workspace=issued.workspace_id,
        metric__in={metric for metric, _ in blank},
        starts_on__in={day for _, day in blank},
        created_at__gt=document.as_of,
    )
    found = []
    for one in rows.select_related("author"):
        if (one.metric_id, one.starts_on) not in blank or one.metric_id not in metrics:
            continue
        figure, row = blank[one.metric_id, one.starts_on]
        now = _written(one.value, metrics[one.metric_id], figure)
        found.append(Restated(one.metric_id, figure.name, row.name, "", now, one.note, one.created_at, str(one.author)))
    return found


def _definitions(
    issued: IssuedReport, document: Document, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]
) -> list[Restated]:
    versions = {one.metric_name: one for one in document.definitions}
    another = [
        pk
        for pk, metric in metrics.items()
        if (then := versions.get(figures[pk].metric_name)) is not None and metric.definition_version > then.version
    ]
    if not another:
        return []
    later = MetricDefinition.objects.filter(workspace=issued.workspace_id, metric__in=another)
    found = []
    for one in later.select_related("author").order_by("metric", "number"):
        figure = figures[one.metric_id]
        then = versions[figure.metric_name]
        if one.number > then.version:
            found.append(
                Restated(one.metric_id, figure.name, "What it means", then.words, one.words, one.why, one.created_at,
                         str(one.author))
            )  # fmt: skip
    return found


def _rebases(
    issued: IssuedReport, document: Document, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]
) -> list[Restated]:
    """Limits that begin anew since, and those that no longer do."""
    events = _rebase_events().filter(
        workspace=issued.workspace_id, metric__in=list(metrics), pgh_created_at__gt=document.as_of
    )
    changed: dict[int, list[Any]] = {}
    for event in events.order_by("pgh_id"):
        changed.setdefault(event.pgh_obj_id, []).append(event)
    found = []
    for first, *_, last in ([*one, one[-1]] for one in changed.values()):
        figure, metric = figures[last.metric_id], metrics[last.metric_id]
        # One that was restored from a backup was made before, whenever its row was written down.
        is_new = first.pgh_label == "insert" and first.created_at > document.as_of
        is_gone = last.pgh_label == "delete"
        if is_new == is_gone or not any(row.starts_on >= last.starts_on for row in figure.rows):
            continue
        said = f"judged anew from {name_of(last.starts_on, Every(metric.every))}"
        was, now = (said, "") if is_gone else ("", said)
        found.append(
            Restated(last.metric_id, figure.name, "Its limits", was, now, last.reason, last.pgh_created_at, _who(last))
        )
    return found


def _who(event: Any) -> str:
    by = (event.pgh_context or {}).get("user")
    return "" if by is None else str(User.objects.filter(pk=by).first() or "")


def _written(value: float, metric: Metric, figure: Figure) -> str:
    """In the size in which the edition tells it."""
    if metric.unit_kind in SIZED:
        for size, word in ((1_000, "thousand"), (1_000_000, "million")):
            if any(row.shown.endswith(word) for row in figure.rows):
                metric.told_in = size
    return written(value, metric.unit)


def says(found: Sequence[Restated]) -> str:
    """Empty where everything stands as it was issued."""
    if not found:
        return ""
    numbers = sum(one.what not in ("What it means", "Its limits") for one in found)
    parts = []
    if numbers:
        parts.append("one number has changed" if numbers == 1 else f"{numbers} numbers have changed")
    if any(one.what == "What it means" for one in found):
        parts.append("what a metric means is another")
    if any(one.what == "Its limits" for one in found):
        parts.append("limits were set anew")
    said = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"Since it was issued {said}. The edition stays as it is."
