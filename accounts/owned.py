"""What rows of a workspace have in common: the workspace, and keys that cannot lead out of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import Workspace


class Owned(models.Model):
    """A row of one workspace. Its keys are (workspace, …) pairs, made in a migration of its app."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


def within(to: str | type[models.Model], *, goes_with: bool = True, **options: Any) -> models.ForeignKey[Any, Any]:
    """A key to a row of the same workspace; the row `goes_with` what it points to, or protects it."""
    options.setdefault("on_delete", models.CASCADE if goes_with else models.PROTECT)
    options.setdefault("related_name", "+")
    return models.ForeignKey(to, db_constraint=False, db_index=False, **options)
