"""The guides: the shelf, the writing desk with its check, two people at one desk, preview and versions."""

import datetime as dt
import re
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.guides.asked import text_of
from discussions.guides.built_in import BUILT_IN
from discussions.guides.compare import Change
from discussions.guides.text import GuideText, PromptText, VariantText
from discussions.guides.versions import add_from_built_in, add_guide, archive_guide, edit_version, freeze, next_version
from discussions.models import Discussion, Guide, GuideVersion, Prompt

BASE = "/w/northwind/discuss/guides/"
NUL = "This holds a null character, which cannot be stored. Remove it and store again."
HOSTILE = "<script>alert(1)</script> & “Ω” \u202ex"
OURS = {"champion": "Our best year?"}
TEXT = GuideText(
    "Leads",
    problem="Leads lie.",
    outcome="More deals.",
    variants={"champion": VariantText("Hello.", "Bye.")},
    prompts=(
        PromptText("a", "success", "text", "attributed", "What is a good year?", wordings=OURS),
        PromptText("b", "idea", "text", "attributed", "What could you bring?"),
        PromptText("c", "idea", "ideas", "anonymous", "What of others’ ideas?"),
        PromptText("d", "commitment", "commitment", "attributed", "What will you do?"),
    ),
)  # fmt: skip


@pytest.fixture
def version(workspace, leader) -> GuideVersion:
    return add_guide(workspace, author=leader, text=TEXT)


def desk_of(client, version: GuideVersion) -> dict[str, object]:
    """What a browser would send of the desk as it is opened."""
    form = client.get(f"{BASE}{version.guide_id}/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return {**sent, "prompt": [row.key for row in form.rows], "for": "core"}


def box(version: GuideVersion, place: int, part: str = "text") -> str:
    return f"p{version.prompts.order_by('place')[place].pk}-{part}"


def htmx(target: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target}


def test_doors(as_leader, as_member, as_executive, as_stranger, client, version):
    one = f"{BASE}{version.guide_id}/"
    for page in (BASE, f"{BASE}built-in/week/", one, f"{one}preview/", f"{one}versions/"):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    for verb in ("edit", "check", "next", "copy", "archive", "unarchive"):
        assert as_leader.get(f"{one}{verb}/").status_code == 405
        assert as_executive.post(f"{one}{verb}/").status_code == 403
        assert as_stranger.post(f"{one}{verb}/").status_code == 404
        assert client.post(f"{one}{verb}/").status_code == 302
        assert as_leader.post(f"{BASE}999999/{verb}/").status_code == 404
    assert as_executive.post(f"{BASE}new/").status_code == 403
    for missing in ("built-in/nothing/", "999999/", f"{version.guide_id}/?version=9", f"{version.guide_id}/?version=x"):
        assert as_leader.get(f"{BASE}{missing}").status_code == 404


# The shelf ----------------------------------------------------------------------------------------------------------


def test_an_empty_shelf_offers_what_to_start_from(as_leader):
    page = as_leader.get(BASE)
    assert (page.context["rows"], page.context["says"]) == ([], ())
    text = page.content.decode()
    assert text.count('name="from"') == len(BUILT_IN) == 7
    assert "Start from one of these" in text


def test_the_shelf(as_leader, workspace, leader, version, discussion):
    archive_guide(add_from_built_in(workspace, "short", author=leader).guide)
    page = as_leader.get(BASE)
    assert [(row.guide.name, row.version.number, row.prompts, row.discussions) for row in page.context["rows"]] == [
        ("Fewer leads, better ones", 1, 6, 1), ("Leads", 1, 4, 0),
    ]  # fmt: skip
    assert [row.guide.name for row in page.context["archived"]] == ["Five minutes"]
    assert page.context["says"] == ("2 guides are yours.", "One of them was used in discussions.")


@pytest.mark.parametrize("opens_in", [None, dt.timedelta(days=1)])
def test_a_guide_is_held_once_a_discussion_with_it_opened(as_leader, discussion, opens_in):
    opens_at = opens_in and timezone.now() + opens_in
    Discussion.objects.update(opens_at=opens_at, closes_at=None)
    page = as_leader.get(BASE)
    assert [row.discussions for row in page.context["rows"]] == [0]
    assert page.context["says"] == ("One guide is yours.", "No discussion was held with it yet.")
    assert "no discussion" in as_leader.get(f"{BASE}{discussion.version.guide_id}/versions/").content.decode()
    Discussion.objects.update(opens_at=timezone.now())
    page = as_leader.get(BASE)
    assert page.context["says"] == ("One guide is yours.", "Discussions were held with it.")
    assert "1 discussion" in as_leader.get(f"{BASE}{discussion.version.guide_id}/versions/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_shelf(as_leader, workspace, leader, django_assert_num_queries, count):
    for number in range(count):
        made = add_guide(workspace, author=leader, text=replace(TEXT, name=f"Guide {number}"))
        freeze(made)
        next_version(made.guide)
    as_leader.get(BASE)
    with django_assert_num_queries(12):
        as_leader.get(BASE)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_one_guide(as_leader, workspace, leader, count):
    prompts = tuple(replace(TEXT.prompts[0], key=f"k{number}", text=f"Why {number}?") for number in range(count))
    version = add_guide(workspace, author=leader, text=replace(TEXT, prompts=prompts))
    for _ in range(count - 1):
        freeze(version)
        version = next_version(version.guide)
    one = f"{BASE}{version.guide_id}/"
    for page, queries in ((one, 12), (f"{one}preview/", 12), (f"{one}versions/", 14)):
        as_leader.get(page)
        with CaptureQueriesContext(connection) as asked:
            as_leader.get(page)
        assert len(asked) == queries, page


def test_from_a_built_in_guide_and_from_scratch(as_member, member):
    made = as_member.post(f"{BASE}new/", {"from": "week"})
    guide = Guide.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"{BASE}{guide.pk}/")
    assert (guide.name, guide.author, guide.taken_from) == ("A normal week", member, "week")
    as_member.post(f"{BASE}new/")
    page = as_member.get(f"{BASE}{Guide.objects.get(name='New guide').pk}/")
    assert page.context["desk_says"] == ("Nothing is asked yet.",)
    assert "The page is empty" in page.content.decode()
    assert as_member.post(f"{BASE}new/", {"from": "nothing"}).status_code == 404


def test_a_double_click_makes_one_guide(as_leader):
    for _ in range(2):
        as_leader.post(f"{BASE}new/", {"from": "week", "key": str(uuid.uuid5(uuid.NAMESPACE_URL, "x"))})
    assert Guide.objects.count() == 1


@pytest.mark.parametrize("key", list(BUILT_IN))
def test_a_built_in_guide_can_be_read_for_everybody(as_leader, key):
    page = as_leader.get(f"{BASE}built-in/{key}/?for=participant")
    text = BUILT_IN[key].text
    assert [words for _, words in page.context["asked"]] == [
        prompt.words_for("participant") for prompt in text.asked_of("participant")
    ]


# The desk -----------------------------------------------------------------------------------------------------------


def test_opening_and_storing_the_desk_changes_nothing_but_the_revision(as_leader, version):
    before = text_of(GuideVersion.objects.get(pk=version.pk))
    done = as_leader.post(f"{BASE}{version.guide_id}/edit/", desk_of(as_leader, version))
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{version.guide_id}/")
    now = GuideVersion.objects.get(pk=version.pk)
    assert now.revision == 2
    assert text_of(now) == before


def test_storing_what_was_typed(as_leader, version):
    sent = desk_of(as_leader, version)
    first = box(version, 0, "x")[:-2]
    sent |= {
        "name": " Better  leads ", "problem": "Leads lie\r\nthere.", "minutes": "8", "opening-detractor": "Good day.",
        f"{first}-text": "What is a bad year?", f"{first}-kind": "choice", f"{first}-options": "a\r\n\r\n b \n",
        f"{first}-many": "on", f"{first}-asked_of": ["champion"], f"{first}-wording-champion": "",
        "prompt": [*reversed(sent["prompt"][:2]), *sent["prompt"][2:]],
    }  # fmt: skip
    assert as_leader.post(f"{BASE}{version.guide_id}/edit/", sent).status_code == 302
    stored = text_of(GuideVersion.objects.select_related("guide").get(pk=version.pk))
    assert (stored.name, stored.problem, stored.minutes) == ("Better leads", "Leads lie\nthere.", 8)
    assert stored.variants["detractor"] == VariantText("Good day.", "")
    second = stored.prompts[1]
    assert (second.text, second.kind, second.options, second.many, second.asked_of, second.wordings) == (
        "What is a bad year?", "choice", ("a", "b"), True, ("champion",), {},
    )  # fmt: skip


def test_storing_over_htmx_brings_the_desk_back_as_stored(as_leader, version):
    sent = desk_of(as_leader, version) | {"problem": "Leads grow cold."}
    done = as_leader.post(f"{BASE}{version.guide_id}/edit/", sent, headers=htmx("desk"))
    text = done.content.decode()
    assert done.status_code == 200
    assert text.lstrip().startswith("<form")
    assert 'name="revision" value="2"' in text
    assert "data-changed" not in text.partition(">")[0]


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("name", "", {"name": ["Give the guide a name."]}),
        ("minutes", "", {"minutes": ["Say how many minutes you promise."]}),
        ("minutes", "x", {"minutes": ["Write a whole number of minutes."]}),
        ("minutes", "999", {"minutes": ["Promise between 1 and 120 minutes."]}),
        ("problem", "a\x00", {"problem": [NUL]}),
        ("problem", "x" * 1001, {"problem": ["This may be 1,000 characters long at most; it is 1001 long."]}),
    ],
)
def test_something_wrong_comes_back_as_typed(as_leader, version, name, value, wrong):
    sent = desk_of(as_leader, version) | {"outcome": HOSTILE, name: value}
    again = as_leader.post(f"{BASE}{version.guide_id}/edit/", sent)
    assert again.status_code == 422
    assert {key: list(found) for key, found in again.context["form"].errors.items()} == wrong
    assert "alert(1)</script>" not in again.content.decode().replace("&lt;", "<", 0)
    assert again.context["form"]["outcome"].value() == HOSTILE
    assert text_of(GuideVersion.objects.get(pk=version.pk)).outcome == "More deals."


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        ("text", " ", "Ask something here, or remove the prompt."),
        ("kind", "song", "Choose one of the answers."),
        ("kind", "choice", "Give at least two, one on each line."),
        ("asked_of", "everybody", "Choose one of the answers."),
    ],
)
def test_something_wrong_in_a_prompt(as_leader, version, part, value, sentence):
    name = box(version, 0, part)
    again = as_leader.post(f"{BASE}{version.guide_id}/edit/", desk_of(as_leader, version) | {name: value})
    wrong = name if sentence[:4] != "Give" else box(version, 0, "options")
    assert (again.status_code, dict(again.context["form"].errors)) == (422, {wrong: [sentence]})


def test_an_anonymous_commitment_is_refused_with_a_sentence(as_leader, version):
    sent = desk_of(as_leader, version) | {box(version, 3, "mode"): "anonymous"}
    again = as_leader.post(f"{BASE}{version.guide_id}/edit/", sent)
    assert again.status_code == 422
    assert "A commitment is somebody’s" in again.content.decode()


def test_a_form_that_was_tampered_with_changes_no_other_guide(as_leader, version, guide):
    foreign = guide.prompts.order_by("place")[0]
    sent = desk_of(as_leader, version)
    sent["prompt"] = [*sent["prompt"], str(foreign.pk), "a b", "x" * 50]
    typed = {"text": "Mine now?", "kind": "text", "mode": "anonymous", "purpose": "idea"}
    sent |= {f"p{foreign.pk}-{part}": value for part, value in typed.items()}
    assert as_leader.post(f"{BASE}{version.guide_id}/edit/", sent).status_code == 302
    assert Prompt.objects.get(pk=foreign.pk).text == "What would make this year a good one for your team?"
    assert [each.text for each in version.prompts.order_by("place")][-1] == "Mine now?"
    assert as_leader.post(f"{BASE}{version.guide_id}/edit/", {}).status_code == 422


def test_two_people_at_one_desk(as_leader, as_member, version):
    mine = desk_of(as_leader, version) | {"problem": "Mine.", box(version, 0): "Mine too?"}
    theirs = desk_of(as_member, version) | {"problem": "Theirs.", "outcome": "Fewer, better deals."}
    assert as_member.post(f"{BASE}{version.guide_id}/edit/", theirs).status_code == 302
    told = as_leader.post(f"{BASE}{version.guide_id}/edit/", mine)
    assert (told.status_code, told.context["editor"]) == (409, "Sam Ferris")
    assert [(d.label, d.theirs, d.yours, d.is_taken_over) for d in told.context["differences"]] == [
        ("Shared problem", "Theirs.", "Mine.", False),
        ("Business outcome", "Fewer, better deals.", "More deals.", True),
    ]
    form = told.context["form"]
    assert (form["problem"].value(), form["outcome"].value(), form[box(version, 0)].value()) == (
        "Mine.", "Fewer, better deals.", "Mine too?",
    )  # fmt: skip
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    again["prompt"] = [row.key for row in form.rows]
    assert as_leader.post(f"{BASE}{version.guide_id}/edit/", again).status_code == 302
    stored = text_of(GuideVersion.objects.get(pk=version.pk))
    assert (stored.problem, stored.outcome) == ("Mine.", "Fewer, better deals.")


def test_a_discussion_that_begins_meanwhile_sends_the_words_into_the_next_version(as_leader, version):
    sent = desk_of(as_leader, version) | {"problem": "Leads grow cold."}
    freeze(version)
    done = as_leader.post(f"{BASE}{version.guide_id}/edit/", sent, follow=True)
    assert "A discussion began with what stood here. Yours is version 2." in done.content.decode()
    first, second = GuideVersion.objects.filter(guide=version.guide).order_by("number")
    assert (text_of(first).problem, text_of(second).problem) == ("Leads lie.", "Leads grow cold.")
    assert [each.text for each in text_of(second).prompts] == [each.text for each in TEXT.prompts]


def test_a_desk_opened_on_an_older_version_is_laid_over_the_newest(as_leader, version):
    sent = desk_of(as_leader, version) | {"problem": "Mine."}
    freeze(version)
    second = next_version(version.guide)
    edit_version(second, expected_revision=1, text=replace(text_of(second), outcome="Theirs."))
    told = as_leader.post(f"{BASE}{version.guide_id}/edit/", sent)
    assert told.status_code == 409
    assert [(d.label, d.is_taken_over) for d in told.context["differences"]] == [("Business outcome", True)]
    form = told.context["form"]
    assert (form["number"].value(), form["problem"].value(), form["outcome"].value()) == (2, "Mine.", "Theirs.")
    assert [row.key for row in form.rows] == [str(each.pk) for each in second.prompts.order_by("place")]


# The check ----------------------------------------------------------------------------------------------------------


def test_the_check_while_one_writes(as_leader, version):
    name = box(version, 0)
    sent = desk_of(as_leader, version) | {name: "What can we do for you?"}
    with CaptureQueriesContext(connection) as asked:
        told = as_leader.post(f"{BASE}{version.guide_id}/check/", sent, headers=htmx("checked"))
    written = [q["sql"] for q in asked.captured_queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])]
    text = " ".join(told.content.decode().split())
    assert (told.status_code, written) == (200, [])
    assert "One thing to look at." in text
    assert f'id="found-{name.removesuffix("-text")}" hx-swap-oob="true"' in text
    assert f'data-use="{name}" data-words="What should be different for your team?"' in text
    assert text.count('class="finding"') == 1
    assert Prompt.objects.filter(text="What can we do for you?").count() == 0


def test_the_check_reads_what_cannot_be_stored(as_leader, version):
    sent = desk_of(as_leader, version) | {
        "minutes": "",
        "name": "",
        box(version, 0, "kind"): "song",
        "problem": "a\x00",
    }
    told = as_leader.post(f"{BASE}{version.guide_id}/check/", sent, headers=htmx("checked"))
    assert told.status_code == 200
    assert as_leader.post(f"{BASE}{version.guide_id}/check/", {}).status_code == 200


def test_a_button_over_htmx_brings_back_the_desk_alone(as_leader, version):
    sent = desk_of(as_leader, version) | {"do": "add:scale"}
    text = as_leader.post(f"{BASE}{version.guide_id}/check/", sent, headers=htmx("desk")).content.decode()
    assert text.lstrip().startswith("<form")
    assert text.count("data-focus") == 1
    assert text.count('name="prompt"') == 5


def test_without_scripts_the_check_is_a_page_with_everything_typed(as_leader, version):
    sent = desk_of(as_leader, version) | {box(version, 0): "What can we do for you?", "problem": HOSTILE, "do": "check"}
    page = as_leader.post(f"{BASE}{version.guide_id}/check/", sent)
    assert page.status_code == 200
    assert page.context["form"]["problem"].value() == HOSTILE
    assert [(each.rule, each.place.field) for each in page.context["findings"]] == [("orders", box(version, 0))]
    text = page.content.decode()
    assert "<h1" in text
    assert re.search(r'<form class="desk"[^>]* data-changed>', text)


@pytest.mark.parametrize(
    ("do", "texts"),
    [
        ("down:0", ["What could you bring?", "What is a good year?", "What of others’ ideas?", "What will you do?"]),
        ("remove:1", ["What is a good year?", "What of others’ ideas?", "What will you do?"]),
        ("add:ideas", ["What is a good year?", "What could you bring?", "What of others’ ideas?",
                       "Here is what others suggest. What do you make of it?", "What will you do?"]),
    ],
)  # fmt: skip
def test_buttons_change_what_is_on_the_desk_and_store_nothing(as_leader, version, do, texts):
    verb, _, of = do.partition(":")
    of = str(version.prompts.order_by("place")[int(of)].pk) if of.isdecimal() else of
    sent = desk_of(as_leader, version) | {"do": f"{verb}:{of}", "problem": "Typed."}
    form = as_leader.post(f"{BASE}{version.guide_id}/check/", sent).context["form"]
    assert [row["text"].value() for row in form.rows] == texts
    assert form["problem"].value() == "Typed."
    assert [each.text for each in text_of(GuideVersion.objects.get(pk=version.pk)).prompts] == [
        each.text for each in TEXT.prompts
    ]
    carried = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    carried["prompt"] = [row.key for row in form.rows]
    assert as_leader.post(f"{BASE}{version.guide_id}/edit/", carried).status_code == 302
    assert [each.text for each in version.prompts.order_by("place")] == texts


def test_taking_a_wording_without_scripts(as_leader, version):
    name = box(version, 0, "wording-champion")
    sent = desk_of(as_leader, version) | {
        name: "What can we do for you?",
        "do": f"take:orders:{name}",
        "for": "champion",
    }
    page = as_leader.post(f"{BASE}{version.guide_id}/check/", sent)
    assert page.context["form"][name].value() == "What should be different for your team?"
    assert page.context["findings"] == []
    assert 'value="champion" id="for-champion" checked' in page.content.decode()


# Reading, preview, versions -----------------------------------------------------------------------------------------


def test_a_version_in_use_is_read_and_continued(as_leader, version):
    freeze(version)
    one = f"{BASE}{version.guide_id}/"
    page = as_leader.get(f"{one}?for=champion")
    text = page.content.decode()
    assert "Make the next version" in text
    assert "<textarea" not in text
    assert next(words for _, words in page.context["asked"]) == "Our best year?"
    done = as_leader.post(f"{one}next/")
    assert (done.status_code, done.headers["Location"]) == (302, one)
    assert as_leader.get(one).context["version"].number == 2
    old = as_leader.get(f"{one}?version=1").content.decode()
    assert "The newest version" in old
    assert "Make the next version" not in old


def test_the_preview_shows_what_a_segment_would_see_and_no_word_about_segments(as_leader, version):
    page = as_leader.get(f"{BASE}{version.guide_id}/preview/?for=champion")
    assert [form.text for form in page.context["forms"]] == [
        "Our best year?", "What could you bring?", "What of others’ ideas?", "What will you do?",
    ]  # fmt: skip
    assert str(page.context["forms"][0].mode).startswith("With your name:")
    text = page.content.decode()
    phone = text[text.index('class="phone-screen') : text.index('class="phone-notes')]
    assert "Hello." in phone
    assert "Bye." in phone
    told = re.sub(r"<[^>]*>", " ", phone)
    assert re.findall(r"champion|segment|detractor|assess", told, re.IGNORECASE) == []
    assert as_leader.get(f"{BASE}{version.guide_id}/preview/?for=nobody").status_code == 200


def test_versions_say_what_changed(as_leader, version):
    freeze(version)
    second = next_version(version.guide)
    edit_version(second, expected_revision=1, text=replace(text_of(second), problem="Leads grow cold."))
    rows = as_leader.get(f"{BASE}{version.guide_id}/versions/").context["rows"]
    assert [(row.version.number, row.is_newest) for row in rows] == [(2, True), (1, False)]
    assert [row.changes for row in rows] == [(Change("Shared problem", "Leads lie.", "Leads grow cold."),), ()]


def test_copy_archive_and_back(as_leader, version):
    one = f"{BASE}{version.guide_id}/"
    copied = as_leader.post(f"{one}copy/")
    assert copied.headers["Location"] == f"{BASE}{Guide.objects.get(name='Leads (2)').pk}/"
    as_leader.post(f"{one}archive/")
    assert [row.guide.name for row in as_leader.get(BASE).context["archived"]] == ["Leads"]
    as_leader.post(f"{one}unarchive/")
    assert as_leader.get(BASE).context["archived"] == []


def test_hostile_words_stay_words(as_leader, workspace, leader):
    prompts = (replace(TEXT.prompts[0], text=HOSTILE, help=HOSTILE),)
    version = add_guide(workspace, author=leader, text=replace(TEXT, name=HOSTILE, problem=HOSTILE, prompts=prompts))
    one = f"{BASE}{version.guide_id}/"
    for page in (BASE, one, f"{one}preview/", f"{one}versions/"):
        assert "<script>alert" not in as_leader.get(page).content.decode(), page


def test_an_address_of_a_new_guide_leads_to_where_one_is_begun(as_leader):
    answer = as_leader.get("/w/northwind/discuss/guides/new/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/w/northwind/discuss/guides/")
