"""A workspace's own words: stored part by part, told to whoever writes second, and taken out again."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import trail
from accounts.isolation import scope
from accounts.models import Workspace
from planning.models import Playbook
from planning.playbooks.editing import UNWRITTEN, back_to_original, edit_playbook, playbook_of
from planning.playbooks.texts import ORIGINALS, PARTS
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db
SEGMENT = "detractor"


def own(playbook: Playbook) -> dict[str, str]:
    return {name: getattr(playbook, name) for name in PARTS if getattr(playbook, name)}


def test_nobody_has_written_yet(workspace):
    playbook = playbook_of(workspace, SEGMENT)
    assert (playbook.pk, playbook.version, own(playbook)) == (None, UNWRITTEN, {})


def test_what_is_written_is_stored_and_what_is_original_is_not(workspace, member):
    typed = {**ORIGINALS[SEGMENT], "ask": " What happened?  \r\nWho paid? \r\n", "avoid": " "}
    typed["say"] = typed["say"].replace("\n", "\r\n") + "\r\n"
    edit_playbook(workspace, SEGMENT, editor=member, expected_version=UNWRITTEN, **typed)
    stored = playbook_of(workspace, SEGMENT)
    assert (stored.version, stored.updated_by, own(stored)) == (1, member, {"ask": "What happened?\nWho paid?"})
    assert own(playbook_of(workspace, "champion")) == {}


def test_one_part_may_be_written_alone(workspace, leader):
    edit_playbook(workspace, SEGMENT, editor=leader, expected_version=UNWRITTEN, ask="What happened?")
    edit_playbook(workspace, SEGMENT, editor=leader, expected_version=1, avoid="Haste")
    stored = playbook_of(workspace, SEGMENT)
    assert (stored.version, own(stored)) == (2, {"ask": "What happened?", "avoid": "Haste"})


@pytest.mark.parametrize("expected", [UNWRITTEN, 2])
def test_who_writes_second_is_told(workspace, leader, member, expected):
    edit_playbook(workspace, SEGMENT, editor=member, expected_version=UNWRITTEN, ask="Theirs")
    with pytest.raises(EditedMeanwhile) as caught:
        edit_playbook(workspace, SEGMENT, editor=leader, expected_version=expected, ask="Mine")
    assert (caught.value.now.ask, caught.value.now.updated_by) == ("Theirs", member)
    assert own(playbook_of(workspace, SEGMENT)) == {"ask": "Theirs"}


def test_the_first_words_of_two_people_meet_at_the_constraint(workspace, leader, member, monkeypatch):
    edit_playbook(workspace, SEGMENT, editor=member, expected_version=UNWRITTEN, ask="Theirs")
    unseen = Playbook(workspace=workspace, segment=SEGMENT, version=UNWRITTEN, updated_by=leader)
    monkeypatch.setattr("planning.playbooks.editing._locked", lambda *_: unseen)
    with pytest.raises(EditedMeanwhile) as caught:
        edit_playbook(workspace, SEGMENT, editor=leader, expected_version=UNWRITTEN, ask="Mine")
    assert caught.value.now.ask == "Theirs"


def test_back_to_the_original_keeps_history_and_tells_who_had_it_open(workspace, leader, member):
    edit_playbook(workspace, SEGMENT, editor=member, expected_version=UNWRITTEN, ask="What happened?")
    back_to_original(workspace, SEGMENT, editor=leader)
    back_to_original(workspace, SEGMENT, editor=member)
    back_to_original(workspace, "champion", editor=leader)
    stored = playbook_of(workspace, SEGMENT)
    assert (stored.version, stored.updated_by, own(stored), Playbook.objects.count()) == (2, leader, {}, 1)
    events = apps.get_model("planning", "PlaybookEvent").objects.order_by("pgh_id")
    assert [(event.pgh_label, event.ask, event.pgh_context["why"]) for event in events] == [
        ("insert", "What happened?", "Edited by hand"), ("update", "", "Back to the original text"),
    ]  # fmt: skip
    with pytest.raises(EditedMeanwhile):
        edit_playbook(workspace, SEGMENT, editor=member, expected_version=1, ask="Again")


def test_the_audit_trail_names_the_segment(workspace, leader):
    edit_playbook(workspace, SEGMENT, editor=leader, expected_version=UNWRITTEN, ask="What happened?")
    first = trail.read(workspace, trail.Wanted(source="playbook")).groups[0].first
    assert (first.subject, [(change.label, change.after) for change in first.changes]) == (
        "Detractor", [("Ask", "What happened?")],
    )  # fmt: skip


def test_what_cannot_be_is_refused(workspace, leader):
    with pytest.raises(TypeError, match="No parts of a playbook: colour"):
        edit_playbook(workspace, SEGMENT, editor=leader, expected_version=UNWRITTEN, colour="red")
    with pytest.raises(ValidationError) as caught:
        edit_playbook(workspace, "friend", editor=leader, expected_version=UNWRITTEN)
    assert caught.value.messages == ["Value 'friend' is not a valid choice."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Playbook.objects.create(workspace=workspace, segment="friend", updated_by=leader)


def test_another_workspace_sees_nothing_of_it(workspace, leader, stranger):
    edit_playbook(workspace, SEGMENT, editor=leader, expected_version=UNWRITTEN, ask="What happened?")
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=foreign.pk, user=stranger.pk):
        assert Playbook.objects.count() == 0
        assert own(playbook_of(foreign, SEGMENT)) == {}
