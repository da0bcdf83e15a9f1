"""Playbooks in the archive of a workspace, and names in them when somebody is to be erased."""

import datetime as dt

import pytest

from accounts.isolation import enter
from accounts.models import Workspace
from accounts.workspaces import create_workspace
from planning.models import Playbook
from planning.playbooks.editing import UNWRITTEN, edit_playbook
from stakeholders import erasure
from stakeholders.exports.archive import archive, document_of
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Stakeholder

pytestmark = pytest.mark.django_db
PART = {"approach": "", "say": "", "objections": "", "ask": "How are you?", "avoid": "", "proof": ""}


@pytest.fixture
def written(workspace, member, add_person) -> Workspace:
    add_person("Ann Ott")
    edit_playbook(workspace, "champion", editor=member, expected_version=UNWRITTEN, ask="How are you?")
    Playbook.objects.update(updated_at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
    return workspace


@pytest.fixture
def second(written, leader) -> Workspace:
    packed = archive(written)
    empty = create_workspace("Second home", leader=leader, slug="second")
    empty.packed = packed
    enter(workspace=empty.pk, user=leader.pk)
    return empty


def received(workspace: Workspace, leader) -> ImportBatch:
    batch = batches.receive(workspace, author=leader, files=[("a.zip", workspace.packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    return batch


def applied(batch: ImportBatch) -> None:
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"


def test_an_archive_holds_what_a_workspace_wrote(written):
    assert document_of(written).project["planning"]["playbooks"] == [
        {
            "segment": "champion", **PART, "updated_by": "sam@northwind.example",
            "updated_at": "2026-03-02T09:00:00+00:00",
        }
    ]  # fmt: skip


def test_it_comes_back_by_whoever_restores_it(second, leader):
    applied(received(second, leader))
    book = Playbook.objects.get()
    assert (book.segment, book.ask, book.version, book.updated_by, book.updated_at) == (
        "champion", "How are you?", 1, leader, dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC),
    )  # fmt: skip


def test_words_that_stand_here_stay(second, leader):
    edit_playbook(second, "champion", editor=leader, expected_version=UNWRITTEN, ask="Ours?")
    batch = received(second, leader)
    assert [row[:3] for row in expand(batch.reasons)] == [
        ["Playbook 1", "", "The playbook “Champion” has words of its own here already; they stay."]
    ]
    applied(batch)
    assert Playbook.objects.get().ask == "Ours?"


@pytest.mark.parametrize(("since", "left"), [(None, []), ("Since?", ["Since?"])])
def test_undoing_takes_it_back_unless_somebody_wrote_in_it_since(second, leader, since, left):
    batch = received(second, leader)
    applied(batch)
    if since:
        edit_playbook(second, "champion", editor=leader, expected_version=1, ask=since)
    batches.start_undoing(ImportBatch.objects.get(pk=batch.pk), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert list(Playbook.objects.values_list("ask", flat=True)) == left


def test_a_name_in_a_playbook_is_found_when_they_are_erased(written, leader):
    edit_playbook(written, "detractor", editor=leader, expected_version=UNWRITTEN, avoid="What ann ott was told")
    assert erasure.mentions(Stakeholder.objects.get()) == [(None, "Detractor", "a playbook")]
