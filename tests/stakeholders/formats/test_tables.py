"""Text tables and sheets as people make them: separators, encodings, headers, rows that do not fit."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from stakeholders.formats import Document, Format, Unreadable, read
from stakeholders.formats.document import Problem, combine
from stakeholders.formats.tables import parse_direction


def people(document: Document) -> list[tuple[object, str | None, str, dict[str, object]]]:
    return [(e.row, e.key, e.name, e.attributes) for e in document.elements]


def ties(document: Document) -> list[tuple[str, str, dict[str, object]]]:
    return [(c.source_ref, c.target_ref, c.attributes) for c in document.connections]


def said(document: Document) -> list[tuple[str, str, bool]]:
    return [(problem.where, problem.sentence, problem.fatal) for problem in document.problems]


@pytest.mark.parametrize(
    "content",
    [
        "Name,Score\nJörg,4\n",
        "Name;Score\r\nJörg;4",
        "Name\tScore\nJörg\t4\n\n\n",
        "sep=|\nName|Score\nJörg|4\n",
        "Name,Score\rJörg,4\r",
        '"Name","Score"\n"Jörg","4"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_separators_line_ends_and_encodings(content: str, encoding: str) -> None:
    document = read(content.encode(encoding), "people.csv")
    assert [(e.name, e.attributes) for e in document.elements] == [("Jörg", {"Score": "4"})]
    guessed = {
        "cp1252": "The file is not in UTF-8 and was read as Windows-1252: "
        "check that letters such as ä, é and ñ look right.",
        "utf-16-le": "The file was read as UTF-16: check that its letters look right.",
        "utf-16-be": "The file was read as UTF-16: check that its letters look right.",
    }
    assert said(document) == ([("The file", guessed[encoding], False)] if encoding in guessed else [])


def test_decimal_commas_blank_lines_and_quoted_line_ends() -> None:
    document = read(b'Name;Share;Note\nAda;4,5;"one\ntwo"\n\n;;\nBob;;\n', "x.csv")
    assert people(document) == [
        (2, None, "Ada", {"Share": "4,5", "Note": "one\ntwo"}),
        (5, None, "Bob", {}),
    ]
    assert said(document) == []


EIGHT = b"Name,E-mail,Title,Department,Segment,Influence,Interest,Notes\n"
ADA = b"Ada,ada@x.de,CFO,Finance,champion,4,5,\n"


def cut(count: str) -> str:
    return (
        f"The row has {count} and the header 8: a line break that is not in quotation marks may have cut it, "
        "or separators are missing at its end."
    )


def test_a_row_of_one_cell_is_nobody() -> None:
    document = read(EIGHT + ADA + b"Finance\n" + ADA.replace(b"Ada", b"Bob"), "x.csv")
    assert [e.name for e in document.elements] == ["Ada", "Bob"]
    assert said(document) == [("Row 3", cut("1 cell"), True)]


def test_a_row_that_lacks_what_all_others_have_is_left_out() -> None:
    document = read(EIGHT + ADA + b"Bob,bob@x.de,CEO\n", "x.csv")
    assert [e.name for e in document.elements] == ["Ada"]
    assert said(document) == [("Row 3", cut("3 cells"), True)]


def test_both_halves_of_a_row_cut_by_a_line_break_are_left_out() -> None:
    # All columns but the name are blank somewhere, so their lack alone would not be suspicious.
    blank = b"Eve,,,,,,,\n"
    document = read(EIGHT + blank + b"Bob,bob@x.de,Head of\nSales,Sales,champion,4,5,new\n" + ADA, "x.csv")
    assert [e.name for e in document.elements] == ["Eve", "Ada"]
    assert said(document) == [("Row 3", cut("3 cells"), True), ("Row 4", cut("6 cells"), True)]


def test_rows_that_end_before_cells_others_leave_blank_are_read_and_said_once() -> None:
    short = b"Bob,bob@x.de,CEO,Board,,5,5\n"
    document = read(EIGHT + ADA + short + ADA.replace(b"Ada", b"Eve") + short.replace(b"Bob", b"Cy"), "x.csv")
    assert [e.name for e in document.elements] == ["Ada", "Bob", "Eve", "Cy"]
    assert people(document)[1][3] == {
        "E-mail": "bob@x.de", "Title": "CEO", "Department": "Board", "Influence": "5", "Interest": "5",
    }  # fmt: skip
    sentence = "This row and 1 more end after 7 of 8 cells; taken as blank: “Notes”."
    assert said(document) == [("Row 3", sentence, False)]


def test_a_title_that_no_row_reaches_is_blank_for_all() -> None:
    document = read(b"Name,Title,Notes\nAda,CFO\nBob,CEO\n", "x.csv")
    assert [e.name for e in document.elements] == ["Ada", "Bob"]
    sentence = "This row and 1 more end after 2 of 3 cells; taken as blank: “Notes”."
    assert said(document) == [("Row 2", sentence, False)]


def test_a_connection_without_its_second_end_is_left_out() -> None:
    document = read(b"From,To,Type\nAda,Bob,trusts\nBob\nBob,Ada,\nEve,Ada\n", "x.csv")
    assert ties(document) == [("Ada", "Bob", {"Type": "trusts"}), ("Bob", "Ada", {}), ("Eve", "Ada", {})]
    assert said(document) == [
        ("Row 3", cut("1 cell").replace("8", "3"), True),
        ("Row 5", "The row ends after 2 of 3 cells; taken as blank: “Type”.", False),
    ]


def test_a_row_longer_than_the_header_is_left_out_with_the_reason() -> None:
    document = read(b"Name,Title\nAda,Head, Sales\nBob,CFO\n", "x.csv")
    assert people(document) == [(3, None, "Bob", {"Title": "CFO"})]
    sentence = "The row has 3 cells and the header 2: a cell may hold a separator that is not in quotation marks."
    assert said(document) == [("Row 2", sentence, True)]


def test_repeated_and_missing_titles_get_names() -> None:
    document = read(b"Name,Mail,Mail,,Mail (2)\nAda,a,b,c,d\n", "x.csv")
    assert people(document) == [(2, None, "Ada", {"Mail": "a", "Mail (3)": "b", "Column 4": "c", "Mail (2)": "d"})]
    assert said(document) == [
        ("Row 1", "The title “Mail” stands twice; column 3 is called “Mail (3)”.", False),
        ("Row 1", "Column 4 has no title and is called “Column 4”.", False),
    ]


def test_rows_above_the_header_are_skipped_and_said() -> None:
    document = read(b"Stakeholders 2026,,\n,,\nName,Email,Segment\nAda,a@b.de,champion\n", "x.csv")
    assert people(document) == [(4, None, "Ada", {"Email": "a@b.de", "Segment": "champion"})]
    assert said(document) == [("Row 3", "The rows above the column titles were not read.", False)]


def test_bad_rows_each_say_why() -> None:
    content = f"ID,Name,Note\n1,Ada,\n1,Bob,\n2,,\n,,x\n3,{'y' * 301},\n4,Cy,{'z' * 32_768}\n"
    document = read(content.encode(), "x.csv")
    assert people(document) == [(2, "1", "Ada", {}), (4, "2", "", {})]
    assert said(document) == [
        ("Row 3", "The id “1” stands in row 2 already.", True),
        ("Row 4", "There is no name; “2” stands in.", False),
        ("Row 5", "There is nothing in the column “Name”: everybody needs a name.", True),
        ("Row 6", "The name has 301 characters; a name may have 300.", True),
        ("Row 7", "“Note” holds 32,768 characters; a cell may hold 32,767.", True),
    ]
    assert document.elements[1].title == "2"


def test_a_quotation_mark_that_is_never_closed_is_said() -> None:
    document = read(b'Name,Note\nAda,x\nBob,"open\nCy,y\n', "x.csv")
    assert [element.name for element in document.elements] == ["Ada", "Bob"]
    sentence = "A quotation mark is opened and never closed: rows may have run together into this one."
    assert said(document) == [("Row 3", sentence, False)]
    with pytest.raises(Unreadable, match="Row 2 holds a cell of more than 131,072 characters"):
        read(b'Name,Note\nAda,"' + b"x" * 200_000, "x.csv")


def test_lists_without_a_header() -> None:
    assert [e.name for e in read(b"Ada Lovelace\nBob Kahn\n", "x.txt").elements] == ["Ada Lovelace", "Bob Kahn"]
    assert ties(read(b"Ada,Bob\nBob,Cy\nAda,Cy\n", "x.csv")) == [
        ("Ada", "Bob", {}),
        ("Bob", "Cy", {}),
        ("Ada", "Cy", {}),
    ]
    assert ties(read(b"# from to\n1 2 5\n1 3 4\n3 2 1\n", "x.txt"))[0] == ("1", "2", {"Weight": "5"})
    assert ties(read(b"Ada\tBob\ttrusts\nBob\tAda\tadvises\n", "x.tsv"))[1] == ("Bob", "Ada", {"Type": "advises"})


def test_edge_lists_with_a_header() -> None:
    document = read(b"Source;Target;Weight;Type\nAda;Bob;3;trusts\nAda;;1;\n", "edges.csv")
    assert document.format == Format.EDGES
    assert ties(document) == [("Ada", "Bob", {"Weight": "3", "Type": "trusts"})]
    assert said(document) == [
        ("Row 3", "There is nothing in the column “Target”: a connection needs both its ends.", True)
    ]
    assert document.unlisted() == ("Ada", "Bob")
    assert document.values(document.connections[0]) == {
        "Source": "Ada", "Target": "Bob", "Weight": "3", "Type": "trusts"}  # fmt: skip


def test_a_person_with_two_dates_is_no_connection() -> None:
    assert people(read(b"Name,From,To\nAda,2020,2024\n", "x.csv")) == [(2, None, "Ada", {"From": "2020", "To": "2024"})]


def test_directions() -> None:
    document = read(b"From,To,Direction\na,b,mutual\na,c,beidseitig\nb,c,\nc,d,sideways\nd,e,none\n", "x.csv")
    assert [c.direction for c in document.connections] == ["mutual", "mutual", "directed", "directed", "undirected"]
    assert said(document) == [
        ("Row 5", "“sideways” is not a direction (directed, mutual or undirected); directed was taken.", False)
    ]
    assert parse_direction("Bidirectional") == "mutual"


def test_connections_between_namesakes_are_said() -> None:
    document = combine([read(b"Name\nAda\nAda\n", "p.csv"), read(b"from,to\nAda,Bob\n", "e.csv")])
    assert document.find("ada") == document.elements[0]
    assert [e.row for e in document.elements] == ["p.csv row 2", "p.csv row 3"]
    assert [c.row for c in document.connections] == ["e.csv row 2"]
    assert document.unlisted() == ("Bob",)
    assert document.format == Format.COMBINED


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_workbook_with_one_sheet_of_people() -> None:
    titles = ["Name", "Joined", "Seen", "Score", "Board", None]
    rows = [titles, ["Ada", date(2024, 5, 31), datetime(2024, 5, 31, 9), 4.5, True, "x"]]
    document = read(book({"Team": rows}), "x.xlsx")
    assert document.format == Format.XLSX
    attributes = {"Joined": "2024-05-31", "Seen": "2024-05-31 09:00:00", "Score": 4.5, "Board": True, "Column 6": "x"}
    assert people(document) == [(2, None, "Ada", attributes)]
    assert document.headers() == ("Name", "Joined", "Seen", "Score", "Board", "Column 6")


def test_a_workbook_with_people_connections_and_other_sheets() -> None:
    document = read(
        book(
            {
                "Read me": [["Fill in both sheets."]],
                "People": [["ID", "Name"], [17, "Ada"], [18.0, "Bob"]],
                "Ties": [["From", "To", "Type"], [17, 18, "trusts"]],
                "Old (ignore)": [["Name"], ["Nobody"]],
                "Empty": [],
            }
        ),
        "x.xlsx",
    )
    assert people(document) == [("People row 2", "17", "Ada", {}), ("People row 3", "18", "Bob", {})]
    assert ties(document) == [("17", "18", {"Type": "trusts"})]
    assert document.unlisted() == ()
    assert [problem.row for problem in document.problems] == ["Read me", "Old (ignore)"]


def test_kumu_reads_pipes_as_several_targets_and_tags() -> None:
    document = read(
        book(
            {
                "Elements": [["Label", "Type", "Tags"], ["Ada", "Person", "a|b, c"], ["Bob|Cy", "Team", None]],
                "Connections": [
                    ["From", "To", "Direction"],
                    ["Ada", "Bob|Dee", "mutual"],
                    ["Ada", "Bob|Cy", "directed"],
                ],
            }
        ),
        "x.xlsx",
    )
    assert document.format == Format.KUMU_XLSX
    assert document.elements[0].attributes == {"Type": "Person", "Tags": ["a", "b, c"]}
    assert [(c.target_ref, c.direction) for c in document.connections] == [
        ("Bob", "mutual"), ("Dee", "mutual"), ("Bob|Cy", "directed")]  # fmt: skip


def test_formulas_without_a_stored_result_and_errors_are_said() -> None:
    document = read(book({"Team": [["Name", "Sum", "Err"], ["Ada", "=1+1", "#REF!"], ["=A2", 1, None]]}), "x.xlsx")
    assert people(document) == [(2, None, "Ada", {"Err": "#REF!"})]
    blank = "has no stored result and arrives blank. Open the file in Excel and save it first."
    assert document.problems == (
        Problem(2, "A cell shows the spreadsheet's error #REF!; it arrives as that text.", False),
        Problem(2, f"A formula (=1+1) {blank}", False),
        Problem(3, f"A formula (=A2) {blank}", False),
        Problem(3, "There is nothing in the column “Name”: everybody needs a name.", True),
    )  # fmt: skip


def test_filters_and_print_areas_do_not_disturb() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book({"Team": [["Name", "Dept"], ["Ada", "HR"]]})))
    made["Team"].auto_filter.ref = "A1:B2"
    made["Team"].print_title_rows = "1:1"
    made["Team"].print_area = "A1:B2"
    stream = io.BytesIO()
    made.save(stream)
    assert people(read(stream.getvalue(), "x.xlsx")) == [(2, None, "Ada", {"Dept": "HR"})]


def test_progress_is_told_and_never_exceeds_its_total() -> None:
    calls: list[tuple[int, int]] = []
    read(b"Name\n" + b"Ada\n" * 2500, "x.csv", lambda done, total: calls.append((done, total)))
    assert calls == [(1000, 2502), (2000, 2502)]
