"""Numbers as people type them, in the unit of their metric."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from impact.models.observation import HIGHEST
from impact.units import SYMBOLS, Kind, Unit

# 0,125 is no thousand of anything.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[,  ' ][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# One or two digits behind a comma are no thousands either: 12,5 and 2.140,50 can mean one thing alone.
_CONTINENTAL = re.compile(r"[+-]?(?:[1-9][0-9]{0,2}(?:[.  ' ][0-9]{3})+|[0-9]+),[0-9]{1,2}")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
MOST_PEOPLE = 2_000_000_000


def number_of(text: str, unit: Unit) -> float:
    """82 or 82 % of a share is 0.82; €1,200.50 of money in euros is 1200.5. Raises ValidationError with a sentence."""
    typed = text.strip().replace("−", "-")
    bare = typed.removesuffix("%").strip()
    if bare != typed and unit.kind is not Kind.SHARE:
        raise ValidationError("This metric is not counted in percent. Leave the % out.")
    if unit.currency:
        for sign in (SYMBOLS.get(unit.currency, unit.currency), unit.currency):
            bare = bare.removeprefix(sign).removesuffix(sign).strip()
            bare = f"-{bare[1:].removeprefix(sign).strip()}" if bare.startswith("-") else bare
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[,  ' ]", "", bare)
    elif _CONTINENTAL.fullmatch(bare):
        bare = re.sub(r"[.  ' ]", "", bare).replace(",", ".")
    elif _COMMA.fullmatch(bare):
        raise ValidationError(f"Write {bare.replace(',', '.')} with a point: a comma separates thousands, as in 1,200.")
    if not _PLAIN.fullmatch(bare):
        raise ValidationError("This is not a number. Write it as 1200 or 1,200.50.")
    value = float(bare)
    if abs(value) > HIGHEST:
        raise ValidationError("That is more than can be kept.")
    return value / 100 if unit.kind is Kind.SHARE else value


def typed(value: float | None, unit: Unit) -> str:
    """A stored number as it would be typed into its form."""
    if value is None:
        return ""
    shown = value * 100 if unit.kind is Kind.SHARE else value
    return f"{shown:.10f}".rstrip("0").rstrip(".")


def suffix(unit: Unit) -> str:
    """What stands behind the name of a field in which such a number is typed."""
    if unit.kind is Kind.SHARE:
        return "in %"
    if unit.currency:
        return f"in {unit.currency}"
    return {Kind.HOURS: "in hours", Kind.MONTHS: "in months", Kind.POINTS: "in points", Kind.RATIO: "to 1"}.get(
        unit.kind, ""
    )


class NumberField(forms.CharField):
    """Cleans to a float in the unit of its metric, or None where nothing is typed."""

    def __init__(self, *, unit: Unit, missing: str = "", **kwargs: Any) -> None:
        super().__init__(error_messages={"required": missing or "Fill this in."}, **kwargs)
        self.unit = unit
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> float | None:
        text = str(super().clean(value) or "")
        return number_of(text, self.unit) if text else None


class CountField(forms.IntegerField):
    """How many people: a whole number, zero or more, thousands by commas if one likes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "required": "Fill this in; zero is an answer.",
                "invalid": "This is not a whole number.",
                "min_value": "A count of people is zero or more.",
                "max_value": "That is more people than there are.",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if re.fullmatch(r"[0-9]{1,3}(?:[,  ' ][0-9]{3})+", text):
            text = re.sub(r"[,  ' ]", "", text)
        found: int | None = super().to_python(text)
        return found
