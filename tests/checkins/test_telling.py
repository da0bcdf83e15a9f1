"""Patterns in words, the next dates, and what a day off moves."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.recurrences import DAY, By, Recurrence, Unit, moved_off
from checkins.telling import in_words, moved_by, next_dates, why_closed

MONDAY = dt.date(2026, 3, 2)
AT = dt.time(9, 30)


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence(Unit.WEEKS, 4, By.WEEKDAY, MONDAY, weekday=1), "every 4 weeks on Tuesday at 09:30"),
        (Recurrence(Unit.WEEKS, 1, By.WEEKDAY, MONDAY, weekday=4), "every week on Friday at 09:30"),
        (
            Recurrence(Unit.MONTHS, 1, By.WEEKDAY, MONDAY, nth=1, weekday=1),
            "every month on the first Tuesday at 09:30",
        ),
        (
            Recurrence(Unit.MONTHS, 3, By.WEEKDAY, MONDAY, nth=-1, weekday=2),
            "every 3 months on the last Wednesday at 09:30",
        ),
        (Recurrence(Unit.MONTHS, 12, By.DAY, MONDAY, day=22), "every year in March, on the 22nd at 09:30"),
        (Recurrence(Unit.MONTHS, 24, By.DAY, MONDAY, day=11), "every 2 years in March, on the 11th at 09:30"),
        (Recurrence(Unit.MONTHS, 2, By.DAY, MONDAY, day=31), "every 2 months on the last day at 09:30"),
        (
            Recurrence(Unit.MONTHS, 1, By.DAY, MONDAY, day=30),
            "every month on the 30th, or the last day of a shorter month, at 09:30",
        ),
    ],
)
def test_a_pattern_in_words(recurrence, words):
    assert in_words(recurrence, AT) == words


def test_the_next_dates_step_over_days_off():
    fridays = Recurrence(Unit.WEEKS, 1, By.WEEKDAY, MONDAY, weekday=4)
    good_friday, easter_monday = dt.date(2026, 4, 3), dt.date(2026, 4, 6)
    assert next_dates(fridays, dt.date(2026, 3, 27), {good_friday, easter_monday}) == [
        (good_friday, dt.date(2026, 4, 7)),
        (dt.date(2026, 4, 10), dt.date(2026, 4, 10)),
        (dt.date(2026, 4, 17), dt.date(2026, 4, 17)),
    ]
    assert why_closed(good_friday, {good_friday: "Good Friday"}) == "a holiday (Good Friday)"
    assert why_closed(dt.date(2026, 4, 4), {}) == "a Saturday"
    assert why_closed(easter_monday, {}) == ""


@given(st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), st.sets(st.integers(-9, 9)))
def test_a_day_off_moves_what_would_come_elsewhere_without_it(day, others):
    holidays = {day + DAY * step for step in others} | {day}
    moved = moved_by(day, holidays)
    for step in range(-40, 41):
        date = day + DAY * step
        assert (moved_off(date, holidays) != moved_off(date, holidays - {day})) == (date in moved)
