"""What a verb refuses, told in the form that asked for it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError


def tell(form: forms.Form, problem: ValidationError) -> None:
    """A sentence about a field that this form has not got stands above all of them."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, sentences in problem.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
