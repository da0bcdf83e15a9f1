"""Weeks, months and quarters: their ends, leap years, and years that begin in the middle of a week."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.periods import DAY, Every, following, how_many, last_day, name_of, start_of, starts

D = dt.date
WEEK, MONTH, QUARTER = Every.WEEK, Every.MONTH, Every.QUARTER
days = st.dates(D(1900, 1, 1), D(2199, 12, 31))
every = st.sampled_from(Every)


@pytest.mark.parametrize(
    ("day", "kind", "start", "last", "name"),
    [
        (D(2024, 2, 29), MONTH, D(2024, 2, 1), D(2024, 2, 29), "February 2024"),
        (D(2026, 2, 28), MONTH, D(2026, 2, 1), D(2026, 2, 28), "February 2026"),
        # A century that is no leap year, and one that is.
        (D(1900, 2, 1), MONTH, D(1900, 2, 1), D(1900, 2, 28), "February 1900"),
        (D(2000, 2, 1), MONTH, D(2000, 2, 1), D(2000, 2, 29), "February 2000"),
        (D(2026, 12, 31), MONTH, D(2026, 12, 1), D(2026, 12, 31), "December 2026"),
        (D(2026, 1, 1), QUARTER, D(2026, 1, 1), D(2026, 3, 31), "Q1 2026"),
        (D(2026, 5, 31), QUARTER, D(2026, 4, 1), D(2026, 6, 30), "Q2 2026"),
        (D(2026, 9, 30), QUARTER, D(2026, 7, 1), D(2026, 9, 30), "Q3 2026"),
        (D(2026, 12, 31), QUARTER, D(2026, 10, 1), D(2026, 12, 31), "Q4 2026"),
        # 2026-W53 of ISO 8601 begins in 2026 and ends in 2027; 2025-W01 begins in 2024.
        (D(2027, 1, 1), WEEK, D(2026, 12, 28), D(2027, 1, 3), "Week of 28 Dec 2026"),
        (D(2025, 1, 5), WEEK, D(2024, 12, 30), D(2025, 1, 5), "Week of 30 Dec 2024"),
        (D(2024, 2, 29), WEEK, D(2024, 2, 26), D(2024, 3, 3), "Week of 26 Feb 2024"),
        # The Sundays on which clocks change in Europe.
        (D(2026, 3, 29), WEEK, D(2026, 3, 23), D(2026, 3, 29), "Week of 23 Mar 2026"),
        (D(2026, 10, 25), WEEK, D(2026, 10, 19), D(2026, 10, 25), "Week of 19 Oct 2026"),
    ],
)
def test_the_period_that_a_day_is_in(day, kind, start, last, name):
    assert start_of(day, kind) == start
    assert last_day(start, kind) == last
    assert following(start, kind) == last + DAY
    assert name_of(start, kind) == name


def test_all_periods_between_two_days():
    assert list(starts(D(2026, 1, 31), D(2026, 3, 1), MONTH)) == [D(2026, 1, 1), D(2026, 2, 1), D(2026, 3, 1)]
    assert list(starts(D(2026, 12, 27), D(2027, 1, 4), WEEK)) == [D(2026, 12, 21), D(2026, 12, 28), D(2027, 1, 4)]
    assert list(starts(D(2025, 12, 31), D(2026, 1, 1), QUARTER)) == [D(2025, 10, 1), D(2026, 1, 1)]
    assert list(starts(D(2026, 3, 1), D(2026, 2, 28), MONTH)) == []


def test_52_or_53_weeks_begin_in_a_year():
    in_2026 = [start for start in starts(D(2026, 1, 1), D(2026, 12, 31), WEEK) if start.year == 2026]
    in_2029 = [start for start in starts(D(2029, 1, 1), D(2029, 12, 31), WEEK) if start.year == 2029]
    assert (len(in_2026), len(in_2029)) == (52, 53)


@given(day=days, kind=every)
def test_every_day_is_in_one_period_and_periods_meet(day, kind):
    start = start_of(day, kind)
    assert start <= day <= last_day(start, kind)
    assert start_of(start, kind) == start
    assert start_of(following(start, kind), kind) == following(start, kind)
    assert start_of(last_day(start, kind), kind) == start


@given(one=days, other=days, kind=every)
def test_periods_are_counted_as_they_are_listed(one, other, kind):
    one, other = min(one, other), max(one, other)
    first, last = start_of(one, kind), start_of(other, kind)
    assert how_many(first, last, kind) == len(list(starts(one, other, kind)))
    assert how_many(following(last, kind), first, kind) == 0
