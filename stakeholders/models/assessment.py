"""Assessments: dated, sourced judgements of a stakeholder. Appended, never edited."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN

SCALE = (1, 5)
POSITION = (-2, 2)


class Segment(models.TextChoices):
    """The type of investor. The order is the one every list and legend uses."""

    DECISION_MAKER = "decision_maker", "Decision maker"
    CHAMPION = "champion", "Champion"
    INFLUENCER = "influencer", "Influencer"
    DETRACTOR = "detractor", "Detractor"
    PARTICIPANT = "participant", "Participant"
    UNKNOWN = "unknown", "No segment yet"


class Engagement(models.TextChoices):
    """Stakeholder engagement assessment matrix, PMBOK Guide 6th ed., 13.2.2.5."""

    UNAWARE = "unaware", "Unaware"
    RESISTANT = "resistant", "Resistant"
    NEUTRAL = "neutral", "Neutral"
    SUPPORTIVE = "supportive", "Supportive"
    LEADING = "leading", "Leading"
    UNKNOWN = "unknown", "Unknown"


class Voice(models.TextChoices):
    VOCAL = "vocal", "Vocal"
    QUIET = "quiet", "Quiet"
    UNKNOWN = "unknown", "Unknown"


class Confidence(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    UNKNOWN = "unknown", "Unknown"


class Source(models.TextChoices):
    JUDGEMENT = "judgement", "Our judgement"
    CONVERSATION = "conversation", "A conversation"
    OBSERVATION = "observation", "Something we saw"
    HEARSAY = "hearsay", "Told by others"
    SURVEY = "survey", "A survey"
    DISCUSSION = "discussion", "A discussion"
    IMPORT = "import", "An imported file"


class ResistanceCause(models.TextChoices):
    NOTHING_IN_IT = "nothing_in_it", "Sees nothing in it for them"
    FEARS_LOSING_CONTROL = "fears_losing_control", "Fears losing control"
    UNKNOWN = "unknown", "Unknown"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def latest_by(self, on: dt.date) -> AssessmentQuerySet:
        """The assessment of each stakeholder that holds on a date."""
        return (
            self.filter(assessed_on__lte=on)
            .order_by("stakeholder_id", "-assessed_on", "-pk")
            .distinct("stakeholder_id")
        )


@audited()
class Assessment(models.Model):
    """What we judged on a day. NULL and "unknown" say that we do not know; they are never a middle value."""

    # The key (workspace, stakeholder) holds and finds both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder",
        on_delete=models.CASCADE,
        related_name="assessments",
        db_constraint=False,
        db_index=False,
    )
    assessed_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now, db_default=Now())
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    segment = models.CharField(max_length=16, choices=Segment.choices, default=Segment.UNKNOWN)
    influence = models.SmallIntegerField(null=True, blank=True)
    interest = models.SmallIntegerField(null=True, blank=True)
    position = models.SmallIntegerField(null=True, blank=True)
    engagement_now = models.CharField(max_length=10, choices=Engagement.choices, default=Engagement.UNKNOWN)
    engagement_desired = models.CharField(max_length=10, choices=Engagement.choices, default=Engagement.UNKNOWN)
    voice = models.CharField(max_length=8, choices=Voice.choices, default=Voice.UNKNOWN)

    # Authority, reach and stance, kept apart from the segment that somebody decided on.
    approves = models.BooleanField(null=True, blank=True)
    holds_capital = models.BooleanField(null=True, blank=True)
    executes = models.BooleanField(null=True, blank=True)
    advocates = models.BooleanField(null=True, blank=True)
    resists = models.BooleanField(null=True, blank=True)
    resistance_cause = models.CharField(max_length=20, choices=ResistanceCause.choices, default=ResistanceCause.UNKNOWN)

    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.UNKNOWN)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.JUDGEMENT)
    why = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        triggers = MARK_WRITTEN
        indexes = [
            # The workspace comes first because row-level security asks for it every time. An index of the workspace
            # and the date alone looks as good to the planner right after a large import, and is far slower.
            models.Index(fields=["workspace", "stakeholder", "-assessed_on", "-id"], name="assessment_at_a_date"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(influence__range=SCALE), name="influence_1_to_5"),
            models.CheckConstraint(condition=models.Q(interest__range=SCALE), name="interest_1_to_5"),
            models.CheckConstraint(condition=models.Q(position__range=POSITION), name="position_within_2"),
            models.CheckConstraint(condition=models.Q(segment__in=Segment.values), name="segment_known"),
            models.CheckConstraint(
                condition=models.Q(engagement_now__in=Engagement.values, engagement_desired__in=Engagement.values),
                name="engagement_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    voice__in=Voice.values,
                    confidence__in=Confidence.values,
                    source__in=Source.values,
                    resistance_cause__in=ResistanceCause.values,
                ),
                name="assessment_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_segment_display()} on {self.assessed_on}"

    @property
    def is_placed(self) -> bool:
        """Whether the investor map can show it: both axes are known."""
        return self.influence is not None and self.interest is not None

    @property
    def has_gap(self) -> bool:
        """Whether engagement is known to differ from what is desired."""
        unknown = Engagement.UNKNOWN
        return unknown not in {self.engagement_now, self.engagement_desired} and (
            self.engagement_now != self.engagement_desired
        )
