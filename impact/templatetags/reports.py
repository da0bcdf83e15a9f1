"""An issued report, drawn from its document alone."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from impact.chart import Chart
from impact.queries.reports import Choice
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
def rows_of(figure: Figure) -> SafeString:
    """The rows of its table, drawn here: hundreds of them stand in a report, and a template takes ten times as long."""
    first, *others = telling.columns(figure.rows)
    heads = [f'<th scope="row">{escape(cell)}</th>' for cell in first.cells]
    columns = [[f"{_begin(column)}{escape(cell)}</td>" for cell in column.cells] for column in others]
    return mark_safe("".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(heads, *columns, strict=True)))


def _begin(column: telling.Column) -> str:
    numeric = ' class="numeric"' if column.is_numeric else ""
    return f'<td{numeric} data-label="{escape(column.name)}">'


@register.filter
def options_of(groups: Sequence[tuple[str, tuple[Choice, ...]]]) -> SafeString:
    """What can be chosen, drawn here: four lists on a page have the same hundreds."""
    return mark_safe(
        "".join(f'<optgroup label="{escape(title)}">{_options(found)}</optgroup>' for title, found in groups)
    )


# The same hundreds from one look to the next.
@functools.lru_cache(maxsize=64)
def _options(found: tuple[Choice, ...]) -> str:
    return "".join(f'<option value="{escape(one.value)}">{escape(one.label)}</option>' for one in found)


@register.filter
def tones_of(chart: Chart) -> Collection[str]:
    """How its points stand out, for the legend."""
    return {dot.tone for dot in chart.dots}
