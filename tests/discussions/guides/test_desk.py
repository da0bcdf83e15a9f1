"""The buttons of the writing desk, and what it says of a guide."""

from dataclasses import replace

import pytest

from discussions.guides.built_in import BUILT_IN
from discussions.guides.check import check
from discussions.guides.desk import KIND_WORDS, STARTS, acted, found_says, says, times
from discussions.guides.text import MOST_PROMPTS, GuideText, PromptText
from discussions.models import Prompt


def prompt(key: str, text: str = "What slows you down?", kind: str = "text") -> PromptText:
    return PromptText(key, "challenge", kind, "attributed", text)


GUIDE = GuideText("Leads", outcome="More deals.", prompts=(prompt("1"), prompt("2"), prompt("3", kind="commitment")))


@pytest.mark.parametrize(
    ("do", "keys", "focus"),
    [
        ("up:2", ["2", "1", "3"], "2"),
        ("down:2", ["1", "3", "2"], "2"),
        ("up:1", ["1", "2", "3"], "1"),
        ("down:3", ["1", "2", "3"], "3"),
        ("remove:2", ["1", "3"], "3"),
        ("remove:3", ["1", "2"], "2"),
        ("add:scale", ["1", "2", "new-1", "3"], "new-1"),
        ("add:commitment", ["1", "2", "3", "new-1"], "new-1"),
        ("add:nonsense", ["1", "2", "3"], ""),
        ("up:9", ["1", "2", "3"], ""),
        ("check", ["1", "2", "3"], ""),
        ("take:orders:p1-text", ["1", "2", "3"], ""),
        ("", ["1", "2", "3"], ""),
    ],
)
def test_what_a_button_does(do, keys, focus):
    after, at = acted(GUIDE, do)
    assert ([each.key for each in after.prompts], at) == (keys, focus)


def test_a_new_prompt_never_takes_a_key_that_is_there():
    after, _ = acted(acted(GUIDE, "add:text")[0], "add:text")
    assert [each.key for each in after.prompts] == ["1", "2", "new-1", "new-2", "3"]


def test_a_full_guide_takes_no_more():
    full = replace(GUIDE, prompts=tuple(prompt(str(number)) for number in range(MOST_PROMPTS)))
    assert acted(full, "add:text")[0] == full


def test_taking_a_wording():
    guide = GUIDE.changed("1", text="What can we do for you?")
    after, focus = acted(guide, "take:orders:p1-text")
    assert (after.prompts[0].text, focus) == ("What should be different for your team?", "1")


def test_two_questions_become_two_prompts_beside_each_other():
    guide = GUIDE.changed("1", text="Which numbers do you trust, and when do you decide?")
    after, focus = acted(guide, "take:double:p1-text")
    assert [each.text for each in after.prompts[:2]] == ["Which numbers do you trust?", "When do you decide?"]
    assert focus == after.prompts[1].key == "new-1"


def test_what_is_missing_is_added_and_no_longer_missing():
    guide = GUIDE
    for finding in check(GUIDE):
        guide, _ = acted(guide, f"take:{finding.key}")
    assert check(guide) == []
    # Each where it belongs: success first, one's own ideas before those of others, the commitment last.
    assert [(each.purpose, each.kind) for each in guide.prompts] == [
        ("success", "text"), ("challenge", "text"), ("challenge", "text"), ("idea", "text"), ("idea", "ideas"),
        ("challenge", "commitment"),
    ]  # fmt: skip


def test_every_kind_has_a_beginning_that_passes_the_check():
    assert list(STARTS) == list(KIND_WORDS) == Prompt.Kind.values
    guide = BUILT_IN["short"].text
    for kind in STARTS:
        again, key = acted(guide, f"add:{kind}")
        rules = {finding.rule for finding in check(again)} - {"minutes"}
        assert rules <= ({"close"} if kind == "commitment" else set()), kind
        assert again.prompt(key).kind == kind


def test_what_it_says():
    assert says(GuideText("New"), []) == ("Nothing is asked yet.",)
    assert says(GUIDE, check(GUIDE)) == ("3 prompts, about 2 minutes of somebody’s time.", "3 things to look at.")
    assert found_says([]) == "The check finds nothing to improve."
    assert found_says(check(GUIDE)[:1]) == "One thing to look at."
    assert says(BUILT_IN["round"].text, [])[0] == "18 prompts, 6 to 8 minutes of somebody’s time."


def test_times_by_segment():
    guide = replace(GUIDE, minutes=2).changed("2", asked_of=("champion",))
    assert [(each.segment, each.minutes, each.prompts, each.share, each.is_over) for each in times(guide)][:2] == [
        ("decision_maker", 2, 2, 64, False), ("champion", 2, 3, 100, False),
    ]  # fmt: skip
