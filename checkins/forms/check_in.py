"""One check-in: what came of it, another day, none at all, or one besides the plan."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User, Workspace
from checkins.check_ins import LONGEST, Heard, Invested, Outcome, Promised
from checkins.forms.agenda import ZoneField
from checkins.forms.plan import TIME_PROBLEMS, TimeInput
from checkins.models.plan import HALF_PAST_NINE, Channel
from planning.models import Goal, Stake
from planning.models.goal import GoalQuerySet
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.contacts import PersonField
from stakeholders.forms.fields import CHOOSE, KeyField, LineField, OwnerField, Radios, TextField, WordsField
from stakeholders.models import Concern, Touchpoint
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.scales import POSITION

AS_IT_WAS = "as_it_was"


def _day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput(), error_messages=DATE_PROBLEMS, **kwargs)


class LogForm(forms.Form):
    """What came of a check-in; all but the outcome may stay empty."""

    outcome = TextField(
        label="What came of it?",
        missing="Say in two or three words what came of it.",
        rows=2,
        max_length=LONGEST,
        help_text="Two or three words will do.",
    )
    position = WordsField(
        label="Where do they stand now?", choices=[], widget=Radios(), required=False, initial=AS_IT_WAS
    )
    next_step = LineField(label="Next step", required=False, max_length=LONGEST)
    next_step_by = _day("By when?")
    they_promise = LineField(label="What do they promise?", required=False, max_length=500)
    they_promise_by = _day("By when?")
    we_promise = LineField(label="What do you promise?", required=False, max_length=500)
    we_promise_by = _day("By when?")
    concern = TextField(label="A new concern, in their words", required=False, rows=2, max_length=2000)
    cause = WordsField(
        label="What is behind it?", choices=Concern.Cause.choices, required=False, initial=Concern.Cause.UNKNOWN
    )
    stake = LineField(label="Something they put in", required=False, max_length=2000)
    invests = WordsField(label="What is it?", choices=[("", "Choose"), *Stake.Invests.choices], required=False)
    goal = forms.ModelChoiceField(
        label="Into which goal?",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="Marketing as a whole",
        error_messages={"invalid_choice": CHOOSE},
    )
    mood = WordsField(
        label="How did it go?",
        choices=Touchpoint.Mood.choices,
        widget=Radios(),
        required=False,
        initial=Touchpoint.Mood.UNKNOWN,
    )
    held_on = _day("When was it?")
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, goals: GoalQuerySet, position: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal, where = self.fields["goal"], self.fields["position"]
        assert isinstance(goal, forms.ModelChoiceField)
        assert isinstance(where, forms.ChoiceField)
        goal.queryset = goals
        stands = "nobody knows" if position is None else POSITION[position].lower()
        where.choices = [(AS_IT_WAS, f"As it was: {stands}"), *((str(key), word) for key, word in POSITION.items())]

    @property
    def more_is_said(self) -> set[str]:
        """Which of the folded parts hold something, something wrong, or a day that is not today."""
        parts = {
            "promises": ("they_promise", "they_promise_by", "we_promise", "we_promise_by"),
            "concern": ("concern",),
            "stake": ("stake", "invests"),
            "about": ("mood", "held_on"),
        }
        holding = {part for part, names in parts.items() if any(self._holds(name) for name in names)}
        return holding if self["held_on"].initial == timezone.localdate() else {*holding, "about"}

    def _holds(self, name: str) -> bool:
        return bool(self.errors.get(name)) or bool(self.data.get(name) and self.data.get(name) != self[name].initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for what, by, lacks in (
            ("next_step", "next_step_by", "Say what is to be done by then."),
            ("they_promise", "they_promise_by", "Say what they promise to do by then."),
            ("we_promise", "we_promise_by", "Say what you promise to do by then."),
            ("stake", "invests", "Say what exactly they put in."),
        ):
            if data.get(by) and not data.get(what):
                self.add_error(what, lacks)
        if data.get("stake") and not data.get("invests"):
            self.add_error("invests", "Choose what it is that they put in.")
        return data

    def outcome_of(self, author: User) -> Outcome:
        data = self.cleaned_data
        promises = []
        if data["they_promise"]:
            promises.append(Promised(data["they_promise"], data["they_promise_by"]))
        if data["we_promise"]:
            promises.append(Promised(data["we_promise"], data["we_promise_by"], by=author))
        return Outcome(
            outcome=data["outcome"],
            held_on=data["held_on"],
            mood=data["mood"] or Touchpoint.Mood.UNKNOWN,
            position=int(data["position"]) if data["position"] in map(str, POSITION) else None,
            next_step=data["next_step"],
            next_step_by=data["next_step_by"],
            concerns=[Heard(data["concern"], data["cause"] or Concern.Cause.UNKNOWN)] if data["concern"] else [],
            promises=promises,
            stakes=[Invested(data["stake"], data["invests"], data["goal"])] if data["stake"] else [],
        )


class SkipForm(forms.Form):
    why = TextField(label="Why is it left out?", missing="Say why this one is left out.", rows=2, max_length=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput())


class DayForm(forms.Form):
    """A day on which a check-in takes place; on a day off somebody says that it is meant."""

    # The day off that somebody was asked about and said is meant.
    sure = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = ""

    def is_sure_of(self, day: dt.date) -> bool:
        return bool(self.cleaned_data["sure"] == day.isoformat())

    def ask(self, name: str, day: dt.date, closed: str) -> None:
        self.asks = day.isoformat()
        self.add_error(name, f"{day:%-d %B %Y} is {closed}. Choose another day, or say below that it is meant.")


class MoveForm(DayForm):
    to = forms.DateField(
        label="To which day?", widget=DateInput(), error_messages={**DATE_PROBLEMS, "required": "Choose the day."}
    )
    at = forms.TimeField(
        label="At what time?",
        required=False,
        widget=TimeInput(),
        error_messages=TIME_PROBLEMS,
        help_text="Empty: the same time as before.",
    )
    why = LineField(label="Why?", required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput())
    field_order = ["to", "at", "why"]


class ExtraForm(DayForm):
    """With `people` it asks with whom."""

    person = PersonField(label="With whom?", missing="Choose with whom: type a part of the name.")
    due_on = forms.DateField(
        label="On which day?", widget=DateInput(), error_messages={**DATE_PROBLEMS, "required": "Choose the day."}
    )
    at = forms.TimeField(label="At", widget=TimeInput(), error_messages=TIME_PROBLEMS, initial=HALF_PAST_NINE)
    zone = ZoneField()
    channel = WordsField(label="How", choices=Channel.choices)
    owner = OwnerField(label="Who has it?")
    key = KeyField()
    field_order = ["person", "due_on", "at", "channel", "owner", "zone"]

    def __init__(
        self,
        *args: Any,
        workspace: Workspace,
        zone: str,
        people: StakeholderQuerySet | None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4(), "zone": zone, **(initial or {})}, **kwargs)
        owner, whom, where = self.fields["owner"], self.fields["person"], self.fields["zone"]
        assert isinstance(owner, OwnerField)
        assert isinstance(whom, PersonField)
        assert isinstance(where, ZoneField)
        owner.of(workspace)
        where.keep(zone)
        if people is None:
            del self.fields["person"]
        else:
            whom.queryset = people

    def refuse_past(self, today: dt.date) -> None:
        day = self.cleaned_data.get("due_on")
        if day is not None and day < today:
            self.add_error("due_on", ValidationError("Choose today or a day that is still to come."))
