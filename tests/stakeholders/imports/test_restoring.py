"""An archive of a workspace, restored into an empty one, is the same archive again."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from accounts.isolation import enter
from accounts.models import Membership, Role
from accounts.workspaces import create_workspace
from stakeholders.assessments import record_assessment
from stakeholders.exports.archive import archive, document_of
from stakeholders.follow_ups import finish_follow_up, plan_follow_up
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.imports.restoring import _Restored
from stakeholders.models import (
    Assessment,
    FollowUp,
    ImportBatch,
    ImportChange,
    ImportedProject,
    NetworkPin,
    Note,
    Relationship,
    SalienceJudgement,
    SavedView,
    Stakeholder,
    Touchpoint,
)
from stakeholders.network.pins import pin
from stakeholders.notes import add_note
from stakeholders.salience import judge_salience
from stakeholders.touchpoints import log_touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(workspace, leader, member, add_person) -> None:
    ana = add_person(
        "Ana Kovač", email="ana@example.com", department="Sales", owner=member, tags=["EMEA"], influence=3,
        assessed_on=dt.date(2026, 1, 5), attributes={"Pet": "Dog", "n": [1, 2.5]}, external_id="HR-1",
        cadence_days=45,
    )  # fmt: skip
    shop = add_person("Shops", kind="customer", is_group=True)
    record_assessment(ana, author=leader, why="Spoke up", position=-1, resists=True, assessed_on=dt.date(2026, 3, 1))
    Relationship.objects.create(workspace=workspace, source=ana, target=shop, kind="other", label="sells to", weight=2)
    log_touchpoint(ana, author=member, kind="call", happened_on=dt.date(2026, 2, 1), mood="good", summary="Fine")
    add_note(ana, author=member, kind="quote", words="“Show me.”", noted_on=dt.date(2026, 2, 2))
    finish_follow_up(plan_follow_up(ana, author=leader, due_on=timezone.localdate(), words="Show her the win rate"))
    plan_follow_up(shop, author=member, due_on=timezone.localdate(), words="Ask what they miss")
    judge_salience(ana, author=leader, power=True, legitimacy=None, urgency=False, why="Asked twice")
    pin(ana, 1.5, -2)
    SavedView.objects.create(
        workspace=workspace, user=leader, page="register", name="Sales", query="q=a", is_shared=True
    )
    batch = ImportBatch.objects.create(workspace=workspace, author=leader, filename="old.json", state="applied")
    ImportedProject.objects.create(
        workspace=workspace, batch=batch, format="kumu_json", document={"project": {}, "columns": [], "tables": []}
    )


def test_an_archive_comes_back_whole(full, workspace, leader, member) -> None:
    packed, before = archive(workspace), write(document_of(workspace), Format.COALITION_JSON)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    Membership.objects.create(workspace=empty, user=member, role=Role.MEMBER)
    batch = batches.receive(empty, author=leader, files=[("northwind-archive.zip", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    assert batch.plan["counts"]["people"]["create"] == 2
    assert batch.plan["counts"]["other"]["assessments"] == 2
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert json.loads(write(document_of(empty), Format.COALITION_JSON)) == json.loads(before)
    ana = Stakeholder.objects.get(name="Ana Kovač")
    assert (ana.current.position, ana.current.author, ana.owner, ana.cadence_days) == (-1, leader, member, 45)
    note = Note.objects.get()
    assert (note.stakeholder, note.author, note.kind, note.words, note.noted_on) == (
        ana, member, "quote", "“Show me.”", dt.date(2026, 2, 2),
    )  # fmt: skip
    assert list(FollowUp.objects.values_list("words", "done_on", "author__email").order_by("pk")) == [
        ("Show her the win rate", timezone.localdate(), leader.email),
        ("Ask what they miss", None, member.email),
    ]
    judged = SalienceJudgement.objects.values_list("power", "legitimacy", "urgency", "why").get()
    assert judged == (True, None, False, "Asked twice")
    assert NetworkPin.objects.values_list("stakeholder__name", "x", "y").get() == ("Ana Kovač", 1.5, -2.0)


def test_a_restored_archive_can_be_undone(full, workspace, leader) -> None:
    packed = archive(workspace)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.zip", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    gone = (
        Stakeholder,
        Assessment,
        Relationship,
        Touchpoint,
        SavedView,
        Note,
        FollowUp,
        SalienceJudgement,
        NetworkPin,
        ImportChange,
    )
    assert [model.objects.count() for model in gone] == [0] * 10


def test_a_restored_person_with_a_new_note_stays_until_that_is_confirmed(full, workspace, leader) -> None:
    packed = archive(workspace)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.zip", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    ana = Stakeholder.objects.get(name="Ana Kovač")
    add_note(ana, author=leader, kind="fact", words="Budget holder since May, says the intranet")
    judge_salience(ana, author=leader, power=True, legitimacy=True, urgency=True)
    plan_follow_up(ana, author=leader, due_on=timezone.localdate(), words="Call")
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    left = batches.undo(batch.pk, actor=leader)
    assert [(item.name, item.reason) for item in left] == [
        (
            "Ana Kovač",
            "had a note added since and had a follow-up planned since and was judged by salience since",
        )
    ]
    assert (Note.objects.count(), FollowUp.objects.count(), SalienceJudgement.objects.count()) == (2, 2, 2)


def test_entries_that_are_not_as_a_backup_has_them_are_left_out(full, workspace, leader) -> None:
    document = document_of(workspace)
    held = document.project["approach"]
    held["notes"] += [{**held["notes"][0], "words": ""}, {**held["notes"][0], "kind": "gossip"}, "x"]
    held["follow_ups"].append({**held["follow_ups"][0], "due_on": "soon"})
    held["salience"] += [{**held["salience"][0], "power": "yes"}, {**held["salience"][0], "stakeholder": "s99"}]
    held["pins"] += [{"stakeholder": "s1", "x": 1e9, "y": 0}, {"stakeholder": "s99", "x": 0, "y": 0}, "x"]
    document.elements[1].attributes["cadence_days"] = 9_000
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    restored = _Restored(document, empty, leader)
    restored.check()
    broken = "This entry is not as a backup has it."
    assert [line for line in restored.refused if line[0].startswith(("Note", "Follow", "Judge", "Pin"))] == [
        ("Note 2", "This field cannot be blank."),
        ("Note 3", "Value 'gossip' is not a valid choice."),
        ("Note 4", broken),
        ("Follow-up 2", broken),  # hers who was refused
        ("Follow-up 3", broken),
        ("Judgement of salience 2", "An answer is yes, no, or not known."),
        ("Judgement of salience 3", broken),
        ("Pin 2", "That is no place on the drawing."),
        ("Pin 3", broken),
        ("Pin 4", broken),
    ]
    assert restored.refused[0] == ("Stakeholder 2", "A cadence goes from 1 to 730 days, not 9000.")


def test_an_archive_goes_only_into_an_empty_workspace(full, workspace, preview) -> None:
    batch = preview("a.zip", archive(workspace))
    assert batch.plan["blocked"] == (
        "A backup is restored into an empty workspace, and this one has 2 stakeholders. "
        "Make a new workspace and import the backup there."
    )
    assert batch.plan["changes"] is False
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "failed"
    assert Stakeholder.objects.count() == 2
