"""What is typed about a warm path: whom to reach, and what to do with each person on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.contacts import NamingForm, PersonField
from stakeholders.forms.fields import LineField
from stakeholders.models import Stakeholder

A_WEEK = dt.timedelta(days=7)


class ReachForm(NamingForm):
    """Whom to reach, named by typing."""

    person = PersonField(label="Whom do you want to reach?", missing="Choose whom to reach: type a part of the name.")


class PlanForm(forms.Form):
    """One step of the chain as a follow-up; an empty one is left out."""

    words = LineField(label="What to do", max_length=500, required=False)
    due_on = forms.DateField(label="By", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        due_on = data.get("due_on")
        if data.get("words") and "due_on" not in self.errors:
            if due_on is None:
                self.add_error("due_on", "Say by when, or empty the line to leave it out.")
            elif due_on < timezone.localdate():
                self.add_error("due_on", "A follow-up lies ahead; this date has passed.")
        return data


def plan_forms(chain: Sequence[Stakeholder], data: Any = None) -> list[PlanForm]:
    """A form a person, filled in for the way: each is asked to introduce the next, and the last is met."""
    today = timezone.localdate()
    forms_ = []
    for number, person in enumerate(chain):
        onward = chain[number + 1] if number + 1 < len(chain) else None
        words = f"Ask {person.name} to introduce us to {onward.name}" if onward else f"Meet {person.name}"
        if onward and onward is not chain[-1]:
            words += f", on the way to {chain[-1].name}"
        if onward is None and number:
            words += f", introduced by {chain[number - 1].name}"
        initial = {"words": words[:500], "due_on": today + A_WEEK * (number + 1)}
        forms_.append(PlanForm(data, prefix=str(person.pk), initial=initial))
    return forms_
