"""The dry run: who is who, what changes, which ties can be, and a reason for everything that stays out."""

import datetime as dt

import pytest

from stakeholders.assessments import record_assessment
from stakeholders.imports import batches
from stakeholders.imports.mapping import Choices
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Relationship, Stakeholder

pytestmark = pytest.mark.django_db


def reasons(batch: ImportBatch) -> list[tuple[str, str, bool]]:
    return [(where, sentence, left) for where, _value, sentence, left in expand(batch.reasons)]


def people(batch: ImportBatch) -> dict[str, int]:
    return batch.plan["counts"]["people"]


def ties(batch: ImportBatch) -> dict[str, int]:
    return batch.plan["counts"]["ties"]


def revised(batch: ImportBatch, **changes) -> ImportBatch:
    stored = Choices.from_json(batch.mapping).as_json() | changes
    assert batches.revise(batch, Choices.from_json(stored)) == []
    return ImportBatch.objects.get(pk=batch.pk)


def test_ids_go_before_emails_and_emails_before_names(preview, add_person) -> None:
    by_id = add_person("Old Name", external_id="HR-000123")
    by_email = add_person("Ana Kovač", email="ANA@example.com")
    by_name = add_person("Bo Li", department="Sales")
    batch = preview(
        "p.csv",
        "ID,Name,E-mail,Department\nHR-000123,New Name,,\n,Ana K.,ana@example.com,\n,bo  li,,sales\n,Bo Li,,Finance\n",
    )
    assert people(batch) == {"create": 1, "update": 2, "unchanged": 1, "skipped": 0}
    lists = expand(batch.details)
    assert [(row["pk"], row["reason"]) for row in lists["people"]["update"]] == [
        (by_id.pk, "the same ID, HR-000123"),
        (by_email.pk, "the same e-mail, ana@example.com"),
    ]
    assert [row["likes"] for row in lists["questions"]] == []
    assert [row["pk"] for row in lists["people"]["unchanged"]] == [by_name.pk]


def test_a_short_id_of_another_system_is_only_a_suggestion(preview, add_person) -> None:
    there = add_person("Ana Kovač", external_id="7")
    batch = preview("p.csv", "ID,Name\n7,Zoltan Ember\n")
    (row,) = expand(batch.details)["questions"]
    assert row["likes"] == ["Ana Kovač: the same ID, but another name: Ana Kovač"]
    assert [option[0] for option in row["options"]] == ["new", str(there.pk), "skip"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Kovac Ana", "the same words in another order"),
        ("A. Kovac", "the same family name and the same initial"),
        ("Ana Kováč", "the same name but for accents or signs"),
        ("Ana Kovacs", "nearly the same spelling: Ana Kovac"),
    ],
)
def test_alike_names_are_suggested_with_a_reason(preview, add_person, name, why) -> None:
    add_person("Ana Kovac")
    (row,) = expand(preview("p.csv", f"Name\n{name}\n").details)["questions"]
    assert (row["action"], row["likes"]) == ("create", [f"Ana Kovac: {why}"])


def test_a_blank_cell_erases_nothing(preview, add_person) -> None:
    add_person("Ana", email="ana@example.com", job_title="Buyer", tags=["EMEA"], notes="Old")
    batch = preview("p.csv", "Name,E-mail,Job title,Tags,Notes\nAna,ana@example.com,,board,\n")
    (row,) = expand(batch.details)["people"]["update"]
    assert row["changes"] == [["Tags", "EMEA", "EMEA, board"]]


def test_a_judgement_is_appended_only_when_it_differs_on_its_day(preview, add_person, leader) -> None:
    ana = add_person("Ana", influence=2, assessed_on=dt.date(2026, 1, 1))
    record_assessment(ana, author=leader, why="", influence=4, assessed_on=dt.date(2026, 3, 1))
    batch = preview("p.csv", "Name,Influence,Date assessed\nAna,2,2026-02-01\nAna,5,2026-02-15\nAna,4,2026-04-01\n")
    assert people(batch) == {"create": 0, "update": 1, "unchanged": 0, "skipped": 0}
    (row,) = expand(batch.details)["people"]["update"]
    assert [(judgement["on"], judgement["changes"][0][2]) for judgement in row["judged"]] == [("2026-02-15", "5")]


def test_a_bad_value_leaves_the_row_and_says_so(preview) -> None:
    batch = preview("p.csv", "Name,Influence,E-mail\nAna,7,nobody\n")
    assert people(batch)["create"] == 1
    assert reasons(batch) == [
        (
            "Row 2",
            "“7” is not on the scale 1 to 5: write a whole number from 1 to 5, a word from very low to very high, or "
            "leave it blank. Imported without it.",
            False,
        ),
        ("Row 2", "“nobody” is not an e-mail address. Imported without it.", False),
    ]


def test_ties_that_cannot_be_stay_out_with_a_reason(preview, add_person) -> None:
    for name in ("Ana", "Bo", "Cy"):
        add_person(name)
    batch = preview(
        "ties.csv",
        "From,To,Type\nAna,Bo,reports to\nBo,Cy,reports to\nCy,Ana,reports to\nAna,Ana,trusts\nAna,Zed,trusts\n"
        "Ana,Cy,boss\nAna,Bo,reports to\n",
    )
    batch = revised(batch, create_unknown=False)
    assert ties(batch) == {"create": 3, "update": 0, "unchanged": 0}
    assert sorted(reasons(batch)) == [
        ("Row 4", "This line would close a circle of reporting lines: Cy → Ana → Bo → Cy. "
                  "Nobody can report to themselves, even indirectly.", True),
        ("Row 5", "Ana can have no relationship with themselves.", True),
        ("Row 6", "“Zed” is neither in the file nor in the register.", True),
        ("Row 7", "Ana reports to Bo already. The line to Cy arrives as another relationship beside it.", False),
        ("Row 8", "The same connection stands in row 2 already.", True),
    ]  # fmt: skip


def test_a_circle_with_lines_that_stand_is_found(preview, add_person, workspace) -> None:
    ana, bo = add_person("Ana"), add_person("Bo")
    Relationship.objects.create(workspace=workspace, source=ana, target=bo, kind="reports_to")
    batch = preview("reportto.csv", "from,to\nBo,Ana\n")
    assert ties(batch) == {"create": 0, "update": 0, "unchanged": 0}
    assert reasons(batch)[0][1].startswith("This line would close a circle of reporting lines: Bo → Ana → Bo.")


def test_another_manager_replaces_the_one_who_stands(imported, add_person, workspace) -> None:
    ana, bo, cy = add_person("Ana"), add_person("Bo"), add_person("Cy")
    line = Relationship.objects.create(workspace=workspace, source=ana, target=bo, kind="reports_to")
    batch = imported("reportto.csv", "from,to\nAna,Cy\n")
    assert ties(batch) == {"create": 0, "update": 1, "unchanged": 0}
    line.refresh_from_db()
    assert line.target == cy
    batches.start_undoing(batch, anyway=False)
    batches.undo(batch.pk, actor=batch.author)
    line.refresh_from_db()
    assert line.target == bo


def test_people_whom_only_ties_mention_can_be_added(imported) -> None:
    batch = imported("friendship.csv", "from,to\nAna,Bo\nBo,Cy\n")
    assert (people(batch)["create"], ties(batch)["create"]) == (3, 2)
    assert set(Relationship.objects.values_list("kind", flat=True)) == {"trusts"}


def test_a_manager_in_a_column_becomes_a_reporting_line(imported) -> None:
    imported("p.csv", "Name,Reports to\nAna,\nBo,Ana\nCy,Nobody\n")
    assert [(tie.source.name, tie.target.name) for tie in Relationship.objects.all()] == [("Bo", "Ana")]


def test_rows_that_stay_out_are_said_in_the_order_of_the_file(preview) -> None:
    batch = preview("p.csv", "Name,Email\nAna,a@x.example\nAna,a@x.example\n,b@x.example\nCy,not an address\n")
    assert [(where, left) for where, _sentence, left in reasons(batch)] == [
        ("Row 3", True), ("Row 4", True), ("Row 5", False),
    ]  # fmt: skip


def test_hostile_names_are_stored_as_typed(imported) -> None:
    names = ["<script>alert(1)</script>", "محمد الفارسي", "😀 Team", "=1+1", "Robert'); DROP TABLE x;--", "n" * 300]
    imported("p.csv", "Name\n" + "\n".join(names) + "\n")
    assert sorted(Stakeholder.objects.values_list("name", flat=True)) == sorted(names)


def test_three_hundred_and_one_characters_are_refused_with_a_sentence(preview) -> None:
    batch = preview("p.csv", "Name,Email\n" + "n" * 301 + ",a@example.com\nBo,\n")
    assert people(batch)["create"] == 1
    assert reasons(batch) == [("Row 2", "The name has 301 characters; a name may have 300.", True)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("p.csv", b"Name\nAna\x00Bo\n", "NUL"),
        ("p.csv", b"", "is empty"),
        ("p.xlsx", b"PK\x03\x04rubbish", "damaged"),
        ("p.pdf", b"%PDF-1.7", "This is a PDF"),
        ("p.json", b'{"elements": [', "damaged or was cut off"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(preview, name, content, sentence) -> None:
    if not content:
        with pytest.raises(Exception, match="is empty"):
            preview(name, content)
        return
    batch = preview(name, content)
    assert (batch.state, sentence in batch.error, batch.content) == ("failed", True, None)


def test_windows_encoding_line_ends_and_ragged_rows_just_work(preview) -> None:
    batch = preview(
        "p.csv", "Name;Abteilung;E-Mail\r\nJörg Müller;Vertrieb\r\nAna;Vertrieb;ana@example.com\r\n".encode("cp1252")
    )
    assert people(batch)["create"] == 2
    assert batch.plan["departments"] == ["Vertrieb"]
    assert reasons(batch)[0][2] is False
