"""Measures that reward service, and that somebody keeps as a goal all the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.written import MARK_WRITTEN
from impact.models.metric import Metric
from planning.models import Goal, Stake

SUBJECTS = ("goal", "stake", "metric")


class KeptMeasureQuerySet(models.QuerySet["KeptMeasure"]):
    def standing(self) -> KeptMeasureQuerySet:
        return self.filter(ended_at=None)


class KeptMeasure(Owned):
    """What `rule` finds in a goal, in a stake or in a metric is not pointed out any more, for a reason, until somebody
    ends that."""

    goal = within(Goal, null=True, blank=True)
    stake = within(Stake, null=True, blank=True)
    metric = within(Metric, null=True, blank=True)
    rule = models.CharField(max_length=16)
    why = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = KeptMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "measure that is kept"
        verbose_name_plural = "measures that are kept"
        triggers = MARK_WRITTEN
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[name, "rule"],
                    condition=models.Q(ended_at=None, **{f"{name}__isnull": False}),
                    name=f"measure_of_{name}_kept_once",
                )
                for name in SUBJECTS
            ),
            models.CheckConstraint(
                condition=models.Q(goal__isnull=False, stake=None, metric=None)
                | models.Q(goal=None, stake__isnull=False, metric=None)
                | models.Q(goal=None, stake=None, metric__isnull=False),
                name="kept_measure_is_of_one_thing",
            ),
            models.CheckConstraint(condition=~models.Q(rule=""), name="kept_measure_says_its_rule"),
            models.CheckConstraint(condition=~models.Q(why=""), name="measure_kept_for_a_reason"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None) | models.Q(ended_at__isnull=False),
                name="kept_measure_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.why[:80]}"
