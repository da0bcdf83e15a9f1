"""Migrations that make a new database quickly: Django renders the models anew after each change of one of them, and
with it all that are related, which are all of them: every row knows its workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
from django.db.migrations.state import ProjectState, StateApps
from django.db.migrations.utils import resolve_relation  # type: ignore[attr-defined]
from pgtrigger.migrations import AddTrigger, RemoveTrigger

TriggerOperation = AddTrigger | RemoveTrigger
Key = tuple[str, str]
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


class Told(ProjectState):
    """Models as migrations tell them, rendered when somebody asks for them. Of its own accord Django's executor has all
    of them rendered before each migration."""

    _rendered: StateApps | None

    @classmethod
    def of(cls, state: ProjectState) -> Told:
        if isinstance(state, cls):
            return state
        told = cls(state.models, state.real_apps)
        told.is_delayed = state.is_delayed
        told._rendered = vars(state).get("apps")
        return told

    def __init__(self, models: Any = None, real_apps: Any = None) -> None:
        super().__init__(models, real_apps)
        self._rendered = None
        # By this name the executor sees whether models are there.
        vars(self)["apps"] = None

    @property
    def apps(self) -> StateApps:
        if self._rendered is None:
            self._rendered = StateApps(list(self.real_apps), self.models)
        return self._rendered

    @apps.setter
    def apps(self, rendered: StateApps) -> None:
        self._rendered = rendered

    def clone(self) -> Told:
        same = type(self)({key: model.clone() for key, model in self.models.items()}, self.real_apps)
        same.is_delayed = self.is_delayed
        if self._rendered is not None:
            same.apps = self._rendered.clone()
        return same

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        if self._rendered is not None:
            super().reload_model(app_label, model_name, delay)

    def reload_models(self, models: Any, delay: bool = True) -> None:
        if self._rendered is not None:
            super().reload_models(models, delay)

    def clear_delayed_apps_cache(self) -> None:
        if self.is_delayed:
            self._rendered = None

    def forget_rendered(self) -> None:
        self._rendered = None
        self.is_delayed = False

    @contextmanager
    def rendering(self, asked: set[Key]) -> Iterator[None]:
        """For a while only these models are rendered, and those that they lead to."""
        if self._rendered is not None:
            yield
            return
        reached: set[Key] = set()
        waiting = asked & self.models.keys()
        while waiting:
            reached |= waiting
            waiting = {there for key in waiting for there in self._leads_to(key)} - reached
        self._rendered = StateApps(list(self.real_apps), {key: self.models[key] for key in reached})
        yield
        self._rendered = None

    def _leads_to(self, key: Key) -> Iterator[Key]:
        model = self.models[key]
        for field in model.fields.values():
            for towards in (getattr(field.remote_field, "model", None), getattr(field.remote_field, "through", None)):
                if towards is not None:
                    yield resolve_relation(towards, *key)
        yield from (resolve_relation(base, *key) for base in model.bases if isinstance(base, str))


class Migration(migrations.Migration):
    """Django's, but models are rendered once for all operations that can be told from the same two states, and only
    those that these operations ask for."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        state = Told.of(project_state)
        for part in told_together(self.operations):
            if all(map(_leaves_models, part)):
                for operation in part:
                    operation.database_forwards(self.app_label, schema_editor, state, state)
                continue
            before = state.clone()
            # What is not rendered changes at no cost.
            state.forget_rendered()
            for operation in part:
                operation.state_forwards(self.app_label, state)
            asked = _asked(part, self.app_label, before)
            with ExitStack() as narrowed:
                if asked is not None:
                    narrowed.enter_context(before.rendering(asked))
                    narrowed.enter_context(state.rendering(asked))
                for operation in part:
                    operation.database_forwards(self.app_label, schema_editor, before, state)
        return state


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


def _asked(operations: Sequence[Operation], app_label: str, before: ProjectState) -> set[Key] | None:
    """The models that operations need; None where one may ask for those that lead to a model, too."""
    asked: set[Key] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            asked.add((app_label, operation.name_lower))
        elif isinstance(operation, Triggers):
            asked |= {(app_label, told.model_name.lower()) for told in operation.operations}
        elif isinstance(operation, OfOneModel):
            key = app_label, operation.model_name_lower
            if isinstance(operation, AlterField):
                field = before.models[key].fields[operation.name]
                if any(each.primary_key or each.unique for each in (field, operation.field)):
                    return None
            asked.add(key)
        elif not _leaves_models(operation):
            return None
    return asked


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
