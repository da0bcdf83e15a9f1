"""Assurance: will pass, will fail, hit and miss, and what is none of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.analysis.assurance import Assurance, assure
from impact.analysis.process_behaviour import Good, limits

# Mean 50, limits at 47.34 and 52.66.
STEADY = limits([49.5, 50.5] * 6)


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (40, Assurance.WILL_PASS, Assurance.WILL_FAIL),
        (47.34, Assurance.WILL_PASS, Assurance.HIT_AND_MISS),
        (47.35, Assurance.HIT_AND_MISS, Assurance.HIT_AND_MISS),
        (50, Assurance.HIT_AND_MISS, Assurance.HIT_AND_MISS),
        (52.66, Assurance.HIT_AND_MISS, Assurance.WILL_PASS),
        (60, Assurance.WILL_FAIL, Assurance.WILL_PASS),
    ],
)
def test_against_a_target(target, up, down):
    assert (round(STEADY.lower, 12), round(STEADY.upper, 12)) == (47.34, 52.66)
    assert [assure(STEADY, target, good) for good in Good] == [up, down, Assurance.NO_DIRECTION]


def test_no_target_is_never_healthy():
    for good in Good:
        assert assure(STEADY, None, good) is Assurance.NO_TARGET
        assert assure(limits([90.0]), None, good) is Assurance.NO_TARGET


def test_too_few_to_say():
    for values in ([90.0], [90.0, 91.0, 90.0, 91.0], [90.0, None, 91.0, None, 90.0, None, 91.0, None, 90.0]):
        assert assure(limits(values), 1.0, Good.UP) is Assurance.TOO_FEW


def test_a_process_that_never_moves_passes_what_it_is():
    still = limits([7.0] * 12)
    assert assure(still, 7.0, Good.UP) is assure(still, 7.0, Good.DOWN) is Assurance.WILL_PASS
    assert assure(still, 7.1, Good.UP) is Assurance.WILL_FAIL


def test_without_a_lower_limit_the_least_possible_stands_in():
    complaints = limits([0.0, 2.0] * 6, least=0.0)
    assert complaints.lower is None
    assert assure(complaints, 0.0, Good.DOWN) is Assurance.HIT_AND_MISS
    assert assure(complaints, 0.0, Good.UP) is Assurance.WILL_PASS
    full = limits([0.9, 1.0] * 6, most=1.0)
    assert full.upper is None
    assert assure(full, 1.0, Good.UP) is Assurance.HIT_AND_MISS
    assert assure(full, 1.0, Good.DOWN) is Assurance.WILL_PASS


@pytest.mark.parametrize("target", [math.nan, math.inf])
def test_a_target_is_a_number(target):
    with pytest.raises(ValueError, match="finite"):
        assure(STEADY, target, Good.UP)


@given(st.lists(st.integers(-20, 20).map(float), min_size=5, max_size=30), st.integers(-40, 40))
def test_upside_down_it_is_the_same(values, target):
    flipped = limits([-value for value in values])
    assert assure(limits(values), target, Good.UP) is assure(flipped, -target, Good.DOWN)
