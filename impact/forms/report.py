"""A report on the desk: what is typed as one form, which comes back as it was; its days; and what issuing asks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict

from impact.forms.initiative import day
from impact.models import Report, ReportItem
from impact.reports.spans import Against, Span, against
from impact.reports.writing import Piece, Text
from stakeholders.forms.fields import KeyField, LineField, TextField, WordsField

SALT: Final = "impact.report"
KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
AGAINST: Final = [
    (Against.BEFORE.value, "The period before"),
    (Against.YEAR_BEFORE.value, "The same days a year before"),
    (Against.NOTHING.value, "Nothing"),
]


@dataclass
class Desk:
    """What stands on the desk: `text` as it is typed, `opened` as it was opened, with which version of the report."""

    text: Text
    opened: Text
    version: int
    wrong: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def sealed(self) -> str:
        return signing.dumps(_plain(self.opened), salt=SALT, compress=True)

    @property
    def is_changed(self) -> bool:
        return self.text != self.opened


def desk_of(text: Text, version: int) -> Desk:
    return Desk(text, text, version)


def typed(data: QueryDict) -> Desk:
    """What does not come from the desk's own form is taken for nothing."""
    pieces = []
    for key in dict.fromkeys(data.getlist("piece")):
        part = data.get(f"part-{key}", "")
        if KEY.fullmatch(key) and part in ReportItem.Part.values:
            words, to_them = _text(data, f"words-{key}"), _text(data, f"to-them-{key}")
            pieces.append(Piece(key, part, words, **about(data.get(f"about-{key}", "")), to_them=to_them))
    dismissed = tuple(each for each in dict.fromkeys(data.getlist("dismissed")) if KEY.fullmatch(each))
    text = Text(_text(data, "title"), _text(data, "answer"), tuple(pieces), dismissed)
    version = data.get("version", "")
    return Desk(text, _opened(data.get("opened", ""), text), int(version) if version.isdecimal() else 0)


def about(value: str) -> dict[str, Any]:
    """What a piece is about, as the desk says it: "metric:12"; of words alone nothing."""
    kind, _, key = value.partition(":")
    if kind in ("metric", "initiative", "stake") and key.isdecimal() and len(key) < 19:
        return {kind: int(key)}
    if kind == "stake-by":
        stake, _, metric = key.partition("-")
        if stake.isdecimal() and metric.isdecimal() and len(key) < 36:
            return {"stake": int(stake), "metric": int(metric)}
    if kind == "commitment":
        try:
            return {"commitment": UUID(key)}
        except ValueError:
            return {}
    return {}


def value_of(piece: Piece) -> str:
    if piece.stake is not None and piece.metric is not None:
        return f"stake-by:{piece.stake}-{piece.metric}"
    named = (("metric", piece.metric), ("initiative", piece.initiative), ("stake", piece.stake))
    found = next((f"{kind}:{key}" for kind, key in named if key is not None), "")
    return found or (f"commitment:{piece.commitment}" if piece.commitment else "")


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def _plain(text: Text) -> dict[str, Any]:
    told = asdict(text)
    for piece in told["pieces"]:
        piece["commitment"] = piece["commitment"] and str(piece["commitment"])
    return told


def _opened(sealed: str, otherwise: Text) -> Text:
    try:
        told = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return otherwise
    pieces = tuple(
        Piece(**{**piece, "commitment": UUID(piece["commitment"]) if piece["commitment"] else None})
        for piece in told["pieces"]
    )
    return Text(told["title"], told["answer"], pieces, tuple(told["dismissed"]))


class SpanForm(forms.Form):
    """Which days it tells of, and what they are held against."""

    starts_on = day("From", "Choose the first day that it tells of.")
    ends_on = day("To", "Choose the last day that it tells of.")
    compared = WordsField(label="Held against", choices=AGAINST)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "It ends on the day it starts, or later.")
        elif first and last and (last - first).days > 1100:
            self.add_error("ends_on", "A report tells of three years at most.")
        return data

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])

    @property
    def held_against(self) -> Span | None:
        return against_or_refused(self.span, self.cleaned_data["compared"])


class DaysForm(SpanForm):
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)


def against_or_refused(span: Span, what: str) -> Span | None:
    try:
        return against(span, Against(what))
    except (OverflowError, ValueError):
        raise ValidationError({"starts_on": "These years cannot be meant."}) from None


def days_of(report: Report) -> dict[str, Any]:
    span = Span(report.starts_on, report.ends_on)
    first, last = report.compared_from, report.compared_to
    held = None if first is None or last is None else Span(first, last)
    compared = next((what for what in Against if against(span, what) == held), Against.BEFORE)
    return {"starts_on": span.first, "ends_on": span.last, "compared": compared.value, "version": report.version}


class NewReportForm(SpanForm):
    audience = WordsField(label="For whom?", choices=[], error_messages={"required": "Choose who it is for."})
    title = LineField(label="Title", max_length=200, required=False, help_text="Empty: made of who it is for and when.")
    key = KeyField()

    def __init__(self, *args: Any, audiences: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        audience = self.fields["audience"]
        assert isinstance(audience, forms.ChoiceField)
        audience.choices = audiences


class IssueForm(forms.Form):
    why = TextField(
        label="Why is there another edition?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Readers of the one before will see it.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)


class WithdrawForm(forms.Form):
    why = TextField(
        label="Why is it withdrawn?",
        missing="Say why it is withdrawn: those who have read it will ask.",
        rows=2,
        max_length=2000,
        help_text="Executives no longer find it, and links to it end. The team still reads it.",
    )


def title_for(audience: str, span: Span) -> str:
    return f"{audience}, {span}"
