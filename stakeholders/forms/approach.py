"""Notes, follow-ups, how often to be in touch, and the salience lens, as they are typed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import AnswerField, KeyField, LineField, Radios, TextField, WordsField
from stakeholders.freshness import LONGEST_CADENCE, every
from stakeholders.models import Note
from stakeholders.salience import QUESTIONS


class OnceForm(forms.Form):
    """A form that is stored once, however often it is sent."""

    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class NoteForm(OnceForm):
    kind = WordsField(label="What is it?", choices=Note.Kind.choices, widget=Radios(), initial=Note.Kind.FACT)
    words = TextField(label="The note", missing="Write what is worth knowing.", rows=3, max_length=5000)
    noted_on = forms.DateField(
        label="When?", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS, initial=timezone.localdate
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["noted_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def to_add(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "words", "noted_on")}


class FollowUpForm(OnceForm):
    """What to do, and by when."""

    DUE = (("tomorrow", "Tomorrow"), ("week", "In a week"), ("month", "In a month"), ("date", "On a date"))

    words = LineField(
        label="What do you want to do?", missing="Say in a few words what you want to do.", max_length=500
    )
    follow_up = WordsField(label="By when?", choices=DUE, widget=Radios(), initial="week", required=False)
    follow_up_by = forms.DateField(label="By", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs.update({"autocomplete": "off", "data-autofocus": True})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        choice = data.get("follow_up") or ("date" if data.get("follow_up_by") else "week")
        days = {"tomorrow": 1, "week": 7, "month": 30}.get(choice)
        if days is not None:
            data["follow_up_by"] = timezone.localdate() + dt.timedelta(days=days)
        elif not data.get("follow_up_by") and "follow_up_by" not in self.errors:
            self.add_error("follow_up_by", "Choose the date to do it by.")
        elif data.get("follow_up_by") and data["follow_up_by"] < timezone.localdate():
            self.add_error("follow_up_by", "A follow-up lies ahead; this date has passed.")
        return data

    def to_plan(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"], "due_on": self.cleaned_data["follow_up_by"]}


class CadenceForm(forms.Form):
    """Every how many days to be in touch; `place` is what somebody's place on the map asks for, None without one."""

    USUAL = ((14, "Every two weeks"), (30, "Every month"), (60, "Every two months"), (90, "Every quarter"),
             (180, "Twice a year"))  # fmt: skip
    WRONG = f"Give a number of days from 1 to {LONGEST_CADENCE}."

    wanted = WordsField(label="How often do you want to be in touch?", choices=(), widget=Radios())
    days = forms.IntegerField(
        label="Days", required=False, min_value=1, max_value=LONGEST_CADENCE,
        error_messages={"invalid": WRONG, "min_value": WRONG, "max_value": WRONG},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, now: int | None, place: int | None) -> None:
        usual = {days for days, _ in self.USUAL}
        wanted = "place" if now is None else str(now) if now in usual else "days"
        super().__init__(data, initial={"wanted": wanted, "days": now if wanted == "days" else None})
        asks = f"As their place on the map asks: {every(place)}" if place else "As their place on the map will ask"
        field = self.fields["wanted"]
        assert isinstance(field, WordsField)
        field.choices = [("place", asks), *((str(days), label) for days, label in self.USUAL), ("days", "Otherwise")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = data.get("wanted")
        if wanted == "days" and not data.get("days") and "days" not in self.errors:
            self.add_error("days", self.WRONG)
        usual = {str(days): days for days, _ in self.USUAL}
        data["cadence_days"] = data.get("days") if wanted == "days" else usual.get(wanted or "")
        return data


class SalienceForm(OnceForm):
    power = AnswerField(label=QUESTIONS[0][1], help_text=QUESTIONS[0][2])
    legitimacy = AnswerField(label=QUESTIONS[1][1], help_text=QUESTIONS[1][2])
    urgency = AnswerField(label=QUESTIONS[2][1], help_text=QUESTIONS[2][2])
    why = TextField(label="Why?", required=False, rows=2, max_length=5000, help_text="They may read it one day.")

    def to_judge(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("power", "legitimacy", "urgency", "why")}
