"""People who are due for a check-in."""

import datetime as dt

import pytest
from django.db import connection

from checkins.models import CheckInPlan
from checkins.plans import Wish, own_pattern
from checkins.recurrences import By, Recurrence, Unit


def database_now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]


@pytest.fixture
def weekly():
    """`weekly(person)`: a plan of their own, every week on the weekday of tomorrow, whose next check-in is due now."""

    def make(person, *, behind: int = 0, zone: str = "Etc/UTC") -> CheckInPlan:
        now = database_now()
        next_for = now.date() + dt.timedelta(days=1) - behind * dt.timedelta(weeks=1)
        recurrence = Recurrence(Unit.WEEKS, 1, By.WEEKDAY, next_for, weekday=next_for.weekday())
        plan = own_pattern(person, Wish(recurrence, dt.time(9, 30), zone, "meeting"), expected_version=None)
        due = dt.datetime.combine(next_for, dt.time(9, 30), tzinfo=dt.UTC)
        CheckInPlan.objects.filter(pk=plan.pk).update(
            next_for=next_for, next_due_at=due, opens_at=due - dt.timedelta(days=4)
        )
        plan.refresh_from_db()
        return plan

    return make
