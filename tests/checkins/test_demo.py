"""The demo's check-ins: the same on the same day, of every state, and on working days."""

import datetime as dt
from collections import Counter

import pytest

from accounts.isolation import enter
from checkins.demo import check_in_demo
from checkins.models import CheckIn, CheckInPlan, CheckInReason, Inherited
from stakeholders.demo.workspace import demo_workspace, make_demo
from stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def test_the_demo_has_check_ins_of_every_sort_once():
    make_demo(today=TODAY)
    workspace = demo_workspace()
    assert check_in_demo(workspace, today=TODAY)
    assert not check_in_demo(workspace, today=TODAY)
    enter(workspace=workspace.pk)
    assert CheckInPlan.objects.count() == Stakeholder.objects.exclude(segment="unknown").count()
    states = Counter(CheckIn.objects.values_list("origin", "state"))
    assert states == {
        ("planned", "held"): 8, ("planned", "due"): 2, ("planned", "skipped"): 1, ("planned", "missed"): 1,
        ("change", "due"): 3,
    }  # fmt: skip
    assert {day.weekday() for day in CheckIn.objects.filter(state="due").values_list("due_on", flat=True)} <= set(
        range(5)
    )
    reasons = CheckInReason.objects.values_list("event__says", "check_in__stakeholder__name")
    assert sorted(reasons) == [
        ("Nothing from Joel Marsh since 27 October 2026.", "Joel Marsh"), ("Viktor Lindqvist left.", "Gordon Pike"),
        ("Viktor Lindqvist left.", "Isabel Duarte"),
    ]  # fmt: skip
    assert [str(one.tie.target) for one in Inherited.objects.unverified()] == ["Gordon Pike"]
    for check_in in CheckIn.objects.all():
        check_in.full_clean()
