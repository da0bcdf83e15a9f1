"""One metric as it is read: every way in which a number could pretend to say more than it does."""

import datetime as dt

import pytest

from impact.analysis.process_behaviour import Rule, signals
from impact.models import Annotation, Target
from impact.periods import Every
from impact.readings import LOOKED_BACK, covered_to, read
from tests.impact.rows import (
    FLOW,
    PROMOTERS,
    SHARE,
    a_metric,
    a_rebase,
    a_target,
    in_a_row,
    one,
    promoters,
    share,
)

D = dt.date
# A Monday; the last whole month is October 2026.
TODAY = D(2026, 11, 23)
STEADY = [10.0, 12.0] * 10
EVEN, THROUGHOUT, BY_THE_END = Target.Course.values
YEAR = D(2026, 1, 1), D(2026, 12, 31)


def told(metric, observations, *, today=TODAY, **more):
    return read(metric, observations, today=today, **more)


def said(verdict) -> str:
    return verdict.sentence.replace("\u00a0", " ")


# Too few to say


def test_what_was_never_measured_says_so():
    found = told(a_metric(), [])
    assert (found.points, found.stretches, found.latest, found.shown, found.target) == ((), (), None, "", None)
    assert (found.verdict.word, said(found.verdict)) == ("Not measured yet", "Nothing is known of it yet.")
    assert (found.days_old(TODAY), found.missing(TODAY), found.share, found.promoters) == (None, 0, None, None)


def test_one_value_has_no_limits_and_no_verdict():
    found = told(a_metric(), in_a_row([12.0]))
    assert found.verdict.word == "Too few to say"
    assert said(found.verdict) == "12. One value is too few to say what is chance and what is not. There is no target."
    (limits,) = found.stretches
    assert (limits.lower, limits.upper, limits.moving_range) == (None, None, None)


def test_one_answer_is_never_sure_of_a_share():
    found = told(a_metric(**SHARE), [share(D(2026, 10, 1), 1, 1)])
    assert (found.share.share, round(found.share.low, 3), found.share.high) == (1.0, 0.207, 1.0)
    assert (found.share.is_too_few, found.share_verdict.word) == (True, "Too few to say")
    assert said(found.share_verdict) == (
        "100 %, 1 of 1: too few to say. It may be anything between 20.7 % and 100 %."
    )  # fmt: skip
    none = told(a_metric(**SHARE), [share(D(2026, 10, 1), 0, 1)])
    assert (none.share.low, round(none.share.high, 3)) == (0.0, 0.793)


def test_one_answer_is_never_sure_of_a_promoter_score():
    found = told(a_metric(**PROMOTERS), [promoters(D(2026, 10, 1), 1, 0, 0)])
    assert (found.promoters.score, round(found.promoters.low), round(found.promoters.high)) == (100, -48, 98)
    assert found.score_verdict.word == "Too few to say"
    assert "±" not in found.score_verdict.sentence
    passive = told(a_metric(**PROMOTERS), [promoters(D(2026, 10, 1), 0, 1, 0)])
    assert (passive.promoters.score, round(passive.promoters.low), round(passive.promoters.high)) == (0, -60, 60)


def test_a_share_of_enough_says_from_how_many():
    found = told(a_metric(**SHARE), [share(D(2026, 10, 1), 41, 50)])
    assert (found.share_verdict.word, found.shown) == ("41 of 50", "82\u00a0%")
    assert said(found.share_verdict) == "82 %, 41 of 50: very likely between 69.2 % and 90.2 %."


def test_four_values_are_too_few_and_five_are_on_trial():
    assert told(a_metric(), in_a_row(STEADY[:4])).verdict.word == "Too few to say"
    five = told(a_metric(), in_a_row(STEADY[:5]))
    assert five.verdict.word == "No sign of change"
    assert "The limits are on trial: they rest on five values." in five.verdict.sentence
    assert "trial" not in told(a_metric(), in_a_row(STEADY[:12])).verdict.sentence


def test_values_without_a_neighbour_have_no_limits():
    found = told(a_metric(), in_a_row([10.0, None] * 8))
    assert (found.verdict.word, found.stretches[0].n, found.stretches[0].moving_range) == ("Too few to say", 8, None)


# Runs, gaps, nothing that moves


def test_a_point_on_the_mean_breaks_a_run():
    # Six above the mean, one on it, six above.
    values = [10.0] * 12 + [14.0] * 6 + [12.0] + [14.0] * 6 + [10.0, 10.0]
    mean = sum(values) / len(values)
    on_it = [*values[:18], mean, *values[19:]]
    for _ in range(60):
        on_it[18] = sum(on_it) / len(on_it)
    metric = a_metric()
    found = told(metric, in_a_row(on_it, first=D(2024, 1, 1)))
    assert abs(found.stretches[0].mean - on_it[18]) < 1e-12
    runs = [signal.indices for signal in found.signals if signal.rule is Rule.ONE_SIDE]
    assert runs == [tuple(range(12))]
    above = [*on_it[:18], 14.0, *on_it[19:]]
    runs = [signal.indices for signal in told(metric, in_a_row(above, first=D(2024, 1, 1))).signals
            if signal.rule is Rule.ONE_SIDE]  # fmt: skip
    assert runs == [tuple(range(12)), tuple(range(12, 25))]


def test_a_gap_ends_a_run_and_is_a_point_without_a_number():
    values = [8.0] * 6 + [12.0] * 4 + [None] + [12.0] * 4
    found = told(a_metric(), in_a_row(values))
    gap = found.points[10]
    assert (gap.name, gap.observation, gap.value, gap.judged) == ("November 2025", None, None, None)
    assert (len(found.points), found.stretches[0].n) == (15, 14)
    assert [signal for signal in found.signals if signal.rule is Rule.ONE_SIDE] == []
    whole = told(a_metric(), in_a_row([8.0] * 6 + [12.0] * 9))
    assert [signal.indices for signal in whole.signals if signal.rule is Rule.ONE_SIDE] == [tuple(range(6, 15))]


def test_a_gap_is_not_bridged_by_a_range():
    found = told(a_metric(), in_a_row([10.0, 12.0] * 5 + [None] + [30.0, 32.0] * 5))
    assert found.stretches[0].moving_range == 2.0


def test_what_never_moves_is_judged_without_dividing_by_zero():
    found = told(a_metric(), in_a_row([5.0] * 12))
    assert (found.stretches[0].lower, found.stretches[0].upper, found.signals) == (5.0, 5.0, ())
    assert (found.verdict.word, said(found.verdict)) == (
        "No sign of change", "5, as always so far. There is no target.",
    )  # fmt: skip
    moved = told(a_metric(), in_a_row([5.0] * 12 + [6.0]))
    assert moved.verdict.word == "Got better"
    zeros = told(a_metric(unit_kind="count", good="down"), in_a_row([0.0] * 12))
    assert (zeros.verdict.word, zeros.stretches[0].lower) == ("No sign of change", 0.0)


def test_counts_have_no_limit_below_zero():
    values = [1.0, 6.0, 0.0, 5.0] * 4
    found = told(a_metric(unit_kind="count"), in_a_row(values))
    assert found.stretches[0].lower is None
    assert "no lower limit" in found.verdict.sentence
    assert told(a_metric(unit_kind="money", currency="EUR"), in_a_row(values)).stretches[0].lower < 0


def test_a_share_has_no_limit_above_everybody():
    rows = [share(D(2025, month, 1), ahead, 20) for month, ahead in enumerate([20, 15, 20, 16] * 3, start=1)]
    assert told(a_metric(**SHARE), rows).stretches[0].upper is None


# Which way is better


@pytest.mark.parametrize(
    ("good", "word", "tone"), [("up", "Got better", "good-rise"), ("down", "Got worse", "concern-rise"),
                               ("neither", "Changed", "plain-rise")],
)  # fmt: skip
def test_a_rise_is_better_or_worse_as_the_metric_says(good, word, tone):
    found = told(a_metric(good=good), in_a_row([*STEADY, 20.0]))
    assert (found.verdict.word, found.verdict.tone) == (word, tone)


def test_the_rules_of_the_metric_are_those_that_judge():
    # Seven on one side of the mean: enough for one, one too few for the other.
    values = [*STEADY, 10.0, *[12.0] * 7]
    nhs, wheeler = (told(a_metric(rules=rules), in_a_row(values)) for rules in ("nhs", "wheeler"))
    assert [(signal.rule, signal.indices) for signal in nhs.signals] == [(Rule.ONE_SIDE, tuple(range(21, 28)))]
    assert (nhs.verdict.word, wheeler.verdict.word, wheeler.signals) == ("Got better", "No sign of change", ())


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


# Rebases


def test_a_rebase_judges_anew_and_only_after_it():
    values = [*STEADY[:10], *[30.0, 32.0] * 5]
    before = told(a_metric(), in_a_row(values))
    assert before.verdict.word == "Got better"
    found = told(a_metric(), in_a_row(values), rebases=[a_rebase(D(2025, 11, 1))])
    assert [(each.start, each.end, each.mean, each.reason) for each in found.stretches] == [
        (0, 10, 11.0, ""), (10, 20, 31.0, "Another price list"),
    ]  # fmt: skip
    assert (found.signals, found.verdict.word) == ((), "No sign of change")


def test_a_rebase_with_nothing_before_or_after_it_changes_nothing():
    rows = in_a_row(STEADY)
    alone = told(a_metric(), rows).stretches
    for day in (D(2025, 1, 1), D(2024, 1, 1), D(2026, 9, 1), D(2027, 1, 1)):
        assert told(a_metric(), rows, rebases=[a_rebase(day)]).stretches == alone
    both = told(a_metric(), rows, rebases=[a_rebase(D(2025, 11, 1)), a_rebase(D(2030, 1, 1))])
    assert [each.start for each in both.stretches] == [0, 10]


def test_two_rebases_within_a_gap_are_one():
    values = [*STEADY[:6], None, None, *STEADY[:6]]
    found = told(a_metric(), in_a_row(values), rebases=[a_rebase(D(2025, 7, 1)), a_rebase(D(2025, 8, 1), "Other")])
    assert [(each.start, each.reason) for each in found.stretches] == [(0, ""), (6, "Another price list")]


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


# One number among many, and what happened when it changed

ABOUT_SIXTY = [60.0, 57, 62, 64, 61, 58, 63, 59, 62, 61, 60, 63]


def noted(on: D, says: str) -> Annotation:
    return Annotation(on=on, says=says)


def test_one_wrong_number_makes_nothing_better_than_chance():
    wrong = told(a_metric(), in_a_row([60.0, 1, *ABOUT_SIXTY]))
    # By the published rules the neighbours are a run above the mean; without the one number they are none.
    values = [point.judged for point in wrong.points]
    published = {one.rule for one in signals(values, *wrong.stretches)}
    assert published == {Rule.OUTSIDE, Rule.ONE_SIDE, Rule.NEAR_LIMIT}
    assert [(one.rule, one.indices) for one in wrong.signals] == [(Rule.OUTSIDE, (1,))]
    assert wrong.verdict.word == "No sign of change"
    assert said(wrong.verdict) == (
        "63, like its neighbours, lies on one side of the mean only because of one number far from all others: 1 in"
        " February 2025. Without it there is no sign of a change. Look whether that number is right. There is no"
        " target."
    )
    assert told(a_metric(), in_a_row(ABOUT_SIXTY)).verdict.word == "No sign of change"


def test_a_step_is_one_whatever_lies_far_outside():
    step = [60.0, 57, 62, 1, 61, 58, 63, 59, 62, *[value + 30 for value in ABOUT_SIXTY]]
    found = told(a_metric(), in_a_row(step, first=D(2024, 6, 1)))
    assert found.verdict.word == "Got better"
    assert (found.since.name, found.is_step) == ("March 2025", True)


def test_it_is_said_since_when_it_runs():
    step = told(a_metric(), in_a_row([10.0, 12] * 6 + [20.0, 22] * 4))
    assert (step.since.name, step.is_step) == ("January 2026", True)
    assert "It has been above the mean since January 2026." in said(step.verdict)
    rising = told(a_metric(), in_a_row([*STEADY[:12], 10.5, 11, 11.5, 12, 12.5, 13, 13.5]))
    assert "It has been rising since" in said(rising.verdict)
    assert rising.is_step is False
    # Of one point alone there is nothing to say, and a process that is as it was has no beginning.
    alone = told(a_metric(), in_a_row([*STEADY, 30.0]))
    assert (alone.verdict.word, alone.since, alone.is_step) == ("Got better", None, False)
    assert told(a_metric(), in_a_row(STEADY)).since is None


def test_a_note_at_the_turning_point_goes_with_the_verdict():
    values = in_a_row([10.0, 12] * 6 + [20.0, 22] * 4)
    moved = noted(D(2026, 1, 3), "The survey's day moved")
    notes = [noted(D(2025, 11, 30), "Too early"), moved, noted(D(2026, 6, 1), "Later")]
    assert told(a_metric(), values, notes=notes).noted == "Note of 3 January 2026: The survey's day moved"
    assert told(a_metric(), values, notes=notes[:1]).noted == ""
    # What is noted just before shows in the period after.
    before = noted(D(2025, 12, 28), "New price list")
    assert told(a_metric(), values, notes=[before]).noted == "Note of 28 December 2025: New price list"
    assert told(a_metric(), values, notes=notes[2:]).noted == "Note of 1 June 2026: Later"
    # Where nothing changed a note explains nothing.
    assert told(a_metric(), in_a_row(STEADY), notes=notes).noted == ""
