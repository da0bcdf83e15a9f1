"""Changing many stakeholders at once: every field begins as "leave as it is"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership, User, Workspace
from stakeholders.forms.desired import CHOICES as DESIRED
from stakeholders.forms.fields import CHOOSE, LineField, TextField, WordsField
from stakeholders.forms.stakeholder import KINDS
from stakeholders.models import Department, Engagement, Segment
from stakeholders.register import CLEAR, JUDGED_TOGETHER, Changes
from stakeholders.scales import INFLUENCE, INTEREST, POSITION

LEAVE = ("", "Leave as it is")


def _scale(label: str, words: Mapping[int, str], *, numbered: bool = True) -> WordsField:
    steps = [(str(step), f"{step} · {word}" if numbered else word) for step, word in words.items()]
    return WordsField(label=label, choices=[LEAVE, *steps, (CLEAR, "Unknown")], required=False)


class BulkForm(forms.Form):
    owner = WordsField(label="Owner in marketing", choices=[], required=False)
    department = WordsField(label="Department", choices=[], required=False)
    kind = WordsField(label="Kind", choices=[LEAVE, *KINDS], required=False)
    tag = LineField(label="Add a tag", required=False)
    segment = WordsField(label="Segment", choices=[LEAVE, *Segment.choices], required=False)
    influence = _scale("Influence", INFLUENCE)
    interest = _scale("Interest", INTEREST)
    position = _scale("Position", POSITION, numbered=False)
    engagement_now = WordsField(label="Engagement now", choices=[LEAVE, *Engagement.choices], required=False)
    engagement_desired = WordsField(label="Engagement we need", choices=[LEAVE, *DESIRED], required=False)
    why = TextField(
        label="Why?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="Stored with each new assessment, when you set anything of where they stand.",
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Membership.objects.filter(workspace=workspace).team().select_related("user").order_by("user__name")
        self.team: dict[str, User] = {str(member.user_id): member.user for member in team}
        self.departments = {str(item.pk): item for item in Department.objects.filter(workspace=workspace)}
        self._offer("owner", [(pk, str(user)) for pk, user in self.team.items()], (CLEAR, "Nobody"))
        self._offer("department", [(pk, item.name) for pk, item in self.departments.items()], (CLEAR, "No department"))

    def _offer(self, name: str, choices: list[tuple[str, str]], clear: tuple[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [LEAVE, *choices, clear]
        field.error_messages["invalid_choice"] = CHOOSE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        changing = [name for name in self.fields if name != "why" and data.get(name)]
        if not changing and not self.errors:
            raise ValidationError("Choose at least one thing to change.")
        is_judged = any(data.get(name) for name in JUDGED_TOGETHER)
        if is_judged and not data.get("why") and "why" not in self.errors:
            self.add_error("why", "Say why: this is stored with each of the assessments.")
        return data

    def changes(self) -> Changes:
        data = self.cleaned_data
        return Changes(
            owner=self.team.get(data["owner"], data["owner"] or None),
            department=self.departments.get(data["department"], data["department"] or None),
            kind=data["kind"] or None,
            tag=data["tag"] or None,
            segment=data["segment"] or None,
            influence=_step(data["influence"]),
            interest=_step(data["interest"]),
            position=_step(data["position"]),
            engagement_now=data["engagement_now"] or None,
            engagement_desired=data["engagement_desired"] or None,
        )


def _step(value: str) -> int | str | None:
    return value or None if value in {"", CLEAR} else int(value)
