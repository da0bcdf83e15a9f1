"""The guide check: what a guide as a whole lacks, where findings stand, and what they offer."""

from dataclasses import replace

import pytest

from discussions.guides import minutes
from discussions.guides.check import GUIDE, check, rewritten
from discussions.guides.rules import _LANGUAGES as LANGUAGES
from discussions.guides.rules import ENGLISH, language, register
from discussions.guides.text import SEGMENTS, GuideText, PromptText, VariantText

SUCCESS = PromptText("1", "success", "text", "attributed", "What does a good year look like for your team?")
GIVES = PromptText("2", "idea", "text", "attributed", "What could your team bring to it?")
OTHERS = PromptText("3", "idea", "ideas", "anonymous", "What do you make of what others suggest?")
PROMISE = PromptText("4", "commitment", "commitment", "attributed", "What will you do first, and by when?")
GOOD = GuideText(
    "Fewer leads, better ones",
    problem="Half of our leads are never called.",
    outcome="More deals are won.",
    minutes=5,
    variants={
        segment: VariantText("Thank you for your time.", "You will hear what came of it.") for segment in SEGMENTS
    },
    prompts=(SUCCESS, GIVES, OTHERS, PROMISE),
)


def found(guide: GuideText) -> list[tuple[str, str]]:
    return [(finding.rule, finding.place.field) for finding in check(guide)]


def test_a_guide_with_all_it_needs_has_no_finding():
    assert found(GOOD) == []


def test_an_empty_guide_lacks_everything():
    assert found(GuideText("New")) == [
        ("outcome", "outcome"), ("others_ideas", "guide"), ("own_capacity", "guide"), ("success", "guide"),
        ("commitment", "guide"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "rule"), [("1", "success"), ("2", "own_capacity"), ("3", "others_ideas"), ("4", "commitment")]
)
def test_what_is_missing_is_said_once_with_a_prompt_that_mends_it(key, rule):
    without = GOOD.without_prompt(key)
    [finding] = check(without)
    assert (finding.rule, finding.place, finding.rewrite) == (rule, GUIDE, "")
    mended = rewritten(without, finding)
    assert (len(mended.prompts), found(mended)) == (4, [])


def test_a_prompt_is_added_before_the_commitment_that_ends_the_guide():
    finding = next(each for each in check(GOOD.without_prompt("3")) if each.rule == "others_ideas")
    kinds = [prompt.kind for prompt in rewritten(GOOD.without_prompt("3"), finding).prompts]
    assert kinds == ["text", "text", "ideas", "commitment"]


def test_segments_that_are_not_asked_are_named():
    guide = GOOD.changed("2", asked_of=("champion", "decision_maker"))
    [finding] = check(guide)
    assert finding.rule == "own_capacity"
    assert finding.reason.startswith("Not asked of: Influencer, Detractor, Participant, No segment yet. ")
    assert finding.adds.asked_of == ("influencer", "detractor", "participant", "unknown")
    assert found(rewritten(guide, finding)) == []


@pytest.mark.parametrize(
    "text",
    [
        "What could you or your team bring to this?",
        "What could your team give that nobody else has?",
        "How much time could you put in?",
        "Which part of it is in your own hands?",
        "One customer you could open the door to: who would that be?",
        "What can you offer?",
    ],
)
def test_asking_what_somebody_can_give(text):
    assert found(GOOD.changed("2", text=text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "What could we try together?",
        "What would you give up for it?",
        "What do customers bring up with you?",
        "What stands in the way?",
    ],
)
def test_not_asking_what_somebody_can_give(text):
    assert found(GOOD.changed("2", text=text)) == [("own_capacity", "guide")]


@pytest.mark.parametrize(
    ("outcome", "better"),
    [
        ("", "More customers decide for us, and they decide sooner."),
        ("More leads.", "More leads, of which more become customers."),
        ("A new website", "A new website, so that more visitors become customers."),
        ("Stronger brand awareness.", "Stronger brand awareness, so that more buyers ask us first."),
        ("Four campaigns", "Four campaigns, so that customers decide sooner."),
    ],
)
def test_an_outcome_of_the_business(outcome, better):
    guide = replace(GOOD, outcome=outcome)
    [finding] = check(guide)
    assert (finding.rule, finding.place.field, finding.rewrite) == ("outcome", "outcome", better)
    assert found(rewritten(guide, finding)) == []


@pytest.mark.parametrize(
    "outcome",
    ["Revenue from renewals grows by 8 %.", "Customers get an answer in days.",
     "Leads that sales wins more often as deals.",
     "We are the safest place to work.", "Fewer machines stand still."],
)  # fmt: skip
def test_outcomes_left_alone(outcome):
    assert found(replace(GOOD, outcome=outcome)) == []


def test_own_ideas_come_before_those_of_others():
    early = replace(OTHERS, asked_of=("champion",))
    guide = replace(GOOD, prompts=(SUCCESS, early, GIVES, replace(OTHERS, key="5"), PROMISE))
    [finding] = check(guide)
    assert (finding.rule, finding.place.field, finding.moves, finding.behind) == ("blind", "p3-text", "3", "2")
    assert [prompt.key for prompt in rewritten(guide, finding).prompts] == ["1", "2", "3", "5", "4"]
    assert found(rewritten(guide, finding)) == []


def test_others_ideas_need_somebody_who_is_asked_for_one():
    gives = replace(GIVES, kind="choice", options=("An hour", "A number"))
    guide = replace(GOOD, prompts=(SUCCESS, gives, OTHERS, PROMISE))
    [finding] = check(guide)
    assert (finding.rule, finding.place) == ("own_idea", GUIDE)
    kinds = [prompt.kind for prompt in rewritten(guide, finding).prompts]
    assert kinds == ["text", "choice", "text", "ideas", "commitment"]
    assert found(rewritten(guide, finding)) == []


def test_a_commitment_comes_last():
    guide = replace(GOOD, prompts=(SUCCESS, PROMISE, GIVES, OTHERS))
    [finding] = check(guide)
    assert (finding.rule, finding.place.field, finding.moves) == ("close", "p4-text", "4")
    assert [prompt.key for prompt in rewritten(guide, finding).prompts] == ["1", "2", "3", "4"]
    assert found(rewritten(guide, finding)) == []


def test_what_comes_after_the_commitment_for_others_alone_is_no_finding():
    extra = replace(PROMISE, key="5", asked_of=("champion",))
    theirs = replace(PROMISE, asked_of=tuple(set(SEGMENTS) - {"champion"}))
    assert found(replace(GOOD, prompts=(SUCCESS, GIVES, OTHERS, theirs, extra))) == []


def test_too_long_says_for_whom_and_offers_the_true_minutes():
    long = PromptText("9", "challenge", "text", "attributed", "What slows you down?", asked_of=("detractor",))
    guide = replace(GOOD, minutes=3)
    for number in range(3):
        guide = guide.with_prompt(replace(long, key=f"9{number}"))
    [finding] = check(guide)
    assert (finding.rule, finding.place.field, finding.words, finding.rewrite) == ("minutes", "minutes", "3", "5")
    assert finding.reason == (
        "Reading and answering this takes about 5 minutes (Detractor), and 3 are promised. "
        "Promise what is true, or ask less."
    )
    assert found(rewritten(guide, finding)) == []


def test_words_are_checked_in_every_variant():
    guide = GOOD.changed("1", wordings={"champion": "What do you want us to make?"})
    guide = replace(guide, variants={**guide.variants, "detractor": VariantText("We need your buy-in.", "")})
    assert found(guide) == [("jargon", "opening-detractor"), ("orders", "p1-wording-champion")]
    for finding in check(guide):
        guide = rewritten(guide, finding)
    assert guide.prompts[0].wordings == {"champion": "What should be different for your team?"}
    assert guide.variants["detractor"] == VariantText("We need your support.", "")
    assert found(guide) == []


def test_options_are_rewritten_one_by_one():
    choice = PromptText(
        "7", "challenge", "choice", "anonymous", "Which comes first?", options=("More ROI", "Less rework")
    )
    guide = GOOD.with_prompt(choice)
    [finding] = check(guide)
    assert finding.place.field == "p7-options"
    assert rewritten(guide, finding).prompt("7").options == ("More return", "Less rework")


def test_another_language_is_a_registration(monkeypatch):
    monkeypatch.setitem(LANGUAGES, "en", ENGLISH)
    rule = replace(ENGLISH.text_rules[4], name="jargon", label="Fachwort", lines=())
    german = replace(ENGLISH, code="de", text_rules=(rule,), outcome_label="Kein Ergebnis", business=ENGLISH.business)
    monkeypatch.delitem(LANGUAGES, "de", raising=False)
    register(german)
    try:
        assert [finding.label for finding in check(replace(GOOD, outcome=""), code="de-AT")] == ["Kein Ergebnis"]
        assert language("fr") is ENGLISH
    finally:
        del LANGUAGES["de"]


def test_the_time_each_kind_takes():
    three = ("a", "b", "c")
    assert [
        minutes.answering(PromptText("1", "shift", kind, "attributed", "?", options=three, asked_again=again))
        for kind, again in [("text", False), ("scale", False), ("scale", True), ("choice", False), ("order", False),
                            ("ideas", False), ("commitment", False)]
    ] == [45, 25, 33, 12, 18, 40, 35]  # fmt: skip


def test_reading_counts_the_words_this_segment_is_shown():
    guide = GuideText("G", problem="one " * 10, variants={"champion": VariantText("one " * 100, "")}, prompts=(
        PromptText("1", "shift", "scale", "attributed", "one " * 10, wordings={"champion": "one " * 90}),
    ))  # fmt: skip
    assert minutes.seconds(guide, "champion") == 60 + 25
    assert minutes.seconds(guide, "detractor") == 6 + 25
    assert (minutes.minutes(guide, "champion"), minutes.minutes(guide, "detractor")) == (2, 1)
