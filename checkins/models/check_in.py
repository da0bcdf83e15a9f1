"""Check-ins: one conversation with one person, from the moment it is due to what came of it."""

from __future__ import annotations

import datetime as dt
import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from checkins.models.plan import CHANNELS, Channel, CheckInPlan
from discussions.models import Commitment
from stakeholders.models import Assessment, Stakeholder, Touchpoint


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def open(self) -> CheckInQuerySet:
        return self.filter(state__in=CheckIn.OPEN)

    def due(self, on: dt.date) -> CheckInQuerySet:
        """Open, on that day or before."""
        return self.open().filter(due_on__lte=on)

    def overdue(self, on: dt.date) -> CheckInQuerySet:
        return self.open().filter(due_on__lt=on)


# One that the clock opened says all of it by itself; what people do with it is told.
@audited(exclude=("brief", "version", "updated_at"), inserts=pgtrigger.Q(new__origin__in=["change", "extra"]))
class CheckIn(Owned):
    """One occurrence of a plan, one that changes call for, or one that somebody wanted besides.

    `for_on` is the date its recurrence names, by which it is the same one however often it is opened; `due_on` and
    `due_at` are when it takes place. `moved_times` counts moves, for calendars (the SEQUENCE of RFC 5545).
    """

    class State(models.TextChoices):
        DUE = "due", "Due"
        PREPARED = "prepared", "Prepared"
        HELD = "held", "Held"
        SKIPPED = "skipped", "Skipped"
        MISSED = "missed", "Missed"

    class Origin(models.TextChoices):
        PLANNED = "planned", "Planned"
        CHANGE = "change", "After a change"
        EXTRA = "extra", "Extra"

    OPEN = (State.DUE, State.PREPARED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stakeholder = within(Stakeholder)
    plan = within(CheckInPlan, null=True, blank=True, on_delete=models.SET_NULL)
    for_on = models.DateField()
    origin = models.CharField(max_length=7, choices=Origin.choices)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=64, verbose_name="time zone")
    channel = models.CharField(max_length=7, choices=Channel.choices, default=Channel.MEETING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    moved_times = models.PositiveSmallIntegerField(default=0)
    # Occurrences before this one that nobody could open in time: they are told here and are no rows.
    periods_missed = models.PositiveSmallIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True, blank=True)
    # What the brief said when it was prepared or sent.
    brief = models.JSONField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    next_step_by = models.DateField(null=True, blank=True)
    # What it left on the map.
    touchpoint = within(Touchpoint, null=True, blank=True, on_delete=models.SET_NULL)
    assessment = within(Assessment, null=True, blank=True, on_delete=models.SET_NULL)
    skipped_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(
                fields=["workspace", "due_at"],
                condition=models.Q(state__in=["due", "prepared"]),
                name="check_in_open",
            ),
            models.Index(fields=["workspace", "due_on"], name="check_in_by_day"),
            models.Index(fields=["workspace", "stakeholder", "-due_on"], name="check_in_by_person"),
        ]
        constraints = [
            # Begins with the workspace, so that it finds the rows of a plan too.
            models.UniqueConstraint(fields=["workspace", "plan", "for_on"], name="check_in_once_an_occurrence"),
            models.UniqueConstraint(
                fields=["workspace", "stakeholder"],
                condition=models.Q(origin="change", state__in=["due", "prepared"]),
                name="check_in_one_open_after_changes",
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=["planned", "change", "extra"], channel__in=CHANNELS),
                name="check_in_words_known",
            ),
            models.CheckConstraint(
                condition=models.Q(origin="planned") | models.Q(plan=None), name="check_in_of_a_plan_is_planned"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["due", "missed"], held_on=None, skipped_why="")
                | models.Q(state="prepared", held_on=None, skipped_why="", prepared_at__isnull=False)
                | models.Q(state="held", held_on__isnull=False, skipped_why="")
                | (models.Q(state="skipped", held_on=None) & ~models.Q(skipped_why="")),
                name="check_in_state_says_what_came",
            ),
            models.CheckConstraint(
                condition=models.Q(state="held")
                | models.Q(outcome="", next_step="", next_step_by=None, touchpoint=None, assessment=None),
                name="check_in_held_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(next_step_by=None) | ~models.Q(next_step=""), name="check_in_next_step_by_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in on {self.due_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class CheckInPromise(Owned):
    """In which check-in somebody took something on: a promise of the team names nobody to whom it was made."""

    check_in = within(CheckIn, related_name="promises")
    commitment = within(Commitment)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "check_in", "commitment"], name="check_in_promise_once")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} in {self.check_in_id}"
