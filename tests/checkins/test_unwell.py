"""What leaders are told when check-ins stand still, and that a page which is well asks nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checkins import health, ticking, unwell
from checkins.health import Health
from checkins.models import CheckInPlan, SchedulePulse
from web.remembered import Remembered

NOW = dt.datetime(2026, 11, 23, 14, 5, tzinfo=dt.UTC)
WELL = {"last_tick": 4.0, "oldest_overdue": 0.0, "oldest_mail": 0.0, "failed": 3, "in_trouble": 9, "up_for": 600.0}


@pytest.mark.parametrize(
    ("changed", "plans", "found"),
    [
        ({}, 0, []),
        ({"last_tick": 30.0, "oldest_overdue": 30.0, "oldest_mail": 30.0}, 0, []),
        ({"last_tick": 31.0, "oldest_overdue": 900.0}, 0, [("stands", 31)]),
        ({"last_tick": None}, 0, [("stands", None)]),
        ({"last_tick": None, "up_for": 30.0}, 0, []),
        ({"oldest_overdue": 31.0}, 0, [("behind", 31)]),
        ({"oldest_mail": 31.0, "last_tick": 60.0}, 2, [("stands", 60), ("mails", 31), ("plans", None)]),
    ],
)
def test_the_worst_comes_first_and_says_since_when(changed, plans, found):
    told = unwell.troubles(Health(**{**WELL, **changed}), plans=plans, now=NOW)
    assert [(one.key, one.since) for one in told] == [
        (key, None if ago is None else NOW - dt.timedelta(seconds=ago)) for key, ago in found
    ]


@pytest.fixture
def looks(settings, monkeypatch):
    settings.SCHEDULE_LOOKED_AT_EVERY = 3600
    monkeypatch.setattr(unwell, "_looked", Remembered(9))
    monkeypatch.setattr(health, "STARTED", health.STARTED - health.UNWELL_AFTER)


@pytest.mark.django_db
def test_a_clock_that_stands_is_told_to_leaders_on_every_page_and_to_nobody_else(
    workspace, as_leader, as_member, as_executive, looks
):
    page, people = (reverse(name, args=["northwind"]) for name in ("today:today", "stakeholders:register"))
    ticking.tick()
    SchedulePulse.objects.update(ticked_at=Now() - dt.timedelta(minutes=5))
    says = "The clock of check-ins stands still: none is opened, and no brief is written."
    for address in (page, people):
        assert as_leader.get(address).content.decode().count(says) == 1
        assert as_member.get(address).content.decode().count(says) == 0
    assert as_executive.get(reverse("impact:overview", args=["northwind"])).content.decode().count(says) == 0
    assert as_leader.get(people, headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode().count(says) == 0
    what = as_leader.get(reverse("checkins:schedule", args=["northwind"])).content.decode()
    assert (what.count(says), what.count("python manage.py tick")) == (1, 1)


@pytest.mark.django_db
def test_a_page_that_is_well_asks_once_in_a_while(workspace, as_leader, settings, looks):
    page = reverse("checkins:notices", args=["northwind"])
    ticking.tick()
    as_leader.get(page)
    counts = []
    for every in (3600, 0):
        settings.SCHEDULE_LOOKED_AT_EVERY = every
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert "standing-notice" not in as_leader.get(page).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_only_plans_of_this_workspace_are_told(workspace, as_leader, add_person, weekly, as_stranger, looks):
    ticking.tick()
    plan = weekly(add_person("Marcus Hale"))
    CheckInPlan.objects.filter(pk=plan.pk).update(trouble="KeyError: Mars/Olympus", opens_at=NOW + dt.timedelta(9999))
    page = as_leader.get(reverse("checkins:schedule", args=["northwind"])).content.decode()
    says = "1 plan of check-ins cannot be opened."
    assert (page.count(says), page.count("Mars/Olympus"), page.count("Marcus Hale</bdi>")) == (1, 1, 1)
    elsewhere = as_stranger.get(reverse("checkins:schedule", args=["elsewhere"])).content.decode()
    assert (elsewhere.count(says), elsewhere.count("<strong>Yes.</strong>")) == (0, 1)
