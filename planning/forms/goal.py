"""Adding and editing a goal."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from planning.forms.edited import EditedForm, differences, opened_with
from planning.forms.people import PeopleField, lines
from planning.models import Goal
from planning.periods import OTHER, offered, period_of
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import CHOOSE, KeyField, LineField, TextField, WordsField
from stakeholders.forms.meanwhile import Difference
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

LABELS = {
    "statement": "Goal",
    "starts_on": "From",
    "ends_on": "To",
    "owners": "Owners",
    "measured_by": "How we will know",
    "customer_outcome": "What customers get",
}


class GoalForm(forms.Form):
    """A goal. Its period is a quarter, a year, or from one day to another."""

    statement = LineField(
        label=LABELS["statement"],
        missing="Say what is wanted, in one sentence.",
        help_text="What the business will have, not what marketing will do.",
    )
    period = WordsField(label="Period", choices=[], required=False)
    starts_on = forms.DateField(label="From", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)
    ends_on = forms.DateField(label="To", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)
    owners = PeopleField(label="Owned by", help_text="Who answers for it. Several may own it together.")
    measured_by = TextField(
        label="How will we know?", required=False, rows=2, max_length=2000, help_text="The number that will have moved."
    )
    customer_outcome = TextField(
        label="What will customers get from it?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Leave it empty when nobody has said so: the page will say that plainly.",
    )

    def __init__(self, *args: Any, people: StakeholderQuerySet, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners, period = self.fields["owners"], self.fields["period"]
        assert isinstance(owners, PeopleField)
        assert isinstance(period, forms.ChoiceField)
        owners.of(people)
        self.periods = {each.key: each for each in offered(today)}
        start, end = self.initial.get("starts_on"), self.initial.get("ends_on")
        own = period_of(start, end) if start and end else None
        if own is not None:
            self.periods = {own.key: own, **self.periods}
        period.choices = [*((each.key, each.label) for each in self.periods.values()), (OTHER, "Other dates")]
        self.initial.setdefault("period", own.key if own else OTHER if start else next(iter(self.periods)))

    @property
    def owner_lines(self) -> list[str]:
        return lines(self["owners"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = self.periods.get(data.get("period", ""))
        if chosen is not None:
            data["starts_on"], data["ends_on"] = chosen.starts_on, chosen.ends_on
            for name in ("starts_on", "ends_on"):
                self.errors.pop(name, None)
            return data
        start, end = data.get("starts_on"), data.get("ends_on")
        if "period" in self.errors:
            return data
        if data.get("period") != OTHER and not (start and end):
            self.add_error("period", CHOOSE)
        elif start is None and "starts_on" not in self.errors:
            self.add_error("starts_on", "Choose the day on which it starts.")
        elif end is None and "ends_on" not in self.errors:
            self.add_error("ends_on", "Choose the day by which it is done.")
        elif start and end and end < start:
            self.add_error("ends_on", "A goal ends on the day it starts, or later.")
        return data

    def fields_to_store(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LABELS}


class NewGoalForm(GoalForm):
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["statement"].widget.attrs["autofocus"] = True


class EditGoalForm(EditedForm, GoalForm):
    def __init__(self, *args: Any, goal: Goal, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        stands = {
            **{name: getattr(goal, name) for name in LABELS if name != "owners"},
            "owners": [row.stakeholder for row in goal.owner_rows.all()],
        }
        # Over what stands, what was typed before.
        super().__init__(
            *args, initial={**stands, **opened_with(values_of(goal), goal.version), **(initial or {})}, **kwargs
        )

    def values_typed(self) -> dict[str, Any]:
        return in_json(self.cleaned_data)

    def changed_meanwhile(self, now: Goal) -> list[Difference]:
        typed: Sequence[Stakeholder] = self.cleaned_data["owners"]
        here = {row.stakeholder_id: row.stakeholder for row in now.owner_rows.all()}
        names = {pk: person.name for pk, person in here.items()} | {person.pk: person.name for person in typed}
        opened = self.values_when_opened()
        gone = [pk for pk in opened.get("owners", ()) if pk not in names]
        names |= dict(Stakeholder.objects.filter(pk__in=gone).values_list("pk", "name"))

        def said(name: str, value: Any) -> str:
            if name == "owners":
                return ", ".join(names.get(pk, "somebody erased") for pk in value or ()) or "Nobody"
            return str(value or "")

        return differences(opened, values_of(now), self.values_typed(), labels=LABELS, said=said)


def values_of(goal: Goal) -> dict[str, Any]:
    """A goal's fields in types that JSON keeps."""
    held = {name: getattr(goal, name) for name in LABELS if name != "owners"}
    return in_json({**held, "owners": [row.stakeholder for row in goal.owner_rows.all()]})


def in_json(values: dict[str, Any]) -> dict[str, Any]:
    written = {name: values[name] for name in LABELS}
    for name in ("starts_on", "ends_on"):
        written[name] = values[name].isoformat()
    written["owners"] = sorted(person.pk for person in values["owners"])
    return written
