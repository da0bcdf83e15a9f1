"""Tokens by which another system sends numbers, and the keys by which it may repeat a request without harm."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def open(self, *, on: dt.date) -> ApiTokenQuerySet:
        """Those that let somebody in on that day."""
        return self.filter(models.Q(expires_on=None) | models.Q(expires_on__gte=on), revoked_at=None)


# What it was made from is no news, and a fingerprint tells nobody anything.
@audited(exclude=("token_hash", "last_used_at"))
class ApiToken(models.Model):
    """Lets a system send numbers of one workspace. Of the token itself only its hash is kept, and four characters by
    which people know it again."""

    called_by = "name"

    class State(models.TextChoices):
        OPEN = "open", "Works"
        EXPIRED = "expired", "Has run out"
        REVOKED = "revoked", "Revoked"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    ends_in = models.CharField(max_length=4, verbose_name="ends in")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, verbose_name="revoked")
    expires_on = models.DateField(null=True, blank=True, verbose_name="works until")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "API token"
        verbose_name_plural = "API tokens"
        indexes = [models.Index(fields=["workspace", "-created_at"], name="api_token_recent")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def state(self, *, on: dt.date) -> State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.EXPIRED if self.expires_on is not None and self.expires_on < on else self.State.OPEN


class IdempotencyKey(models.Model):
    """What a request stored, as it was answered: whoever repeats it under the same key reads the same."""

    # The keys (workspace, token) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    response = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "token", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.token_id}"
