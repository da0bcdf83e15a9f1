"""Writes Excel workbooks: Kumu's Elements and Connections, or our People and Connections; never a formula.

Text goes in as text, numbers as numbers, and the same document gives the same bytes.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from stakeholders.formats.archives import packed
from stakeholders.formats.characters import escape_for_xml
from stakeholders.formats.document import Document, Limits, Unwritable, shorten
from stakeholders.formats.layout import connection_rows, element_rows

Value = bool | int | float | str | None

# The earliest a zip file knows, which its entries bear too.
_NO_TIME = datetime(1980, 1, 1)


def write_kumu_xlsx(document: Document) -> bytes:
    elements, connections = element_rows(document, is_kumu=True), connection_rows(document, is_kumu=True)
    return _write({"Elements": elements, "Connections": connections})


def write_xlsx(document: Document) -> bytes:
    return _write({"People": element_rows(document), "Connections": connection_rows(document)})


def _write(sheets: dict[str, Iterable[list[object]]]) -> bytes:
    # Whole before openpyxl opens its temporary files, which a refusal half-way would leave behind.
    checked = {title: [[_value(value) for value in row] for row in rows] for title, rows in sheets.items()}
    for titles, *_rows in checked.values():
        _check_columns(len(titles))
    book = Workbook(write_only=True)
    # The time of writing would make every export differ from the last; openpyxl cannot leave it out.
    book.properties.creator, book.properties.created, book.properties.modified = "Coalition", _NO_TIME, _NO_TIME
    for title, rows in checked.items():
        sheet: Any = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append(list(_cells(sheet, row, is_title=number == 0)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        ExcelWriter(book, archive).write_data()
        return packed({name: archive.read(name) for name in archive.namelist()})


def _check_columns(count: int) -> None:
    if count > Limits.COLUMNS:
        raise Unwritable(
            f"A sheet would have {count} columns; at most {Limits.COLUMNS} can be read again. Choose JSON."
        )


def _value(value: object) -> Value:
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    text = escape_for_xml(str(value))
    if len(text) > Limits.CELL_CHARACTERS:
        raise Unwritable(
            f"“{shorten(value, 40)}” holds {len(text):,} characters; a cell of a workbook holds "
            f"{Limits.CELL_CHARACTERS:,}. Choose CSV or JSON."
        )
    return text


def _cells(sheet: Any, row: list[Value], *, is_title: bool) -> Iterator[Any]:
    """Left to itself openpyxl takes “=1+1” for a formula, “#N/A” for an error, and rounds to 16 digits."""
    for value in row:
        if value is None or value == "":
            yield None
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        cell: Any = WriteOnlyCell(sheet, repr(value) if is_number else value)
        if not isinstance(value, bool):
            cell.data_type = "n" if is_number else "s"
        if is_title:
            cell.font = Font(bold=True)
        yield cell
