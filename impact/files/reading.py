"""Reads a CSV or a workbook as one sheet of titled columns: what it is shows in its content, not in its name."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from impact.files.cells import BadCell
from impact.files.days import Order, read_span
from stakeholders.formats.archives import megabytes, opened
from stakeholders.formats.characters import storable
from stakeholders.formats.decoding import decode
from stakeholders.formats.delimited import find_delimiter
from stakeholders.formats.document import Limits, Unreadable, shorten
from stakeholders.formats.sheets import SheetRows, open_sheets
from stakeholders.formats.values import text_of

Cells = tuple[object, ...]
Progress = Callable[[int, int], None]

CSV, XLSX = "CSV table", "Excel workbook"
WANTED = "Choose a CSV or an Excel workbook (.xlsx)."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLE = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF")
_TELL_EVERY = 2000


@dataclass(frozen=True)
class Sheet:
    """`rows` as (line in the file, cells), each as wide as `headers`. `faults` are lines that are no rows of the table,
    `remarks` what its reader should know: both as (line or 0, sentence). `unsolved` are formulas of which nobody knows
    what they come to, by line and place."""

    format: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]
    faults: tuple[tuple[int, str], ...] = ()
    remarks: tuple[tuple[int, str], ...] = ()
    unsolved: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def column(self, place: int) -> Iterator[object]:
        return (cells[place] for _line, cells in self.rows)


def read(content: bytes, report: Progress | None = None) -> Sheet:
    """Raises Unreadable with a sentence for the file's owner."""
    if len(content) > Limits.FILE_BYTES:
        raise Unreadable(
            f"The file is {megabytes(len(content))} large; at most {megabytes(Limits.FILE_BYTES)} can be read. "
            "Split it, or leave out what is not needed."
        )
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_workbook(content, report)
    if content.startswith(_OLE):
        raise Unreadable(
            "This is a workbook that is protected by a password, or in the old .xls format. Open it in Excel, save it "
            "as .xlsx without a password and try that."
        )
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_NO_TABLE) or re.match(rb'<[!?a-z]|[{\[]\s*["{\[]', start):
        raise Unreadable(f"This is no table, whatever its name says. {WANTED}")
    return _read_text(content, report)


def _read_text(content: bytes, report: Progress | None) -> Sheet:
    text, note = decode(content)
    if not text.strip():
        raise Unreadable("The file is empty.")
    remarks = [(0, note)] if note else []
    return _sheet(CSV, _lines(text), text.count("\n") + 1, remarks, report)


def _lines(text: str) -> Iterator[tuple[int, Cells]]:
    # Excel's word for which separator follows.
    stated = re.match(r"sep=(.)(?:\r\n|\n|\r)", text, re.IGNORECASE)
    delimiter = stated[1] if stated else find_delimiter(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = records.line_num + 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                f"Line {line} holds a cell of more than {csv.field_size_limit():,} characters. "
                "A quotation mark in it is probably never closed."
            ) from None
        if line > Limits.LINES:
            raise Unreadable(f"The file has more than {Limits.LINES:,} lines, blank ones included.")
        if not (line == 1 and stated):
            yield line, tuple(cell.strip() for cell in record)


def _read_workbook(content: bytes, report: Progress | None) -> Sheet:
    """Everything openpyxl may raise on a damaged or hostile workbook becomes one sentence."""
    with opened(content) as archive:
        names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        raise Unreadable("This is a binary workbook (.xlsb). Open it in Excel, save it as .xlsx and try that.")
    if "xl/workbook.xml" not in names:
        raise Unreadable(f"This is an archive or another program's file, not a workbook. {WANTED}")
    try:
        # openpyxl warns of drawings and extensions it does not read: they are nothing to us.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read_sheets(open_sheets(content), report)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no error of its own: KeyError, TypeError, ParseError… all mean damage
        raise Unreadable(
            "The workbook is damaged or was written in a way Excel would repair. Open it in Excel, save it as .xlsx "
            "and try that."
        ) from error


def _read_sheets(sheets: Sequence[SheetRows], report: Progress | None) -> Sheet:
    """The first sheet that holds a table is read."""
    filled = [rows for rows in sheets if any(len(cells) > 1 for _line, cells in rows)]
    if not filled:
        raise Unreadable("The workbook has no sheet with a table: its first column should name periods.")
    rows = filled[0]
    remarks = [(0, f"The sheet “{shorten(other.title)}” was not read: one sheet of a file is.") for other in filled[1:]]
    # A workbook can write characters that no database keeps.
    numbered = ((line, tuple(storable(cell) for cell in cells)) for line, cells in rows)
    sheet = _sheet(XLSX, numbered, rows.stored, remarks, report)
    unsolved = {at: formula for at, (_line, formula) in zip(rows.unsolved_at, rows.unsolved, strict=True)}
    return replace(sheet, unsolved=unsolved)


def _sheet(
    kind: str,
    lines: Iterator[tuple[int, Cells]],
    total: int,
    remarks: list[tuple[int, str]],
    report: Progress | None,
) -> Sheet:
    headers: tuple[str, ...] = ()
    above = 0
    rows: list[tuple[int, Cells]] = []
    faults: list[tuple[int, str]] = []
    characters = 0
    for line, cells in lines:
        # A cell of a table is None or "" where it is blank.
        filled = sum(1 for cell in cells if cell is not None and cell != "")
        if not filled:
            continue
        characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if characters > Limits.CHARACTERS:
            raise Unreadable(f"The cells hold more than {Limits.CHARACTERS:,} characters together.")
        if not headers:
            if filled == 1:
                above = above or line
                continue
            headers = _titles(cells)
            continue
        if len(rows) >= Limits.ROWS:
            raise Unreadable(f"The file has more than {Limits.ROWS:,} rows. Split it into several files.")
        width = len(headers)
        if any(cell is not None and cell != "" for cell in cells[width:]):
            faults.append((line, _too_wide(cells, width, is_text=kind == CSV)))
            continue
        rows.append((line, (*cells[:width], *("",) * (width - len(cells)))))
        if report is not None and len(rows) % _TELL_EVERY == 0:
            report(len(rows), max(total, len(rows)))
    if not headers:
        raise Unreadable(
            "The file has one column. A table of numbers has at least two: a period, and what was measured in it."
        )
    if not rows and not faults:
        raise Unreadable("The file has column titles and no rows below them.")
    if above:
        remarks.append((above, "What stands above the column titles was not read."))
    return Sheet(kind, headers, tuple(rows), tuple(faults), tuple(remarks))


def _too_wide(cells: Cells, width: int, *, is_text: bool) -> str:
    last = max(place for place, cell in enumerate(cells, start=1) if cell is not None and cell != "")
    if is_text:
        return (
            f"The line has {last} cells and there are {width} column titles: is there a decimal comma, or a separator "
            "that is not in quotation marks?"
        )
    return f"The line has {last} cells and there are {width} column titles: give each column a title."


def _titles(cells: Cells) -> tuple[str, ...]:
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells = cells[:-1]
    if len(cells) > Limits.COLUMNS:
        raise Unreadable(f"The file has {len(cells)} columns; at most {Limits.COLUMNS} can be read.")
    if _is_data(cells):
        raise Unreadable(
            "The first line holds numbers already. Write titles above the columns, such as Period and Value."
        )
    titles: list[str] = []
    for place, cell in enumerate(cells, start=1):
        title = shorten(" ".join(text_of(cell).split()), 80) or f"Column {place}"
        titles.append(title if title not in titles else f"{title} (column {place})")
    return tuple(titles)


def _is_data(cells: Cells) -> bool:
    """Whether a period stands in the first row beside a figure."""
    is_period = is_figure = False
    for cell in cells:
        try:
            found = read_span(cell, Order.DAY_FIRST)
        except BadCell:
            found = None
        is_period = is_period or found is not None
        is_figure = is_figure or (found is None and re.fullmatch(r"[0-9.,]+ ?%?", text_of(cell)) is not None)
    return is_period and is_figure
