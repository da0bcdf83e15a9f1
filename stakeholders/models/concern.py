"""Concerns: what somebody objects to, why, what was answered, and whether it still stands."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from stakeholders.models.approach import AboutSomebody
from web.words import in_short


class ConcernQuerySet(models.QuerySet["Concern"]):
    def standing(self) -> ConcernQuerySet:
        return self.filter(settled_on=None)

    def unanswered(self) -> ConcernQuerySet:
        """Standing, and nobody has said anything to it."""
        return self.standing().filter(responded_on=None)


@audited()
class Concern(AboutSomebody):
    """An objection in their words, with its cause. It stands until it is settled; audit rows tell its history."""

    class Cause(models.TextChoices):
        NOTHING_IN_IT = "nothing_in_it", "Nothing in it for them"
        LOSING_CONTROL = "losing_control", "Fear of losing control"
        BAD_EXPERIENCE = "bad_experience", "Bad past experience"
        COMPETING_PRIORITY = "competing_priority", "A competing priority"
        UNCLEAR_VALUE = "unclear_value", "Unclear value"
        UNKNOWN = "unknown", "Cause not known"

    cause = models.CharField(max_length=18, choices=Cause.choices, default=Cause.UNKNOWN)
    said = models.TextField()
    raised_on = models.DateField(default=timezone.localdate)
    response = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(fields=["workspace", "stakeholder"], name="concern_by_person"),
            models.Index(
                fields=["workspace", "raised_on"], condition=models.Q(settled_on=None), name="concern_standing"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    cause__in=[
                        "nothing_in_it",
                        "losing_control",
                        "bad_experience",
                        "competing_priority",
                        "unclear_value",
                        "unknown",
                    ]
                ),
                name="concern_cause_known",
            ),
            models.CheckConstraint(condition=~models.Q(said=""), name="concern_says_something"),
            models.CheckConstraint(
                condition=models.Q(response="", responded_on=None)
                | (~models.Q(response="") & ~models.Q(responded_on=None)),
                name="response_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.said)
