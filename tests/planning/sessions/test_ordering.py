"""Everybody orders alone; what comes of it is a draft, and of a segment only what five people said."""

import pytest
from django.core.exceptions import ValidationError

from planning.models import Ballot, Seat
from planning.sessions import closing, ordering, seats, stages
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db
IDEAS = ["Call", "Guide", "Fair"]


@pytest.fixture
def board(session):
    """Three proposals; `people("champion", 5)` sits so many down, and `vote` gives each an order."""
    writer = story.seat(session, "Writer", is_observer=True)
    for text in IDEAS:
        story.write(session, writer, text)
    return story.go_to(session, "order")


@pytest.fixture
def vote(board, add_person):
    def cast(segment: str, many: int, order: list[str]) -> list:
        found = []
        for number in range(many):
            name = f"{segment or 'nobody'} {number} {order[0]}"
            person = add_person(name, segment=segment) if segment else None
            found.append(story.seat(board, name, stakeholder=person))
            story.order(board, found[-1], order)
        return found

    return cast


@pytest.mark.parametrize(
    ("champions", "detractors", "unknown", "told"),
    [
        (5, 5, 0, {"champion", "detractor"}),
        (5, 0, 0, {"champion"}),
        (4, 5, 0, set()),
        (5, 4, 1, {"champion"}),
        (5, 6, 4, set()),
        (5, 6, 5, {"champion", "detractor"}),
    ],
)
def test_segments_of_few_and_what_would_be_left_of_few_are_untold(board, vote, champions, detractors, unknown, told):
    vote("champion", champions, ["Call", "Guide", "Fair"])
    if detractors:
        vote("detractor", detractors, ["Fair", "Guide", "Call"])
    if unknown:
        vote("", unknown, ["Guide"])
    stages.reveal(board, kind="order", now=story.START)
    read = ordering.read(board)
    assert (read.voters, set(read.segments)) == (champions + detractors + unknown, told)
    assert all(pair.groups <= told for pair in read.parted if hasattr(pair, "groups"))


def test_orders_count_until_they_are_shown_and_the_draft_is_theirs(board, vote):
    first, *_ = vote("", 3, ["Guide", "Call", "Fair"])
    story.order(board, first, ["Fair"])
    with pytest.raises(ValueError, match="not shown yet"):
        ordering.read(board)
    looks_on = story.seat(board, "Guest", is_observer=True)
    with pytest.raises(ValidationError, match="look on"):
        ordering.give_order(board, looks_on, [])
    with pytest.raises(ValidationError, match="at least one proposal"):
        ordering.give_order(board, first, [])
    stages.reveal(board, kind="order", now=story.START)
    # 4½, 2½ and 2 points: the last order of the first one puts the other two equally behind.
    assert [each.title for each in story.proposals(board)] == ["Guide", "Call", "Fair"]
    with pytest.raises(ValidationError, match="orders are shown"):
        story.order(board, first, ["Call"])
    assert Ballot.objects.count() == 3


@pytest.mark.parametrize(("many", "told"), [(4, False), (5, True)])
def test_figures_of_few_orders_are_told_to_nobody(board, vote, many, told):
    given = vote("", many, ["Fair", "Call", "Guide"])
    assert ordering.are_few(board)
    Seat.objects.filter(pk__in=[each.pk for each in given]).update(joined_at=story.START)
    assert ordering.are_few(board) == (not told)
    stages.reveal(board, kind="order", now=story.START)
    read = ordering.read(board)
    assert (read.voters, read.is_of_few, read.agreement) == (many, not told, 1.0 if told else None)
    assert (bool(read.placed), read.compared.winner is not None) == (told, told)
    # The order itself is what the room begins with, in any case.
    assert [each.title for each in story.proposals(board)] == ["Fair", "Call", "Guide"]


def test_who_left_or_looks_on_counts_no_more(board, vote):
    gone, watching, stays = vote("", 3, ["Fair"])
    assert ordering.given(board) == 3
    seats.dismiss(gone)
    seats.set_observer(watching, is_observer=True)
    stages.reveal(board, kind="order", now=story.START)
    assert (ordering.given(board), ordering.read(board).voters) == (1, 1)
    for seat, value in ((stays, 4), (watching, 1)):
        seat.refresh_from_db()
        if seat.is_observer:
            with pytest.raises(ValidationError, match="look on"):
                closing.vote(board, seat, value=value)
        else:
            closing.vote(board, seat, value=value)
    assert closing.sureness(board).counts == (0, 0, 0, 1, 0)


def test_the_middle_vote_and_doubts_are_told_without_names(board):
    at_table = story.seated(board, 4)
    for seat, value, why in zip(at_table, (1, 3, 4, 5), ("No budget", "", "Fine", "Sure"), strict=True):
        closing.vote(board, seat, value=5, why="First thought")
        closing.vote(board, seat, value=value, why=why)
    sure = closing.sureness(board)
    assert (sure.votes, sure.counts, sure.middle, sure.doubts) == (4, (1, 0, 1, 1, 1), 3.5, ("No budget",))
    with pytest.raises(ValidationError, match="from 1 to 5"):
        closing.vote(board, at_table[0], value=0)
    assert [closing.end(board, outcome=" Done ", now=story.START) for _ in range(2)] == [True, False]
    ended = story.as_it_stands(board)
    assert (ended.outcome, {each.why for each in story.proposals(ended)}) == (
        "Done", {"The session ended before it was decided on."},
    )  # fmt: skip
    with pytest.raises(ValidationError, match="has ended"):
        closing.vote(board, at_table[0], value=5)
