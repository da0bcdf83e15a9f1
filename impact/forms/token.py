"""A token for a system that sends numbers."""

from __future__ import annotations

from django import forms

from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import LineField


class TokenForm(forms.Form):
    name = LineField(
        label="What will send numbers with it?",
        max_length=120,
        missing="Name the system, so that people know what stops when it is revoked.",
        help_text="Such as “CRM, every night”.",
    )
    expires_on = forms.DateField(
        label="Works until",
        required=False,
        widget=DateInput(),
        error_messages=DATE_PROBLEMS,
        help_text="Leave it empty for a token that works until somebody revokes it.",
    )
