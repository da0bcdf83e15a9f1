"""Preparing a planning session, who comes, and what the room decides."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from planning.models import Goal, PlanningSession, Proposal, SessionStage
from planning.periods import Period, offered
from planning.sessions.stages import LONGEST
from stakeholders.forms.fields import (
    CHOOSE,
    KeyField,
    LineField,
    MomentField,
    OwnerField,
    Radios,
    TextField,
    WordsField,
)

HELD_MEANS = {
    PlanningSession.Held.ROOM: "You lead from stage to stage; each has its minutes",
    PlanningSession.Held.DAYS: "Each stage is open for some days, and the session goes on by itself",
}


def named(period: Period) -> str:
    return f"Planning {period.label}"


class SessionForm(forms.Form):
    title = LineField(
        label="What is it called?", max_length=200, missing="Give it a name; everybody who is invited reads it."
    )
    period = WordsField(label="Which period do you plan?", choices=[])
    held = WordsField(
        label="How is it held?",
        choices=PlanningSession.Held.choices,
        widget=Radios(HELD_MEANS),
        initial=PlanningSession.Held.ROOM,
    )
    planned_at = MomentField(label="When does it begin?", required=False, help_text="It stands in the invitations.")
    where = LineField(label="Where?", required=False, help_text="A room, or the address of the call.")
    days = forms.IntegerField(
        label="Days of work there are",
        required=False,
        min_value=1,
        max_value=30_000,
        help_text="Of the whole team in this period. What is taken in is held against it.",
        error_messages={
            "invalid": "Write whole days, such as 120.",
            "min_value": "There is at least one day of work.",
            "max_value": "That is more than 30,000 days.",
        },
    )
    deck = WordsField(
        label="Cards to size with",
        choices=PlanningSession.Deck.choices,
        widget=Radios(),
        initial=PlanningSession.Deck.FIBONACCI,
    )
    key = KeyField()

    def __init__(self, *args: Any, today: dt.date, days: int | None, **kwargs: Any) -> None:
        self.periods = {each.key: each for each in offered(today)}
        coming = list(self.periods.values())[1]
        kwargs["initial"] = {
            "key": uuid.uuid4(),
            "period": coming.key,
            "title": named(coming),
            "days": days,
        }
        super().__init__(*args, **kwargs)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.key, each.label) for each in self.periods.values()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (chosen := self.periods.get(data.get("period", ""))) is not None:
            data |= {"starts_on": chosen.starts_on, "ends_on": chosen.ends_on}
            # The name that was offered names the period that was offered.
            if data.get("title") == self.initial["title"]:
                data["title"] = named(chosen)
        return data


class TimesForm(forms.Form):
    """Minutes of the stages that are still to come."""

    def __init__(self, *args: Any, stages: Sequence[SessionStage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in stages:
            self.fields[each.kind] = forms.IntegerField(
                label=each.get_kind_display(),
                min_value=1,
                max_value=LONGEST,
                initial=each.minutes,
                error_messages={
                    "required": "Say how many minutes it takes.",
                    "invalid": "Write whole minutes, such as 15.",
                    "min_value": "A stage takes a minute at least.",
                    "max_value": f"A stage takes {LONGEST} minutes at most.",
                },
            )


class DecideForm(forms.Form):
    """What becomes of one proposal."""

    title = LineField(label="What is it called?", max_length=200, missing="Say what is proposed.")
    goal = forms.ModelChoiceField(
        label="Which goal does it serve?",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="None: ad hoc work",
        error_messages={"invalid_choice": CHOOSE},
    )
    owner = OwnerField(label="Who answers for it?")
    decision = WordsField(
        label="Do we do it?",
        choices=[("", "Not decided yet"), *Proposal.Decision.choices],
        required=False,
        widget=Radios(),
    )
    why = TextField(
        label="Why?",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Whoever had the idea reads it. What is left out needs a reason.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, proposal: Proposal, goals: list[Goal], **kwargs: Any) -> None:
        names = ("title", "goal", "owner", "decision", "why", "version")
        stands = {name: getattr(proposal, f"{name}_id" if name in ("goal", "owner") else name) for name in names}
        kwargs["initial"] = stands
        super().__init__(*args, **kwargs)
        goal, owner = self.fields["goal"], self.fields["owner"]
        assert isinstance(goal, forms.ModelChoiceField)
        assert isinstance(owner, OwnerField)
        goal.queryset = Goal.objects.filter(pk__in=[each.pk for each in goals])
        owner.of(proposal.workspace)


class SitForm(forms.Form):
    name = LineField(label="Your name", max_length=120, missing="Say who you are, so that the others know.")
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class EndForm(forms.Form):
    outcome = TextField(
        label="What was decided, in a sentence or two",
        required=False,
        max_length=2000,
        help_text="It stands on top of the page that everybody is sent.",
    )
