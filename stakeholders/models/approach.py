"""What helps to approach somebody: what was noted of them, what is promised to them, and their salience."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from web.words import in_short


class AboutSomebody(models.Model):
    """A row about one stakeholder, written by a member of the team, that goes with them."""

    # The key (workspace, stakeholder) holds both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder",
        on_delete=models.CASCADE,
        related_name="%(class)s_rows",
        db_constraint=False,
        db_index=False,
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


@audited()
class Note(AboutSomebody):
    """Something worth knowing, marked as what it is; they may read it one day."""

    class Kind(models.TextChoices):
        FACT = "fact", "Fact"
        QUOTE = "quote", "Quote"
        JUDGEMENT = "judgement", "Judgement"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    words = models.TextField()
    noted_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-noted_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "stakeholder", "-noted_on"], name="note_recent")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["fact", "quote", "judgement"]), name="note_kind_known"),
            models.CheckConstraint(condition=~models.Q(words=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return in_short(self.words)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        return self.filter(done_on=None)

    def due(self, on: dt.date) -> FollowUpQuerySet:
        return self.open().filter(due_on__lte=on)


@audited()
class FollowUp(AboutSomebody):
    """Something the team wants to do with somebody by a day; not the sequel of a contact, which keeps its own."""

    words = models.CharField(max_length=500)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["workspace", "stakeholder"], name="follow_up_by_person"),
            models.Index(fields=["workspace", "due_on"], condition=models.Q(done_on=None), name="follow_up_open"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="follow_up_says_what")]

    def __str__(self) -> str:
        return self.words


@audited()
class SalienceJudgement(AboutSomebody):
    """Power, legitimacy and urgency of somebody's claim (Mitchell, Agle & Wood 1997) as judged on a day; None where
    nobody knows. Appended, never changed."""

    judged_on = models.DateField(default=timezone.localdate)
    power = models.BooleanField(null=True)
    legitimacy = models.BooleanField(null=True)
    urgency = models.BooleanField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-judged_on", "-pk"]
        indexes = [models.Index(fields=["workspace", "stakeholder", "-judged_on"], name="salience_recent")]

    def __str__(self) -> str:
        return f"{self.judged_on}"
