"""Contacts and their follow-ups."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stakeholders.models import Touchpoint
from stakeholders.touchpoints import log_touchpoint, mark_followed_up


def test_a_contact_is_dated_today_unless_said_otherwise(add_person, leader):
    today = timezone.localdate()
    contact = log_touchpoint(add_person(), author=leader, kind="call", summary="  Asked for the forecast \n")
    assert (contact.happened_on, contact.mood, contact.summary, contact.follow_up_by) == (
        today, "unknown", "Asked for the forecast", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"happened_on": dt.date(2999, 1, 1)}, "Log what has happened; this date is still to come."),
        (
            {"happened_on": dt.date(2026, 5, 2), "follow_up_by": dt.date(2026, 5, 1)},
            "A follow-up comes after the contact itself.",
        ),
        ({"kind": "telepathy"}, "Value 'telepathy' is not a valid choice."),
    ],
)
def test_what_cannot_be_is_refused(add_person, leader, given, problem):
    with pytest.raises(ValidationError) as caught:
        log_touchpoint(add_person(), author=leader, **{"kind": "call", **given})
    assert caught.value.messages == [problem]
    assert Touchpoint.objects.count() == 0


def test_a_follow_up_is_due_until_it_is_done_and_is_done_once(add_person, leader):
    contact = log_touchpoint(
        add_person(), author=leader, kind="meeting", happened_on=dt.date(2026, 5, 1), follow_up_by=dt.date(2026, 5, 8)
    )
    assert list(Touchpoint.objects.due(dt.date(2026, 5, 7))) == []
    assert list(Touchpoint.objects.due(dt.date(2026, 5, 8))) == [contact]
    mark_followed_up(contact, on=dt.date(2026, 5, 9))
    mark_followed_up(contact, on=dt.date(2026, 6, 1))
    contact.refresh_from_db()
    assert contact.followed_up_on == dt.date(2026, 5, 9)
    assert list(Touchpoint.objects.due(dt.date(2026, 6, 2))) == []
