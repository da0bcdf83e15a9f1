"""Why a measure stays that rewards service."""

from django import forms

from stakeholders.forms.fields import TextField


class KeepForm(forms.Form):
    why = TextField(
        label="Why does it stay?",
        missing="Say why it stays: others will ask.",
        rows=3,
        max_length=2000,
        help_text="What do you want people to do because of it?",
    )
