"""A metric's verdict and its small line, drawn by the components of the look."""

from __future__ import annotations

import functools
from collections.abc import Collection, Hashable, Iterable
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from impact.chart import Chart, Dot
from impact.models import Metric
from impact.queries.exploring import Explored
from impact.queries.metrics import Row
from impact.queries.service_measures import found_in
from impact.readings import Reading
from impact.verdicts import Verdict
from stakeholders.templatetags.marks import address
from web.sparklines import sparkline

register = template.Library()

# Of the periods of a metric, so many are drawn on a card.
DRAWN = 24
# How far a point reaches, by its tone; what is not named here is larger.
RADIUS = {"plain": 3, "partial": 4}


@register.inclusion_tag("components/verdict.html")
def means(verdict: Verdict) -> dict[str, Any]:
    """What a number's change means: its word, why, and the icon and colour that belong to it."""
    return {
        "tone": verdict.tone.partition("-")[0],
        "icon": verdict.icon,
        "text": verdict.word,
        "note": verdict.sentence,
    }


@register.inclusion_tag("components/sparkline.html")
def spark(reading: Reading) -> dict[str, Any]:
    """The latest periods, with the limits of the process as it is now and the points of its signals."""
    # What was another process before is told by the chart, with its reason.
    first = max(len(reading.points) - DRAWN, reading.stretches[-1].start if reading.stretches else 0)
    points = reading.points[first:]
    # A month that runs has not fallen: it is not over.
    whole = next((place for place in range(len(points), 0, -1) if points[place - 1].judged is not None), len(points))
    values = [point.value for point in points[:whole]]
    band = None
    if reading.stretches and not reading.stretches[-1].is_too_few:
        limits = reading.stretches[-1]
        known = [value for value in values if value is not None]
        band = (
            min(known) if limits.lower is None else limits.lower,
            max(known) if limits.upper is None else limits.upper,
        )
    # Those that the verdict speaks of: what an older signal meant is told by the chart.
    place = reading.points.index(reading.judged_point) if reading.judged_point else -1
    now = [signal for signal in reading.signals if place in signal.indices]
    places = sorted({place - first for signal in now for place in signal.indices if place >= first})
    return {
        "line": sparkline(values, band=band, signals=places),
        "title": reading.metric.name,
        "says": reading.verdict.alt,
        "tone": reading.verdict.tone.partition("-")[0],
    }


@register.simple_tag
def drawn(template_name: str, **values: Hashable) -> SafeString:
    """What a template draws of a chart, a figure, a card or a picture to explore, once for as long as it is among the
    latest: they stay from one look to the next until a number is written."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(template_name, **values)


# Two to eighty kilobytes each.
@functools.lru_cache(maxsize=384, typed=True)
def _drawn(template_name: str, **values: Hashable) -> SafeString:
    return mark_safe(render_to_string(template_name, values).strip())  # the template has escaped it


@register.filter
def dots_of(chart: Chart) -> SafeString:
    """Its points, drawn here: hundreds of them stand on a page, and a template takes ten times as long."""
    return mark_safe("".join(map(_dot, chart.dots)))


def _dot(dot: Dot) -> str:
    says = f"<title>{escape(dot.says)}</title>"
    if dot.tone == "concern":
        return f'<path class="xmr-dot is-concern" d="M{dot.x},{dot.y} m0,-6 l6,6 l-6,6 l-6,-6 z">{says}</path>'
    radius = RADIUS.get(dot.tone, 5)
    tone = escape(dot.tone)
    return f'<circle class="xmr-dot is-{tone}" cx="{dot.x}" cy="{dot.y}" r="{radius}">{says}</circle>'


@register.simple_tag
def number_rows(rows: Iterable[Row], has: Collection[str], slug: str, correct_url: str) -> SafeString:
    """The periods of a metric, drawn here: a template takes ten times as long. With `correct_url` each can be corrected
    and taken back; `has` are the columns that say something."""
    return mark_safe("".join(_number_row(row, has, slug, correct_url) for row in rows))


def _number_row(row: Row, has: Collection[str], slug: str, correct_url: str) -> str:
    name = escape(row.name)
    running = '<span class="small faint metric-running">not over yet</span>' if row.is_partial else ""
    shown = '<span class="faint">not measured</span>' if row.observation is None else escape(row.shown)
    note = "" if row.observation is None else escape(row.observation.note)
    more = "".join(
        f'<td class="numeric" data-label="{label}">{escape(getattr(row, column))}</td>'
        for column, label in (("n", "From"), ("interval", "Very likely"), ("due", "Target"))
        if column in has
    )
    return (
        f'<tr><th scope="row">{name}{running}</th><td class="numeric" data-label="Number">{shown}</td>{more}'
        f'<td data-label="Signal">{escape(row.signal)}</td>'
        f'<td class="metric-note" data-label="Note" dir="auto">{note}</td>'
        f"{_actions(row, name, slug, correct_url) if correct_url else ''}</tr>"
    )


def _actions(row: Row, name: str, slug: str, correct_url: str) -> str:
    correct = f"{escape(correct_url)}?on={row.starts_on.isoformat()}"
    found = _action(correct, "Add" if row.observation is None else "Correct", name)
    if row.observation is not None:
        found += _action(escape(address("impact:withdraw", slug, row.observation.pk)), "Take back", name)
    return f'<td class="metric-row-actions">{found}</td>'


def _action(url: str, does: str, name: str) -> str:
    return (
        f'<a class="btn btn-quiet btn-small" href="{url}" hx-get="{url}" hx-target="#panel">'
        f'{does}<span class="visually-hidden"> {name}</span></a>'
    )


@register.filter
def chips_of(found: Explored) -> SafeString:
    """The metrics to choose from, drawn here: there may be hundreds."""
    return mark_safe(
        "".join(
            f'<label class="chip"><input type="checkbox" name="metric" value="{one.pk}"'
            f'{" checked" if one.is_chosen else ""} data-most="{found.most}"{" disabled" if one.is_left_out else ""}>'
            f"<bdi>{escape(one.name)}</bdi></label>"
            for one in found.choices
        )
    )


@register.filter
def rewards_service(metric: Metric) -> bool:
    return bool(found_in(metric))
