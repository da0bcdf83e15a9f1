"""What a metric has reached of its target, and whether it keeps its pace."""

import datetime as dt

import pytest

from impact.periods import Every
from impact.readings import read
from tests.impact.readings.told import BY_THE_END, STEADY, THROUGHOUT, TODAY, YEAR, D, said, told
from tests.impact.rows import FLOW, a_metric, a_target, in_a_row, one

# Targets


def test_without_a_target_nothing_is_healthy():
    found = told(a_metric(), in_a_row(STEADY))
    assert (found.target, found.asked, found.pace_verdict) == (None, None, None)
    assert said(found.verdict).endswith("There is no target.")
    assert found.verdict.tone == "plain"
    over = told(a_metric(), in_a_row(STEADY), targets=[a_target(5, D(2025, 1, 1), D(2025, 12, 31))])
    assert (over.target, said(over.verdict).endswith("There is no target.")) == (None, True)
    assert over.points[0].due == 5


@pytest.mark.parametrize(
    ("good", "value", "ending"),
    [
        ("up", 5, "It will reach 5 every time as things are."),
        ("up", 30, "It will not reach 30 as things are."),
        ("up", 12, "It will not reach 12 reliably as things are."),
        ("down", 30, "It will stay at or below 30 every time as things are."),
        ("down", 5, "It will not stay at or below 5 as things are."),
        ("neither", 5, "Nobody said whether more or less is better, so 5 cannot be judged as a target."),
    ],
)
def test_the_target_is_held_against_the_limits(good, value, ending):
    found = told(a_metric(good=good), in_a_row(STEADY), targets=[a_target(value, *YEAR)])
    assert (found.asked, said(found.verdict).endswith(ending)) == (value, True)


def test_a_level_that_starts_on_its_target_is_judged_by_its_limits():
    found = told(a_metric(), in_a_row(STEADY), targets=[a_target(12, *YEAR, baseline=12)])
    assert [point.due for point in found.points[12:]] == [12.0] * 8
    assert found.asked == 12
    assert said(found.verdict).endswith("It will not reach 12 reliably as things are.")


def test_too_few_values_reach_no_target():
    found = told(a_metric(), in_a_row([12.0, 12.0]), targets=[a_target(5, *YEAR)])
    assert said(found.verdict).endswith("Whether it will reach 5 cannot be said yet.")


@pytest.mark.parametrize(
    "target",
    [a_target(200, *YEAR, course=BY_THE_END), a_target(200, D(2026, 1, 15), D(2026, 12, 15))],
    ids=["by the end", "months in part"],
)
def test_a_target_of_all_periods_together_is_no_missing_target(target):
    found = told(a_metric(**FLOW), in_a_row(STEADY), targets=[target])
    assert (found.target, found.asked) == (target, None)
    assert said(found.verdict).endswith(
        "Its target is for all of its time together, so no single period can be held against it."
    )


def test_the_target_that_holds_today_is_the_one_that_counts():
    old, new = a_target(5, D(2025, 1, 1), D(2025, 12, 31)), a_target(30, *YEAR)
    found = told(a_metric(), in_a_row(STEADY), targets=[old, new])
    assert found.target is new
    assert [found.points[place].due for place in (0, 11, 12, 19)] == [5, 5, 30, 30]


# Pace


def paced(values, *, target=None, today=TODAY, first=YEAR[0], last=None, metric=None, **more):
    metric = metric or a_metric(**FLOW)
    every = Every(metric.every)
    rows = in_a_row(values, first=first, every=every)
    if last is not None:
        rows.append(last)
    return told(metric, rows, targets=[target or a_target(1200, *YEAR, **more)], today=today)


def test_the_pace_counts_to_the_last_day_that_was_counted():
    # Ten months of 100: day 304 of 365, whatever is not counted yet.
    found = paced([100.0] * 10).pace
    assert (found.actual, found.gone, found.days, round(found.figure.value, 4)) == (1000.0, 304, 365, 1.0005)
    assert paced([100.0] * 10, today=D(2026, 12, 31)).pace == found


def test_the_pace_counts_the_running_month_to_the_day_it_was_counted():
    rows = [100.0] * 10
    found = paced(rows, last=one(D(2026, 11, 1), 50.0, on=D(2026, 11, 10))).pace
    assert (found.actual, found.gone) == (1050.0, 314)
    now = paced(rows, last=one(D(2026, 11, 1), 50.0, on=TODAY)).pace
    assert (now.actual, now.gone) == (1050.0, 327)


def test_a_gap_is_not_nothing_so_there_is_no_pace_across_it():
    found = paced([100.0, 100.0, None, 100.0])
    assert (found.pace.actual, found.pace.figure.value) == (None, None)
    assert (found.pace_verdict.word, said(found.pace_verdict)) == (
        "Not known", "March 2026 is not known, so what was reached cannot be added up.",
    )  # fmt: skip
    late = paced([100.0, 100.0], first=D(2026, 2, 1))
    assert said(late.pace_verdict) == "January 2026 is not known, so what was reached cannot be added up."


def test_a_part_of_a_month_that_is_over_leaves_a_hole_in_the_pace():
    rows = [one(D(2026, 1, 1), 100.0, on=D(2026, 1, 9)), one(D(2026, 2, 1), 100.0)]
    found = told(a_metric(**FLOW), rows, targets=[a_target(1200, *YEAR)])
    assert said(found.pace_verdict) == "January 2026 was counted before it was over, so a part is missing."
    alone = told(a_metric(**FLOW), rows[:1], targets=[a_target(1200, *YEAR)]).pace
    assert (alone.actual, alone.gone) == (100.0, 9)


def test_no_pace_before_15_percent_of_the_time_and_none_of_what_is_not_known():
    assert said(paced([100.0]).pace_verdict) == "Day 31 of 365 is too early to speak of a pace."
    assert paced([100.0, 100.0]).pace.figure.value is not None
    none = told(a_metric(**FLOW), in_a_row(STEADY[:12]), targets=[a_target(1200, *YEAR)])
    assert (none.pace_verdict.word, said(none.pace_verdict)) == (
        "Not known", "What was reached so far is not known.",
    )  # fmt: skip


def test_a_level_has_no_pace_and_neither_has_what_each_period_has_for_itself():
    assert paced(STEADY[:10], metric=a_metric()).pace is None
    assert paced(STEADY[:10], course=THROUGHOUT).pace is None
    assert paced(STEADY[:10], metric=a_metric(nature="flow", together="mean")).pace is None
    assert paced(STEADY[:10], target=a_target(0, *YEAR), metric=a_metric(good="down", **FLOW)).pace is None
    assert paced(STEADY[:10], course=BY_THE_END).pace.figure.value is not None


def test_months_that_a_target_covers_in_part_cannot_be_added_up():
    found = paced([100.0] * 10, target=a_target(1200, D(2026, 1, 15), D(2026, 12, 31)))
    assert said(found.pace_verdict) == "Its target does not begin and end with a month, so there is nothing to add up."


def test_weeks_are_added_up_where_they_begin_however_many_they_are():
    weekly = a_metric(every="week", **FLOW)
    quarter = a_target(1300, D(2026, 1, 1), D(2026, 3, 31))
    found = paced([100.0] * 6, first=D(2025, 12, 29), target=quarter, metric=weekly, today=D(2026, 2, 10))
    # The first week is the old year's: five of thirteen.
    assert (found.pace.actual, found.pace.gone, found.pace.days, found.pace.figure.value) == (500.0, 35, 91, 1.0)
    # More weeks than are looked back at.
    years = a_target(15600, D(2024, 1, 1), D(2026, 12, 27))
    long = paced([100.0] * 150, first=D(2024, 1, 1), target=years, metric=weekly)
    assert (len(long.points), long.pace.actual, long.pace.gone, long.pace.days) == (78, 15000.0, 1050, 1092)
    assert long.pace.figure.value == 1.0


@pytest.mark.parametrize(
    ("month", "word", "tone"),
    [(90.0, "Within its target", "good"), (105.0, "Slightly over", "plain"), (150.0, "Over its target", "concern"),
     (0.0, "Within its target", "good")],
)  # fmt: skip
def test_what_should_stay_below_its_target_is_not_praised_for_going_over(month, word, tone):
    found = paced([month] * 10, metric=a_metric(good="down", unit_kind="money", currency="EUR", **FLOW))
    assert (found.pace_verdict.word, found.pace_verdict.tone) == (word, tone)
    assert "of at most €1,200 on day 304 of 365" in found.pace_verdict.sentence


def test_the_pace_of_what_is_neither_better_nor_worse_is_only_said():
    assert paced([150.0] * 10, metric=a_metric(good="neither", **FLOW)).pace_verdict.word == "So far"


def test_the_target_is_that_of_the_last_day_of_what_is_over():
    third = a_target(100, dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    rows = in_a_row([20, 30, 40], first=dt.date(2026, 7, 1))
    metric = a_metric(**FLOW)
    assert read(metric, rows, today=dt.date(2026, 10, 1), targets=[third]).target is None
    over = read(metric, rows, today=dt.date(2026, 10, 1), targets=[third], asked_on=dt.date(2026, 9, 30))
    assert (over.target, over.pace.actual, over.pace.gone) == (third, 90, 92)
