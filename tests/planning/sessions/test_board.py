"""The board: notes and the proposals they lie under, moved by many at a time."""

import threading
import uuid
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.isolation import scope
from planning.models import BoardMove, BoardNote, PlanningSession, Proposal
from planning.sessions import board, stages
from planning.sessions.board import Mover
from stakeholders.models import Stakeholder
from tests.planning.asked import brought
from tests.planning.sessions.story import as_it_stands, begun, go_to, seat, write
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(workspace, leader):
    return go_to(begun(workspace, leader), "ideas")


@pytest.fixture
def ana(ideas):
    return seat(ideas, "Ana")


@pytest.fixture
def shown(ideas, ana):
    """Three notes, shown to all."""
    for text in ("A trial", "A letter", "A visit"):
        write(ideas, ana, text)
    stages.reveal(ideas, kind="ideas", now=ideas.created_at)
    return as_it_stands(ideas)


def note(text: str) -> BoardNote:
    return BoardNote.objects.get(text=text)


def told_of(*notes: BoardNote) -> dict[uuid.UUID, int]:
    """As a screen knows them."""
    return {each.pk: each.version for each in notes}


def move(session, moved, to, by, **fields):
    fields = {"key": uuid.uuid4(), "expected_version": moved.version, **fields}
    return board.move_note(session, moved.pk, to=to, by=by, **fields)


def board_of(session) -> dict[str, list[str]]:
    """Titles of proposals in their order, with the notes under each; loose notes under ""."""
    told: dict[str, list[str]] = {"": []}
    for each in board.proposals_of(session):
        told[each.title] = []
    for each in board.notes_of(session).filter(kind="idea").select_related("proposal"):
        told[each.proposal.title if each.proposal else ""].append(each.text)
    return told


def test_a_note_sent_twice_is_one(ideas, ana):
    key = uuid.uuid4()
    for _ in range(2):
        board.write(ideas, key=key, text="  A \n trial ", by=Mover(seat=ana))
    assert [each.text for each in board.notes_of(ideas)] == ["A trial"]
    with pytest.raises(ValidationError, match="another one’s"):
        board.write(ideas, key=key, text="Mine", by=Mover(seat=seat(ideas, "Ben")))


@pytest.mark.parametrize(("text", "says"), [("  ", "Write what you mean"), ("x" * 501, "room for 500 characters")])
def test_what_is_no_note(ideas, ana, text, says):
    with pytest.raises(ValidationError, match=says):
        write(ideas, ana, text)


def test_before_they_are_shown_everybody_is_told_of_their_own_alone(ideas, ana):
    ben = seat(ideas, "Ben")
    write(ideas, ana, "A trial")
    write(ideas, ben, "A letter")
    write(ideas, ben, "How much money is there?", kind="question")
    stands = as_it_stands(ideas)
    for sitter, own in ((ana, ["A trial"]), (ben, ["A letter"]), (None, [])):
        told = board.changes(stands, since=0, seat=sitter)
        assert told["ideas"] == 2
        assert [each["text"] for each in told["notes"] if each["kind"] == "idea"] == own
        assert [each["text"] for each in told["notes"] if each["kind"] == "question"] == ["How much money is there?"]
    stages.reveal(stands, kind="ideas", now=stands.created_at)
    told = board.changes(as_it_stands(ideas), since=stands.revision, seat=ana)
    assert [(each["text"], each["mine"]) for each in told["notes"] if each["kind"] == "idea"] == [
        ("A trial", True),
        ("A letter", False),
    ]


def test_nothing_is_gathered_before_it_is_shown(ideas, ana):
    own = write(ideas, ana, "A trial")
    with pytest.raises(ValidationError, match="once all of them are shown"):
        board.gather(ideas, key=uuid.uuid4(), notes=told_of(own), by=Mover(seat=ana))


def test_of_two_who_move_one_note_the_first_moves_it(shown, ana):
    trial, letter = note("A trial"), note("A letter")
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(letter), by=Mover(seat=ana))
    move(shown, trial, made.pk, Mover(seat=ana))
    with pytest.raises(EditedMeanwhile):
        move(shown, trial, None, Mover(seat=seat(shown, "Ben")))
    assert board_of(shown) == {"": ["A visit"], "A letter": ["A letter", "A trial"]}


def test_of_two_who_gather_one_note_the_first_gathers_it(shown, ana):
    trial, letter, visit = note("A trial"), note("A letter"), note("A visit")
    seen, bens = told_of(letter, visit), uuid.uuid4()
    board.gather(shown, key=uuid.uuid4(), notes=told_of(trial, letter), by=Mover(seat=ana))
    before = as_it_stands(shown).revision
    with pytest.raises(EditedMeanwhile) as refused:
        board.gather(shown, key=bens, notes=seen, by=Mover(seat=seat(shown, "Ben")))
    assert (refused.value.now, as_it_stands(shown).revision) == (letter, before)
    assert board_of(shown) == {"": ["A visit"], "A trial": ["A trial", "A letter"]}
    assert not Proposal.objects.filter(pk=bens).exists()
    # Having looked, they take the letter along after all.
    board.gather(shown, key=bens, notes=told_of(note("A letter"), visit), by=Mover(seat=ana))
    assert board_of(shown) == {"": [], "A trial": ["A trial"], "A letter": ["A letter", "A visit"]}


def test_what_is_done_already_is_news_to_no_screen(shown, ana, told):
    """Each change once, and then sent again: the board counts the first alone, and tells of it alone."""
    by, trial, letter = Mover(seat=ana), note("A trial"), note("A letter")
    question = write(shown, ana, "Is there money?", kind="question")
    keys = {name: uuid.uuid4() for name in ("note", "gathered", "moved", "ranked")}
    seen = told_of(letter)

    def ranked():
        board.move_proposal(shown, keys["gathered"], key=keys["ranked"], by=by, expected_version=1)

    changes = [
        lambda: board.write(shown, key=keys["note"], text="Once", by=by),
        lambda: board.gather(shown, key=keys["gathered"], notes=seen, by=by),
        lambda: move(shown, trial, keys["gathered"], by, key=keys["moved"]),
        ranked,
        lambda: board.set_gone(shown, trial.pk, is_gone=True, by=by),
        lambda: board.answer(shown, question.pk, text="There is"),
        lambda: board.gather_loose(shown),
    ]
    for change in changes:
        before = as_it_stands(shown).revision
        assert told(change) == [(shown.channel, "board")]
        assert told(change) == []
        assert as_it_stands(shown).revision == before + 1
    while board.undo(shown, by=by):
        pass
    before = as_it_stands(shown).revision
    nothing = [lambda: board.undo(shown, by=by), lambda: board.carry_over(shown)]
    assert [told(each) for each in nothing] == [[], []]
    assert as_it_stands(shown).revision == before


def test_a_move_sent_twice_is_done_once(shown, ana):
    key, trial = uuid.uuid4(), note("A trial")
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana))
    move(shown, trial, made.pk, Mover(seat=ana), key=key)
    move(shown, note("A trial"), None, Mover(seat=ana))
    assert move(shown, trial, made.pk, Mover(seat=ana), key=key).proposal is None
    assert BoardMove.objects.filter(note=trial).count() == 2


def test_a_proposal_goes_with_its_last_note_and_comes_back_with_one(shown, ana):
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana), title="Write")
    move(shown, note("A letter"), None, Mover(seat=ana))
    assert board_of(shown) == {"": ["A trial", "A visit", "A letter"]}
    assert board.undo(shown, by=Mover(seat=ana)) == note("A letter")
    assert board_of(shown) == {"": ["A trial", "A visit"], "Write": ["A letter"]}
    assert board.undo(shown, by=Mover(seat=ana)) == note("A letter")
    assert board_of(shown) == {"": ["A trial", "A letter", "A visit"]}
    assert board.undo(shown, by=Mover(seat=ana)) is None
    assert Proposal.objects.get(pk=made.pk).gone_at is not None


def test_what_somebody_has_moved_since_is_not_undone(shown, ana):
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana))
    move(shown, note("A trial"), made.pk, Mover(seat=ana))
    move(shown, note("A trial"), None, Mover(seat=seat(shown, "Ben")))
    with pytest.raises(EditedMeanwhile):
        board.undo(shown, by=Mover(seat=ana))
    assert board_of(shown) == {"": ["A visit", "A trial"], "A letter": ["A letter"]}


def test_between_two_there_is_always_room(shown, ana):
    """Halving runs out of numbers after some fifty moves; then all are set apart anew."""
    for number in range(120):
        moved = note("A visit" if number % 2 else "A letter")
        before = note("A letter" if number % 2 else "A visit")
        move(shown, moved, None, Mover(seat=ana), before=before.pk)
    assert board_of(shown) == {"": ["A trial", "A visit", "A letter"]}
    places = list(board.notes_of(shown).values_list("place", flat=True))
    assert len(set(places)) == 3


def test_what_is_taken_back_can_be_put_back_by_whoever_wrote_it(shown, ana):
    own = note("A trial")
    board.set_gone(shown, own.pk, is_gone=True, by=Mover(seat=ana))
    assert board_of(shown) == {"": ["A letter", "A visit"]}
    with pytest.raises(ValidationError, match="Only whoever wrote"):
        board.set_gone(shown, own.pk, is_gone=False, by=Mover(seat=seat(shown, "Ben")))
    board.set_gone(shown, own.pk, is_gone=False, by=Mover(seat=ana))
    assert board_of(shown) == {"": ["A trial", "A letter", "A visit"]}


def test_a_proposal_goes_with_the_last_note_that_is_taken_back(shown, ana):
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana), title="Write")
    for is_gone, stands in ((True, []), (False, ["Write"])):
        board.set_gone(shown, note("A letter").pk, is_gone=is_gone, by=Mover(seat=ana))
        assert [each.title for each in board.proposals_of(shown)] == stands
    assert Proposal.objects.get(pk=made.pk).gone_at is None


def test_a_screen_is_told_what_changed_since_and_no_more(shown, ana):
    before = as_it_stands(shown).revision
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana))
    told = board.changes(as_it_stands(shown), since=before, seat=None)
    assert told["revision"] == before + 1
    assert [(each["text"], each["under"]) for each in told["notes"]] == [("A letter", str(made.pk))]
    assert [each["title"] for each in told["proposals"]] == ["A letter"]
    assert board.changes(as_it_stands(shown), since=before + 1, seat=None)["notes"] == []


def test_a_note_that_comes_late_is_taken_and_nothing_else_is_lost(shown, ana):
    go_to(shown, "order")
    write(shown, ana, "One more")
    gathered = {text: [text] for text in ("A trial", "A letter", "A visit")}
    assert board_of(shown) == {"": ["One more"], **gathered}


def test_deferred_requests_lie_on_the_board_once(workspace, leader):
    asked = brought(workspace)
    asked.__class__.objects.filter(pk=asked.pk).update(state="deferred", decided_at=asked.received_at)
    session = begun(workspace, leader)
    board.carry_over(session)
    assert [each.request_id for each in board.notes_of(session)] == [asked.pk]


def test_a_proposal_is_left_out_for_a_reason(shown, ana):
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A letter")), by=Mover(seat=ana))
    with pytest.raises(ValidationError, match="Say why it is left out"):
        board.edit_proposal(shown, made.pk, expected_version=made.version, decision="out", why=" ")
    assert board.edit_proposal(shown, made.pk, expected_version=made.version, title=" We  write ").title == "We write"
    with pytest.raises(EditedMeanwhile):
        board.edit_proposal(shown, made.pk, expected_version=made.version, title="They write")


def test_whoever_is_erased_takes_their_notes_along(shown, workspace):
    person = Stakeholder.objects.create(workspace=workspace, name="Cem")
    theirs = seat(shown, "Cem", stakeholder=person)
    write(shown, theirs, "A secret")
    made = board.gather(shown, key=uuid.uuid4(), notes=told_of(note("A secret")), by=Mover(seat=theirs))
    person.delete()
    assert board_of(shown)[made.title] == []
    assert not BoardNote.objects.filter(text="A secret").exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_one_board_end_with_one_board(workspace, leader):
    """Eight move thirty notes at random, each from what they were told last; some answers never arrive, and what was
    sent is sent again. What each is told adds up to what is stored."""
    many, moves, notes = 8, 20, 30
    with scope(workspace=workspace.pk, user=leader.pk):
        session = go_to(begun(workspace, leader), "ideas")
        people = [seat(session, f"Person {number}") for number in range(many)]
        for number in range(notes):
            write(session, people[number % many], f"Note {number}")
        stages.reveal(session, kind="ideas", now=session.created_at)
        for each in list(board.notes_of(session))[:4]:
            board.gather(session, key=uuid.uuid4(), notes=told_of(each), by=Mover(seat=people[0]))
    screens = [Screen(session.pk, workspace, leader, each, number) for number, each in enumerate(people)]
    working = [threading.Thread(target=each.work, args=(moves,)) for each in screens]
    for each in working:
        each.start()
    for each in working:
        each.join(60)
    for each in screens:
        each.ask()
    with scope(workspace=workspace.pk, user=leader.pk):
        stored = {str(each.pk): (str(each.proposal_id or ""), each.place) for each in board.notes_of(session)}
        kept = set(BoardMove.objects.filter(session=session, user=None).values_list("pk", flat=True))
    assert len(stored) == notes
    assert [each.problem for each in screens] == [""] * many
    assert [each.shows for each in screens] == [stored] * many
    assert {key for each in screens for key in each.done} <= kept
    assert sum(len(each.done) for each in screens) > many


class Screen:
    """What one browser knows of the board, and does at random."""

    def __init__(self, session, workspace, leader, sitter, seed):
        self.session, self.workspace, self.leader, self.sitter = session, workspace, leader, sitter
        self.random = Random(seed)
        self.revision, self.notes, self.proposals = 0, {}, {}
        self.done: list[uuid.UUID] = []
        self.problem = ""

    @property
    def shows(self):
        return {key: (each["under"], each["place"]) for key, each in self.notes.items() if not each["gone"]}

    def work(self, moves):
        try:
            for _ in range(moves):
                self.ask()
                self.move()
        except Exception as problem:
            self.problem = repr(problem)
        finally:
            connection.close()

    def inside(self):
        return scope(workspace=self.workspace.pk, user=self.leader.pk)

    def ask(self):
        with self.inside():
            session = PlanningSession.objects.get(pk=self.session)
            told = board.changes(session, since=self.revision, seat=self.sitter)
        self.revision = told["revision"]
        self.notes |= {each["id"]: each for each in told["notes"]}
        self.proposals |= {each["id"]: each for each in told["proposals"]}

    def move(self):
        each = self.random.choice(sorted(self.notes.values(), key=lambda note: note["id"]))
        to = self.random.choice(["", *sorted(self.proposals)])
        key = uuid.uuid4()
        # Every third answer gets lost, and the screen sends the same again.
        for _ in range(2 if self.random.random() < 0.33 else 1):
            with self.inside():
                try:
                    session = PlanningSession(pk=self.session, workspace=self.workspace)
                    board.move_note(
                        session, uuid.UUID(each["id"]), key=key, to=uuid.UUID(to) if to else None,
                        by=Mover(seat=self.sitter), expected_version=each["version"],
                    )  # fmt: skip
                except EditedMeanwhile:
                    return
        self.done.append(key)
