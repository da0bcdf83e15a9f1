"""What a page draws many times in few variants (marks, addresses): each variant is made once for all pages."""

import datetime as dt
import functools
from collections.abc import Sequence

from django import template
from django.template.defaultfilters import date
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from stakeholders.long_words import folded_words
from stakeholders.models import Engagement, Segment
from stakeholders.queries.chart import Share
from stakeholders.queries.matrix import marks
from web.shapes import PATHS, POSITIONS, segment_key
from web.templatetags import ui

register = template.Library()


@register.inclusion_tag("stakeholders/_long.html")
def long(words: str) -> dict[str, str]:
    """Somebody's words, the rest of long ones folded. {% long note.words %}, in what may hold blocks."""
    start, rest = folded_words(words)
    return {"start": start, "rest": rest}


@register.simple_tag
@functools.cache
def engagement_cells(now: str, desired: str) -> SafeString:
    """C and D over the five levels and the unknown, as the cells of a row."""
    unknown = Engagement.UNKNOWN
    return render_to_string(
        "stakeholders/_matrix_cells.html",
        {"marks": marks(now, desired), "now_unknown": now == unknown, "desired_unknown": desired == unknown},
    )


@register.simple_tag
@functools.lru_cache(maxsize=4096)
def judged(
    influence: int | None, interest: int | None, position: int | None, engagement: str, desired: str, has_gap: bool
) -> SafeString:
    """What is judged of somebody, as the cells of a row."""
    context = {
        "influence": influence,
        "interest": interest,
        "position": position,
        "position_word": POSITIONS[position],
        "engagement": engagement,
        "desired": desired,
        "has_gap": has_gap,
    }
    return render_to_string("stakeholders/_register_judged.html", context)


@register.simple_tag
@functools.lru_cache(maxsize=4096)
def dated(on: dt.date, words: str) -> SafeString:
    """How long ago something was, with the day itself for whoever asks."""
    return format_html('<time datetime="{}" title="{}">{}</time>', on.isoformat(), date(on, "j F Y"), words)


@register.simple_tag
def stands(segment: str, position: int | None) -> SafeString:
    """A segment's badge, its shape filled by position; no position is said of somebody without a segment."""
    nothing = (segment, position) == (Segment.UNKNOWN, None)
    return ui.segment(segment, position="" if nothing else position)


@register.simple_tag
@functools.cache
def dot(segment: str) -> SafeString:
    """A segment's shape, small and filled, for counts: a reference to what `dots` has drawn once on the page."""
    key = segment_key(segment)
    return format_html('<svg class="mark tone-{0} dot" aria-hidden="true"><use href="#dot-{0}"/></svg>', key)


@register.simple_tag
def mix(shares: Sequence[Share]) -> SafeString:
    """How many of each segment, as dots with numbers and words: written out here, since a chart shows hundreds."""
    last = len(shares) - 1
    # Labels and dots are ours.
    return mark_safe(
        "".join(
            f'<span class="node-share" title="{share.count:,} {share.label.lower()}">{dot(share.segment)}'
            f'<span class="num">{share.count:,}</span><span class="visually-hidden"> {share.label.lower()}'
            f"{',' if place < last else ''}</span></span>"
            for place, share in enumerate(shares)
        )
    )


@register.simple_tag
@functools.cache
def dots() -> SafeString:
    """The shapes that `dot` refers to; a page that uses it draws them once."""
    shapes = format_html_join(
        "",
        '<symbol id="dot-{0}" viewBox="-8 -8 16 16"><path d="{1}" fill="{2}" stroke="currentColor" stroke-width="1.7" '
        'stroke-linejoin="round" stroke-dasharray="{3}"/></symbol>',
        (
            (key, path, *(("none", "2.2 1.7") if key == "unsegmented" else ("currentColor", "none")))
            for key, path in PATHS.items()
        ),
    )
    return format_html('<svg class="visually-hidden" aria-hidden="true" width="0" height="0">{}</svg>', shapes)


@register.simple_tag
def address(name: str, slug: str, pk: int | str) -> str:
    """`{% url name slug pk %}` for lists: resolving it anew for every row was a third of a long page's time."""
    before, after = _frame(name, slug)
    return f"{before}{pk}{after}"


@functools.lru_cache(maxsize=4096)
def _frame(name: str, slug: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[slug, 0]).rpartition("/0/")
    return f"{before}/", f"/{after}"
