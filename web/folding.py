"""Migrations that make a new database quickly: Django renders the models anew after each change of one of them, and
with it all that are related, which are all of them: every row knows its workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

TriggerOperation = AddTrigger | RemoveTrigger
OfOneModel = AddField | AlterField | AddIndex | RemoveIndex | AddConstraint | RemoveConstraint | TriggerOperation


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


class Migration(migrations.Migration):
    """Django's, but models are rendered once for all operations that can be told from the same two states."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        for part in told_together(self.operations):
            before = project_state.clone()
            if not all(map(_leaves_models, part)):
                # What is not rendered changes at no cost, and is rendered whole when an operation asks for it.
                vars(project_state).pop("apps", None)
                project_state.is_delayed = False
            for operation in part:
                operation.state_forwards(self.app_label, project_state)
            for operation in part:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def told_together(operations: Sequence[Operation]) -> list[list[Operation]]:
    """The operations in their order, parted before each that must see what one of its part has done to the models."""
    parts: list[Part] = [Part()]
    for operation in operations:
        if not parts[-1].takes(operation):
            parts.append(Part())
        parts[-1].add(operation)
    return [part.operations for part in parts if part.operations]


class Part:
    """Operations that need nothing of each other: their models before are those before all, after those after all."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.made: set[str] = set()
        # Fields, indexes, constraints and triggers by name, and models whose indexes or constraints changed.
        self.changed: set[tuple[str, str]] = set()
        self.is_closed = False

    def takes(self, operation: Operation) -> bool:
        if not self.operations or _leaves_models(operation):
            return not self.is_closed
        if self.is_closed or not isinstance(operation, CreateModel | Triggers | OfOneModel):
            return False
        if isinstance(operation, CreateModel):
            return True
        if isinstance(operation, Triggers):
            return all(isinstance(told, AddTrigger) for told in operation.operations)
        model = operation.model_name_lower
        if isinstance(operation, AddTrigger):
            return True
        if model in self.made:
            # It would be made with the change in it already.
            return False
        if isinstance(operation, AlterField) and (model, "") in self.changed:
            return False
        return isinstance(operation, AddIndex | AddConstraint) or (model, _name(operation)) not in self.changed

    def add(self, operation: Operation) -> None:
        self.operations.append(operation)
        if isinstance(operation, CreateModel):
            self.made.add(operation.name_lower)
        elif isinstance(operation, OfOneModel):
            self.changed.add((operation.model_name_lower, _name(operation)))
            if not isinstance(operation, AddField | AlterField):
                self.changed.add((operation.model_name_lower, ""))
        elif not isinstance(operation, Triggers) and not _leaves_models(operation):
            self.is_closed = True


def _leaves_models(operation: Operation) -> bool:
    return isinstance(operation, RunSQL) and not operation.state_operations


def _name(operation: OfOneModel) -> str:
    if isinstance(operation, AddIndex):
        return str(operation.index.name)
    if isinstance(operation, AddConstraint):
        return str(operation.constraint.name)  # type: ignore[attr-defined]
    if isinstance(operation, AddTrigger):
        return str(operation.trigger.name)
    return str(operation.name)  # type: ignore[union-attr]
