"""What counts as a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.events.comparing import Judged, fell, is_another_title, lost_champion, passed, risen, was_reached, went


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Finance Director", "CFO", True),
        ("Finance Directr", "Finance  director", False),
        ("", "CFO", False),
        ("CFO", "", False),
    ],
)
def test_titles(before, after, expected):
    assert is_another_title(before, after) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(2, 1, False), (1, 0, True), (2, 0, True), (0, -1, True), (-1, -2, True), (0, 1, False), (None, -1, False),
     (1, None, False), (-1, -1, False)],
)  # fmt: skip
def test_a_fall(before, after, expected):
    assert fell(Judged("champion", before), Judged("champion", after)) is expected


@pytest.mark.parametrize(("after", "expected"), [("detractor", True), ("champion", False), ("unknown", False)])
def test_a_champion_lost(after, expected):
    assert lost_champion(Judged("champion", 1), Judged(after, 1)) is expected
    assert lost_champion(Judged("participant", 1), Judged(after, 1)) is False


def test_how_they_went():
    assert went(Judged("", 1), Judged("", -1)) == "Went from supportive to sceptical"


@pytest.mark.parametrize(
    ("before", "after", "later", "first"),
    [
        ([1, 2, 3], [1, 2, 3], [], None),
        ([1, 2, 3], [3, 1, 2], [(1, 1), (2, 1)], 3),
        ([1, 2, 3], [2, 3, 1], [(1, 2)], 2),
        # What was added or went is no other order.
        ([1, 2, 3], [9, 2, 3], [], None),
        ([], [1], [], None),
    ],
)
def test_orders(before, after, later, first):
    assert (passed(before, after), risen(before, after)) == (later, first)


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_as_many_fall_as_rise(before, after):
    fallen, rose = passed(before, after), passed(before[::-1], after[::-1])
    assert sum(many for _, many in fallen) == sum(many for _, many in rose)
    assert (risen(before, after) is None) == (before == after)


@pytest.mark.parametrize(
    ("values", "more", "expected"),
    [([5.0], True, True), ([4.9], True, False), ([4.9], False, True), ([5.0, None], True, None),
     ([4.0, None], True, False), ([], True, None)],
)  # fmt: skip
def test_a_target_of_five(values, more, expected):
    assert was_reached(values, 5.0, more_is_better=more) is expected
