"""Which days a report is about, what they are held against, and when the next one is due."""

import datetime as dt

import pytest

from impact.reports.spans import Against, Span, against, before, due, last_whole, year_before

D = dt.date


@pytest.mark.parametrize(
    ("cadence", "today", "first", "last", "name"),
    [
        ("month", D(2026, 3, 1), D(2026, 2, 1), D(2026, 2, 28), "February 2026"),
        ("month", D(2026, 1, 31), D(2025, 12, 1), D(2025, 12, 31), "December 2025"),
        ("quarter", D(2026, 11, 23), D(2026, 7, 1), D(2026, 9, 30), "Q3 2026"),
        ("quarter", D(2026, 10, 1), D(2026, 7, 1), D(2026, 9, 30), "Q3 2026"),
        ("year", D(2026, 1, 1), D(2025, 1, 1), D(2025, 12, 31), "2025"),
        ("asked", D(2026, 2, 3), D(2025, 10, 1), D(2025, 12, 31), "Q4 2025"),
    ],
)
def test_the_last_whole_period(cadence, today, first, last, name):
    found = last_whole(cadence, today)
    assert (found.first, found.last, str(found)) == (first, last, name)


@pytest.mark.parametrize(
    ("span", "earlier", "a_year"),
    [
        (Span(D(2026, 3, 1), D(2026, 3, 31)), Span(D(2026, 2, 1), D(2026, 2, 28)), Span(D(2025, 3, 1), D(2025, 3, 31))),
        (Span(D(2026, 7, 1), D(2026, 9, 30)), Span(D(2026, 4, 1), D(2026, 6, 30)), Span(D(2025, 7, 1), D(2025, 9, 30))),
        (Span(D(2025, 2, 1), D(2025, 2, 28)), Span(D(2025, 1, 1), D(2025, 1, 31)), Span(D(2024, 2, 1), D(2024, 2, 29))),
        (
            Span(D(2024, 2, 29), D(2024, 3, 9)),
            Span(D(2024, 2, 19), D(2024, 2, 28)),
            Span(D(2023, 2, 28), D(2023, 3, 9)),
        ),
    ],
)
def test_what_a_span_is_held_against(span, earlier, a_year):
    assert (before(span), year_before(span)) == (earlier, a_year)
    assert [against(span, what) for what in Against] == [earlier, a_year, None]


def test_a_span_has_its_days():
    assert str(Span(D(2026, 7, 3), D(2026, 9, 30))) == "3 Jul 2026 – 30 Sep 2026"
    with pytest.raises(ValueError, match="ends on the day it starts"):
        Span(D(2026, 7, 3), D(2026, 7, 2))


@pytest.mark.parametrize(
    ("cadence", "reported_to", "expected"),
    [
        ("quarter", None, Span(D(2026, 7, 1), D(2026, 9, 30))),
        ("quarter", D(2026, 6, 30), Span(D(2026, 7, 1), D(2026, 9, 30))),
        ("quarter", D(2026, 9, 30), None),
        ("month", D(2026, 9, 30), Span(D(2026, 10, 1), D(2026, 10, 31))),
        ("year", D(2025, 12, 31), None),
        ("asked", None, None),
    ],
)
def test_due(cadence, reported_to, expected):
    assert due(cadence, reported_to, D(2026, 11, 23)) == expected
