"""A change entered in seconds, and why one calls for nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from checkins.events.kinds import GROUPS, KINDS, About
from checkins.events.telling import said
from checkins.events.touching import Change
from checkins.models import ChangeEvent
from planning.models import Goal
from planning.models.goal import GoalQuerySet
from stakeholders.forms.approach import OnceForm
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.contacts import PersonField
from stakeholders.forms.fields import CHOOSE, LineField, TextField
from stakeholders.models.stakeholder import StakeholderQuerySet

Kind = ChangeEvent.Kind
YEAR = dt.timedelta(days=366)
WITH_OTHER = (Kind.JOINED, Kind.LEFT)


def kinds() -> list[tuple[str, Any]]:
    """By group; what only the app can notice is not among them."""
    by_hand = {kind: known for kind, known in KINDS.items() if known.about != About.METRIC}
    found: list[tuple[str, Any]] = [("", "Choose what happened")]
    for group, label in GROUPS.items():
        of_it = [(kind, Kind(kind).label) for kind, known in by_hand.items() if known.group == group]
        found.append((label, of_it))
    return found


class ChangeForm(OnceForm):
    kind = forms.ChoiceField(
        label="What happened",
        choices=kinds,
        error_messages={"required": "Choose what happened.", "invalid_choice": CHOOSE},
    )
    person = PersonField(missing="", required=False, label="Who it is about")
    other = PersonField(missing="", required=False, label="Who takes their place, or whose place they take")
    goal = forms.ModelChoiceField(
        label="Which goal",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="Choose a goal",
        error_messages={"invalid_choice": "Choose one of the goals."},
    )
    happened_on = forms.DateField(label="When", widget=DateInput(), error_messages=DATE_PROBLEMS)
    words = LineField(label="In your words", required=False, max_length=300)

    def __init__(self, *args: Any, people: StakeholderQuerySet, goals: GoalQuerySet, today: dt.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("happened_on", today)
        for name in ("person", "other"):
            field = self.fields[name]
            assert isinstance(field, PersonField)
            field.queryset = people
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind", "")
        about = KINDS[kind].about if kind in KINDS else About.NOTHING
        if about == About.PERSON and not data.get("person") and "person" not in self.errors:
            self.add_error("person", "Name who it is about: type a part of the name.")
        if about == About.GOAL and not data.get("goal") and "goal" not in self.errors:
            self.add_error("goal", "Choose the goal it is about.")
        if kind == Kind.OTHER and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "Say in a few words what happened.")
        if kind in WITH_OTHER and data.get("other") and data["other"] == data.get("person"):
            self.add_error("other", "Nobody takes their own place.")
        day = data.get("happened_on")
        if day and abs(day - self.today) > YEAR:
            self.add_error("happened_on", "Choose a day within a year of today.")
        return data

    @property
    def change(self) -> Change:
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        about = KINDS[kind].about
        person = data["person"] if about == About.PERSON or kind == Kind.OTHER else None
        goal = data["goal"] if about == About.GOAL or kind == Kind.OTHER else None
        other = data["other"] if kind in WITH_OTHER else None
        words = data["words"] if kind == Kind.OTHER else ""
        return Change(
            kind,
            person=person and person.pk,
            goals=(goal.pk,) if goal else (),
            other=other and other.pk,
            day=data["happened_on"],
            because=words if not words or words[-1] in ".!?" else f"{words}.",
        )

    @property
    def says(self) -> str:
        data = self.cleaned_data
        return said(
            data["kind"],
            name=data["person"].name if data["person"] else "",
            goal=data["goal"].statement if data["goal"] else "",
            words=data["words"],
            day=data["happened_on"],
            today=timezone.localdate(),
        )


class DismissForm(forms.Form):
    why = TextField(
        label="Why it calls for nothing",
        rows=2,
        max_length=500,
        missing="Say why it calls for nothing.",
        help_text="It is kept with the change, and with the check-ins that close by it.",
    )
