"""Votes as columns: the latest of a person on a statement stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.votes import collect, collect_rows, tally, without_group

CAST = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.sampled_from([-1, 0, 1])), max_size=60)


def cells(votes):
    return {
        (votes.participants[voter], votes.statements[statement]): value
        for voter, statement, value in zip(
            votes.voter.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True
        )
    }


def test_the_published_conversation_has_14_283_cells(bowling_green):
    votes, _ = bowling_green
    assert (votes.cells, votes.replaced, len(votes.participants), len(votes.statements)) == (14_283, 58, 126, 371)
    # The sums of n-agree and n-disagree in participants-votes.csv.
    assert [int((votes.value == vote).sum()) for vote in (1, -1)] == [10_006, 1_621]


@given(CAST)
def test_the_last_vote_in_the_list_stands(rows):
    votes = collect_rows(rows)
    assert cells(votes) == {(person, idea): vote for person, idea, vote in rows}
    assert votes.cells + votes.replaced == len(rows)


@given(CAST, st.randoms(use_true_random=False))
def test_with_moments_the_order_of_the_list_does_not_matter(rows, random):
    timed = [(moment, *row) for moment, row in enumerate(rows)]
    shuffled = random.sample(timed, len(timed))
    columns = np.array(shuffled, dtype=np.int64).reshape(-1, 4).T
    votes = collect(range(6), range(5), columns[1], columns[2], columns[3], columns[0])
    assert cells(votes) == {(person, idea): vote for person, idea, vote in rows}


def test_of_two_votes_at_one_moment_the_last_listed_stands():
    votes = collect("a", "x", np.array([0, 0, 0]), np.array([0, 0, 0]), np.array([1, -1, 0]), np.array([5, 5, 4]))
    assert cells(votes) == {("a", "x"): -1}


@given(CAST, st.dictionaries(st.integers(0, 7), st.sampled_from(["A", "B", None])))
def test_tallies_count_each_group(rows, group_of):
    votes = collect_rows(rows)
    tallies = tally(votes, group_of, ["B", "nobody"])
    assert tallies.groups[:2] == ("B", "nobody")
    standing = cells(votes)
    for row, group in enumerate(tallies.groups):
        for column, idea in enumerate(votes.statements):
            of = [vote for (person, one), vote in standing.items() if one == idea and group_of.get(person) == group]
            found = (tallies.agrees, tallies.disagrees, tallies.passes, tallies.seen)
            assert [int(part[row, column]) for part in found] == [
                of.count(1), of.count(-1), of.count(0), len(of),
            ]  # fmt: skip
    assert without_group(votes, group_of) == sum(group_of.get(person) is None for person in votes.participants)


@pytest.mark.parametrize(
    ("voter", "statement", "value", "sentence"),
    [
        ([0], [0], [2], r"A vote is -1 \(disagree\), 0 \(pass\) or 1 \(agree\)\."),
        ([1], [0], [1], "A vote names somebody or something that is not listed."),
        ([0], [-1], [1], "A vote names somebody or something that is not listed."),
        ([0, 0], [0], [1], "The columns of votes are not equally long."),
    ],
)
def test_columns_that_are_no_votes(voter, statement, value, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        collect(["a"], ["x"], np.array(voter), np.array(statement), np.array(value))
