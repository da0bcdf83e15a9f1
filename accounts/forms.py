"""Forms about accounts, workspaces and who belongs to them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from accounts.models import Role, User
from accounts.trail import Source, Wanted

NAME_LENGTH = 120

ROLE_NOTES = {
    Role.LEADER: "Sees everything; also invites people, changes roles and reads the audit trail.",
    Role.MEMBER: "Sees and edits stakeholders, assessments and the map.",
    Role.EXECUTIVE: "Sees what is shared with executives; never how anybody is assessed.",
}


class SignupForm(forms.Form):
    """What we ask beside e-mail and password."""

    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class RoleRadios(forms.RadioSelect):
    descriptions = {role.value: note for role, note in ROLE_NOTES.items()}


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        label="Name of the workspace",
        help_text="Usually your company's. Everybody in the workspace sees it.",
        error_messages={"required": "Give the workspace a name, such as your company's."},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        # Not max_length: a field that swallows letters says less than a sentence with both numbers.
        name = " ".join(str(self.cleaned_data["name"]).split())
        if len(name) > NAME_LENGTH:
            raise forms.ValidationError(f"A name has at most {NAME_LENGTH} characters; this one has {len(name)}.")
        return name


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=RoleRadios,
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the three roles."},
    )


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label="E-mail address",
        help_text="The link we send there works for 14 days and for this address alone.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Whom do you invite? Fill in their e-mail address.",
            "invalid": "This is not an e-mail address. It looks like name@company.com.",
        },
    )
    field_order = ["email", "role"]


class TrailForm(forms.Form):
    """What the audit trail is narrowed to. A filter that makes no sense says so and narrows nothing."""

    what = forms.ChoiceField(label="What", required=False, error_messages={"invalid_choice": "Choose one of the list."})
    who = forms.ChoiceField(label="Who", required=False, error_messages={"invalid_choice": "Choose one of the list."})
    since = forms.DateField(
        label="From",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "A date looks like 2026-11-22."},
    )
    until = forms.DateField(
        label="Until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "A date looks like 2026-11-22."},
    )

    def __init__(self, *args: Any, sources: Sequence[Source], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what, who = self.fields["what"], self.fields["who"]
        assert isinstance(what, forms.ChoiceField)
        assert isinstance(who, forms.ChoiceField)
        what.choices = [("", "Everything"), *((source.key, source.label) for source in sources)]
        who.choices = [("", "Everybody"), *((str(person.pk), str(person)) for person in people)]

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "The last day lies before the first.")

    def wanted(self) -> Wanted:
        told = self.cleaned_data
        return Wanted(
            source=told.get("what") or "",
            user=int(told["who"]) if told.get("who") else None,
            since=told.get("since"),
            until=told.get("until"),
        )
