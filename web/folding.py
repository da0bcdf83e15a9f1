"""Migrations that make a new database quickly: Django renders the models anew after each change of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

TriggerOperation = AddTrigger | RemoveTrigger


def folded(app_label: str, operations: Sequence[Operation]) -> list[Operation]:
    """The same operations: fields, indexes and constraints of new models said where those are made, triggers last.

    Only for migrations none of whose other statements need the triggers to be there already.
    """
    made: dict[str, CreateModel] = {}
    apart: set[str] = set()
    kept: list[Operation] = []
    triggers: list[TriggerOperation] = []
    for operation in operations:
        if isinstance(operation, TriggerOperation):
            triggers.append(operation)
        elif isinstance(operation, CreateModel):
            made[f"{app_label}.{operation.name_lower}"] = operation
            kept.append(operation)
        elif not _told_at_once(operation, made, apart, app_label):
            kept.append(operation)
    return [*kept, Triggers(triggers)]


def _told_at_once(operation: Operation, made: dict[str, CreateModel], apart: set[str], app_label: str) -> bool:
    """Whether the operation could be said where its model is made. One of whose fields cannot keeps the rest `apart`:
    an index may be about that field."""
    if not isinstance(operation, AddField | AddIndex | AddConstraint):
        return False
    label = f"{app_label}.{operation.model_name_lower}"
    model = made.get(label)
    if model is None or label in apart:
        return False
    if isinstance(operation, AddField):
        order = list(made)
        target = getattr(operation.field.remote_field, "model", None)
        if isinstance(target, str) and target.lower() in order[order.index(label) + 1 :]:
            apart.add(label)
            return False
        model.fields.append((operation.name, operation.field))
    elif isinstance(operation, AddIndex):
        model.options.setdefault("indexes", []).append(operation.index)
    else:
        model.options.setdefault("constraints", []).append(operation.constraint)  # type: ignore[attr-defined]
    return True


class Triggers(Operation):
    """Adds and removes triggers without rendering a model: no other operation asks a model for its triggers."""

    reduces_to_sql = False

    def __init__(self, operations: Sequence[TriggerOperation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for operation in self.operations:
            options = state.models[app_label, operation.model_name.lower()].options
            held: list[Any] = options.get("triggers", [])
            if isinstance(operation, AddTrigger):
                options["triggers"] = [*held, operation.trigger]
            else:
                options["triggers"] = [trigger for trigger in held if trigger.name != operation.name]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} triggers"
