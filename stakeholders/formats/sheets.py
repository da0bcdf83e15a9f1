"""Rows of a workbook's sheets, their cells as openpyxl understands them, within what their XML may cost.

openpyxl has no limits: it keeps every element of a row until the row ends, and every element of other parts for good.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.parsers import expat

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.text import Text
from openpyxl.formula.translate import Translator
from openpyxl.packaging.relationship import Relationship
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from stakeholders.formats.characters import unescape_from_xml
from stakeholders.formats.document import Limits, Unreadable

_CHUNK = 65_536
_BROKEN = (expat.ExpatError, ValueError, LookupError, zipfile.BadZipFile, zlib.error, EOFError)
_STRING_TAG, _TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
_TOO_MANY_ELEMENTS = (
    "The workbook holds more cells and formats than can be read. Delete empty formatted rows and columns, "
    "or split it into several files."
)
_TOO_MANY_ROWS = "The sheet has more rows than a worksheet can have."

Cells = Sequence[object]
Rows = Callable[[], Iterator[tuple[int, Cells]]]


def open_sheets(content: bytes) -> list[SheetRows]:
    """The sheets of cells in the workbook's order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stored = {name: _rows_stored(archive, name) for name in archive.namelist()}
    book = _Book(content)
    book.read()
    return [SheetRows(title, stored[place], partial(book.rows, place)) for title, place in book.sheets]


def _rows_stored(archive: zipfile.ZipFile, name: str) -> int:
    """About how many rows a part holds. A document type is refused: it can define entities, and nobody needs one.

    What is broken is left for its reader to complain about, if it is read at all.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    begun: list[object] = []
    parser.StartElementHandler = lambda *root: begun.append(root)
    rows = 0
    try:
        with archive.open(name) as source:
            while chunk := source.read(_CHUNK):
                rows += chunk.count(b"</row>")
                if not begun:
                    parser.Parse(chunk)
    except _BROKEN:
        return rows
    return rows


def _refuse_document_type(*_args: object) -> None:
    raise Unreadable("The workbook's XML defines entities of its own, which no spreadsheet does. It was not read.")


class _Archive(zipfile.ZipFile):
    """Parts that are read whole become one tree each, which may hold so many elements and no more."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        content = super().read(name, pwd)
        count = 0

        def start(_name: str, _attributes: object) -> None:
            nonlocal count
            count += 1
            if count > Limits.XML_HELD:
                raise Unreadable(_TOO_MANY_ELEMENTS)

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        try:
            parser.Parse(content)
        except _BROKEN:
            return content
        return content


class _Book(ExcelReader):
    """openpyxl's reader, which leaves to us how it goes through what can be long: the sheets and the shared strings.

    Its own way takes several times as long: defusedxml has a parser in Python only, a sheet that does not say how large
    it is is read to its end to learn it, and once more for its formulas. Document types were refused before.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        self.archive = _Archive(io.BytesIO(content))
        self.sheets: list[tuple[str, str]] = []

    def read_strings(self) -> None:
        manifest: Any = self.package
        part = manifest.find(SHARED_STRINGS)
        if part is not None:
            texts = (_text(element) for element in self._elements(part.PartName[1:], _STRING_TAG))
            # As openpyxl does: “_x005F_x000D_” are the seven characters “_x000D_”.
            self.shared_strings = [text.replace("x005F_", "") for text in texts]

    def read_worksheets(self) -> None:
        """Find them, each as its title and where it lies; their rows are read later."""
        found = [(sheet.name, relation) for sheet, relation in self.parser.find_sheets()]
        places = [relation.target for _title, relation in found]
        # A small file can name its one large sheet a thousand times.
        if len(places) != len(set(places)):
            raise Unreadable("Two sheets of the workbook are stored in one place, which no spreadsheet does.")
        self.sheets = [(title, relation.target) for title, relation in found if self._has_cells(relation)]

    def _has_cells(self, relation: Relationship) -> bool:
        return relation.target in self.valid_files and "chartsheet" not in relation.Type

    def rows(self, place: str) -> Iterator[tuple[int, Cells]]:
        """The rows that stand in a sheet, numbered. One that does not follow the last is left out, as by openpyxl."""
        parser: Any = _CellParser(self)
        last = 0
        for element in self._elements(place, ROW_TAG):
            number, cells = parser.parse_row(element)
            if number > last:
                last = number
                yield number, _placed(cells)

    def _elements(self, place: str, tag: str) -> Iterator[Element]:
        """Those of one name in the order of their ends, which are let go of one by one."""
        count = inside = found = 0
        for whole in self._wholes(place, tag):
            count += len([*whole.iter()])
            for element in _ended(whole, tag):
                found += 1
                if found > Limits.LINES:
                    raise Unreadable(_TOO_MANY_ROWS)
                held = len([*element.iter()])
                if held > Limits.XML_HELD:
                    raise Unreadable(_TOO_MANY_ELEMENTS)
                inside += held
                yield element
                element.clear()
            if count - inside > Limits.XML_HELD or count > Limits.XML_ELEMENTS:
                raise Unreadable(_TOO_MANY_ELEMENTS)

    def _wholes(self, place: str, tag: str) -> Iterator[Element]:
        """The parts of a tree that is left to grow for a chunk, and then picked. Being told of each element by itself
        takes longer than understanding it."""
        begun = 0
        builder = TreeBuilder()
        top = builder.start("part", {})
        parser = XMLParser(target=builder)
        with self.archive.open(place) as source:
            while chunk := source.read(_CHUNK):
                parser.feed(chunk)
                yield from _picked(top, tag)
                begun += chunk.count(b"<")
                if begun > Limits.XML_HELD / 10:
                    begun = 0
                    if len([*top.iter()]) > Limits.XML_HELD:
                        raise Unreadable(_TOO_MANY_ELEMENTS)
        parser.close()
        yield top


def _picked(top: Element, tag: str) -> Iterator[Element]:
    """Takes what is complete out of a tree that still grows: at every depth all but the last, down to those wanted."""
    while len(top) and top.tag != tag:
        whole = top[:-1]
        del top[:-1]
        yield from whole
        top = top[0]


def _ended(whole: Element, tag: str) -> Iterator[Element]:
    """All of one name in a tree, inner ones first."""
    if whole.tag == tag and len([*whole.iter(tag)]) == 1:
        yield whole
        return
    open_ones = [(whole, iter(whole))]
    while open_ones:
        element, inner = open_ones[-1]
        following = next(inner, None)
        if following is not None:
            open_ones.append((following, iter(following)))
            continue
        open_ones.pop()
        if element.tag == tag:
            yield element


class _Formula(str):
    """Stands for the result that a program did not store with it."""


class _Copied(NamedTuple):
    """A formula that other cells repeat from where they stand. It is taken apart only when one of them is shown."""

    formula: str
    origin: str

    def translate_formula(self, place: str) -> str:
        translated: str = Translator(self.formula, self.origin).translate_formula(place)
        return translated


class _CellParser(WorkSheetParser):
    """openpyxl's understanding of cells, and the formulas of those without a stored result."""

    def __init__(self, reader: ExcelReader) -> None:
        book: Any = reader.wb
        formats = book._date_formats, book._timedelta_formats
        self.shows_dates_by_itself = 0 in formats[0]
        super().__init__(io.BytesIO(), reader.shared_strings, True, book.epoch, *formats)

    def parse_cell(self, element: Element) -> dict[str, Any]:
        place = element.get("r")
        value = self._plain_value(element) if place and len(element) == 1 else None
        if place and value is not None:
            self.col_counter = _column(place)
            return {"column": self.col_counter, "value": value}
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is None:
            return cell
        if cell["value"] is None:
            found: Any = self.parse_formula(element)  # type: ignore[no-untyped-call]
            cell["value"] = _Formula((found if isinstance(found, str) else getattr(found, "text", "")) or "")
        elif formula.text and place and formula.get("t") == "shared":
            shared: dict[Any, Any] = self.shared_formulae
            shared.setdefault(formula.get("si"), _Copied(f"={formula.text}", place))
        return cell

    def _plain_value(self, element: Element) -> str | int | None:
        """Texts and whole numbers, which nearly all cells are; openpyxl spends several times as long."""
        inner, kind, marks = element[0], element.get("t"), len(element.attrib)
        if inner.tag == INLINE_STRING:
            # What openpyxl and pandas write for every text, and is nothing else.
            return _text(inner) if kind == "inlineStr" and marks == 2 else None
        text = inner.text or ""
        if inner.tag != VALUE_TAG or not (text.isascii() and text.isdigit()):
            return None
        if kind == "s":
            return str(self.shared_strings[int(text)])
        is_number = marks == 1 or (marks == 2 and kind == "n")
        return int(text) if is_number and not self.shows_dates_by_itself else None


def _column(place: str) -> int:
    """27 for “AA12”: the letters of a sheet are few, its cells many."""
    letters = place.rstrip("0123456789")
    return _column_of(letters) if letters != place else coordinate_to_tuple(place)[1]


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    return int(column_index_from_string(letters))


def _text(element: Element) -> str:
    """The text of a string. Nearly all are one plain `<t>`, on which openpyxl spends twenty times as long."""
    if len(element) == 1 and element[0].tag == _TEXT_TAG and not element.attrib:
        return element[0].text or ""
    reader: Any = Text
    return str(reader.from_tree(element).content)


def _placed(cells: Sequence[dict[str, Any]]) -> Cells:
    """The values by their columns, up to the one that stands last."""
    width: int = cells[-1]["column"] if cells else 0
    row: list[object] = [None] * width
    for cell in cells:
        if cell["column"] <= width:
            row[cell["column"] - 1] = cell["value"]
    return row


class SheetRows:
    """Iterates (row number, cells) of one worksheet; blank rows are skipped, blank cells None.

    Notes what a reader should know on the way: `errors` (#REF! and its like) and `unsolved` (formulas without a stored
    result), each as (row number, text), and of the latter where each stands: `unsolved_at`, columns from 0. Cells
    beyond the column limit fall on one place just past it. `stored` is about how many rows there are: enough for a
    progress bar.
    """

    def __init__(self, title: str, stored: int, rows: Rows) -> None:
        self.title, self.stored, self._rows = title, stored, rows
        self.last = 0
        self.errors: list[tuple[int, str]] = []
        self.unsolved: list[tuple[int, str]] = []
        self.unsolved_at: list[tuple[int, int]] = []

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        self.last, self.errors, self.unsolved, self.unsolved_at = 0, [], [], []
        slots = 0
        for number, cells in self._rows():
            self.last = number
            slots += len(cells)
            if number > Limits.LINES:
                raise Unreadable(_TOO_MANY_ROWS)
            if slots > Limits.ROWS * Limits.COLUMNS:
                raise Unreadable(
                    f"The sheet reaches over more than {Limits.ROWS * Limits.COLUMNS:,} cells. Delete empty formatted "
                    "rows and columns, save it and try that."
                )
            if cells.count(None) == len(cells):
                continue
            noted = len(self.unsolved)
            values = [
                self._cell(cell)
                if isinstance(cell, str) and (type(cell) is not str or cell[:1] == "#" or "_x" in cell)
                else cell
                for cell in cells
            ]
            if len(self.unsolved) > noted:
                self.unsolved_at += [(number, place) for place, cell in enumerate(cells) if isinstance(cell, _Formula)]
            if values.count(None) < len(values):
                yield number, _narrowed(values)

    def _cell(self, cell: str) -> str | None:
        if isinstance(cell, _Formula):
            self.unsolved.append((self.last, cell.removeprefix("=")))
            return None
        if cell in ERROR_CODES:
            self.errors.append((self.last, cell))
        return unescape_from_xml(cell)


def _narrowed(cells: Cells) -> Cells:
    if len(cells) <= Limits.COLUMNS:
        return cells
    beyond = next((cell for cell in cells[Limits.COLUMNS :] if cell is not None), None)
    return [*cells[: Limits.COLUMNS], beyond]
