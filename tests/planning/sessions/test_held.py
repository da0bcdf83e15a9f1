"""What planning sessions hold of a person: told to them, forgotten with them, and in the archive whose words they are
in none. What lies face down leaves in no file."""

import datetime as dt
import json
from typing import NamedTuple

import pytest

from accounts.isolation import enter
from accounts.models import User, Workspace
from accounts.workspaces import create_workspace
from planning.goals import add_goal
from planning.models import (
    Ballot,
    BoardMove,
    BoardNote,
    Confidence,
    Estimate,
    PlanningSession,
    PokerRound,
    Proposal,
    Seat,
    SessionStage,
)
from planning.requests import decide, set_desk
from planning.sessions import board, closing, ordering, poker, seats, stages
from stakeholders import erasure
from stakeholders.exports.archive import document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Stakeholder
from tests.conftest import make_leader, make_workspace
from tests.planning.asked import brought
from tests.planning.sessions import story
from tests.stakeholders.test_erasure import tables_that_hold

pytestmark = pytest.mark.django_db

NAME = "Zephyrine Quillfeather"
WORDS = ("zephyrine", "quillfeather", "marmalade")
ALL = (
    PlanningSession, SessionStage, Seat, Proposal, BoardNote, BoardMove, Ballot, PokerRound, Estimate, Confidence,
)  # fmt: skip


class Home(NamedTuple):
    leader: User
    workspace: Workspace
    before: bytes


@pytest.fixture(scope="module")
def home(rows_of_the_module) -> Home:
    """A session that ended, and one that follows it and is in the middle of ordering and sizing."""
    leader = make_leader()
    workspace = make_workspace(leader)
    person = Stakeholder.objects.create(workspace=workspace, name=NAME, email="z@northwind.example")
    goal = add_goal(
        workspace, statement="Win more", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 3, 31), owners=[person]
    )
    set_desk(workspace, owner=leader, days_a_quarter=60)
    deferred = brought(workspace, name=NAME, email="z@northwind.example")
    decide(deferred, author=leader, state="deferred", reason="Marmalade season", expected_version=1)
    first = story.prepared(workspace, leader, title="Fourth quarter together", days=40)
    seats.invite(first, [person])
    seats.sit_with(first, leader)
    stages.begin(first, now=story.START)
    story.told(
        story.as_it_stands(first), [Seat.objects.get(stakeholder=person), Seat.objects.get(user=leader)],
        goal=goal, owner=leader,
    )  # fmt: skip
    second = story.begun(workspace, leader)
    hers, his = story.seat(second, NAME, stakeholder=person), story.seat(second, "Bo Li")
    for by, text in ((hers, "Marmalade in every box"), (his, "Call the dealers")):
        story.write(second, by, text)
    story.go_to(second, "order")
    story.order(second, hers, ["Marmalade in every box"])
    closing.vote(second, hers, value=1, why="No marmalade")
    at = poker.open_round(second, story.proposals(second)[1].pk).pk
    poker.choose(second, hers, at=at, value="13")
    return Home(leader, workspace, write(document_of(workspace), Format.COALITION_JSON))


@pytest.fixture
def zephyrine(home) -> Stakeholder:
    return Stakeholder.objects.get(name=NAME)


@pytest.fixture
def away(home) -> ImportBatch:
    """The archive on its way into another workspace."""
    empty = create_workspace("Second home", leader=home.leader, slug="second")
    enter(workspace=empty.pk, user=home.leader.pk)
    return received(empty, home.leader, home.before)


def received(workspace: Workspace, leader: User, document: bytes) -> ImportBatch:
    batch = batches.receive(workspace, author=leader, files=[("a.json", document)])
    batches.prepare(batch)
    batch.refresh_from_db()
    return batch


def test_a_person_is_told_what_is_shown_of_theirs(zephyrine):
    second, first = sorted(
        erasure.everything_about(zephyrine)["seats_at_planning_sessions"], key=lambda seat: seat["session"]
    )
    assert {name: first[name] for name in ("session", "period", "called", "ordered", "votes_of_confidence")} == {
        "session": "Fourth quarter together",
        "period": "Q1 2027",
        "called": NAME,
        "ordered": ["Call the dealers", "A fitting guide in every box"],
        "votes_of_confidence": [{"from_1_to_5": 2, "why": "The holidays"}],
    }
    assert [(note["kind"], note["text"], note["answer"]) for note in first["notes"]] == [
        ("Question", "Is there money for it?", "As much as last year."),
        ("Idea", "A fitting guide in every box", ""),
    ]
    assert first["cards"] == [{"proposal": "Call the dealers", "round": 1, "card": "3"}]
    assert [note["text"] for note in second["notes"]] == ["Marmalade in every box"]
    # Her order, her card and her vote lie face down, also for whoever of the team exports this.
    assert (second["ordered"], second["cards"], second["votes_of_confidence"], second["not_shown_yet"]) == (
        [], [], [], 3,
    )  # fmt: skip


def test_an_erasure_leaves_nothing(home, zephyrine):
    held = tables_that_hold(WORDS)
    assert {"planning_seat", "planning_seatevent", "planning_boardnote", "planning_confidence"} <= set(held)
    assert (2, "seat at a planning session", "seats at planning sessions") in erasure.holdings(zephyrine).more
    erasure.erase(zephyrine, actor=home.leader, typed_name=NAME)
    assert tables_that_hold(WORDS) == {}
    titles = Proposal.objects.filter(session__title="First quarter together").order_by("place")
    assert list(titles.values_list("title", flat=True)) == ["[erased]", "[erased]", "Call the dealers"]
    assert list(Seat.objects.order_by("name").values_list("name", flat=True)) == ["Bo Li", "Ines Rourke"]


def test_texts_in_which_somebody_is_named_are_found(zephyrine):
    session = PlanningSession.objects.get(title="First quarter together")
    story.write(session, None, f"Ask {NAME}")
    story.seat(session, f"{NAME} (guest)")
    found = erasure.mentions(zephyrine)
    assert found == [
        (None, f"Ask {NAME}", "a note of a planning session"),
        (None, f"{NAME} (guest)", "a seat nobody was recognised in"),
    ]


def test_no_archive_says_what_lies_face_down_or_whose_it_was(home):
    ended, running = json.loads(home.before)["project"]["planning"]["sessions"]
    assert (running["ballots"], running["votes"], running["rounds"][0]["estimates"]) == ([], [], [])
    assert ended["ballots"] == [[0], [0, 1]]
    assert ended["votes"] == [[2, "The holidays"], [5, ""]]
    assert [sorted(note) for note in ended["notes"]] == [
        ["answer", "kind", "place", "proposal", "request", "text"] for _ in ended["notes"]
    ]
    before_ideas = story.begun(home.workspace, home.leader, title="Second quarter")
    story.write(before_ideas, story.seat(before_ideas, "Bo Li"), "Hidden away")
    assert "Hidden away" not in write(document_of(home.workspace), Format.COALITION_JSON).decode()


def test_an_archive_comes_back_whole(away, home):
    counted = [model.objects.filter(workspace=home.workspace).count() for model in ALL]
    assert batches.apply(away.pk, fingerprint=away.plan["fingerprint"]).state == "applied"
    paused_at = SessionStage.objects.get(session__title="First quarter together", kind="order").paused_at
    again, before = json.loads(write(document_of(away.workspace), Format.COALITION_JSON)), json.loads(home.before)
    # What was running is paused where it comes back.
    before["project"]["planning"]["sessions"][1]["stages"][3]["paused_at"] = paused_at.isoformat()
    assert again == before
    restored = [model.objects.count() for model in ALL]
    assert counted == [0] * len(ALL)  # another workspace's, which this one does not see
    assert restored == [2, 14, 4, 6, 7, 0, 2, 2, 2, 2]
    first, second = PlanningSession.objects.order_by("created_at")
    assert second.follows == first
    read = ordering.read(first)
    assert (read.voters, dict(read.segments)) == (2, {})
    assert closing.sureness(first).counts == (0, 1, 0, 0, 1)
    assert board.changes(first, since=0, seat=None)["ideas"] == 3


def test_a_restored_archive_can_be_undone(away, home):
    batches.apply(away.pk, fingerprint=away.plan["fingerprint"])
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(away.pk, actor=home.leader) == []
    assert [model.objects.count() for model in (Stakeholder, *ALL)] == [0] * 11


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("", {"held": "space"}, "Value 'space' is not a valid choice."),
        ("", {"ends_on": "1999-01-01"}, "A period ends after it starts."),
        ("", {"current_place": 3}, "A session stands at a stage from its beginning to its end."),
        ("stages", {"kind": "close"}, "Something stands in it twice."),
        ("proposals", {"goal": -1}, "This entry is not as a backup has it."),
        ("proposals", {"size": "7"}, "A size is no card of the deck."),
        ("proposals", {"decision": "out", "why": ""}, "What is left out is left out for a reason."),
        ("notes", {"text": ""}, "This field cannot be blank."),
        ("notes", {"proposal": 9}, "This entry is not as a backup has it."),
        ("seats", {"stakeholder": "s9"}, "This entry is not as a backup has it."),
        ("rounds", {"estimates": [[0, "7", "2026-11-02T09:00:00Z"]]}, "There is no such card in the deck."),
        ("rounds", {"revealed_at": None}, "Cards that lie face down are in no file."),
        ("votes", [9, ""], "How sure somebody is goes from 1 to 5."),
    ],
)
def test_a_session_that_is_wrong_is_left_out_with_a_sentence(home, part, change, said):
    document = json.loads(home.before)
    first = document["project"]["planning"]["sessions"][0]
    if isinstance(change, list):
        first[part][0] = change
    else:
        (first[part][0] if part else first).update(change)
    del document["project"]["planning"]["sessions"][1]
    empty = create_workspace("Second home", leader=home.leader, slug="second")
    enter(workspace=empty.pk, user=home.leader.pk)
    batch = received(empty, home.leader, json.dumps(document).encode())
    assert [row[2] for row in expand(batch.reasons) if row[0] == "Session 1"] == [said]
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert PlanningSession.objects.count() == 0
