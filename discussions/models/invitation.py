"""Invitations: somebody asked to take part in a discussion, and how far they are."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from discussions.models.discussion import Discussion
from discussions.models.segments import SEGMENTS
from stakeholders.models import Segment, Stakeholder


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> InvitationQuerySet:
        return self.filter(withdrawn_at=None)

    def silent(self) -> InvitationQuerySet:
        """Asked, and has answered nothing."""
        return self.standing().filter(started_at=None)

    def with_facilitator(self) -> InvitationQuerySet:
        """With the name of whoever asks, which every page behind the link says."""
        return self.annotate(facilitator_name=models.F("discussion__facilitator__name"))

    def answered(self) -> InvitationQuerySet:
        return self.exclude(started_at=None)


@audited(exclude=("started_at", "finished_at", "last_place"))
class Invitation(Owned):
    """One stakeholder in one discussion. Their personal links (`accounts.PersonalLink`) open it by its id.

    `segment` chooses their variant and is the one at the moment of inviting; they never see it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = within(Discussion, related_name="invitations")
    stakeholder = within(Stakeholder)
    segment = models.CharField(max_length=16, choices=Segment.choices, default=Segment.UNKNOWN)
    created_at = models.DateTimeField(default=timezone.now)
    # When a letter was written; whether it arrived is known to the outbox.
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    # When they were written what became of it.
    told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When a link was made to pass on by hand: whoever made it saw it.
    handed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The prompt at which they were, so that they go on there.
    last_place = models.PositiveSmallIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "stakeholder"], name="invited_once_to_a_discussion"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="invitation_segment_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} in {self.discussion_id}"
