"""Where somebody stands on one goal, which may differ from where they stand in general."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from planning.models.goal import Goal
from stakeholders.models import Stakeholder


class GoalPositionQuerySet(models.QuerySet["GoalPosition"]):
    def latest_by(self, on: dt.date) -> GoalPositionQuerySet:
        """The position of each person on each goal that holds on a date."""
        return (
            self.filter(said_on__lte=on)
            .order_by("goal_id", "stakeholder_id", "-said_on", "-pk")
            .distinct("goal_id", "stakeholder_id")
        )


@audited()
class GoalPosition(models.Model):
    """What was said of somebody's position on a goal on a day. Appended, never edited: the latest one counts."""

    # The keys (workspace, stakeholder) and (workspace, goal) hold all three; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="positions", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    position = models.SmallIntegerField()
    why = models.TextField()
    said_on = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = GoalPositionQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        verbose_name = "position on a goal"
        verbose_name_plural = "positions on goals"
        indexes = [
            models.Index(fields=["workspace", "goal", "stakeholder", "-said_on", "-id"], name="goal_position_at_a_date")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__range=(-2, 2)), name="goal_position_within_2"),
            models.CheckConstraint(condition=~models.Q(why=""), name="goal_position_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} on {self.goal_id}: {self.position}"
