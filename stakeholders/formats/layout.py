"""Lays a document out as rows of a table, the way the readers take them in again."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

from stakeholders.formats.columns import SYNONYMS, Field, normal
from stakeholders.formats.document import KUMU_EXTRA, Connection, Document, Element, Table, union_of
from stakeholders.formats.headers import DIRECTION, KEY, TAGS


def element_rows(document: Document, *, is_kumu: bool = False) -> Iterator[list[object]]:
    """The titles, then a row an element. Ids get a column when somebody has one or another column could pass for it."""
    table = _table(document, "elements")
    attributes = _attributes(document.elements, table)
    name = "Label" if is_kumu else _name_title(table, attributes)
    has_key = _needs_key(document.elements, attributes, is_kumu)
    special = [name, *(["ID"] if has_key else [])] if not is_kumu else [*(["ID"] if has_key else []), name]
    yield [*special, *titles(special, attributes)]
    for element in document.elements:
        known: dict[str, object] = {"ID": element.key, name: element.name}
        yield [*(known[part] for part in special), *_cells(element, attributes, is_kumu)]


def connection_rows(document: Document, *, is_kumu: bool = False) -> Iterator[list[object]]:
    """The titles, then a row a connection; a direction column where not all are directed."""
    table = _table(document, "connections")
    attributes = _attributes(document.connections, table)
    has_direction = (
        any(connection.direction != "directed" for connection in document.connections)
        or any(normal(header) in DIRECTION for header in attributes)
        or (table is not None and table.direction_column is not None)
    )
    has_key = _needs_key(document.connections, attributes, is_kumu)
    special = ["From", "To", *(["Direction"] if has_direction else []), *(["ID"] if has_key else [])]
    yield [*special, *titles(special, attributes)]
    for connection in document.connections:
        known: dict[str, object] = {
            "From": connection.source_ref,
            "To": connection.target_ref,
            "Direction": connection.direction,
            "ID": connection.key,
        }
        yield [*(known[part] for part in special), *_cells(connection, attributes, is_kumu)]


def _table(document: Document, holds: Literal["elements", "connections"]) -> Table | None:
    tables = [table for table in document.tables if table.holds == holds]
    return tables[0] if len(tables) == 1 else None


def _attributes(rows: Sequence[Element | Connection], table: Table | None) -> list[str]:
    """Attribute names in the order of the table they came from, then as they first appear."""
    used = union_of(row.attributes for row in rows)
    special: set[str | None] = set()
    if table is not None:
        special = {table.key_column, table.source_column, table.target_column, table.direction_column}
        special |= set(table.name_columns) if len(table.name_columns) == 1 else set()
    columns = [header for header in (table.headers if table else ()) if header not in special]
    return [header for header in dict.fromkeys(chain(columns, used)) if header != KUMU_EXTRA]


def _name_title(table: Table | None, attributes: Sequence[str]) -> str:
    """A title that reads back as the name whatever the other columns are called."""
    words = {normal(header) for header in attributes}
    if words & set(SYNONYMS[Field.NAME]):
        return "Name"
    if words & {*SYNONYMS[Field.FIRST_NAME], *SYNONYMS[Field.LAST_NAME]}:
        return "Full name"
    own = table.name_columns[0] if table and len(table.name_columns) == 1 else "Name"
    return own if normal(own) in SYNONYMS[Field.NAME] else "Name"


def _needs_key(rows: Sequence[Element | Connection], attributes: Sequence[str], is_kumu: bool) -> bool:
    words = ("id",) if is_kumu else KEY
    return any(row.key for row in rows) or any(normal(header) in words for header in attributes)


def titles(special: Sequence[str], attributes: Sequence[str]) -> list[str]:
    """Attributes that bear the title of a special column get a number."""
    found: list[str] = []
    for header in attributes:
        title, number = header, 2
        while title in special or title in found or (title != header and title in attributes):
            title, number = f"{header} ({number})", number + 1
        found.append(title)
    return found


def _cells(row: Element | Connection, attributes: Sequence[str], is_kumu: bool) -> Iterator[object]:
    for header in attributes:
        yield cell_of(row.attributes.get(header), is_tags=normal(header) in TAGS, pipes_only=is_kumu)


def cell_of(value: object, *, is_tags: bool = False, pipes_only: bool = False) -> object:
    """A value as one cell: lists of words with pipes, other lists and dicts as JSON text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list) and value and all(isinstance(item, str) and "|" not in item for item in value):
        text = "|".join(value)
        # One tag that holds a comma would come back as two: the pipe at its end says that pipes divide here.
        return text + "|" if is_tags and len(value) == 1 and not pipes_only and any(c in text for c in ";,\n") else text
    return json.dumps(value, ensure_ascii=False, default=str)
