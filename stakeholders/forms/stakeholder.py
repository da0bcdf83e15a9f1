"""Adding and editing a stakeholder."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from accounts.models import Workspace
from stakeholders.forms.fields import (
    KeyField,
    LineField,
    MailField,
    OwnerField,
    Radios,
    TagsField,
    TextField,
    WordsField,
)
from stakeholders.models import Department, Kind, Segment, Stakeholder
from stakeholders.register import department_named

KINDS = [(Kind.INTERNAL, "Internal"), (Kind.CUSTOMER, "Customer"), (Kind.PARTNER, "Partner")]
KIND_NOTES = {
    Kind.INTERNAL: "Works in this company",
    Kind.CUSTOMER: "Buys from this company",
    Kind.PARTNER: "Works with it from outside",
}
SEGMENT_NOTES = {
    Segment.DECISION_MAKER: "Approves major initiatives",
    Segment.CHAMPION: "Already speaks for marketing",
    Segment.INFLUENCER: "Holds budget or political capital, not in the work",
    Segment.DETRACTOR: "Resists, out loud or by staying away",
    Segment.PARTICIPANT: "Executes, lives with it day to day",
    Segment.UNKNOWN: "Find out first",
}
FIELDS = ("name", "kind", "is_group", "email", "job_title", "department", "owner", "tags", "notes")
SALT = "stakeholders.edit"


class StakeholderForm(forms.Form):
    """Who somebody is. `department` is typed: a new name becomes a new department."""

    name = LineField(label="Name", missing="Give this stakeholder a name.")
    kind = WordsField(label="Kind", choices=KINDS, widget=Radios(KIND_NOTES), initial=Kind.INTERNAL, required=False)
    is_group = forms.BooleanField(label="This is a group, not one person", required=False)
    email = MailField(label="E-mail", required=False)
    job_title = LineField(label="Title", required=False)
    department = LineField(label="Department", required=False, max_length=120)
    owner = OwnerField(label="Owner in marketing")
    tags = TagsField(label="Tags", required=False, help_text="Separated by commas.")
    notes = TextField(label="Notes", required=False, help_text="The person may ask to read this one day.")

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        owner = self.fields["owner"]
        assert isinstance(owner, OwnerField)
        owner.of(workspace)
        self.departments = Department.objects.filter(workspace=workspace).values_list("name", flat=True)
        self.fields["department"].widget.attrs.update({"list": "departments", "autocomplete": "off"})
        self.fields["name"].widget.attrs.update({"autocomplete": "off", "dir": "auto"})
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(letter.isprintable() for letter in name):
            raise ValidationError("Give this stakeholder a name that can be seen.")
        return name

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.INTERNAL

    def fields_to_store(self) -> dict[str, Any]:
        """What the verbs take; the department is made when it is new."""
        stored = {name: self.cleaned_data[name] for name in FIELDS}
        stored["department"] = department_named(self.workspace, stored["department"])
        return stored


class NewForm(StakeholderForm):
    segment = WordsField(
        label="Segment", choices=Segment.choices, widget=Radios(SEGMENT_NOTES), initial=Segment.UNKNOWN, required=False
    )
    key = KeyField()

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True

    def clean_segment(self) -> str:
        return self.cleaned_data["segment"] or Segment.UNKNOWN

    @property
    def says_more(self) -> bool:
        """Whether something beyond the name and the segment was given or is wrong: then it is not folded away."""
        more = [name for name in FIELDS if name not in {"name", "kind"}]
        return any(self[name].value() for name in more) or any(name in self.errors for name in (*more, "kind"))


class EditForm(StakeholderForm):
    """Carries the version it was opened with, and, signed, what stood in each field then."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    opened = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, workspace: Workspace, person: Stakeholder, **kwargs: Any) -> None:
        stands = values_of(person)
        initial = {**stands, "version": person.version, "opened": signing.dumps(stands, salt=SALT)}
        super().__init__(*args, workspace=workspace, initial=initial, **kwargs)

    def values_when_opened(self) -> dict[str, Any]:
        """What the fields held when the form was opened; nothing when somebody tampered with it."""
        try:
            opened: dict[str, Any] = signing.loads(self.data.get("opened", ""), salt=SALT)
        except signing.BadSignature:
            return {}
        return opened

    def values_typed(self) -> dict[str, Any]:
        owner = self.cleaned_data["owner"]
        return {**{name: self.cleaned_data[name] for name in FIELDS}, "owner": owner.pk if owner else None}


def values_of(person: Stakeholder) -> dict[str, Any]:
    """A stakeholder's fields as the form shows them, in types that JSON keeps."""
    return {
        **{name: getattr(person, name) for name in FIELDS},
        "department": person.department.name if person.department else "",
        "owner": person.owner_id,
    }
