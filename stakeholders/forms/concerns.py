"""A concern as it is typed: raised, answered, settled, reopened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from stakeholders.concerns import answer_stamp
from stakeholders.forms.approach import OnceForm
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import Radios, TextField, WordsField
from stakeholders.models import Concern

CAUSE_NOTES = {
    Concern.Cause.NOTHING_IN_IT: "It costs them something, and others gain",
    Concern.Cause.LOSING_CONTROL: "Others would decide what is theirs",
    Concern.Cause.BAD_EXPERIENCE: "It was tried, and it hurt",
    Concern.Cause.COMPETING_PRIORITY: "Something else comes first",
    Concern.Cause.UNCLEAR_VALUE: "They cannot see what it is worth",
    Concern.Cause.UNKNOWN: "Ask, before you answer",
}


def _past_day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=DateInput(), error_messages=DATE_PROBLEMS, initial=timezone.localdate
    )


class ConcernForm(OnceForm):
    said = TextField(
        label="What did they say?",
        missing="Write what they said.",
        max_length=5000,
        help_text="Their own words where you have them. They may read it one day.",
    )
    cause = WordsField(label="What is behind it?", choices=Concern.Cause.choices, widget=Radios(CAUSE_NOTES))
    raised_on = _past_day("When?")
    response = TextField(
        label="What was answered?",
        required=False,
        rows=2,
        max_length=5000,
        help_text="Empty while nobody has answered.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"cause": Concern.Cause.UNKNOWN, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["said"].widget.attrs["data-autofocus"] = True
        self.fields["raised_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def to_raise(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("said", "cause", "raised_on", "response")}


class AnswerForm(forms.Form):
    """Carries which answer stood when it was opened."""

    response = TextField(label="What was answered?", missing="Say what was answered.", max_length=5000)
    on = _past_day("When?")
    expected = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=16)

    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        kwargs["initial"] = {"expected": answer_stamp(concern), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["response"].widget.attrs["data-autofocus"] = True
        self.fields["on"].widget.attrs.update(_between(concern))

    def to_answer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("response", "on", "expected")}


class SettleForm(forms.Form):
    why = TextField(
        label="Why does it stand no longer?",
        missing="Say why: what they said or did since.",
        rows=2,
        max_length=2000,
        help_text="What they said or did. An answer alone settles nothing.",
    )
    on = _past_day("Since when?")

    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs["data-autofocus"] = True
        self.fields["on"].widget.attrs.update(_between(concern))


class ReopenForm(forms.Form):
    why = TextField(
        label="Why does it stand again?",
        missing="Say why: what they said or did.",
        rows=2,
        max_length=2000,
        help_text="What they said or did.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs["data-autofocus"] = True


def _between(concern: Concern) -> dict[str, str]:
    return {"min": concern.raised_on.isoformat(), "max": timezone.localdate().isoformat()}
