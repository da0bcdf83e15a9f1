"""How the coalition moved in a quarter, as far as it can be told without pointing at anybody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.owned import Owned


class CoalitionQuarter(Owned):
    """Read once, when the quarter is over, and never again: what changes later could be told apart by reading twice.
    `before` and `after` are how many in ten support the strategy; both are empty where too few were known to say."""

    starts_on = models.DateField()
    # Whose position was known at both ends of the quarter.
    people = models.PositiveIntegerField()
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "starts_on"], name="coalition_quarter_once"),
            models.CheckConstraint(
                condition=models.Q(before=None, after=None)
                | models.Q(before__isnull=False, after__isnull=False)
                & models.Q(before__range=(1, 9), after__range=(1, 9), people__gte=20),
                name="coalition_quarter_points_at_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"The coalition from {self.starts_on}"
