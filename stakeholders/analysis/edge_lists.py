"""Reads a network from plain tables: ties as from, to and weight; people by id, with their departments."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stakeholders.analysis.network import Network, network
from stakeholders.formats.decoding import decode
from stakeholders.formats.delimited import find_delimiter
from stakeholders.formats.document import Unreadable
from stakeholders.formats.plain import File, TableError

ID_COLUMNS = ("nodename", "id")
DEPARTMENT = "department"


@dataclass(frozen=True)
class Listed:
    """`departments` beside the network's people, None where the table says nothing or there is none; `merged` counts
    ties that were listed more than once."""

    network: Network
    departments: tuple[str | None, ...]
    merged: int


@dataclass(frozen=True)
class _Row:
    line: int
    cells: dict[str, str]


def read_network(ties: File, people: File | None = None) -> Listed:
    """Raises TableError. Without `people`, whoever has a tie is somebody, in order of their ids."""
    edges = list(_edges(ties))
    if people is None:
        ids: Sequence[str] = _in_order({person for start, end, _ in edges for person in (start, end)})
        departments: dict[str, str | None] = {}
    else:
        departments = _departments(people)
        ids = list(departments)
        for start, end, _ in edges:
            for person in (start, end):
                if person not in departments:
                    raise TableError(f"{ties.name} ties {start} to {end}, but {people.name} lists no {person}.")
    distinct = {(start, end) for start, end, _ in edges}
    return Listed(network(ids, edges), tuple(departments.get(person) for person in ids), len(edges) - len(distinct))


def _edges(file: File) -> Iterator[tuple[str, str, float | None]]:
    columns, rows = _table(file)
    for wanted in ("from", "to"):
        if wanted not in columns:
            raise TableError(
                f"{file.name} has no column “{wanted}”: its first line must name the columns from, to[, weight]."
            )
    for row in rows:
        start, end = row.cells["from"], row.cells["to"]
        if not start or not end:
            raise TableError(f"{file.name}, line {row.line}: a tie needs somebody in from and in to.")
        if start == end:
            raise TableError(
                f"{file.name}, line {row.line}: {start} is tied to themselves, and a tie needs two people."
            )
        yield start, end, _weight(file, row)


def _weight(file: File, row: _Row) -> float | None:
    written = row.cells.get("weight", "")
    if not written:
        return None
    try:
        weight = float(written)
    except ValueError:
        weight = float("nan")
    if not 0 < weight < float("inf"):
        raise TableError(f"{file.name}, line {row.line}: the weight “{written}” is not a number above zero.")
    return weight


def _departments(file: File) -> dict[str, str | None]:
    columns, rows = _table(file)
    key = next((column for column in columns if column in ID_COLUMNS), columns[0])
    found: dict[str, str | None] = {}
    for row in rows:
        person = row.cells[key]
        if not person:
            raise TableError(f"{file.name}, line {row.line}: the person has no id.")
        if person in found:
            raise TableError(f"{file.name}, line {row.line}: {person} is listed twice.")
        found[person] = row.cells.get(DEPARTMENT) or None
    return found


def _table(file: File) -> tuple[list[str], list[_Row]]:
    """Column names in small letters, and the rows that are not empty."""
    try:
        text, _ = decode(file.content)
    except Unreadable as error:
        raise TableError(f"{file.name} cannot be read: {error}") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    columns: list[str] = []
    rows: list[_Row] = []
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if not any(trimmed):
                continue
            if not columns:
                columns = [cell.casefold() for cell in trimmed]
                continue
            if len(trimmed) > len(columns) and any(trimmed[len(columns) :]):
                raise TableError(
                    f"{file.name}, line {reader.line_num}: more cells than the {len(columns)} columns named."
                )
            padded = trimmed + [""] * (len(columns) - len(trimmed))
            rows.append(_Row(reader.line_num, dict(zip(columns, padded, strict=False))))
    except csv.Error as error:
        raise TableError(f"{file.name}, line {reader.line_num}: not a table ({error}).") from None
    if not columns:
        raise TableError(f"{file.name} is empty.")
    return columns, rows


def _in_order(ids: set[str]) -> list[str]:
    """Numbers by size, then words by letter."""
    return sorted(ids, key=lambda person: (not person.isdecimal(), int(person) if person.isdecimal() else 0, person))
