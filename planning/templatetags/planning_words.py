"""Words for numbers that templates of this app say."""

from collections.abc import Iterable

from django import template

from planning.models import Goal, Stake
from planning.service_measures import found
from stakeholders.formats.document import shorten
from web.shapes import POSITIONS

register = template.Library()


@register.filter
def position_word(position: int | None) -> str:
    return POSITIONS[position]


@register.filter
def rewards_service(goal: Goal, stakes: Iterable[Stake]) -> bool:
    """Whether the goal, or what somebody expects who invests in it, may be measured by service."""
    expected = (found(stake.expects, stake.measure) for stake in stakes if stake.ended_on is None)
    return bool(found(goal.statement, goal.measured_by)) or any(expected)


@register.filter
def short(text: object, length: int) -> str:
    """One line, not endless; `truncatechars` looks at every letter by itself."""
    return shorten(text, length)
