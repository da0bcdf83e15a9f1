"""Logging contacts from anywhere, follow-ups, and ties."""

import datetime as dt
import uuid

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from stakeholders.models import Relationship, Touchpoint
from stakeholders.relationships import add_relationship
from stakeholders.touchpoints import log_touchpoint

BASE = "/w/northwind/stakeholders/"
ANY = "/w/northwind/touchpoints/new/"
NUL = "This holds a null character, which cannot be stored. Remove it and store again."


@pytest.fixture
def person(add_person):
    return add_person("Ann Ott", department="Sales")


def errors(response) -> list[str]:
    return [error for found in response.context["form"].errors.values() for error in found]


def test_doors(as_leader, as_member, as_executive, as_stranger, client, person):
    for page in (ANY, f"{BASE}{person.pk}/touchpoints/new/", f"{BASE}{person.pk}/ties/new/"):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405


def test_doors_of_verbs(as_leader, as_executive, as_stranger, client, add_person, person, leader):
    contact = log_touchpoint(person, author=leader, kind="call")
    tie = add_relationship(person, target=add_person("Bo"), kind="trusts")
    for url in (f"/w/northwind/touchpoints/{contact.pk}/done/", f"/w/northwind/ties/{tie.pk}/remove/"):
        assert as_leader.get(url).status_code == 405
        assert as_executive.post(url).status_code == 403
        assert as_stranger.post(url).status_code == 404
        assert client.post(url).status_code == 302
    assert as_leader.post("/w/northwind/ties/999999/remove/").status_code == 404
    assert as_leader.post("/w/northwind/touchpoints/999999/done/").status_code == 404


@pytest.mark.parametrize(("choice", "days"), [("none", None), ("tomorrow", 1), ("week", 7), ("month", 30)])
def test_a_contact_in_seconds(as_leader, leader, person, choice, days):
    today = timezone.localdate()
    typed = {"kind": "call", "mood": "good", "summary": "Backs it", "follow_up": choice}
    done = as_leader.post(f"{BASE}{person.pk}/touchpoints/new/", typed)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{person.pk}/")
    contact = Touchpoint.objects.get()
    assert (contact.kind, contact.mood, contact.summary, contact.happened_on, contact.author) == (
        "call", "good", "Backs it", today, leader,
    )  # fmt: skip
    assert contact.follow_up_by == (None if days is None else today + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"kind": ""}, "Choose one of the answers."),
        ({"kind": "\x00"}, "Choose one of the answers."),
        ({"summary": "\x00"}, NUL),
        ({"happened_on": "2999-01-01"}, "Log what has happened; this date is still to come."),
        ({"happened_on": "yesterday"}, "This is not a date. Write it as 2026-11-20."),
        ({"follow_up": "date"}, "Choose the date to follow up by."),
        ({"follow_up": "date", "follow_up_by": "2001-01-01"}, "A follow-up comes after the contact itself."),
    ],
)
def test_bad_contacts(as_leader, person, typed, problem):
    url = f"{BASE}{person.pk}/touchpoints/new/"
    response = as_leader.post(url, {"kind": "call", "summary": "Kept", **typed})
    assert (response.status_code, errors(response)) == (422, [problem])
    assert Touchpoint.objects.count() == 0


def test_from_anywhere_the_person_is_typed(as_leader, add_person, person):
    twin = add_person("Ann Ott", department="Finance")
    add_person("Bo Ek")
    response = as_leader.post(ANY, {"kind": "call", "person": "ann ott"})
    assert errors(response) == ["More than one person matches “ann ott”. Choose one from the list."]
    assert as_leader.post(ANY, {"kind": "call", "person": f"Ann Ott #{twin.pk}"}).status_code == 302
    assert as_leader.post(ANY, {"kind": "call", "person": "bo"}).headers["Location"].startswith(BASE)
    assert sorted(Touchpoint.objects.values_list("stakeholder__name", flat=True)) == ["Ann Ott", "Bo Ek"]
    assert Touchpoint.objects.filter(stakeholder=twin).count() == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Choose whom you met: type a part of the name."),
        ("Nobody <b>", "Nobody here is called “Nobody <b>”. Add them first, or check the spelling."),
        ("a\x00", "A null character is in no name. Type the name again."),
        ("#99999999999999999", "Nobody here is called “#99999999999999999”. Add them first, or check the spelling."),
    ],
)
def test_naming_nobody(as_leader, person, typed, problem):
    response = as_leader.post(ANY, {"kind": "call", "person": typed})
    assert (response.status_code, errors(response)) == (422, [problem])
    assert "Nobody <b>" not in response.content.decode()


def test_nobody_of_another_workspace_is_named(as_leader, person, foreign_stakeholder):
    response = as_leader.post(ANY, {"kind": "call", "person": f"Foreign Person #{foreign_stakeholder.pk}"})
    assert response.status_code == 422
    assert as_leader.post(f"{BASE}{foreign_stakeholder.pk}/touchpoints/new/", {"kind": "call"}).status_code == 404


def test_a_double_click_logs_one(as_leader, person):
    typed = {"kind": "call", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert as_leader.post(f"{BASE}{person.pk}/touchpoints/new/", typed).status_code == 302
    assert Touchpoint.objects.count() == 1


def test_a_follow_up_is_done(as_leader, person, leader):
    contact = log_touchpoint(person, author=leader, kind="call", follow_up_by=timezone.localdate())
    done = as_leader.post(f"/w/northwind/touchpoints/{contact.pk}/done/")
    assert done.headers["Location"] == f"{BASE}{person.pk}/"
    contact.refresh_from_db()
    assert contact.followed_up_on == timezone.localdate()


@pytest.mark.parametrize(
    ("kind", "stored"),
    [("reports_to:out", ("Ann Ott", "reports_to", "Bo")), ("reports_to:in", ("Bo", "reports_to", "Ann Ott")),
     ("conflict:out", ("Ann Ott", "conflict", "Bo"))],
)  # fmt: skip
def test_a_tie_is_drawn_either_way(as_leader, add_person, person, kind, stored):
    add_person("Bo")
    done = as_leader.post(f"{BASE}{person.pk}/ties/new/", {"kind": kind, "person": "Bo", "weight": "4", "label": "x"})
    assert done.headers["Location"] == f"{BASE}{person.pk}/"
    assert Relationship.objects.values_list("source__name", "kind", "target__name").get() == stored
    assert Relationship.objects.values_list("weight", "label").get() == (4, "x")


def test_a_cycle_comes_back_named(as_leader, add_person, person):
    add_relationship(add_person("Bo"), target=person, kind="reports_to")
    response = as_leader.post(f"{BASE}{person.pk}/ties/new/", {"kind": "reports_to:out", "person": "Bo"})
    assert (response.status_code, errors(response)) == (422, [
        "That would close a circle of reporting lines: Ann Ott → Bo → Ann Ott. Nobody can report to themselves, even "
        "indirectly."
    ])  # fmt: skip


def test_a_tie_said_twice_is_one_and_the_page_says_so(as_leader, add_person, person):
    add_person("Bo")
    for weight in ("3", "unknown", "5"):
        done = as_leader.post(
            f"{BASE}{person.pk}/ties/new/", {"kind": "trusts:out", "person": "Bo", "weight": weight, "label": ""}
        )
    assert list(Relationship.objects.values_list("weight", flat=True)) == [5]
    assert [str(message) for message in get_messages(done.wsgi_request)] == [
        "The relationship between Ann Ott and Bo is stored.",
        "Ann Ott trusts Bo: that was stored already.",
        "Ann Ott trusts Bo: that was stored already; its strength is changed.",
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"kind": "loves:out"}, "Choose one of the answers."),
        ({"weight": "9"}, "Choose one of the answers."),
        ({"label": "\x00"}, NUL),
        ({"person": ""}, "Choose whom this relationship is with: type a part of the name."),
        ({"person": "Ann Ott"}, "Ann Ott can have no relationship with themselves."),
    ],
)
def test_bad_ties(as_leader, add_person, person, typed, problem):
    add_person("Bo")
    response = as_leader.post(f"{BASE}{person.pk}/ties/new/", {"kind": "trusts:out", "person": "Bo", **typed})
    assert (response.status_code, errors(response)) == (422, [problem])
    assert Relationship.objects.count() == 0


def test_a_tie_is_removed_and_one_stays_where_one_was(as_leader, add_person, person):
    bo = add_person("Bo")
    tie = add_relationship(person, target=bo, kind="trusts")
    done = as_leader.post(f"/w/northwind/ties/{tie.pk}/remove/", {"from": bo.pk})
    assert done.headers["Location"] == f"{BASE}{bo.pk}/"
    assert Relationship.objects.count() == 0


EDIT = "/w/northwind/ties/{}/edit/"


@pytest.mark.parametrize(
    ("seen_from", "kind", "stored"),
    [
        ("source", "advises:out", ("Ann Ott", "advises", "Bo")),
        ("target", "trusts:in", ("Ann Ott", "trusts", "Bo")),
        ("target", "advises:out", ("Bo", "advises", "Ann Ott")),
    ],
)
def test_a_tie_is_changed_from_either_end(as_leader, add_person, person, seen_from, kind, stored):
    tie = add_relationship(person, target=add_person("Bo"), kind="trusts", weight=2)
    at = getattr(tie, seen_from).pk
    page = as_leader.get(EDIT.format(tie.pk), {"from": at, "back": "network"})
    assert page.context["form"].initial["kind"] == ("trusts:out" if seen_from == "source" else "trusts:in")
    sent = {"kind": kind, "weight": "5", "label": "", "from": at, "back": "network"}
    done = as_leader.post(EDIT.format(tie.pk), sent)
    assert done.headers["Location"] == f"/w/northwind/network/?who={at}"
    assert Relationship.objects.values_list("source__name", "kind", "target__name", "weight").get() == (*stored, 5)


def test_a_change_that_is_refused_comes_back_as_typed(as_leader, add_person, person):
    bo = add_person("Bo")
    add_relationship(person, target=bo, kind="trusts")
    tie = add_relationship(person, target=bo, kind="advises")
    response = as_leader.post(EDIT.format(tie.pk), {"kind": "trusts:out", "weight": "3"})
    assert (response.status_code, errors(response)) == (422, [
        "That is stored already: Ann Ott trusts Bo. Change that relationship, or say this one in other words."
    ])  # fmt: skip
    tie.refresh_from_db()
    assert (tie.kind, tie.weight) == ("advises", None)


def test_a_tie_drawn_in_the_network_comes_filled_in_and_leads_back(as_leader, add_person, person):
    bo = add_person("Bo")
    page = as_leader.get(f"{BASE}{person.pk}/ties/new/", {"to": bo.pk, "back": "network"})
    form = page.context["form"]
    assert (form["kind"].value(), form["person"].value()) == ("influences:out", "Bo")
    add_person("BO")
    page = as_leader.get(f"{BASE}{person.pk}/ties/new/", {"to": bo.pk, "back": "network"})
    filled = page.context["form"]["person"].value()
    assert filled == f"Bo #{bo.pk}"
    sent = {"kind": "trusts:out", "person": filled, "back": "network"}
    done = as_leader.post(f"{BASE}{person.pk}/ties/new/", sent)
    assert done.headers["Location"] == f"/w/northwind/network/?who={person.pk}"
    tie = Relationship.objects.get()
    assert (tie.target_id, tie.kind) == (bo.pk, "trusts")
    gone = as_leader.post(f"/w/northwind/ties/{tie.pk}/remove/", {"back": "network", "from": bo.pk})
    assert gone.headers["Location"] == f"/w/northwind/network/?who={bo.pk}"


def test_where_a_tie_leads_back_to_is_ours_alone(as_leader, add_person, person):
    tie = add_relationship(person, target=add_person("Bo"), kind="trusts")
    sent = {"kind": "trusts:out", "back": "https://elsewhere.example/"}
    done = as_leader.post(EDIT.format(tie.pk), sent)
    assert done.headers["Location"] == f"{BASE}{person.pk}/"
