"""Forms that were stored: a double click or a repeated request finds its form here and stores nothing twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace


class Submission(models.Model):
    """The random key of a form that caused a row, written in the same transaction as that row."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "at"], name="submission_age")]
        constraints = [models.UniqueConstraint(fields=["workspace", "user", "key"], name="form_stored_once")]

    def __str__(self) -> str:
        return str(self.key)
