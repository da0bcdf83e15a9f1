"""What is suggested as the same idea, in several languages, and what is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.running.duplicates import ALIKE, MOST, alike, runs

SAME = [
    ("Send fewer leads but better ones", "Fewer leads, and better ones."),
    ("Two weeks' notice before a launch", "Give operations two weeks of notice before each launch"),
    ("A joint definition of a qualified deal", "Agree on one definition of what a qualified deal is"),
    ("Show the win rate beside every campaign, on one page.", "One page that shows win rate for each campaign"),
    ("Have a weekly meeting of sales and marketing", "Marketing and sales should meet every week"),
    ("Let sales people write the customer stories with us", "Customer stories should be written together with sales"),
    ("Ask every lost customer why", "Call lost customers and ask them why they left"),
    ("Weniger Leads, dafür bessere", "Weniger, aber bessere Leads schicken"),
    ("毎週営業とマーケティングが会う", "営業とマーケティングで毎週会議をする"),
]
ONLY_ABOUT_THE_SAME = [
    ("One page that shows win rate for each campaign", "Show what each campaign paid back in months"),
    ("Two weeks' notice before a launch", "Bring the forecast before the launch, not after"),
    ("Let sales people write the customer stories with us", "Train new sales people in the first week"),
    ("Invite customers to the planning meeting", "Have a weekly meeting of sales and marketing"),
    ("Customer stories should be written together with sales", "Marketing and sales should meet every week"),
]


def everything() -> dict[str, str]:
    """All of them among each other, as they would stand in one discussion."""
    return {text: text for pair in (*SAME, *ONLY_ABOUT_THE_SAME) for text in pair}


def test_what_says_the_same_is_suggested_and_nothing_else():
    found = {frozenset((pair.one, pair.other)) for pair in alike(everything())}
    assert found == {frozenset(pair) for pair in SAME}


def test_the_most_alike_comes_first():
    found = alike(everything())
    assert [pair.likeness for pair in found] == sorted((pair.likeness for pair in found), reverse=True)
    assert {found[0].one, found[0].other} == set(SAME[0])


def test_the_same_words_are_wholly_alike_whatever_case_and_accents():
    assert [(pair.one, pair.other, pair.likeness) for pair in alike({1: "Crème brûlée", 2: "creme  BRULEE!"})] == [
        (1, 2, 1.0)
    ]


@pytest.mark.parametrize("texts", [{}, {1: "alone"}, {1: "", 2: ""}, {1: "…", 2: "!!"}])
def test_nothing_is_like_nothing(texts):
    assert alike(texts) == []


def test_so_many_are_compared_and_no_more():
    texts = {number: f"idea number {number}" for number in range(MOST)} | {"late": "idea number 0"}
    assert not [pair for pair in alike(texts, threshold=0.99) if "late" in (pair.one, pair.other)]


def test_runs_end_where_words_end():
    assert list(runs("Ab")) == [" ab", "ab ", " ab "]
    assert list(runs("会う")) == ["会", "う", "会う"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=6))
def test_order_changes_nothing(texts):
    there = {frozenset((pair.one, pair.other)): pair.likeness for pair in alike(dict(enumerate(texts)))}
    last = len(texts) - 1
    back = {
        frozenset((last - pair.one, last - pair.other)): pair.likeness
        for pair in alike(dict(enumerate(reversed(texts))))
    }
    # On the threshold itself the last digit may decide.
    near = {pair for pair, value in (there | back).items() if abs(value - ALIKE) < 0.002}
    assert {key: value for key, value in there.items() if key not in near} == pytest.approx(
        {key: value for key, value in back.items() if key not in near}, abs=0.0011
    )
