"""Planning poker: what lies face down leaves the database in no answer; what was turned stands."""

import json

import pytest
from django.core.exceptions import ValidationError

from planning.models import Estimate, PokerRound, Proposal
from planning.queries import sessions as reads
from planning.sessions import board, poker
from stakeholders.exports.archive import document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from tests.planning.sessions import story
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db
# A card that stands nowhere else.
HIDDEN = "100"


@pytest.fixture
def sizing(session, table) -> Proposal:
    story.write(session, table[0], "Call the dealers")
    story.go_to(session, "size")
    return story.proposals(session)[0]


def test_nothing_but_that_somebody_chose_is_told_before_the_cards_are_turned(session, table, sizing):
    at = poker.open_round(session, sizing.pk).pk
    for seat in table:
        poker.choose(session, seat, at=at, value=HIDDEN)
    standing = poker.round_of(session)
    with pytest.raises(ValueError, match="face down"):
        poker.turned(standing)
    stands = story.as_it_stands(session)
    room = reads.room_of(stands, story.START)
    told = [
        repr(standing.__dict__),
        *(json.dumps(board.changes(stands, since=0, seat=seat)) for seat in [None, *table]),
        *(repr(values_of(reads.work_of(room, None))) for _ in range(1)),
        write(document_of(session.workspace), Format.COALITION_JSON).decode(),
    ]
    assert [text.count(f"'{HIDDEN}'") + text.count(f'"{HIDDEN}"') for text in told] == [0] * len(told)
    assert poker.turn(session, at=at)
    assert poker.turned(poker.round_of(session)).cards == ((HIDDEN, tuple(seat.name for seat in table)),)


def values_of(work: dict) -> dict:
    """What a screen of nobody's seat is given, but for the deck itself."""
    return {name: value for name, value in work.items() if name not in ("deck", "cards", "sizes")}


def test_cards_are_locked_once_turned_and_another_round_keeps_them(session, table, sizing):
    first = poker.open_round(session, sizing.pk)
    with pytest.raises(ValidationError, match="Nobody has laid down a card"):
        poker.turn(session, at=first.pk)
    with pytest.raises(ValidationError, match="no such card"):
        poker.choose(session, table[0], at=first.pk, value="7")
    for seat, value in zip(table, ("1", "2", "2", "13", "?"), strict=True):
        poker.choose(session, seat, at=first.pk, value="0")
        poker.choose(session, seat, at=first.pk, value=value)
    with pytest.raises(ValidationError, match="Turn the cards first"):
        poker.agree(session, at=first.pk, value="2", why="", expected_version=sizing.version)
    assert [poker.turn(session, at=first.pk) for _ in range(2)] == [True, False]
    turned = poker.turned(poker.round_of(session))
    assert (turned.lowest, turned.highest, turned.is_agreed) == (("Person 1",), ("Person 4",), False)
    assert [card for card, _names in turned.cards] == ["1", "2", "13", "?"]
    with pytest.raises(ValidationError, match="have been turned"):
        poker.choose(session, table[0], at=first.pk, value="3")
    second = poker.open_round(session, sizing.pk)
    with pytest.raises(ValidationError, match="something else"):
        poker.choose(session, table[0], at=first.pk, value="3")
    for seat in table:
        poker.choose(session, seat, at=second.pk, value="3")
    poker.turn(session, at=second.pk)
    assert list(PokerRound.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert sorted(Estimate.objects.filter(round=first).values_list("value", flat=True)) == ["1", "13", "2", "2", "?"]
    agreed = poker.agree(session, at=second.pk, value="3", why="", expected_version=sizing.version)
    assert (agreed.size, poker.round_of(session)) == ("3", None)


def test_a_size_is_agreed_on_with_its_reason_by_those_who_see_the_same(session, table, sizing):
    at = poker.open_round(session, sizing.pk).pk
    for seat, value in zip(table, ("1", "3", "3", "3", "☕"), strict=True):
        poker.choose(session, seat, at=at, value=value)
    poker.turn(session, at=at)
    version = Proposal.objects.get().version
    # The mean of what was laid is no card, and never the answer.
    for value, said in (("2.5", "a card of the deck"), ("?", "a card of the deck"), ("3", "The cards differ")):
        with pytest.raises(ValidationError, match=said):
            poker.agree(session, at=at, value=value, why="", expected_version=version)
    with pytest.raises(EditedMeanwhile):
        poker.agree(session, at=at, value="3", why="Most say so", expected_version=version - 1)
    agreed = poker.agree(session, at=at, value="3", why=" Most say so ", expected_version=version)
    assert (agreed.size, agreed.size_why) == ("3", "Most say so")


def test_t_shirts_say_no_days(workspace, leader):
    session = story.begun(workspace, leader, deck="shirts")
    seat = story.seat(session, "Ada")
    story.write(session, seat, "Call the dealers")
    story.go_to(session, "size")
    story.size(session, story.proposals(session)[0], {seat: "M"}, agreed="M")
    assert (Proposal.objects.get().size, poker.size_in_words("M"), poker.days_of("M")) == ("M", "M", None)
    assert [poker.size_in_words(size) for size in ("½", "1", "5", "")] == ["½ day", "1 day", "5 days", ""]
