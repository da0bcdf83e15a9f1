"""Words for numbers that templates of this app say."""

from django import template

from web.shapes import POSITIONS

register = template.Library()


@register.filter
def position_word(position: int | None) -> str:
    return POSITIONS[position]
