"""Naming several people: a line for each, by a name that only one of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from stakeholders.forms.contacts import PersonField
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

# Lines offered beside those in use.
BLANK = 2
MOST = 12


class NamesInput(forms.TextInput):
    """As many inputs of one name; the template draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if isinstance(data, QueryDict) else list(data.get(name) or [])


class PeopleField(forms.Field):
    """Cleans to a list of stakeholders, each once, in the order in which they were named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NamesInput(), **kwargs)
        self.people = Stakeholder.objects.none()

    def of(self, people: StakeholderQuerySet) -> None:
        self.people = people

    def prepare_value(self, value: Any) -> list[str]:
        """The lines as typed, or names; people who share a name are told apart by their number."""
        named = list(value or [])
        names = Counter(each.name.casefold() for each in named if isinstance(each, Stakeholder))
        return [
            (f"{each.name} #{each.pk}" if names[each.name.casefold()] > 1 else each.name)
            if isinstance(each, Stakeholder)
            else str(each)
            for each in named
        ]

    def clean(self, value: Sequence[str]) -> list[Stakeholder]:
        one = PersonField(missing="", required=False)
        one.queryset = self.people
        found: dict[int, Stakeholder] = {}
        problems: list[str] = []
        for line in value[:MOST]:
            try:
                person = one.to_python(line)
            except ValidationError as problem:
                problems += problem.messages
            else:
                if person is not None:
                    found.setdefault(person.pk, person)
        if len([line for line in value if line.strip()]) > MOST:
            problems.append(f"More than {MOST} people do not own anything together. Name those who answer for it.")
        if problems:
            raise ValidationError(problems)
        return list(found.values())


def lines(bound: forms.BoundField) -> list[str]:
    """What the inputs of such a field hold, with some blank ones after them."""
    held = [line for line in bound.value() or [] if line.strip()]
    return [*held, *[""] * BLANK]
