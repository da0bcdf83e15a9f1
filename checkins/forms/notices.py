"""What somebody wants to hear of their check-ins, and when."""

from __future__ import annotations

from typing import Any

from django import forms

from checkins.forms.agenda import ZoneField
from checkins.forms.plan import NUMBER_PROBLEMS, TIME_PROBLEMS, TimeInput
from checkins.models import NoticePreference
from checkins.models.plan import WEEKDAYS
from checkins.notices.hours import Hours
from checkins.notices.preferences import Choice
from stakeholders.forms.fields import CHOOSE, Radios, WordsField

Digest = NoticePreference.Digest


class NoticesForm(forms.Form):
    briefs = forms.BooleanField(
        label="A brief before each check-in",
        required=False,
        help_text="It comes on the working day before, at eight in the time zone of the plan.",
    )
    briefs_a_day = forms.IntegerField(
        label="Briefs a day, at most",
        required=False,
        error_messages=NUMBER_PROBLEMS,
        help_text="What is more comes as one list.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    digest = WordsField(
        label="A list of all that is before you",
        required=False,
        choices=[(Digest.NONE, "No list"), (Digest.DAILY, "Every day"), (Digest.WEEKLY, "Once a week")],
        widget=Radios({
            Digest.DAILY: "On each of your days: what is overdue, due today and due next",
            Digest.WEEKLY: "On the first of your days: what is overdue and the week to come",
        }),
    )  # fmt: skip
    invitations = forms.BooleanField(
        label="Invitations for your calendar",
        required=False,
        help_text="A mail with a calendar file for each check-in that is open, and whenever it is moved or taken back.",
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="On which days?",
        required=False,
        choices=[(str(number), word[:3]) for number, word in WEEKDAYS],
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": CHOOSE},
    )
    hours_begin = forms.TimeField(label="From", required=False, widget=TimeInput(), error_messages=TIME_PROBLEMS)
    hours_end = forms.TimeField(label="Until", required=False, widget=TimeInput(), error_messages=TIME_PROBLEMS)
    zone = ZoneField(label="Your time zone", required=False)

    def __init__(self, data: Any = None, *, stands: NoticePreference) -> None:
        chosen = {name: getattr(stands, name) for name in self.base_fields}
        super().__init__(data, initial=chosen | {"weekdays": [str(day) for day in stands.weekdays]})
        self.stands = stands
        field = self.fields["zone"]
        assert isinstance(field, ZoneField)
        field.keep(stands.zone)

    def clean(self) -> dict[str, Any]:
        """Each has a value already, so that nothing is called required; what was emptied is refused."""
        data = super().clean() or {}
        for name, says in (
            ("briefs_a_day", NUMBER_PROBLEMS["required"]),
            ("hours_begin", TIME_PROBLEMS["required"]),
            ("hours_end", TIME_PROBLEMS["required"]),
        ):
            if name in data and data[name] is None:
                self.add_error(name, says)
        return data

    def choice(self) -> Choice:
        said = self.cleaned_data
        hours = Hours(said["zone"], said["hours_begin"], said["hours_end"], frozenset(said["weekdays"]))
        return Choice(
            briefs=said["briefs"],
            briefs_a_day=said["briefs_a_day"],
            digest=said["digest"],
            invitations=said["invitations"],
            hours=hours,
        )
