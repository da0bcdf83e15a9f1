"""A revision changes with every row that does, and data for drawings is sent again only while it stays."""

import gzip
import json

import pytest
from django.urls import reverse

from accounts.isolation import scope
from accounts.written import revision
from stakeholders.assessments import record_assessment
from stakeholders.models import Department, NetworkPin, Relationship, Stakeholder
from stakeholders.relationships import add_relationship, remove_relationship

pytestmark = pytest.mark.django_db
TABLES = (Stakeholder, Relationship, Department)


def test_a_revision_changes_with_each_way_of_writing(transactional_db, workspace, add_person, leader) -> None:
    def now() -> str | None:
        with scope(workspace=workspace.pk, user=leader.pk):
            return revision(workspace, *TABLES)

    seen = [now()]
    with scope(workspace=workspace.pk, user=leader.pk):
        ana, bo = add_person("Ana Silva"), add_person("Bo Lind")
    seen.append(now())
    assert now() == seen[-1]
    with scope(workspace=workspace.pk, user=leader.pk):
        tie = add_relationship(ana, target=bo, kind="trusts")
    seen.append(now())
    with scope(workspace=workspace.pk, user=leader.pk):
        tie.delete()
    seen.append(now())
    with scope(workspace=workspace.pk, user=leader.pk):
        Stakeholder.objects.filter(pk=ana.pk).update(job_title="Chair")
    seen.append(now())
    with scope(workspace=workspace.pk, user=leader.pk):
        Department.objects.create(workspace=workspace, name="Sales")
    seen.append(now())
    assert None not in seen
    assert len(set(seen)) == 6


def test_a_transaction_that_wrote_has_no_revision(workspace, add_person) -> None:
    add_person("Ana Silva")
    assert revision(workspace, *TABLES) is None


def test_data_says_what_was_edited_since_it_was_sent(
    transactional_db, as_leader, workspace, add_person, leader
) -> None:
    def sent(name: str) -> dict:
        return as_leader.get(reverse(f"stakeholders:{name}", args=[workspace.slug])).json()

    with scope(workspace=workspace.pk, user=leader.pk):
        ana, bo = add_person("Ana Silva", influence=4, interest=2), add_person("Bo Lind", influence=3, interest=3)
    assert sent("network-data")["people"]["name"] == ["Ana Silva", "Bo Lind"]
    assert sent("network-data")["ties"]["id"] == []
    assert sent("map-data")["people"]["influence"] == [4, 3]
    with scope(workspace=workspace.pk, user=leader.pk):
        tie = add_relationship(ana, target=bo, kind="trusts")
        record_assessment(bo, author=leader, why="Grew", influence=5)
    assert sent("network-data")["ties"]["id"] == [tie.pk]
    assert sent("map-data")["people"]["influence"] == [5, 4]
    with scope(workspace=workspace.pk, user=leader.pk):
        remove_relationship(tie)
        Stakeholder.objects.filter(pk=ana.pk).update(name="Ana Souza")
        NetworkPin.objects.create(workspace=workspace, stakeholder=bo, x=1, y=2)
    found = sent("network-data")
    assert (found["people"]["name"], found["people"]["x"]) == (["Ana Souza", "Bo Lind"], [None, 1.0])
    assert found["ties"]["id"] == []
    assert sent("map-data")["people"]["name"] == ["Bo Lind", "Ana Souza"]


def test_the_data_is_compressed_for_whom_it_may_be(as_leader, workspace, add_person) -> None:
    add_person("Ana Silva", influence=4, interest=4)
    for name in ("network-data", "map-data"):
        url = reverse(f"stakeholders:{name}", args=[workspace.slug])
        packed = as_leader.get(url, headers={"Accept-Encoding": "br, gzip"})
        plain = as_leader.get(url)
        assert (packed["Content-Encoding"], plain.has_header("Content-Encoding")) == ("gzip", False)
        assert json.loads(gzip.decompress(packed.content)) == plain.json()
        assert plain.json()["people"]["name"] == ["Ana Silva"]
        assert "Accept-Encoding" in plain["Vary"]
        assert plain["Cache-Control"] == "no-store, private"


def test_another_workspace_never_gets_what_this_one_got(as_leader, as_stranger, workspace, add_person) -> None:
    add_person("Ana Silva")
    url = reverse("stakeholders:network-data", args=[workspace.slug])
    assert as_leader.get(url).status_code == 200
    assert as_stranger.get(url).status_code == 404
