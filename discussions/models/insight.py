"""Insights drawn from a discussion, each on at least one piece of evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from discussions.models.answer import Answer
from discussions.models.discussion import Discussion
from discussions.models.idea import Idea, Response
from web.words import in_short


@audited(exclude=("revision", "updated_at"))
class Insight(Owned):
    """What was learnt, in one sentence. A trigger at the end of the transaction sees to its evidence."""

    class Kind(models.TextChoices):
        MOTIVATION = "motivation", "Motivation"
        ROADBLOCK = "roadblock", "Roadblock"
        SHIFT = "shift", "Shift"
        IDEA = "idea", "Idea"
        TENSION = "tension", "Tension"

    discussion = within(Discussion, related_name="insights")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    statement = models.TextField()
    # What follows from it, told to those whose words it rests on.
    decided = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    called_by = "statement"

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = MARK_WRITTEN
        indexes = [models.Index(fields=["workspace", "discussion"], name="insight_by_discussion")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["motivation", "roadblock", "shift", "idea", "tension"]),
                name="insight_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(statement=""), name="insight_says_something"),
        ]

    def __str__(self) -> str:
        return in_short(self.statement)


class Evidence(Owned):
    """A quote from an answer, an idea or a response, or an idea's votes; and whether whoever said it meant it so."""

    class Meant(models.TextChoices):
        NOT_ASKED = "", "Not asked"
        ASKED = "asked", "Asked"
        YES = "yes", "Yes, that is what I meant"
        CORRECTED = "corrected", "Corrected"

    insight = within(Insight, related_name="evidence")
    answer = within(Answer, null=True, blank=True)
    idea = within(Idea, null=True, blank=True)
    response = within(Response, null=True, blank=True)
    # The votes on `idea` are the evidence, not its words.
    is_votes = models.BooleanField(default=False)
    quote = models.TextField(blank=True)
    # Where the quote stands in the text it was taken from, in characters.
    starts = models.PositiveIntegerField(default=0)
    meant = models.CharField(max_length=9, choices=Meant.choices, default=Meant.NOT_ASKED, blank=True)
    correction = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = MARK_WRITTEN
        verbose_name = "piece of evidence"
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__isnull=False, idea=None, response=None)
                | models.Q(answer=None, idea__isnull=False, response=None)
                | models.Q(answer=None, idea=None, response__isnull=False),
                name="evidence_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(is_votes=False) | models.Q(idea__isnull=False), name="only_ideas_have_votes"
            ),
            models.CheckConstraint(
                condition=models.Q(meant__in=["", "asked", "yes", "corrected"]), name="evidence_meant_known"
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.quote)
