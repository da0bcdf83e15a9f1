"""Audit triggers: every insert, update and delete of a tracked table is copied by the database itself."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])


def audited(*, exclude: tuple[str, ...] = (), inserts: pgtrigger.Q | None = None) -> Callable[[ModelType], ModelType]:
    """Track a workspace-owned model in an event table `<Model>Event` that can be listed by workspace and time.

    `exclude` names fields that follow from other tracked rows, so that changing them alone is no event. `inserts` tells
    which new rows are one; without it all are.
    """

    def track(model: ModelType) -> ModelType:
        name = model.__name__.lower()
        tracked: ModelType = pghistory.track(
            pghistory.InsertEvent(level=pgtrigger.Statement, condition=inserts),
            # Row by row: a statement trigger joins old with new rows by a plan made for the first, small, update.
            pghistory.UpdateEvent(level=pgtrigger.Row),
            pghistory.DeleteEvent(level=pgtrigger.Statement),
            exclude=list(exclude) or None,
            # Beside the row itself, so that it is behind the same wall and erased with it: who and why, never a URL.
            context_field=pghistory.ContextJSONField(),
            meta={
                "indexes": [
                    # With the key: all rows of one transaction, such as an import, have the same time.
                    models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name=f"{name}_audit_recent"),
                    models.Index(fields=["pgh_obj"], name=f"{name}_audit_object"),
                ],
            },
        )(model)
        return tracked

    return track
