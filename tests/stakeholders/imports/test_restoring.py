"""An archive of a workspace, restored into an empty one, is the same archive again."""

import datetime as dt
import json

import pytest

from accounts.isolation import enter
from accounts.models import Membership, Role
from accounts.workspaces import create_workspace
from stakeholders.assessments import record_assessment
from stakeholders.exports.archive import archive, document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.models import (
    Assessment,
    ImportBatch,
    ImportedProject,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)
from stakeholders.touchpoints import log_touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(workspace, leader, member, add_person) -> None:
    ana = add_person(
        "Ana Kovač", email="ana@example.com", department="Sales", owner=member, tags=["EMEA"], influence=3,
        assessed_on=dt.date(2026, 1, 5), attributes={"Pet": "Dog", "n": [1, 2.5]}, external_id="HR-1",
    )  # fmt: skip
    shop = add_person("Shops", kind="customer", is_group=True)
    record_assessment(ana, author=leader, why="Spoke up", position=-1, resists=True, assessed_on=dt.date(2026, 3, 1))
    Relationship.objects.create(workspace=workspace, source=ana, target=shop, kind="other", label="sells to", weight=2)
    log_touchpoint(ana, author=member, kind="call", happened_on=dt.date(2026, 2, 1), mood="good", summary="Fine")
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
    assert (ana.current.position, ana.current.author, ana.owner) == (-1, leader, member)


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
    counts = [model.objects.count() for model in (Stakeholder, Assessment, Relationship, Touchpoint, SavedView)]
    assert counts == [0, 0, 0, 0, 0]


def test_an_archive_goes_only_into_an_empty_workspace(full, workspace, preview) -> None:
    batch = preview("a.zip", archive(workspace))
    assert batch.plan["blocked"] == (
        "A backup is restored into an empty workspace, and this one has 2 stakeholders. "
        "Make a new workspace and import the backup there."
    )
    assert batch.plan["changes"] is False
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "failed"
    assert Stakeholder.objects.count() == 2
