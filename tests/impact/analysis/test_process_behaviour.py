"""Limits and signals: as NHSRplotthedots publishes them, and what must never change them."""

import math
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from impact.analysis.process_behaviour import (
    Change,
    Good,
    Rebase,
    Rule,
    Rules,
    Side,
    Signal,
    judge,
    limits,
    rebased,
    signals,
)

# The vignette “Deviations from Excel defaults” of NHSRplotthedots.
VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
VALUES = st.lists(st.integers(-21, 20), min_size=1, max_size=40).map(
    lambda some: [1.0, *(None if one < -20 else float(one) for one in some)]
)


def found(values, rules=Rules.NHS, **options):
    return signals(values, limits(values, **options), rules=rules)


def judged(values, good=Good.UP, rules=Rules.NHS):
    own = limits(values)
    return judge(values, own, found=signals(values, own, rules=rules), good=good)


def test_limits_as_published_with_extreme_ranges_left_out_once():
    one = limits(VIGNETTE)
    assert (round(one.mean, 2), round(one.lower, 2), round(one.upper, 2)) == (1.94, -0.72, 4.6)
    assert (one.moving_range, one.screened_out, one.n, one.is_trial) == (1.0, 2, 18, False)


def test_limits_as_published_without_screening():
    one = limits(VIGNETTE, screened=False)
    assert (round(one.mean, 2), round(one.lower, 2), round(one.upper, 2)) == (1.94, -3.06, 6.95)
    assert one.screened_out == 0


# R: set.seed(123); rnorm(20), from which NHSRplotthedots' own tests print limits.
RNORM = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
]  # fmt: skip


def test_limits_as_their_own_tests_print_them():
    one = limits(RNORM)
    assert (round(one.mean, 3), round(one.lower, 2), round(one.upper, 2)) == (0.142, -3.01, 3.29)
    assert signals(RNORM, one) == ()


def test_a_trend_up_and_a_trend_down_share_their_turning_point():
    # Their issue 200.
    trends = [one for one in found([*map(float, range(8)), 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]) if one.rule is Rule.TREND]
    assert [(one.indices, one.side) for one in trends] == [
        (tuple(range(8)), Side.RISING),
        (tuple(range(7, 14)), Side.FALLING),
    ]


def test_ranges_are_screened_once_and_not_until_none_is_left():
    values = [0.0, 1.0] * 10 + [40.0] + [1.0, 0.0] * 10 + [9.0, 1.0, 0.0]
    one = limits(values)
    ranges = [abs(a - b) for a, b in pairwise(values)]
    first = math.fsum(ranges) / len(ranges)
    kept = [size for size in ranges if size < 3.267 * first]
    assert one.moving_range == math.fsum(kept) / len(kept)
    assert max(kept) >= 3.267 * one.moving_range


def test_two_close_points_on_opposite_sides_are_no_signal():
    values = [1.0, -1.0] * 7 + [5.5, -5.5]
    assert found(values) == ()
    assert judged(values).change is Change.COMMON_CAUSE


def test_a_point_on_the_mean_breaks_a_run():
    values = [2.0] * 6 + [0.0] + [2.0] * 6 + [-4.0] * 6
    one = limits(values)
    assert one.mean == 0.0
    assert not [signal for signal in signals(values, one) if signal.rule is Rule.ONE_SIDE]
    whole = [2.0] * 7 + [-2.0] * 6 + [0.0, -2.0]
    assert [signal for signal in found(whole) if signal.rule is Rule.ONE_SIDE] == [
        Signal(Rule.ONE_SIDE, tuple(range(7)), Side.ABOVE)
    ]


def test_a_mean_that_rounding_moves_is_still_the_mean():
    means = []
    for many in range(7, 40):
        values = [0.1, 0.3] + [0.2] * many
        means.append(limits(values).mean)
        assert not [one for one in found(values) if one.rule is Rule.ONE_SIDE]
    assert {mean == 0.2 for mean in means} == {True, False}


@pytest.mark.parametrize(("rules", "seven", "eight"), [(Rules.NHS, 1, 1), (Rules.WHEELER, 0, 1)])
def test_a_run_is_seven_for_the_nhs_and_eight_for_wheeler(rules, seven, eight):
    for many, signal in ((6, 0), (7, seven), (8, eight)):
        values = [5.0, -5.0] * 4 + [1.0] * many + [-many - 0.0, 0.0]
        runs = [one for one in found(values, rules) if one.rule is Rule.ONE_SIDE]
        assert len(runs) == signal, (many, rules)


def test_a_longer_run_is_one_signal():
    values = [5.0, -5.0] * 5 + [1.0] * 9 + [-9.0]
    runs = [one for one in found(values) if one.rule is Rule.ONE_SIDE]
    assert [(run.indices, run.side) for run in runs] == [(tuple(range(10, 19)), Side.ABOVE)]


@pytest.mark.parametrize(
    ("values", "indices"),
    [
        ([1, 2, 3, 4, 5, 6, 7], range(7)),
        ([1, 2, 3, 4, 5, 6], None),
        # Equal neighbours break it.
        ([1, 2, 3, 3, 4, 5, 6], None),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], range(1, 8)),
        ([7, 6, 5, 4, 3, 2, 1], range(7)),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], range(1, 8)),
        # A gap breaks it as well.
        ([1, 2, 3, None, 4, 5, 6, 7], None),
    ],
)
def test_trends_as_the_tests_of_nhsrplotthedots_have_them(values, indices):
    trends = [one.indices for one in found(values) if one.rule is Rule.TREND]
    assert trends == ([tuple(indices)] if indices else [])


def test_wheeler_knows_no_trend():
    assert not [one for one in found([1, 2, 3, 4, 5, 6, 7], Rules.WHEELER) if one.rule is Rule.TREND]


STEADY = [1.0, -1.0] * 10


def after_steady(*values, rules=Rules.NHS):
    """Signals in what follows a process of mean 0 with limits at 5.32, by those limits; places from 0."""
    everything = [*STEADY, *values]
    own = replace(limits(STEADY), end=len(everything))
    assert (own.mean, own.upper) == (0.0, 5.32)
    return [
        (one.rule, [place - 20 for place in one.indices], one.side) for one in signals(everything, own, rules=rules)
    ]


def test_two_of_three_marks_only_those_close_to_the_limit_and_not_those_outside():
    # Close begins at two thirds of 5.32.
    assert after_steady(3.6, 0.5, 3.6, -1.0) == [(Rule.NEAR_LIMIT, [0, 2], Side.ABOVE)]
    assert after_steady(-3.6, -3.6, -3.6, -3.6) == [(Rule.NEAR_LIMIT, [0, 1, 2, 3], Side.BELOW)]
    assert after_steady(3.5, 0.5, 3.5, -1.0) == []
    # Outside, outside, close: the last one is no signal (their issue 153); outside, close, close: both are.
    assert after_steady(9.0, 9.0, 5.2) == [(Rule.OUTSIDE, [0], Side.ABOVE), (Rule.OUTSIDE, [1], Side.ABOVE)]
    assert after_steady(9.0, 5.2, 5.2) == [(Rule.OUTSIDE, [0], Side.ABOVE), (Rule.NEAR_LIMIT, [1, 2], Side.ABOVE)]
    # The third point has to lie on the same side of the mean, and on it is on neither.
    assert after_steady(4.2, -0.5, 4.2) == after_steady(4.2, 0.0, 4.2) == after_steady(4.2, -4.2, 4.2) == []
    assert after_steady(4.2, None, 4.2) == []
    # Apart from each other they are two signals.
    assert after_steady(4.2, 4.2, 1.0, -1.0, 4.2, 4.2, 1.0) == [
        (Rule.NEAR_LIMIT, [0, 1], Side.ABOVE),
        (Rule.NEAR_LIMIT, [4, 5], Side.ABOVE),
    ]


def test_three_of_four_for_wheeler_wherever_the_fourth_lies():
    near = partial(after_steady, rules=Rules.WHEELER)
    assert near(2.7, -0.5, 2.7, 2.7) == [(Rule.NEAR_LIMIT, [0, 2, 3], Side.ABOVE)]
    assert near(2.6, -0.5, 2.6, 2.6) == []
    assert near(2.7, -2.7, 2.7, -2.7) == []
    assert near(2.7, None, 2.7, 2.7) == []
    # One outside is nearer to the limit than to the mean as well.
    assert near(9.0, 2.7, 2.7) == [(Rule.OUTSIDE, [0], Side.ABOVE), (Rule.NEAR_LIMIT, [0, 1, 2], Side.ABOVE)]


def test_a_point_on_the_limit_is_inside():
    assert after_steady(5.32) == []
    assert after_steady(5.33) == [(Rule.OUTSIDE, [0], Side.ABOVE)]


def test_gaps_are_not_bridged():
    one = limits([1.0, 2.0, None, 50.0, 51.0])
    assert (one.n, one.moving_range, one.mean) == (4, 1.0, 26.0)
    alone = limits([1.0, None, 3.0, None, 5.0])
    assert (alone.moving_range, alone.lower, alone.upper, alone.is_too_few) == (None, None, None, True)
    assert signals([1.0, None, 3.0, None, 5.0], alone) == ()


@pytest.mark.parametrize("same", [0.0, 0.1, 1 / 3, 123456789.123, -7.7])
@pytest.mark.parametrize("many", [2, 3, 7, 10, 49])
def test_where_nothing_moves_nothing_is_a_signal(same, many):
    one = limits([same] * many)
    assert (one.moving_range, one.screened_out) == (0.0, 0)
    assert one.lower == one.upper == one.mean == pytest.approx(same, rel=1e-15)
    for rules in Rules:
        assert signals([same] * many, one, rules=rules) == ()


def test_a_count_has_no_lower_limit_rather_than_one_at_zero():
    one = limits(VIGNETTE, least=0.0)
    assert (one.lower, one.least) == (None, 0.0)
    assert one.upper == limits(VIGNETTE).upper
    assert signals(VIGNETTE, one) == signals(VIGNETTE, limits(VIGNETTE))
    high = limits([0.97, 0.99, 0.95, 0.98, 0.96], least=0.0, most=1.0)
    assert (high.upper, high.lower is None) == (None, False)


def test_fewer_than_twelve_values_are_on_trial_and_fewer_than_five_too_few():
    assert [limits([1.0, 2.0] * 6).is_trial, limits([1.0, 2.0] * 5 + [1.0]).is_trial] == [False, True]
    assert [limits([1.0, 2.0] * 2).is_too_few, limits([1.0, 2.0] * 2 + [1.0]).is_too_few] == [True, False]
    assert judged([1.0, 2.0, 1.0, 90.0]).change is Change.TOO_FEW


def test_nothing_to_judge():
    for values in ([], [None], [None, None]):
        with pytest.raises(ValueError, match="No value is known"):
            limits(values)
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="finite"):
            limits([1.0, value])


def test_a_rebase_has_limits_of_its_own_and_nothing_crosses_it():
    values = [1.0, 2.0] * 6 + [11.0, 12.0] * 6
    whole = [one for one in found(values) if one.rule is Rule.ONE_SIDE]
    assert [one.side for one in whole] == [Side.BELOW, Side.ABOVE]
    before, after = rebased(values, [Rebase(12, "The price changed.")])
    assert (before.mean, after.mean, before.n, after.start, after.end) == (1.5, 11.5, 12, 12, 24)
    assert (before.reason, after.reason) == ("", "The price changed.")
    assert signals(values, before, after) == ()
    assert judge(values, before, after, found=(), good=Good.UP).latest == 23


@pytest.mark.parametrize(
    ("rebases", "sentence"),
    [
        ([Rebase(2, "")], "needs a reason"),
        ([Rebase(2, "  ")], "needs a reason"),
        ([Rebase(0, "x")], "in order"),
        ([Rebase(6, "x")], "in order"),
        ([Rebase(4, "x"), Rebase(2, "y")], "in order"),
        ([Rebase(2, "x"), Rebase(2, "y")], "in order"),
    ],
)
def test_a_rebase_without_reason_or_place_is_refused(rebases, sentence):
    with pytest.raises(ValueError, match=sentence):
        rebased([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], rebases)


def test_the_latest_point_is_judged_by_what_is_good():
    values = [1.0, 2.0] * 8 + [12.0]
    assert [judged(values, good).change for good in Good] == [Change.IMPROVEMENT, Change.CONCERN, Change.NEITHER]
    assert judged([*values, None]).latest == 16
    assert judged([*values, 1.5]).change is Change.COMMON_CAUSE


def test_of_a_trend_its_direction_counts_and_not_the_side():
    # Falls for the eighth time, and still lies above the mean (their issue 171).
    values = [0.0, 1.0] * 15 + [9.0, 8.6, 8.2, 7.8, 7.4, 7.0, 6.6]
    own = limits(values)
    last = judge(values, own, found=[s for s in signals(values, own) if s.rule is not Rule.OUTSIDE], good=Good.UP)
    assert values[-1] > own.mean
    assert (last.signals[0].rule, last.signals[0].side, last.change) == (Rule.TREND, Side.FALLING, Change.CONCERN)
    # Outside the limits counts before it.
    assert judge(values, own, found=signals(values, own), good=Good.UP).signals[0].rule is Rule.OUTSIDE


def flagged_by_hand(values, rules):
    """Point by point, by looking at every window that holds it."""
    own = limits(values)
    if own.moving_range is None:
        return set()
    near_by, slack = own.moving_range * 2.66, 1e-9
    away = [None if v is None else v - own.mean for v in values]
    side = [None if a is None else 0 if abs(a) <= slack else math.copysign(1, a) for a in away]
    out = {place for place, a in enumerate(away) if a is not None and abs(a) > near_by + slack}
    flagged = set(out)

    def windows(size):
        for start in range(len(values) - size + 1):
            yield range(start, start + size)

    for window in windows(7 if rules is Rules.NHS else 8):
        if {side[p] for p in window} in ({1}, {-1}):
            flagged |= set(window)
    if rules is Rules.WHEELER:
        for window in windows(4):
            for way in (1, -1):
                hits = {p for p in window if away[p] is not None and away[p] * way > near_by / 2 + slack}
                if len(hits) >= 3 and None not in [away[p] for p in window]:
                    flagged |= hits
        return flagged
    for window in windows(7):
        if None not in [away[p] for p in window]:
            steps = [values[p + 1] - values[p] for p in window[:-1]]
            if all(s > 0 for s in steps) or all(s < 0 for s in steps):
                flagged |= set(window)
    for window in windows(3):
        hits = {p for p in window if away[p] is not None and abs(away[p]) > 2 * near_by / 3 + slack and p not in out}
        if len(hits) >= 2 and {side[p] for p in window} in ({1}, {-1}):
            flagged |= hits
    return flagged


@given(VALUES, st.sampled_from(list(Rules)))
@example([float(v) for v in VIGNETTE], Rules.NHS)
@example([1.0, -1.0] * 7 + [5.5, -5.5], Rules.NHS)
def test_the_points_marked_are_those_of_every_window(values, rules):
    marked = {place for signal in found(values, rules) for place in signal.indices}
    assert marked == flagged_by_hand(values, rules)


@given(VALUES, st.integers(-1000, 1000), st.sampled_from([0.125, 0.5, 2.0, 64.0]))
def test_limits_move_and_stretch_with_the_values(values, shift, scale):
    one = limits(values)
    moved = limits([None if v is None else v * scale + shift for v in values])
    assert moved.mean == pytest.approx(one.mean * scale + shift, abs=1e-9)
    if one.moving_range is None:
        assert moved.moving_range is None
    else:
        assert moved.moving_range == one.moving_range * scale
        assert moved.upper == pytest.approx(one.upper * scale + shift, abs=1e-9)
        assert moved.lower == pytest.approx(one.lower * scale + shift, abs=1e-9)


@given(VALUES, st.sampled_from(list(Rules)))
def test_upside_down_everything_is_mirrored(values, rules):
    flipped = [None if v is None else -v for v in values]
    turned = {Side.ABOVE: Side.BELOW, Side.BELOW: Side.ABOVE, Side.RISING: Side.FALLING, Side.FALLING: Side.RISING}
    mirrored = [Signal(one.rule, one.indices, turned[one.side]) for one in found(values, rules)]
    key = lambda one: (one.indices, one.rule)  # noqa: E731
    assert sorted(found(flipped, rules), key=key) == sorted(mirrored, key=key)
    assert judged(flipped, Good.DOWN, rules).change is judged(values, Good.UP, rules).change
    other = {Change.IMPROVEMENT: Change.CONCERN, Change.CONCERN: Change.IMPROVEMENT}
    once = judged(values, Good.UP, rules).change
    assert judged(values, Good.DOWN, rules).change is other.get(once, once)
