"""Touchpoints: contacts with a stakeholder, logged in seconds."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def due(self, on: dt.date) -> TouchpointQuerySet:
        """A follow-up was promised by `on` and nothing is noted about it."""
        return self.filter(follow_up_by__lte=on, followed_up_on=None)


@audited()
class Touchpoint(models.Model):
    """A meeting, call or message, how it went, and by when to follow up."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "Meeting"
        CALL = "call", "Call"
        MESSAGE = "message", "Message"
        OTHER = "other", "Other"

    class Mood(models.TextChoices):
        GOOD = "good", "Went well"
        MIXED = "mixed", "Mixed"
        BAD = "bad", "Went badly"
        UNKNOWN = "unknown", "Not said"

    # The key (workspace, stakeholder) holds and finds both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder",
        on_delete=models.CASCADE,
        related_name="touchpoints",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    happened_on = models.DateField()
    mood = models.CharField(max_length=8, choices=Mood.choices, default=Mood.UNKNOWN)
    summary = models.TextField(blank=True)
    follow_up_by = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = TouchpointQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(fields=["stakeholder", "-happened_on"], name="touchpoint_recent"),
            models.Index(
                fields=["workspace", "follow_up_by"],
                condition=models.Q(followed_up_on=None),
                name="touchpoint_follow_up",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["meeting", "call", "message", "other"], mood__in=["good", "mixed", "bad", "unknown"]
                ),
                name="touchpoint_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"
