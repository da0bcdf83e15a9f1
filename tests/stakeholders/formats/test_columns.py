from __future__ import annotations

import pytest

from stakeholders.formats import read
from stakeholders.formats.columns import Field, belied, guess, guess_document, speaks_for

F = Field


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Name", "E-Mail", "Job Title", "Dept.", "Segment"], [F.NAME, F.EMAIL, F.JOB_TITLE, F.DEPARTMENT, F.SEGMENT]),
        (["Label", "Type", "Tags", "Description"], [F.NAME, F.KIND, F.TAGS, F.NOTES]),
        (["Mitarbeiter", "Abteilung", "Einfluss", "Interesse", "Haltung", "Vorgesetzter"],
         [F.NAME, F.DEPARTMENT, F.INFLUENCE, F.INTEREST, F.POSITION, F.REPORTS_TO]),
        (["Nom complet", "Courriel", "Poste", "Pouvoir", "Intérêt"],
         [F.NAME, F.EMAIL, F.JOB_TITLE, F.INFLUENCE, F.INTEREST]),
        (["Nombre completo", "Correo electrónico", "Cargo", "Influencia"], [F.NAME, F.EMAIL, F.JOB_TITLE, F.INFLUENCE]),
        (["First name", "Last name", "Reports To"], [F.FIRST_NAME, F.LAST_NAME, F.REPORTS_TO]),
        (["full_name", "owner_email", "external_id", "engagementNow"],
         [F.NAME, F.OWNER_EMAIL, F.EXTERNAL_ID, F.ENGAGEMENT_NOW]),
        (["Desired engagement", "Current engagement"], [F.ENGAGEMENT_DESIRED, F.ENGAGEMENT_NOW]),
        (["NodeName", "Age", "Tenure", "Level", "Department"], [F.NAME, None, None, None, F.DEPARTMENT]),
        (["Shoe size", "", "🙂"], [None, None, None]),
    ],
)  # fmt: skip
def test_headers_in_several_languages(headers: list[str], fields: list[Field | None]) -> None:
    assert guess(headers, []) == dict(zip(headers, fields, strict=True))


def test_a_field_is_given_once_to_the_plainest_header() -> None:
    assert guess(["Contact name", "Name", "Mail", "Email"], []) == {
        "Contact name": None, "Name": F.NAME, "Mail": None, "Email": F.EMAIL}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Position", ["CEO", "CFO"], F.JOB_TITLE),
        ("Position", ["sceptical", "advocate", "?"], F.POSITION),
        ("Position", ["-2", "1"], F.POSITION),
        ("Type", ["Person", "Company"], F.IS_GROUP),
        ("Type", ["customer", "internal"], F.KIND),
        ("Type", ["Champion", "Detractor"], F.SEGMENT),
        ("Type", ["Metal", "Wood"], None),
        ("Role", ["Head of Sales"], F.JOB_TITLE),
        ("Role", ["Decision maker", "Influencer"], F.SEGMENT),
        ("Owner", ["ada@example.com"], F.OWNER_EMAIL),
        ("Owner", ["Ada"], None),
        ("Intrest", ["1", "5", "3"], F.INTEREST),
        ("Intrest", ["AI", "data", "5"], None),
        ("Influance", ["high", "very low"], F.INFLUENCE),
        ("Interest", ["AI", "data", "cars", "tea"], None),
        ("Influence", ["8", "10", "3", "9"], None),
        ("Influence", ["7"], F.INFLUENCE),
        ("Opinion", ["-2", "1", "0"], F.POSITION),
        ("Opinion", ["1", "2", "1"], None),
        ("Opinion", ["supportive", "against", "?"], F.POSITION),
        ("Opinion", ["unaware", "resistant"], F.ENGAGEMENT_NOW),
        ("Group type", ["Champion", "Detractor"], F.SEGMENT),
        ("Group type", ["Person", "Company"], F.IS_GROUP),
        ("Group type", ["Metal", "Wood"], None),
        ("Stakeholder type", ["Decision maker", "Participant"], F.SEGMENT),
        ("Segment", ["SMB", "Enterprise", "SMB", "Public"], None),
        ("Level", ["1", "5", "3"], None),
        ("Came to the party", ["yes", "no"], None),
        ("Size", ["high", "low"], None),
        ("Wie erreichbar", ["ada@example.com", "bob@example.com"], F.EMAIL),
    ],
)
def test_the_values_decide_where_a_header_can_mean_several_things(
    header: str, cells: list[str], field: Field | None
) -> None:
    assert guess([header], [{header: cell} for cell in cells]) == {header: field}


def test_the_guess_agrees_with_the_reader_on_names() -> None:
    document = read(b"Vorname;Name;ID\nAda;Lovelace;7\n", "x.csv")
    assert [(element.key, element.name) for element in document.elements] == [("7", "Ada Lovelace")]
    assert guess_document(document) == {"Vorname": F.FIRST_NAME, "Name": F.LAST_NAME, "ID": F.EXTERNAL_ID}
    assert document.sample() == [{"Vorname": "Ada", "Name": "Lovelace", "ID": "7"}]
    document = read(b"Vorname;Name\nAda;Ada Lovelace\n", "x.csv")
    assert [element.name for element in document.elements] == ["Ada Lovelace"]
    assert guess_document(document) == {"Vorname": None, "Name": F.NAME}


def test_whether_a_title_bears_out_a_guess() -> None:
    assert speaks_for("Level of interest", F.INTEREST)
    assert not speaks_for("Intrest", F.INTEREST)
    assert not speaks_for("Type", F.SEGMENT)
    assert belied("Interest", ["AI", "data", "cars", "tea"]) == F.INTEREST
    assert belied("Interest", ["4", "?", "2"]) is None
    assert belied("Shoe size", ["44"]) is None
