"""Observations: what was measured in each period. Corrected by another row and a reason, never changed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Workspace
from accounts.written import MARK_WRITTEN
from impact.models.metric import Metric

HIGHEST = 1e15


class Measured(NamedTuple):
    """What is read of an observation. Pages read hundreds at once: a model of each would take most of their time."""

    pk: int
    metric_id: int
    starts_on: dt.date
    value: float
    n: int | None
    ahead: int | None
    behind: int | None
    definition_version: int
    note: str
    stored_on: dt.date


class ObservationQuerySet(models.QuerySet["Observation"]):
    def standing(self) -> ObservationQuerySet:
        """Those that hold: neither corrected nor taken back."""
        return self.filter(ended_at=None)

    def measured(self) -> list[Measured]:
        rows = self.values_list(*Measured._fields[:-1], TruncDate("created_at"))
        return [Measured._make(row) for row in rows]


class Observation(models.Model):
    """One number of one period, which begins on `starts_on`. Of a share `ahead` of `n`; of a promoter score `ahead`
    promote and `behind` detract among `n` answers, and `value` follows from them."""

    # The keys (workspace, metric) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="observations", db_constraint=False, db_index=False
    )
    starts_on = models.DateField(verbose_name="first day of its period")
    value = models.FloatField()
    n = models.PositiveIntegerField(null=True, blank=True, verbose_name="out of how many")
    ahead = models.PositiveIntegerField(null=True, blank=True)
    behind = models.PositiveIntegerField(null=True, blank=True)
    definition_version = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrected_by", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, verbose_name="corrected or taken back")
    ended_why = models.TextField(blank=True, verbose_name="why it was corrected or taken back")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["metric", "starts_on", "pk"]
        triggers = MARK_WRITTEN
        indexes = [
            # Few of very many: a metric's page tells the latest.
            models.Index(
                fields=["workspace", "metric", "-ended_at", "-id"],
                condition=models.Q(ended_at__isnull=False),
                name="observation_ended",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "starts_on"], condition=models.Q(ended_at=None), name="observation_one_stands"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=-HIGHEST, value__lte=HIGHEST), name="observation_is_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(ahead=None, behind=None)
                # What is not known fits nothing: a check lets it pass.
                | models.Q(n__isnull=False, n__gt=0, ahead__isnull=False, ahead__lte=models.F("n"), behind=None)
                | models.Q(
                    n__isnull=False,
                    n__gt=0,
                    ahead__isnull=False,
                    behind__isnull=False,
                    behind__lte=models.F("n") - models.F("ahead"),
                ),
                name="observation_counts_fit",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) ^ ~models.Q(ended_why=""), name="observation_ended_for_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | models.Q(ended_at__isnull=False),
                name="observation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d}: {self.value:g}"

    @property
    def stored_on(self) -> dt.date:
        return timezone.localdate(self.created_at)


AnyObservation = Observation | Measured
