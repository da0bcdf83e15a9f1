"""Naming a saved view."""

from __future__ import annotations

from django import forms

from stakeholders.forms.fields import LineField, WordsField
from stakeholders.models import SavedView


class ViewForm(forms.Form):
    name = LineField(label="Name of this view", max_length=80, missing="Give this view a name.")
    is_shared = forms.BooleanField(label="Shared with the team", required=False)
    page = WordsField(label="Page", choices=SavedView.Page.choices)
    # Never stored as it comes: the verb keeps only what a query string can be.
    query = forms.CharField(required=False, max_length=8000, error_messages={
        "null_characters_not_allowed": "These filters hold a null character, which cannot be stored. Clear them first.",
        "max_length": "These filters are too many to keep as a view. Clear some of them first.",
    })  # fmt: skip
