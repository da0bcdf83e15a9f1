"""By what check-ins recur: a pattern, a pause, who has them, and days off."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Workspace
from checkins.forms.agenda import ZoneField
from checkins.models import CheckInPlan, CheckInRule
from checkins.models.plan import PLACES, WEEKDAYS, Channel
from checkins.plans import Wish
from checkins.recurrences import By, NoRecurrenceError, Recurrence, Unit
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import LineField, OwnerField, Radios, TextField, WordsField

TIME_PROBLEMS = {"invalid": "This is no time of day. Write it as 09:30.", "required": "Say at what time."}
NUMBER_PROBLEMS = {"required": "Say how many.", "invalid": "Write a whole number."}
# 2026-12-25 Christmas, 25.12.2026 Christmas, 2026-12-25,Christmas
PASTED = re.compile(r"^\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))\s*[,;:\t ]?\s*(.*)$")
MOST_DAYS = 400


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PatternForm(forms.Form):
    """Every so many weeks on a weekday, or every so many months on a day or a weekday of the month."""

    interval = forms.IntegerField(label="Every", error_messages=NUMBER_PROBLEMS, widget=forms.NumberInput())
    unit = WordsField(label="Weeks or months", choices=[(Unit.WEEKS.value, "weeks"), (Unit.MONTHS.value, "months")])
    by = WordsField(
        label="On which day of the month?",
        choices=[
            (By.WEEKDAY.value, "A weekday: the first Tuesday"),
            (By.DAY.value, "A date: the 15th"),
        ],
        required=False,
    )
    nth = WordsField(label="Which of the month", choices=[(str(key), word) for key, word in PLACES], required=False)
    weekday = WordsField(label="Day of the week", choices=[(str(key), word) for key, word in WEEKDAYS], required=False)
    day = forms.IntegerField(
        label="Day of the month",
        required=False,
        error_messages=NUMBER_PROBLEMS,
        help_text="A month without that day takes its last one.",
    )
    at = forms.TimeField(label="At", widget=TimeInput(), error_messages=TIME_PROBLEMS)
    zone = ZoneField()
    channel = WordsField(label="How", choices=Channel.choices)
    starts_on = forms.DateField(required=False, widget=forms.HiddenInput())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, *, wish: Wish, version: int | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        recurrence = wish.recurrence
        stands = {
            "interval": recurrence.interval,
            "unit": str(recurrence.unit),
            "by": str(recurrence.by),
            "nth": str(recurrence.nth or 1),
            "weekday": str(1 if recurrence.weekday is None else recurrence.weekday),
            "day": recurrence.day or 15,
            "at": wish.at,
            "zone": wish.zone,
            "channel": wish.channel,
            "starts_on": recurrence.starts_on,
            "version": version,
        }
        self.wish = wish
        super().__init__(data, initial=stands | (initial or {}))
        field = self.fields["zone"]
        assert isinstance(field, ZoneField)
        field.keep(wish.zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["wish"] = Wish(self._recurrence(data), data["at"], data["zone"], data["channel"])
            except NoRecurrenceError as problem:
                raise ValidationError(str(problem)) from None
        return data

    def _recurrence(self, data: dict[str, Any]) -> Recurrence:
        starts_on = data["starts_on"] or self.wish.recurrence.starts_on
        unit, interval = Unit(data["unit"]), data["interval"]
        if unit == Unit.MONTHS and data["by"] == By.DAY:
            return Recurrence(unit, interval, By.DAY, starts_on, day=data["day"])
        weekday = int(data["weekday"]) if data["weekday"] else None
        nth = int(data["nth"] or 1) if unit == Unit.MONTHS else None
        return Recurrence(unit, interval, By.WEEKDAY, starts_on, nth=nth, weekday=weekday)


class RuleForm(PatternForm):
    is_on = forms.BooleanField(
        label="This rule is on",
        required=False,
        help_text="Off: nothing new is opened for those who follow it. What is open stays.",
    )

    def __init__(self, *args: Any, rule: CheckInRule, **kwargs: Any) -> None:
        super().__init__(*args, initial={"is_on": rule.is_on}, **kwargs)


class PlanForm(PatternForm):
    """With a rule of their segment, whether they follow it."""

    follows = WordsField(label="Which pattern?", choices=[], widget=Radios())

    def __init__(self, *args: Any, rule_words: str, plan: CheckInPlan | None, **kwargs: Any) -> None:
        follows = "rule" if rule_words and (plan is None or plan.follows) else "own"
        super().__init__(*args, initial={"follows": follows}, **kwargs)
        field = self.fields["follows"]
        assert isinstance(field, WordsField)
        field.choices = [*([("rule", f"The rule: {rule_words}")] if rule_words else []), ("own", "One of their own")]
        self.order_fields(["follows"])


class PauseForm(forms.Form):
    until = forms.DateField(
        label="Until when?",
        required=False,
        widget=DateInput(),
        error_messages=DATE_PROBLEMS,
        help_text="From that day on they are met again. Empty: until you take it up again.",
    )
    why = LineField(label="Why?", required=False, max_length=300, help_text="Such as “on parental leave”.")
    version = forms.IntegerField(widget=forms.HiddenInput())


class HolderForm(forms.Form):
    """Who has the check-ins."""

    owner = OwnerField(label="Who has these check-ins?", help_text="The ones that are open go along.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, workspace: Workspace, empty: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, OwnerField)
        field.of(workspace)
        field.empty_label = empty


class HolidayForm(forms.Form):
    day = forms.DateField(
        label="Day", widget=DateInput(), error_messages={**DATE_PROBLEMS, "required": "Choose the day."}
    )
    name = LineField(label="What is it called?", missing="Name the holiday.", max_length=120)

    def days(self) -> list[tuple[dt.date, str]]:
        return [(self.cleaned_data["day"], self.cleaned_data["name"])]


class HolidaysForm(forms.Form):
    """A list of days as it was copied from somewhere: one a line, the date first."""

    lines = TextField(
        label="One day a line, the date first",
        missing="Paste at least one line, such as 2026-12-25 Christmas Day.",
        rows=6,
        help_text="Such as “2026-12-25 Christmas Day” or “25.12.2026, Christmas Day”.",
    )

    def clean_lines(self) -> list[tuple[dt.date, str]]:
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if line.strip():
                day = day_in(line)
                if day is None:
                    wrong.append(f"{number} (“{line.strip()[:40]}”)")
                else:
                    found.append(day)
        if wrong:
            more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
            raise ValidationError(
                f"Nothing is stored yet. These lines are no date with a name: {', '.join(wrong[:5])}{more}."
            )
        if len(found) > MOST_DAYS:
            raise ValidationError(f"{MOST_DAYS} days at a time at most; these are {len(found)}.")
        return found

    def days(self) -> list[tuple[dt.date, str]]:
        days: list[tuple[dt.date, str]] = self.cleaned_data["lines"]
        return days


def day_in(line: str) -> tuple[dt.date, str] | None:
    """The date at the begin of a line, and the name behind it."""
    found = PASTED.match(line)
    if found is None:
        return None
    year, month, day, day_first, month_then, year_last, name = found.groups()
    name = " ".join(name.strip(" ,;:\t\"'").split())[:120]
    try:
        date = dt.date(int(year or year_last), int(month or month_then), int(day or day_first))
    except ValueError:
        return None
    return (date, name) if name else None
