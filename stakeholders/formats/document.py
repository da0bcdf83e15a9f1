"""The neutral form every file is read into and written from: elements, connections, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal

Row = int | str
Direction = Literal["directed", "mutual", "undirected"]
Progress = Callable[[int, int], None]

DIRECTIONS: tuple[Direction, ...] = ("directed", "mutual", "undirected")

# What Kumu keeps on an element or connection beside its attributes travels under this name; tables leave it out.
KUMU_EXTRA = "_kumu"


class Limits:
    """What one file may cost us. Every refusal states the number it broke."""

    FILE_BYTES = 20 * 1024 * 1024
    ZIP_ENTRIES = 200
    UNPACKED_BYTES = 200 * 1024 * 1024
    # Below this size a high ratio (a sheet of equal rows) cannot hurt.
    RATIO_FREE_BYTES = 5 * 1024 * 1024
    RATIO = 100
    ROWS = 100_000
    # Blank ones included: what a worksheet can have.
    LINES = 1_048_576
    COLUMNS = 200
    CELL_CHARACTERS = 32_767
    CHARACTERS = 200_000_000
    NAME_CHARACTERS = 300
    JSON_DEPTH = 50
    JSON_VALUES = 3_000_000
    XML_DEPTH = 100
    # Of a workbook's part: all of them, and those in memory at once (a row's, a style sheet's).
    XML_ELEMENTS = 12_000_000
    XML_HELD = 300_000


class Unreadable(Exception):  # noqa: N818 - a verdict on a file, not a fault of ours
    """The file as a whole cannot be read; `sentence` tells its owner why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unwritable(Exception):  # noqa: N818
    """The chosen format cannot hold this document; `sentence` says what does not fit and what would."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class LeftOut(Exception):  # noqa: N818
    """Why one row is left out; readers turn it into a fatal Problem."""


class Format(StrEnum):
    KUMU_XLSX = "kumu_xlsx"
    KUMU_JSON = "kumu_json"
    KUMU_BLUEPRINT = "kumu_blueprint"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_ZIP = "csv_zip"
    EDGES = "edges"
    GRAPHML = "graphml"
    GEXF = "gexf"
    COALITION_JSON = "coalition_json"
    COMBINED = "combined"


FORMAT_NAMES: Mapping[Format, str] = {
    Format.KUMU_XLSX: "Kumu workbook",
    Format.KUMU_JSON: "Kumu project backup",
    Format.KUMU_BLUEPRINT: "Kumu blueprint",
    Format.XLSX: "Excel workbook",
    Format.CSV: "CSV table",
    Format.CSV_ZIP: "CSV tables in a zip",
    Format.EDGES: "list of connections",
    Format.GRAPHML: "GraphML network",
    Format.GEXF: "GEXF network",
    Format.COALITION_JSON: "Coalition backup",
    Format.COMBINED: "several files",
}


@dataclass(frozen=True, slots=True)
class Element:
    """One person, group or thing. `attributes` holds every other column as it came; blank cells are absent."""

    row: Row = field(compare=False)
    key: str | None
    name: str
    attributes: dict[str, object]
    table: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """What to call it: JSON backups may hold elements with an id and no label."""
        return self.name or self.key or ""


@dataclass(frozen=True, slots=True)
class Connection:
    row: Row = field(compare=False)
    key: str | None
    source_ref: str
    target_ref: str
    direction: Direction
    attributes: dict[str, object]
    table: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """`fatal`: the row was left out. Otherwise it arrived, and the sentence says what to look at."""

    row: Row
    sentence: str
    fatal: bool

    @property
    def where(self) -> str:
        if isinstance(self.row, int):
            return f"Row {self.row}"
        return self.row or "The file"


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows came from: a sheet, a CSV, a list in a JSON. `headers` are all its columns in order."""

    title: str
    holds: Literal["elements", "connections"]
    headers: tuple[str, ...]
    name_columns: tuple[str, ...] = ()
    key_column: str | None = None
    source_column: str | None = None
    target_column: str | None = None
    direction_column: str | None = None


@dataclass(frozen=True)
class Document:
    """`project` is what the format holds beside elements and connections, verbatim: a Kumu backup's maps, say.

    References of connections are an element's key or, failing that, its name: `find` resolves them.
    """

    format: Format
    elements: tuple[Element, ...] = ()
    connections: tuple[Connection, ...] = ()
    project: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    tables: tuple[Table, ...] = field(default=(), compare=False)
    filename: str = field(default="", compare=False)

    @cached_property
    def _index(self) -> ElementIndex:
        return ElementIndex(self.elements)

    def find(self, ref: str) -> Element | None:
        return self._index.find(ref)

    def unlisted(self) -> tuple[str, ...]:
        """Names that only connections mention, in order of appearance: an edge list alone has nothing else."""
        seen: dict[str, str] = {}
        for connection in self.connections:
            for ref in (connection.source_ref, connection.target_ref):
                if folded(ref) not in seen and self.find(ref) is None:
                    seen[folded(ref)] = ref
        return tuple(seen.values())

    def headers(self, holds: Literal["elements", "connections"] = "elements") -> tuple[str, ...]:
        """Every column of all tables of that sort, first seen first: what a mapping page offers."""
        tables = [table.headers for table in self.tables if table.holds == holds]
        rows: Iterable[Element | Connection] = self.elements if holds == "elements" else self.connections
        return union_of(tables) if tables else union_of(row.attributes for row in rows)

    def values(self, row: Element | Connection) -> dict[str, object]:
        """All columns of one row under their original names, the name and id columns too; blank ones absent."""
        if row.table >= len(self.tables):
            return dict(row.attributes)
        table = self.tables[row.table]
        special: dict[str, object] = {}
        if isinstance(row, Element):
            if len(table.name_columns) == 1 and row.name:
                special[table.name_columns[0]] = row.name
        else:
            pairs = (table.source_column, row.source_ref), (table.target_column, row.target_ref)
            special = {column: value for column, value in (*pairs, (table.direction_column, row.direction)) if column}
        if table.key_column and row.key:
            special[table.key_column] = row.key
        merged = {**row.attributes, **special}
        ordered = {header: merged.pop(header) for header in table.headers if header in merged}
        return {**ordered, **merged}

    def sample(self, count: int = 50) -> list[dict[str, object]]:
        """The first rows of elements with all their columns, for guessing and preview."""
        return [self.values(element) for element in self.elements[:count]]


class ElementIndex:
    """Finds an element by key, by exact name, then by its name without regard to case and spacing."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._keys = {element.key: element for element in reversed(elements) if element.key}
        self._names = {element.name: element for element in reversed(elements) if element.name}
        self._folded = {folded(element.name): element for element in reversed(elements) if element.name}

    def find(self, ref: str) -> Element | None:
        return self._keys.get(ref) or self._names.get(ref) or self._folded.get(folded(ref))


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def union_of(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Distinct strings in the order they first appear."""
    return tuple(dict.fromkeys(item for part in parts for item in part))


def reference_problems(document: Document) -> Iterator[Problem]:
    """Names shared by several elements that a connection relies on: which one is meant cannot be known."""
    rows: dict[str, list[Element]] = {}
    for element in document.elements:
        rows.setdefault(element.name, []).append(element)
    keys = {element.key for element in document.elements}
    shared = {name: found for name, found in rows.items() if name and len(found) > 1 and name not in keys}
    told: set[str] = set()
    for connection in document.connections if shared else ():
        for ref in (connection.source_ref, connection.target_ref):
            if ref in shared and ref not in told:
                told.add(ref)
                yield Problem(
                    connection.row,
                    f"{len(shared[ref])} rows are named “{shorten(ref)}”; its connections go to the first of them. "
                    "Give both an ID column to tell them apart.",
                    fatal=False,
                )


def with_named_refs(document: Document) -> Document:
    """The same document with connections pointing by name where it is unique: what a person reads in an edge list."""
    counts: dict[str, int] = {}
    for element in document.elements:
        counts[folded(element.name)] = counts.get(folded(element.name), 0) + 1
    keys = {element.key for element in document.elements}

    def named(ref: str) -> str:
        element = document.find(ref)
        if element is None or counts.get(folded(element.name)) != 1 or element.name in keys or not element.name:
            return ref
        return element.name

    connections = (
        replace(connection, source_ref=named(connection.source_ref), target_ref=named(connection.target_ref))
        for connection in document.connections
    )
    return replace(document, connections=tuple(connections))


def combine(documents: Sequence[Document]) -> Document:
    """Files that belong together (people, edge lists that refer to them) as one; rows say which file they stand in."""
    elements: list[Element] = []
    connections: list[Connection] = []
    problems: list[Problem] = []
    tables: list[Table] = []
    project: dict[str, object] = {}
    for document in documents:
        offset = len(tables)
        tables += document.tables

        def placed(row: Row, name: str = document.filename) -> str:
            return f"{name} row {row}" if isinstance(row, int) else f"{name} {row}".strip()

        elements += (replace(e, row=placed(e.row), table=e.table + offset) for e in document.elements)
        connections += (replace(c, row=placed(c.row), table=c.table + offset) for c in document.connections)
        problems += (replace(p, row=placed(p.row)) for p in document.problems)
        project = {**document.project, **project}
    return Document(
        Format.COMBINED,
        tuple(elements),
        tuple(connections),
        project,
        tuple(problems),
        tuple(tables),
        ", ".join(document.filename for document in documents),
    )


def shorten(text: object, length: int = 60) -> str:
    """A value as it may stand in a sentence: one line, not endless."""
    line = " ".join(str(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"
