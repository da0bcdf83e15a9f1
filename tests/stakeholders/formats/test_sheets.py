"""Sheets go through our hands row by row: what arrives is what openpyxl reads when it is left to itself."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet.formula import ArrayFormula

from stakeholders.formats.characters import unescape_from_xml
from stakeholders.formats.sheets import open_sheets
from tests.stakeholders.formats.workbooks import MAIN, cell, parts_of, sheet, zipped

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

STRINGS = (
    "<si><t>Ada</t></si><si><t xml:space='preserve'> Bob </t></si><si/><si><t/></si>"
    "<si><t>_x005F_x000D_ _x000D_</t></si>"
    "<si><r><t>Ri</t></r><r><rPr><b/></rPr><t>ch</t></r><rPh sb='0' eb='1'><t>guide</t></rPh></si>"
    "<si><t>a<!-- b -->c</t></si><si><t>plain</t><r><t>and rich</t></r></si>"
    "<si><t><b>no</b>thing</t></si><si><t>#REF!</t></si>"
)  # fmt: skip
FORMATS = ["General", "yyyy-mm-dd", "[h]:mm:ss", "0.00%", "h:mm", "@", "yyyy-mm-dd hh:mm"]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(xml: str, epoch: datetime = WINDOWS_EPOCH) -> bytes:
    """One sheet as given, beside shared strings and a style for each of FORMATS."""
    book = openpyxl.Workbook()
    book.epoch = epoch
    for number, code in enumerate(FORMATS, start=1):
        book.active.cell(1, number).number_format = code
    parts = parts_of(saved(book))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{STRINGS}</sst>'.encode()
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    return zipped(parts)


def sheets_by_openpyxl(content: bytes) -> list[Any]:
    """The long way: both its readings of the whole workbook beside each other, cell by cell."""
    books = [
        openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    ]
    found = []
    for values, formulas in zip(*(book.worksheets for book in books), strict=True):
        rows, errors, unsolved = [], [], []
        values.reset_dimensions()
        formulas.reset_dimensions()
        pairs = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
        for number, (cells, others) in enumerate(pairs, start=1):
            errors += [(number, value) for value in cells if isinstance(value, str) and value in ERROR_CODES]
            for value, other in zip(cells, others, strict=True):
                if value is None and other is not None:
                    formula = other if isinstance(other, str) else getattr(other, "text", "")
                    unsolved.append((number, formula.removeprefix("=")))
            if any(value is not None for value in cells):
                rows.append((number, [unescape_from_xml(v) if isinstance(v, str) else v for v in cells]))
        found.append((values.title, rows, errors, unsolved))
    return found


def sheets_here(content: bytes) -> list[Any]:
    return [(rows.title, [*rows], rows.errors, rows.unsolved) for rows in open_sheets(content)]


def outcome(read: Any, content: bytes) -> str:
    """As text, so that 1, 1.0 and True differ, and a number that is none equals itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return repr(read(content))
        except Exception:
            return "damaged"


def rich_workbook() -> bytes:
    book = openpyxl.Workbook()
    people = book.active
    people.append(["Name", "Born", "At", "Took", "Share", "Sum", "Note"])
    day, moment = date(1915, 12, 10), datetime(2024, 5, 31, 9, 30, 15, 250_000)
    people.append([" Ada\n", day, moment, timedelta(hours=30, seconds=1.5), 0.25, "=1+1", "_x000D_"])
    people.append(["Bob", time(9, 30), 2**60 + 1, 1e300, True, ArrayFormula("F3:F4", "=A1:A2"), "#N/A"])
    people.append([None, None, None, "", "'=1", -0.0, "𝒜"])
    people["H2"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    people["B2"].comment = Comment("seen", "me")
    people["C7"].number_format = "yyyy-mm-dd"
    people.merge_cells("A6:C6")
    people["J9"] = "far"
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.create_sheet("Blank")
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["B3"] = "x"
    return saved(book)


def test_a_workbook_of_everything() -> None:
    content = rich_workbook()
    here = sheets_here(content)
    assert [(title, len(rows)) for title, rows, _errors, _unsolved in here] == [
        ("Sheet", 5),
        ("Blank", 0),
        ("Hidden", 1),
    ]
    assert here[0][2:] == ([(3, "#N/A")], [(2, "1+1"), (3, "A1:A2")])
    assert repr(here) == repr(sheets_by_openpyxl(content))


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH])
@pytest.mark.parametrize("number", ["0", "0.5", "1", "59", "60", "61.25", "45000.999999", "-1", "2958466", "1e9"])
def test_numbers_in_every_format(number: str, epoch: datetime) -> None:
    cells = "".join(f'<c r="{"ABCDEFGH"[style]}1" s="{style}"><v>{number}</v></c>' for style in range(8))
    content = workbook(sheet(f'<row r="1">{cells}</row>'), epoch)
    assert outcome(sheets_here, content) == outcome(sheets_by_openpyxl, content) != "damaged"


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c/><c t='s'><v>0</v></c><c><v>1</v></c></row><row/><row r='5'><c r='C5'><v>1</v></c></row>",
        "<row r='3'><c r='A3'><v>1</v></c></row><row r='3'><c r='A3'><v>2</v></c></row>"
        "<row r='2'><c r='A2'><v>3</v></c></row>"
        "<row><c><v>4</v></c></row>",
        "<row r='0'><c><v>1</v></c></row><row r='2.0'><c><v>1</v></c></row>",
        "<row r='2.5'><c><v>1</v></c></row>",
        "<row r='1'><c r='C1'><v>1</v></c><c r='A1'><v>2</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c><c r='A1'/><c r='B1'/><c r='B1'><v>2</v></c></row>",
        "<row r='1'><c r='B7'><v>1</v></c><c><v>2</v></c></row>",
        f"<row r='1'>{cell('A1', 'x<!-- y -->z')}{cell('B1', '&amp;&#10;&lt;')}{cell('', 'c')}</row>",
        "<row r='1'><c t='inlineStr' r='A1'><is><t>a</t><t>b</t></is></c><c t='inlineStr' r='B1'><is/></c></row>",
        "<row r='1'><c t='inlineStr' r='A1'><is><t/></is></c>"
        "<c t='inlineStr' r='B1'/><c t='inlineStr'><is><t>c</t></is></c></row>",
        "<row r='1'><c t='inlineStr' r='A1' s='2'><is><t>a</t></is></c><c t='inlineStr' r='B1'><v>b</v></c></row>",
        "<row r='1'><c t='inlineStr' r='A1' s='x'><is><t>a</t></is></c></row>",
        "<row r='1'><c t='inlineStr' r='A1'><is x='1'><t>a</t></is></c></row>",
        "<row r='1'><c t='inlineStr' r='1A'><is><t>a</t></is></c></row>",
        "<row r='1'><c t='inlineStr' r='A1'><is><r><t>ri</t></r><r><t>ch</t></r></is></c></row>",
        "<row r='1'><c t='inlineStr' r='A1'><is><x:t xmlns:x='y'>other</x:t></is></c></row>",
        "<row r='1'><c t='inlineStr' r='A1'><f>1</f><is><t>a</t></is></c><c r='B1'><f>1</f><is><t>a</t></is></c></row>",
        "<row r='1'><c r='A1' t='d'><v>2024-05-31T09:30:00</v></c><c r='B1' t='b'><v>0</v></c><c r='C1' t='n'/></row>",
        "<row r='1'><c r='A1' t='d'><v>yesterday</v></c></row>",
        "<row r='1'><c r='A1' t='b'><v>yes</v></c></row>",
        "<row r='1'><c r='A1'><v>1,5</v></c></row>",
        "<row r='1'><c r='A1'><v>1E2</v></c><c r='B1'><v>007</v></c><c r='C1'><v>1_0</v></c>"
        "<c r='D1'><v>nan.</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>-1</v></c><c r='B1' t='e'><v>#REF!</v></c><c r='C1' t='??'><v>x</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>10</v></c></row>",
        "<row r='1'><c r='A1'><f>B1</f></c><c r='B1' t='str'><f>A1</f><v/></c><c r='C1'><f/></c></row>",
        "<row r='1'><c r='A1'><f t='shared' ref='A1:A3' si='0'>B1*2</f><v>2</v></c></row>"
        "<row r='2'><c r='A2'><f t='shared' si='0'/></c></row><row r='3'><c r='A3'><f t='shared' si='1'/></c></row>",
        "<row r='1'><c r='A1'><f t='shared' si='0'>B1</f></c><c r='B1'><f t='shared' si='0'>Z9</f><v>1</v></c></row>"
        "<row r='2'><c r='A2'><f t='shared' si='0'/></c></row>",
        "<row r='1'><c r='A1'><f t='array' ref='A1:A2'>B1:B2</f></c>"
        "<c r='B1'><f t='dataTable' ref='B1' r1='A1'/></c></row>",
        "<row r='1'><c r='A1'><f>1</f></c><c r='A1'><v>2</v></c><c r='B1'><v>1</v></c><c r='B1'><f>7</f></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c><row r='2'><c r='A2'><v>2</v></c></row></row>",
        "<row r='1'><c r='A1'><v>1</v></c></row><oops",
        "<row r='1'><c r='A1'><v>&undefined;</v></c></row>",
    ],
)  # fmt: skip
def test_rows_as_no_program_writes_them(rows: str) -> None:
    content = workbook(sheet(rows))
    assert outcome(sheets_here, content) == outcome(sheets_by_openpyxl, content)


def test_sheets_with_prefixed_names_and_in_other_encodings() -> None:
    row = '<x:row><x:c t="s"><x:v>5</x:v></x:c></x:row>'
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert sheets_here(workbook(prefixed)) == [("Sheet", [(1, ["Rich"])], [], [])]
    parts = parts_of(workbook(""))
    text = sheet(f"<row>{cell('A1', 'Zoë')}</row>")
    for name in ("utf-16", "latin-1"):
        declared = text.replace('version="1.0"', f'version="1.0" encoding="{name}"')
        content = zipped({**parts, "xl/worksheets/sheet1.xml": declared.encode(name)})
        assert sheets_here(content) == sheets_by_openpyxl(content) == [("Sheet", [(1, ["Zoë"])], [], [])]


VALUES = st.sampled_from(
    ["", "0", "1", "2", "-3", "3.50", "1e3", "45000", "60", "1e9", "TRUE", "x y", "#N/A", "_x000D_", "2024-05-31"]
)
INNER = {
    "v": VALUES.map("<v>{}</v>".format),
    "f": st.sampled_from(["<f>A1+1</f>", "<f/>", "<f t='shared' si='0'>$A$1</f>", "<f t='shared' si='0'/>"]),
    "is": st.sampled_from(
        ["<is><t>a</t></is>", "<is><t xml:space='preserve'> b </t></is>", "<is/>", "<is><r><t>c</t></r></is>"]
    ),
}
# openpyxl gives up on a formula that many cells share where it is moved off the sheet, or to a cell that does not say
# its place; we never move one. So it is absolute above, and left out here.
WITHOUT_PLACE = INNER | {"f": st.sampled_from(["<f>A1+1</f>", "<f/>"])}


@st.composite
def a_cell(draw: st.DrawFn, row: int) -> str:
    kind = draw(st.sampled_from(["", "n", "s", "b", "str", "d", "e", "inlineStr", "inlineStr"]))
    column = draw(st.sampled_from(["", *"ABCDE", "AA"]))
    style = draw(st.sampled_from(["", "", *map(str, range(len(FORMATS)))]))
    parts = draw(st.lists(st.sampled_from(["v", "f", "is"]), max_size=2))
    inner = INNER if column else WITHOUT_PLACE
    said = {"r": column and f"{column}{row}", "t": kind, "s": style}
    attributes = "".join(f' {name}="{value}"' for name, value in said.items() if value)
    return f"<c{attributes}>{''.join(draw(inner[part]) for part in parts)}</c>"


@st.composite
def some_rows(draw: st.DrawFn) -> str:
    rows = []
    for number in draw(st.lists(st.integers(1, 6), max_size=5)):
        cells = "".join(draw(st.lists(a_cell(number), max_size=5)))
        rows.append(f'<row r="{number}">{cells}</row>' if draw(st.booleans()) else f"<row>{cells}</row>")
    return "".join(rows)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_rows(), st.sampled_from([WINDOWS_EPOCH, MAC_EPOCH]))
def test_any_rows_are_read_as_by_openpyxl(rows: str, epoch: datetime) -> None:
    content = workbook(sheet(rows), epoch)
    assert outcome(sheets_here, content) == outcome(sheets_by_openpyxl, content)
