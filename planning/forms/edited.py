"""Forms that two people may have open at once: what the other one changed meanwhile, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core import signing

from stakeholders.forms.meanwhile import Difference

SALT = "planning.edit"


class EditedForm(forms.Form):
    """Carries the version it was opened with, and, signed, what stood in each field then."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    opened = forms.CharField(widget=forms.HiddenInput(), required=False)

    def values_when_opened(self) -> dict[str, Any]:
        """What the fields held when the form was opened; nothing when somebody tampered with it."""
        try:
            opened: dict[str, Any] = signing.loads(self.data.get("opened", ""), salt=SALT)
        except signing.BadSignature:
            return {}
        return opened


def opened_with(values: Mapping[str, Any], version: int) -> dict[str, Any]:
    return {"version": version, "opened": signing.dumps(dict(values), salt=SALT)}


def differences(
    opened: Mapping[str, Any],
    theirs: Mapping[str, Any],
    typed: Mapping[str, Any],
    *,
    labels: Mapping[str, str],
    said: Callable[[str, Any], str],
) -> list[Difference]:
    """What changed meanwhile. A field that this form left as it was takes their value over; one that both changed
    keeps what was typed, to be decided by a person. What both changed alike is no difference."""
    found = []
    for name, label in labels.items():
        was, now, mine = opened.get(name), theirs[name], typed[name]
        if now in (was, mine):
            continue
        before, after, here = (said(name, value) or "Nothing" for value in (was, now, mine))
        found.append(Difference(name, label, before, after, here, name in opened and mine == was))
    return found
