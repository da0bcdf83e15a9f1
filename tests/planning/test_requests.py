"""Bringing problems, and the decisions of whoever speaks for marketing."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Membership
from mail.models import Message
from planning import requests
from planning.intake.text import RequestText
from planning.models import Decision, Request, RequestDesk
from planning.queries import requests as reads
from planning.requests import NotTheOwnerError, bring, decide, estimate, set_desk
from tests.planning.asked import SAID, brought
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db


def test_a_form_sent_twice_is_one_request_and_one_mail(workspace, add_person):
    nora = add_person("Nora Quist", email="Nora@northwind.example")
    key = uuid.uuid4()
    sent = [
        bring(workspace, key=key, name=" Nora  Quist ", email="nora@northwind.example", text=SAID) for _ in range(2)
    ]
    assert [is_new for _, is_new in sent] == [True, False]
    stored = Request.objects.get()
    assert (stored.pk, stored.name, stored.stakeholder, stored.state, stored.prescribed) == (
        key, "Nora Quist", nora, "new", False,
    )  # fmt: skip
    (mail,) = Message.objects.all()
    assert (mail.recipient, mail.subject) == (
        "nora@northwind.example", "Your problem has reached the marketing of Northwind Instruments",
    )  # fmt: skip


def test_whoever_shares_an_address_is_not_guessed_at(workspace, add_person):
    add_person("One", email="desk@x.example")
    add_person("Two", email="desk@x.example")
    assert brought(workspace, email="desk@x.example").stakeholder is None


def test_an_order_is_noted_as_one(workspace):
    asked = brought(workspace, text=RequestText(problem="Please make a flyer for us", ideas="Red"))
    assert (asked.prescribed, asked.found) == (True, ["customer", "deliverable", "outcome"])


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"text": RequestText(problem=" \n")}, "problem"),
        ({"text": RequestText(problem="x" * 10_001)}, "problem"),
        ({"email": "nora@"}, "__all__"),
    ],
)
def test_what_is_missing_or_wrong_is_said(workspace, said, wrong):
    with pytest.raises(ValidationError) as problem:
        brought(workspace, **said)
    assert wrong in getattr(problem.value, "error_dict", {"__all__": ""})
    assert not Request.objects.exists()


def test_only_the_owner_decides_and_never_without_a_reason(workspace, leader, member):
    asked = brought(workspace, email="nora@northwind.example")
    with pytest.raises(NotTheOwnerError):
        decide(asked, author=leader, state="accepted", reason="Yes", expected_version=1)
    set_desk(workspace, owner=member, days_a_quarter=None)
    with pytest.raises(NotTheOwnerError):
        decide(asked, author=leader, state="accepted", reason="Yes", expected_version=1)
    for state, reason in (("declined", "  "), ("new", "Why not"), ("lost", "Why not")):
        with pytest.raises(ValidationError):
            decide(asked, author=member, state=state, reason=reason, expected_version=1)
    made = decide(asked, author=member, state="declined", reason=" It serves no goal. ", expected_version=1)
    with pytest.raises(EditedMeanwhile):
        decide(asked, author=member, state="accepted", reason="Yes", expected_version=1)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_at, asked.version, made.reason) == (
        "declined", made.at, 2, "It serves no goal.",
    )  # fmt: skip
    last = Message.objects.get(kind="request_decided")
    assert last.subject == "Marketing does not take on your problem, and why"
    assert b"It serves no goal." in bytes(last.mime)
    assert b"Sam Ferris writes" in bytes(last.mime)


def test_a_later_decision_stands_beside_the_first(workspace, leader, new_goal):
    set_desk(workspace, owner=leader, days_a_quarter=10)
    asked = brought(workspace)
    decide(asked, author=leader, state="deferred", reason="The quarter is full", expected_version=1)
    estimate(asked, expected_version=2, goal=new_goal("Win more"), days=3)
    decide(asked, author=leader, state="accepted", reason="There is room", expected_version=3)
    told = [(each.state, each.goal and each.goal.statement) for each in reads.decisions_on(asked)]
    assert told == [("accepted", "Win more"), ("deferred", None)]
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(reason="Never said")


def test_two_who_estimate_at_once_are_told(workspace):
    asked = brought(workspace)
    estimate(asked, expected_version=1, days=3)
    with pytest.raises(EditedMeanwhile):
        estimate(asked, expected_version=1, days=5)
    with pytest.raises(TypeError, match="state"):
        estimate(asked, expected_version=2, state="accepted")


def test_whoever_leaves_decides_no_longer(workspace, member):
    set_desk(workspace, owner=member, days_a_quarter=5)
    Membership.objects.filter(workspace=workspace, user=member).delete()
    with transaction.atomic():
        transaction.get_connection().check_constraints()
    assert (RequestDesk.objects.get().owner, requests.desk_of(workspace).days_a_quarter) == (None, 5)


def test_a_quarter_counts_what_was_taken_on_in_it(workspace, leader, new_goal):
    set_desk(workspace, owner=leader, days_a_quarter=20)
    goal, today = new_goal(), timezone.localdate()
    for state, days, serves in (
        ("accepted", 5, goal), ("shaping", 2, goal), ("accepted", 4, None), ("accepted", None, None),
        ("declined", 50, goal), ("deferred", 50, None),
    ):  # fmt: skip
        asked = estimate(brought(workspace), expected_version=1, days=days, goal=serves)
        decide(asked, author=leader, state=state, reason="So", expected_version=2)
    old = brought(workspace)
    decide(old, author=leader, state="accepted", reason="So", expected_version=1)
    Request.objects.filter(pk=old.pk).update(decided_at=timezone.now() - dt.timedelta(days=100), days=9)
    found = reads.this_quarter(Request.objects.all(), requests.desk_of(workspace), today)
    assert (found.days, found.on_goals, found.ad_hoc, found.unsized, found.given, found.left) == (20, 7, 4, 1, 11, 9)


def test_the_time_to_a_decision_is_the_first_one_s(workspace, leader):
    set_desk(workspace, owner=leader, days_a_quarter=None)
    now = timezone.now()
    assert reads.days_to_decide(workspace, now) == (None, 0)
    for days in (1, 4, 9):
        asked = brought(workspace)
        Request.objects.filter(pk=asked.pk).update(received_at=now - dt.timedelta(days=days))
        decide(asked, author=leader, state="deferred", reason="So", expected_version=1)
        decide(asked, author=leader, state="declined", reason="So", expected_version=2)
    took, of = reads.days_to_decide(workspace, now)
    assert (round(took), of) == (4, 3)


def test_what_is_alike_is_suggested_with_the_words_they_share(workspace):
    asked = brought(workspace, text=RequestText(problem="Dealers return pumps mounted the wrong way round"))
    same = brought(workspace, text=RequestText(problem="Pumps come back, dealers mount them the wrong way"))
    brought(workspace, text=RequestText(problem="Applicants do not know where our new plant is"))
    (found,) = reads.alike(asked)
    assert (found.request.pk, set(found.words)) == (same.pk, {"dealers", "pumps", "wrong"})


def test_an_address_of_the_company_lets_in_until_it_is_ended(workspace):
    assert not requests.is_asking_open(workspace)
    first, second = requests.open_asking(workspace), requests.open_asking(workspace)
    assert first != second
    assert requests.is_asking_open(workspace)
    assert (requests.end_asking(workspace), requests.is_asking_open(workspace)) == (2, False)
