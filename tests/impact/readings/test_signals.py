"""One metric as it is read: every way in which a number could pretend to say more than it does."""

import pytest

from impact.analysis.process_behaviour import Rule, signals
from impact.models import Annotation
from tests.impact.readings.told import STEADY, TODAY, D, said, told
from tests.impact.rows import PROMOTERS, SHARE, a_metric, a_rebase, in_a_row, promoters, share

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
