"""What differs between versions, and what becomes of two texts typed at once."""

from dataclasses import replace

import pytest

from discussions.guides.built_in import BUILT_IN
from discussions.guides.compare import Change, changes, merged
from discussions.guides.text import GuideText, PromptText, VariantText


def prompt(key: str, text: str, **fields) -> PromptText:
    return PromptText(key, "challenge", "text", "attributed", text, **fields)


SLOW, LOST, PAST = (
    prompt("1", "What slows you down?"),
    prompt("2", "What must not be lost?"),
    prompt("3", "What worked?"),
)
GUIDE = GuideText("Leads", problem="Leads lie.", outcome="More deals.", prompts=(SLOW, LOST, PAST))


def recopied(guide: GuideText) -> GuideText:
    """As the next version holds it: prompts with keys of their own."""
    return replace(guide, prompts=tuple(replace(each, key=f"9{each.key}") for each in guide.prompts))


def test_nothing_changed():
    assert changes(GUIDE, recopied(GUIDE)) == []


def test_core_variants_and_words():
    after = recopied(GUIDE).changed("91", text="What slows you down most?", mode="anonymous", asked_of=("champion",))
    after = after.changed("92", wordings={"detractor": "What must stay?"}, options=("a", "b"))
    after = replace(after, minutes=7, problem="Leads lie there.", variants={"champion": VariantText("Hello.", "")})
    assert changes(GUIDE, after) == [
        Change("Shared problem", "Leads lie.", "Leads lie there."),
        Change("Minutes promised", "5", "7"),
        Change("Opening, champion", "", "Hello."),
        Change("Prompt 1", "What slows you down?", "What slows you down most?"),
        Change("Prompt 1, mode", "With your name", "Without your name"),
        Change("Prompt 1, asked of", "Everybody", "Champion"),
        Change("Prompt 2, choices", "", "a · b"),
        Change("Prompt 2, words for detractor", "", "What must stay?"),
    ]


def test_added_removed_and_put_in_another_order():
    after = recopied(GUIDE).without_prompt("91").moved("93", -1).with_prompt(prompt("new", "Who else knows?"))
    assert changes(GUIDE, after) == [
        Change("Prompt 3 added", "", "Who else knows?"),
        Change("Prompt removed", "What slows you down?", ""),
        Change(
            "Order",
            "1. What slows you down? · 2. What must not be lost? · 3. What worked?",
            "1. What worked? · 2. What must not be lost? · 3. Who else knows?",
        ),
    ]


def test_two_who_change_different_boxes_both_get_what_they_meant():
    mine = replace(GUIDE, problem="Leads grow cold.").changed("1", text="What holds you up?")
    theirs = replace(GUIDE, outcome="Fewer, better deals.").changed("2", wordings={"champion": "What works?"})
    text, found = merged(GUIDE, theirs, mine)
    assert (text.problem, text.outcome) == ("Leads grow cold.", "Fewer, better deals.")
    assert [each.text for each in text.prompts] == ["What holds you up?", "What must not be lost?", "What worked?"]
    assert text.prompts[1].wordings == {"champion": "What works?"}
    assert [(each.label, each.was, each.theirs, each.yours, each.is_taken_over) for each in found] == [
        ("Business outcome", "More deals.", "Fewer, better deals.", "More deals.", True),
        ("Prompt 2, words for champion", "Nothing", "What works?", "Nothing", True),
    ]


def test_what_both_changed_stays_as_typed_and_is_said():
    mine, theirs = GUIDE.changed("1", text="Mine?"), GUIDE.changed("1", text="Theirs?")
    text, found = merged(GUIDE, theirs, mine)
    assert text == replace(mine, variants=text.variants)
    assert [(each.label, each.was, each.theirs, each.yours, each.is_taken_over) for each in found] == [
        ("Prompt 1, words", "What slows you down?", "Theirs?", "Mine?", False)
    ]
    assert merged(GUIDE, mine, mine)[1] == []


def test_a_prompt_they_added_comes_in_where_they_put_it():
    theirs = GUIDE.with_prompt(prompt("8", "New?"), place=1)
    mine = GUIDE.with_prompt(prompt("new-1", "Mine?"))
    text, found = merged(GUIDE, theirs, mine)
    assert [each.key for each in text.prompts] == ["1", "8", "2", "3", "new-1"]
    assert [(each.theirs, each.is_taken_over) for each in found] == [("New?", True)]


@pytest.mark.parametrize(
    ("typed", "kept", "taken"),
    [("What must not be lost?", ["1", "3"], True), ("What must stay?", ["1", "2", "3"], False)],
)
def test_a_prompt_they_removed_goes_unless_it_was_written_in_here(typed, kept, taken):
    text, found = merged(GUIDE, GUIDE.without_prompt("2"), GUIDE.changed("2", text=typed))
    assert [each.key for each in text.prompts] == kept
    assert [(each.theirs, each.yours, each.is_taken_over) for each in found] == [("Removed", typed, taken)]


def test_a_prompt_removed_here_stays_removed_and_their_change_of_it_is_said():
    text, found = merged(GUIDE, GUIDE.changed("2", text="Theirs?"), GUIDE.without_prompt("2"))
    assert [each.key for each in text.prompts] == ["1", "3"]
    assert [(each.theirs, each.yours, each.is_taken_over) for each in found] == [("Theirs?", "Removed", False)]


def test_order_is_theirs_where_it_was_left_alone_here():
    assert [p.key for p in merged(GUIDE, GUIDE.moved("3", -2), GUIDE)[0].prompts] == ["3", "1", "2"]
    assert [p.key for p in merged(GUIDE, GUIDE.moved("3", -2), GUIDE.moved("1", 1))[0].prompts] == ["2", "1", "3"]


def test_without_what_stood_all_that_was_typed_stays():
    theirs, mine = replace(GUIDE, problem="Theirs."), replace(GUIDE, problem="Mine.", outcome="Mine too.")
    text, found = merged(None, theirs, mine)
    assert (text.problem, text.outcome) == ("Mine.", "Mine too.")
    assert [each.is_taken_over for each in found] == [False, False]


@pytest.mark.parametrize("key", list(BUILT_IN))
def test_merging_a_guide_with_itself_is_the_guide(key):
    guide = BUILT_IN[key].text
    text, found = merged(guide, guide, guide)
    assert (text, found) == (guide, [])
