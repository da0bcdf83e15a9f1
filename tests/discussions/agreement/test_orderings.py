"""What people put first, and how far they agree on it."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.orderings import kendall_w, ordered

# Kendall & Gibbons, Rank Correlation Methods: three rankings of ten with ties, W = 0.828.
TIED = np.array(
    [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]
)


def test_kendalls_example_with_ties():
    assert kendall_w(TIED) == pytest.approx(12 * 591 / (9 * 990 - 3 * 114), abs=1e-12)
    assert round(kendall_w(TIED), 3) == 0.828


@given(st.lists(st.permutations(range(1, 6)), min_size=2, max_size=8))
def test_without_ties_w_is_the_mean_rank_correlation(rankings):
    """Kendall: the mean of Spearman's ρ over all pairs is (m W − 1) / (m − 1)."""
    ranks = np.array(rankings, dtype=np.float64)
    many = len(ranks)
    rho = (np.corrcoef(ranks).sum() - many) / (many * (many - 1))
    assert kendall_w(ranks) == pytest.approx((rho * (many - 1) + 1) / many, abs=1e-9)


def test_borda_by_hand():
    found = ordered("abc", [[["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]], [["b"], ["a", "c"]]])
    assert [(one.thing, one.points, one.mean_rank, one.first) for one in found.things] == [
        ("b", pytest.approx(5 / 6), pytest.approx(4 / 3), 2),
        ("a", pytest.approx(3.5 / 6), pytest.approx(5.5 / 3), 1),
        ("c", pytest.approx(0.5 / 6), pytest.approx(8.5 / 3), 0),
    ]
    assert found.n == 3


def test_what_somebody_left_out_shares_the_last_place():
    found = ordered("abcd", [[["a"]], [["d"], ["a"]]])
    assert [(one.thing, one.mean_rank, one.ranked) for one in found.things] == [
        ("a", 1.5, 2),
        ("d", 2.0, 1),
        ("b", 3.25, 0),
        ("c", 3.25, 0),
    ]


def test_the_same_from_everybody_and_opposites():
    same = [["a"], ["b"], ["c"]]
    assert ordered("abc", [same] * 4).agreement == 1.0
    assert ordered("abc", [[[thing] for thing in order] for order in permutations("abc")]).agreement == 0.0
    assert [one.points for one in ordered("abc", [same, same[::-1]]).things] == [0.5] * 3


@pytest.mark.parametrize("orderings", [[[["a"], ["b"]]], [[["a", "b"]], [["b", "a"]]], [[], [[]]]])
def test_agreement_needs_two_who_prefer_something(orderings):
    assert ordered("ab", orderings).agreement is None


def test_nobody_ordered():
    assert (ordered("ab", []).n, ordered("ab", []).things) == (0, ())
    assert ordered("a", [[["a"]]]).things[0].points == 1.0


@pytest.mark.parametrize(
    ("ordering", "sentence"),
    [([["x"]], "“x” is not among what was to be ordered."), ([["a"], ["b", "a"]], "“a” is placed twice.")],
)
def test_orderings_that_are_none(ordering, sentence):
    with pytest.raises(ValueError, match=sentence):
        ordered("ab", [ordering])


PLACES = st.lists(st.permutations("abcd").map(lambda order: [order[:1], order[1:3]]), min_size=1, max_size=6)


@given(PLACES, st.randoms(use_true_random=False))
def test_who_came_first_does_not_matter(orderings, random):
    def points(given):
        return {one.thing: round(one.points, 9) for one in ordered("abcd", given).things}

    assert points(orderings) == points(random.sample(orderings, len(orderings)))
    # Every ordering hands out the same: the mean is one half.
    assert sum(points(orderings).values()) == pytest.approx(2.0, abs=1e-6)
