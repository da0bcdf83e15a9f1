"""By what check-ins recur: a rule for each segment, a plan for each person, and the days on which nobody works."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from checkins.recurrences import By, Recurrence, Unit
from stakeholders.models import Segment, Stakeholder

HALF_PAST_NINE = dt.time(9, 30)


class Channel(models.TextChoices):
    MEETING = "meeting", "Meeting"
    CALL = "call", "Call"
    MAIL = "mail", "E-mail"
    MESSAGE = "message", "Message"


CHANNELS = ["meeting", "call", "mail", "message"]
WEEKDAYS = [
    (0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"), (5, "Saturday"), (6, "Sunday"),
]  # fmt: skip
PLACES = [(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")]


zones = cache(available_timezones)


def known_zone(name: str) -> None:
    if name not in zones():
        raise ValidationError("Choose a time zone of the list.")


class Holiday(Owned):
    """A day on which nobody checks in: what falls on it comes on the next working day."""

    day = models.DateField()
    name = models.CharField(max_length=120)

    called_by = "name"

    class Meta:
        ordering = ["day"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="holiday_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="holiday_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Patterned(Owned):
    """The columns of a recurrence, and what of the clock and the way to talk goes with it."""

    unit = models.CharField(max_length=6, choices=[(Unit.WEEKS.value, "weeks"), (Unit.MONTHS.value, "months")])
    interval = models.PositiveSmallIntegerField()
    by = models.CharField(
        max_length=7, choices=[(By.DAY.value, "on a day of the month"), (By.WEEKDAY.value, "on a day of the week")]
    )
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    nth = models.SmallIntegerField(null=True, blank=True, choices=PLACES)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, choices=WEEKDAYS)
    starts_on = models.DateField()
    at = models.TimeField(default=HALF_PAST_NINE)
    zone = models.CharField(max_length=64, validators=[known_zone], verbose_name="time zone")
    channel = models.CharField(max_length=7, choices=Channel.choices, default=Channel.MEETING)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def recurrence(self) -> Recurrence:
        return Recurrence(
            unit=Unit(self.unit),
            interval=self.interval,
            by=By(self.by),
            starts_on=self.starts_on,
            day=self.day,
            nth=self.nth,
            weekday=self.weekday,
        )


def makes_sense(name: str) -> models.CheckConstraint:
    """What `Recurrence` refuses, the database refuses."""
    by_day = models.Q(unit="months", by="day", day__range=(1, 31), nth=None, weekday=None)
    weekly = models.Q(unit="weeks", by="weekday", day=None, nth=None, weekday__range=(0, 6))
    monthly = models.Q(unit="months", by="weekday", day=None, nth__in=[1, 2, 3, 4, -1], weekday__range=(0, 6))
    return models.CheckConstraint(
        condition=models.Q(interval__range=(1, 60), channel__in=CHANNELS) & (by_day | weekly | monthly), name=name
    )


@audited(exclude=("version", "updated_at"))
class CheckInRule(Patterned):
    """How often the people of one segment are met, unless somebody has a pattern of their own."""

    segment = models.CharField(max_length=16, choices=Segment.choices)
    is_on = models.BooleanField(default=True)

    called_by = "segment"

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["workspace", "segment"], name="check_in_rule_of_a_segment"),
            models.CheckConstraint(
                condition=models.Q(
                    segment__in=["decision_maker", "champion", "influencer", "detractor", "participant"]
                ),
                name="check_in_rule_segment_known",
            ),
            makes_sense("check_in_rule_recurs"),
        ]

    def __str__(self) -> str:
        return self.get_segment_display()


class CheckInPlanQuerySet(models.QuerySet["CheckInPlan"]):
    def following(self, segment: str) -> CheckInPlanQuerySet:
        return self.filter(follows=segment)

    def overdue(self, at: dt.datetime) -> CheckInPlanQuerySet:
        """The clock should have opened the next check-in by now."""
        return self.filter(opens_at__lt=at)

    def troubled(self) -> CheckInPlanQuerySet:
        return self.exclude(trouble="")


# What the clock alone writes, at every occurrence: no event of the audit trail.
CLOCK = ("opened_for", "next_for", "next_due_at", "opens_at", "trouble")


@audited(exclude=(*CLOCK, "version", "updated_at"))
class CheckInPlan(Patterned):
    """When one person is met. While it `follows` the rule of their segment, it has that rule's pattern.

    `opened_for` is the last date of the pattern that a check-in was opened for, `next_for` the next one, due at
    `next_due_at` on the working day it comes to and opened at `opens_at`; these are empty while nothing is to come.
    """

    # It goes with them by the key of the database: Django need not look for it.
    stakeholder = within(Stakeholder, on_delete=models.DO_NOTHING)
    follows = models.CharField(max_length=16, choices=Segment.choices, blank=True)
    # Empty: whoever owns the stakeholder.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Paused from a day on, until a day (which does not count any more) or until somebody lets it go on.
    paused_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    paused_why = models.CharField(max_length=300, blank=True)
    opened_for = models.DateField(null=True, blank=True, editable=False)
    next_for = models.DateField(null=True, blank=True, editable=False)
    next_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)

    objects = CheckInPlanQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(
                fields=["workspace", "opens_at"], condition=models.Q(opens_at__isnull=False), name="check_in_plan_opens"
            ),
            models.Index(fields=["workspace"], condition=~models.Q(trouble=""), name="check_in_plan_troubled"),
        ]
        constraints = [
            # Begins with the workspace, so that it finds the plans of one too. Each index is written to at every turn.
            models.UniqueConstraint(fields=["workspace", "stakeholder"], name="check_in_plan_of_a_person"),
            makes_sense("check_in_plan_recurs"),
            models.CheckConstraint(
                condition=models.Q(next_for=None, next_due_at=None, opens_at=None)
                | models.Q(next_for__isnull=False, next_due_at__isnull=False, opens_at__isnull=False),
                name="check_in_plan_clock_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_on__isnull=False) | models.Q(paused_until=None, paused_why=""),
                name="check_in_plan_pause_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_until=None) | models.Q(paused_until__gt=models.F("paused_on")),
                name="check_in_plan_pause_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.stakeholder_id}"

    def is_paused(self, on: dt.date) -> bool:
        return self.paused_on is not None and self.paused_on <= on and (
            self.paused_until is None or on < self.paused_until
        )  # fmt: skip
