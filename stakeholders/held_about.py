"""What is held about stakeholders beside who they are, their judgements, ties and contacts: each app names its tables
here once, so that a person's export and erasure, the archive of a workspace and the undoing of an import reach them.
Apps above are not imported for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import Value
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User, Workspace
from stakeholders.formats.document import shorten
from stakeholders.models import Stakeholder

Rows = list[dict[str, Any]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Held:
    """A table whose rows are about one stakeholder each, by its column `stakeholder`, and go with them.

    `told` gives rows in plain values, for the person themself. `words` are fields of free text, which may name others;
    `where` says what they are. `since` is why an import cannot be undone under such a row: "was given a stake since".
    """

    model: type[models.Model]
    one: str
    many: str
    since: str
    told: Callable[[models.QuerySet[Any]], Rows]
    words: tuple[str, ...] = ()
    where: str = ""

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def event_table(self) -> str:
        return str(apps.get_model(self.model._meta.app_label, f"{self.model.__name__}Event")._meta.db_table)

    def about(self, stakeholder: Stakeholder) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(stakeholder=stakeholder)


@dataclass(frozen=True)
class Restoring:
    """A backup on its way into an empty workspace: whom its keys and e-mail addresses mean there."""

    workspace: Workspace
    people: Mapping[str, Stakeholder]
    users: Mapping[str, User]
    author: User


# What was written, as far as it does not go with other such rows: (model name, rows).
Written = list[tuple[str, Sequence[models.Model]]]
# Rows made from a part of a backup, and what is wrong with it: (where, sentence).
Refused = list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the archive of a workspace. `pack` gives JSON, people by their keys; `unpack` checks such JSON and
    gives what stores it, to be called when people are stored, and what it left out; `models` is all it stores."""

    name: str
    pack: Callable[[Workspace, Mapping[int, str]], Any]
    unpack: Callable[[Any, Restoring], tuple[Callable[[], Written], Refused]]
    models: tuple[type[models.Model], ...]
    # Takes back what a backup made that is about nobody in particular, by model name, unless something hangs on it.
    undo: Callable[[Mapping[str, Iterable[int]]], None] | None = None


@dataclass(frozen=True)
class HeldBy:
    """All that one app holds. `eraser` is its database function that removes the audit rows of one person, None where
    it holds none about people.

    `texts` finds words about nobody in particular that hold a name: (NULL, what they stand in, what that is). `forget`
    takes a person out of what is no row of theirs, before their rows go. `more` gives what else a person is told about
    themself, of tables of which no audit trail is kept, by what it is.
    """

    app: str
    tables: tuple[Held, ...]
    eraser: str | None
    part: Part
    texts: Callable[[UUID, str], models.QuerySet[Any, Any]] | None = None
    forget: Callable[[Stakeholder], None] | None = None
    more: Callable[[Stakeholder], dict[str, Rows]] | None = None


_registered: dict[str, HeldBy] = {}


def register(held: HeldBy) -> None:
    """Once, when the app is ready; a second time replaces the first."""
    _registered[held.app] = held


def holders() -> tuple[HeldBy, ...]:
    """Higher apps in front, as they were made ready: what hangs on others goes first, and is restored last."""
    return tuple(_registered.values())


def number_of(key: int | UUID) -> int:
    """The number under which an import notes a row: its own, or the first 63 bits of its random key."""
    return key.int >> 65 if isinstance(key, UUID) else key


def numbered(rows: models.QuerySet[Any], numbers: Collection[int]) -> set[int]:
    """Which of the numbers are those of rows."""
    if isinstance(rows.model._meta.pk, models.UUIDField):
        return (
            {number_of(key) for key in rows.order_by().values_list("pk", flat=True)} & set(numbers)
            if numbers
            else set()
        )
    return set(rows.filter(pk__in=list(numbers)).order_by().values_list("pk", flat=True))


def tables() -> tuple[Held, ...]:
    return tuple(table for held in holders() for table in held.tables)


def events() -> tuple[tuple[str, str, str], ...]:
    """(what, table, condition) of audit rows about one person, as the erasure reads them."""
    return tuple((table.one, table.event_table, "stakeholder_id = %(pk)s") for table in tables())


def imported() -> tuple[tuple[str, str, str], ...]:
    """The same by the names under which an import notes rows, of those that it notes by their own number."""
    return tuple(
        (table.name, table.event_table, "stakeholder_id = %(pk)s")
        for table in tables()
        if isinstance(table.model._meta.pk, models.BigAutoField)
    )


def mentions(stakeholder: Stakeholder) -> list[models.QuerySet[Any, Any]]:
    """Queries for (stakeholder, their name, where): words about others, or nobody, that hold this one's name."""
    found = [held.texts(stakeholder.workspace_id, stakeholder.name) for held in holders() if held.texts is not None]
    for table in tables():
        named = models.Q()
        for word in table.words:
            named |= models.Q(**{f"{word}__icontains": stakeholder.name})
        if table.words:
            rows = table.model._default_manager.filter(named, workspace=stakeholder.workspace_id)
            rows = rows.exclude(stakeholder=stakeholder).order_by()
            found.append(rows.values_list("stakeholder_id", "stakeholder__name", Value(table.where)))
    return found


def told(stakeholder: Stakeholder) -> dict[str, Rows]:
    """All of it, for the person themself."""
    found = {table.many.replace(" ", "_"): table.told(table.about(stakeholder)) for table in tables()}
    for held in holders():
        if held.more is not None:
            found |= held.more(stakeholder)
    return found


def forget(stakeholder: Stakeholder) -> None:
    for held in holders():
        if held.forget is not None:
            held.forget(stakeholder)


def erase_events(pk: int) -> int:
    """Remove the audit rows about one person in these tables; says how many went."""
    removed = 0
    with connection.cursor() as cursor:
        for eraser in (held.eraser for held in holders() if held.eraser):
            cursor.execute(f"SELECT {eraser}(%s)", [pk])
            removed += int(cursor.fetchone()[0])
    return removed


def iso_of(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: Any) -> dt.date:
    """A day as a backup writes it; ValueError says in words what is none."""
    found = parse_date(str(text))
    if found is None:
        raise ValueError(f"“{shorten(text)}” is not a date")
    return found


def moment_of(text: Any) -> dt.datetime:
    found = parse_datetime(str(text))
    if found is None or found.tzinfo is None:
        raise ValueError(f"“{shorten(text)}” is not a moment")
    return found


def at(rows: Sequence[Found], place: int) -> Found:
    """The row at a place from 0, as backups count; IndexError says that there is none."""
    if place < 0:
        raise IndexError(place)
    return rows[place]


def point(row: models.Model) -> None:
    """Django takes keys over when a row is made, and those it points to had none then."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.name in row._state.fields_cache:
            pointed = getattr(row, field.name)
            setattr(row, field.attname, pointed.pk if pointed is not None else None)
