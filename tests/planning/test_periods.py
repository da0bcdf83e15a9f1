"""Quarters and years by name, and what a form offers."""

import datetime as dt

import pytest

from planning.periods import offered, period_name, period_of, quarter, whole_year


def test_quarters_end_on_the_last_day_of_their_month():
    assert [(quarter(2028, number).starts_on, quarter(2028, number).ends_on) for number in (1, 2, 3, 4)] == [
        (dt.date(2028, 1, 1), dt.date(2028, 3, 31)),
        (dt.date(2028, 4, 1), dt.date(2028, 6, 30)),
        (dt.date(2028, 7, 1), dt.date(2028, 9, 30)),
        (dt.date(2028, 10, 1), dt.date(2028, 12, 31)),
    ]


@pytest.mark.parametrize("today", [dt.date(2026, 10, 1), dt.date(2026, 12, 31)])
def test_this_quarter_is_offered_first_and_then_what_comes(today):
    assert [period.key for period in offered(today)] == [
        "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2026", "2027",
    ]  # fmt: skip
    assert [period.label for period in offered(today)][-2:] == ["The year 2026", "The year 2027"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "name"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 12, 31), "Q4 2026"),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026"),
        (dt.date(2026, 11, 3), dt.date(2027, 2, 2), "3 Nov 2026 – 2 Feb 2027"),
        (dt.date(2026, 1, 1), dt.date(2026, 3, 30), "1 Jan 2026 – 30 Mar 2026"),
    ],
)
def test_a_period_is_called_by_its_name_where_it_has_one(starts_on, ends_on, name):
    assert period_name(starts_on, ends_on) == name


def test_a_period_is_found_by_its_days():
    assert period_of(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == whole_year(2026)
    assert period_of(dt.date(2026, 4, 1), dt.date(2026, 6, 30)) == quarter(2026, 2)
    assert period_of(dt.date(2026, 4, 2), dt.date(2026, 6, 30)) is None
