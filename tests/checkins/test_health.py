"""/healthz/schedule: numbers alone, and red when something waits."""

import datetime as dt

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from checkins import health, ticking
from checkins.models import CheckInPlan, SchedulePulse
from mail import outbox
from mail.models import Message

pytestmark = pytest.mark.django_db
WELL = {
    "well": True, "oldest_overdue_plan_seconds": 0.0, "oldest_queued_mail_seconds": 0.0, "failed_mails": 0,
    "plans_in_trouble": 0,
}  # fmt: skip


@pytest.mark.parametrize("what", ["never", "nothing", "beat", "worker", "row", "smtp", "put off", "failed"])
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
    assert answer.status_code == (200 if what in ("nothing", "put off", "failed") else 503)
    assert (said["last_tick_seconds"] is None) == (what == "never")
    if what == "nothing":
        assert {name: said[name] for name in WELL} == WELL
    if what == "failed":
        assert said["failed_mails"] == 1
    if what == "worker":
        assert 31 <= said["oldest_overdue_plan_seconds"] < 40


def test_three_ticks_are_what_the_beat_is_told(settings):
    assert settings.CELERY_BEAT_SCHEDULE["tick"]["schedule"] == health.TICK_EVERY
