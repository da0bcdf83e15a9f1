"""Workbooks: what their cells mean, what they may cost, and that writing them is exact and the same every time."""

from __future__ import annotations

import io
import random
import tempfile
from datetime import UTC, date, datetime

import openpyxl
import openpyxl.xml
import pytest
import time_machine
from defusedxml import DefusedXmlException
from openpyxl.chart import BarChart

from stakeholders.formats import Document, Format, Unwritable, read, write
from stakeholders.formats.document import Element, Problem
from tests.stakeholders.formats.workbooks import (
    DOCUMENT,
    LAUGHS,
    cell,
    parts_of,
    sentence,
    sheet,
    workbook_with,
    zipped,
)

ENTITIES = "The workbook's XML defines entities of its own, which no spreadsheet does. It was not read."
# Beside very repetitive sheets, so that they are not refused for how well they pack.
NOISE = random.Random(1).randbytes(600_000)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def attributes(rows: str, strings: str = "") -> dict[str, object]:
    """Of the one person below a row of titles."""
    (element,) = read(workbook_with(sheet(rows), strings), "x.xlsx").elements
    return element.attributes


@pytest.mark.parametrize("head", [LAUGHS, "<!DOCTYPE worksheet>", '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">'])
def test_document_types_and_entities_are_refused_in_every_part(head: str) -> None:
    rows = f'<row r="1">{cell("A1", "Name")}</row><row r="2">{cell("A2", "Ada")}</row>'
    assert sentence(workbook_with(sheet(rows, head)), "x.xlsx") == ENTITIES
    for part, start in (("xl/workbook.xml", b"<workbook"), ("xl/styles.xml", b"<styleSheet"), ("_rels/.rels", b"<Rel")):
        parts = parts_of(write(DOCUMENT, Format.XLSX))
        parts[part] = parts[part].replace(start, head.encode() + start, 1)
        assert sentence(zipped(parts), "x.xlsx") == ENTITIES


def test_openpyxl_itself_refuses_entities() -> None:
    assert openpyxl.xml.DEFUSEDXML is True
    rows = f'<row r="1">{cell("A1", "&b;")}</row>'
    with pytest.raises(ValueError, match="Unable to read workbook") as caught:
        openpyxl.load_workbook(io.BytesIO(workbook_with(sheet(rows, LAUGHS))), read_only=True)
    assert isinstance(caught.value.__cause__, DefusedXmlException)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (f'<row r="99999999999">{cell("A99999999999", "Name")}</row>', "The sheet has more rows than"),
        (f'<row r="1">{cell("ZZZ1", "Name")}</row><row r="2"><c r="A2"/></row>', "The file has 201 columns"),
        (f'<row r="1">{cell("ZZZZZZZ1", "Name")}</row><row r="2"><c r="A2"/></row>', "The workbook is damaged"),
        (f'<row r="1">{cell("A1", "Name")}</row><row r="2">{cell("XFD2", "x")}</row>', "“People” has more than 200"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "The workbook is damaged"),
        (f'<row r="1">{cell("A1", "Name")}</row>', "The workbook has no rows of people"),
        ("", "The workbook has no rows of people"),
        ("<row>", "The workbook is damaged"),
    ],
)  # fmt: skip
def test_worksheets_that_lie(rows: str, said: str) -> None:
    assert sentence(workbook_with(sheet(rows)), "x.xlsx").startswith(said)


@pytest.mark.parametrize("said", ["A1:A2", "A1:XFD1048576", "C3:C3"])
def test_dimensions_that_are_not_true_change_nothing(said: str) -> None:
    titles = cell("A1", "Name") + cell("B1", "City")
    rows = f'<row r="1">{titles}</row><row r="3">{cell("A3", "Ada")}{cell("B3", "Rome")}</row>'
    document = read(workbook_with(sheet(rows, before=f'<dimension ref="{said}"/>')), "x.xlsx")
    assert [(e.row, e.name, e.attributes) for e in document.elements] == [(3, "Ada", {"City": "Rome"})]


def test_progress_does_not_believe_dimensions() -> None:
    rows = f'<row r="1">{cell("A1", "Name")}</row>' + f"<row>{cell('', 'Ada')}</row>".replace(' r=""', "") * 1500
    calls: list[tuple[int, int]] = []
    for said in ("A1:A2", "A1:A99999999"):
        content = workbook_with(sheet(rows, before=f'<dimension ref="{said}"/>'))
        read(content, "x.xlsx", lambda done, total: calls.append((done, total)))
    assert calls == [(1000, 1501), (1000, 1501)]


def test_what_a_workbook_may_cost_is_limited() -> None:
    many = "The workbook holds more cells and formats than can be read. Delete empty formatted rows and columns, "
    in_one_row = workbook_with(sheet("<row>" + "<c/>" * 300_000 + "</row>"))
    assert sentence(in_one_row, "x.xlsx") == many + "or split it into several files."
    beside_rows = "<cols>" + "<col/>" * 150_000 + "</cols>" + '<row r="1"><c><v>1</v></c></row>'
    assert sentence(workbook_with(sheet(beside_rows * 2)), "x.xlsx") == many + "or split it into several files."
    in_one_string = "<si>" + "<r/>" * 300_000 + "</si>"
    assert sentence(workbook_with(sheet(""), in_one_string), "x.xlsx") == many + "or split it into several files."
    parts = parts_of(write(DOCUMENT, Format.XLSX))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</styleSheet>", b"<a/>" * 300_000 + b"</styleSheet>")
    assert sentence(zipped(parts), "x.xlsx") == many + "or split it into several files."
    far = "".join(f'<row r="{number}"><c r="XFD{number}" s="1"/></row>' for number in range(2, 1300))
    wide = sheet(f'<row r="1">{cell("A1", "Name")}</row>{far}')
    assert sentence(workbook_with(wide), "x.xlsx").startswith("The sheet reaches over more than 20,000,000 cells.")
    blank = sheet(f"<row>{cell('A1', 'Name')}</row>" + "<row/>" * 1_048_576)
    lines = sentence(workbook_with(blank, extra=NOISE), "x.xlsx")
    assert lines == "The sheet has more rows than a worksheet can have."


def test_one_sheet_under_many_names_is_refused() -> None:
    parts = parts_of(write(DOCUMENT, Format.XLSX))
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"sheet2.xml", b"sheet1.xml")
    assert sentence(zipped(parts), "x.xlsx").startswith("Two sheets of the workbook are stored in one place")


def test_one_long_text_in_many_cells_is_refused() -> None:
    rows = '<row><c t="s"><v>0</v></c></row>' + '<row><c t="s"><v>1</v></c></row>' * 7000
    content = workbook_with(sheet(rows), f"<si><t>Name</t></si><si><t>{'x' * 32_000}</t></si>")
    assert sentence(content, "x.xlsx") == "The cells hold more than 200,000,000 characters together."


def test_formulas_arrive_as_what_they_came_to() -> None:
    titles = "".join(cell(f"{letter}1", title) for letter, title in zip("ABCDEF", ["Name", *"bcdef"], strict=True))
    formulas = (
        '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="str"><f>A2&amp;"!"</f><v>Ada!</v></c>'
        '<c r="D2" t="b"><f>TRUE()</f><v>1</v></c><c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="F2"><f t="shared" ref="F2:F3" si="0">A2</f><v></v></c>'
    )
    copied = '<row r="3"><c r="A3" t="str"><f>"B"</f><v>Bob</v></c><c r="F3"><f t="shared" si="0"/></c></row>'
    rows = f'<row r="1">{titles}</row><row r="2">{cell("A2", "Ada")}{formulas}</row>{copied}'
    document = read(workbook_with(sheet(rows)), "x.xlsx")
    assert [(e.name, e.attributes) for e in document.elements] == [
        ("Ada", {"b": 2, "c": "Ada!", "d": True, "e": "#DIV/0!"}),
        ("Bob", {}),
    ]
    blank = "has no stored result and arrives blank. Open the file in Excel and save it first."
    assert document.problems == (
        Problem(2, "A cell shows the spreadsheet's error #DIV/0!; it arrives as that text.", fatal=False),
        Problem(2, f"A formula (=A2) {blank}", fatal=False),
        Problem(3, f"A formula (=A3) {blank}", fatal=False),
    )


def test_shared_strings_are_read_as_excel_shows_them() -> None:
    strings = (
        "<si><t>Name</t></si><si><t>Note</t></si><si><t>Ada</t></si>"
        "<si><r><t>two_x000D_</t></r><r><rPr><b/></rPr><t>\nlines</t></r><rPh sb='0' eb='1'><t>guide</t></rPh></si>"
    )
    rows = "".join(
        f'<row><c t="s"><v>{left}</v></c><c t="s"><v>{right}</v></c></row>' for left, right in ((0, 1), (2, 3))
    )
    assert attributes(rows, strings) == {"Note": "two\r\nlines"}


def test_dates_beyond_the_calendar_are_errors_and_others_iso_text() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Born", "Left", "Seen", "Long"])
    book.active.append(["Ada", date(1815, 12, 10).isoformat(), date(2024, 2, 29), datetime(2024, 5, 31, 9, 30), 1e9])
    book.active["E2"].number_format = "yyyy-mm-dd"
    document = read(saved(book), "x.xlsx")
    assert document.elements[0].attributes == {
        "Born": "1815-12-10", "Left": "2024-02-29", "Seen": "2024-05-31 09:30:00", "Long": "#VALUE!"}  # fmt: skip


def test_charts_and_hidden_sheets_do_not_disturb() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "City"])
    book.active.append(["Ada", "Rome"])
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.create_sheet("Hidden").sheet_state = "hidden"
    assert [(e.row, e.name) for e in read(saved(book), "x.xlsx").elements] == [(2, "Ada")]


def test_what_is_damaged_beside_the_cells_does_not_matter() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "City"])
    book.active.append(["Ada", "Rome"])
    book.create_chartsheet("Chart").add_chart(BarChart())
    parts = parts_of(saved(book))
    parts["xl/chartsheets/sheet1.xml"] = b"<chartsheet"
    sized = parts["xl/worksheets/sheet1.xml"].replace(b'<dimension ref="A1:B2" />', b'<dimension ref="everywhere" />')
    assert sized != parts["xl/worksheets/sheet1.xml"]
    content = zipped({**parts, "xl/worksheets/sheet1.xml": sized})
    assert [(e.row, e.name) for e in read(content, "x.xlsx").elements] == [(2, "Ada")]


def test_numbers_come_back_to_the_last_digit() -> None:
    given: dict[str, object] = {"a": 0.1 + 0.2, "b": 2**60 + 1, "c": -5e-324, "d": 1e300, "e": True, "f": -0.5}
    document = Document(Format.CSV, (Element(2, None, "Ada", given),))
    back = read(write(document, Format.XLSX), "x.xlsx").elements[0].attributes
    assert {header: repr(value) for header, value in back.items()} == {h: repr(v) for h, v in given.items()}


def test_the_same_document_gives_the_same_bytes_at_any_time(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = set()
    for year in (1999, 2026):
        with time_machine.travel(datetime(year, 5, 1, tzinfo=UTC)):
            found |= {write(DOCUMENT, Format.XLSX), write(DOCUMENT, Format.KUMU_XLSX)}
    assert len(found) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_refused_workbook_leaves_no_file_behind(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    wide = {f"c{number}": number for number in range(201)}
    for attributes_, said in (({"Notes": "x" * 32_768}, "32,768 characters"), (wide, "202 columns; at most 200")):
        with pytest.raises(Unwritable, match=said):
            write(Document(Format.CSV, (Element(2, None, "Ada", attributes_),)), Format.XLSX)
    assert list(tmp_path.iterdir()) == []
