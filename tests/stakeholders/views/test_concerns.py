"""Somebody's concerns: the page, the section of their page, and the four forms."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from stakeholders.concerns import answer_concern, raise_concern, settle_concern
from stakeholders.models import Concern

BASE = "/w/northwind/stakeholders/"
VERBS = ("answer", "settle", "reopen")
SAID = "“You decide, and we run it at night.”"


@pytest.fixture
def person(add_person):
    return add_person(
        "Gordon Pike", segment="detractor", position=-2, resists=True, resistance_cause="fears_losing_control"
    )


@pytest.fixture
def concern(person, leader) -> Concern:
    return raise_concern(person, author=leader, said=SAID, cause="losing_control", raised_on=dt.date(2026, 3, 2))


def url(concern: Concern, verb: str) -> str:
    return f"/w/northwind/concerns/{concern.pk}/{verb}/"


def errors(response) -> list[str]:
    return [error for found in response.context["form"].errors.values() for error in found]


def test_doors(as_leader, as_member, as_executive, as_stranger, client, person, concern):
    for page in (
        f"{BASE}{person.pk}/concerns/", f"{BASE}{person.pk}/concerns/new/", *(url(concern, verb) for verb in VERBS)
    ):  # fmt: skip
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405


def test_the_page_says_how_many_stand_and_suggests_the_first(as_leader, person, leader):
    page = as_leader.get(f"{BASE}{person.pk}/concerns/")
    assert (page.context["says"], page.context["concerns"], page.context["draft"].cause) == (
        "No concern is noted. What would have to be true for them to say yes?", [], "losing_control",
    )  # fmt: skip
    form = as_leader.get(f"{BASE}{person.pk}/concerns/new/?cause=losing_control").context["form"]
    assert form.initial["cause"] == "losing_control"
    assert as_leader.get(f"{BASE}{person.pk}/concerns/new/?cause=envy").context["form"].initial["cause"] == "unknown"
    raise_concern(person, author=leader, said=SAID, cause="losing_control")
    page = as_leader.get(f"{BASE}{person.pk}/concerns/")
    assert (page.context["says"], page.context["draft"]) == ("One concern stands, and nobody has answered it.", None)


def test_a_section_of_their_page_is_the_list_alone(as_leader, person, concern):
    part = as_leader.get(f"{BASE}{person.pk}/concerns/", headers={"HX-Request": "true", "HX-Target": "concerns"})
    html = part.content.decode()
    assert [words in html for words in ("<html", "<h2>Concerns</h2>", SAID)] == [False, True, True]


def test_a_concern_is_noted_once_and_can_be_answered_at_once(as_member, member, person):
    typed = {
        "said": f" {SAID} ", "cause": "losing_control", "raised_on": "2026-03-02", "response": "Come along.",
        "key": str(uuid.uuid4()),
    }  # fmt: skip
    for _ in range(2):
        done = as_member.post(f"{BASE}{person.pk}/concerns/new/", typed)
        assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/concerns/")
    concern = Concern.objects.get()
    assert (concern.said, concern.cause, concern.raised_on, concern.response, concern.author) == (
        SAID, "losing_control", dt.date(2026, 3, 2), "Come along.", member,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, ["Write what they said."]),
        ({"said": "No", "raised_on": "2999-01-01"}, ["Note what was said; this date is still to come."]),
        ({"said": "No", "cause": "envy"}, ["Choose one of the answers."]),
    ],
)
def test_what_cannot_be_noted_comes_back_with_a_sentence(as_leader, person, typed, problems):
    back = as_leader.post(f"{BASE}{person.pk}/concerns/new/", {"cause": "unknown", "response": "So", **typed})
    assert (back.status_code, errors(back)) == (422, problems)
    assert back.context["form"]["response"].value() == "So"
    assert Concern.objects.count() == 0


def test_an_answer_is_stored(as_leader, concern, person):
    form = as_leader.get(url(concern, "answer")).context["form"]
    done = as_leader.post(url(concern, "answer"), {"response": "Come along.", "expected": form["expected"].value()})
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/concerns/")
    concern.refresh_from_db()
    assert (concern.response, concern.responded_on) == ("Come along.", timezone.localdate())


def test_who_answers_second_is_shown_the_first_and_loses_nothing(as_leader, concern):
    opened = as_leader.get(url(concern, "answer")).context["form"]["expected"].value()
    answer_concern(concern, response="Theirs.")
    typed = {"response": "Mine.", "on": "2026-03-03", "expected": opened}
    back = as_leader.post(url(concern, "answer"), typed)
    assert (back.status_code, back.context["meanwhile"].response) == (409, "Theirs.")
    assert (back.context["form"]["response"].value(), Concern.objects.get().response) == ("Mine.", "Theirs.")
    assert (
        as_leader.post(
            url(concern, "answer"), {**typed, "expected": back.context["form"]["expected"].value()}
        ).status_code
        == 302
    )
    assert Concern.objects.get().response == "Mine."


def test_settling_and_reopening_ask_why(as_leader, concern, person):
    assert errors(as_leader.post(url(concern, "settle"), {"why": " "})) == ["Say why: what they said or did since."]
    assert errors(as_leader.post(url(concern, "settle"), {"why": "Came", "on": "2026-03-01"})) == [
        "It was raised on 2 March 2026: choose that day or a later one."
    ]
    done = as_leader.post(url(concern, "settle"), {"why": "Came himself", "on": "2026-04-01"})
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/concerns/")
    assert Concern.objects.get().settled_on == dt.date(2026, 4, 1)
    assert errors(as_leader.post(url(concern, "reopen"), {"why": ""})) == ["Say why: what they said or did."]
    assert as_leader.post(url(concern, "reopen"), {"why": "“I said so.”"}).status_code == 302
    assert Concern.objects.get().settled_on is None
    (told,) = as_leader.get(f"{BASE}{person.pk}/concerns/").context["concerns"]
    assert [(act.what, act.who, act.why) for act in told.acts] == [
        ("Reopened", "Ines Rourke", "“I said so.”"),
        ("Settled", "Ines Rourke", "Came himself"),
        ("Raised", "Somebody", ""),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_leader, person, leader, django_assert_num_queries, count):
    for number in range(count):
        concern = raise_concern(person, author=leader, said=f"No. {number}", response="Yes.")
        settle_concern(concern, why="So")
    as_leader.get(f"{BASE}{person.pk}/concerns/")
    # Of these 4 are the test's own: a savepoint for the transaction, and the scope around it put back.
    with django_assert_num_queries(11):
        as_leader.get(f"{BASE}{person.pk}/concerns/")
