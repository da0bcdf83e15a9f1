"""Hours and the dates of digests, in every time zone, over the nights on which clocks are set."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.notices.hours import Every, Hours, next_digest, turn

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MONDAY_TO_FRIDAY = frozenset(range(5))

hours = st.builds(
    lambda zone, times, days: Hours(zone, min(times), max(times), days),
    st.sampled_from(sorted(available_timezones())),
    st.sets(st.times().map(lambda time: time.replace(second=0, microsecond=0)), min_size=2, max_size=2),
    st.frozensets(st.integers(0, 6), min_size=1),
)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=dt.UTC))


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("2026-11-24 07:30", "2026-11-24 07:30"),  # Tuesday, 8:30 in Berlin
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 17:00", "2026-11-25 07:00"),  # six in the evening is the end
        ("2026-11-27 20:00", "2026-11-30 07:00"),  # over the weekend
        ("2026-03-28 12:00", "2026-03-30 06:00"),  # summer time has begun
    ],
)
def test_a_mail_waits_for_their_hours(moment, wanted):
    berlin = Hours("Europe/Berlin", dt.time(8), dt.time(18), MONDAY_TO_FRIDAY)
    assert berlin.first_within(utc(moment)) == utc(wanted)


@given(hours, moments)
@settings(max_examples=100)
def test_what_waits_leaves_within_eight_days_and_waits_no_second_time(hours, moment):
    leaves = hours.first_within(moment)
    assert moment <= leaves <= moment + 9 * DAY
    assert hours.first_within(leaves) == leaves
    # Between the two nothing would have left.
    assert leaves == moment or hours.first_within(leaves - (leaves - moment) / 2) == leaves
    assert leaves.astimezone(ZoneInfo(hours.zone)).weekday() in hours.weekdays


@given(hours, st.sampled_from(Every), moments, st.lists(st.integers(8, 60), min_size=1, max_size=12))
@settings(max_examples=30)
def test_no_date_is_left_out_and_none_comes_twice(hours, every, begun, naps):
    """Whoever looks every few hours writes each date of half a year once, at its time; clocks that jump or are set back
    in that hour change nothing of it."""
    due = first = next_digest(hours, every, None, begun)
    now, told = begun, []
    while due < first + 200 * DAY:
        now += naps[len(told) % len(naps)] * HOUR / 4
        if hours.begin_on(due) <= now:
            on, due = turn(hours, every, due, now)
            told.append(on)
    dates = [first + DAY * step for step in range((told[-1] - first).days + 1)]
    if every == Every.DAY:
        assert told == [day for day in dates if day.weekday() in hours.weekdays]
    else:
        assert told == [day for day in dates if day.weekday() == min(hours.weekdays)]


@given(hours, st.sampled_from(Every), moments, st.integers(0, 80))
@settings(max_examples=100)
def test_after_an_outage_the_latest_stands_for_all(hours, every, begun, days):
    due = next_digest(hours, every, None, begun)
    now = hours.begin_on(due) + days * DAY
    on, following = turn(hours, every, due, now)
    assert hours.begin_on(on) <= now < hours.begin_on(following)
    assert next_digest(hours, every, on, now) == following
