"""Business goals of a period, in the order in which they matter, and who owns them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from planning.periods import period_name
from stakeholders.models import Stakeholder


class GoalQuerySet(models.QuerySet["Goal"]):
    def open(self) -> GoalQuerySet:
        return self.filter(closed_on=None)

    def current(self, on: dt.date) -> GoalQuerySet:
        """Open, and `on` is in their period."""
        return self.open().filter(starts_on__lte=on, ends_on__gte=on)

    def coming(self, on: dt.date) -> GoalQuerySet:
        return self.open().filter(starts_on__gt=on)

    def over(self, on: dt.date) -> GoalQuerySet:
        return self.filter(models.Q(ends_on__lt=on) | models.Q(closed_on__isnull=False))


@audited(exclude=("version", "updated_at"))
class Goal(models.Model):
    """What the company wants by the end of a period. An empty customer outcome says that nobody named one."""

    # How the audit trail calls a row of this table.
    called_by = "statement"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    statement = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    measured_by = models.TextField(blank=True)
    customer_outcome = models.TextField(blank=True)
    rank = models.PositiveIntegerField(verbose_name="place in the order")
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            # Deferred: while goals change places, two of them hold one.
            models.UniqueConstraint(
                fields=["workspace", "rank"], name="goal_place_taken_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~models.Q(statement=""), name="goal_says_something"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="goal_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def period(self) -> str:
        return period_name(self.starts_on, self.ends_on)


@audited()
class GoalOwner(models.Model):
    """One of those who own a goal together."""

    # The keys (workspace, goal) and (workspace, stakeholder) hold all three; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="owner_rows", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "owner of a goal"
        verbose_name_plural = "owners of goals"
        constraints = [models.UniqueConstraint(fields=["goal", "stakeholder"], name="goal_owned_once_by_each")]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} owns {self.goal_id}"
