"""Pace and progress: published values, and days at the ends of months and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.analysis.pacing import Period, like_part, pace, progress

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))


def paced(actual, target, period, today, *, is_flow=True):
    return pace(actual, target, period, today=today, is_flow=is_flow).figure


def test_pace_as_published():
    found = pace(320_000, 500_000, JUNE, today=date(2026, 6, 20), is_flow=True)
    assert (found.gone, found.days, round(found.figure.value, 12)) == (20, 30, 0.96)


def test_not_before_15_percent_of_the_period():
    assert paced(9, 100, Period(date(2026, 1, 1), date(2026, 4, 10)), date(2026, 1, 14)).value is None
    assert paced(15, 100, Period(date(2026, 1, 1), date(2026, 4, 10)), date(2026, 1, 15)).value == 1.0
    assert paced(9, 100, JUNE, date(2026, 6, 4)).reason == "Day 4 of 30 is too early to speak of a pace."
    assert paced(10, 60, JUNE, date(2026, 6, 5)).value == 1.0


def test_before_and_after_the_period():
    assert paced(0, 100, JUNE, date(2026, 5, 31)).reason == "The period has not begun."
    assert paced(80, 100, JUNE, date(2026, 8, 1)).value == 0.8


def test_a_level_has_no_pace_and_unknown_is_not_zero():
    assert paced(40, 100, JUNE, date(2026, 6, 20), is_flow=False).value is None
    assert paced(None, 100, JUNE, date(2026, 6, 20)).reason == "What was reached so far is not known."
    assert paced(0, 100, JUNE, date(2026, 6, 20)).value == 0.0


@pytest.mark.parametrize("target", [0, -1, float("nan")])
def test_a_pace_needs_a_target(target):
    with pytest.raises(ValueError, match="above zero"):
        paced(1, target, JUNE, date(2026, 6, 20))


@pytest.mark.parametrize(
    ("first", "last", "today", "gone", "days"),
    [
        # A leap year, its last day, and the days on which clocks change.
        (date(2024, 1, 1), date(2024, 12, 31), date(2024, 2, 29), 60, 366),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), 365, 365),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 29), 29, 31),
        (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 25), 25, 31),
        (date(2026, 5, 31), date(2026, 5, 31), date(2026, 5, 31), 1, 1),
    ],
)
def test_days_are_counted_by_the_calendar(first, last, today, gone, days):
    period = Period(first, last)
    assert (period.gone(today), period.days) == (gone, days)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="first day or later"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 3, 15), date(2026, 2, 15)),
        (date(2026, 3, 28), date(2026, 2, 28)),
        (date(2026, 3, 29), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2026, 5, 1), date(2026, 2, 28)),
    ],
)
def test_a_part_is_held_against_the_like_part(today, until):
    march, february = (Period(date(2026, month, 1), date(2026, month, last)) for month, last in ((3, 31), (2, 28)))
    assert like_part(march, february, today=today) == Period(february.first, until)
    assert like_part(march, february, today=date(2026, 2, 28)) is None


def test_a_short_period_that_is_over_is_held_against_all_of_the_longer():
    february, january = Period(date(2026, 2, 1), date(2026, 2, 28)), Period(date(2026, 1, 1), date(2026, 1, 31))
    assert like_part(february, january, today=date(2026, 2, 27)) == Period(january.first, date(2026, 1, 27))
    assert like_part(february, january, today=date(2026, 2, 28)) == january


@pytest.mark.parametrize(
    ("start", "target", "now", "value"),
    [
        (10, 5, 7, 0.6),
        (10, 5, 10, 0.0),
        (10, 5, 12, 0.0),
        (10, 5, 3, 1.0),
        (0, 200, 50, 0.25),
        (-10, 10, 0, 0.5),
    ],
)
def test_progress_of_a_key_result(start, target, now, value):
    assert progress(start, target, now).value == pytest.approx(value, abs=1e-12)


def test_progress_that_cannot_be_said():
    assert progress(5, 5, 5).reason == "It starts where it should end, so there is no way to go."
    assert progress(10, 5, None).reason == "Where it stands now is not known."


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_progress_stays_between_nothing_and_all(start, target, now):
    found = progress(start, target, now)
    if found.value is not None:
        assert 0 <= found.value <= 1


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_pace_of_the_whole_is_the_part_reached(length, later):
    period = Period(date(2024, 2, 1), date(2024, 2, 1) + timedelta(days=length))
    found = paced(3.0, 4.0, period, period.last + timedelta(days=later))
    assert found.value == 0.75
