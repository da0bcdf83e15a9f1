"""Changes of people and priorities, and the check-ins they call for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from checkins.models.check_in import CheckIn
from impact.models import Metric
from planning.models import Goal
from stakeholders.models import Stakeholder
from web.words import in_short


class ChangeEventQuerySet(models.QuerySet["ChangeEvent"]):
    def standing(self) -> ChangeEventQuerySet:
        return self.filter(dismissed_on=None)


@audited()
class ChangeEvent(Owned):
    """Something that changed and may call for check-ins. The same `key` is the same change, however often it is seen;
    without an author the app noticed it itself."""

    class Kind(models.TextChoices):
        JOINED = "joined", "Joined"
        LEFT = "left", "Left"
        PROMOTED = "promoted", "Another role"
        REPORTS_ELSEWHERE = "reports_elsewhere", "Reports to somebody else"
        GOAL_ADDED = "goal_added", "New goal"
        GOAL_DROPPED = "goal_dropped", "Goal dropped"
        GOAL_REORDERED = "goal_reordered", "Goals in another order"
        GOAL_OWNER = "goal_owner", "Goal changed hands"
        CHAMPION_LOST = "champion_lost", "Champion lost"
        POSITION_DROPPED = "position_dropped", "Turned against it"
        SILENCE = "silence", "Not heard from"
        TARGET_MISSED = "target_missed", "Target missed"
        TARGET_BEATEN = "target_beaten", "Target beaten"
        BUDGET_NEAR = "budget_near", "Budget is near"
        OTHER = "other", "Something else"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=200)
    happened_on = models.DateField(default=timezone.localdate)
    says = models.CharField(max_length=500)
    stakeholder = within(Stakeholder, null=True, blank=True)
    # Who takes the place of somebody who left, or in whose place somebody joined.
    other = within(Stakeholder, null=True, blank=True, on_delete=models.SET_NULL)
    goal = within(Goal, null=True, blank=True, on_delete=models.SET_NULL)
    metric = within(Metric, null=True, blank=True, on_delete=models.SET_NULL)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noticed_at = models.DateTimeField(default=timezone.now)
    dismissed_on = models.DateField(null=True, blank=True)
    dismissed_why = models.TextField(blank=True)

    called_by = "says"
    objects = ChangeEventQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        triggers = MARK_WRITTEN
        indexes = [models.Index(fields=["workspace", "-happened_on", "-id"], name="change_event_recent")]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="change_event_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "joined", "left", "promoted", "reports_elsewhere", "goal_added", "goal_dropped",
                        "goal_reordered", "goal_owner", "champion_lost", "position_dropped", "silence",
                        "target_missed", "target_beaten", "budget_near", "other",
                    ]
                ),
                name="change_event_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(key="") & ~models.Q(says=""), name="change_event_says_what"),
            models.CheckConstraint(
                condition=models.Q(dismissed_on=None, dismissed_why="")
                | (models.Q(dismissed_on__isnull=False) & ~models.Q(dismissed_why="")),
                name="change_event_dismissed_for_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return in_short(self.says)


class CheckInReason(Owned):
    """Why a change calls for a check-in with this person."""

    check_in = within(CheckIn, related_name="reasons")
    event = within(ChangeEvent, related_name="reasons")
    why = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["check_in", "event"], name="check_in_reason_once"),
            models.CheckConstraint(condition=~models.Q(why=""), name="check_in_reason_says_why"),
        ]

    def __str__(self) -> str:
        return in_short(self.why)
