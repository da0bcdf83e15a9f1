"""A number of one period, a target, a note, and the begin of another process."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from impact import observations
from impact.forms.numbers import CountField, NumberField, suffix, typed
from impact.models import Metric, Observation, Target
from impact.observations import Number
from impact.periods import DAY, Every, last_day, name_of, start_of
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import LineField, Radios, TextField, WordsField

# So many periods back can be chosen; older ones come by a file.
OFFERED = 60


def periods(metric: Metric, today: dt.date) -> list[dt.date]:
    """The starts that can be chosen, the running period first."""
    every = Every(metric.every)
    starts = [start_of(today, every)]
    while len(starts) < OFFERED:
        starts.append(start_of(starts[-1] - DAY, every))
    return starts


class ObservationForm(forms.Form):
    """The number of one period. Where there is one already, it is corrected, for a reason."""

    starts_on = WordsField(label="Period", choices=[])
    note = TextField(
        label="What is there to know about it?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Such as a system that was down.",
    )
    # The number that stood when the form was opened.
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput())
    # The number that somebody was asked about and said is right.
    sure = forms.CharField(required=False, widget=forms.HiddenInput())
    why = TextField(label="What was wrong with the number that stands?", required=False, rows=2, max_length=2000)

    def __init__(
        self, *args: Any, metric: Metric, today: dt.date, standing: Observation | None = None, **kwargs: Any
    ) -> None:
        self.metric = metric
        kwargs["initial"] = {**_held(metric, standing), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        every = Every(metric.every)
        starts = periods(metric, today)
        if standing is not None and standing.starts_on not in starts:
            starts.append(standing.starts_on)
        field = self.fields["starts_on"]
        assert isinstance(field, forms.ChoiceField)
        running = " (not over yet)"
        field.choices = [
            (start.isoformat(), f"{name_of(start, every)}{running if last_day(start, every) >= today else ''}")
            for start in starts
        ]
        self.fields |= _number_fields(metric)
        self.order_fields(["starts_on", *_number_fields(metric), "why", "note"])

    @property
    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _number_fields(self.metric)]

    def number(self) -> Number:
        """What was typed. Raises ValidationError for what cannot be."""
        data = self.cleaned_data
        if self.metric.measured == Metric.Measured.SHARE:
            return observations.share_of(data["ahead"], data["n"])
        if self.metric.measured == Metric.Measured.PROMOTERS:
            return observations.promoters(data["promoting"], data["passive"], data["detracting"])
        return observations.number(data["value"], n=data["n"])

    def certainty(self) -> str:
        """What `sure` holds when it is this number that is right: another one is asked about again."""
        return f"{self.cleaned_data['starts_on']} {self.number()}"

    @property
    def is_sure(self) -> bool:
        return bool(self.cleaned_data["sure"] == self.certainty())

    def clean_starts_on(self) -> dt.date:
        return dt.date.fromisoformat(self.cleaned_data["starts_on"])


def _number_fields(metric: Metric) -> dict[str, forms.Field]:
    if metric.measured == Metric.Measured.SHARE:
        return {"ahead": CountField(label="How many did?"), "n": CountField(label="Out of how many?")}
    if metric.measured == Metric.Measured.PROMOTERS:
        return {
            "promoting": CountField(label="Promoters", help_text="Answered 9 or 10."),
            "passive": CountField(label="Passives", help_text="Answered 7 or 8."),
            "detracting": CountField(label="Detractors", help_text="Answered 0 to 6."),
        }
    label = " ".join(filter(None, ("Number", suffix(metric.unit))))
    return {
        "value": NumberField(
            label=label, unit=metric.unit, missing="Type the number; when nothing was measured, leave the period out."
        ),
        "n": CountField(
            label="From how many?", required=False, help_text="Deals, customers, answers: if it rests on a count."
        ),
    }


def _held(metric: Metric, standing: Observation | None) -> dict[str, Any]:
    if standing is None:
        return {}
    ahead, behind, n = standing.ahead, standing.behind, standing.n
    promoters = (
        {}
        if behind is None
        else {"promoting": ahead, "passive": (n or 0) - (ahead or 0) - behind, "detracting": behind}
    )
    return {
        "starts_on": standing.starts_on.isoformat(),
        "value": typed(standing.value, metric.unit),
        "ahead": ahead,
        "n": n,
        "note": standing.note,
        "corrects": standing.pk,
        **promoters,
    }


class WithdrawForm(forms.Form):
    why = TextField(
        label="Why is it no number of this metric?", missing="Say what was wrong with it.", rows=2, max_length=2000
    )


class OffForm(forms.Form):
    why = TextField(
        label="Why is it shown no more?",
        missing="Say why it is shown no more: whoever looked at it will ask.",
        rows=2,
        max_length=2000,
        help_text="The overview says it for a while, with your name.",
    )


COURSE_NOTES = {
    Target.Course.EVEN: "A flow is split over the periods; a level goes there in a straight line",
    Target.Course.THROUGHOUT: "Each period must reach it",
    Target.Course.BY_THE_END: "Nothing is asked of the periods before",
}


class TargetForm(forms.Form):
    """What the metric should come to, and by when."""

    starts_on = forms.DateField(
        label="From",
        widget=DateInput(),
        error_messages={**DATE_PROBLEMS, "required": "Choose the day on which it starts."},
    )
    ends_on = forms.DateField(
        label="To",
        widget=DateInput(),
        error_messages={**DATE_PROBLEMS, "required": "Choose the day by which it is reached."},
    )
    course = WordsField(label="On which way?", choices=Target.Course.choices, widget=Radios(COURSE_NOTES))
    why = TextField(
        label="Why this much?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Asked for when another target stands for these days.",
    )

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, is_flow = metric.unit, metric.nature == Metric.Nature.FLOW
        behind = f" {suffix(unit)}".rstrip()
        self.fields["value"] = NumberField(label=f"Target{behind}", unit=unit, missing="Say how much.")
        self.fields["value"].help_text = (
            "Of the whole time together; of each period where each must reach it."
            if is_flow
            else "Where it then stands."
        )
        self.fields["baseline"] = NumberField(
            label=f"Where it stands now{behind}",
            unit=unit,
            required=False,
            help_text="Leave it empty when nobody knows: unknown is not zero.",
        )
        self.order_fields(["value", "starts_on", "ends_on", "baseline", "course", "why"])


class NoteForm(forms.Form):
    on = forms.DateField(
        label="When", widget=DateInput(), error_messages={**DATE_PROBLEMS, "required": "Choose the day."}
    )
    says = LineField(
        label="What happened?",
        missing="Say what happened.",
        help_text="Such as “new lead definition agreed with Sales”.",
    )
    everywhere = forms.BooleanField(label="Show it beside every metric", required=False)


class RebaseForm(forms.Form):
    starts_on = WordsField(label="From which period on?", choices=[])
    reason = TextField(
        label="What made it another process?",
        missing="Say what made it another process: limits are never moved without a reason.",
        rows=2,
        max_length=2000,
        help_text="A change you know of and expect to last. That the numbers look better is no reason.",
    )

    def __init__(self, *args: Any, starts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["starts_on"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = starts
