"""Requests: problems that somebody brings to marketing, who decides on them, and every decision with its reason."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from planning.intake.text import WORDS, RequestText
from planning.models.goal import Goal
from stakeholders.models import Stakeholder


@audited(exclude=("version",))
class RequestDesk(Owned):
    """Who speaks for marketing in a workspace, and how many days of work a quarter has."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    days_a_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_request_desk_a_workspace")]

    def __str__(self) -> str:
        return "Desk of requests"


class RequestQuerySet(models.QuerySet["Request"]):
    def waiting(self) -> RequestQuerySet:
        return self.filter(state=Request.State.NEW)

    def decided(self) -> RequestQuerySet:
        return self.exclude(state=Request.State.NEW)


@audited(exclude=("version",))
class Request(Owned):
    """A problem somebody brought. Their personal link (`accounts.PersonalLink`) opens it by its id."""

    class State(models.TextChoices):
        NEW = "new", "Waits for a decision"
        ACCEPTED = "accepted", "Accepted"
        SHAPING = "shaping", "Shaped together"
        DEFERRED = "deferred", "For the next planning"
        DECLINED = "declined", "Declined"

    # How the audit trail calls a row of this table.
    called_by = "problem"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whoever asks; a stakeholder where the team knows them.
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True)
    stakeholder = within(Stakeholder, null=True, blank=True)
    # Who of the team typed it in for them.
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    problem = models.TextField()
    for_whom = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    why_then = models.TextField(blank=True, verbose_name="why by then")
    otherwise = models.TextField(blank=True, verbose_name="what happens if nothing is done")
    ideas = models.TextField(blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    # What the order check found when it was sent: names of rules.
    found = models.JSONField(default=list, blank=True)
    prescribed = models.BooleanField(default=False, verbose_name="came as a prescription")
    goal = within(Goal, goes_with=False, null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="days of work")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    received_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(fields=["workspace", "state", "received_at", "id"], name="request_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(problem=""), name="request_says_a_problem"),
            models.CheckConstraint(condition=~models.Q(name=""), name="request_is_somebodys"),
            models.CheckConstraint(
                condition=models.Q(state__in=["new", "accepted", "shaping", "deferred", "declined"]),
                name="request_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__range=(1, 5)), name="request_value_on_scale"
            ),
            models.CheckConstraint(
                condition=models.Q(state="new", decided_at=None)
                | (~models.Q(state="new") & models.Q(decided_at__isnull=False)),
                name="request_decided_once_it_is",
            ),
        ]

    def __str__(self) -> str:
        return self.problem[:120]

    @property
    def text(self) -> RequestText:
        said = {name: getattr(self, name) for name in WORDS}
        return RequestText(**said, wanted_by=self.wanted_by, said_on=timezone.localdate(self.received_at))


class Decision(Owned):
    """What the marketing owner said of a request, and why. Another one supersedes it; nothing is taken back."""

    request = within(Request, related_name="decisions")
    state = models.CharField(max_length=8, choices=[each for each in Request.State.choices if each[0] != "new"])
    reason = models.TextField()
    goal = within(Goal, goes_with=False, null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "decision on a request"
        verbose_name_plural = "decisions on requests"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(state__in=["accepted", "shaping", "deferred", "declined"]),
                name="decision_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.reason[:80]}"
