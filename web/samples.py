"""What the style guide shows: one example of each component in each state."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms

from web.countdown import Clock
from web.shapes import LABELS


class Described(forms.RadioSelect):
    """Radio buttons whose choices have a note each."""

    descriptions = {
        "champion": "Believes already, and says so to others.",
        "detractor": "Sees nothing in it for them, or fears losing control.",
        "participant": "Executes, and lives with the strategy day to day.",
    }


class SampleForm(forms.Form):
    name = forms.CharField(max_length=300, help_text="As colleagues say it.")
    email = forms.EmailField(label="E-mail", required=False)
    segment = forms.ChoiceField(
        widget=Described, choices=[(key, LABELS[key]) for key in Described.descriptions], label="Segment"
    )
    department = forms.ChoiceField(
        choices=[("", "Not known"), ("sales", "Sales"), ("finance", "Finance")], required=False
    )
    met_on = forms.DateField(label="Met on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    influence = forms.IntegerField(required=False, min_value=1, max_value=5, help_text="1 to 5; empty means unknown.")
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    attachment = forms.FileField(required=False, label="Workbook", help_text="xlsx or csv, at most 20 MB.")
    tags = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=[("board", "Board"), ("budget", "Budget 2027")]
    )
    keep = forms.BooleanField(required=False, label="Remind me in two weeks", help_text="Only you see this.")


def wrong_form(prefix: str) -> SampleForm:
    typed = {"name": "", "email": "ines@", "segment": "king", "influence": "9", "notes": "Typed, and kept."}
    form = SampleForm({f"{prefix}-{name}": value for name, value in typed.items()}, prefix=prefix)
    form.is_valid()
    return form


def specimen(theme: str) -> dict[str, Any]:
    """What must differ between the two themes' halves of the page: ids and landmarks' names."""
    initial = {"name": "Isabel Duarte", "segment": "champion", "tags": ["budget"], "keep": True}
    return {
        "theme": theme,
        "form": SampleForm(prefix=theme, initial=initial),
        "wrong": wrong_form(f"wrong-{theme}"),
        "tabs_label": f"Sample tabs, {theme}",
        "table_label": f"Stakeholders, {theme}",
        "pages_label": f"Pages, {theme}",
    }


def _message(level: str, text: str) -> SimpleNamespace:
    return SimpleNamespace(level_tag=level, text=text)


def _found(label: str, note: str, segment: str, position: int) -> dict[str, Any]:
    return {"href": "#messages", "label": label, "note": note, "icon": "", "segment": segment, "position": position}


PEOPLE = [
    {
        "name": "Aiko Tanabe",
        "title": "Chief executive",
        "segment": "decision_maker",
        "position": 2,
        "met": "2 Nov",
        "days": 19,
    },
    {
        "name": "Marcus Hale",
        "title": "Head of Sales",
        "segment": "detractor",
        "position": -1,
        "met": "12 Nov",
        "days": 9,
    },
    {
        "name": "Priya Raman",
        "title": "Product Marketing",
        "segment": "champion",
        "position": 2,
        "met": "18 Nov",
        "days": 3,
    },
    {
        "name": "Tom Okafor",
        "title": "Chief of Staff",
        "segment": "influencer",
        "position": 0,
        "met": "8 Sep",
        "days": 74,
    },
    {"name": "Sam Ferris", "title": "Order desk", "segment": "participant", "position": 1, "met": "–", "days": None},
    {
        "name": "Maximiliane Freifrau von Hohenstein-Wittgenstein zu Sayn",
        "title": "Senior Vice President of Cross-Functional Commercial Excellence and Partner Enablement, EMEA",
        "segment": "",
        "position": None,
        "met": "–",
        "days": None,
    },
    {
        "name": "ليلى الحداد",
        "title": "مديرة المالية",
        "segment": "decision_maker",
        "position": None,
        "met": "1 Oct",
        "days": 51,
    },
]


def styleguide() -> dict[str, Any]:
    """The context of templates/styleguide.html."""
    return {
        "specimens": [specimen("light"), specimen("dark")],
        "panel_form": SampleForm(prefix="panel"),
        "contents": [
            ("colour", "Colour"),
            ("type", "Type"),
            ("segments", "Segments"),
            ("actions", "Actions"),
            ("forms", "Forms"),
            ("cards", "Cards"),
            ("tables", "Tables"),
            ("waiting", "Waiting"),
            ("messages", "Messages"),
            ("directions", "Right to left"),
        ],
        "people": PEOPLE,
        "paused_clock": Clock(dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC), 754, is_paused=True),
        "segments": list(LABELS),
        "positions": [2, 1, 0, -1, -2, None],
        "rising": [3, 2, 4, 1, 3, 2, 8, 10, 11, 12, 13, 14],
        "flat": [4, 1, 7, 3, 8, 4, 9, 5, 10, 7, 9, 8],
        "falling": [11, 10, 12, 11, 11.5, 10.5, 11, 10.8, 4, 3, 2, 1],
        "gappy": [2, 4, None, None, 6, 5],
        "band_low": (1, 5),
        "band_mid": (1, 10),
        "band_high": (9, 13),
        "signals_rise": [6, 7, 8, 9, 10, 11],
        "signals_fall": [8, 9, 10, 11],
        "tabs": [
            {"label": "Map", "href": "#tabs", "current": True, "count": None},
            {"label": "Register", "href": "#tabs", "current": False, "count": 58},
            {"label": "Engagement", "href": "#tabs", "current": False, "count": None},
            {"label": "Organisation chart", "href": "#tabs", "current": False, "count": None},
        ],
        "toasts": [
            _message("success", "Stored. Marcus Hale moved two steps towards interest."),
            _message("info", "Ines Rourke changed this person a minute ago."),
            _message("warning", "Two people are called Sam Ferris. Look before you merge."),
            _message("error", "Something broke on our side. Nothing was stored; what you typed is still here."),
        ],
        "found": [
            {
                "label": "People",
                "items": [
                    _found("Marcus Hale", "Head of Sales", "detractor", -1),
                    _found("Marta Hallgren", "Order desk", "participant", 1),
                ],
            },
            {"label": "Pages", "items": [{"href": "#p", "label": "The investor map", "note": "", "icon": "map"}]},
        ],
        "colours": {
            "Surfaces": ["paper", "surface", "raised", "sunken", "line", "line-strong"],
            "Ink": ["ink", "ink-2", "ink-3", "accent", "accent-wash", "focus"],
            "Meaning": ["good", "good-wash", "concern", "concern-wash", "plain"],
        },
    }
