"""Answers to prompts, and the shifts they show.

Who wrote a row is in `invitation`, except where the prompt is anonymous: there only `voice` is kept, a keyed hash from
which nobody who reads the database finds the person, while the person's own link finds the row again.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from discussions.models.discussion import Discussion
from discussions.models.guide import Prompt
from discussions.models.invitation import Invitation
from discussions.models.segments import SEGMENTS
from stakeholders.models import Assessment, Segment
from web.words import in_short


class Voiced(Owned):
    """A row that a participant caused. Random ids and no moments: the order of rows tells nobody who was there when
    an anonymous one was written. No audit table, for the same reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = within(Discussion)
    invitation = within(Invitation, null=True, blank=True)
    # discussions.voices.voice_of: the same person's rows under one prompt have the same one.
    voice = models.CharField(max_length=64)
    segment = models.CharField(max_length=16, choices=Segment.choices, default=Segment.UNKNOWN)

    class Meta:
        abstract = True


class Said(Voiced):
    """Words of a participant, which they may change and a facilitator may hide."""

    said_on = models.DateField(default=timezone.localdate)
    # What stood before, newest last: [{"on": "2026-11-22", "text": …, …}].
    earlier = models.JSONField(default=list, blank=True)
    # Moderation: others see it no more, its author sees why.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    hidden_because = models.TextField(blank=True)

    class Meta:
        abstract = True


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> AnswerQuerySet:
        """Sent, not just typed."""
        return self.filter(is_draft=False)

    def shown(self) -> AnswerQuerySet:
        return self.given().filter(hidden_at=None)


class Answer(Said):
    """What one person answered to one prompt; which columns are used depends on the prompt's kind.

    text: `text`. scale: `number`, `why`, and once more `number_after`, `why_after`, `moved_by`, `moved_by_reply`.
    choice: `chosen` (indexes of options). order: `chosen` (all indexes, first is first). commitment: `text`, `due_on`,
    `number` (confidence 0-10). ideas: an empty text, when they are done; the votes are rows of their own.
    """

    prompt = within(Prompt, goes_with=False)
    is_draft = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    number = models.SmallIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    due_on = models.DateField(null=True, blank=True)
    number_after = models.SmallIntegerField(null=True, blank=True)
    why_after = models.TextField(blank=True)
    # The idea that moved them, where they named one.
    moved_by = within("discussions.Idea", null=True, blank=True, on_delete=models.SET_NULL)
    # Where it was a reply: that one; `moved_by` is then the idea it was made to.
    moved_by_reply = within("discussions.Response", null=True, blank=True, on_delete=models.SET_NULL)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "discussion", "prompt"], name="answer_by_prompt")]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "prompt", "voice"], name="one_answer_a_voice"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="answer_segment_known"),
            models.CheckConstraint(condition=models.Q(number__range=(0, 10)), name="answer_number_within_10"),
            models.CheckConstraint(
                condition=models.Q(number_after__range=(0, 10)), name="answer_number_after_within_10"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at=None) | ~models.Q(hidden_because=""), name="answer_hidden_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.text)


@audited()
class Shift(Owned):
    """What the team made of somebody's change of mind: put on the map as an assessment, or set aside."""

    answer = models.OneToOneField(
        Answer, on_delete=models.CASCADE, related_name="shift", db_constraint=False, db_index=False
    )
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "accepted" if self.assessment_id else "set aside"
