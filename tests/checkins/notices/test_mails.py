"""What somebody chose stands before each mail: digests once for a date, briefs within hours and not too many."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Membership, Workspace
from checkins import check_ins, tasks
from checkins.briefs import write_again
from checkins.models import CheckIn, NoticePreference
from checkins.notices import digests, preferences
from checkins.notices.hours import Hours
from checkins.notices.preferences import Choice
from mail import sending
from mail.composing import NotWantedError, NotYetError
from mail.models import CaughtMail, Message, Suppression
from mail.transports import AwayError, Inbox
from stakeholders import erasure

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
ALWAYS = Hours("Etc/UTC", dt.time(0), dt.time(23, 59), frozenset(range(7)))


def choice(**changes) -> Choice:
    usual = {"briefs": True, "briefs_a_day": 10, "digest": "none", "invitations": False, "hours": ALWAYS}
    return Choice(**usual | changes)


@pytest.fixture
def add(workspace, leader, add_person):
    """`add("Ada", 1)`: a check-in of the leader's with Ada, tomorrow."""

    def make(name: str, days: int, owner=leader, **more) -> CheckIn:
        due_at = timezone.now() + days * DAY
        return CheckIn.objects.create(
            workspace=workspace, stakeholder=add_person(name, segment="detractor", position=-2), origin="extra",
            for_on=due_at.date(), due_on=due_at.date(), due_at=due_at, zone="Etc/UTC", owner=owner, **more,
        )  # fmt: skip

    return make


def make_due(days: int = 0) -> None:
    """The digest of today, or of some days ago."""
    day = timezone.now().date() - days * DAY
    at = dt.datetime.combine(day, dt.time(0), tzinfo=dt.UTC)
    NoticePreference.objects.update(digest_for=day, digest_at=at)


def leave() -> list[CaughtMail]:
    Message.objects.filter(state="waiting").update(due_at=timezone.now() - dt.timedelta(seconds=1))
    sending.sweep()
    return list(CaughtMail.objects.order_by("pk"))


def read(caught: CaughtMail):
    return message_from_bytes(bytes(caught.mime), policy=policy.default)


class Away(Inbox):
    def deliver(self, recipient: str, mime: bytes) -> None:
        raise AwayError


def test_a_digest_lists_what_is_theirs_once_and_names_no_opinion(workspace, leader, member, add):
    add("Ada Moreno", 1)
    add("Late Lee", -2)
    add("Far Away", 9)
    add("Somebody Else", 1, owner=member)
    add("Told Already", 1, state="skipped", skipped_why="Ill")
    preferences.choose(workspace, leader, choice(briefs=False, digest="day"))
    make_due(days=40)
    for _again in range(2):
        tasks.send_notices()
        make_due()
    [caught] = leave()
    mail, today = read(caught), timezone.now().date()
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == f"Check-ins: 1 overdue, 1 to come until {today + DAY:%A %-d %B}"
    assert (caught.recipient, mail["List-Unsubscribe-Post"]) == (leader.email, "List-Unsubscribe=One-Click")
    named = {name for name in ("Ada Moreno", "Late Lee", "Far Away", "Somebody Else", "Told Already") if name in text}
    assert named == {"Ada Moreno", "Late Lee"}
    assert not {"detractor", "opposed"} & set(text.lower().split())
    stands = NoticePreference.objects.get()
    assert (stands.digested_on, Message.objects.get().key) == (today, f"check-in-digest:{leader.pk}:{today}")


def test_a_date_gets_no_second_digest_from_another_zone(workspace, leader, add):
    """Behind the date line it is yesterday again."""
    add("Ada Moreno", 1)
    east = Hours("Pacific/Kiritimati", dt.time(0), dt.time(23, 59), frozenset(range(7)))
    west = Hours("Pacific/Pago_Pago", dt.time(0), dt.time(23, 59), frozenset(range(7)))
    preferences.choose(workspace, leader, choice(digest="day", hours=east))
    today = timezone.now().astimezone(dt.timezone(dt.timedelta(hours=14))).date()
    at = timezone.now() - dt.timedelta(seconds=1)
    NoticePreference.objects.update(digest_for=today, digest_at=at)
    assert digests.sweep(workspace.pk) == 1
    stands = preferences.choose(workspace, leader, choice(digest="day", hours=west))
    assert stands.digest_for == today + DAY


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("nothing", "Nothing was open."),
        ("left", None),
        ("executive", "They are not of the team any more."),
        ("chose none", "They want no digest any more."),
        ("old", "The days that it was about are over."),
        ("suppressed", "This address unsubscribed from the workspace's mails."),
    ],
)
def test_a_digest_is_asked_again_as_it_leaves(workspace, leader, member, add, what, why):
    check_in = add("Ada Moreno", 1, owner=member)
    preferences.choose(workspace, member, choice(digest="day"))
    make_due()
    digests.sweep(workspace.pk)
    if what == "nothing":
        check_ins.skip(check_in, why="Ill", expected_version=1)
    elif what == "left":
        Membership.objects.filter(user=member).delete()
        # Their choice went along.
        assert not NoticePreference.objects.exists()
    elif what == "executive":
        Membership.objects.filter(user=member).update(role="executive")
    elif what == "chose none":
        preferences.choose(workspace, member, choice(digest="none"))
    elif what == "old":
        Message.objects.update(about={"owner": member.pk, "on": "2020-01-01", "every": "day"})
    else:
        Suppression.objects.create(workspace=workspace, address=member.email)
    assert leave() == []
    message = Message.objects.get()
    assert (message.state, message.last_error) == ("dropped", why or "They are not of the team any more.")


@pytest.mark.parametrize(("digest", "on"), [("week", "2026-11-23"), ("day", "2026-11-25")])
def test_a_digest_that_could_not_leave_in_time_disturbs_nobody_at_night(workspace, leader, add, digest, on):
    add("Ada Moreno", 1)
    office = Hours("Etc/UTC", dt.time(8), dt.time(18), frozenset(range(5)))
    preferences.choose(workspace, leader, choice(digest=digest, hours=office))
    CheckIn.objects.update(due_on=dt.date(2026, 11, 26))
    about = {"owner": leader.pk, "on": on, "every": digest}
    with time_machine.travel(dt.datetime(2026, 11, 25, 22, tzinfo=dt.UTC), tick=False):
        if digest == "day":
            with pytest.raises(NotWantedError, match="The next list comes as soon as this one could"):
                digests.compose(workspace, about)
        else:
            with pytest.raises(NotYetError) as later:
                digests.compose(workspace, about)
            assert later.value.until == dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)


def test_briefs_over_the_number_come_as_one_list(workspace, leader, add):
    preferences.choose(workspace, leader, choice(briefs_a_day=2))
    for name in ("Ada Moreno", "Bea Lund", "Cy Marsh", "Di Okafor"):
        add(name, 1)
    write_again(CheckIn.objects.all())
    leave()
    subjects = [read(caught)["Subject"] for caught in leave()]
    tomorrow = timezone.now().date() + DAY
    assert subjects[-1] == f"Check-ins: 4 to come until {tomorrow:%A %-d %B}"
    assert len([subject for subject in subjects if subject.startswith("Check-in with")]) == 2
    assert len(subjects) == 3
    told = Message.objects.filter(state="dropped").values_list("last_error", flat=True)
    assert set(told) == {"They want 2 a day at most: it is in one mail with the others."}


def test_a_later_try_asks_whether_briefs_are_wanted_still(workspace, leader, add):
    check_in = add("Ada Moreno", 1)
    write_again(CheckIn.objects.filter(pk=check_in.pk))
    Message.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    sending.send(sending.claim_due(), Away())
    assert Message.objects.get().state == "waiting"
    preferences.choose(workspace, leader, choice(briefs=False))
    assert leave() == []
    assert Message.objects.get().last_error == "They want no briefs by mail."


@pytest.mark.parametrize("is_late", [False, True])
def test_a_brief_waits_for_their_hours_unless_it_would_be_over(workspace, leader, add, is_late):
    now = timezone.now()
    never_today = Hours("Etc/UTC", dt.time(8), dt.time(18), frozenset({(now.weekday() + 2) % 7}))
    preferences.choose(workspace, leader, choice(hours=never_today))
    check_in = add("Ada Moreno", 1 if is_late else 5)
    write_again(CheckIn.objects.filter(pk=check_in.pk))
    left, message = leave(), Message.objects.get()
    opens = dt.datetime.combine(now.date() + 2 * DAY, dt.time(8), tzinfo=dt.UTC)
    if is_late:
        assert (len(left), message.state) == (1, "sent")
    else:
        assert (left, message.state, message.due_at, message.tried_since) == ([], "waiting", opens, None)


@pytest.mark.parametrize(
    ("kind", "what", "after"),
    [("brief", "briefs of check-ins", (False, "week")), ("digest", "lists of check-ins", (True, "none"))],
)
def test_one_click_ends_mails_of_its_kind_alone(workspace, leader, add, kind, what, after):
    preferences.choose(workspace, leader, choice(digest="week"))
    check_in = add("Ada Moreno", 1)
    if kind == "brief":
        write_again(CheckIn.objects.filter(pk=check_in.pk))
    else:
        make_due()
        digests.sweep(workspace.pk)
    [caught] = leave()
    link = read(caught)["List-Unsubscribe"].strip("<> ")
    path = link[link.index("/unsubscribe/") :]
    outside = Client(enforce_csrf_checks=True)
    assert f"You get {what} at" in outside.get(path).content.decode()
    stands = NoticePreference.objects.values_list("briefs", "digest")
    assert stands.get() == (True, "week")
    done = outside.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert f"sends no more {what} to" in done.content.decode()
    assert (stands.get(), Suppression.objects.exists()) == (after, False)
    outside.post(path, {"again": "1"})
    assert stands.get() == (True, "week")


def test_nothing_of_another_workspace_is_in_it(workspace, leader, stranger, foreign_stakeholder, add):
    """Somebody who is of two teams gets of each its own."""
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    Membership.objects.create(workspace=workspace, user=stranger, role="member")
    add("Ada Moreno", 1, owner=stranger)
    due_at = timezone.now() + DAY
    with scope(workspace=foreign.pk, user=stranger.pk):
        CheckIn.objects.create(
            workspace=foreign, stakeholder=foreign_stakeholder, origin="extra", for_on=due_at, due_on=due_at,
            due_at=due_at, zone="Etc/UTC", owner=stranger,
        )  # fmt: skip
        preferences.choose(foreign, stranger, choice(briefs=False, digest="day"))
        make_due()
    preferences.choose(workspace, stranger, choice(briefs=False, digest="day"))
    make_due()
    tasks.send_notices()
    sending.sweep()
    mails = [bytes(caught.mime).decode() for caught in CaughtMail.objects.order_by("pk")]
    named = [(f"/w/{slug}/" in mail, name in mail) for mail in mails
             for slug, name in (("northwind", "Ada Moreno"), ("elsewhere", "Foreign Person"))]  # fmt: skip
    assert sorted(named) == [(False, False), (False, False), (True, True), (True, True)]


def test_the_erasure_of_somebody_reaches_a_digest_that_did_not_arrive(workspace, leader, add):
    check_in = add("Zephyrine Quillfeather", 1)
    add("Ada Moreno", 1)
    preferences.choose(workspace, leader, choice(digest="day"))
    make_due()
    digests.sweep(workspace.pk)
    [claim] = sending.claim_due()
    message = Message.objects.get()
    assert b"Zephyrine" in sending._composed(claim, message)
    erasure.erase(check_in.stakeholder, actor=leader, typed_name="Zephyrine Quillfeather")
    assert bytes(Message.objects.get().mime) == b""
    [caught] = leave_again()
    assert b"Zephyrine" not in bytes(caught.mime)


def leave_again() -> list[CaughtMail]:
    Message.objects.filter(state="sending").update(due_at=timezone.now() - dt.timedelta(seconds=1))
    return leave()
