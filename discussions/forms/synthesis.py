"""Insights, judgements from shifts, commitments and what became of ideas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from accounts.models import Membership, User, Workspace
from discussions.models import Commitment, Idea, Insight
from discussions.synthesis.insights import LONGEST, NO_STATEMENT
from stakeholders.forms.approach import OnceForm
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import LineField, Radios, TextField
from stakeholders.models import Stakeholder
from stakeholders.scales import POSITION


class InsightForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=Insight.Kind.choices, widget=Radios())
    statement = TextField(label="What was learnt, in one sentence", rows=2, max_length=LONGEST)
    decided = TextField(
        label="What follows from it",
        rows=2,
        required=False,
        max_length=LONGEST,
        help_text="Those quoted read this behind their link, once the outcome is told.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())

    def to_store(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "statement", "decided")}


class EvidenceForm(forms.Form):
    """Under which insight something is put: one of those drawn, or a new one."""

    NEW = "new"
    insight = forms.ChoiceField(label="Under which insight", error_messages={"required": "Choose an insight."})
    kind = forms.ChoiceField(label="What it is", choices=Insight.Kind.choices, required=False)
    statement = TextField(label="What was learnt, in one sentence", rows=2, required=False, max_length=LONGEST)

    def __init__(self, *args: Any, drawn: Sequence[Insight], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn = {str(one.pk): one for one in drawn}
        choices = [(pk, Truncator(one.statement).chars(110)) for pk, one in self.drawn.items()]
        self.fields["insight"].choices = [*choices, (self.NEW, "A new insight")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("insight") == self.NEW and not (cleaned.get("statement") or "").strip():
            self.add_error("statement", NO_STATEMENT)
        return cleaned

    @property
    def chosen(self) -> Insight | None:
        """None for a new one."""
        return self.drawn.get(self.cleaned_data["insight"])


class ShiftForm(forms.Form):
    position = forms.TypedChoiceField(
        label="Position", choices=[(value, label) for value, label in POSITION.items()], coerce=int
    )
    why = TextField(label="Why", rows=3, max_length=LONGEST)


class PromiseForm(OnceForm):
    """`people` are who may take it on: stakeholders and the team, in one list."""

    owner = forms.ChoiceField(label="Who takes it on", error_messages={"required": "Choose who takes it on."})
    what = TextField(label="What will be done", rows=2, max_length=LONGEST)
    due_on = forms.DateField(label="By when", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)

    def __init__(self, *args: Any, people: QuerySet[Stakeholder], team: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.team = people, team
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose somebody"),
            ("The team", [(f"user:{one.pk}", str(one)) for one in team]),
            ("Stakeholders", [(f"person:{one.pk}", one.name) for one in people]),
        ]

    def to_store(self) -> dict[str, Any]:
        kind, _, pk = self.cleaned_data["owner"].partition(":")
        owner: dict[str, Any] = (
            {"user": self.team.get(pk=pk)} if kind == "user" else {"stakeholder": self.people.get(pk=pk)}
        )
        return owner | {name: self.cleaned_data[name] for name in ("what", "due_on")}


class SettleForm(forms.Form):
    state = forms.ChoiceField(
        label="How did it go?",
        choices=[(Commitment.State.KEPT, "Kept"), (Commitment.State.BROKEN, "Not kept"), ("changed", "It changed")],
        widget=Radios(
            descriptions={
                Commitment.State.KEPT: "It was done.",
                Commitment.State.BROKEN: "It was not, and will not be.",
                "changed": "Something else takes its place.",
            }
        ),
    )
    happened = TextField(label="What happened", rows=2, required=False, max_length=LONGEST)
    what = TextField(label="What is agreed instead", rows=2, required=False, max_length=LONGEST)
    due_on = forms.DateField(label="By when", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)
    revision = forms.IntegerField(widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == "changed" and not cleaned.get("what"):
            self.add_error("what", "Say what is agreed instead.")
        return cleaned


class BecameForm(forms.Form):
    became = forms.ChoiceField(label="What became of them", choices=Idea.Became.choices)
    because = LineField(label="Why", required=False, max_length=500)


def team_of(workspace: Workspace) -> QuerySet[User]:
    team = Membership.objects.filter(workspace=workspace).team().values("user")
    return User.objects.filter(pk__in=team).order_by("name", "email")
