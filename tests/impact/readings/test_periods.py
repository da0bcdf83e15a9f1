"""Which periods are whole, which are missing, and how old a number is."""

import pytest

from impact.periods import Every
from impact.readings import LOOKED_BACK, covered_to
from tests.impact.readings.told import STEADY, TODAY, D, said, told
from tests.impact.rows import FLOW, a_metric, a_rebase, in_a_row, one

# A part of a period is not held against whole ones


def test_the_running_month_of_a_flow_is_not_judged():
    rows = [*in_a_row([100.0, 120.0] * 11), one(D(2026, 11, 1), 7.0, on=TODAY)]
    found = told(a_metric(**FLOW), rows)
    assert (found.points[-1].is_partial, found.points[-1].value, found.points[-1].judged) == (True, 7.0, None)
    assert (found.verdict.word, found.shown, found.latest.name) == ("No sign of change", "120", "November 2026")
    assert found.stretches[0].n == 22
    # It is known, so it is no gap.
    assert "Nothing is known" not in found.verdict.sentence
    # The age is that of the number that is shown.
    assert (found.days_old(TODAY), found.missing(TODAY)) == (23, 0)


def test_a_level_of_the_running_month_is_judged():
    rows = [*in_a_row([100.0, 120.0] * 11), one(D(2026, 11, 1), 7.0, on=TODAY)]
    found = told(a_metric(), rows)
    assert (found.points[-1].is_partial, found.verdict.word, found.shown) == (False, "Got worse", "7")


def test_what_was_counted_before_the_month_was_over_is_not_judged_later():
    rows = [*in_a_row([100.0, 120.0] * 10 + [100.0]), one(D(2026, 10, 1), 30.0, on=D(2026, 10, 9))]
    found = told(a_metric(**FLOW), rows)
    assert (found.points[-1].is_partial, found.shown, found.verdict.word) == (True, "100", "No sign of change")
    assert said(found.verdict).endswith(
        "October 2026 was counted before it was over and is not judged until its number is corrected."
    )
    assert found.days_old(TODAY) == 54
    followed = told(a_metric(**FLOW), [*rows, one(D(2026, 11, 1), 9.0, on=TODAY)])
    assert "October 2026 was counted before it was over" in followed.verdict.sentence
    assert followed.verdict.word == "No sign of change"


@pytest.mark.parametrize(
    ("start", "every", "stored", "covered"),
    [
        (D(2026, 10, 1), Every.MONTH, D(2026, 10, 28), D(2026, 10, 28)),
        (D(2026, 10, 1), Every.MONTH, D(2026, 10, 29), D(2026, 10, 31)),
        (D(2026, 10, 1), Every.MONTH, D(2026, 11, 1), D(2026, 10, 31)),
        (D(2026, 11, 2), Every.WEEK, D(2026, 11, 5), D(2026, 11, 5)),
        (D(2026, 11, 2), Every.WEEK, D(2026, 11, 6), D(2026, 11, 8)),
        (D(2024, 2, 1), Every.MONTH, D(2024, 2, 27), D(2024, 2, 29)),
        (D(2026, 7, 1), Every.QUARTER, D(2026, 7, 1), D(2026, 7, 1)),
        # Stored before it began, as no verb does: a day of it is the least.
        (D(2026, 7, 1), Every.QUARTER, D(2026, 6, 1), D(2026, 7, 1)),
    ],
)
def test_a_flow_counted_on_the_last_days_at_work_is_whole(start, every, stored, covered):
    row = one(start, 1.0, on=stored)
    assert covered_to(row, a_metric(every=every.value, **FLOW)) == covered
    assert covered_to(row, a_metric(every=every.value)) >= covered


def test_of_a_flow_that_has_only_begun_nothing_is_judged():
    found = told(a_metric(**FLOW), [one(D(2026, 11, 1), 7.0, on=TODAY)])
    assert (found.verdict.word, found.shown, found.stretches) == ("Too early to say", "7", ())
    assert said(found.verdict) == "No whole period is known yet, so there is nothing to judge."


def test_a_month_is_over_on_the_day_after_its_last_in_a_leap_year_too():
    metric = a_metric(**FLOW)
    rows = [one(D(2024, 1, 1), 5.0), one(D(2024, 2, 1), 6.0, on=D(2024, 2, 29))]
    assert told(metric, rows, today=D(2024, 2, 29)).shown == "5"
    assert told(metric, rows, today=D(2024, 3, 1)).shown == "6"


# How fresh


def test_old_numbers_say_how_old_they_are_and_how_many_are_missing():
    found = told(a_metric(), in_a_row(STEADY[:18]))
    assert found.latest.name == "June 2026"
    assert (found.days_old(TODAY), found.missing(TODAY)) == (146, 4)
    assert found.missing(D(2026, 7, 31)) == 0
    assert found.missing(D(2026, 8, 1)) == 1
    assert found.days_old(D(2026, 6, 15)) == 0


def test_the_latest_periods_are_looked_at_and_a_gap_counts_as_one():
    rows = in_a_row([100.0, 120.0] * 50, first=D(2010, 1, 1))
    rows.append(one(D(2018, 12, 1), 110.0))
    found = told(a_metric(), rows)
    assert (LOOKED_BACK, len(found.points), found.points[0].name) == (78, 78, "July 2012")
    assert found.stretches[0].n == 71
    early = told(a_metric(), rows, rebases=[a_rebase(D(2010, 6, 1))])
    assert early.stretches == found.stretches


def test_weeks_across_the_end_of_a_year_follow_each_other():
    rows = in_a_row([1.0, 2.0, 3.0], first=D(2026, 12, 21), every=Every.WEEK)
    found = told(a_metric(every="week"), rows, today=D(2027, 1, 12))
    assert [point.name for point in found.points] == [
        "Week of 21 Dec 2026", "Week of 28 Dec 2026", "Week of 4 Jan 2027",
    ]  # fmt: skip
    assert (found.missing(D(2027, 1, 17)), found.missing(D(2027, 1, 18))) == (0, 1)
