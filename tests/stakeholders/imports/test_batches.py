"""The life of an import: every step is taken once, and what died is said to have died."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.isolation import enter, scope
from accounts.models import AuditEntry
from stakeholders import tasks
from stakeholders.imports import batches, progress
from stakeholders.models import Department, ImportBatch, ImportChange, Relationship, Stakeholder

pytestmark = pytest.mark.django_db

PEOPLE = "Name,Department,Influence\nAna,Sales,4\nBo,Sales,\n"


def aged(batch: ImportBatch, **age) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(updated_at=timezone.now() - dt.timedelta(**age))


def test_a_task_reads_and_another_applies(workspace, leader) -> None:
    batch = batches.receive(workspace, author=leader, files=[("p.csv", PEOPLE.encode())])
    tasks.read_import(workspace_id=str(workspace.pk), batch_id=batch.pk)
    enter(workspace=workspace.pk, user=leader.pk)
    batch.refresh_from_db()
    assert batch.state == "previewed"
    assert batches.start_applying(batch, batch.plan["fingerprint"]) is True
    assert batches.start_applying(batch, batch.plan["fingerprint"]) is False
    tasks.apply_import(workspace_id=str(workspace.pk), batch_id=batch.pk)
    tasks.apply_import(workspace_id=str(workspace.pk), batch_id=batch.pk)
    enter(workspace=workspace.pk, user=leader.pk)
    batch.refresh_from_db()
    assert (batch.state, Stakeholder.objects.count()) == ("applied", 2)
    assert list(AuditEntry.objects.filter(act="imported").values_list("detail", flat=True)) == [
        "2 stakeholders added, 0 updated; 0 relationships added, 0 updated"
    ]


def test_a_worker_that_was_killed_leaves_nothing_and_the_import_can_be_repeated(workspace, leader, preview) -> None:
    batch = preview("p.csv", PEOPLE)
    batches.start_applying(batch, batch.plan["fingerprint"])
    aged(batch, minutes=21)
    tasks.sweep_imports()
    enter(workspace=workspace.pk, user=leader.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.error) == ("failed", batches.STOPPED)
    assert Stakeholder.objects.count() == 0
    assert batches.read_again(batch) is True
    batch.refresh_from_db()
    batches.prepare(batch)
    assert batches.apply(batch.pk, fingerprint=ImportBatch.objects.get().plan["fingerprint"]).state == "applied"


def test_writing_that_had_begun_is_given_up_soon_and_what_waits_its_turn_is_not(workspace, preview) -> None:
    begun, waiting = preview("p.csv", PEOPLE), preview("q.csv", "Name\nCy\n")
    for batch, percent in ((begun, 40), (waiting, 0)):
        batches.start_applying(batch, batch.plan["fingerprint"])
        progress.tell(batch.pk, percent)
        aged(batch, seconds=50)
    assert batches.sweep(workspace, now=timezone.now())["abandoned"] == 0
    for batch in (begun, waiting):
        aged(batch, seconds=70)
    assert batches.sweep(workspace, now=timezone.now())["abandoned"] == 1
    states = dict(ImportBatch.objects.values_list("filename", "state"))
    assert states == {"p.csv": "failed", "q.csv": "applying"}


def test_reading_and_undoing_that_died_say_so(workspace, leader, imported) -> None:
    reading = batches.receive(workspace, author=leader, files=[("p.csv", PEOPLE.encode())])
    undoing = imported("q.csv", PEOPLE)
    batches.start_undoing(undoing, anyway=False)
    for batch in (reading, undoing):
        aged(batch, minutes=21)
    assert batches.sweep(workspace, now=timezone.now()) == {"discarded": 0, "abandoned": 2}
    reading.refresh_from_db()
    undoing.refresh_from_db()
    assert (reading.state, reading.error) == ("failed", batches.READING_STOPPED)
    assert (undoing.state, undoing.error) == ("applied", batches.UNDO_STOPPED)


def test_reading_and_undoing_that_had_begun_are_given_up_soon(workspace, leader, imported) -> None:
    reading = batches.receive(workspace, author=leader, files=[("reading.csv", PEOPLE.encode())])
    undoing = imported("undoing.csv", PEOPLE)
    again = imported("again.csv", "Name\nCy\n")
    Stakeholder.objects.filter(name="Cy").update(notes="Retires", version=F("version") + 1)
    batches.start_undoing(again, anyway=False)
    (left,) = batches.undo(again.pk, actor=leader)
    for batch, anyway in ((undoing, False), (again, True)):
        assert batches.start_undoing(batch, anyway=anyway)
    for batch in (reading, undoing, again):
        progress.tell(batch.pk, 40)
        aged(batch, seconds=70)
    assert batches.sweep(workspace, now=timezone.now()) == {"discarded": 0, "abandoned": 3}
    assert {
        name: (state, error) for name, state, error in ImportBatch.objects.values_list("filename", "state", "error")
    } == {
        "reading.csv": ("failed", batches.READING_STOPPED),
        "undoing.csv": ("applied", batches.UNDO_STOPPED),
        "again.csv": ("undone", batches.SECOND_UNDO_STOPPED),
    }
    # What stayed at the first time can still be taken back.
    assert batches.start_undoing(again, anyway=True)
    told: list[int] = []
    assert (
        batches.undo(again.pk, actor=leader, anyway=True, report=lambda done, total: told.append(100 * done // total))
        == []
    )
    assert (told, left.name) == ([14, 28, 42, 57, 71, 85], "Cy")
    assert not Stakeholder.objects.filter(name="Cy").exists()


def test_a_preview_is_kept_for_a_week(workspace, preview) -> None:
    young, old = preview("young.csv", PEOPLE), preview("old.csv", PEOPLE)
    aged(young, days=6)
    aged(old, days=8)
    assert batches.sweep(workspace, now=timezone.now()) == {"discarded": 1, "abandoned": 0}
    assert dict(ImportBatch.objects.values_list("filename", "state")) == {
        "young.csv": "previewed",
        "old.csv": "discarded",
    }
    old.refresh_from_db()
    assert (old.content, old.details, old.plan) == (None, None, {})


def test_a_preview_that_changes_nothing_is_closed_after_a_day(workspace, preview) -> None:
    first = preview("p.csv", PEOPLE)
    batches.apply(first.pk, fingerprint=first.plan["fingerprint"])
    again, other = preview("p.csv", PEOPLE), preview("q.csv", "Name\nSomebody else\n")
    aged(again, hours=23)
    aged(other, days=2)
    assert batches.sweep(workspace, now=timezone.now()) == {"discarded": 0, "abandoned": 0}
    aged(again, hours=25)
    assert batches.sweep(workspace, now=timezone.now()) == {"discarded": 1, "abandoned": 0}
    assert [ImportBatch.objects.get(pk=batch.pk).state for batch in (again, other)] == ["discarded", "previewed"]


def test_the_sweep_reaches_every_workspace_though_the_application_sees_none(stranger, workspace, preview) -> None:
    batch = preview("p.csv", PEOPLE)
    aged(batch, days=8)
    enter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_workspace")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT all_workspace_ids()")
        assert len(cursor.fetchall()) == 2
    tasks.sweep_imports()
    with scope(workspace=workspace.pk):
        assert ImportBatch.objects.get().state == "discarded"


def test_a_second_import_of_the_same_file_changes_nothing(imported, preview) -> None:
    imported("p.csv", PEOPLE)
    again = preview("p.csv", PEOPLE)
    assert again.plan["counts"]["people"] == {"create": 0, "update": 0, "unchanged": 2, "skipped": 0}
    assert again.plan["changes"] is False


def test_undoing_restores_what_stood_there(imported, add_person) -> None:
    ana = add_person("Ana", department="Sales", influence=2, tags=["old"], job_title="Buyer")
    batch = imported("p.csv", "Name,Department,Influence,Tags,Job title,Pet\nAna,Sales,5,new,Chief buyer,Dog\n")
    ana.refresh_from_db()
    assert (ana.current.influence, ana.tags, ana.job_title, ana.attributes) == (
        5,
        ["old", "new"],
        "Chief buyer",
        {"Pet": "Dog"},
    )
    batches.start_undoing(batch, anyway=False)
    assert batches.undo(batch.pk, actor=batch.author) == []
    ana.refresh_from_db()
    assert (ana.current.influence, ana.tags, ana.job_title, ana.attributes) == (2, ["old"], "Buyer", {})
    assert ana.assessments.count() == 1
    assert ImportChange.objects.count() == 0


def test_a_field_changed_since_keeps_the_newer_value(imported, add_person) -> None:
    add_person("Ana", department="Sales", job_title="Buyer", notes="Old")
    batch = imported("p.csv", "Name,Department,Job title,Notes\nAna,Sales,Chief buyer,New\n")
    Stakeholder.objects.update(job_title="Head of buying")
    batches.start_undoing(batch, anyway=False)
    (left,) = batches.undo(batch.pk, actor=batch.author)
    assert (left.name, left.reason) == ("Ana", "job title was changed since")
    ana = Stakeholder.objects.get()
    assert (ana.job_title, ana.notes) == ("Head of buying", "Old")


def test_people_others_worked_with_stay_until_it_is_confirmed(imported, add_person, workspace, leader) -> None:
    batch = imported("p.csv", PEOPLE)
    ana, _bo = Stakeholder.objects.order_by("name")
    Relationship.objects.create(workspace=workspace, source=ana, target=add_person("Cy"), kind="trusts")
    batches.start_undoing(batch, anyway=False)
    (left,) = batches.undo(batch.pk, actor=leader)
    assert (left.name, left.reason) == ("Ana", "was tied to somebody since")
    assert sorted(Stakeholder.objects.values_list("name", flat=True)) == ["Ana", "Cy"]
    assert ana.assessments.count() == 1
    assert list(Department.objects.values_list("name", flat=True)) == ["Sales"]
    # What stays of rows that were noted together.
    assert list(ImportChange.objects.order_by("pk").values_list("model", "object_ids")) == [
        ("department", [Department.objects.get().pk]),
        ("assessment", [ana.assessments.get().pk]),
        ("stakeholder", [ana.pk]),
    ]
    batches.start_undoing(batch, anyway=True)
    assert batches.undo(batch.pk, actor=leader, anyway=True) == []
    assert list(Stakeholder.objects.values_list("name", flat=True)) == ["Cy"]
    assert (Department.objects.count(), ImportChange.objects.count()) == (0, 0)


def test_imports_undone_newest_first_leave_nothing(imported, leader) -> None:
    first = imported("first.csv", "Name,Job title,Influence\nAna,Buyer,4\nBo,Clerk,3\n")
    second = imported("second.csv", "Name,Job title,Influence\nAna,Head of buying,5\nBo,Chief clerk,3\n")
    Stakeholder.objects.filter(name="Bo").update(notes="Moves to Sales", version=F("version") + 1)
    batches.start_undoing(second, anyway=False)
    assert batches.undo(second.pk, actor=leader) == []
    batches.start_undoing(first, anyway=False)
    (left,) = batches.undo(first.pk, actor=leader)
    assert (left.name, left.reason) == ("Bo", "was edited since")
    assert list(Stakeholder.objects.values_list("name", "job_title", "notes")) == [("Bo", "Clerk", "Moves to Sales")]
