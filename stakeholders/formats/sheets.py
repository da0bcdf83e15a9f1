"""Streams the cells of a worksheet, and a workbook's shared strings, straight from XML.

openpyxl builds an object tree a cell, which took 38 s for 100,000 rows of 10. It still reads sheets and styles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS

from stakeholders.formats.characters import unescape_from_xml
from stakeholders.formats.document import Limits, Unreadable

_CHUNK = 65_536
_NUMBER = re.compile(r"[+-]?\d{1,300}", re.ASCII)


class Book(ExcelReader):
    """openpyxl's reader up to the styles, with our own shared strings; the sheets are listed and not opened."""

    sheets: list[tuple[str, str]]

    def read_strings(self) -> None:
        part: Any = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(shared_strings(source))

    def read_worksheets(self) -> None:
        """(title, path) of each sheet of cells. openpyxl would read a sheet whole to learn its dimensions."""
        # Names for filters and print areas would be looked up in sheets that are not loaded.
        setattr(self.parser, "assign_names", lambda: None)  # noqa: B010
        self.sheets = [
            (sheet.name, relation.target)
            for sheet, relation in self.parser.find_sheets()
            if relation.target in self.valid_files and "chartsheet" not in relation.Type
        ]


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_args: object) -> None:
        raise Unreadable("The workbook's XML defines entities of its own, which no spreadsheet does. It was not read.")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def shared_strings(source: IO[bytes]) -> Iterator[str]:
    parser = _parser()
    found: list[str] = []
    parts: list[str] = []
    # Depth inside a phonetic guide, whose text is not the cell's.
    state = {"guide": 0, "text": False}

    def start(name: str, _attributes: object) -> None:
        local = name.rpartition(":")[2]
        if local == "rPh":
            state["guide"] += 1
        elif local == "t":
            state["text"] = not state["guide"]

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            state["text"] = False
        elif local == "rPh":
            state["guide"] -= 1
        elif local == "si":
            found.append(unescape_from_xml("".join(parts)))
            parts.clear()

    def text(data: str) -> None:
        if state["text"]:
            parts.append(data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    while chunk := source.read(_CHUNK):
        parser.Parse(chunk)
        yield from found
        found.clear()
    parser.Parse(b"", True)


class SheetRows:
    """Iterates (row number, cells) of one worksheet; blank rows are skipped, blank cells None.

    Notes what a reader should know on the way: `errors` (#REF! and its like) and `unsolved` (formulas without a stored
    result), each as (row number, text). Cells beyond the column limit fall on one place just past it.
    """

    def __init__(self, book: Book, title: str, path: str) -> None:
        self.book, self.title, self.path = book, title, path
        workbook: Any = book.wb
        self._strings, self._epoch = book.shared_strings, workbook.epoch
        self._dates, self._spans = workbook._date_formats, workbook._timedelta_formats
        self.last = 0
        self.errors: list[tuple[int, str]] = []
        self.unsolved: list[tuple[int, str]] = []
        self._rows: list[tuple[int, list[object]]] = []
        self._row: list[object] = []
        self._parts: list[str] = []
        self._columns: dict[str, int] = {}
        self._kinds: dict[str, str] = {}
        self._column = 0
        self._attributes: dict[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._reads = False
        self._guides = 0

    def __iter__(self) -> Iterator[tuple[int, list[object]]]:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        with self.book.archive.open(self.path) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk)
                yield from self._rows
                self._rows.clear()
            parser.Parse(b"", True)

    def declared(self) -> int:
        """How many rows the sheet says it has, 0 when it does not: good enough for a progress bar."""
        with self.book.archive.open(self.path) as source:
            found = re.search(rb'dimension ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"', source.read(4096))
        return int(found.group(1)) if found else 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(name) or self._kinds.setdefault(name, name.rpartition(":")[2])
        if kind == "c":
            reference = attributes.get("r", "")
            self._column = self._place(reference) if reference else self._column + 1
            self._attributes, self._value, self._formula = attributes, None, None
        elif kind in ("v", "f") or (kind == "t" and not self._guides):
            self._reads = True
            self._parts.clear()
        elif kind == "rPh":
            self._guides += 1
        elif kind == "row":
            number = attributes.get("r", "")
            self.last = int(float(number)) if number else self.last + 1
            self._row, self._column = [], 0
            if not 0 < self.last <= Limits.LINES:
                raise Unreadable("The sheet has more rows than a worksheet can have.")

    def _end(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == "c":
            value = self._cell()
            if value is not None:
                self._row += [None] * (self._column - len(self._row))
                self._row[self._column - 1] = value
        elif kind == "f":
            self._formula, self._reads = "".join(self._parts), False
        elif kind in ("v", "t") and self._reads:
            self._value, self._reads = (self._value or "") + "".join(self._parts), False
        elif kind == "rPh":
            self._guides -= 1
        elif kind == "row" and self._row:
            self._rows.append((self.last, self._row))

    def _text(self, data: str) -> None:
        if self._reads:
            self._parts.append(data)

    def _place(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if letters not in self._columns:
            place = 0
            for letter in letters.upper()[:4]:
                place = place * 26 + ord(letter) - 64
            self._columns[letters] = min(max(place, 1), Limits.COLUMNS + 1)
        return self._columns[letters]

    def _cell(self) -> object:
        value, sort = self._value, self._attributes.get("t", "n")
        if value is None or (value == "" and sort == "n"):
            if self._formula is not None:
                self.unsolved.append((self.last, self._formula))
            return None
        if sort == "s":
            return self._strings[int(value)]
        if sort in ("str", "inlineStr"):
            return unescape_from_xml(value)
        if sort == "b":
            return value.strip() in ("1", "true")
        if sort == "e":
            self.errors.append((self.last, value))
            return value
        return value if sort == "d" else self._number(value.strip())

    def _number(self, value: str) -> object:
        number: int | float = int(value) if _NUMBER.fullmatch(value) else float(value)
        if not math.isfinite(number):
            return value
        style = int(self._attributes.get("s", 0))
        if style in self._dates:
            try:
                return from_excel(number, self._epoch, timedelta=style in self._spans)
            except (OverflowError, ValueError):
                return number
        return number
