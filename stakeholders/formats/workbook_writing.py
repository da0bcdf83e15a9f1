"""Writes Excel workbooks: Kumu's Elements and Connections, or our People and Connections; never a formula.

Straight to XML: text goes in as text (inline strings), numbers as numbers, and the same document gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from stakeholders.formats.archives import packed
from stakeholders.formats.characters import escape_for_xml
from stakeholders.formats.document import Document, Limits, Unwritable, shorten
from stakeholders.formats.layout import connection_rows, element_rows

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Style 0 is plain, style 1 the bold of the titles.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_kumu_xlsx(document: Document) -> bytes:
    elements, connections = element_rows(document, is_kumu=True), connection_rows(document, is_kumu=True)
    return _write({"Elements": elements, "Connections": connections})


def write_xlsx(document: Document) -> bytes:
    return _write({"People": element_rows(document), "Connections": connection_rows(document)})


def _write(sheets: dict[str, Iterable[list[object]]]) -> bytes:
    numbered = list(enumerate(sheets.items(), start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number, _sheet in numbered
    )
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>' for number, (title, _rows) in numbered
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _sheet in numbered
    )
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId0" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": "".join(_sheet(rows)) for number, (_title, rows) in numbered},
    }
    return packed({name: text.encode() for name, text in parts.items()})


def _sheet(rows: Iterable[list[object]]) -> Iterator[str]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
    )
    columns: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number == 1:
            columns = _letters(len(row))
        style = ' s="1"' if number == 1 else ""
        cells = "".join(
            _cell(f"{column}{number}", value, style)
            for column, value in zip(columns, row, strict=True)
            if value is not None and value != ""
        )
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def _letters(count: int) -> list[str]:
    if count > Limits.COLUMNS:
        raise Unwritable(
            f"A sheet would have {count} columns; at most {Limits.COLUMNS} can be read again. Choose JSON."
        )
    single = [chr(65 + place) for place in range(26)]
    return [*single, *(first + second for first in single for second in single)][:count]


def _cell(reference: str, value: object, style: str) -> str:
    if isinstance(value, bool):
        return f'<c r="{reference}"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return f'<c r="{reference}"{style}><v>{value!r}</v></c>'
    text = escape_for_xml(str(value))
    if len(text) > Limits.CELL_CHARACTERS:
        raise Unwritable(
            f"“{shorten(value, 40)}” holds {len(text):,} characters; a cell of a workbook holds "
            f"{Limits.CELL_CHARACTERS:,}. Choose CSV or JSON."
        )
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{reference}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
