"""The guides that come with the product keep every rule of the check, for every segment."""

import re

import pytest

from discussions.guides import minutes
from discussions.guides.built_in import BUILT_IN
from discussions.guides.check import check, words_of
from discussions.guides.text import MOST_PROMPTS, SEGMENTS, as_json, from_json
from stakeholders.models import Segment

ALL = pytest.mark.parametrize("key", list(BUILT_IN))
TELLING = re.compile(
    r"segment|detractor|champion|influencer|participant|decision[- ]?maker|stakeholder|assess|rating|rated|score|judge"
    r"|resist|persuad|convince|sceptic|opponent|supporter",
    re.IGNORECASE,
)


@ALL
def test_the_check_finds_nothing(key):
    assert [(each.key, each.words, each.rewrite) for each in check(BUILT_IN[key].text)] == []


@ALL
def test_every_segment_is_greeted_thanked_and_asked_the_three_questions_in_its_own_words(key):
    guide = BUILT_IN[key].text
    for part in ("opening", "close"):
        assert len({getattr(guide.variant(segment), part) for segment in SEGMENTS}) == 6
    for three in guide.prompts[:3]:
        assert set(three.wordings) == set(SEGMENTS)
        assert len({three.words_for(segment) for segment in SEGMENTS}) == 6
        assert not three.asked_of
    assert [prompt.purpose for prompt in guide.prompts[:3]] == ["success", "challenge", "past"]


@ALL
def test_everybody_sees_others_ideas_gives_one_and_ends_with_a_promise(key):
    guide = BUILT_IN[key].text
    for segment in SEGMENTS:
        asked = list(guide.asked_of(segment))
        kinds = [prompt.kind for prompt in asked]
        assert (kinds.count("ideas"), kinds.count("commitment"), kinds[-1]) == (1, 1, "commitment")
        first_idea = next(at for at, each in enumerate(asked) if (each.kind, each.purpose) == ("text", "idea"))
        assert first_idea < kinds.index("ideas")


@ALL
def test_no_word_tells_anybody_how_they_are_seen(key):
    guide = BUILT_IN[key].text
    said = [guide.name, *(text for place, _, text in words_of(guide))]
    assert [found[0] for text in said for found in TELLING.finditer(text)] == []


def test_one_for_each_segment_one_round_and_a_short_one():
    assert [(each.key, each.for_whom) for each in BUILT_IN.values()] == [
        ("round", ""), ("not-lost", "detractor"), ("decision", "decision_maker"), ("said", "influencer"),
        ("worked", "champion"), ("week", "participant"), ("short", ""),
    ]  # fmt: skip
    assert {each.for_whom for each in BUILT_IN.values()} - {""} == set(Segment.values) - {"unknown"}


@ALL
def test_each_fits_the_model(key):
    guide = BUILT_IN[key].text
    assert len({prompt.key for prompt in guide.prompts}) == len(guide.prompts) <= MOST_PROMPTS
    for prompt in guide.prompts:
        assert not (prompt.kind == "commitment" and prompt.mode == "anonymous")
        assert not (prompt.asked_again and prompt.kind != "scale")
        assert bool(prompt.options) == (prompt.kind in {"choice", "order"})
        assert all(len(option) <= 200 for option in prompt.options)
        assert max(len(prompt.low), len(prompt.high)) <= 80
    assert from_json(as_json(guide)) == guide


def test_the_minutes_they_promise_are_kept_and_not_generous():
    taken = {key: max(minutes.minutes(each.text, segment) for segment in SEGMENTS) for key, each in BUILT_IN.items()}
    assert taken == {key: each.text.minutes for key, each in BUILT_IN.items()}
