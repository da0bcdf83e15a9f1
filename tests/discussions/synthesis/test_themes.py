"""Themes from the words."""

import random

from discussions.synthesis.themes import themes, words_of

BUDGET = [
    "The budget is approved too late in the quarter.",
    "Nobody knows when the budget for the quarter is approved.",
    "Budget approvals take a whole quarter.",
    "We wait for the approved budget each quarter.",
]
LEADS = [
    "Half of the leads never answer the phone.",
    "Sales calls leads that are no leads: they never answer.",
    "The leads from the fair do not answer the phone.",
    "Cold leads, and nobody to answer the phone.",
]


def test_words_are_cut_out_in_any_script():
    assert words_of("The team’s budgets aren’t approved!") == ("team", "budget", "approved")
    assert words_of("Бюджет утверждён поздно") == ("бюджет", "утверждён", "поздно")
    assert words_of("予算が遅い") == ("予算", "算が", "が遅", "遅い")
    assert words_of("and the of 123 --") == ()


def test_two_themes_are_told_apart_with_their_texts():
    found = themes(dict(enumerate([*BUDGET, *LEADS])))
    assert [set(theme.texts) for theme in found] == [{0, 1, 2, 3}, {4, 5, 6, 7}]
    assert "budget" in found[0].words[:3]
    assert "lead" in found[1].words[:3]
    assert len(found[0].label.split(", ")) == 3


def test_order_changes_nothing():
    texts = list(enumerate([*BUDGET, *LEADS]))
    first = themes(dict(texts))
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert themes(dict(texts)) == first


def test_few_texts_and_texts_without_common_words_have_no_theme():
    assert themes(dict(enumerate(BUDGET))) == ()
    assert themes(dict(enumerate(["apple", "pear", "plum", "cherry", "quince", "medlar", "fig"]))) == ()
    assert themes({}) == ()
