"""The stages of a session: time given, paused and lost, what is shown when, and who leads."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from planning.models import BoardNote, PlanningSession, SessionStage
from planning.requests import decide, set_desk
from planning.sessions import board, closing, seats, stages
from tests.planning.asked import brought
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db
NOW, MINUTE = story.START, dt.timedelta(minutes=1)


def stage(session: PlanningSession, kind: str) -> SessionStage:
    return SessionStage.objects.get(session=session, kind=kind)


def test_a_session_is_prepared_once_and_follows_the_last_that_ended(workspace, leader, session):
    key = uuid.uuid4()
    assert story.prepared(workspace, leader, key=key).follows is None
    closing.end(session, outcome="", now=NOW)
    assert story.prepared(workspace, leader, key=key, title="Another").title == "First quarter together"
    following = story.prepared(workspace, leader)
    assert (following.follows, following.stages.count()) == (session, 7)
    with pytest.raises(ValidationError, match="Give the session a name"):
        story.prepared(workspace, leader, title="  ")


def test_times_are_set_before_a_stage_begins(workspace, leader):
    session = story.prepared(workspace, leader)
    stages.set_minutes(session, {"goals": 30, "ideas": 5})
    stages.begin(session, now=NOW)
    begun = stages.set_minutes(session, {"goals": 1, "ideas": 6})
    assert [each.kind for each in begun] == ["goals"]
    assert stages.set_minutes(session, {"goals": 30, "ideas": 6}) == ()
    assert (stage(session, "goals").ended_at - NOW, stage(session, "ideas").minutes) == (30 * MINUTE, 6)
    for minutes in (0, 241):
        with pytest.raises(ValidationError, match="1 to 240 minutes"):
            stages.set_minutes(session, {"ideas": minutes})


def test_a_pause_costs_no_time(session):
    assert stages.pause(session, expected=0, now=NOW + 4 * MINUTE)
    assert stages.extend(session, expected=0, now=NOW + 20 * MINUTE, minutes=2)
    assert stages.resume(session, expected=0, now=NOW + 20 * MINUTE)
    assert stage(session, "goals").ended_at == NOW + 28 * MINUTE  # ten, two more, and sixteen paused
    assert stages.extend(session, expected=0, now=NOW + 60 * MINUTE)
    assert stage(session, "goals").ended_at == NOW + 61 * MINUTE
    assert not stages.pause(session, expected=0, now=NOW + 62 * MINUTE)


def test_whoever_saw_the_room_elsewhere_moves_nothing(session):
    assert stages.go(session, expected=0, to=2, now=NOW + MINUTE)
    assert stage(session, "goals").ended_at == NOW + MINUTE
    for said in (
        stages.go(session, expected=0, to=1, now=NOW),
        stages.go(session, expected=2, to=2, now=NOW),
        stages.go(session, expected=2, to=7, now=NOW),
        stages.extend(session, expected=0, now=NOW),
        stages.pause(session, expected=0, now=NOW),
        stages.resume(session, expected=2, now=NOW),
    ):
        assert said is False
    assert story.as_it_stands(session).current_place == 2
    # Coming back gives a stage its time anew.
    assert stages.go(session, expected=2, to=0, now=NOW + 30 * MINUTE)
    assert stage(session, "goals").ended_at == NOW + 40 * MINUTE


def test_ideas_are_shown_at_the_latest_when_they_are_ordered_and_each_becomes_a_proposal(session, table):
    for number, by in enumerate(table):
        story.write(session, by, f"Idea {number}")
    with pytest.raises(ValidationError, match="Nobody has been asked this yet"):
        stages.reveal(session, kind="ideas", now=NOW)
    with pytest.raises(ValidationError, match="nothing to reveal"):
        stages.reveal(session, kind="size", now=NOW)
    own = board.notes_of(session)[0]
    with pytest.raises(ValidationError, match="gathered once all of them are shown"):
        board.gather(session, key=uuid.uuid4(), notes={own.pk: own.version}, by=board.Mover(table[0]))
    story.go_to(session, "order", now=NOW)
    assert stage(session, "ideas").revealed_at == NOW
    assert [each.title for each in story.proposals(session)] == [f"Idea {number}" for number in range(5)]
    assert stages.revealed(stages.stages_of(session)) == {"ideas"}


def test_what_was_put_off_lies_on_the_board_once(workspace, leader):
    set_desk(workspace, owner=leader, days_a_quarter=60)
    asked = brought(workspace)
    decide(asked, author=leader, state="deferred", reason="Next quarter", expected_version=1)
    session = story.begun(workspace, leader)
    board.carry_over(session)
    (note,) = BoardNote.objects.all()
    assert (note.text, note.request, note.seat) == (asked.problem, asked, None)


def test_another_one_takes_over_once(session, member):
    assert [stages.take_over(session, member) for _ in range(2)] == [True, False]
    closing.end(session, outcome="", now=NOW)
    assert story.as_it_stands(session).facilitator == member
    assert not stages.take_over(session, session.facilitator)
    for verb in (
        lambda: stages.begin(session, now=NOW),
        lambda: story.write(session, None, "Too late"),
        lambda: seats.sit_with(session, member),
        lambda: stages.set_minutes(session, {"ideas": 5}),
    ):
        with pytest.raises(ValidationError, match="has ended"):
            verb()
