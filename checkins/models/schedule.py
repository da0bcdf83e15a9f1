"""What the clock keeps for itself: when it last ticked, and whose segment changed since it looked."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned
from stakeholders.models import Stakeholder


class SegmentMark(Owned):
    """Somebody came into a segment or left one: left by a trigger, taken by the next tick."""

    stakeholder = models.OneToOneField(
        Stakeholder, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}"


class SchedulePulse(models.Model):
    """One row, of no workspace: when the clock last ticked."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="schedule_pulse_is_one")]

    def __str__(self) -> str:
        return f"{self.ticked_at:%Y-%m-%d %H:%M:%S}"
