"""What a picture and a table of attribution repeat by the hundred: a mark for each model, a cell for each figure.

Written out here, since a template takes ten times as long for as many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from impact.attribution.picture import Dot, Tick
from impact.queries.attribution import Cell, Given

register = template.Library()


@register.simple_tag
def dots(row: Iterable[Dot]) -> SafeString:
    """A channel’s mark for each model, and its number beside it. The marks themselves stand once in the page."""
    return mark_safe("".join(map(_dot, row)))


def _dot(one: Dot) -> str:
    says, aside = escape(one.says), 'dx="-10" text-anchor="end"' if one.is_left else 'dx="10"'
    return (
        f'<g class="attribution-dot is-{one.rule}"><title>{says}</title>'
        f'<use href="#mark-{one.rule}" x="{one.x}" y="{one.y}"/>'
        f'<text class="attribution-dot-says" x="{one.x}" y="{one.y}" dy=".35em" {aside}>{says}</text></g>'
    )


@register.simple_tag
def tick_lines(ticks: Sequence[Tick]) -> SafeString:
    lines = (f'<line class="attribution-tick" x1="{tick.x}" x2="{tick.x}" y1="0" y2="100%"/>' for tick in ticks)
    return mark_safe("".join(lines))


@register.simple_tag
def cells(line: Iterable[Cell], channel: str, address: str) -> SafeString:
    """Figures of a channel; with `behind`, each is a link to the journeys behind it, under `address`."""
    of = f" of the conversions to {escape(channel)}, "
    return mark_safe("".join(_cell(one, of, escape(address)) for one in line))


def _cell(one: Cell, of: str, address: str) -> str:
    called, says = escape(one.called), escape(one.share)
    if one.behind:
        hidden = f'<span class="visually-hidden">{of}{called}</span>'
        says = f'<a href="{address}?{escape(one.behind)}">{says}{hidden}</a>'
    if one.value:
        says += f'<span class="attribution-value">{escape(one.value)}</span>'
    return f'<td data-label="{called}" class="numeric nowrap">{says}</td>'


THEN = ' <span class="muted" aria-hidden="true">›</span><span class="visually-hidden">, then</span> '


@register.filter
def path_of(given: Given) -> SafeString:
    """What a journey touched, one after the other; the channel that the page is about is strong."""
    return mark_safe(THEN.join(_touch(touch, is_it) for touch, is_it in given.touches))


def _touch(name: str, is_it: bool) -> str:
    return f"<strong><bdi>{escape(name)}</bdi></strong>" if is_it else f"<bdi>{escape(name)}</bdi>"
