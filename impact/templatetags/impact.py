"""A metric's verdict and its small line, drawn by the components of the look."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from impact.chart import Chart, Dot
from impact.readings import Reading
from impact.verdicts import Verdict
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
    values = [point.value for point in points]
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


@register.filter
def dots_of(chart: Chart) -> SafeString:
    """Its points, drawn here: hundreds of them stand on a page, and a template takes ten times as long."""
    return mark_safe("".join(map(_dot, chart.dots)))


def _dot(dot: Dot) -> str:
    says = f"<title>{conditional_escape(dot.says)}</title>"
    if dot.tone == "concern":
        return f'<path class="xmr-dot is-concern" d="M{dot.x},{dot.y} m0,-6 l6,6 l-6,6 l-6,-6 z">{says}</path>'
    radius = RADIUS.get(dot.tone, 5)
    tone = conditional_escape(dot.tone)
    return f'<circle class="xmr-dot is-{tone}" cx="{dot.x}" cy="{dot.y}" r="{radius}">{says}</circle>'
