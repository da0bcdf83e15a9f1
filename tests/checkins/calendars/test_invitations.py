"""Check-ins that come into a calendar by mail: asked for, moved and taken back, each once and in order."""

import datetime as dt
from email import message_from_bytes, policy
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Membership
from checkins import check_ins, tasks
from checkins.calendars import invitations
from checkins.check_ins import Outcome
from checkins.models import CalendarInvitation, CheckIn, NoticePreference
from checkins.notices import preferences
from checkins.notices.hours import Hours
from checkins.notices.preferences import Choice
from mail import sending
from mail.models import CaughtMail, Message
from stakeholders import erasure

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
ALWAYS = Hours("Etc/UTC", dt.time(0), dt.time(23, 59), frozenset(range(7)))
WANTED = Choice(briefs=False, briefs_a_day=10, digest="none", invitations=True, hours=ALWAYS)
NAME = "Zephyrine Quillfeather"


@pytest.fixture
def check_in(workspace, leader, member, add_person) -> CheckIn:
    for user in (leader, member):
        preferences.choose(workspace, user, WANTED)
    person = add_person(NAME, segment="detractor", position=-2)
    return check_ins.add_extra(
        person, due_on=timezone.localdate() + 3 * DAY, at=dt.time(10), zone="Europe/Berlin", owner=leader,
        key=UUID(int=7),
    )  # fmt: skip


def told() -> list[tuple[str, str, int, str, str]]:
    """What calendars read since the last time: whose, the method, sequence and summary, and the subject."""
    for _twice in range(2):
        tasks.send_notices()
    CaughtMail.objects.all().delete()
    sending.sweep()
    found = []
    for caught in CaughtMail.objects.order_by("pk"):
        mail = message_from_bytes(bytes(caught.mime), policy=policy.default)
        [file] = mail.iter_attachments()
        assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "check-in.ics")
        calendar = Calendar.from_ical(file.get_content())
        [event] = calendar.walk("VEVENT")
        assert file["Content-Type"].params["method"] == calendar["METHOD"]
        assert str(event["ATTENDEE"]) == f"mailto:{caught.recipient}"
        assert event["ATTENDEE"].params["RSVP"] == "FALSE"
        assert {"detractor", "opposed"}.isdisjoint(bytes(caught.mime).decode().lower().split())
        method, summary = str(calendar["METHOD"]), str(event["SUMMARY"])
        found.append((caught.recipient, method, int(event["SEQUENCE"]), summary, str(mail["Subject"])))
    return found


def test_asked_for_moved_and_taken_back(leader, check_in):
    summary = f"Check-in with {NAME}"
    [first] = told()
    assert first[:4] == (leader.email, "REQUEST", 0, summary)
    assert told() == []
    moved = check_ins.move(check_in, to=check_in.due_on + DAY, expected_version=1)
    [second] = told()
    assert second[:4] == (leader.email, "REQUEST", moved.moved_times, summary)
    assert second[4] == f"Moved: {summary}, {moved.due_on:%A %-d %B} at 10:00"
    check_ins.skip(moved, why="Ill", expected_version=2)
    [last] = told()
    assert last[:4] == (leader.email, "CANCEL", 2, summary)
    assert told() == []


def test_handed_over_and_back_again(leader, member, check_in):
    """Each calendar gets numbers that only grow, though the check-in was never moved."""
    told()
    for number, owner in enumerate((member, leader), start=1):
        check_ins.hand_over(check_in, owner, expected_version=number)
        gone, here = sorted(told(), key=lambda one: one[1])
        assert gone[:3] == ((leader, member)[number - 1].email, "CANCEL", 1)
        assert here[:3] == (owner.email, "REQUEST", 0 if owner == member else 2)


def test_one_that_was_held_stays_and_one_that_is_over_is_not_asked_for(leader, check_in):
    told()
    CheckIn.objects.filter(pk=check_in.pk).update(due_at=timezone.now() + dt.timedelta(hours=1))
    told()
    check_ins.hold(check_in, Outcome("Well"), author=leader, expected_version=1)
    assert told() == []
    CheckIn.objects.create(
        workspace_id=check_in.workspace_id, stakeholder=check_in.stakeholder, origin="extra", zone="Etc/UTC",
        for_on=timezone.localdate(), due_on=timezone.localdate(), due_at=timezone.now() - DAY, owner=leader,
    )  # fmt: skip
    assert told() == []


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("moved", "Their calendar is told of something newer."),
        ("moved, unseen", "It was moved meanwhile."),
        ("skipped", "It is open and theirs no more."),
        ("turned off", "They want no check-ins by mail for their calendar."),
        ("executive", "They are not of the team any more."),
    ],
)
def test_it_is_asked_again_as_it_leaves(workspace, leader, member, check_in, what, why):
    check_ins.hand_over(check_in, member, expected_version=1)
    invitations.sweep(workspace.pk)
    if what.startswith("moved"):
        check_ins.move(check_in, to=check_in.due_on + DAY, expected_version=2)
        if what == "moved":
            invitations.sweep(workspace.pk)
    elif what == "skipped":
        check_ins.skip(check_in, why="Ill", expected_version=2)
    elif what == "turned off":
        preferences.change(workspace.pk, member.pk, invitations=False)
    else:
        Membership.objects.filter(user=member).update(role="executive")
    sending.sweep()
    first = Message.objects.filter(kind=invitations.KIND).order_by("created_at", "pk").first()
    assert (first.state, first.last_error) == ("dropped", why)


def test_whoever_is_erased_leaves_the_calendar_without_a_name(leader, check_in):
    told()
    erasure.erase(check_in.stakeholder, actor=leader, typed_name=NAME)
    assert not Message.objects.filter(kind=invitations.KIND).exists()
    [last] = told()
    day = check_in.due_on
    assert last == (leader.email, "CANCEL", 1, "Check-in", f"Taken back: Check-in, {day:%A %-d %B} at 10:00")


def test_one_click_ends_invitations_alone(leader, check_in):
    told()
    mail = message_from_bytes(bytes(CaughtMail.objects.get().mime), policy=policy.default)
    link = mail["List-Unsubscribe"].strip("<> ")
    Client(enforce_csrf_checks=True).post(link[link.index("/unsubscribe/") :])
    stands = NoticePreference.objects.get(user=leader)
    assert (stands.invitations, stands.briefs, stands.digest) == (False, False, "none")
    check_ins.move(check_in, to=check_in.due_on + DAY, expected_version=1)
    assert told() == []
    preferences.change(check_in.workspace_id, leader.pk, invitations=True)
    [again] = told()
    assert again[1:3] == ("REQUEST", 1)


def test_a_calendar_that_is_told_by_two_at_once_is_told_once(workspace, check_in):
    assert [invitations.sweep(workspace.pk) for _sweeper in range(2)] == [1, 0]
    assert CalendarInvitation.objects.count() == Message.objects.filter(kind=invitations.KIND).count() == 1
