"""Writes Excel workbooks: Kumu's Elements and Connections, or our People and Connections; never a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from stakeholders.formats.characters import escape_for_xml
from stakeholders.formats.document import Document, Limits, Unwritable, shorten
from stakeholders.formats.layout import connection_rows, element_rows


def write_kumu_xlsx(document: Document) -> bytes:
    elements, connections = element_rows(document, is_kumu=True), connection_rows(document, is_kumu=True)
    return _write({"Elements": elements, "Connections": connections})


def write_xlsx(document: Document) -> bytes:
    return _write({"People": element_rows(document), "Connections": connection_rows(document)})


def _write(sheets: dict[str, Iterable[list[object]]]) -> bytes:
    book = Workbook(write_only=True)
    # Left to itself openpyxl stamps the moment of writing.
    book.properties.created = book.properties.modified = dt.datetime(2000, 1, 1)
    bold = Font(bold=True)
    for title, rows in sheets.items():
        sheet: Any = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            if len(row) > Limits.COLUMNS:
                raise Unwritable(
                    f"A sheet would have {len(row)} columns; at most {Limits.COLUMNS} can be read again. Choose JSON."
                )
            cells = [_cell(sheet, value) for value in row]
            if number == 0:
                for cell in cells:
                    cell.font = bold
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, value: object) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value if isinstance(value, int | float) else None)
    text = escape_for_xml(value)
    if len(text) > Limits.CELL_CHARACTERS:
        raise Unwritable(
            f"“{shorten(value, 40)}” holds {len(text):,} characters; a cell of a workbook holds "
            f"{Limits.CELL_CHARACTERS:,}. Choose CSV or JSON."
        )
    cell: Any = WriteOnlyCell(sheet, None)
    # Set past the guess that would make a formula of “=…” and an error of “#N/A”.
    cell._value, cell.data_type = text, "s"
    return cell
