"""Reads numbers from plain tables: one column of values, of scores, or journeys with what came of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stakeholders.formats.decoding import decode
from stakeholders.formats.delimited import find_delimiter
from stakeholders.formats.document import Limits, Unreadable
from stakeholders.formats.plain import File, TableError

# Beyond it a double hardly tells one whole number from the next.
LARGEST = 1e15
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_FORMULA = re.compile(r"'*(?:[=@]|[+-](?=[^0-9.\s]))")


@dataclass(frozen=True)
class Table:
    """`rows` as (line, cells by column name). `note` says what was guessed about the file, if anything."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    note: str | None

    def fault(self, line: int, sentence: str) -> TableError:
        return TableError(f"{self.name}, line {line}: {sentence}")


def opened(path: Path) -> File:
    """Raises TableError."""
    try:
        with path.open("rb") as stream:
            content = stream.read(Limits.FILE_BYTES + 1)
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}.") from None
    if len(content) > Limits.FILE_BYTES:
        most = Limits.FILE_BYTES // (1024 * 1024)
        raise TableError(f"{path.name} is larger than {most} MB: keep only the columns and rows that count.")
    return File(path.name, content)


def read(file: File, wanted: Sequence[str]) -> Table:
    """Columns by their names in small letters. In a table of several columns empty lines are skipped; in one of a
    single column an empty line between others is a row whose value is not known. Raises TableError."""
    if file.content.startswith(b"PK\x03\x04"):
        raise TableError(f"{file.name} is a workbook or an archive: save the sheet as CSV UTF-8 and try that.")
    try:
        text, note = decode(file.content)
    except Unreadable as error:
        raise TableError(f"{file.name} cannot be read: {error}") from None
    lines = _lines(file.name, text)
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = []
    skipped: list[int] = []
    for line, cells in lines:
        if not columns:
            if any(cells):
                columns = _header(file.name, cells, wanted)
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise TableError(
                f"{file.name}, line {line}: {len(cells)} cells, and the first line names {len(columns)}. Is there a "
                "decimal comma, or a separator that is not in quotation marks?"
            )
        if not any(cells) and (len(columns) > 1 or not cells):
            skipped.append(line)
            continue
        if len(columns) == 1:
            rows += ((empty, {columns[0]: ""}) for empty in skipped)
        skipped = []
        rows.append((line, dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=False))))
    if not columns:
        raise TableError(f"{file.name} is empty.")
    if not rows:
        raise TableError(f"{file.name} has column titles and nothing below them.")
    return Table(file.name, columns, tuple(rows), note)


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(f"{name}, line {reader.line_num}: not a table ({error}).") from None
        if reader.line_num > Limits.LINES:
            raise TableError(f"{name} has more than {Limits.LINES:,} lines.")
        yield reader.line_num, [cell.strip() for cell in cells]


def _header(name: str, cells: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.casefold() for cell in cells)
    for column in wanted:
        if column not in columns:
            named = ", ".join(f"“{_short(cell)}”" for cell in cells[:8])
            raise TableError(f"{name} has no column “{column}”: its first line must name it, and names {named}.")
    repeated = next((column for column in columns if column and columns.count(column) > 1), None)
    if repeated is not None:
        raise TableError(f"{name} has two columns “{_short(repeated)}”: which one counts?")
    return columns


def numbers(table: Table, column: str) -> list[float | None]:
    """One a row, None where the cell is empty. Raises TableError for what is no number."""
    return [number(table, line, cells[column]) for line, cells in table.rows]


def number(table: Table, line: int, cell: str) -> float | None:
    if not cell:
        return None
    # A minus as typesetters write it.
    plain = cell.replace("−", "-")
    if _NUMBER.fullmatch(plain):
        value = float(plain)
        if abs(value) > LARGEST:
            raise table.fault(line, f"“{_short(cell)}” is too large a number.")
        return value
    shown = f"“{_short(cell)}”"
    if is_formula(cell):
        raise table.fault(line, f"{shown} is a formula: save the sheet with its values.")
    if "%" in cell:
        raise table.fault(line, f"{shown} has a percent sign: write the number alone, in every line alike.")
    if re.search(r"[0-9][,'’  \u202f][0-9]", cell):
        raise table.fault(line, f"{shown} has a comma or a gap in it: write 1234.5, with a point and nothing else.")
    raise table.fault(line, f"{shown} is no number. Leave a cell empty where the value is not known.")


def is_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
