"""What has changed since a report was issued, of what it says: read from what is only ever appended. The edition
itself stays as it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from impact.models import Contribution, IssuedReport, Metric, MetricDefinition, Observation, Rebase, Target
from impact.periods import Every, name_of
from impact.reports import grounds
from impact.reports.document import Document, Figure, restored
from impact.reports.restated import Of, Restated, in_its_size, who_did
from impact.units import written

# All that is looked at to know whether an edition was restated: whoever writes a rebase writes its event.
TOLD_BY = (Observation, Target, Contribution, MetricDefinition, Rebase)


def restatements(issued: IssuedReport) -> list[Restated]:
    """The latest first."""
    document = restored(issued.document)
    figures = {figure.metric: figure for figure in document.figures}
    metrics = {metric.pk: metric for metric in _touched(issued, figures, document.as_of)}
    found = grounds.restated(issued, document)
    if metrics:
        found += [
            *_numbers(issued, figures, metrics),
            *_came_later(issued, document, figures, metrics),
            *_definitions(issued, document, figures, metrics),
            *_rebases(issued, document, figures, metrics),
        ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def is_touched(issued: IssuedReport, metrics: Iterable[int], initiatives: Iterable[int], since: dt.datetime) -> bool:
    """Whether anything that an edition tells of was written since: mostly not, and then one question is enough."""
    told, of = list(metrics), {"workspace": issued.workspace_id}
    written_since = Q(created_at__gt=since) | Q(ended_at__gt=since)
    # By their metrics, or all numbers of all metrics would be looked through.
    asked = (
        Observation.objects.filter(written_since, **of, metric__in=told),
        Target.objects.filter(written_since, **of, metric__in=told),
        Contribution.objects.filter(written_since, Q(metric__in=told) | Q(initiative__in=list(initiatives)), **of),
        MetricDefinition.objects.filter(**of, metric__in=told, created_at__gt=since),
        _rebase_events().filter(**of, metric__in=told, pgh_created_at__gt=since),
    )
    anything = Q()
    for rows in asked:
        anything |= Q(Exists(rows))
    return IssuedReport.objects.filter(anything, pk=issued.pk).exists()


def _touched(issued: IssuedReport, metrics: Iterable[int], since: dt.datetime) -> list[Metric]:
    """Those of which a number, a meaning or limits were written since."""
    told = list(metrics)
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
            Restated(Of.NUMBER, figure.name, row.name, row.shown, now, one.ended_why, one.ended_at, str(who or ""))
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
        found.append(Restated(Of.NUMBER, figure.name, row.name, "", now, one.note, one.created_at, str(one.author)))
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
                Restated(Of.MEANING, figure.name, "What it means", then.words, one.words, one.why, one.created_at,
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
            Restated(Of.LIMITS, figure.name, "Its limits", was, now, last.reason, last.pgh_created_at, who_did(last))
        )
    return found


def _written(value: float, metric: Metric, figure: Figure) -> str:
    return written(value, in_its_size(metric, figure).unit)


COUNTED = (
    (Of.NUMBER, "one number has changed", "{} numbers have changed"),
    (Of.MEANING, "what a metric means is another", "what a metric means is another"),
    (Of.LIMITS, "limits were set anew", "limits were set anew"),
    (Of.TARGET, "a target is another", "{} targets are others"),
    (Of.EVIDENCE, "evidence for what it says has changed", "evidence for what it says has changed"),
)


def says(found: Sequence[Restated]) -> str:
    """Empty where everything stands as it was issued."""
    if not found:
        return ""
    counted = Counter(one.of for one in found)
    parts = [many.format(counted[of]) if counted[of] > 1 else one for of, one, many in COUNTED if counted[of]]
    said = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"Since it was issued {said}. The edition stays as it is."
