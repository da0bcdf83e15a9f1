"""Targets of a metric, and what is known about its course: notes on days, and where it became another process."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from impact.models.metric import Metric
from impact.models.observation import HIGHEST


class TargetQuerySet(models.QuerySet["Target"]):
    def standing(self) -> TargetQuerySet:
        return self.filter(ended_at=None)


@audited()
class Target(models.Model):
    """What a metric should come to by a day. Of a flow all of its period together; of a level where it then stands.
    Another target takes its place; none is changed."""

    class Course(models.TextChoices):
        EVEN = "even", "Evenly from the start to the end"
        THROUGHOUT = "throughout", "In every period"
        BY_THE_END = "by_the_end", "By the last day, however"

    # The keys (workspace, metric) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="targets", db_constraint=False, db_index=False
    )
    value = models.FloatField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    course = models.CharField(max_length=10, choices=Course.choices, default=Course.EVEN)
    # Where it stood when the target was set; unknown is not zero.
    baseline = models.FloatField(null=True, blank=True)
    why = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["metric", "starts_on", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="target_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=-HIGHEST, value__lte=HIGHEST), name="target_is_a_number"
            ),
            models.UniqueConstraint(
                fields=["metric", "starts_on", "ends_on"],
                condition=models.Q(ended_at=None),
                name="target_one_of_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:g} by {self.ends_on:%Y-%m-%d}"


@audited()
class Rebase(models.Model):
    """From the period that begins on a day the metric is another process, for a reason: limits begin anew."""

    # The keys (workspace, metric) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="rebases", db_constraint=False, db_index=False
    )
    starts_on = models.DateField(verbose_name="from the period that begins on")
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["metric", "starts_on"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["metric", "starts_on"], name="rebase_once_a_day"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rebase_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"From {self.starts_on:%Y-%m-%d}: {self.reason}"


@audited()
class Annotation(models.Model):
    """What happened on a day and may explain what a metric did; of every metric where none is named."""

    # The keys (workspace, metric) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="annotations",
        db_constraint=False,
        db_index=False,
    )
    on = models.DateField()
    says = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on", "pk"]
        triggers = MARK_WRITTEN
        constraints = [models.CheckConstraint(condition=~models.Q(says=""), name="annotation_says_something")]

    def __str__(self) -> str:
        return self.says
