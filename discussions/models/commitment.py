"""Commitments: who does what by when, how sure they are, and what happened."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.owned import Owned, within
from accounts.tracking import audited
from discussions.models.answer import Answer
from discussions.models.discussion import Discussion
from discussions.models.guide import Prompt
from stakeholders.models import Stakeholder
from web.words import in_short

OPENLY = models.Q(in_confidence=False) & (models.Q(answer=None) | models.Q(answer__prompt__mode=Prompt.Mode.ATTRIBUTED))


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> CommitmentQuerySet:
        return self.filter(state__in=[Commitment.State.PROPOSED, Commitment.State.CONFIRMED])

    def named_to(self, reader: User) -> CommitmentQuerySet:
        """Of which a member of the team reads whose they are: one answered in confidence is between them and the
        facilitator."""
        return self.filter(OPENLY | models.Q(discussion__facilitator=reader))

    def openly(self) -> CommitmentQuerySet:
        """Of which the whole team reads whose they are."""
        return self.filter(OPENLY)

    def overdue(self, on: dt.date) -> CommitmentQuerySet:
        return self.open().filter(due_on__lt=on)


@audited(exclude=("revision", "updated_at"))
class Commitment(Owned):
    """Of a stakeholder, or of somebody of the marketing team: commitments go both ways.

    What a stakeholder wrote themself is confirmed by it; what the team wrote down for them is proposed until they
    confirm it by their link.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for their yes"
        CONFIRMED = "confirmed", "Confirmed"
        KEPT = "kept", "Kept"
        BROKEN = "broken", "Not kept"
        CHANGED = "changed", "Changed"
        DECLINED = "declined", "Not agreed to"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = within(Discussion, null=True, blank=True, related_name="commitments")
    answer = models.OneToOneField(
        Answer,
        on_delete=models.SET_NULL,
        related_name="commitment",
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
    )
    stakeholder = within(Stakeholder, null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    what = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    confidence = models.SmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    happened = models.TextField(blank=True, verbose_name="what happened")
    settled_on = models.DateField(null=True, blank=True)
    # What took the place of an answer in confidence has no answer of its own, and is told to nobody else either.
    in_confidence = models.BooleanField(default=False)
    # The one that took its place when it changed.
    instead = within("discussions.Commitment", null=True, blank=True, on_delete=models.SET_NULL)
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    called_by = "what"
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at", "pk"]
        indexes = [
            models.Index(
                fields=["workspace", "due_on"],
                condition=models.Q(state__in=["proposed", "confirmed"]),
                name="commitment_open",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="commitment_says_what"),
            models.CheckConstraint(
                condition=models.Q(stakeholder__isnull=False, user=None)
                | models.Q(stakeholder=None, user__isnull=False),
                name="commitment_has_one_owner",
            ),
            models.CheckConstraint(condition=models.Q(confidence__range=(0, 10)), name="confidence_within_10"),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "confirmed", "kept", "broken", "changed", "declined"]),
                name="commitment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.what)
