"""A check-in through its life, what a held one leaves on the map, and the mail that says it comes."""

import datetime as dt
from email import message_from_bytes, policy
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from checkins import check_ins
from checkins.check_ins import Heard, Outcome, Promised
from checkins.models import CheckIn
from checkins.recurrences import local_date
from discussions.models import Commitment
from mail import sending
from mail.models import CaughtMail, Message
from stakeholders.models import Assessment, Concern, Touchpoint
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db

KEY = UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def check_in(workspace, leader, add_person) -> CheckIn:
    person = add_person("Marcus Hale", segment="detractor", position=-1)
    return check_ins.add_extra(
        person, due_on=timezone.localdate() + dt.timedelta(days=3), at=dt.time(10), zone="Europe/Berlin",
        owner=leader, key=KEY,
    )  # fmt: skip


def test_a_held_one_moves_the_map_once(workspace, leader, member, check_in):
    came = Outcome(
        "Wants to see pipeline, not clicks", position=1, mood="good", next_step="Send the cohort",
        next_step_by=timezone.localdate() + dt.timedelta(days=7),
        concerns=[Heard("Sales gets no say", Concern.Cause.LOSING_CONTROL)],
        promises=[Promised("Opens his pipeline review to us"), Promised("Sends the cohort", by=leader)],
    )  # fmt: skip
    held = check_ins.hold(check_in, came, author=leader, expected_version=1)
    again = check_ins.hold(check_in, came, author=leader, expected_version=1)
    assert (held.state, held.version, again.version) == ("held", 2, 2)
    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.kind, touchpoint.mood, touchpoint.summary) == (
        "meeting", "good", "Wants to see pipeline, not clicks\nNext: Send the cohort",
    )  # fmt: skip
    judged = Assessment.objects.latest("pk")
    today = local_date(timezone.now(), check_in.zone)
    assert (judged.position, judged.segment, judged.source) == (1, "detractor", "conversation")
    assert judged.why == f"Wants to see pipeline, not clicks\n(Said in the check-in of {today:%-d %B %Y})"
    assert (held.touchpoint, held.assessment) == (touchpoint, judged)
    assert list(Concern.objects.values_list("said", "cause")) == [("Sales gets no say", "losing_control")]
    assert set(Commitment.objects.values_list("what", "stakeholder", "user")) == {
        ("Opens his pipeline review to us", check_in.stakeholder_id, None), ("Sends the cohort", None, leader.pk),
    }  # fmt: skip
    with pytest.raises(EditedMeanwhile):
        check_ins.hold(check_in, Outcome("Something else"), author=member, expected_version=1)
    with pytest.raises(EditedMeanwhile):
        check_ins.skip(check_in, why="Ill", expected_version=2)


@time_machine.travel(dt.datetime(2026, 6, 10, 20, tzinfo=dt.UTC), tick=False)
def test_held_where_it_is_tomorrow_already(leader, check_in):
    CheckIn.objects.update(zone="Pacific/Auckland")
    check_in.refresh_from_db()
    came = Outcome("They are in", position=1, concerns=[Heard("Sales gets no say", Concern.Cause.LOSING_CONTROL)])
    held = check_ins.hold(check_in, came, author=leader, expected_version=1)
    assert held.held_on == dt.date(2026, 6, 11)
    on_the_map = {Touchpoint.objects.get().happened_on, Concern.objects.get().raised_on}
    assert {*on_the_map, Assessment.objects.latest("pk").assessed_on} == {dt.date(2026, 6, 10)}


@pytest.mark.parametrize(
    "came",
    [
        Outcome(" "),
        Outcome("Fine", held_on=dt.date(2999, 1, 1)),
        Outcome("Fine", next_step_by=dt.date(2999, 1, 1)),
        Outcome("Fine", next_step="Call", next_step_by=dt.date(2020, 1, 1)),
        Outcome("Fine", position=3),
        Outcome("Fine", promises=[Promised(" ")]),
    ],
)
def test_what_makes_no_sense_leaves_nothing(leader, check_in, came):
    with pytest.raises(ValidationError):
        check_ins.hold(check_in, came, author=leader, expected_version=1)
    assert (Touchpoint.objects.count(), Assessment.objects.count(), CheckIn.objects.get().state) == (0, 1, "due")


def test_prepared_moved_and_skipped(check_in):
    prepared = check_ins.prepare(check_in, brief={"who": "Marcus"}, expected_version=1)
    assert (prepared.state, prepared.brief, prepared.version) == ("prepared", {"who": "Marcus"}, 2)
    to = check_in.due_on + dt.timedelta(days=2)
    moved = check_ins.move(prepared, to=to, expected_version=2)
    assert check_ins.move(prepared, to=to, expected_version=2).moved_times == 1
    assert (moved.due_at - check_in.due_at, moved.state) == (dt.timedelta(days=2), "prepared")
    with pytest.raises(ValidationError):
        check_ins.move(moved, to=timezone.localdate() - dt.timedelta(days=2), expected_version=3)
    with pytest.raises(ValidationError):
        check_ins.skip(moved, why="  ", expected_version=3)
    assert check_ins.skip(moved, why="On leave", expected_version=3).skipped_why == "On leave"


def test_a_form_sent_twice_adds_one(check_in, leader):
    same = {"due_on": check_in.due_on, "at": dt.time(10), "zone": "Europe/Berlin", "owner": leader, "key": KEY}
    assert check_ins.add_extra(check_in.stakeholder, **same).pk == check_in.pk
    assert (CheckIn.objects.count(), Message.objects.count()) == (1, 1)


def leave() -> list[CaughtMail]:
    Message.objects.filter(state="waiting").update(due_at=timezone.now() - dt.timedelta(seconds=1))
    sending.sweep()
    return list(CaughtMail.objects.all())


def test_the_mail_is_written_as_it_leaves_and_names_no_opinion(workspace, leader, check_in):
    [caught] = leave()
    mail = message_from_bytes(bytes(caught.mime), policy=policy.default)
    message = Message.objects.get()
    when = check_in.due_at.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert mail["Subject"] == message.subject == f"Check-in with Marcus Hale on {when:%A %-d %B}"
    assert (caught.recipient, message.state, mail["Message-ID"]) == (leader.email, "sent", message.message_id)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = mail.get_body(("plain",)).get_content()
    assert f"/w/northwind/check-ins/{check_in.pk}/" in text
    assert "at 10:00 (Europe/Berlin)" in text
    assert "detractor" not in text.lower()


@pytest.mark.parametrize("what", ["skipped", "moved", "handed over", "left the team", "erased", "unsubscribed"])
def test_a_mail_that_is_not_wanted_any_more_does_not_leave(workspace, leader, member, check_in, what):
    first = Message.objects.get()
    if what == "skipped":
        check_ins.skip(check_in, why="Ill", expected_version=1)
    elif what == "moved":
        check_ins.move(check_in, to=check_in.due_on + dt.timedelta(days=1), expected_version=1)
    elif what == "handed over":
        check_ins.hand_over(check_in, member, expected_version=1)
    elif what == "left the team":
        leader.memberships.all().delete()
    elif what == "erased":
        CheckIn.objects.all().delete()
    else:
        from mail.models import Suppression

        Suppression.objects.create(workspace=workspace, address=leader.email)
    caught = leave()
    first.refresh_from_db()
    assert (first.state, bytes(first.mime)) == ("dropped", b"")
    assert (
        first.last_error
        == {
            "skipped": "The check-in is skipped already.",
            "moved": "The check-in was moved to another day.",
            "handed over": "Somebody else has the check-in by now.",
            "left the team": "They are not of the team any more.",
            "erased": "The check-in is not there any more.",
            "unsubscribed": "This address unsubscribed from the workspace's mails.",
        }[what]
    )
    # Moved and handed over are another mail.
    assert len(caught) == (what in ("moved", "handed over"))
