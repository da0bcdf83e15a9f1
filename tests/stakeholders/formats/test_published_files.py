"""Files nobody here wrote arrive whole, and go back as they came."""

from __future__ import annotations

import json

import pytest

from stakeholders.formats import Format, read, write
from stakeholders.formats.columns import Field, guess_document
from stakeholders.formats.document import combine
from stakeholders.formats.ties import tie_of
from tests.stakeholders.formats.shared import shared


def test_the_kumu_workbook_arrives_whole() -> None:
    document = read(shared("imports/paypal-mafia.xlsx"), "paypal-mafia.xlsx")
    assert (document.format, len(document.elements), len(document.connections)) == (Format.KUMU_XLSX, 34, 49)
    assert document.problems == ()
    assert document.unlisted() == ()
    assert len(document.headers()) == 15
    assert len(document.headers("connections")) == 17
    hoffman = document.find("Reid Hoffman")
    assert hoffman is not None
    assert hoffman.row == "Elements row 11"
    assert hoffman.attributes["Tags"] == ["PayPal-Mafia", "VC", "Tech"]
    assert hoffman.attributes["Region"] == "USA|Canada|South Africa"
    assert {c.direction for c in document.connections} == {"directed"}
    assert {tie_of(document, c).label for c in document.connections} == {"Employee/Founder", "Investor"}
    fields = {header: field for header, field in guess_document(document).items() if field}
    assert fields == {"Label": Field.NAME, "Type": Field.IS_GROUP, "Tags": Field.TAGS, "Description": Field.NOTES,
                      "Email": Field.EMAIL, "Influence": Field.INFLUENCE}  # fmt: skip


@pytest.mark.parametrize("shape", [Format.KUMU_XLSX, Format.XLSX, Format.CSV_ZIP, Format.COALITION_JSON])
def test_the_kumu_workbook_goes_round(shape: Format) -> None:
    document = read(shared("imports/paypal-mafia.xlsx"), "paypal-mafia.xlsx")
    back = read(write(document, shape), "again")
    assert back.elements == document.elements
    assert back.connections == document.connections
    if shape == Format.KUMU_XLSX:
        assert back == document
        assert [table.headers for table in back.tables] == [table.headers for table in document.tables]


def test_the_kumu_backup_arrives_whole_and_goes_back_as_it_came() -> None:
    content = shared("imports/kumu-changelabs-template.json")
    document = read(content, "kumu.json")
    assert (document.format, len(document.elements), len(document.connections)) == (Format.KUMU_JSON, 10, 11)
    assert len(document.project["attributes"]) == 25
    assert [item["name"] for item in document.project["maps"]] == ["Driving Dynamics Map", "Stakeholder Ecosystem Map"]
    assert document.problems == ()
    assert document.elements[1].attributes == {"element type": "Stakeholder", "description": "", "motivations": ""}
    assert json.loads(write(document, Format.KUMU_JSON)) == json.loads(content)
    assert read(write(document, Format.COALITION_JSON), "x.json").project == document.project


def test_krackhardts_firm_arrives_as_edge_lists_with_attributes() -> None:
    names = ("attributes", "advice", "friendship", "reportto")
    files = [read(shared(f"networks/krackhardt/{name}.csv"), f"{name}.csv") for name in names]
    assert [(len(f.elements), len(f.connections)) for f in files] == [(21, 0), (0, 190), (0, 102), (0, 20)]
    firm = combine(files)
    assert firm.unlisted() == ()
    assert firm.problems == ()
    kinds = [tie_of(firm, connection).kind for connection in firm.connections]
    assert (kinds.count("advises"), kinds.count("trusts"), kinds.count("reports_to")) == (190, 102, 20)
    chief = firm.find("A07")
    assert chief is not None
    assert chief.attributes == {"Age": "55", "Tenure": "30.0", "Level": "1", "Department": "0"}
    # Density of advice among 21 people, as published: 0.4524.
    assert round(190 / (21 * 20), 4) == 0.4524


def test_an_edge_list_without_header_separated_by_spaces() -> None:
    document = read(shared("networks/eu_core/email-Eu-core.txt"), "email-Eu-core.txt")
    assert (document.format, len(document.elements), len(document.connections)) == (Format.EDGES, 0, 25_571)
    assert (document.connections[0].source_ref, document.connections[0].target_ref) == ("0", "1")
    assert len(document.unlisted()) == 1005
    labels = read(shared("networks/eu_core/email-Eu-core-department-labels.txt"), "email-Eu-core-department-labels.txt")
    assert (len(labels.elements), len(labels.connections)) == (1005, 0)
    assert len({element.attributes["Column 2"] for element in labels.elements}) == 42
    assert combine([labels, document]).unlisted() == ()
