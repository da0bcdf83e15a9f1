"""Turns the rows of a sheet or text table into elements or connections, with a reason for every row left out."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise

from stakeholders.formats import vocabulary
from stakeholders.formats.characters import is_storable
from stakeholders.formats.columns import normal
from stakeholders.formats.document import (
    DIRECTIONS,
    Connection,
    Direction,
    Element,
    LeftOut,
    Limits,
    Problem,
    Progress,
    Row,
    Table,
    Unreadable,
    shorten,
)
from stakeholders.formats.headers import TAGS, Cells, read_header, text
from stakeholders.formats.values import split_tags
from stakeholders.formats.vocabulary import listed

_SAMPLE = 500
# So many rows that all fill a column say that no row may lack it.
TELLING = 3
_DIRECTION_WORDS: dict[str, Direction] = {
    normal(word): choice
    for choice in DIRECTIONS
    for word in (choice, *listed(vocabulary.DIRECTION_WORDS[choice]))
} | {"": "directed"}  # fmt: skip


@dataclass
class Grid:
    """Rows of one sheet or file as they come: (number from 1, cells). `total` is an estimate for progress."""

    title: str
    rows: Iterator[tuple[int, Cells]]
    total: int = 0
    place: Callable[[int], Row] = lambda number: number
    is_kumu: bool = False
    # A longer row of a text table means a stray separator, a shorter one a broken line: its cells have moved. In a
    # sheet a title is missing, or the row ends in blank cells.
    is_sheet: bool = False
    table: int = 0


@dataclass
class Content:
    table: Table
    elements: list[Element] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_known: bool = True

    @property
    def is_blank(self) -> bool:
        return not self.elements and not self.connections and not any(problem.fatal for problem in self.problems)


def read_grid(grid: Grid, progress: Progress | None = None) -> Content | None:
    """None for a table without a single filled cell."""
    filled = ((number, cells) for number, cells in grid.rows if any(text(cell) for cell in cells))
    head = list(islice(filled, _SAMPLE))
    if not head:
        return None
    header = read_header([cells for _number, cells in head], grid.title, is_kumu=grid.is_kumu)
    start = 0 if header.at is None else header.at
    content = Content(header.table, is_known=header.is_known)
    content.problems += (Problem(grid.place(head[start][0]), note, fatal=False) for note in header.notes)
    sample = head if header.at is None else head[header.at + 1 :]
    reader = _Reader(grid, content, [cells for _number, cells in sample])
    body: Iterator[tuple[int, Cells]] = chain(sample, filled, [(0, ())])
    for count, ((number, cells), (_number, following)) in enumerate(pairwise(body), start=1):
        if count > Limits.ROWS:
            raise Unreadable(
                f"“{shorten(grid.title)}” has more than {Limits.ROWS:,} rows. Split it into several files."
            )
        reader.read(number, cells, following)
        if progress is not None and count % 1000 == 0:
            progress(count, max(grid.total, count))
    reader.tell_of_short_rows()
    if grid.is_sheet:
        content.table = replace(content.table, headers=tuple(reader.headers))
    return content


class _Reader:
    def __init__(self, grid: Grid, content: Content, sample: Sequence[Cells]) -> None:
        self.grid, self.content, self.table = grid, content, content.table
        self.headers = list(content.table.headers)
        self.tag_columns = {header for header in self.headers if normal(header) in TAGS}
        self.separators = "|" if grid.is_kumu else "|;,\n"
        self.keys: dict[str, Row] = {}
        self.characters = 0
        self.needed = self._needed(sample)
        lengths = Counter(len(cells) for cells in sample)
        # Where many rows end at the same cell, or none reaches the last, that is the program's habit and no accident.
        self.habits = {length for length, rows in lengths.items() if rows > max(2, len(sample) / 10)}
        self.may_be_cut = any(length >= len(self.headers) for length in lengths)
        self.is_second_half = False
        # Cells → (the first row that ends there, how many do).
        self.short: dict[int, tuple[Row, int]] = {}

    def _needed(self, sample: Sequence[Cells]) -> int:
        """So many cells a row must have: up to the last column that is a name or an end, or never blank.

        Where few rows tell what is never blank, half of the cells will do.
        """
        table = self.table
        own = {*table.name_columns, table.source_column, table.target_column}
        needed = 0
        for place, header in enumerate(self.headers):
            reached = [bool(text(cells[place])) for cells in sample if len(cells) > place]
            is_relied_on = all(reached) and (len(reached) >= TELLING or (reached and place < len(self.headers) / 2))
            if header in own or is_relied_on:
                needed = place + 1
        return needed

    def read(self, number: int, cells: Cells, following: Cells = ()) -> None:
        row = self.grid.place(number)
        try:
            if not self.grid.is_sheet and len(cells) < len(self.headers):
                self._shorter(row, cells, following)
            else:
                self.is_second_half = False
            values = self._values(row, cells)
            if self.table.holds == "elements":
                self.content.elements.append(self._element(row, values))
            else:
                self.content.connections.append(self._connection(row, values))
        except LeftOut as left:
            self.content.problems.append(Problem(row, str(left), fatal=True))

    def _values(self, row: Row, cells: Cells) -> dict[str, object]:
        width = len(self.headers)
        if len(cells) > width and any(text(cell) for cell in cells[width:]):
            self._longer(row, cells)
        values: dict[str, object] = {}
        for header, cell in zip(self.headers, cells, strict=False):
            if cell is None:
                continue
            if isinstance(cell, str):
                if not cell or cell.isspace():
                    continue
                # A packed workbook may show one long text in millions of cells.
                self.characters += len(cell)
                if self.characters > Limits.CHARACTERS:
                    raise Unreadable(f"The cells hold more than {Limits.CHARACTERS:,} characters together.")
                if len(cell) > Limits.CELL_CHARACTERS or not cell.isascii() or "\x00" in cell:
                    check_text(header, cell)
                values[header] = cell
            else:
                values[header] = plain(cell)
        for header in self.tag_columns & values.keys():
            tags = split_tags(text(values[header]), self.separators)
            if tags:
                values[header] = tags
            else:
                del values[header]
        return values

    def _shorter(self, row: Row, cells: Cells, following: Cells) -> None:
        """A row that ends early is read when only cells are missing that others leave blank as well."""
        width, count = len(self.headers), len(cells)
        # Cut in two by a line break, a row has one cell more than columns.
        is_first_half = (
            self.may_be_cut
            and len(following) < width
            and count + len(following) == width + 1
            and not {count, len(following)} & self.habits
        )
        is_half, self.is_second_half = is_first_half or self.is_second_half, is_first_half
        if is_half or count < self.needed or (count == 1 and width > 2):
            raise LeftOut(
                f"The row has {count} cell{'' if count == 1 else 's'} and the header {width}: a line break that is not "
                "in quotation marks may have cut it, or separators are missing at its end."
            )
        first, rows = self.short.get(count, (row, 0))
        self.short[count] = first, rows + 1

    def tell_of_short_rows(self) -> None:
        for count, (first, rows) in self.short.items():
            who = "The row ends" if rows == 1 else f"This row and {rows - 1:,} more end"
            missing = ", ".join(f"“{shorten(header, 30)}”" for header in self.headers[count:][:5])
            more = f" and {left} more" if (left := len(self.headers) - count - 5) > 0 else ""
            sentence = f"{who} after {count} of {len(self.headers)} cells; taken as blank: {missing}{more}."
            self.content.problems.append(Problem(first, sentence, fatal=False))

    def _longer(self, row: Row, cells: Cells) -> None:
        width = max(place for place, cell in enumerate(cells, start=1) if text(cell))
        if not self.grid.is_sheet:
            raise LeftOut(
                f"The row has {width} cells and the header {len(self.headers)}: "
                "a cell may hold a separator that is not in quotation marks."
            )
        if width > Limits.COLUMNS:
            raise Unreadable(f"“{shorten(self.grid.title)}” has more than {Limits.COLUMNS} columns.")
        for place in range(len(self.headers) + 1, width + 1):
            name = f"Column {place}"
            while name in self.headers:
                name += "_"
            self.headers.append(name)
            sentence = f"Column {place} has no title and is called “{name}”."
            self.content.problems.append(Problem(row, sentence, fatal=False))

    def _key(self, row: Row, values: dict[str, object]) -> str | None:
        if self.table.key_column is None:
            return None
        is_name = self.table.key_column in self.table.name_columns
        key = text(values.get(self.table.key_column) if is_name else values.pop(self.table.key_column, None)) or None
        if key is not None and key in self.keys:
            raise LeftOut(f"The id “{shorten(key)}” stands in {where(self.keys[key])} already.")
        if key is not None:
            self.keys[key] = row
        return key

    def _element(self, row: Row, values: dict[str, object]) -> Element:
        columns = self.table.name_columns
        parts = [text(values.get(column)) for column in columns]
        name = " ".join(part for part in parts if part)
        if len(name) > Limits.NAME_CHARACTERS:
            raise LeftOut(f"The name has {len(name)} characters; a name may have {Limits.NAME_CHARACTERS}.")
        if not name and not (self.table.key_column and text(values.get(self.table.key_column))):
            raise LeftOut(f"There is nothing in the column “{shorten(' and '.join(columns))}”: everybody needs a name.")
        key = self._key(row, values)
        if not name:
            self.content.problems.append(Problem(row, f"There is no name; “{shorten(key)}” stands in.", fatal=False))
        if len(columns) == 1:
            values.pop(columns[0], None)
        return Element(row, key, name, values, self.grid.table)

    def _connection(self, row: Row, values: dict[str, object]) -> Connection:
        table = self.table
        refs = [text(values.pop(column, None)) for column in (table.source_column, table.target_column) if column]
        for ref, column in zip(refs, (table.source_column, table.target_column), strict=True):
            if not ref:
                raise LeftOut(f"There is nothing in the column “{column}”: a connection needs both its ends.")
        stated = text(values.pop(table.direction_column, None)) if table.direction_column else ""
        direction = parse_direction(stated)
        if direction is None:
            sentence = f"“{shorten(stated)}” is not a direction (directed, mutual or undirected); directed was taken."
            self.content.problems.append(Problem(row, sentence, fatal=False))
        return Connection(
            row, self._key(row, values), refs[0], refs[1], direction or "directed", values, self.grid.table
        )


def check_text(header: str, cell: str) -> None:
    if len(cell) > Limits.CELL_CHARACTERS:
        raise LeftOut(
            f"“{shorten(header)}” holds {len(cell):,} characters; a cell may hold {Limits.CELL_CHARACTERS:,}."
        )
    if not is_storable(cell):
        raise LeftOut(f"“{shorten(header)}” holds a character that cannot be stored (NUL or half an emoji). Delete it.")


def where(row: Row) -> str:
    return f"row {row}" if isinstance(row, int) else row


def plain(cell: object) -> object:
    """A cell's value as JSON can hold it; dates as ISO text."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, bool | int) or (isinstance(cell, float) and math.isfinite(cell)):
        return cell
    return str(cell)


def joined(contents: Iterable[Content]) -> tuple[Sequence[Element], Sequence[Connection], list[Problem], list[Table]]:
    parts = list(contents)
    return (
        [element for part in parts for element in part.elements],
        [connection for part in parts for connection in part.connections],
        [problem for part in parts for problem in part.problems],
        [part.table for part in parts],
    )


def parse_direction(value: object) -> Direction | None:
    """directed, mutual or undirected from a word in several languages; None when it is not one."""
    word = text(value)
    return _DIRECTION_WORDS.get(word) or _DIRECTION_WORDS.get(normal(word))
