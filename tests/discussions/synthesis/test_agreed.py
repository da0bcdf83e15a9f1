"""What is quoted stands there; sentences about what was counted."""

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Answer, Idea, Response
from discussions.synthesis.backing import Backing, Voted
from discussions.synthesis.insights import found_in
from discussions.synthesis.queries.agreed import share
from discussions.synthesis.shifts import suggested


@pytest.mark.parametrize(
    ("row", "words", "found"),
    [
        (Idea(text="One list of accounts."), "", ("One list of accounts.", 0)),
        (Idea(text="One list of accounts."), "list of", ("list of", 4)),
        (Idea(text="One  list\nof accounts."), "One list of", ("One  list\nof", 0)),
        (Answer(text="", why="Too late.", why_after="Now I see."), "I see", ("I see", 4)),
        (Response(text="It costs.", would_solve="A cap."), "A cap.", ("A cap.", 0)),
    ],
)
def test_a_quote_is_found_word_for_word(row, words, found):
    assert found_in(row, words) == found


def test_words_that_do_not_stand_there_are_no_quote():
    with pytest.raises(ValidationError, match="do not stand there"):
        found_in(Idea(text="One list of accounts."), "two lists")


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (Backing(openly=1, segments=1), "1 person of 1 segment"),
        (
            Backing(openly=4, segments=3, in_confidence=2, nameless=3),
            "4 people of 3 segments, 2 in confidence, 3 voices without a name",
        ),
        (Backing(in_confidence=1), "1 person in confidence"),
        (Backing(votes=(Voted("One list", 41, 52),)), "41 of 52 agree with “One list”"),
        (
            Backing(openly=1, votes=(Voted("One list"),)),
            "1 person, the votes on “One list”, of which no figure is shown yet",
        ),
        (Backing(votes=(Voted(),)), "the votes on an idea that is hidden"),
        (Backing(), "nobody any more"),
    ],
)
def test_people_are_counted_in_words(behind, words):
    assert behind.words == words


def test_a_share_has_its_n_and_interval():
    found = share("champion", [8, 1, 1])
    assert (found.n, found.percent, found.low, found.high, found.state) == (10, 80, 49, 94, "shown")
    assert (found.agree_wide, found.pass_wide, found.disagree_at, found.disagree_wide) == (160, 20, 180, 20)
    assert share("champion", [0, 0, 0]).state == "missing"


@pytest.mark.parametrize(
    ("position", "before", "after", "expected"),
    [
        (0, 4, 6, 1),
        (0, 6, 4, -1),
        (1, 1, 8, 2),
        (-1, 2, 8, 1),
        (2, 3, 9, 2),
        (None, 4, 7, 1),
        (None, 9, 0, -2),
        (1, 5, 6, 1),
    ],
)
def test_a_position_is_suggested(position, before, after, expected):
    assert suggested(position, before, after) == expected
