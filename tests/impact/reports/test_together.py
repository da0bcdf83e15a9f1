"""One number for a report's days, and what it is held against: like for like, or not at all."""

import datetime as dt

import pytest

from impact.periods import Every
from impact.reports.spans import Span
from impact.reports.together import Held, held_against, known_by, of_span
from tests.impact.rows import FLOW, PROMOTERS, SHARE, a_metric, in_a_row, one, promoters, share

D = dt.date
Q2, Q3 = Span(D(2026, 4, 1), D(2026, 6, 30)), Span(D(2026, 7, 1), D(2026, 9, 30))
TODAY = D(2026, 10, 5)
MONEY = {**FLOW, "unit_kind": "money", "currency": "EUR"}


def by_start(rows):
    return {row.starts_on: row for row in rows}


def whole(metric, rows, span=Q3, today=TODAY):
    found = of_span(metric, by_start(known_by(rows, metric, span.last)), span, today=today)
    return found.shown, found.of, found.is_so_far


def held(metric, rows, **more):
    return held_against(metric, by_start(rows), Q3, Q2, today=TODAY, **more)


def test_what_adds_up_is_added_up():
    rows = in_a_row([10, 20, 30, 40], first=D(2026, 7, 1))
    assert whole(a_metric(**MONEY), rows) == ("€60", "3 months added up: July to September 2026", False)


def test_a_gap_cannot_be_added_up_and_is_no_zero():
    rows = in_a_row([10, None, 30], first=D(2026, 7, 1))
    assert whole(a_metric(**MONEY), rows) == (
        "Not known", "August 2026 is not known, so the periods cannot be added up.", True,
    )  # fmt: skip


def test_what_is_not_counted_yet_leaves_a_number_so_far():
    rows = in_a_row([10, 20], first=D(2026, 7, 1))
    assert whole(a_metric(**MONEY), rows) == (
        "€30", "So far, 2 months added up: July and August 2026. September 2026 not known", True,
    )  # fmt: skip
    assert whole(a_metric(**MONEY), []) == ("Not known", "Nothing was measured yet.", True)


def test_a_month_that_was_counted_before_it_was_over_is_so_far():
    rows = [*in_a_row([10, 20], first=D(2026, 7, 1)), one(D(2026, 9, 1), 5, on=D(2026, 9, 10))]
    assert whole(a_metric(**MONEY), rows) == ("€35", "So far, 3 months added up: July to September 2026", True)


def test_a_mean_is_of_what_is_known():
    rows = in_a_row([10, None, 40], first=D(2026, 7, 1))
    assert whole(a_metric(), rows) == (
        "25", "Mean of 2 months: July and September 2026. August 2026 not known", True,
    )  # fmt: skip


def test_of_what_stands_the_last_one_stands_for_all():
    rows = in_a_row([10, 20, 30], first=D(2026, 7, 1))
    assert whole(a_metric(together="last"), rows) == ("30", "September 2026", False)


def test_answers_are_counted_together_with_their_interval():
    rows = [share(D(2026, month, 1), 40, 100) for month in (7, 8, 9)]
    found = of_span(a_metric(**SHARE), by_start(rows), Q3, today=TODAY)
    together = "3 months counted together: July to September 2026"
    assert (found.shown, found.of, found.n) == ("40\u00a0%", together, "of 300")
    # Wilson's interval of 120 of 300.
    assert found.interval == "34.6\u00a0% to 45.6\u00a0%"
    rows = [promoters(D(2026, month, 1), 6, 2, 2) for month in (7, 8, 9)]
    found = of_span(a_metric(**PROMOTERS), by_start(rows), Q3, today=TODAY)
    assert (found.value, found.n) == (40.0, "30 answers")


def test_weeks_belong_where_they_end():
    metric = a_metric(**FLOW, every="week")
    rows = in_a_row([1] * 30, first=D(2026, 4, 6), every=Every.WEEK)
    found = of_span(metric, by_start(known_by(rows, metric, Q3.last)), Q3, today=TODAY)
    # From the week that ends on 5 July to the one that ends on 27 September; that of 28 September reaches past it.
    assert (found.value, found.starts[0], found.starts[-1]) == (13, D(2026, 6, 29), D(2026, 9, 21))


def test_of_a_shorter_report_the_quarter_before_it_is_told():
    metric = a_metric(every="quarter")
    rows = in_a_row([7, 8], first=D(2026, 1, 1), every=Every.QUARTER)
    august = Span(D(2026, 8, 1), D(2026, 8, 31))
    assert whole(metric, rows, august) == ("8", "Q2 2026, the latest there is", False)


def test_nothing_of_later_days_is_known():
    metric = a_metric(**FLOW)
    rows = in_a_row([1, 2, 3, 4], first=D(2026, 7, 1))
    assert [row.value for row in known_by(rows, metric, D(2026, 8, 31))] == [1, 2]
    early = one(D(2026, 9, 1), 3, on=D(2026, 9, 12))
    assert known_by([early], metric, D(2026, 9, 12)) == [early]
    assert known_by([early], metric, D(2026, 9, 11)) == []


@pytest.mark.parametrize(
    ("fields", "values", "expected"),
    [
        (MONEY, [10, 10, 20, 20, 20, 20], "Up by 50\u00a0% on Q2 2026 (€40)."),
        (MONEY, [20, 20, 20, 20, 20, 20], "No difference from Q2 2026 (€60)."),
        (MONEY, [0, 0, 0, 1, 2, 3], "Up by €6 on Q2 2026 (€0)."),
        ({}, [4, 4, 4, 3, 3, 3], "Down by 25\u00a0% on Q2 2026 (4)."),
        ({"unit_kind": "ratio"}, [2, 2, 2, 2.5, 2.5, 2.5], "Up by 0.5 on Q2 2026 (2 to 1)."),
        ({"together": "last"}, [1, 1, 2, 5, 5, 3], "Up by 50\u00a0% on June 2026 (2)."),
        (MONEY, [10, 10, 20, 20, 20, None],
         "July and August 2026 alone, €40: up by 100\u00a0% on April and May 2026 (€20)."),
        (MONEY, [None, 10, 20, 20, 20, 20], "April 2026 is not known, so there is nothing to hold it against."),
    ],
)  # fmt: skip
def test_held_against_the_quarter_before(fields, values, expected):
    assert held(a_metric(**fields), in_a_row(values, first=D(2026, 4, 1))).sentence == expected


def test_two_shares_are_told_apart_from_chance():
    rows = [
        share(D(2026, month, 1), ahead, 400) for month, ahead in zip(range(4, 10), [120] * 3 + [160] * 3, strict=True)
    ]
    found = held(a_metric(**SHARE), rows)
    assert found.sentence == "Up by 10 percentage points on Q2 2026 (30\u00a0%)."
    assert (found.is_alike, found.verdict.word) == (True, "Got better")


def test_what_runs_is_held_against_nothing_for_nobody_counted_the_same_days():
    rows = [*in_a_row([10, 10, 10], first=D(2026, 4, 1)), one(D(2026, 7, 1), 4, on=D(2026, 7, 9))]
    found = held_against(a_metric(**MONEY), by_start(rows), Q3, Q2, today=D(2026, 7, 9))
    assert found == Held("No period of Q3 2026 is whole yet, and the same days of Q2 2026 were not counted apart.")


def test_another_meaning_or_another_process_is_not_held_against_what_was():
    rows = in_a_row([1, 1, 1, 2, 2, 2], first=D(2026, 4, 1))
    assert held(a_metric(**FLOW), rows, rebased=[D(2026, 8, 1)]).is_alike is False
    assert held(a_metric(**FLOW), rows, rebased=[D(2026, 4, 1)]).is_alike is True
    for row in rows[3:]:
        row.definition_version = 2
    assert held(a_metric(**FLOW), rows) == Held(
        "What it means was another in Q2 2026, so the two are not held against each other."
    )


def test_thirteen_weeks_are_not_held_against_fourteen():
    metric = a_metric(**FLOW, every="week")
    rows = by_start(in_a_row([1] * 60, first=D(2025, 9, 1), every=Every.WEEK))
    short, long = Span(D(2026, 2, 1), D(2026, 2, 28)), Span(D(2026, 3, 1), D(2026, 3, 31))
    assert held_against(metric, rows, long, short, today=D(2026, 10, 5)) == Held(
        "March 2026 has 5 weeks and February 2026 4: their sums are not alike."
    )


def test_a_quarter_is_not_held_against_months():
    metric = a_metric(every="quarter")
    rows = by_start(in_a_row([7, 8], first=D(2026, 1, 1), every=Every.QUARTER))
    august, july = Span(D(2026, 8, 1), D(2026, 8, 31)), Span(D(2026, 7, 1), D(2026, 7, 31))
    assert held_against(metric, rows, august, july, today=TODAY) == Held(
        "It is measured every quarter, so August 2026 and July 2026 cannot be held against each other."
    )
