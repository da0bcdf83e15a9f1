"""What became of the targets and the evidence that an edition was written by: both are only ever appended and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from impact.models import AudienceMetric, Contribution, IssuedReport, Target
from impact.reports.composing import NO_BEST, best_so_far, claimed, strongest
from impact.reports.document import Document, Figure, Item, Part
from impact.reports.figures import asking
from impact.reports.restated import Of, Restated, in_its_size, who_did
from impact.returns import telling as returns

NO_TARGET = "No target"
THEN, ELSE = "what spoke for it then", "something else speaks for it, and it says the same"


def restated(issued: IssuedReport, document: Document) -> list[Restated]:
    """Nothing of a document that does not say what it was written by."""
    if not document.follows_grounds:
        return []
    return [*_targets(issued, document), *_evidence(issued, document)]


def _since(moment: dt.datetime) -> Q:
    return Q(created_at__gt=moment) | Q(ended_at__gt=moment)


# Targets -------------------------------------------------------------------------------------------------------------


def _targets(issued: IssuedReport, document: Document) -> list[Restated]:
    figures = {figure.metric: figure for figure in document.figures}
    rows = Target.objects.filter(_since(document.as_of), workspace=issued.workspace_id, metric__in=list(figures))
    written = list(rows.select_related("metric", "author").order_by("starts_on", "pk"))
    said = {one.target_row: one.says for figure in figures.values() for one in figure.asked}
    ended = [one for one in written if one.pk in said and one.ended_at is not None]
    fresh = [one for one in written if one.ended_at is None and one.created_at > document.as_of]
    found, placed = [], set()
    for one in ended:
        figure = figures[one.metric_id]
        took = [each for each in fresh if each.metric_id == one.metric_id and _meet(each, one.starts_on, one.ends_on)]
        placed |= {each.pk for each in took}
        now = " and ".join(_asking(each, figure) for each in took) or NO_TARGET
        who = str(took[0].author) if took else _who_gave_up(one)
        at = one.ended_at or one.created_at
        why = took[0].why if took else ""
        found.append(Restated(Of.TARGET, figure.name, "Its target", said[one.pk], now, why, at, who))
    for each in fresh:
        figure = figures[each.metric_id]
        if each.pk not in placed and _meet(each, *_days(figure, document)):
            now, who = _asking(each, figure), str(each.author)
            found.append(Restated(Of.TARGET, figure.name, "Its target", NO_TARGET, now, each.why, each.created_at, who))
    return found


def _asking(target: Target, figure: Figure) -> str:
    return asking(target, in_its_size(target.metric, figure))


def _meet(target: Target, first: dt.date, last: dt.date) -> bool:
    return target.starts_on <= last and target.ends_on >= first


def _days(figure: Figure, document: Document) -> tuple[dt.date, dt.date]:
    """All that a figure tells of, which begins before the days of the report."""
    first, last = document.first_on or dt.date.max, document.last_on or dt.date.min
    return min([first, *(row.starts_on for row in figure.rows)]), last


def _who_gave_up(target: Target) -> str:
    events: Any = apps.get_model("impact", "TargetEvent").objects.filter(
        workspace=target.workspace_id, pgh_obj=target.pk, pgh_label="update", ended_at__isnull=False
    )
    first = events.order_by("pgh_id").first()
    return "" if first is None else who_did(first)


# Evidence ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """A piece that rests on evidence of some days: of an initiative, or of whatever moved a metric."""

    item: Item
    initiative: int | None
    metric: int | None
    first: dt.date
    last: dt.date
    usages: Mapping[int, AudienceMetric]

    def is_of(self, one: Contribution) -> bool:
        is_theirs = one.initiative_id == self.initiative or one.metric_id == self.metric
        return is_theirs and one.last_on >= self.first and one.first_on <= self.last

    def says(self, one: Contribution) -> str:
        return returns.moved(one) if self.initiative is None else claimed(one, self.usages.get(one.metric_id))


def _evidence(issued: IssuedReport, document: Document) -> list[Restated]:
    items = [item for section in document.sections for item in section.items]
    initiatives = {item.initiative for item in items if item.initiative is not None}
    metrics = {item.figure.metric for item in items if item.since is not None and item.figure is not None}
    if not initiatives and not metrics:
        return []
    rows = Contribution.objects.filter(Q(initiative__in=initiatives) | Q(metric__in=metrics))
    rows = rows.filter(workspace=issued.workspace_id).defer("content")
    rows = rows.select_related("initiative", "metric", "author", "ended_by")
    written = {one.pk: one for one in rows.filter(_since(document.as_of)).order_by("created_at", "pk")}
    if not written:
        return []
    found, told = list[Restated](), set[int]()
    for place in _places(issued, document):
        found += _of_place(place, written, document.as_of, told)
    standing = rows.filter(ended_at=None).order_by("-last_on", "-pk")
    return [*found, *_best(document, written, list(standing))]


def _places(issued: IssuedReport, document: Document) -> Iterator[_Place]:
    report = issued.report
    usages: dict[int, AudienceMetric] = {}
    if report.audience_id is not None:
        rows = AudienceMetric.objects.filter(workspace=issued.workspace_id, audience=report.audience_id)
        usages = {row.metric_id: row for row in rows}
    first, last = document.first_on or dt.date.max, document.last_on or dt.date.min
    for section in document.sections:
        for item in section.items:
            if item.initiative is not None and section.part is Part.WHY:
                yield _Place(item, item.initiative, None, first, last, usages)
            elif item.since is not None and item.figure is not None:
                yield _Place(item, None, item.figure.metric, item.since, last, usages)


def _of_place(
    place: _Place, written: Mapping[int, Contribution], since: dt.datetime, told: set[int]
) -> Iterator[Restated]:
    """`told` are those that an earlier piece has told already."""
    following = {one.replaces_id: one for one in written.values() if one.replaces_id is not None}
    name, what = place.item.title, "Its evidence"
    for claim in place.item.evidence:
        one = written.get(claim.contribution) if claim.contribution is not None else None
        if one is None or one.ended_at is None or one.pk in told:
            continue
        last = one
        while last.pk in following:
            last = following[last.pk]
            told.add(last.pk)
        told.add(one.pk)
        was, now = claim.says, "" if last.ended_at is not None else place.says(last)
        if now and _claims(last) == _claims(one):
            was, now = THEN, ELSE
        who = one.ended_by if last is one else last.author
        yield Restated(Of.EVIDENCE, name, what, was, now, one.ended_why, one.ended_at, str(who or ""))
    for one in written.values():
        if one.pk not in told and one.ended_at is None and one.created_at > since and place.is_of(one):
            told.add(one.pk)
            now = place.says(one)
            yield Restated(Of.EVIDENCE, name, what, "", now, one.says, one.created_at, str(one.author))


def _claims(one: Contribution) -> tuple[object, ...]:
    return one.metric_id, one.grade, one.amount, one.first_on, one.last_on


def _best(
    document: Document, written: Mapping[int, Contribution], standing: Sequence[Contribution]
) -> Iterator[Restated]:
    """Of what is under way an edition says how good its best evidence is."""
    done = set()
    for section in document.sections:
        for item in section.items:
            if item.initiative is None or section.part is Part.WHY or item.initiative in done:
                continue
            done.add(item.initiative)
            best = strongest([one for one in standing if one.initiative_id == item.initiative])
            (said,) = item.evidence or (None,)
            was, now = NO_BEST if said is None else said.says, NO_BEST if best is None else best_so_far(best)
            gone = None if said is None or said.contribution is None else written.get(said.contribution)
            if was == now:
                continue
            if best is not None and best.pk in written:
                why, at, who = best.says, best.created_at, str(best.author)
            elif gone is not None and gone.ended_at is not None:
                why, at, who = gone.ended_why, gone.ended_at, str(gone.ended_by or "")
            else:
                continue
            yield Restated(Of.EVIDENCE, item.title, "Its evidence", was, now, why, at, who)
