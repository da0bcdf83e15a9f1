"""An issued report, drawn from its document alone."""

from __future__ import annotations

from collections.abc import Collection

from django import template

from impact.chart import Chart
from impact.reports import telling
from impact.reports.document import Figure, Section

register = template.Library()

register.filter("kicker_of", telling.kicker)
register.filter("facts_of", telling.facts)
register.filter("about_of", telling.about)
register.filter("title_of", telling.title)
register.filter("ours_of", telling.ours)
register.filter("beside_of", telling.beside)
register.filter("held_against_of", telling.held_against)
register.filter("called_of", telling.called)
register.filter("meaning_of", telling.meaning)


@register.filter
def nothing_of(section: Section) -> str:
    return telling.NOTHING[section.part]


@register.filter
def columns_of(figure: Figure) -> list[telling.Column]:
    return telling.columns(figure.rows)


@register.filter
def rows_of(figure: Figure) -> list[list[tuple[telling.Column, str]]]:
    """Its table row by row, each cell with its column."""
    found = telling.columns(figure.rows)
    return [[(column, column.cells[place]) for column in found] for place in range(len(figure.rows))]


@register.filter
def tones_of(chart: Chart) -> Collection[str]:
    """How its points stand out, for the legend."""
    return {dot.tone for dot in chart.dots}
