"""Adding and editing a stake: what somebody invests, and what they expect of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from planning.forms.edited import EditedForm, differences, opened_with
from planning.models import Goal, Stake
from planning.models.goal import GoalQuerySet
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.contacts import PersonField
from stakeholders.forms.fields import CHOOSE, KeyField, Radios, TextField, WordsField
from stakeholders.forms.meanwhile import Difference
from stakeholders.models.stakeholder import StakeholderQuerySet

INVESTS_NOTES = {
    Stake.Invests.BUDGET: "Money that could go elsewhere",
    Stake.Invests.POLITICAL_CAPITAL: "Their word, where it costs them something",
    Stake.Invests.PEOPLE: "Somebody of theirs, for a share of the week",
    Stake.Invests.INSIGHT: "What they know and others do not",
    Stake.Invests.ACCESS: "Doors, data, customers",
    Stake.Invests.TIME: "Their own hours",
}
LABELS = {
    "goal": "Goal",
    "invests": "Invests",
    "what": "What exactly",
    "expects": "What they expect",
    "measure": "What would prove it",
    "horizon_on": "By when",
}


class StakeForm(forms.Form):
    invests = WordsField(label="What do they invest?", choices=Stake.Invests.choices, widget=Radios(INVESTS_NOTES))
    what = TextField(
        label="What exactly?",
        missing="Say what exactly they put in.",
        rows=2,
        max_length=2000,
        help_text="So that they could read it: it stands in what you tell them of their return.",
    )
    goal = forms.ModelChoiceField(
        label="In which goal?",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="Marketing as a whole",
        error_messages={"invalid_choice": CHOOSE},
    )
    expects = TextField(
        label="What do they expect in return?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="In their words. It is told to them too.",
    )
    measure = TextField(
        label="What would prove it to them?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="The number they trust.",
    )
    horizon_on = forms.DateField(label="By when?", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)

    def __init__(self, *args: Any, goals: GoalQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = goals

    def fields_to_store(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LABELS}


class NewStakeForm(StakeForm):
    """With `people` it asks whose stake it is."""

    person = PersonField(label="Whose stake?", missing="Choose who invests: type a part of the name.")
    key = KeyField()
    field_order = ["person"]

    def __init__(self, *args: Any, people: StakeholderQuerySet | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        if people is None:
            del self.fields["person"]
        else:
            field.queryset = people


class EditStakeForm(EditedForm, StakeForm):
    def __init__(self, *args: Any, stake: Stake, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        stands = {name: getattr(stake, name) for name in LABELS}
        super().__init__(
            *args, initial={**stands, **opened_with(values_of(stake), stake.version), **(initial or {})}, **kwargs
        )

    def changed_meanwhile(self, now: Stake) -> list[Difference]:
        opened, theirs, typed = self.values_when_opened(), values_of(now), in_json(self.cleaned_data)
        keys = {values.get("goal") for values in (opened, theirs, typed)} - {None}
        names = dict(Goal.objects.filter(pk__in=keys).values_list("pk", "statement"))

        def said(name: str, value: Any) -> str:
            if name == "goal":
                return names.get(value, "Marketing as a whole")
            if name == "invests":
                return str(Stake.Invests(value).label)
            return str(value or "")

        return differences(opened, theirs, typed, labels=LABELS, said=said)


def values_of(stake: Stake) -> dict[str, Any]:
    """A stake's fields in types that JSON keeps."""
    return in_json({name: getattr(stake, name) for name in LABELS})


def in_json(values: dict[str, Any]) -> dict[str, Any]:
    goal, horizon = values["goal"], values["horizon_on"]
    return {
        **{name: values[name] for name in LABELS},
        "goal": goal.pk if goal else None,
        "horizon_on": horizon.isoformat() if horizon else None,
    }
