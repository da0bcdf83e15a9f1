"""What has changed since a report was issued, of what it says: read from what is only ever appended. The edition
itself stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps

from impact.models import IssuedReport, Metric, MetricDefinition, Observation, Rebase
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
    metrics = Metric.objects.filter(workspace=issued.workspace_id).in_bulk(list(figures))
    if not metrics:
        return []
    found = [
        *_numbers(issued, figures, metrics),
        *_came_later(issued, document, figures, metrics),
        *_definitions(issued, document, figures, metrics),
        *_rebases(issued, document, figures, metrics),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _numbers(issued: IssuedReport, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]) -> list[Restated]:
    """Numbers that were corrected or taken back."""
    frozen = {
        row.observation: (figure, row)
        for figure in figures.values()
        for row in figure.rows
        if row.observation is not None
    }
    ended = Observation.objects.filter(workspace=issued.workspace_id, pk__in=list(frozen)).exclude(ended_at=None)
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
        author = "" if last is None else str(last.author)
        found.append(
            Restated(figure.metric, figure.name, row.name, row.shown, now, one.ended_why, one.ended_at, author)
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
    later = MetricDefinition.objects.filter(workspace=issued.workspace_id, metric__in=list(metrics))
    found = []
    for one in later.select_related("author").order_by("metric", "number"):
        figure = figures[one.metric_id]
        then = versions.get(figure.metric_name)
        if then is not None and one.number > then.version:
            found.append(
                Restated(one.metric_id, figure.name, "What it means", then.words, one.words, one.why, one.created_at,
                         str(one.author))
            )  # fmt: skip
    return found


def _rebases(
    issued: IssuedReport, document: Document, figures: Mapping[int, Figure], metrics: Mapping[int, Metric]
) -> list[Restated]:
    """Limits that begin anew since, and those that no longer do."""
    of_them = {"workspace": issued.workspace_id, "metric__in": list(metrics)}
    found = []
    for one in Rebase.objects.filter(created_at__gt=document.as_of, **of_them).select_related("author"):
        figure, metric = figures[one.metric_id], metrics[one.metric_id]
        name = name_of(one.starts_on, Every(metric.every))
        if any(row.starts_on >= one.starts_on for row in figure.rows):
            found.append(
                Restated(one.metric_id, figure.name, "Its limits", "", f"judged anew from {name}", one.reason,
                         one.created_at, str(one.author))
            )  # fmt: skip
    gone = apps.get_model("impact", "RebaseEvent").objects.filter(
        pgh_label="delete", pgh_created_at__gt=document.as_of, created_at__lte=document.as_of,
        workspace=issued.workspace_id, metric__in=list(metrics),
    )  # fmt: skip
    for event in gone.order_by("pgh_created_at"):
        figure, metric = figures[event.metric_id], metrics[event.metric_id]
        name = name_of(event.starts_on, Every(metric.every))
        found.append(
            Restated(event.metric_id, figure.name, "Its limits", f"judged anew from {name}", "", event.reason,
                     event.pgh_created_at, "")
        )  # fmt: skip
    return found


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
