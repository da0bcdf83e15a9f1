"""What the agenda and the calendar are filtered by, and the zone in which check-ins begin."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from checkins.models.plan import zones
from stakeholders.forms.fields import WordsField

REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zone_choices() -> list[tuple[str, str]]:
    named = sorted(name for name in zones() if name.startswith(REGIONS))
    return [(name, name.replace("_", " ")) for name in [*named, "Etc/UTC"]]


@cache
def _options() -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', zone_choices())


class ZoneSelect(forms.Select):
    """Drawn from one text: four hundred options drawn one by one take longer than the rest of a form."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        known = any(value == zone for zone, _label in zone_choices())
        chosen = format_html('value="{}"', value)
        options = _options().replace(chosen, f"{chosen} selected", 1)
        kept = "" if known or not value else format_html("<option {} selected>{}</option>", chosen, value)
        flags = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}{}</select>", flags, kept, mark_safe(options))  # escaped above


class ZoneField(WordsField):
    """A time zone; one that is stored and not offered any more stays choosable."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices(), label=kwargs.pop("label", "Time zone"), widget=ZoneSelect(), **kwargs)

    def keep(self, name: str) -> None:
        if name and all(name != value for value, _label in zone_choices()):
            self.choices = [(name, name), *zone_choices()]


class BeginForm(forms.Form):
    zone = ZoneField(help_text="Times of day are meant there. A plan can have another one.")

    def __init__(self, data: Any = None, *, zone: str) -> None:
        super().__init__(data, initial={"zone": zone})
        field = self.fields["zone"]
        assert isinstance(field, ZoneField)
        field.keep(zone)
