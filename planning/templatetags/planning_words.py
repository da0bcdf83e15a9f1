"""Words for numbers that templates of this app say."""

from collections.abc import Iterable

from django import template

from planning.intake.text import headline
from planning.models import Goal, Stake
from planning.service_measures import found
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
    """One line that ends after a word; `truncatechars` looks at every letter by itself."""
    return headline(str(text)[: 4 * length], length)
