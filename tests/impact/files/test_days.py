"""Which period a cell names, by itself and by what its column shows."""

import datetime as dt

import pytest

from impact.files.cells import BadCell
from impact.files.days import Found, Length, Order, Span, order_of, read_span, start_in
from impact.periods import Every

D = dt.date
DAY, MONTH = Order.DAY_FIRST, Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("cell", "start", "length"),
    [
        ("2026-03", D(2026, 3, 1), "month"),
        ("2026/3", D(2026, 3, 1), "month"),
        ("03/2026", D(2026, 3, 1), "month"),
        ("2026-03-15", D(2026, 3, 15), "day"),
        ("2026-03-15T09:30:00Z", D(2026, 3, 15), "day"),
        ("2026-03-15 09:30", D(2026, 3, 15), "day"),
        ("20260315", D(2026, 3, 15), "day"),
        ("March 2026", D(2026, 3, 1), "month"),
        ("mar 2026", D(2026, 3, 1), "month"),
        ("Mar-26", D(2026, 3, 1), "month"),
        ("März 2026", D(2026, 3, 1), "month"),
        ("15 March 2026", D(2026, 3, 15), "day"),
        ("March 15th, 2026", D(2026, 3, 15), "day"),
        ("Q1 2026", D(2026, 1, 1), "quarter"),
        ("Q4/2025", D(2025, 10, 1), "quarter"),
        ("2026-Q2", D(2026, 4, 1), "quarter"),
        ("2026-W10", D(2026, 3, 2), "week"),
        ("2026W10", D(2026, 3, 2), "week"),
        ("KW 10 2026", D(2026, 3, 2), "week"),
        ("Week of 2 Mar 2026", D(2026, 3, 2), "week"),
        # The first week of a year can begin in the year before, and a year can have 53.
        ("2026-W01", D(2025, 12, 29), "week"),
        ("2026-W53", D(2026, 12, 28), "week"),
        ("2024-02-29", D(2024, 2, 29), "day"),
        (dt.datetime(2026, 3, 15, 23, 59), D(2026, 3, 15), "day"),
        (D(2026, 3, 15), D(2026, 3, 15), "day"),
    ],
)
def test_a_period_is_read(cell, start, length):
    assert read_span(cell, None) == Span(start, Length(length))


@pytest.mark.parametrize("cell", ["", "  ", None, "n/a", "unknown", "–", "?"])
def test_a_blank_cell_names_no_period(cell):
    assert read_span(cell, None) is None


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2026-13", "“2026-13” does not exist in the calendar."),
        ("2026-02-29", "“2026-02-29” does not exist in the calendar."),
        ("2025-W53", "“2025-W53” does not exist in the calendar."),
        ("soon", "“soon” is no period we understand. Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10."),
        ("2026", "“2026” is no period we understand. Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10."),
        (
            "Q5 2026",
            "“Q5 2026” is no period we understand. Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10.",
        ),
        (
            "Mar Apr 2026",
            "“Mar Apr 2026” is no period we understand. Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10.",
        ),
        (45000, "“45000” is no period we understand. Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10."),
        ("03/04/2026", "“03/04/2026” can be read in two ways: say below whether the day or the month comes first."),
        ("31.02.2026", "“31.02.2026” can be read in two ways: say below whether the day or the month comes first."),
    ],
)
def test_what_is_no_period_is_said(cell, sentence):
    with pytest.raises(BadCell) as caught:
        read_span(cell, None)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("cell", "order", "start"),
    [
        ("15.03.2026", DAY, D(2026, 3, 15)),
        ("03/15/2026", MONTH, D(2026, 3, 15)),
        ("03/04/2026", DAY, D(2026, 4, 3)),
        ("03/04/2026", MONTH, D(2026, 3, 4)),
        ("3-4-26", DAY, D(2026, 4, 3)),
        ("03/04/2026 14:22", MONTH, D(2026, 3, 4)),
        # The same either way.
        ("05/05/2026", None, D(2026, 5, 5)),
    ],
)
def test_dates_in_figures_follow_their_column(cell, order, start):
    assert read_span(cell, order) == Span(start, Length.DAY)


def test_a_date_that_does_not_fit_its_column_is_said():
    with pytest.raises(BadCell) as caught:
        read_span("03/15/2026", DAY)
    sentence = "“03/15/2026” does not fit the other dates of its column, in which the day comes first."
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["03/04/2026", "15/04/2026"], Found(DAY)),
        (["03/04/2026", "04/15/2026"], Found(MONTH)),
        (["01.02.2026", "01.03.2026"], Found(None, "01.02.2026")),
        (["15.02.2026", "02/15/2026", "01/02/2026"], Found(None, "01/02/2026")),
        (["05/05/2026", "2026-03-01", "March 2026"], Found(None)),
        ([D(2026, 3, 1), None, ""], Found(None)),
    ],
)
def test_the_column_says_what_comes_first(cells, found):
    assert order_of(cells) == found


@pytest.mark.parametrize(
    ("cell", "every", "start"),
    [
        ("2026-03-15", Every.WEEK, D(2026, 3, 9)),
        ("2026-03-15", Every.MONTH, D(2026, 3, 1)),
        ("2026-03-15", Every.QUARTER, D(2026, 1, 1)),
        ("2026-01-01", Every.WEEK, D(2025, 12, 29)),
        ("2026-03", Every.MONTH, D(2026, 3, 1)),
        ("Q1 2026", Every.QUARTER, D(2026, 1, 1)),
        ("2026-W10", Every.WEEK, D(2026, 3, 2)),
    ],
)
def test_a_day_lies_in_one_period_of_the_metric(cell, every, start):
    assert start_in(read_span(cell, None), every, cell) == start


@pytest.mark.parametrize(
    ("cell", "every", "sentence"),
    [
        ("2026-W10", Every.MONTH, "“2026-W10” is a week, and this metric has one number a month."),
        ("Q1 2026", Every.MONTH, "“Q1 2026” is a quarter, and this metric has one number a month."),
        ("2026-03", Every.QUARTER, "“2026-03” is a month, and this metric has one number a quarter."),
    ],
)
def test_another_length_is_no_period_of_the_metric(cell, every, sentence):
    with pytest.raises(BadCell) as caught:
        start_in(read_span(cell, None), every, cell)
    assert caught.value.sentence == sentence
