"""Which metric would prove a stake, and beginning to write to the one who put it in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from impact.forms.initiative import day
from impact.models import Metric
from impact.models.metric import MetricQuerySet
from impact.reports.spans import Span
from stakeholders.forms.fields import KeyField, LineField


class MeasureForm(forms.Form):
    metric = forms.ModelChoiceField(
        queryset=Metric.objects.none(),
        label="Which number would show it?",
        empty_label="Choose a metric",
        error_messages={"required": "Choose the metric.", "invalid_choice": "Choose a metric of yours."},
        help_text="One that they would believe. What marketing puts in or puts out proves no return.",
    )

    def __init__(self, *args: Any, metrics: MetricQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["metric"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = metrics


class WriteForm(forms.Form):
    """To which day it tells: each stake is told from when it was put in."""

    starts_on = day("Numbers from", "Choose the first day of the numbers that lead.")
    ends_on = day("To", "Choose the last day that it tells of.")
    title = LineField(label="Title", max_length=200, missing="Give it a title.")
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

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
