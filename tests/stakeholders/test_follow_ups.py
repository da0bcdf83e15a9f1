"""Follow-ups lie ahead when planned, and are done once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stakeholders.follow_ups import finish_follow_up, plan_follow_up
from stakeholders.models import FollowUp


def test_planned_due_and_done(add_person, leader):
    today = timezone.localdate()
    follow_up = plan_follow_up(add_person(), author=leader, due_on=today, words="  Call her  ")
    assert (follow_up.words, follow_up.done_on) == ("Call her", None)
    assert list(FollowUp.objects.due(today)) == [follow_up]
    assert list(FollowUp.objects.due(today - dt.timedelta(days=1))) == []
    finish_follow_up(follow_up, on=dt.date(2026, 1, 5))
    finish_follow_up(follow_up)
    follow_up.refresh_from_db()
    assert follow_up.done_on == dt.date(2026, 1, 5)
    assert list(FollowUp.objects.open()) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"due_on": dt.date(2001, 1, 1)}, "A follow-up lies ahead; this date has passed."),
        ({"words": "  "}, "This field cannot be blank."),
        ({"words": "x" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_what_cannot_be_planned_is_said(add_person, leader, wrong, problem):
    with pytest.raises(ValidationError) as refused:
        plan_follow_up(add_person(), author=leader, **{"due_on": timezone.localdate(), "words": "Call", **wrong})
    assert refused.value.messages == [problem]
    assert FollowUp.objects.count() == 0
