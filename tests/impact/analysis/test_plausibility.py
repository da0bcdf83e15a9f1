"""Slips are told from changes: what stands alone far from all others, and what grows or stays elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.analysis.plausibility import Doubt, doubts

AROUND_SIXTY = [60.0, 57, 62, 55, 64, 61, 58, 68, 52, 63, 59]


def last(values):
    """Of a number that comes after others that stand."""
    return doubts(values, [len(values) - 1]).get(len(values) - 1)


def test_a_number_far_from_all_the_others_is_doubtful():
    assert last([*AROUND_SIXTY, 1]) == Doubt(is_above=False, least=52, most=68)
    assert last([*AROUND_SIXTY, 620]) == Doubt(is_above=True, least=52, most=68)


@pytest.mark.parametrize(
    "values",
    [
        [*AROUND_SIXTY, 40],
        [*AROUND_SIXTY, 80],
        # Outside the limits, and no farther than before.
        [*AROUND_SIXTY[:5], 5, *AROUND_SIXTY[5:], 6],
        # As ever, though lower than all before it, after one that was far off.
        [1.3, 1.5, 1.1, 1.7, 1.3, 1.5, 1.0, 1.2, 1.6, 3.6, 0.9],
        # It grows by as much each time.
        [100.0 + 15 * place for place in range(60)],
        # It grows by a tenth each time.
        [1.1**place for place in range(36)],
        # Counts that hardly move.
        [12.0] * 10 + [13],
        [3.0, 4, 3, 4, 4, 3, 9],
        # Nothing can be said of so few.
        [60.0, 1],
        [],
    ],
)
def test_what_may_well_be_is_not(values):
    assert doubts(values, [len(values) - 1]) == {}


def test_where_nothing_moves_a_multiple_is_doubtful():
    assert last([12.0] * 10 + [120]) == Doubt(is_above=True, least=12, most=12)
    assert last([0.0] * 10 + [50]) == Doubt(is_above=True, least=0, most=0)


def test_a_point_that_slipped_is_seen_among_a_few_and_among_what_moves_much():
    pipeline = [148_500.0, 20_300, 301_000]
    assert last([*pipeline, 149.5]) == Doubt(is_above=False, least=20_300, most=301_000)
    assert last([*pipeline[:2], 1495]) is None
    # A hundred times less than each of them is seen beside one.
    assert last([148_500.0, 149.5]) == Doubt(is_above=False, least=148_500, most=148_500)
    assert last([120_000.0, 148_500, 0, 151_000, 90_000, 149.5]) is None
    # Nothing at all is no slip of a point, and neither is a change of sign.
    assert last([*pipeline, 0]) is None
    assert last([*pipeline, -150.0]) is None


def test_of_many_that_are_brought_the_one_that_stands_alone_is_doubtful():
    values = [*AROUND_SIXTY[:6], 1, *AROUND_SIXTY[6:]]
    assert doubts(values, range(len(values))) == {6: Doubt(is_above=False, least=52, most=68)}
    # Another level, and a number after a gap.
    assert doubts([10.0, 12] * 6 + [80, 82] * 6, range(24)) == {}
    assert doubts([*AROUND_SIXTY, None, None, 1], [13]) == {13: Doubt(is_above=False, least=52, most=68)}


@pytest.mark.parametrize(
    ("values", "far"),
    [
        # A point that slipped twice, and two that are merely far.
        ([*AROUND_SIXTY[:6], 610, 595, *AROUND_SIXTY[6:]], {6, 7}),
        ([*AROUND_SIXTY[:6], 160, 170, *AROUND_SIXTY[6:]], {6, 7}),
        # At the end, at the beginning, three of them, and two that do not hide each other.
        ([*AROUND_SIXTY, 6.1, 5.8], {11, 12}),
        ([0.061, 0.058, *AROUND_SIXTY], {0, 1}),
        ([*AROUND_SIXTY[:6], 6100, 5800, 6400, *AROUND_SIXTY[6:]], {6, 7, 8}),
        ([*AROUND_SIXTY[:6], 6100, 580, *AROUND_SIXTY[6:]], {6, 7}),
        # What came back a year later, what stays, and half of all there is.
        ([*AROUND_SIXTY[:6], 160, 170, *AROUND_SIXTY[:6], 165, 168], set()),
        ([*AROUND_SIXTY, 160, 170, 165, 168], set()),
        ([60.0, 57, 610, 595], set()),
    ],
)
def test_wrong_numbers_beside_each_other_do_not_hide_one_another(values, far):
    assert set(doubts(values, range(len(values)))) == far
    # What a person has stood by is the level of what comes after it.
    assert set(doubts(values, [min(far, default=0)])) <= far


def test_what_stands_is_not_asked_about_again():
    values = [*AROUND_SIXTY[:6], 1, *AROUND_SIXTY[6:]]
    assert doubts(values, [12]) == {}


@given(st.lists(st.floats(-1e6, 1e6), max_size=30), st.floats(1, 1e6))
def test_the_unit_does_not_matter(values, factor):
    scaled = [value * factor for value in values]
    brought = range(len(values))
    assert set(doubts(scaled, brought)) == set(doubts(values, brought)) or any(0 < abs(v) < 1e-6 for v in values)
