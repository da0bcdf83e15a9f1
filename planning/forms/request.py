"""Bringing a problem, estimating it, deciding on it, and saying who decides."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User, Workspace
from planning.intake.replies import REPLIES, worded
from planning.intake.text import WORDS, RequestText
from planning.models import Goal, Request, RequestDesk
from planning.models.goal import GoalQuerySet
from planning.requests import ESTIMATES
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import CHOOSE, KeyField, LineField, MailField, OwnerField, Radios, TextField, WordsField

DECIDED_NOTES = {
    Request.State.ACCEPTED: "It becomes work of this quarter",
    Request.State.SHAPING: "Talk it through together first",
    Request.State.DEFERRED: "It lies on the table when the next quarter is planned",
    Request.State.DECLINED: "It is not done, and the reason says why",
}
SENT_BEFORE = (
    "This was sent already, and has arrived. What was changed since is not in it: send it again, and it comes as "
    "another request."
)
VALUES = [("", "Not estimated"), *((str(step), f"{step} of 5") for step in range(1, 6))]


class AskForm(forms.Form):
    """What is asked of whoever brings something. No box asks for a solution but the last, which nobody has to fill."""

    problem = TextField(
        label="What is the problem?",
        missing="Say what the problem is.",
        rows=4,
        help_text="What happens today that should not, or does not and should? How often, and how do you know?",
    )
    for_whom = TextField(
        label="Who outside the company notices it?",
        missing="Say which customers notice it, or which market.",
        rows=2,
        help_text="Which customers, or which market. If it is colleagues first: whose customers notice in the end?",
    )
    outcome = TextField(
        label="What should be different afterwards?",
        missing="Say what should be different afterwards.",
        rows=2,
        help_text="For these customers, and for the business: which goal does it bring forward?",
    )
    wanted_by = forms.DateField(
        label="By when?",
        required=False,
        widget=DateInput(),
        error_messages=DATE_PROBLEMS,
        help_text="Empty if no day hangs on it.",
    )
    why_then = TextField(label="Why then?", required=False, rows=2, help_text="What happens on that day?")
    otherwise = TextField(label="What happens if nothing is done?", required=False, rows=2)
    ideas = TextField(
        label="Ideas I have",
        required=False,
        rows=2,
        help_text="What you would like to see made, if you have a picture of it already. They are read as ideas.",
    )
    name = LineField(label="Your name", missing="Say who asks, so that somebody can answer.")
    email = MailField(
        label="Your e-mail address",
        required=False,
        help_text="The answer, and the link behind which it stands, come to it.",
    )
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def text(self) -> RequestText:
        """As far as it is typed, whatever is wrong with it."""
        data = getattr(self, "cleaned_data", {})
        typed = {name: str(self.data.get(name, "")) for name in WORDS}
        return RequestText(**typed, wanted_by=data.get("wanted_by"), said_on=timezone.localdate())


class HandInForm(AskForm):
    """What somebody of the team was told, for the marketing owner: a name and a problem will do."""

    # Whose page it was handed in from.
    of = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("for_whom", "outcome"):
            self.fields[name].required = False
        for name, label in {
            "problem": "What did they say?",
            "name": "Who asks?",
            "email": "Their e-mail address",
        }.items():
            self.fields[name].label = label
        self.fields["problem"].help_text = "In their words. You can paste a whole message."
        self.fields["email"].help_text = "They are sent a link to see what becomes of it."
        self.order_fields(["name", "email", "problem"])


def with_new_key(data: QueryDict) -> QueryDict:
    """As it was typed, to be sent as a form of its own."""
    typed = data.copy()
    typed["key"] = str(uuid.uuid4())
    return typed


class EstimateForm(forms.Form):
    goal = forms.ModelChoiceField(
        label="Which goal does it serve?",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="None: ad hoc work",
        error_messages={"invalid_choice": CHOOSE},
    )
    days = forms.IntegerField(
        label="Days of work",
        required=False,
        min_value=0,
        max_value=999,
        error_messages={
            "invalid": "Write whole days, such as 5.",
            "min_value": "Days cannot be fewer than none.",
            "max_value": "That is more than 999 days: is it one request?",
        },
    )
    value = forms.TypedChoiceField(
        label="What is it worth?",
        choices=VALUES,
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": CHOOSE},
    )
    version = forms.IntegerField(widget=forms.HiddenInput())
    # What stood there when it was opened.
    opened = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, asked: Request, goals: GoalQuerySet, **kwargs: Any) -> None:
        stands = {"goal": asked.goal_id, "days": asked.days, "value": asked.value}
        kwargs["initial"] = {**stands, "version": asked.version, "opened": _in_one(stands.values())}
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = goals

    @property
    def estimated(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ESTIMATES}

    @property
    def is_changed(self) -> bool:
        """Whether whoever sent it changed anything, whatever others did meanwhile."""
        goal, *rest = self.estimated.values()
        return bool(_in_one([goal.pk if goal else None, *rest]) != self.cleaned_data["opened"])


def _in_one(values: Iterable[int | None]) -> str:
    return ",".join("" if value is None else str(value) for value in values)


class DecideForm(forms.Form):
    state = WordsField(
        label="What becomes of it?",
        choices=[each for each in Request.State.choices if each[0] != Request.State.NEW],
        widget=Radios(DECIDED_NOTES),
    )
    offer = forms.ChoiceField(
        label="Words to start from", required=False, choices=[], error_messages={"invalid_choice": CHOOSE}
    )
    reason = TextField(
        label="Why?", required=False, rows=5, help_text="Whoever asked reads exactly this, with your name under it."
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, asked: Request, goal: str, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), "version": asked.version}
        super().__init__(*args, **kwargs)
        self.offered = {reply.key: worded(reply, goal) for reply in REPLIES}
        self.states = {reply.key: reply.state for reply in REPLIES}
        groups = [
            (label, [(each.key, each.label) for each in REPLIES if each.state == state])
            for state, label in Request.State.choices
        ]
        offer = self.fields["offer"]
        assert isinstance(offer, forms.ChoiceField)
        offer.choices = [("", "Write it myself"), *(group for group in groups if group[1])]

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """By key: the state they are for, and the words."""
        return [(key, self.states[key], words) for key, words in self.offered.items()]

    def clean(self) -> dict[str, Any]:
        """Words that were offered and left as they are stand for the reason where nothing is typed."""
        data = super().clean() or {}
        if not data.get("reason"):
            data["reason"] = self.offered.get(data.get("offer", ""), "")
        state, key = data.get("state"), data.get("offer", "")
        if state and key and self.states[key] != state and data["reason"] == self.offered[key]:
            meant = Request.State(self.states[key]).label
            self.add_error("offer", f"These words are for “{meant}”. Choose others, or write your own.")
        if not data["reason"] and "reason" not in self.errors:
            self.add_error("reason", "Say why: whoever asked reads it.")
        return data


class DeskForm(forms.Form):
    owner = OwnerField(label="Who speaks for marketing?", help_text="One person decides on requests, and may say no.")
    days_a_quarter = forms.IntegerField(
        label="Days of work in a quarter",
        required=False,
        min_value=1,
        max_value=30_000,
        help_text="Of the whole team, after holidays and what runs anyway. Estimates are held against it.",
        error_messages={
            "invalid": "Write whole days, such as 120.",
            "min_value": "A quarter has at least one day of work.",
            "max_value": "That is more than 30,000 days.",
        },
    )

    def __init__(self, *args: Any, workspace: Workspace, desk: RequestDesk, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner": desk.owner_id, "days_a_quarter": desk.days_a_quarter}
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, OwnerField)
        field.of(workspace)

    def clean_owner(self) -> User | None:
        owner: User | None = self.cleaned_data["owner"]
        if owner is None:
            raise ValidationError("Choose who decides.")
        return owner
