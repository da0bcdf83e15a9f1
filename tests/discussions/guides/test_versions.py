"""Guides stored: added, written in, frozen, continued in a next version, copied and archived; two people at once."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from discussions.guides.asked import asked_of, text_of, variant_of
from discussions.guides.built_in import BUILT_IN
from discussions.guides.text import GuideText, PromptText, VariantText
from discussions.guides.versions import (
    IN_USE,
    add_from_built_in,
    add_guide,
    archive_guide,
    copy_guide,
    edit_version,
    freeze,
    newest,
    next_version,
    unarchive_guide,
)
from discussions.models import Guide, GuideVersion, Prompt, Variant, Wording
from web.meanwhile import EditedMeanwhile

OURS = {"champion": "Our best year?"}
TEXT = GuideText(
    "Leads",
    problem="Leads lie.",
    outcome="More deals.",
    variants={"champion": VariantText("Hello.", "Bye.")},
    prompts=(
        PromptText("a", "success", "text", "attributed", "What is a good year?", wordings=OURS),
        PromptText("b", "shift", "scale", "confidential", "How ready?", low="No", high="Yes", asked_again=True),
        PromptText("c", "challenge", "choice", "anonymous", "Which?", options=("x", "y"), asked_of=("champion",)),
    ),
)


@pytest.fixture
def version(workspace, leader) -> GuideVersion:
    return add_guide(workspace, author=leader, text=TEXT)


def keyless(text: GuideText) -> GuideText:
    return replace(text, prompts=tuple(replace(each, key="") for each in text.prompts))


def test_what_is_stored_is_what_was_written(version, leader):
    assert (version.number, version.guide.author, version.is_frozen) == (1, leader, False)
    assert keyless(text_of(version)) == keyless(TEXT)


def test_what_a_segment_is_asked(version):
    assert [each.text for each in asked_of(version, "champion")] == ["Our best year?", "How ready?", "Which?"]
    assert [each.text for each in asked_of(version, "detractor")] == ["What is a good year?", "How ready?"]
    assert variant_of(version, "champion") == VariantText("Hello.", "Bye.")
    assert variant_of(version, "unknown") == VariantText()


@pytest.mark.parametrize("key", list(BUILT_IN))
def test_each_built_in_guide_can_be_taken(workspace, leader, key):
    version = add_from_built_in(workspace, key, author=leader)
    assert version.guide.taken_from == key
    assert keyless(text_of(version)) == keyless(BUILT_IN[key].text)


def test_a_name_that_is_taken_gets_a_number(workspace, leader):
    names = [add_from_built_in(workspace, "week", author=leader).guide.name for _ in range(3)]
    assert names == ["A normal week", "A normal week (2)", "A normal week (3)"]


def test_editing_keeps_rows_and_touches_only_what_changed(version):
    first, second, third = version.prompts.order_by("place")
    text = text_of(version)
    edited = replace(
        text.moved(str(third.pk), -2).changed(str(first.pk), text="What is a bad year?").without_prompt(str(second.pk)),
        name="Better leads",
        minutes=8,
        variants={"champion": VariantText("", ""), "detractor": VariantText("Good day.", "")},
    ).with_prompt(PromptText("new-1", "idea", "text", "attributed", "What could we try?"))
    now = edit_version(version, expected_revision=1, text=edited)
    assert (now.revision, now.minutes, now.guide.name) == (2, 8, "Better leads")
    assert list(version.prompts.order_by("place").values_list("pk", "text"))[:2] == [
        (third.pk, "Which?"), (first.pk, "What is a bad year?"),
    ]  # fmt: skip
    stored = text_of(newest(version.guide))
    assert [each.text for each in stored.prompts] == ["Which?", "What is a bad year?", "What could we try?"]
    assert stored.variants == {"champion": VariantText(), "detractor": VariantText("Good day.", "")}
    assert not Prompt.objects.filter(pk=second.pk).exists()


def test_wordings_come_change_and_go(version):
    key = text_of(version).prompts[0].key
    for revision, words in enumerate(
        [{"champion": "Else?", "detractor": "New?"}, {"champion": "", "detractor": "New?"}, {}], 1
    ):
        edit_version(version, expected_revision=revision, text=text_of(version).changed(key, wordings=words))
        wanted = sorted((segment, text) for segment, text in words.items() if text)
        assert sorted(Wording.objects.values_list("segment", "text")) == wanted


def test_a_revision_that_is_not_the_one_opened_is_refused(version):
    edit_version(version, expected_revision=1, text=text_of(version))
    with pytest.raises(EditedMeanwhile) as refused:
        edit_version(version, expected_revision=1, text=replace(text_of(version), problem="Mine"))
    assert (refused.value.now.revision, refused.value.now.problem) == (2, "Leads lie.")


@pytest.mark.parametrize(
    ("text", "box", "sentence"),
    [
        (replace(TEXT, name=""), "name", "Give the guide a name."),
        (replace(TEXT, minutes=0), "minutes", "Promise between 1 and 120 minutes."),
        (TEXT.changed("a", text=""), "pa-text", "Ask something here, or remove the prompt."),
        (TEXT.changed("c", options=("x",)), "pc-options", "Give at least two, one on each line."),
        (TEXT.changed("c", options=("x", "x")), "pc-options", "Two of them are the same."),
        (TEXT.changed("b", low="x" * 81), "pb-low", "This may be 80 characters long at most; it is 81 long."),
        (TEXT.changed("a", wordings={"champion": "x" * 1001}), "pa-wording-champion",
         "This may be 1,000 characters long at most; it is 1001 long."),
        (TEXT.changed("a", kind="commitment", mode="anonymous"), "pa-mode",
         "A commitment is somebody’s: nobody can be reminded of what nobody promised."),
        (replace(TEXT, prompts=tuple(replace(TEXT.prompts[0], key=f"k{at}") for at in range(25))), "name",
         "A guide has 24 prompts at most; this one has 25."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_said_by_box(workspace, leader, text, box, sentence):
    with pytest.raises(ValidationError) as refused:
        add_guide(workspace, author=leader, text=text)
    assert refused.value.message_dict == {box: [sentence]}
    assert not Guide.objects.exists()


def test_a_version_in_use_stays_as_it_is_and_the_next_one_starts_from_it(version):
    at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    freeze(version, at=at)
    freeze(version)
    assert version.frozen_at == at
    with pytest.raises(ValidationError, match="held with this version") as refused:
        edit_version(version, expected_revision=1, text=replace(text_of(version), problem="Else"))
    assert refused.value.messages == [IN_USE]
    following = next_version(version.guide)
    assert (following.number, following.is_frozen, following.revision) == (2, False, 1)
    assert keyless(text_of(following)) == keyless(TEXT)
    assert {each.key for each in text_of(following).prompts}.isdisjoint(each.key for each in text_of(version).prompts)
    assert next_version(version.guide).pk == following.pk
    edit_version(following, expected_revision=1, text=replace(text_of(following), problem="Else"))
    assert text_of(version).problem == "Leads lie."


def test_a_copy_is_a_guide_of_its_own(version, member):
    copied = copy_guide(version.guide, author=member)
    assert (copied.guide.name, copied.number, copied.guide.author) == ("Leads (2)", 1, member)
    assert copied.guide.pk != version.guide.pk
    assert keyless(replace(text_of(copied), name="Leads")) == keyless(TEXT)


def test_archived_and_back(version):
    archive_guide(version.guide)
    first = Guide.objects.get().archived_at
    archive_guide(version.guide)
    assert Guide.objects.get().archived_at == first is not None
    assert not Guide.objects.in_use().exists()
    unarchive_guide(version.guide)
    assert Guide.objects.in_use().count() == 1


def test_queries_do_not_grow_with_prompts(version, django_assert_num_queries):
    text = text_of(version)
    for number in range(10):
        text = text.with_prompt(replace(TEXT.prompts[0], key=f"new-{number}", text=f"Why {number}?"))
    with django_assert_num_queries(10):
        edit_version(version, expected_revision=1, text=text)
    with django_assert_num_queries(3):
        text_of(version)
    assert Variant.objects.count() == 1
