"""Rows of a workbook's sheets as openpyxl reads them, after a check of what its XML would cost: openpyxl has no limits.

openpyxl keeps every element of a row until the row ends, and every element of other parts for good.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import repeat
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHEET_MAIN_NS

from stakeholders.formats.characters import unescape_from_xml
from stakeholders.formats.document import Limits, Unreadable

_CHUNK = 65_536
_BROKEN = (expat.ExpatError, ValueError, LookupError, zipfile.BadZipFile, zlib.error, EOFError)
_ROW, _CELL, _FORMULA, _VALUE = (f"{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v"))
# What openpyxl lets go of when it ends, by the part's outermost element: its name and how deep it stands.
_RELEASED = {f"{SHEET_MAIN_NS}}}worksheet": (_ROW, 3), f"{SHEET_MAIN_NS}}}sst": (f"{SHEET_MAIN_NS}}}si", 2)}


def open_sheets(content: bytes) -> list[SheetRows]:
    """The sheets of cells in the workbook's order. Formulas are opened as well when one lacks its stored result."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [_Part(archive, name) for name in archive.namelist()]
    _check_targets(content)
    values = _load(content, data_only=True)
    formulas = _load(content, data_only=False) if any(part.has_unsolved for part in parts) else repeat(None)
    return [SheetRows(sheet, other) for sheet, other in zip(values, formulas, strict=False)]


def _load(content: bytes, *, data_only: bool) -> list[Any]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    return list(book.worksheets)


def _check_targets(content: bytes) -> None:
    """A small file can name its one large sheet a thousand times, and openpyxl would read it as often."""
    reader: Any = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    targets = [relation.target for _sheet, relation in reader.parser.find_sheets()]
    if len(targets) != len(set(targets)):
        raise Unreadable("Two sheets of the workbook are stored in one place, which no spreadsheet does.")


class _Part:
    """Counts one part's elements. What is no XML is left for openpyxl to complain about, if it needs it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.has_unsolved = False
        self._depth = self._elements = self._held = self._before = self._rows = 0
        self._released = ("", 0)
        self._is_unsolved = False
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            with archive.open(name) as source:
                while chunk := source.read(_CHUNK):
                    self._parser.Parse(chunk)
        except _BROKEN:
            return

    def _refuse(self, *_args: object) -> None:
        raise Unreadable("The workbook's XML defines entities of its own, which no spreadsheet does. It was not read.")

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth == 1:
            self._released = _RELEASED.get(name, self._released)
        elif name == self._released[0] and self._depth == self._released[1]:
            self._before = self._held
            self._rows += name == _ROW
        self._held += 1
        if self._held > Limits.XML_HELD or self._elements > Limits.XML_ELEMENTS:
            raise Unreadable(
                "The workbook holds more cells and formats than can be read. Delete empty formatted rows and columns, "
                "or split it into several files."
            )
        if self._rows > Limits.LINES:
            raise Unreadable("The sheet has more rows than a worksheet can have.")
        if name == _FORMULA:
            self._is_unsolved = True
        elif name == _VALUE and self._is_unsolved:
            self._parser.CharacterDataHandler = self._solved

    def _end(self, name: str) -> None:
        if name == self._released[0] and self._depth == self._released[1]:
            self._held = self._before
        elif name == _CELL and self._is_unsolved:
            self.has_unsolved, self._is_unsolved = True, False
            self._parser.CharacterDataHandler = None
        self._depth -= 1

    def _solved(self, _text: str) -> None:
        self._is_unsolved = False
        self._parser.CharacterDataHandler = None


class SheetRows:
    """Iterates (row number, cells) of one worksheet; blank rows are skipped, blank cells None.

    Notes what a reader should know on the way: `errors` (#REF! and its like) and `unsolved` (formulas without a stored
    result), each as (row number, text). Cells beyond the column limit fall on one place just past it. `declared` is how
    many rows the sheet says it has: enough for a progress bar.
    """

    def __init__(self, values: Any, formulas: Any = None) -> None:
        self.title: str = values.title
        self.declared = min(values.max_row or 0, Limits.LINES)
        self._values, self._formulas = values, formulas
        for sheet in (values, formulas):
            if sheet is not None:
                sheet.reset_dimensions()
        self.last = 0
        self.errors: list[tuple[int, str]] = []
        self.unsolved: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[tuple[int, list[object]]]:
        self.last, self.errors, self.unsolved = 0, [], []
        formulas = repeat(()) if self._formulas is None else self._formulas.iter_rows(values_only=True)
        slots = 0
        for cells, others in zip(self._values.iter_rows(values_only=True), formulas, strict=False):
            self.last += 1
            slots += len(cells)
            if self.last > Limits.LINES:
                raise Unreadable("The sheet has more rows than a worksheet can have.")
            if slots > Limits.ROWS * Limits.COLUMNS:
                raise Unreadable(
                    f"The sheet reaches over more than {Limits.ROWS * Limits.COLUMNS:,} cells. Delete empty formatted "
                    "rows and columns, save it and try that."
                )
            if others:
                self._note_formulas(cells, others)
            if cells.count(None) < len(cells):
                yield self.last, [self._cell(cell) if isinstance(cell, str) else cell for cell in _narrowed(cells)]

    def _cell(self, cell: str) -> str:
        if cell in ERROR_CODES:
            self.errors.append((self.last, cell))
        return unescape_from_xml(cell)

    def _note_formulas(self, cells: tuple[object, ...], others: tuple[object, ...]) -> None:
        """What is blank by its value and not by its formula."""
        for cell, other in zip(cells, others, strict=False):
            if cell is None and other is not None:
                formula = str(getattr(other, "text", other) or "")
                self.unsolved.append((self.last, formula.removeprefix("=")))


def _narrowed(cells: tuple[object, ...]) -> tuple[object, ...]:
    if len(cells) <= Limits.COLUMNS:
        return cells
    beyond = next((cell for cell in cells[Limits.COLUMNS :] if cell is not None), None)
    return (*cells[: Limits.COLUMNS], beyond)
