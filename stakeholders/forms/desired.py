"""Saying in the engagement matrix where somebody is needed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from stakeholders.forms.fields import KeyField, LineField
from stakeholders.models import Engagement

# Nobody is wished to resist; unaware means that they need not know of it.
CHOICES = [(str(level), level.label) for level in Engagement if level != Engagement.RESISTANT]
PICK = "Pick where you need them: unaware, neutral, supportive or leading."


class DesiredForm(forms.Form):
    desired = forms.ChoiceField(
        label="Needed", choices=CHOICES, error_messages={"required": PICK, "invalid_choice": PICK}
    )
    # One line, so that Enter stores it.
    why = LineField(
        label="Why?",
        missing="Say in one sentence why: whoever reads this next needs the reason.",
        max_length=2000,
    )
    key = KeyField()

    def __init__(self, *args: Any, desired: str = Engagement.UNKNOWN, **kwargs: Any) -> None:
        kwargs["initial"] = {"desired": desired, "key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
