"""Files as sheets of titled columns. What is broken, mislabelled or made to hurt gets a sentence, no other error."""

import contextlib
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.files import mapping, planning
from impact.files.mapping import Choices
from impact.files.reading import Sheet, read
from impact.models import Metric
from stakeholders.formats.document import Limits, Unreadable
from tests.impact.rows import a_metric
from tests.stakeholders.formats.workbooks import LAUGHS, cell, sheet, workbook_with, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
NO_TABLE = "This is no table, whatever its name says. Choose a CSV or an Excel workbook (.xlsx)."
DAMAGED = (
    "The workbook is damaged or was written in a way Excel would repair. "
    "Open it in Excel, save it as .xlsx and try that."
)
ONE_COLUMN = "The file has one column. A table of numbers has at least two: a period, and what was measured in it."


def sentence(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \n\r\n\t", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"Period,Value\n", "The file has column titles and no rows below them."),
        (b"Period\n2026-01\n", ONE_COLUMN),
        (b"just some words\n", ONE_COLUMN),
        (b"2026-01,12.5\n2026-02,13\n",
         "The first line holds numbers already. Write titles above the columns, such as Period and Value."),
        (b"%PDF-1.7 ...", NO_TABLE),
        (b"\x89PNG\r\n\x1a\n...", NO_TABLE),
        (b"<html><body><table><tr><td>Period</td></tr></table>", NO_TABLE),
        (b"<?xml version='1.0'?><svg/>", NO_TABLE),
        (b'{"period": 1}', NO_TABLE),
        (b'[{"period": 1}]', NO_TABLE),
        (b"Period,Value\n2026-\x0001,x\n",
         "The file holds NUL characters, so it is not a text table. Open it in the program it comes from and save it "
         "as CSV UTF-8 or .xlsx."),
        (OLE,
         "This is a workbook that is protected by a password, or in the old .xls format. Open it in Excel, save it as "
         ".xlsx without a password and try that."),
        (b"PK\x03\x04 cut off",
         "The file is damaged or was cut off on its way. Open it where it comes from, save it again and try that."),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}),
         "This is an archive or another program's file, not a workbook. Choose a CSV or an Excel workbook (.xlsx)."),
        (zipped({"mimetype": b"", "content.xml": b""}),
         "This is an archive or another program's file, not a workbook. Choose a CSV or an Excel workbook (.xlsx)."),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}),
         "This is a binary workbook (.xlsb). Open it in Excel, save it as .xlsx and try that."),
        (zipped({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}), DAMAGED),
        (workbook_with(sheet("")), "The workbook has no sheet with a table: its first column should name periods."),
        (workbook_with(sheet("", head=LAUGHS)),
         "The workbook's XML defines entities of its own, which no spreadsheet does. It was not read."),
        (b"x" * (Limits.FILE_BYTES + 1),
         "The file is 20 MB large; at most 20 MB can be read. Split it, or leave out what is not needed."),
        (b"Period,Value\n" + b"2026-01,1\n" * (Limits.ROWS + 1),
         "The file has more than 100,000 rows. Split it into several files."),
        (b"a," * 200 + b"a\n1\n", "The file has 201 columns; at most 200 can be read."),
        (b'Period,Value\n2026-01,"' + b"x" * 200_000 + b"\n",
         "Line 2 holds a cell of more than 131,072 characters. A quotation mark in it is probably never closed."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(content, said):
    assert sentence(content) == said


def test_a_file_that_grows_when_unpacked_is_refused_before_it_is():
    said = sentence(zipped({"xl/workbook.xml": b"0" * (12 * 1024 * 1024)}))
    assert re.sub("[0-9]{4}", "1000", said) == (
        "Unpacked, the file would grow 1000 times; at most 100 times are allowed. Delete empty formatted rows and "
        "columns, save it and try that."
    )


@pytest.mark.parametrize(
    ("content", "headers", "rows"),
    [
        (b"Period,Value\n2026-01,5\n", ("Period", "Value"), [(2, ("2026-01", "5"))]),
        (b"Period;Value\r\n2026-01;5,5\r\n", ("Period", "Value"), [(2, ("2026-01", "5,5"))]),
        (b"Period\tValue\n2026-01\t5\n", ("Period", "Value"), [(2, ("2026-01", "5"))]),
        (b"sep=;\r\nPeriod;Value\r\n2026-01;5\r\n", ("Period", "Value"), [(3, ("2026-01", "5"))]),
        ("Period,Wért\n2026-01,5\n".encode("utf-16"), ("Period", "Wért"), [(2, ("2026-01", "5"))]),
        (b"\xef\xbb\xbfPeriod,Value\n\n,\n2026-01,5\n", ("Period", "Value"), [(4, ("2026-01", "5"))]),
        (b"Period,Value,\n2026-01\n", ("Period", "Value"), [(2, ("2026-01", ""))]),
        (b"Period,,Value\n2026-01,x,5\n", ("Period", "Column 2", "Value"), [(2, ("2026-01", "x", "5"))]),
        (b"Period,Value,Value\n2026-01,4,5\n", ("Period", "Value", "Value (column 3)"), [(2, ("2026-01", "4", "5"))]),
        (b"Numbers of ours\n\nPeriod,Value\n2026-01,5\n", ("Period", "Value"), [(4, ("2026-01", "5"))]),
    ],
)
def test_a_text_table_is_read(content, headers, rows):
    found = read(content)
    assert (found.format, found.headers, list(found.rows)) == ("CSV table", headers, rows)


def row(number: int, *texts: str) -> str:
    cells = "".join(cell(f"{'ABCD'[place]}{number}", text) for place, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def test_a_workbook_is_read():
    found = read(workbook_with(sheet(row(1, "Period", "Value") + row(4, "2026-01", "5"))))
    assert (found.format, found.headers) == ("Excel workbook", ("Period", "Value"))
    assert found.rows == ((4, ("2026-01", "5")),)


def test_characters_that_no_database_keeps_are_replaced():
    found = read(workbook_with(sheet(row(1, "Period", "Val_x0000_ue") + row(2, "2026-01", "_xD800_"))))
    assert (found.headers, found.rows) == (("Period", "Val\ufffdue"), ((2, ("2026-01", "\ufffd")),))


def test_an_encoding_that_was_guessed_is_remarked():
    found = read("Period,Größe\n2026-01,5\n".encode("cp1252"))
    assert found.headers == ("Period", "Größe")
    assert found.remarks == (
        (0, "The file is not in UTF-8 and was read as Windows-1252: check that letters such as ä, é and ñ look right."),
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(seed):
    chance = random.Random(seed)
    rows = f'<row r="1">{cell("A1", "Period")}{cell("B1", "Value")}</row><row r="2">{cell("A2", "2026-01")}</row>'
    content = bytearray(workbook_with(sheet(rows)) if seed % 2 else b"Period,Value\n2026-01,5\n" * 20)
    for _ in range(8):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with contextlib.suppress(Unreadable):
        read(bytes(content))


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=12),
    st.sampled_from(["2026-03", "03/04/2026", "Q1 2026", "1,234", "82 %", "€5", "=1", "n/a", "10", "yes", "1e400"]),
    st.just("Win rate"),
)


@settings(max_examples=150)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6), layout=st.integers(0, 3))
def test_whatever_stands_in_cells_is_a_number_or_has_a_sentence(rows, layout):
    metrics = {
        1: a_metric(pk=1),
        2: a_metric(pk=2, name="CSAT", measured="share", unit_kind="share", together="pooled"),
        3: a_metric(pk=3, name="NPS", measured="promoters", unit_kind="points", together="pooled", every="quarter"),
    }
    columns = [
        ("period", "metric", "value", "n"),
        ("period", "value:1", "ahead:2", "n:2"),
        ("period", "metric", "answer", "note"),
        ("period", "promoters:3", "passives:3", "detractors:3"),
    ][layout]
    found = Sheet("CSV table", ("A", "B", "C", "D"), tuple(enumerate(rows, start=2)))
    choices = Choices(columns=columns)
    assert mapping.check(found, choices) == []
    plan = planning.read_figures(found, choices, metrics)
    for figure in plan.figures:
        assert isinstance(figure.metric, Metric)
        assert figure.number.n is None or figure.number.n >= 0
    for problem in plan.problems:
        assert problem.sentence.endswith((".", "?"))
