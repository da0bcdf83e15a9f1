"""How one of the team hears of their check-ins, where their calendar reads them, and what it was told."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.owned import Owned
from checkins.notices.hours import Every, Hours

BEGINS, ENDS = dt.time(8), dt.time(18)
MONDAY_TO_FRIDAY: Final = (0, 1, 2, 3, 4)
MOST_A_DAY: Final = 50


def working_days() -> list[int]:
    return list(MONDAY_TO_FRIDAY)


class NoticePreference(Owned):
    """What one of the team chose; it goes with their membership. Without a row each brief comes as it is due.

    `digested_on` is the local date of the last digest, `digest_for` that of the next one, which is due at `digest_at`.
    """

    class Digest(models.TextChoices):
        NONE = "none", "None"
        DAILY = Every.DAY.value, "Every day"
        WEEKLY = Every.WEEK.value, "Every week"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    briefs = models.BooleanField(default=True)
    briefs_a_day = models.PositiveSmallIntegerField(default=10)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.NONE)
    invitations = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, verbose_name="time zone")
    hours_begin = models.TimeField(default=BEGINS)
    hours_end = models.TimeField(default=ENDS)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=working_days)
    digested_on = models.DateField(null=True, editable=False)
    digest_for = models.DateField(null=True, editable=False)
    digest_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["digest_at"], condition=models.Q(digest_at__isnull=False), name="notice_digest_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="notice_preference_of_a_member"),
            models.CheckConstraint(
                condition=models.Q(digest__in=["none", "day", "week"], briefs_a_day__range=(1, MOST_A_DAY)),
                name="notice_preference_words_known",
            ),
            models.CheckConstraint(
                condition=models.Q(hours_begin__lt=models.F("hours_end"))
                & ~models.Q(weekdays=[])
                & models.Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]),
                name="notice_preference_hours_exist",
            ),
            models.CheckConstraint(
                condition=models.Q(digest_for=None, digest_at=None)
                | (models.Q(digest_for__isnull=False, digest_at__isnull=False) & ~models.Q(digest="none")),
                name="notice_digest_clock_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Notices of {self.user_id}"

    @property
    def hours(self) -> Hours:
        return Hours(self.zone, self.hours_begin, self.hours_end, frozenset(self.weekdays))


class CalendarFeed(Owned):
    """The address at which the calendar of one of the team reads their check-ins: of its token only the hash is kept.
    It goes when it is revoked, and with their membership."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="calendar_feed_of_a_member")]

    def __str__(self) -> str:
        return f"Calendar of {self.user_id}"


class CalendarInvitation(Owned):
    """What somebody's calendar was told last of one check-in. It names nobody, and outlives the check-in, so that one
    that is gone can be taken out of the calendar."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    check_in = models.UUIDField()
    # SEQUENCE of RFC 5545: grows with all that the calendar is told.
    sequence = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    is_cancelled = models.BooleanField(default=False)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user", "check_in"], name="calendar_invitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.check_in} ({self.sequence})"
