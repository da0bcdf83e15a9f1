"""Reads and writes the three JSON forms: Kumu's project backup and blueprint, and Coalition's own backup.

Coalition's backup, version 1:
    {"format": "coalition", "version": 1,
     "stakeholders": [{"key": text or null, "name": text, "attributes": {…}}, …],
     "relationships": [{"key": text or null, "from": ref, "to": ref,
                        "direction": "directed" | "mutual" | "undirected", "attributes": {…}}, …],
     "project": {…}}
A ref is a stakeholder's key or, where there is none, its name. `attributes` and `project` hold any JSON. A reader of
version 1 refuses a higher one and ignores names it does not know.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Literal, NoReturn

from stakeholders.formats.characters import is_storable, storable
from stakeholders.formats.decoding import decode
from stakeholders.formats.document import (
    KUMU_EXTRA,
    Connection,
    Document,
    Element,
    Format,
    LeftOut,
    Limits,
    Problem,
    Progress,
    Row,
    Table,
    Unreadable,
    reference_problems,
    shorten,
    union_of,
)
from stakeholders.formats.tables import parse_direction

VERSION = 1
# What can become text that no database stores: NUL, half of a surrogate pair, and UTF-16 as a whole.
_DOUBTFUL = re.compile(rb"\x00|\\u(?:0000|[dD][89a-fA-F])")
# The place of their table behind that of the elements.
_CONNECTIONS_TABLE = 1
_KUMU_DEFAULTS: dict[str, object] = {"delayed": False, "reversed": False}


def read_json(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    data = load(content)
    if not isinstance(data, dict):
        raise Unreadable("This JSON is a bare list. A Kumu export or a Coalition backup is an object with named parts.")
    if data.get("format") == "coalition":
        return _Reader(data, filename, progress, doubtful=_DOUBTFUL.search(content) is not None).coalition()
    if isinstance(data.get("elements"), list) or isinstance(data.get("connections"), list):
        rows = [row for part in ("elements", "connections") for row in _list(data, part)]
        is_backup = any(isinstance(row, dict) and "_id" in row for row in rows)
        doubtful = _DOUBTFUL.search(content) is not None
        return _Reader(data, filename, progress, doubtful=doubtful).kumu(is_backup=is_backup)
    raise Unreadable("This JSON is neither a Kumu export (no “elements” and “connections”) nor a Coalition backup.")


def load(content: bytes) -> object:
    """Any JSON within the limits on depth and size; NaN and endless numbers are refused."""
    text, _note = decode(content)
    if sum(text.count(mark) for mark in ",[{") > Limits.JSON_VALUES:
        raise Unreadable(f"The JSON holds more than {Limits.JSON_VALUES:,} values. Split it into several files.")
    too_deep = f"The JSON is nested deeper than {Limits.JSON_DEPTH} levels, which no export is."
    try:
        data: object = json.loads(text, parse_constant=_refuse_constant, parse_float=_number)
    except RecursionError:
        raise Unreadable(too_deep) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The JSON is damaged or was cut off: line {error.lineno}, column {error.colno} cannot be read. "
            "Export it again and try that."
        ) from None
    except ValueError:
        raise Unreadable("The JSON holds a number that is none, or one of thousands of digits.") from None
    level = _nested([data])
    for _depth in range(Limits.JSON_DEPTH + 1):
        if not level:
            return data
        level = [part for value in level for part in _nested(value.values() if isinstance(value, dict) else value)]
    raise Unreadable(too_deep)


def _nested(values: Iterable[object]) -> list[Any]:
    """Those that hold others: most values hold none, and need no look of their own."""
    return [value for value in values if isinstance(value, dict | list)]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _list(data: dict[str, Any], part: str) -> list[Any]:
    found = data.get(part, [])
    if not isinstance(found, list):
        raise Unreadable(f"“{part}” of this JSON is not a list.")
    if len(found) > Limits.ROWS:
        raise Unreadable(f"“{part}” has {len(found):,} entries; at most {Limits.ROWS:,} can be imported.")
    return found


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


class _Reader:
    """One pass over the two lists; what differs between the three forms is how an entry is taken apart."""

    def __init__(self, data: dict[str, Any], filename: str, progress: Progress | None, *, doubtful: bool) -> None:
        self.data, self.filename, self.progress, self.doubtful = data, filename, progress, doubtful
        self.problems: list[Problem] = []

    def coalition(self) -> Document:
        version = self.data.get("version")
        if version != VERSION:
            raise Unreadable(
                f"This Coalition backup is of version {shorten(version, 20)}; this Coalition reads version {VERSION}. "
                "Update Coalition and import it again."
            )
        elements = self._entries("stakeholders", self._own_element)
        connections = self._entries("relationships", self._own_connection)
        project = self.data.get("project", {})
        if not isinstance(project, dict):
            raise Unreadable("“project” of this backup is not an object.")
        return self._document(Format.COALITION_JSON, elements, connections, project, "key", "name")

    def kumu(self, *, is_backup: bool) -> Document:
        elements = self._entries("elements", self._backup_element if is_backup else self._blueprint_element)
        connections = self._entries("connections", self._backup_connection if is_backup else self._blueprint_connection)
        project = {key: value for key, value in self.data.items() if key not in ("elements", "connections")}
        shape = Format.KUMU_JSON if is_backup else Format.KUMU_BLUEPRINT
        return self._document(shape, elements, connections, project, "_id" if is_backup else "id", "label")

    def _entries(self, part: str, take: Callable[[Row, dict[str, Any]], Any]) -> list[Any]:
        entries = _list(self.data, part)
        taken: list[Any] = []
        keys: set[str] = set()
        for number, entry in enumerate(entries, start=1):
            row = f"{part[:-1]} {number}"
            try:
                if not isinstance(entry, dict):
                    raise LeftOut(f"This entry of “{part}” is not an object.")
                if self.doubtful and not is_storable(entry):
                    raise LeftOut("It holds a character that cannot be stored (NUL or half an emoji).")
                made = take(row, entry)
                if made.key and made.key in keys:
                    raise LeftOut(f"The id “{shorten(made.key)}” was used before.")
                keys.add(made.key)
                taken.append(made)
            except LeftOut as left:
                self.problems.append(Problem(row, str(left), fatal=True))
            if self.progress is not None and number % 1000 == 0:
                self.progress(number, len(entries))
        return taken

    def _document(
        self,
        shape: Format,
        elements: list[Element],
        connections: list[Connection],
        project: dict[str, Any],
        key: str,
        name: str,
    ) -> Document:
        if not elements and not connections and not self.problems:
            raise Unreadable("The file holds no elements and no connections.")
        if not is_storable(project):
            project = dict(storable(project))  # type: ignore[call-overload]
            sentence = "Beside its elements the file holds characters that cannot be stored; they were replaced by �."
            self.problems.append(Problem("", sentence, fatal=False))
        fields, tie_fields = union_of(e.attributes for e in elements), union_of(c.attributes for c in connections)
        if shape != Format.COALITION_JSON and max(len(fields), len(tie_fields)) > Limits.COLUMNS:
            raise Unreadable(f"The file has more than {Limits.COLUMNS} different fields.")
        tables = (
            Table("elements", "elements", tuple(dict.fromkeys((key, name, *fields))), (name,), key),
            _connection_table(key, tie_fields),
        )
        document = Document(
            shape, tuple(elements), tuple(connections), project, tuple(self.problems), tables, self.filename
        )
        return replace(document, problems=(*document.problems, *reference_problems(document)))

    def _own_element(self, row: Row, entry: dict[str, Any]) -> Element:
        return self._element(row, entry.get("key"), entry.get("name"), _object(entry, "attributes"))

    def _own_connection(self, row: Row, entry: dict[str, Any]) -> Connection:
        return self._connection(row, entry.get("key"), entry, _object(entry, "attributes"))

    def _backup_element(self, row: Row, entry: dict[str, Any]) -> Element:
        attributes = _object(entry, "attributes")
        _keep_extra(attributes, entry, ("_id", "attributes"))
        return self._element(row, entry.get("_id"), attributes.pop("label", None), attributes)

    def _backup_connection(self, row: Row, entry: dict[str, Any]) -> Connection:
        attributes = _object(entry, "attributes")
        _keep_extra(attributes, entry, ("_id", "attributes", "from", "to", "direction"))
        return self._connection(row, entry.get("_id"), entry, attributes)

    def _blueprint_element(self, row: Row, entry: dict[str, Any]) -> Element:
        attributes = {key: value for key, value in entry.items() if key not in ("id", "label")}
        return self._element(row, entry.get("id"), entry.get("label"), attributes)

    def _blueprint_connection(self, row: Row, entry: dict[str, Any]) -> Connection:
        special = ("id", "from", "to", "direction")
        return self._connection(row, entry.get("id"), entry, {k: v for k, v in entry.items() if k not in special})

    def _element(self, row: Row, key: object, name: object, attributes: dict[str, object]) -> Element:
        label = _text(name)
        if len(label) > Limits.NAME_CHARACTERS:
            raise LeftOut(f"The name has {len(label)} characters; a name may have {Limits.NAME_CHARACTERS}.")
        if not label and not _text(key):
            raise LeftOut("It has neither a name nor an id.")
        if not label:
            self.problems.append(Problem(row, f"It has no name; “{shorten(key)}” stands in.", fatal=False))
        return Element(row, _text(key) or None, label, attributes)

    def _connection(self, row: Row, key: object, entry: dict[str, Any], attributes: dict[str, object]) -> Connection:
        source, target = _text(entry.get("from")), _text(entry.get("to"))
        if not source or not target:
            raise LeftOut("A connection needs both its ends, “from” and “to”.")
        direction = parse_direction(entry.get("direction"))
        if direction is None:
            sentence = f"“{shorten(entry.get('direction'))}” is not a direction; directed was taken."
            self.problems.append(Problem(row, sentence, fatal=False))
        return Connection(
            row, _text(key) or None, source, target, direction or "directed", attributes, _CONNECTIONS_TABLE
        )


def _connection_table(key: str, attributes: tuple[str, ...]) -> Table:
    headers = (key, "from", "to", "direction", *attributes)
    holds: Literal["connections"] = "connections"
    return Table("connections", holds, headers, (), key, "from", "to", "direction")


def _object(entry: dict[str, Any], part: str) -> dict[str, object]:
    found = entry.get(part, {})
    if not isinstance(found, dict):
        raise LeftOut(f"“{part}” is not an object.")
    return dict(found)


def _keep_extra(attributes: dict[str, object], entry: dict[str, Any], known: tuple[str, ...]) -> None:
    """What Kumu holds beside the attributes travels with them, unless it is what Kumu writes anyway."""
    extra = {key: value for key, value in entry.items() if key not in known and _KUMU_DEFAULTS.get(key) != value}
    if extra:
        attributes[KUMU_EXTRA] = extra


def write_coalition_json(document: Document) -> bytes:
    return dump(
        {
            "format": "coalition",
            "version": VERSION,
            "stakeholders": [{"key": e.key, "name": e.name, "attributes": e.attributes} for e in document.elements],
            "relationships": [
                {
                    "key": c.key,
                    "from": c.source_ref,
                    "to": c.target_ref,
                    "direction": c.direction,
                    "attributes": c.attributes,
                }
                for c in document.connections
            ],
            "project": document.project,
        }
    )


def dump(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    return (text + "\n").encode("utf-8", "replace")


def made_key(prefix: str, *parts: object) -> str:
    """An id in Kumu's shape for what has none; the same every time."""
    return f"{prefix}-{hashlib.sha256(repr(parts).encode('utf-8', 'replace')).hexdigest()[:8]}"
