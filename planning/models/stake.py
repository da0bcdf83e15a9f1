"""Stakes: what a stakeholder invests, and the return they expect of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from planning.models.goal import Goal
from stakeholders.models import Stakeholder


class StakeQuerySet(models.QuerySet["Stake"]):
    def standing(self) -> StakeQuerySet:
        return self.filter(ended_on=None)


@audited(exclude=("version", "updated_at"))
class Stake(models.Model):
    """Somebody's investment in one goal, or in marketing as a whole where no goal is named."""

    class Invests(models.TextChoices):
        BUDGET = "budget", "Budget"
        POLITICAL_CAPITAL = "political_capital", "Political capital"
        PEOPLE = "people", "People"
        INSIGHT = "insight", "Insight"
        ACCESS = "access", "Access"
        TIME = "time", "Time"

    # The keys (workspace, stakeholder) and (workspace, goal) hold all three; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    goal = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stakes",
        db_constraint=False,
        db_index=False,
    )
    invests = models.CharField(max_length=17, choices=Invests.choices)
    what = models.TextField(verbose_name="what exactly")
    expects = models.TextField(blank=True, verbose_name="return they expect")
    measure = models.TextField(blank=True, verbose_name="measure that would prove it")
    horizon_on = models.DateField(null=True, blank=True, verbose_name="expected by")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = StakeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invests__in=["budget", "political_capital", "people", "insight", "access", "time"]),
                name="stake_invests_known",
            ),
            models.CheckConstraint(condition=~models.Q(what=""), name="stake_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_invests_display()}: {self.what}"
