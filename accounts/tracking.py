"""Audit triggers: every insert, update and delete of a tracked table is copied by the database itself."""

from typing import TypeVar

import pghistory
from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])


def audited(model: ModelType) -> ModelType:
    """Track a workspace-owned model in an event table `<Model>Event` that can be listed by workspace and time."""
    tracked: ModelType = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        meta={
            "indexes": [
                models.Index(fields=["workspace", "-pgh_created_at"], name=f"{model.__name__.lower()}_audit_recent"),
                models.Index(fields=["pgh_obj"], name=f"{model.__name__.lower()}_audit_object"),
            ],
        },
    )(model)
    return tracked
