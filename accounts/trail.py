"""The audit trail as a leader reads it: what the triggers stored and what was noted, newest first, in words.

Event tables are found through the app registry, so that apps above this one need not be known here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

import pghistory.models
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format

from accounts.models import AuditEntry, User, Workspace
from web.shapes import POSITIONS
from web.words import in_short

PER_PAGE = 50
# From here on, equal changes of one act stand together under their first few.
SHOWN_OF_MANY = 3
LONGEST = 240
VERBS = {"insert": "added", "update": "changed", "delete": "removed"}
# Follow from the rest of the row, or say what the entry says already.
UNTOLD = {"id", "workspace", "created_at", "updated_at", "recorded_at", "author", "version"}
# Numbers that have words; their fields keep plain numbers.
WORDS_OF_NUMBERS: dict[str, dict[int | None, str]] = {"position": POSITIONS}
NOT_SET = "not set"

Key = tuple[type[models.Model], Any]


@dataclass(frozen=True)
class Source:
    """One table of the trail. `key` names it in addresses."""

    key: str
    label: str
    table: str
    model: type[models.Model] | None


@dataclass(frozen=True)
class Cursor:
    """The last entry seen; the next page holds what comes after it."""

    at: dt.datetime
    rank: int
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.rank}~{self.id}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        at, _, rest = text.partition("~")
        rank, _, key = rest.partition("~")
        try:
            moment = parse_datetime(at)
            return cls(moment, int(rank), int(key)) if moment and timezone.is_aware(moment) else None
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Wanted:
    """What the reader filters by; empty means all. `about` names columns that say what rows are about, by source:
    {"goal": ("id", 7), "goalowner": ("goal_id", 7)} is all about that goal, and nothing of other sources."""

    source: str = ""
    user: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    about: Mapping[str, tuple[str, int]] | None = None


@dataclass(frozen=True)
class Change:
    label: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Entry:
    at: dt.datetime
    source: str
    verb: str
    subject: str
    what: str
    what_many: str
    who: str
    why: str
    changes: tuple[Change, ...]
    act: tuple[Any, ...]


@dataclass(frozen=True)
class Group:
    """Entries of one act that did the same to several things."""

    first: Entry
    shown: tuple[Entry, ...]
    rest: tuple[Entry, ...]

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.rest)


@dataclass(frozen=True)
class TrailPage:
    groups: tuple[Group, ...]
    # Where the page after this one starts, and where it would start without the rest of the last act.
    older: Cursor | None
    past_the_act: Cursor | None


@dataclass(frozen=True)
class _Row:
    rank: int
    id: int
    at: dt.datetime
    label: str
    who: str | None
    why: str | None
    context: UUID | None
    now: dict[str, Any]
    before: dict[str, Any] | None = None


@cache
def sources() -> tuple[Source, ...]:
    """Every event table of a workspace, by name, and the acts that change no row."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, pghistory.models.Event) or not _has(model, "workspace"):
            continue
        tracked = _tracked(model)
        name = str(tracked._meta.verbose_name_plural)
        found.append(Source(tracked._meta.model_name or "", name.capitalize(), model._meta.db_table, model))
    acts = Source("act", "Exports, imports, invitations", AuditEntry._meta.db_table, None)
    return (*sorted(found, key=lambda source: source.key), acts)


def read(workspace: Workspace, wanted: Wanted, after: Cursor | None = None, *, limit: int = PER_PAGE) -> TrailPage:
    rows = _rows(workspace, wanted, after, limit + 1)
    page, more = rows[:limit], len(rows) > limit
    befores = _befores(page)
    entries = list(_entries([replace(row, before=befores.get((row.rank, row.id))) for row in page]))
    groups = tuple(_group(list(same)) for _, same in groupby(entries, key=lambda entry: entry.act))
    if not more:
        return TrailPage(groups, None, None)
    last, next_one = page[-1], rows[limit]
    inside = last.context is not None and (last.context, last.at) == (next_one.context, next_one.at)
    return TrailPage(
        groups, Cursor(last.at, last.rank, last.id), Cursor(last.at, -1, 0) if inside and len(groups) > 0 else None
    )


def people(workspace: Workspace) -> list[User]:
    """Everybody who is or was in the workspace."""
    event = apps.get_model("accounts", "MembershipEvent")
    ever = event._default_manager.filter(workspace=workspace).values("user_id")
    return list(User.objects.filter(pk__in=ever).order_by("name", "email"))


# Reading ----------------------------------------------------------------------------------------------------------


def _rows(workspace: Workspace, wanted: Wanted, after: Cursor | None, limit: int) -> list[_Row]:
    """The newest rows of all tables: each table gives the places of its newest, by index, and of the newest of those
    the rows are read. Offsets would read everything before them, and whole rows of forty tables take four times as
    long."""
    parts: list[str] = []
    values: list[Any] = []
    for rank, source in enumerate(sources()):
        if wanted.source and wanted.source != source.key:
            continue
        if wanted.about is not None and source.key not in wanted.about:
            continue
        sql, given = _newest(rank, source, workspace, wanted, after, limit)
        parts.append(f"({sql})")
        values += given
    if not parts:
        return []
    newest = f"SELECT rank, id FROM ({' UNION ALL '.join(parts)}) trail ORDER BY at DESC, rank DESC, id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(newest, [*values, limit])
        places = cursor.fetchall()
        if not places:
            return []
        wholes = defaultdict(list)
        for rank, key in places:
            wholes[rank].append(key)
        cursor.execute(" UNION ALL ".join(_whole(rank) for rank in wholes), list(wholes.values()))
        rows = {(rank, key): _row(rank, key, *rest) for rank, key, *rest in cursor.fetchall()}
    return [rows[place] for place in places]


def _newest(
    rank: int, source: Source, workspace: Workspace, wanted: Wanted, after: Cursor | None, limit: int
) -> tuple[str, list[Any]]:
    at, key, who = _columns(source)
    where: list[str] = ["workspace_id = %s"]
    values: list[Any] = [workspace.pk]
    if wanted.about is not None:
        column, key_of = wanted.about[source.key]
        where.append(f"{connection.ops.quote_name(column)} = %s")
        values.append(key_of)
    if wanted.user is not None:
        where.append(f"{who} = %s")
        values.append(str(wanted.user))
    if wanted.since is not None:
        where.append(f"{at} >= %s")
        values.append(_midnight(wanted.since))
    if wanted.until is not None:
        where.append(f"{at} < %s")
        values.append(_midnight(wanted.until + dt.timedelta(days=1)))
    if after is not None:
        # (at, rank, key) < (…): the rank is known here, and without it the index answers.
        if rank == after.rank:
            where.append(f"({at}, {key}) < (%s, %s)")
            values += [after.at, after.id]
        else:
            where.append(f"{at} {'<=' if rank < after.rank else '<'} %s")
            values.append(after.at)
    table = connection.ops.quote_name(source.table)
    return (
        f"SELECT {rank} AS rank, {key} AS id, {at} AS at FROM {table} WHERE {' AND '.join(where)}"
        f" ORDER BY {at} DESC, {key} DESC LIMIT %s",
        [*values, limit],
    )


def _whole(rank: int) -> str:
    source = sources()[rank]
    at, key, who = _columns(source)
    label, why, context = "e.pgh_label", "e.pgh_context->>'why'", "e.pgh_context_id"
    if source.model is None:
        label, why, context = "'noted'", "NULL", "NULL::uuid"
    table = connection.ops.quote_name(source.table)
    return (
        f"SELECT {rank}, e.{key}, e.{at}, {label}, e.{who}, {why}, {context}, to_jsonb(e) FROM {table} e"
        f" WHERE e.{key} = ANY(%s)"
    )


def _columns(source: Source) -> tuple[str, str, str]:
    """Of the table: when, its key, and who."""
    if source.model is None:
        return "at", "id", "actor_id::text"
    return "pgh_created_at", "pgh_id", "pgh_context->>'user'"


def _row(rank: int, key: int, at: dt.datetime, label: str, who: str, why: str, context: UUID, now: Any) -> _Row:
    return _Row(rank, key, at, label, who, why, context, _loaded(now))


def _loaded(value: Any) -> dict[str, Any]:
    """A raw cursor gives jsonb as text."""
    loaded: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return loaded


def _befores(rows: list[_Row]) -> dict[tuple[int, int], dict[str, Any]]:
    """What each changed thing was before: the event before it of the same thing, of all tables in one statement."""
    changed = defaultdict(list)
    for row in rows:
        if row.label == "update":
            changed[row.rank].append(row)
    if not changed:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for rank, updates in changed.items():
        table = connection.ops.quote_name(sources()[rank].table)
        parts.append(
            f"SELECT {rank}, told.pgh_id, to_jsonb(earlier) FROM (SELECT pgh_id, lag(pgh_id) OVER"
            f" (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS before FROM {table} WHERE pgh_obj_id = ANY(%s)) told"
            f" JOIN {table} earlier ON earlier.pgh_id = told.before WHERE told.pgh_id = ANY(%s)"
        )
        values += [[row.now["pgh_obj_id"] for row in updates], [row.id for row in updates]]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {(rank, key): _loaded(before) for rank, key, before in cursor.fetchall()}


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


# Words ------------------------------------------------------------------------------------------------------------


def _entries(rows: list[_Row]) -> Iterator[Entry]:
    names = _names(rows)
    for row in rows:
        source = sources()[row.rank]
        who = names.get((User, int(row.who)), "Somebody") if row.who else "The system"
        act = (row.context or (row.rank, row.id), row.rank, row.label, row.at)
        if source.model is None:
            label = AuditEntry.Act(row.now["act"]).label if row.now["act"] in AuditEntry.Act.values else row.now["act"]
            yield Entry(row.at, source.key, "noted", str(label), row.now["detail"], "", who, "", (), act)
            continue
        tracked = _tracked(source.model)
        verb = VERBS.get(row.label, row.label)
        what, many = f"{tracked._meta.verbose_name} {verb}", f"{tracked._meta.verbose_name_plural} {verb}"
        subject = _subject(tracked, row.now, names)
        changes = tuple(_changes(tracked, row, names))
        yield Entry(row.at, source.key, row.label, subject, what, many, who, row.why or "", changes, act)


def _group(entries: list[Entry]) -> Group:
    shown = len(entries) if len(entries) <= SHOWN_OF_MANY + 1 else SHOWN_OF_MANY
    return Group(entries[0], tuple(entries[:shown]), tuple(entries[shown:]))


def _subject(tracked: type[models.Model], row: dict[str, Any], names: dict[Key, str]) -> str:
    """Its own name, or the names of what it is about."""
    if row.get(_called_by(tracked)):
        name = row[_called_by(tracked)]
        choices = getattr(tracked._meta.get_field(_called_by(tracked)), "flatchoices", ())
        return str(dict(choices).get(name, name))
    about = [names[key] for field in _told(tracked) if _is_subject(field) and (key := _key(field, row)) in names]
    return " → ".join(about) or f"No. {row.get('id')}"


def _changes(tracked: type[models.Model], row: _Row, names: dict[Key, str]) -> Iterator[Change]:
    for field in _told(tracked):
        column = field.attname
        if column not in row.now:
            continue
        after = _words(field, row.now, names)
        label = str(field.verbose_name).capitalize()
        if row.before is not None:
            before = _words(field, row.before, names)
            if row.now[column] != row.before.get(column):
                yield Change(label, before or NOT_SET, after or NOT_SET)
        elif (
            row.label == "insert"
            and after
            and not _is_subject(field)
            and field.name != _called_by(tracked)
            and not _is_plain_no(field, row)
        ):
            yield Change(label, None, after)


def _is_plain_no(field: models.Field[Any, Any], row: _Row) -> bool:
    """A "no" that nobody chose; where unknown is possible, a "no" was chosen."""
    return isinstance(field, models.BooleanField) and not field.null and row.now[field.attname] is False


def _words(field: models.Field[Any, Any], row: dict[str, Any], names: dict[Key, str]) -> str:
    """A stored value as a reader would say it; empty when nothing is known."""
    value = row.get(field.attname)
    if value is None or value in ("", "unknown", [], {}):
        return ""
    if field.is_relation:
        return names.get(_key(field, row), "somebody or something erased")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name in WORDS_OF_NUMBERS:
        return WORDS_OF_NUMBERS[field.name].get(value, str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _short(", ".join(map(str, value)))
    if isinstance(value, dict):
        return _short("; ".join(f"{key}: {inner}" for key, inner in value.items()))
    if isinstance(field, models.DateField):
        day = parse_date(str(value)[:10])
        return date_format(day, "j F Y") if day else str(value)
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


# Names ------------------------------------------------------------------------------------------------------------


def _names(rows: list[_Row]) -> dict[Key, str]:
    """Names for all keys in the rows: one query a table, and one more for what has been deleted since."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for row in rows:
        if row.who:
            wanted[User].add(int(row.who))
        model = sources()[row.rank].model
        for state in (row.now, row.before or {}) if model else ():
            for related, key in _keys(_tracked(model), state):  # type: ignore[arg-type]
                wanted[related].add(key)
    names: dict[Key, str] = {}
    for related, keys in wanted.items():
        names |= {(related, key): str(found) for key, found in related._default_manager.in_bulk(keys).items()}
        gone = [key for key in keys if (related, key) not in names]
        names |= {(related, key): name for key, name in _names_of_deleted(related, gone)}
    return names


def _names_of_deleted(related: type[models.Model], keys: list[Any]) -> Iterable[tuple[Any, str]]:
    event = next((s.model for s in sources() if s.model and _tracked(s.model) is related), None)
    if not keys or event is None or not _has(event, _called_by(related)):
        return ()
    latest = event._default_manager.filter(id__in=keys).order_by("id", "-pgh_id").distinct("id")
    return [(key, in_short(str(name))) for key, name in latest.values_list("id", _called_by(related))]


def _keys(tracked: type[models.Model], row: dict[str, Any]) -> Iterator[Key]:
    for field in _told(tracked):
        if field.is_relation and row.get(field.attname) is not None:
            yield _key(field, row)


def _key(field: models.Field[Any, Any], row: dict[str, Any]) -> Key:
    related = field.related_model
    return (related, row.get(field.attname)) if isinstance(related, type) else (models.Model, None)


def _is_subject(field: models.Field[Any, Any]) -> bool:
    """A link that the row cannot be without: what it is about."""
    return field.is_relation and not field.null and field.related_model is not Workspace


def _told(tracked: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in tracked._meta.concrete_fields if field.name not in UNTOLD]


def _tracked(event: type[models.Model]) -> type[models.Model]:
    tracked: type[models.Model] = event.pgh_tracked_model  # type: ignore[attr-defined]
    return tracked


def _called_by(model: type[models.Model]) -> str:
    """The column by which people call a row: `name`, unless the model says otherwise."""
    return str(getattr(model, "called_by", "name"))


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
