"""The pages of an import: choose, check, import, undo; for the team alone, and never without saying why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.workspaces import create_workspace
from stakeholders.imports import batches
from stakeholders.models import ImportBatch, Relationship, Stakeholder

pytestmark = pytest.mark.django_db

LIST = "/w/northwind/imports/"
NEW = "/w/northwind/imports/new/"
PEOPLE = "Name,E-mail,Department,Segment,Influence\nAna Kovač,ana@example.com,Sales,champion,4\nBo Li,,Sales,,\n"


def send(client: Client, *files: tuple[str, str | bytes], **extra):
    sent = [SimpleUploadedFile(name, c.encode() if isinstance(c, str) else c) for name, c in files]
    return client.post(NEW, {"files": sent}, **extra)


@pytest.fixture
def previewed(as_leader) -> ImportBatch:
    send(as_leader, ("people.csv", PEOPLE))
    return ImportBatch.objects.get()


def address(batch: ImportBatch, end: str = "") -> str:
    return f"{LIST}{batch.pk}/{end}"


def apply(client: Client, batch: ImportBatch, **posted):
    return client.post(address(batch, "apply/"), {"fingerprint": batch.plan["fingerprint"], **posted}, follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def said(response) -> str:
    return "".join(part.text for part in response.context["says"])


def test_an_upload_leads_to_its_preview(as_leader) -> None:
    response = send(as_leader, ("people.csv", PEOPLE))
    batch = ImportBatch.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(batch))
    assert (batch.state, batch.filename, batch.format) == ("previewed", "people.csv", "csv")
    assert Stakeholder.objects.count() == 0


def test_the_preview_says_what_would_happen(as_leader, previewed) -> None:
    response = as_leader.get(address(previewed))
    assert said(response) == "2 stakeholders are new. Nothing is stored before you say so."
    assert response.context["counts"]["people"] == {"create": 2, "update": 0, "unchanged": 0, "skipped": 0}
    assert [(choice.label, choice.chosen) for choice in response.context["columns"]] == [
        ("Name", "name"),
        ("E-mail", "email"),
        ("Department", "department"),
        ("Segment", "segment"),
        ("Influence", "influence"),
    ]
    assert [tab["label"] for tab in response.context["tabs"]] == ["New"]


def test_what_was_guessed_from_values_alone_is_marked_until_somebody_chose(as_leader) -> None:
    rows = "".join(
        f"P{number},{number % 5 + 1},{'against' if number % 2 else 'supportive'},SMB\n" for number in range(6)
    )
    send(as_leader, ("people.csv", f"Name,Intrest,Opinion,Segment\n{rows}"))
    batch = ImportBatch.objects.get()

    def shown():
        page = as_leader.get(address(batch))
        return [(choice.label, choice.chosen, choice.note) for choice in page.context["columns"]]

    guessed = "Guessed from its values: is it right?"
    assert shown() == [
        ("Name", "name", ""),
        ("Intrest", "interest", guessed),
        ("Opinion", "position", guessed),
        ("Segment", "keep", "Called like “Segment”, but its values are something else."),
    ]
    assert as_leader.get(address(batch)).content.decode().count(guessed) == 2
    as_leader.post(address(batch, "choices/"), {"column-1": "keep", "column-3": "tags"})
    assert shown()[1::2] == [("Intrest", "keep", ""), ("Segment", "tags", "")]


def test_importing_stores_all_of_it(as_leader, leader, previewed) -> None:
    response = apply(as_leader, previewed)
    assert told(response) == ["Imported, all of it."]
    ana = Stakeholder.objects.get(name="Ana Kovač")
    assert (ana.email, ana.department.name, ana.current.segment, ana.current.influence) == (
        "ana@example.com", "Sales", "champion", 4,
    )  # fmt: skip
    assert (ana.current.source, ana.current.author) == ("import", leader)
    previewed.refresh_from_db()
    assert (previewed.state, previewed.content, previewed.details) == ("applied", None, None)


def test_after_an_import_those_whom_the_map_cannot_place_are_one_click_away(as_leader, previewed) -> None:
    page = apply(as_leader, previewed).content.decode()
    assert "2 stakeholders have no influence or interest yet" in page
    assert 'href="/w/northwind/stakeholders/?unplaced=1"' in page
    Stakeholder.objects.all().delete()
    assert "?unplaced=1" not in as_leader.get(address(previewed)).content.decode()


def test_rows_that_stay_out_are_said_and_linked(as_leader) -> None:
    send(as_leader, ("people.csv", f"{PEOPLE}Sales\n,x@example.com,,,\n"))
    batch = ImportBatch.objects.get()
    response = apply(as_leader, batch)
    assert told(response) == ["Imported. 2 rows stayed out, each with a reason."]
    page = response.content.decode()
    assert '<a href="#reasons">2 rows stayed out, each with a reason.</a>' in page
    assert page.count('id="reasons"') == 1
    link = f'<a href="{address(batch)}#reasons">2 rows stayed out, each with a reason.</a>'
    assert link in as_leader.get(LIST).content.decode()
    assert list(Stakeholder.objects.order_by("name").values_list("name", flat=True)) == ["Ana Kovač", "Bo Li"]


def test_a_remark_on_what_did_not_arrive_is_said(as_leader) -> None:
    send(as_leader, ("people.csv", "Name,Reports to\nAnn,Ben\nBen,Cat\nCat,Ann\n"))
    batch = ImportBatch.objects.get()
    response = apply(as_leader, batch)
    assert told(response) == ["Imported. 1 remark below says what to look at."]
    assert "would close a circle of reporting lines: Cat → Ann → Ben → Cat" in response.content.decode()


def test_the_outcome_is_not_said_in_the_tab_of_another_workspace(as_leader, leader, previewed) -> None:
    create_workspace("Southwind", leader=leader, slug="southwind")
    as_leader.post(address(previewed, "apply/"), {"fingerprint": previewed.plan["fingerprint"]})
    assert told(as_leader.get("/w/southwind/imports/")) == []
    assert told(as_leader.get(address(previewed))) == ["Imported, all of it."]


def test_a_double_click_imports_once(as_leader, previewed) -> None:
    apply(as_leader, previewed)
    second = apply(as_leader, previewed)
    assert second.status_code == 200
    assert Stakeholder.objects.count() == 2


def test_a_preview_changed_in_another_tab_is_not_imported(as_leader, previewed) -> None:
    as_leader.post(address(previewed, "choices/"), {"column-4": "leave_out"})
    response = apply(as_leader, previewed)
    assert Stakeholder.objects.count() == 0
    assert response.context["batch"].state == "previewed"


def test_choices_that_were_not_checked_are_shown_before_they_are_stored(as_leader, previewed) -> None:
    response = apply(as_leader, previewed, **{"column-2": "leave_out"})
    assert told(response) == ["Your choices changed what would be imported. Look once more, then import."]
    assert Stakeholder.objects.count() == 0
    renewed = ImportBatch.objects.get()
    assert apply(as_leader, renewed).context["batch"].state == "applied"
    assert list(Stakeholder.objects.values_list("department", flat=True)) == [None, None]


def test_two_columns_cannot_be_one_field(as_leader, previewed) -> None:
    response = as_leader.post(address(previewed, "choices/"), {"column-2": "name"}, follow=True)
    assert told(response) == ["Two columns cannot both be Name: “Name” and “Department”. Keep one as an extra field."]


def test_a_register_that_changed_meanwhile_is_shown_again(as_leader, previewed, add_person) -> None:
    add_person("Ana Kovač", email="ana@example.com")
    response = apply(as_leader, previewed)
    assert told(response) == ["The register changed since this preview, so nothing was stored yet. Look again."]
    assert response.context["batch"].plan["difference"] == [
        "Ana Kovač (row 2) is updated; before, this row was one that is added."
    ]
    assert Stakeholder.objects.count() == 1


def test_a_decision_merges_with_somebody_who_looks_alike(as_leader, add_person) -> None:
    there = add_person("Anna Kovac", department="Sales")
    send(as_leader, ("people.csv", PEOPLE))
    batch = ImportBatch.objects.get()
    response = as_leader.get(address(batch))
    assert said(response).endswith("One new row looks like somebody who is here already: decide below.")
    (row,) = response.context["page"].object_list
    assert row["options"] == [
        ["new", "Add as new"],
        [str(there.pk), "Update Anna Kovac (Sales)"],
        ["skip", "Skip this row"],
    ]
    as_leader.post(address(batch, "choices/"), {"decide-e0": str(there.pk), "was-e0": "new"})
    batch = ImportBatch.objects.get()
    assert batch.plan["counts"]["people"] == {"create": 1, "update": 1, "unchanged": 0, "skipped": 0}
    apply(as_leader, batch)
    there.refresh_from_db()
    assert (there.name, there.email) == ("Ana Kovač", "ana@example.com")


def test_a_file_that_cannot_be_read_says_so(as_leader) -> None:
    send(as_leader, ("people.xlsx", b"PK\x03\x04 broken"))
    response = as_leader.get(address(ImportBatch.objects.get()))
    assert response.context["batch"].error == (
        "The file is damaged or was cut off on its way. Open it where it comes from, save it again and try that."
    )


def test_no_file_and_too_many_files_come_back_with_a_sentence(as_leader) -> None:
    assert send(as_leader).context["problem"] == "Choose a file to import."
    many = [(f"{number}.csv", "Name\nAna\n") for number in range(13)]
    response = send(as_leader, *many)
    assert (response.status_code, response.context["problem"]) == (
        422, "These are 13 files; at most 12 can be imported together.",
    )  # fmt: skip


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(as_leader) -> None:
    response = send(as_leader, ("people.csv", b"Name\n" + b"x" * (21 * 1024 * 1024)))
    assert response.context["problem"] == (
        "This is 21.0 MB; at most 20 MB can be imported at once. Split it into several files."
    )
    assert ImportBatch.objects.count() == 0


def test_a_large_file_is_read_by_a_task(as_leader, workspace, django_capture_on_commit_callbacks, settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    rows = "".join(f"Person {number},{'x' * 60}\n" for number in range(6000))
    send(as_leader, ("people.csv", f"Name,Notes\n{rows}"))
    batch = ImportBatch.objects.get()
    response = as_leader.get(address(batch))
    assert (batch.state, response.context["percent"]) == ("reading", 0)
    batches.prepare(batch)
    batch.refresh_from_db()
    assert batch.plan["counts"]["people"]["create"] == 6000
    page = as_leader.get(address(batch))
    assert page.context["is_large"] is True
    assert len(page.context["page"].object_list) == 50


def test_undoing_takes_everything_back(as_leader, previewed) -> None:
    apply(as_leader, previewed)
    response = as_leader.post(address(previewed, "undo/"), follow=True)
    assert told(response) == ["Taken back, all of it."]
    assert (Stakeholder.objects.count(), response.context["outcome"]) == (0, "Taken back, all of it.")


def test_what_changed_since_stays_until_a_leader_says_otherwise(as_leader, as_member, previewed) -> None:
    apply(as_leader, previewed)
    Stakeholder.objects.filter(name="Bo Li").update(version=2, job_title="Buyer")
    response = as_member.post(address(previewed, "undo/"), follow=True)
    assert told(response) == ["Taken back, except 1 row that changed since."]
    assert [row[1:] for row in response.context["left"]] == [["Bo Li", "was edited since"]]
    assert as_member.post(address(previewed, "undo/anyway/")).status_code == 403
    as_leader.post(address(previewed, "undo/anyway/"))
    assert Stakeholder.objects.count() == 0


def test_a_file_that_changes_nothing_says_so_and_can_be_closed_in_the_list(as_leader, previewed) -> None:
    apply(as_leader, previewed)
    send(as_leader, ("people.csv", PEOPLE))
    again = ImportBatch.objects.latest("pk")
    assert [(row.state, row.says) for row in as_leader.get(LIST).context["rows"]] == [
        ("Nothing to change", "Nothing to change: everything is already as in the file."),
        ("Imported", "Added or changed 2 stakeholders."),
    ]
    close = f'action="{address(again, "discard/")}"'
    page = as_leader.get(LIST).content.decode()
    assert page.count(close) == 1
    assert address(previewed, "discard/") not in page
    page = as_leader.get(address(again)).content.decode()
    assert close in page
    assert [words for words in ("Import it", "Forget the file") if words in page] == []
    assert told(as_leader.post(address(again, "discard/"), follow=True)) == ["Closed."]
    assert [row.batch for row in as_leader.get(LIST).context["rows"]] == [previewed]


def test_a_forgotten_file_is_gone(as_leader, previewed) -> None:
    as_leader.post(address(previewed, "discard/"))
    previewed.refresh_from_db()
    assert (previewed.state, previewed.content, previewed.plan) == ("discarded", None, {})
    assert list(as_leader.get(LIST).context["rows"]) == []


def test_reasons_come_as_a_csv_without_formulas(as_leader) -> None:
    send(as_leader, ("people.csv", "Name,Influence\nAna,=1+1\n,3\n"))
    response = as_leader.get(address(ImportBatch.objects.get(), "reasons.csv"))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Where,Value,Reason,Result"
    assert lines[1] == "Row 3,,There is nothing in the column “Name”: everybody needs a name.,Left out"
    assert lines[2].startswith("Row 2,'=1+1,")


def test_the_sample_imports_as_it_is(as_leader) -> None:
    sample = as_leader.get(f"{LIST}sample.csv").content
    send(as_leader, ("sample.csv", sample))
    batch = ImportBatch.objects.get()
    assert batch.plan["counts"]["people"]["create"] == 3
    assert batch.plan["counts"]["ties"]["create"] == 2
    assert batch.plan["counts"]["other"]["left_out"] == 0
    apply(as_leader, batch)
    assert Relationship.objects.filter(kind="reports_to").count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(as_leader, number, django_assert_num_queries) -> None:
    for place in range(number):
        send(as_leader, (f"people-{place}.csv", PEOPLE))
    with django_assert_num_queries(10):
        response = as_leader.get(LIST)
    assert len(response.context["rows"]) == number


def test_a_preview_asks_the_database_a_dozen_times_at_most(as_leader, previewed, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        as_leader.get(address(previewed))


def test_the_state_alone_is_served_to_whoever_polls(as_leader, previewed) -> None:
    response = as_leader.get(address(previewed), headers={"HX-Request": "true", "HX-Target": "state"})
    assert response.content.lstrip().startswith(b'<header class="head">')
    assert b"<html" not in response.content


@pytest.mark.parametrize("end", ["", "reasons.csv"])
def test_nobody_else_sees_an_import(as_executive, as_stranger, previewed, end) -> None:
    assert as_executive.get(address(previewed, end)).status_code == 403
    assert as_stranger.get(address(previewed, end)).status_code == 404
    assert Client().get(address(previewed, end)).status_code == 302


@pytest.mark.parametrize("end", ["apply/", "choices/", "discard/", "undo/", "undo/anyway/", "again/"])
def test_changing_an_import_is_a_post(as_leader, as_stranger, previewed, end) -> None:
    assert as_leader.get(address(previewed, end)).status_code == 405
    assert as_stranger.post(address(previewed, end)).status_code == 404
