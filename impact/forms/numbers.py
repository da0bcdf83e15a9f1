"""Numbers as people type them, in the unit of their metric."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from impact.models.observation import HIGHEST
from impact.units import SYMBOLS, Kind, Unit

# 0,125 is no thousand of anything.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[,  ' ][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# One or two digits behind a comma are no thousands either: 12,5 and 2.140,50 can mean one thing alone.
_CONTINENTAL = re.compile(r"[+-]?(?:[1-9][0-9]{0,2}(?:[.  ' ][0-9]{3})+|[0-9]+),[0-9]{1,2}")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
# 1.200 is one and a fifth, or one thousand two hundred.
_TWO = re.compile(r"(?<![0-9.,'])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9.,'])")
MOST_PEOPLE = 2_000_000_000


@dataclass(frozen=True)
class Meant:
    """One of the numbers that a text can be: `typed` can be that one alone, `shown` is how people read it."""

    typed: str
    shown: str
    why: str


class CanBeTwoError(ValidationError):
    """What was typed can be two numbers, and somebody has to say which."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text} can be two numbers, so nothing is stored yet.")


def meanings(text: str) -> list[Meant]:
    """Both numbers that a text with a point and three digits can be; none where it is one number alone."""
    found = _TWO.search(text)
    if found is None:
        return []
    sign = "-" if re.search(r"[-−]", text[: found.start()]) else ""
    whole, digits = found.groups()
    return [
        Meant(f"{sign}{whole}{digits}", f"{sign}{whole},{digits}", "the point separates thousands"),
        Meant(f"{sign}{_unmistakable(f'{whole}.{digits}')}", f"{sign}{whole}.{digits}", "the point is the decimal one"),
    ]


def _unmistakable(decimals: str) -> str:
    """A number with a point as no thousands can be written."""
    short = decimals.rstrip("0").rstrip(".")
    return f"{short}0" if _TWO.search(short) else short


def number_of(text: str, unit: Unit) -> float:
    """82 or 82 % of a share is 0.82; €1,200.50 of money in euros is 1200.5. Raises ValidationError with a sentence,
    CanBeTwoError for 1.200, but of a share, where a thousand percent is none."""
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
    elif unit.kind is not Kind.SHARE and _TWO.fullmatch(bare.removeprefix("-").removeprefix("+")):
        raise CanBeTwoError(text.strip())
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
    return _unmistakable(f"{shown:.10f}")


def suffix(unit: Unit) -> str:
    """What stands behind the name of a field in which such a number is typed."""
    if unit.kind is Kind.SHARE:
        return "in %"
    if unit.currency:
        return f"in {unit.currency}"
    return {Kind.HOURS: "in hours", Kind.MONTHS: "in months", Kind.POINTS: "in points", Kind.RATIO: "to 1"}.get(
        unit.kind, ""
    )


class NumberInput(forms.TextInput):
    """Where it was `asked` which of two numbers is meant, both stand below, to be chosen; what was typed stays."""

    asked = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        text = super().value_from_datadict(data, files, name)
        chosen = data.get(_meant(name))
        return chosen if any(one.typed == chosen for one in meanings(str(text or ""))) else text

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        control = super().render(name, value, attrs, renderer)
        found = meanings(str(value or "")) if self.asked else []
        if not found:
            return control
        choices = format_html_join(
            "",
            '<label class="choice"><input type="radio" name="{}" value="{}"><span class="choice-words">'
            '<span class="choice-label num">{}</span><span class="choice-note">{}</span></span></label>',
            ((_meant(name), one.typed, one.shown, one.why) for one in found),
        )
        return format_html(
            '<div class="asked">{}<fieldset class="meant"><legend class="small">Which one is meant?</legend>'
            '<div class="choice-cards">{}</div></fieldset></div>',
            control,
            choices,
        )


def _meant(name: str) -> str:
    return f"{name}-meant"


class NumberField(forms.CharField):
    """Cleans to a float in the unit of its metric, or None where nothing is typed."""

    widget = NumberInput

    def __init__(self, *, unit: Unit, missing: str = "", **kwargs: Any) -> None:
        super().__init__(error_messages={"required": missing or "Fill this in."}, **kwargs)
        self.unit = unit
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> float | None:
        text = str(super().clean(value) or "")
        return asking(self, text, self.unit) if text else None


def asking(field: forms.Field, text: str, unit: Unit) -> float:
    """The number that was typed into a field. Raises as `number_of` does; where it can be two, the field asks."""
    try:
        return number_of(text, unit)
    except CanBeTwoError:
        assert isinstance(field.widget, NumberInput)
        field.widget.asked = True
        raise


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
        # A point before three digits is none before decimals: nobody counts parts of people.
        if re.fullmatch(r"[0-9]{1,3}(?:[.,  ' ][0-9]{3})+", text):
            text = re.sub(r"[.,  ' ]", "", text)
        found: int | None = super().to_python(text)
        return found
