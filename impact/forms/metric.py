"""Adding a metric, from the library or one's own, and editing it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from accounts.models import Workspace
from impact.models import Metric
from impact.units import Kind
from stakeholders.forms.fields import KeyField, LineField, OwnerField, Radios, TextField, WordsField

UNITS = [
    (Kind.NUMBER.value, "A plain number"),
    (Kind.COUNT.value, "A count"),
    (Kind.MONEY.value, "Money"),
    (Kind.SHARE.value, "A share in %"),
    (Kind.POINTS.value, "Points"),
    (Kind.HOURS.value, "Hours"),
    (Kind.MONTHS.value, "Months"),
    (Kind.RATIO.value, "A ratio (so many to 1)"),
]
CURRENCIES = [
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "CAD",
    "AUD",
    "NZD",
    "JPY",
    "INR",
    "BRL",
    "ZAR",
]
LEVEL_NOTES = {
    Metric.Level.INPUT: "What marketing puts in: money, hours. Never impact.",
    Metric.Level.OUTPUT: "What marketing puts out: pieces, posts. Never impact.",
    Metric.Level.OUT_TAKE: "What people noticed, understood, remember",
    Metric.Level.OUTCOME: "What people think or do differently",
    Metric.Level.IMPACT: "What the business or its customers have of it",
}
MEASURED_NOTES = {
    Metric.Measured.VALUE: "Typed in, or from a file",
    Metric.Measured.SHARE: "Its interval is computed from the counts",
    Metric.Measured.PROMOTERS: "9 and 10 promote, 0 to 6 detract; its interval is computed",
}
TOGETHER = [choice for choice in Metric.Together.choices if choice[0] != Metric.Together.POOLED]
STORED = (
    "name", "words", "formula", "source", "outcome", "level", "measured", "every", "nature", "together", "unit_kind",
    "currency", "good", "rules", "owner",
)  # fmt: skip
FIXED = ("measured", "every", "nature", "unit_kind", "currency")


class MetricForm(forms.Form):
    """What a metric is. How its numbers are kept cannot be changed once there are some."""

    name = LineField(label="Name", max_length=120, missing="Give it a name that people will say.")
    words = TextField(
        label="What does it say?",
        rows=2,
        max_length=2000,
        missing="Say in a sentence what it measures: two people must count the same.",
        help_text="In words, so that two people would count the same.",
    )
    formula = TextField(label="How is it worked out?", required=False, rows=2, max_length=2000)
    source = TextField(
        label="Where do its numbers come from?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="The system, the report, the survey.",
    )
    outcome = WordsField(label="What is it about?", choices=Metric.Outcome.choices)
    level = WordsField(label="How near to impact?", choices=Metric.Level.choices, widget=Radios(LEVEL_NOTES))
    measured = WordsField(
        label="What is one number of it?", choices=Metric.Measured.choices, widget=Radios(MEASURED_NOTES)
    )
    every = WordsField(label="One number a", choices=Metric.Every.choices)
    unit_kind = WordsField(label="Counted in", choices=UNITS)
    currency = WordsField(
        label="Currency",
        choices=[("", "None"), *((each, each) for each in CURRENCIES)],
        required=False,
        help_text="Of all its numbers and targets. It can be changed until it has a number.",
    )
    nature = WordsField(
        label="Does it add up?",
        choices=Metric.Nature.choices,
        help_text="Revenue adds up over a quarter. A share, a score or a head count stands at a moment.",
    )
    together = WordsField(label="Several periods together are", choices=TOGETHER)
    good = WordsField(label="Which way is better?", choices=Metric.Good.choices)
    rules = WordsField(
        label="When is a change more than chance?",
        choices=Metric.Rules.choices,
        help_text="NHS: outside the limits, seven on one side, seven rising or falling, two of three near a limit. "
        "Wheeler: outside, eight on one side, three of four nearer to a limit.",
    )
    owner = OwnerField(label="Who answers for it?")

    def __init__(self, *args: Any, workspace: Workspace, is_measured: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, OwnerField)
        owner.of(workspace)
        # A counted metric is put together from its counts, whatever was chosen beside it.
        for name in ("unit_kind", "nature", "together"):
            self.fields[name].required = False
        self.is_measured = is_measured
        for name in FIXED if is_measured else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        measured = data.get("measured", self.initial.get("measured"))
        if measured in (Metric.Measured.SHARE, Metric.Measured.PROMOTERS):
            unit = Kind.SHARE if measured == Metric.Measured.SHARE else Kind.POINTS
            counted = {
                "unit_kind": unit.value,
                "currency": "",
                "nature": Metric.Nature.LEVEL.value,
                "together": Metric.Together.POOLED.value,
            }
            return data | {name: value for name, value in counted.items() if name in self.fields}
        for name, sentence in (
            ("unit_kind", "Say what it is counted in."),
            ("nature", "Say whether it adds up."),
            ("together", "Say what several periods of it are together."),
        ):
            if name in self.fields and name not in self.errors and not data.get(name):
                self.add_error(name, sentence)
        if "unit_kind" in self.fields:
            if data.get("unit_kind") == Kind.MONEY and not data.get("currency"):
                self.add_error("currency", "Choose its currency.")
            elif data.get("unit_kind") != Kind.MONEY:
                data["currency"] = ""
        nature = data.get("nature", self.initial.get("nature"))
        if nature == Metric.Nature.LEVEL and data.get("together") == Metric.Together.SUM:
            self.add_error(
                "together", "What stands at a moment cannot be added up: choose their mean, or the last one."
            )
        return data

    def fields_to_store(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in STORED if name in self.fields}


class NewMetricForm(MetricForm):
    key = KeyField()
    from_library = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "key": uuid.uuid4(),
            "every": Metric.Every.MONTH,
            "measured": Metric.Measured.VALUE,
            "rules": Metric.Rules.NHS,
            "good": Metric.Good.UP,
            **kwargs.get("initial", {}),
        }
        # Said by what is counted, and no choice beside others.
        if kwargs["initial"].get("together") == Metric.Together.POOLED:
            del kwargs["initial"]["together"]
        super().__init__(*args, **kwargs)


class EditMetricForm(MetricForm):
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    why = TextField(
        label="Why is it another one now?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Asked for when its words, its formula, its source or which way is better change: its definition gets"
        " a new number.",
    )

    def __init__(self, *args: Any, metric: Metric, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        stands = {**{name: getattr(metric, name) for name in STORED}, "version": metric.version}
        super().__init__(*args, initial={**stands, **(initial or {})}, **kwargs)
