"""Where a discussion stands in time, and what its moments are called."""

import datetime as dt

import pytest

from discussions.models import Discussion
from discussions.running.moments import closing_in_words, days_until, phase_of, reminding_moments

UTC = dt.UTC
BERLIN = "Europe/Berlin"
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "phase"),
    [
        ({}, "draft"),
        ({"opens_at": NOON + HOUR}, "planned"),
        ({"opens_at": NOON}, "open"),
        ({"opens_at": NOON - DAY, "closes_at": NOON + HOUR}, "open"),
        ({"opens_at": NOON - DAY, "closes_at": NOON}, "over"),
        ({"opens_at": NOON - DAY, "closes_at": NOON + DAY, "closed_at": NOON}, "over"),
    ],
)
def test_phases(fields, phase):
    assert phase_of(Discussion(**fields), NOON) == phase


def test_tomorrow_is_counted_in_midnights_there():
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already the 23rd in Berlin
    assert days_until(late + HOUR, late, "UTC") == 1
    assert days_until(late + HOUR, late, BERLIN) == 0
    assert closing_in_words(late + HOUR, late, "UTC") == "tomorrow"
    assert closing_in_words(late + HOUR, late, BERLIN) == "today"
    assert closing_in_words(NOON + 3 * DAY, NOON, "UTC") == "on Wednesday 25 November"


def test_the_plan_reminds_in_the_morning_whatever_the_clocks_do():
    closes = dt.datetime(2026, 10, 26, 18, tzinfo=UTC)  # clocks went back on the 25th
    assert [each.isoformat() for each in reminding_moments(closes, [1, 3, 3], BERLIN)] == [
        "2026-10-23T09:00:00+02:00",
        "2026-10-25T09:00:00+01:00",
    ]
    # Nobody is reminded of what is over.
    assert reminding_moments(dt.datetime(2026, 11, 22, 8, tzinfo=UTC), [0], "UTC") == []
