"""What a successor may take over, and up to when rows were looked at for changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from checkins.models.change import ChangeEvent
from planning.models import Stake
from stakeholders.models import Relationship, Stakeholder


class InheritedQuerySet(models.QuerySet["Inherited"]):
    def unverified(self) -> InheritedQuerySet:
        return self.filter(state=Inherited.State.UNVERIFIED)


class Inherited(Owned):
    """A tie or a stake of somebody who left, as their successor may have it. On the map only once somebody confirmed
    it."""

    class State(models.TextChoices):
        UNVERIFIED = "unverified", "Unverified"
        CONFIRMED = "confirmed", "Confirmed"
        LET_GO = "let_go", "Let go"

    event = within(ChangeEvent, related_name="inherited")
    successor = within(Stakeholder)
    tie = within(Relationship, null=True)
    stake = within(Stake, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNVERIFIED)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = InheritedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "inherited thing"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "successor", "tie"], name="inherited_tie_once"),
            models.UniqueConstraint(fields=["workspace", "successor", "stake"], name="inherited_stake_once"),
            models.CheckConstraint(
                condition=models.Q(tie=None, stake__isnull=False) | models.Q(tie__isnull=False, stake=None),
                name="inherited_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="unverified", decided_on=None)
                | models.Q(state__in=["confirmed", "let_go"], decided_on__isnull=False),
                name="inherited_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.tie_id or self.stake_id}"


class ChangeWatch(Owned):
    """What came before `begun_at` is no change; `swept_to` is up to when rows were looked at, `dated_on` the day for
    which the calendar was."""

    begun_at = models.DateTimeField(default=timezone.now)
    swept_to = models.DateTimeField()
    dated_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workspace"], name="change_watch_one")]

    def __str__(self) -> str:
        return f"{self.swept_to:%Y-%m-%d %H:%M:%S}"
