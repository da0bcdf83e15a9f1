"""What a workspace makes of Today: how much each thing counts, and whom somebody set aside for a week."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from checkins.today.factors import HEAVIEST
from stakeholders.models import Stakeholder


class RankingWeight(Owned):
    """How much one thing counts here, where that is not as it is everywhere."""

    factor = models.CharField(max_length=12)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "factor"], name="ranking_weight_once"),
            models.CheckConstraint(
                condition=models.Q(
                    factor__in=[
                        "decides", "changed", "due", "carries", "against", "unanswered", "quiet", "alone", "untold",
                    ]
                ),
                name="ranking_factor_known",
            ),
            models.CheckConstraint(condition=models.Q(weight__lte=HEAVIEST), name="ranking_weight_within_scale"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.factor} {self.weight}"


class SetAside(Owned):
    """Somebody of the team does not want to be shown this person in the week that begins on a Monday. It goes with the
    week, and nothing is learnt from it."""

    # It goes with them by the key of the database: Django need not look for it.
    stakeholder = within(Stakeholder, on_delete=models.DO_NOTHING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "stakeholder", "user"], name="set_aside_once"),
            models.CheckConstraint(condition=models.Q(week_on__iso_week_day=1), name="set_aside_from_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} in the week of {self.week_on:%Y-%m-%d}"
