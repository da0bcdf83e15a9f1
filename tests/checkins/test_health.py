"""/healthz/schedule: numbers alone, and red when something waits."""

import datetime as dt
import time

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.utils import timezone

from checkins import health, ticking
from checkins.models import CheckInPlan, SchedulePulse
from mail import outbox
from mail.models import Message

pytestmark = pytest.mark.django_db
WELL = {
    "well": True, "starting": False, "oldest_overdue_plan_seconds": 0.0, "oldest_queued_mail_seconds": 0.0,
    "failed_mails": 0, "plans_in_trouble": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def up_for_long(monkeypatch):
    monkeypatch.setattr(health, "STARTED", health.STARTED - health.UNWELL_AFTER)


@pytest.mark.parametrize(
    "what",
    ["never", "nothing", "beat", "worker", "row", "smtp", "away", "on its way", "put off", "failed"],
)
def test_it_turns_red_with_what_stands_still(workspace, client, add_person, weekly, what):
    ago = dt.timedelta(seconds=31)
    if what != "never":
        ticking.tick()
    if what == "beat":
        SchedulePulse.objects.update(ticked_at=Now() - ago)
    elif what in ("worker", "row"):
        plan = weekly(add_person())
        CheckInPlan.objects.filter(pk=plan.pk).update(
            opens_at=Now() - ago if what == "worker" else Now() + ago, trouble="Broken" if what == "row" else ""
        )
    elif what in ("away", "on its way"):
        # Just tried; its next try is in a minute, or its lease ends then.
        mail = outbox.write(key="1", workspace=workspace, to="a@b.example", subject="A", text="B", kind="invitation")
        Message.objects.filter(pk=mail.pk).update(
            due_at=timezone.now() + dt.timedelta(seconds=60),
            tried_since=Now(),
            state="waiting" if what == "away" else "sending",
        )
    elif what in ("smtp", "put off", "failed"):
        mail = outbox.write(key="1", workspace=workspace, to="a@b.example", subject="A", text="B", kind="invitation")
        Message.objects.filter(pk=mail.pk).update(
            due_at=timezone.now() + ago,
            tried_since=Now() - ago,
            refusals=int(what == "put off"),
            state="failed" if what == "failed" else "waiting",
        )
    answer = client.get("/healthz/schedule")
    said = answer.json()
    assert answer.status_code == (200 if what in ("nothing", "on its way", "put off", "failed") else 503)
    assert (said["last_tick_seconds"] is None) == (what == "never")
    if what == "nothing":
        assert {name: said[name] for name in WELL} == WELL
    if what == "failed":
        assert said["failed_mails"] == 1
    if what == "worker":
        assert 31 <= said["oldest_overdue_plan_seconds"] < 40


@pytest.mark.parametrize("broken", [False, True])
def test_what_just_came_up_is_well_before_the_first_tick_unless_a_row_is_broken(
    workspace, client, add_person, weekly, monkeypatch, broken
):
    ago = Now() - dt.timedelta(hours=9)
    plan = weekly(add_person())
    CheckInPlan.objects.filter(pk=plan.pk).update(opens_at=ago, trouble="Broken" if broken else "")
    monkeypatch.setattr(health, "STARTED", time.monotonic())
    for _ in ("never ticked", "ticked yesterday"):
        answer = client.get("/healthz/schedule")
        assert (answer.status_code, answer.json()["starting"]) == (503 if broken else 200, True)
        SchedulePulse.objects.update_or_create(pk=1, defaults={"ticked_at": ago})


def test_without_the_database_it_is_not_well_and_says_so(client):
    def refuse(*args):
        raise OperationalError("host=10.0.0.7 password=secret")

    with connection.execute_wrapper(refuse):
        answer = client.get("/healthz/schedule")
    assert (answer.status_code, answer.json()) == (503, {"well": False, "database": "unavailable"})


def test_three_ticks_are_what_the_beat_is_told(settings):
    assert settings.CELERY_BEAT_SCHEDULE["tick"]["schedule"] == health.TICK_EVERY
