"""When something recurs: short months, weekdays, holidays, and clocks that jump."""

import datetime as dt

import pytest

from checkins.recurrences import (
    By,
    NoRecurrenceError,
    Recurrence,
    Unit,
    instant,
    moved_off,
    working_day_before,
)

D = dt.date
MONTHLY = {"unit": Unit.MONTHS, "interval": 1}


def dates(recurrence: Recurrence, until: dt.date) -> list[str]:
    return [day.isoformat() for day in recurrence.occurrences(recurrence.starts_on - dt.timedelta(days=1), until)]


@pytest.mark.parametrize(
    ("recurrence", "until", "expected"),
    [
        # The 31st of a month that has none is its last day, and the one after is the 31st again.
        (
            Recurrence(**MONTHLY, by=By.DAY, day=31, starts_on=D(2028, 1, 31)),
            D(2028, 5, 31),
            ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"],
        ),
        (
            Recurrence(Unit.MONTHS, 12, By.DAY, D(2027, 2, 1), day=29),
            D(2029, 12, 31),
            ["2027-02-28", "2028-02-29", "2029-02-28"],
        ),
        (
            Recurrence(**MONTHLY, by=By.WEEKDAY, nth=1, weekday=1, starts_on=D(2026, 12, 2)),
            D(2027, 3, 31),
            ["2027-01-05", "2027-02-02", "2027-03-02"],
        ),
        (
            Recurrence(Unit.MONTHS, 3, By.WEEKDAY, D(2026, 11, 1), nth=-1, weekday=4),
            D(2027, 8, 31),
            ["2026-11-27", "2027-02-26", "2027-05-28", "2027-08-27"],
        ),
        # Weeks are counted from the week it starts in, over the end of the year.
        (
            Recurrence(Unit.WEEKS, 4, By.WEEKDAY, D(2026, 11, 25), weekday=1),
            D(2027, 2, 28),
            ["2026-12-22", "2027-01-19", "2027-02-16"],
        ),
    ],
)
def test_it_recurs_on_local_dates(recurrence, until, expected):
    assert dates(recurrence, until) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": Unit.WEEKS, "by": By.DAY, "day": 1},
        {"unit": Unit.WEEKS, "by": By.WEEKDAY, "weekday": 1, "nth": 1},
        {"unit": Unit.MONTHS, "by": By.WEEKDAY, "weekday": 1},
        {"unit": Unit.MONTHS, "by": By.WEEKDAY, "weekday": 1, "nth": 5},
        {"unit": Unit.MONTHS, "by": By.DAY, "day": 32},
        {"unit": Unit.WEEKS, "by": By.WEEKDAY, "weekday": 1, "interval": 0},
    ],
)
def test_what_makes_no_pattern_is_refused(fields):
    with pytest.raises(NoRecurrenceError):
        Recurrence(**{"interval": 1, "starts_on": D(2026, 11, 23), **fields})


def test_it_moves_off_weekends_and_holidays():
    christmas = {D(2026, 12, 25), D(2026, 12, 28)}
    assert moved_off(D(2026, 12, 24), christmas) == D(2026, 12, 24)
    assert moved_off(D(2026, 12, 25), christmas) == D(2026, 12, 29)
    assert working_day_before(D(2026, 12, 29), christmas) == D(2026, 12, 24)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (D(2027, 3, 28), dt.time(2, 30), "Europe/Berlin", "2027-03-28T01:30:00+00:00"),  # 03:30, an hour later
        (D(2027, 10, 31), dt.time(2, 30), "Europe/Berlin", "2027-10-31T00:30:00+00:00"),  # the first 02:30
        (D(2027, 4, 4), dt.time(1, 45), "Australia/Lord_Howe", "2027-04-03T14:45:00+00:00"),  # half an hour back
        (D(2011, 12, 30), dt.time(9, 30), "Pacific/Apia", "2011-12-30T19:30:00+00:00"),  # a day that never was
        (D(2026, 11, 23), dt.time(9, 30), "Asia/Kathmandu", "2026-11-23T03:45:00+00:00"),
    ],
)
def test_a_gap_shifts_forward_and_a_fold_takes_the_first(day, at, zone, expected):
    assert instant(day, at, zone).isoformat() == expected
