"""Saved views: a page's filters under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user_id: int) -> SavedViewQuerySet:
        return self.filter(models.Q(user=user_id) | models.Q(is_shared=True))


class SavedView(models.Model):
    """The query string of a page, as somebody wants to come back to it."""

    class Page(models.TextChoices):
        REGISTER = "register", "Register"
        MAP = "map", "Investor map"
        MATRIX = "matrix", "Engagement matrix"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=8, choices=Page.choices)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user", "page", "name"], name="view_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
