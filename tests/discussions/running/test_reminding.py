"""Reminders: to the silent alone, seldom, never after an answer, by hand and by plan."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.isolation import enter
from discussions import tasks
from discussions.answering.answers import began
from discussions.models import Discussion, Invitation
from discussions.running import closing, posting, sweeping
from discussions.running.posting import due_by_plan, may_be_reminded
from discussions.running.reminding import ANSWERED, remind_silent
from mail.models import Message

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def reminded() -> list[str]:
    """To whom, in the order of their keys."""
    found = Message.objects.filter(key__contains=":reminder:").order_by("key")
    return [each.recipient.partition("@")[0] for each in found]


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({}, True),
        ({"started_at": 1}, False),
        ({"withdrawn_at": 1}, False),
        ({"invited_at": None}, False),
        ({"invited_at": 0.5}, False),
        ({"reminders": 1, "reminded_at": 1.9}, False),
        ({"reminders": 1, "reminded_at": 2}, True),
        ({"reminders": 2, "reminded_at": 20}, False),
    ],
)
def test_who_may_be_reminded(discussion, asked, now, fields, may):
    moments = {
        name: now - value * DAY if name.endswith("_at") and value is not None else value
        for name, value in {"invited_at": 3, **fields}.items()
    }
    invited = asked(**moments)
    assert may_be_reminded(invited, now) is may
    # The same rule, as the database reads it.
    assert posting.silent(discussion, now).exists() is may


def test_all_silent_ones_by_hand(discussion, silent, asked, now):
    silent("Ada A")
    silent("Bo B", started_at=now)
    asked("Cy C", invited_at=now - HOUR)
    silent("Di D", reminders=2, reminded_at=now - 9 * DAY)
    told = remind_silent(discussion, now=now)
    assert (reminded(), told.waiting, told.left_alone) == (["ada"], 0, 2)
    assert told.says == (
        "1 person is reminded. 2 are left alone: reminded twice already, asked or reminded in the last two days,"
        " or not reached by mail."
    )
    again = remind_silent(discussion, now=now)
    assert (reminded(), again.says[:22]) == (["ada"], "Nobody was reminded. 3")


def test_nobody_silent(discussion, silent, now):
    silent("Ada A", started_at=now)
    assert remind_silent(discussion, now=now).says == "Nobody is silent: there is nobody to remind."


def test_never_more_than_twice(discussion, silent, now):
    silent()
    moments = [now + step * DAY for step in range(1, 7)]
    Discussion.objects.update(closes_at=now + 30 * DAY)
    discussion.refresh_from_db()
    for moment in moments:
        remind_silent(discussion, now=moment)
    assert reminded() == ["ada", "ada"]
    assert Invitation.objects.get().reminders == 2


def test_so_many_at_once_and_then_the_rest(discussion, silent, now):
    for name in ("Ada A", "Bo B", "Cy C"):
        silent(name)
    first = remind_silent(discussion, now=now, at_most=2)
    assert (len(first.messages), first.waiting, first.says) == (2, 1, "3 people are reminded.")
    tasks.remind_rest(workspace_id=str(discussion.workspace_id), discussion_id=discussion.pk)
    enter(workspace=discussion.workspace_id)
    assert sorted(reminded()) == ["ada", "bo", "cy"]


def test_a_reminder_that_has_not_left_is_taken_back_by_the_first_answer(discussion, silent, now):
    invited = silent()
    posting.write_invitations(discussion, now=now)
    remind_silent(discussion, now=now)
    began(invited)
    message = Message.objects.get()
    assert (message.state, message.last_error, message.mime) == ("dropped", ANSWERED, b"")


def test_who_cannot_be_reached_is_left_out(discussion, asked, now):
    asked()
    with time_machine.travel(now - 3 * DAY, tick=False):
        posting.write_invitations(discussion, now=timezone.now())
    Message.objects.update(state="bounced", last_error="550 no such user")
    told = remind_silent(discussion, now=now)
    assert (told.messages, told.left_alone, Invitation.objects.get().reminders) == ([], 1, 0)


def test_nobody_is_reminded_of_what_is_over(discussion, silent, now):
    silent()
    closing.close(discussion, now=now)
    discussion.refresh_from_db()
    assert remind_silent(discussion, now=now).messages == []
    assert sweeping.due(discussion.workspace, now) == []


def test_closing_takes_waiting_reminders_back(discussion, silent, now):
    silent()
    remind_silent(discussion, now=now)
    closing.close(discussion, now=now)
    assert Message.objects.get().state == "dropped"


@pytest.fixture
def closing_on_friday(discussion) -> Discussion:
    """It closes on a Friday at 18:00; the plan reminds on Tuesday and on Thursday at nine."""
    Discussion.objects.update(
        opens_at=dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC), closes_at=dt.datetime(2026, 11, 27, 18, tzinfo=dt.UTC)
    )
    discussion.refresh_from_db()
    return discussion


def november(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC)


def test_the_plan_reminds_on_its_days(closing_on_friday, asked):
    asked(invited_at=november(16, 9))
    moments = [
        november(24, 8, 59),
        november(24, 9),
        november(24, 9, 1),
        november(26, 8),
        november(26, 9),
        november(27, 9),
    ]
    subjects = []
    for moment in moments:
        sweeping.write_due(closing_on_friday, moment)
        subjects.append(Message.objects.filter(key__contains=":reminder:").count())
    assert subjects == [0, 1, 1, 1, 2, 2]
    first, last = Message.objects.filter(key__contains=":reminder:").order_by("key")
    assert first.subject == "Still open, and your view is missing: Better leads"
    assert last.subject == "It closes tomorrow: Better leads"


def test_a_clock_that_stood_still_reminds_once(closing_on_friday, asked):
    """The sweep was away from Monday to Thursday noon: one letter, not two."""
    asked(invited_at=november(16, 9))
    for moment in (november(26, 12), november(26, 13), november(27, 12)):
        sweeping.write_due(closing_on_friday, moment)
    assert Message.objects.filter(key__contains=":reminder:").count() == 1


def test_the_plan_leaves_alone_whom_a_hand_reminded(closing_on_friday, asked):
    asked(invited_at=november(16, 9))
    remind_silent(closing_on_friday, now=november(23, 12))
    assert due_by_plan(closing_on_friday, november(24, 9)).count() == 0
    # Two days later the plan's last day is due.
    assert due_by_plan(closing_on_friday, november(26, 9)).count() == 1


def test_whoever_was_asked_after_the_day_is_not_reminded_for_it(closing_on_friday, asked):
    asked(invited_at=november(25, 9))
    assert due_by_plan(closing_on_friday, november(26, 8)).count() == 0
    assert due_by_plan(closing_on_friday, november(26, 9)).count() == 1


def test_no_plan_no_reminder(closing_on_friday, asked):
    Discussion.objects.update(remind_before=[])
    closing_on_friday.refresh_from_db()
    asked(invited_at=november(16, 9))
    assert due_by_plan(closing_on_friday, november(27, 12)).count() == 0


def test_a_meeting_reminds_by_its_calendar(live, asked, now):
    asked(invited_at=now - 5 * DAY)
    Discussion.objects.update(opens_at=now - HOUR, closes_at=now + HOUR)
    live.refresh_from_db()
    assert due_by_plan(live, now).count() == 0
