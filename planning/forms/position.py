"""Saying where somebody stands on a goal."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.contacts import PersonField
from stakeholders.forms.fields import CHOOSE, KeyField, Radios, TextField
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.scales import POSITION


class PositionForm(forms.Form):
    person = PersonField(label="Who?", missing="Choose whose position it is: type a part of the name.")
    position = forms.TypedChoiceField(
        label="Where do they stand on this goal?",
        choices=[(str(step), word) for step, word in POSITION.items()],
        coerce=int,
        widget=Radios(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    why = TextField(
        label="Why?",
        missing="Say why: what they said or did.",
        max_length=5000,
        help_text="What they said or did. The person may ask to read this one day.",
    )
    said_on = forms.DateField(
        label="When?", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS, initial=timezone.localdate
    )
    key = KeyField()

    def __init__(self, *args: Any, people: StakeholderQuerySet, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people
        self.fields["said_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def to_say(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("position", "why", "said_on")}
