"""Places between places: whatever moves into one gap again and again, every screen ends with the same order."""

import uuid

import pytest

from planning.models import BoardMove, BoardNote, Proposal
from planning.sessions import board
from planning.sessions.board import Mover
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db


def test_neighbours_that_come_too_near_are_set_apart_on_every_screen(session, table):
    notes = [story.write(session, table[0], f"Note {number}") for number in range(3)]
    story.go_to(session, "ideas")
    story.stages.reveal(session, kind="ideas", now=story.START)
    screen, seen = {}, 0
    for turn in range(60):
        moved = BoardNote.objects.get(pk=notes[turn % 2].pk)
        board.move_note(
            session, moved.pk, key=uuid.uuid4(), to=None, by=Mover(table[0]), expected_version=moved.version,
            before=notes[2].pk if turn % 2 else notes[1].pk,
        )  # fmt: skip
        told = board.changes(story.as_it_stands(session), since=seen, seat=None)
        seen = told["revision"]
        screen |= {note["id"]: note["place"] for note in told["notes"]}
        stored = {str(pk): place for pk, place in BoardNote.objects.values_list("pk", "place")}
        assert screen == stored
    assert sorted(stored, key=stored.get) == [str(notes[0].pk), str(notes[1].pk), str(notes[2].pk)]


def test_an_undone_move_leaves_no_empty_proposal(session, table):
    note = story.write(session, table[0], "Call the dealers")
    story.go_to(session, "ideas")
    story.stages.reveal(session, kind="ideas", now=story.START)
    by = Mover(table[0])
    first = board.gather(session, key=uuid.uuid4(), notes={note.pk: note.version}, by=by)
    version = BoardNote.objects.get().version
    board.move_note(session, note.pk, key=uuid.uuid4(), to=None, by=by, expected_version=version)
    # Ordering gathers what lies loose.
    story.go_to(session, "order")
    assert [each.title for each in story.proposals(session)] == ["Call the dealers"]
    board.undo(session, by=by)
    assert list(board.proposals_of(session)) == [Proposal.objects.get(pk=first.pk)]
    assert BoardMove.objects.filter(undone_at=None).count() == 1


def test_words_of_a_note_that_was_taken_back_are_told_to_its_writer_alone(session, table):
    asked = story.write(session, table[0], "Is there money?", kind="question")
    board.set_gone(session, asked.pk, is_gone=True, by=Mover(table[0]))
    stands = story.as_it_stands(session)
    told = [board.changes(stands, since=0, seat=seat)["notes"][0] for seat in (*table[:2], None)]
    assert [(note["gone"], note["text"]) for note in told] == [(True, "Is there money?"), (True, ""), (True, "")]
