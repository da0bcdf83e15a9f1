"""The middle of answers on a scale."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.scales import summary, summary_of_counts


def test_by_hand():
    found = summary([7, 3, 8, 8, 10])
    assert (found.n, found.lower_quartile, found.median, found.upper_quartile) == (5, 7.0, 8.0, 8.0)
    assert found.counts == (0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 1)
    assert found.steps[7:9] == ((7, 1), (8, 2))


def test_nobody_answered():
    found = summary([])
    assert (found.n, found.lower_quartile, found.median, found.upper_quartile) == (0, None, None, None)
    assert found.counts == (0,) * 11


@pytest.mark.parametrize("answer", [-1, 11])
def test_beyond_the_scale(answer):
    with pytest.raises(ValueError, match=f"^{answer} is not on the scale from 0 to 10.$"):
        summary([5, answer])


@given(st.lists(st.integers(1, 5), min_size=2))
def test_quartiles_are_the_inclusive_ones(answers):
    found = summary(answers, lowest=1, highest=5)
    expected = statistics.quantiles(answers, n=4, method="inclusive")
    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(expected)
    assert summary_of_counts(found.counts, lowest=1) == found
