"""A link to an issued report, and having it sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from impact.models import IssuedReport
from impact.reports import sending, sharing
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import CHOOSE, LineField, MomentField
from stakeholders.models import Stakeholder
from web.moments import zone_in_words


class ReaderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.job_title}" if obj.job_title else str(obj.name)


class ReadersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.email}"


class ShareForm(forms.Form):
    stakeholder = ReaderField(
        queryset=Stakeholder.objects.none(),
        label="Whom it is for",
        required=False,
        empty_label="Somebody else",
        error_messages={"invalid_choice": CHOOSE},
    )
    label = LineField(
        label="Who that is",
        max_length=120,
        required=False,
        help_text="Only for somebody else: a name by which you know later whose link to end.",
    )
    expires_on = forms.DateField(
        label="Works until",
        widget=DateInput(),
        error_messages=DATE_PROBLEMS,
        help_text="The end of that day, within the next year.",
    )
    passphrase = forms.CharField(
        label="Passphrase",
        required=False,
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"null_characters_not_allowed": "This holds a sign that cannot be typed."},
        help_text=f"If you like: at least {sharing.LEAST_LETTERS} letters or signs, told by another way than the link.",
    )

    def __init__(self, *args: Any, issued: IssuedReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + sharing.LIVES
        field = self.fields["stakeholder"]
        assert isinstance(field, ReaderField)
        field.queryset = sending.readers(issued)
        if issued.report.stakeholder_id is not None:
            field.initial, field.empty_label, field.required = issued.report.stakeholder_id, None, True
            del self.fields["label"]

    @property
    def asked(self) -> dict[str, Any]:
        """As `share` takes it."""
        said = dict(self.cleaned_data)
        day = said.pop("expires_on")
        return {**said, "expires_at": timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))}


class SendForm(forms.Form):
    people = ReadersField(
        queryset=Stakeholder.objects.none(),
        label="To whom",
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": "Choose at least one person.",
            "invalid_choice": CHOOSE,
            "invalid_pk_value": CHOOSE,
        },
    )
    due_at = MomentField(label="When", required=False)

    def __init__(self, *args: Any, issued: IssuedReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, ReadersField)
        sent = issued.sendings.filter(state__in=["waiting", "written"]).values("stakeholder")
        field.queryset = sending.readers(issued).exclude(email="").exclude(pk__in=sent)
        zone = zone_in_words(timezone.now(), settings.TIME_ZONE)
        self.fields["due_at"].help_text = f"Leave it empty to send it now. Times are those of {zone}."
