"""Notes, follow-ups, how often to be in touch, and the salience lens, on a stakeholder's page."""

import datetime as dt
import re
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from stakeholders.follow_ups import finish_follow_up, plan_follow_up
from stakeholders.models import FollowUp, Note, SalienceJudgement, Stakeholder
from stakeholders.network import reading
from stakeholders.notes import add_note
from stakeholders.register import edit_stakeholder, set_cadence
from stakeholders.relationships import add_relationship
from stakeholders.salience import judge_salience
from stakeholders.touchpoints import log_touchpoint, mark_followed_up
from web.meanwhile import EditedMeanwhile

BASE = "/w/northwind/stakeholders/"
PANEL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "panel"}
NUL = "This holds a null character, which cannot be stored. Remove it and store again."
FORMS = ("notes/new/", "follow-ups/new/", "cadence/", "salience/")


@pytest.fixture
def person(add_person):
    return add_person("Ann Ott", influence=4, interest=4)


def errors(response) -> list[str]:
    return [error for found in response.context["form"].errors.values() for error in found]


@pytest.mark.parametrize("page", FORMS)
def test_doors(as_leader, as_member, as_executive, as_stranger, client, person, foreign_stakeholder, page):
    url = f"{BASE}{person.pk}/{page}"
    assert as_leader.get(url).status_code == 200
    assert as_member.get(url).status_code == 200
    assert as_executive.get(url).status_code == 403
    assert as_stranger.get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert as_leader.delete(url).status_code == 405
    assert as_leader.get(f"{BASE}{foreign_stakeholder.pk}/{page}").status_code == 404
    panel = as_leader.get(url, **PANEL).content.decode()
    assert ("<html" in panel, "Ann Ott" in panel) == (False, True)


# Notes ---------------------------------------------------------------------------------------------------------------


def test_a_note_is_stored_with_its_mark_and_shown(as_member, member, person):
    typed = {"kind": "quote", "words": "“Show me.”", "noted_on": "2026-02-01"}
    done = as_member.post(f"{BASE}{person.pk}/notes/new/", typed)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    assert Note.objects.values_list("kind", "words", "noted_on", "author").get() == (
        "quote", "“Show me.”", dt.date(2026, 2, 1), member.pk,
    )  # fmt: skip
    page = as_member.get(f"{BASE}{person.pk}/").content.decode()
    assert '<blockquote dir="auto">\n<p dir="auto">“Show me.”</p>' in page
    assert "They may read it one day." in page


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"words": " "}, "Write what is worth knowing."),
        ({"words": "\x00"}, NUL),
        ({"words": "x" * 5001}, "This may be 5,000 characters long at most; it is 5001 long."),
        ({"kind": "gossip"}, "Choose one of the answers."),
        ({"noted_on": "2999-01-01"}, "A note is dated today or earlier; this date is still to come."),
        ({"noted_on": "soon"}, "This is not a date. Write it as 2026-11-20."),
    ],
)
def test_bad_notes_come_back_as_typed(as_leader, person, typed, problem):
    response = as_leader.post(f"{BASE}{person.pk}/notes/new/", {"kind": "fact", "words": "Kept", **typed})
    assert (response.status_code, errors(response)) == (422, [problem])
    assert "Kept" in response.content.decode() or "words" in typed
    assert Note.objects.count() == 0


def test_sent_twice_stored_once(as_leader, person):
    sent = {
        "notes/new/": {"kind": "fact", "words": "x"},
        "follow-ups/new/": {"words": "Call"},
        "salience/": {"power": "yes"},
    }
    for page, typed in sent.items():
        key = str(uuid.uuid4())
        for _ in range(2):
            assert as_leader.post(f"{BASE}{person.pk}/{page}", {**typed, "key": key}).status_code == 302
    assert (Note.objects.count(), FollowUp.objects.count(), SalienceJudgement.objects.count()) == (1, 1, 1)


def test_a_note_is_removed_with_a_reason(as_leader, person, leader):
    note = add_note(person, author=leader, kind="fact", words="Said so")
    done = as_leader.post(f"/w/northwind/notes/{note.pk}/remove/", {"why": "Told in\x00 confidence"})
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    assert Note.objects.count() == 0
    event = apps.get_model("stakeholders", "NoteEvent")._default_manager.get(pgh_label="delete")
    assert event.pgh_context["why"] == "Removed a note: Told in confidence"
    assert as_leader.post(f"/w/northwind/notes/{note.pk}/remove/").status_code == 404


def test_older_notes_are_folded_away(as_leader, person, leader):
    for number in range(8):
        add_note(person, author=leader, kind="judgement", words=f"Note {number}", noted_on=dt.date(2026, 1, 1 + number))
    page = as_leader.get(f"{BASE}{person.pk}/").content.decode()
    shown, folded = page.split("Older notes")
    assert re.findall(r">(Note \d)<", shown) == [f"Note {number}" for number in (7, 6, 5, 4, 3, 2)]
    assert re.findall(r">(Note \d)<", folded) == ["Note 1", "Note 0"]


def test_hostile_notes_are_text(as_leader, person, leader):
    add_note(person, author=leader, kind="quote", words="<script>alert(1)</script>\nTwo")
    page = as_leader.get(f"{BASE}{person.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Two" in page
    assert "<script>alert" not in page


# What is promised ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "days"),
    [({}, 7), ({"follow_up": "tomorrow"}, 1), ({"follow_up": "week"}, 7), ({"follow_up": "month"}, 30)],
)
def test_a_follow_up_is_planned(as_leader, leader, person, typed, days):
    done = as_leader.post(f"{BASE}{person.pk}/follow-ups/new/", {"words": "Bring  the proof", **typed})
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    due_on = timezone.localdate() + dt.timedelta(days=days)
    assert FollowUp.objects.values_list("words", "due_on", "author").get() == ("Bring the proof", due_on, leader.pk)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"words": ""}, "Say in a few words what you want to do."),
        ({"words": "x" * 501}, "This may be 500 characters long at most; it is 501 long."),
        ({"follow_up": "never"}, "Choose one of the answers."),
        ({"follow_up": "date"}, "Choose the date to do it by."),
        ({"follow_up": "date", "follow_up_by": "2001-01-01"}, "A follow-up lies ahead; this date has passed."),
        ({"follow_up": "date", "follow_up_by": "soon"}, "This is not a date. Write it as 2026-11-20."),
    ],
)
def test_bad_follow_ups(as_leader, person, typed, problem):
    response = as_leader.post(f"{BASE}{person.pk}/follow-ups/new/", {"words": "Call", **typed})
    assert (response.status_code, problem in errors(response)) == (422, True)
    assert FollowUp.objects.count() == 0


def test_promises_of_both_sorts_stand_in_one_list_overdue_first(as_leader, person, leader, workspace):
    today = timezone.localdate()

    def day(days):
        return today + dt.timedelta(days=days)

    call = log_touchpoint(
        person, author=leader, kind="call", happened_on=day(-20), summary="Wants proof", follow_up_by=day(-3)
    )
    plan_follow_up(person, author=leader, due_on=day(40), words="Ask again")
    plan_follow_up(person, author=leader, due_on=today, words="Write")
    late = plan_follow_up(person, author=leader, due_on=today, words="Apologise")
    FollowUp.objects.filter(pk=late.pk).update(due_on=day(-9))
    kept = plan_follow_up(person, author=leader, due_on=today, words="Thank her")
    finish_follow_up(kept, on=day(-1))
    log_touchpoint(person, author=leader, kind="meeting", happened_on=day(-1))
    response = as_leader.get(f"{BASE}{person.pk}/")
    found = response.context["promises"]
    assert [(promise.words, promise.kind_word, promise.when) for promise in found.waiting] == [
        ("Apologise", "", "9 days overdue"),
        ("Wants proof", "call", "3 days overdue"),
        ("Write", "", "due today"),
        ("Ask again", "", "in 5 weeks"),
    ]
    assert ([promise.is_due for promise in found.waiting], found.overdue) == ([True, True, True, False], 2)
    assert [(promise.words, promise.done_on) for promise in found.kept] == [("Thank her", day(-1))]
    page = response.content.decode()
    assert f'action="/w/northwind/touchpoints/{call.pk}/done/"' in page
    assert f'action="/w/northwind/follow-ups/{late.pk}/done/"' in page
    mark_followed_up(call)
    assert as_leader.post(f"/w/northwind/follow-ups/{late.pk}/done/").headers["Location"] == f"{BASE}{person.pk}/"
    left = as_leader.get(f"{BASE}{person.pk}/").context["promises"]
    assert ([promise.words for promise in left.waiting], left.overdue) == (["Write", "Ask again"], 0)


def test_nothing_promised_says_so(as_leader, person):
    assert "Nothing is promised to them at present." in as_leader.get(f"{BASE}{person.pk}/").content.decode()


# In touch ------------------------------------------------------------------------------------------------------------


def test_the_page_says_how_fresh_the_relationship_is(as_leader, person, leader):
    def says():
        found = as_leader.get(f"{BASE}{person.pk}/").context["in_touch"]
        return found.says, found.is_chosen

    assert says() == ("Never met: no contact is logged; one is wanted every 30 days.", False)
    happened_on = timezone.localdate() - dt.timedelta(days=71)
    log_touchpoint(person, author=leader, kind="call", happened_on=happened_on)
    assert says() == ("Quiet: 71 days since the last contact, wanted every 30.", False)
    set_cadence(person, days=60)
    assert says() == ("Cooling: 71 days since the last contact, wanted every 60.", True)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [({"wanted": "14"}, 14), ({"wanted": "days", "days": "45"}, 45), ({"wanted": "place", "days": "45"}, None)],
)
def test_how_often_is_chosen(as_leader, person, typed, stored):
    set_cadence(person, days=100)
    done = as_leader.post(f"{BASE}{person.pk}/cadence/", typed)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    person.refresh_from_db()
    # The version moves: undoing the import that brought them would say that they were edited since.
    assert (person.cadence_days, person.version) == (stored, 3)
    as_leader.post(f"{BASE}{person.pk}/cadence/", typed)
    assert Stakeholder.objects.get(pk=person.pk).version == 3


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"days": "3"}, "Choose one of the answers."),
        ({"wanted": "7"}, "Choose one of the answers."),
        ({"wanted": "days"}, "Give a number of days from 1 to 730."),
        ({"wanted": "days", "days": "0"}, "Give a number of days from 1 to 730."),
        ({"wanted": "days", "days": "731"}, "Give a number of days from 1 to 730."),
        ({"wanted": "days", "days": "often"}, "Give a number of days from 1 to 730."),
    ],
)
def test_bad_cadences(as_leader, person, typed, problem):
    response = as_leader.post(f"{BASE}{person.pk}/cadence/", typed)
    assert (response.status_code, errors(response)) == (422, [problem])


@pytest.mark.parametrize(("now", "chosen", "days"), [(None, "place", None), (30, "30", None), (45, "days", 45)])
def test_the_form_opens_at_what_holds(as_leader, person, now, chosen, days):
    if now:
        set_cadence(person, days=now)
    form = as_leader.get(f"{BASE}{person.pk}/cadence/").context["form"]
    assert (form["wanted"].value(), form["days"].value()) == (chosen, days)
    assert form.fields["wanted"].choices[0][1] == "As their place on the map asks: every 30 days"


def test_somebody_who_edits_meanwhile_learns_of_it(person):
    set_cadence(person, days=10)
    with pytest.raises(EditedMeanwhile):
        edit_stakeholder(person, expected_version=1, name="Anna")


# Salience ------------------------------------------------------------------------------------------------------------


def test_the_lens_is_quiet_until_it_is_used(as_leader, person, leader):
    page = as_leader.get(f"{BASE}{person.pk}/").content.decode()
    assert "Ask the three questions" in page
    assert "Judge again" not in page
    typed = {"power": "yes", "legitimacy": "unknown", "urgency": "no", "why": "Holds the budget"}
    done = as_leader.post(f"{BASE}{person.pk}/salience/", typed, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Stored. By salience Ann Ott is dominant or dormant."
    ]
    judge_salience(person, author=leader, power=True, legitimacy=True, urgency=True)
    response = as_leader.get(f"{BASE}{person.pk}/")
    assert [(item.reading.title, item.answers) for item in response.context["judgements"]] == [
        ("Definitive", (("Power", "yes"), ("Legitimacy", "yes"), ("Urgency", "yes"))),
        ("Dominant or dormant", (("Power", "yes"), ("Legitimacy", "not known"), ("Urgency", "no"))),
    ]
    page = response.content.decode()
    assert "see to it first, and in person." in page
    assert "Earlier judgements" in page


def test_nothing_answered_comes_back_with_a_sentence(as_leader, person):
    response = as_leader.post(f"{BASE}{person.pk}/salience/", {"why": "Kept as typed"})
    assert (response.status_code, errors(response)) == (
        422, ["Answer at least one of the three; what nobody knows can stay open."],
    )  # fmt: skip
    assert "Kept as typed" in response.content.decode()


# Their place in the network ------------------------------------------------------------------------------------------


def test_measures_in_plain_words_once_the_network_is_read(as_leader, person, add_person, workspace):
    url = f"{BASE}{person.pk}/network/"
    part = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "person-network"}
    before = as_leader.get(url, **part).content.decode()
    assert "No reading of the network has seen them yet." in before
    assert f'href="/w/northwind/network/?who={person.pk}"' in before
    bo = add_person("Bo")
    add_relationship(person, target=bo, kind="influences", weight=3)
    reading.read_network(workspace)
    page = as_leader.get(url, **part).content.decode()
    assert "<html" not in page
    assert re.search(r"How many people they move directly.*?<dd class=\"num\">1</dd>", page, re.DOTALL)
    assert as_leader.get(url).content.decode().startswith("<!doctype html>")
