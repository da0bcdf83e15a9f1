"""Looking into what a guide's desk holds by a name that only the template knows."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField

from discussions.forms.guides import Row

register = template.Library()


@register.filter
def part(row: Row, name: str) -> BoundField:
    return row[name]


@register.filter
def held(slots: Mapping[str, Any], key: str) -> Any:
    return slots[key]
