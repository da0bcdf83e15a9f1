"""Logging a contact in seconds, and drawing a tie."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import CHOOSE, KeyField, LineField, Radios, ScaleField, TextField, WordsField
from stakeholders.models import Relationship, Stakeholder, Touchpoint
from stakeholders.models.stakeholder import StakeholderQuerySet

WEIGHTS = {1: "Faint", 2: "Weak", 3: "Clear", 4: "Strong", 5: "Very strong"}
# The same ties, told from the other end.
INWARD = {
    "reports_to": "is the manager of",
    "influences": "is influenced by",
    "advises": "is advised by",
    "trusts": "is trusted by",
}
# "Ann Ott #12": how a name that several people have tells them apart.
NUMBERED = re.compile(r"#(?P<pk>\d{1,17})$")
WHOM = "Choose whom you met: type a part of the name."


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody, by id, or by a name that only one of them has."""

    def __init__(self, *, missing: str, **kwargs: Any) -> None:
        super().__init__(
            queryset=Stakeholder.objects.none(),
            widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off", "dir": "auto"}),
            error_messages={"required": missing},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Stakeholder) else value

    def to_python(self, value: Any) -> Stakeholder | None:
        name = " ".join(str(value or "").split())
        if not name:
            return None
        if "\x00" in name:
            raise ValidationError("A null character is in no name. Type the name again.")
        people = cast(StakeholderQuerySet, self.queryset)
        numbered = NUMBERED.search(name)
        if numbered:
            found = people.filter(pk=int(numbered["pk"])).first()
            if found is not None:
                return found
        found_people = list(people.filter(name__iexact=name)[:2]) or list(people.matching(name)[:2])
        if len(found_people) == 1:
            return found_people[0]
        if not found_people:
            raise ValidationError(f"Nobody here is called “{name[:80]}”. Add them first, or check the spelling.")
        raise ValidationError(f"More than one person matches “{name[:80]}”. Choose one from the list.")


class NamingForm(forms.Form):
    """A form whose field `person` names somebody of `people` by typing."""

    def __init__(self, *args: Any, people: StakeholderQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people


class TouchpointForm(forms.Form):
    """A contact: whom, how, how it went, and by when to follow up."""

    FOLLOW_UPS = (
        ("none", "None"),
        ("tomorrow", "Tomorrow"),
        ("week", "In a week"),
        ("month", "In a month"),
        ("date", "On a date"),
    )

    kind = WordsField(
        label="What was it?", choices=Touchpoint.Kind.choices, widget=Radios(), initial=Touchpoint.Kind.MEETING
    )
    mood = WordsField(
        label="How did it go?", choices=Touchpoint.Mood.choices, widget=Radios(), initial="unknown", required=False
    )
    summary = TextField(label="What came out of it?", required=False, rows=2, max_length=5000)
    happened_on = forms.DateField(
        label="When?", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS, initial=timezone.localdate
    )
    follow_up = WordsField(label="Follow up", choices=FOLLOW_UPS, widget=Radios(), initial="none", required=False)
    follow_up_by = forms.DateField(label="By", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS)
    key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_mood(self) -> str:
        return self.cleaned_data["mood"] or Touchpoint.Mood.UNKNOWN

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = timezone.localdate()
        choice = data.get("follow_up") or ("date" if data.get("follow_up_by") else "none")
        days = {"tomorrow": 1, "week": 7, "month": 30}.get(choice)
        if days is not None:
            data["follow_up_by"] = today + dt.timedelta(days=days)
        elif choice == "none":
            data["follow_up_by"] = None
        elif not data.get("follow_up_by") and "follow_up_by" not in self.errors:
            self.add_error("follow_up_by", "Choose the date to follow up by.")
        return data

    def to_log(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "mood", "summary", "happened_on", "follow_up_by")}


class TieWordsForm(forms.Form):
    """What a tie is, seen from one of the two."""

    kind = WordsField(
        label="Relationship",
        choices=[
            *((f"{kind}:out", label) for kind, label in Relationship.Kind.choices),
            *((f"{kind}:in", label) for kind, label in INWARD.items()),
        ],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    weight = ScaleField(label="Strength", words=WEIGHTS)
    label = LineField(label="In your words", required=False, help_text="Such as “plays tennis with”.")

    @staticmethod
    def seen_from(tie: Relationship, pk: int | None) -> tuple[Stakeholder, Stakeholder, str]:
        """From whom, to whom and how a tie is told: from `pk` where there are words for it, else from its source."""
        if pk == tie.target_id and tie.kind in INWARD:
            return tie.target, tie.source, f"{tie.kind}:in"
        return tie.source, tie.target, f"{tie.kind}:out"

    def ends(self, person: Stakeholder, other: Stakeholder) -> tuple[Stakeholder, Stakeholder, str]:
        """Source, target and kind of the tie, seen from `person`."""
        kind, _, way = self.cleaned_data["kind"].partition(":")
        return (person, other, kind) if way == "out" else (other, person, kind)


class TieForm(NamingForm, TieWordsForm):
    """A tie from one person to another whom one names."""

    person = PersonField(label="Whom", missing="Choose whom this relationship is with: type a part of the name.")
    field_order = ["kind", "person", "weight", "label"]


class AnyTouchpointForm(NamingForm, TouchpointForm):
    """The same from anywhere: the person is typed."""

    person = PersonField(label="Whom?", missing=WHOM)
    field_order = ["person"]
