"""Shares, promoters and differences: published values, and what an interval must never do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.analysis.intervals import Difference, compare, lead, promoter_score, share


def test_wilson_as_published():
    # Newcombe 1998, table I, method 3.
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4), found.share) == (0.2553, 0.3662, 81 / 263)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(count, n):
    found = share(min(count, n), n)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.high > found.low


def test_nobody_asked_is_not_zero():
    found = share(0, 0)
    assert (found.share, found.low, found.high, found.is_too_few) == (None, None, None, True)
    assert share(1, 1).is_too_few
    assert not share(50, 100).is_too_few


@pytest.mark.parametrize(("count", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_no_share(count, n):
    with pytest.raises(ValueError, match="is no share"):
        share(count, n)


def test_adjusted_wald_by_hand():
    # 40 promoters, 30 passives, 30 detractors: n + 3 = 103, 40.75 and 30.75 of it.
    found = promoter_score([10] * 40 + [8] * 30 + [3] * 30)
    p, d = 40.75 / 103, 30.75 / 103
    margin = 1.959963984540054 * math.sqrt((p + d - (p - d) ** 2) / 103)
    assert (found.n, found.promoters, found.passives, found.detractors, found.score) == (100, 40, 30, 30, 10.0)
    assert found.low == pytest.approx(100 * (p - d - margin), abs=1e-12)
    assert found.high == pytest.approx(100 * (p - d + margin), abs=1e-12)


def test_scores_fall_where_they_should():
    found = promoter_score(range(11))
    assert (found.promoters, found.passives, found.detractors) == (2, 2, 7)


@pytest.mark.parametrize("score", [-1, 11, 100])
def test_no_score(score):
    with pytest.raises(ValueError, match="from 0 to 10"):
        promoter_score([9, score])


@pytest.mark.parametrize(("score", "says"), [(10, 100.0), (0, -100.0), (7, 0.0)])
def test_one_answer_is_never_sure(score, says):
    found = promoter_score([score])
    assert found.score == says
    assert found.high - found.low > 100
    assert found.is_too_few
    nobody = promoter_score([])
    assert (nobody.score, nobody.low, nobody.high, nobody.is_too_few) == (None, None, None, True)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_an_interval_of_promoters_mirrors_and_stays_in_reach(promoters, passives, detractors):
    n = promoters + passives + detractors
    if not n:
        return
    low, high = lead(promoters, detractors, n)
    other_low, other_high = lead(detractors, promoters, n)
    assert (low, high) == pytest.approx((-other_high, -other_low), abs=1e-12)
    assert -1 <= low < high <= 1


def yearly(rows):
    shares = {}
    for row in rows:
        n = int(row["respondents"])
        shares[int(row["year"])] = share(round(float(row["csat_top_two_percent"]) / 100 * n), n)
    return shares


def test_one_step_of_the_airports_satisfaction_is_real_and_so_is_the_whole_rise(published_rows):
    years = yearly(published_rows("sfo_csat_yearly.csv"))
    steps = {year: compare(years[year - 1], years[year]) for year in range(2011, 2018)}
    assert {year for year, step in steps.items() if step.difference is not Difference.CHANCE} == {2012}
    assert (round(steps[2012].z, 2), steps[2012].difference) == (3.39, Difference.HIGHER)
    whole = compare(years[2010], years[2017])
    assert (round(whole.z, 2), whole.difference) == (6.13, Difference.HIGHER)
    assert whole.p < 1e-8


def test_too_few_to_compare():
    for earlier, later in ((share(0, 0), share(5, 10)), (share(1, 9), share(8, 9)), (share(0, 500), share(0, 500))):
        found = compare(earlier, later)
        assert (found.difference, found.z, found.p, found.step) == (Difference.TOO_FEW, None, None, None)
    # Five are expected in the smallest cell.
    assert compare(share(5, 10), share(5, 10)).difference is Difference.CHANCE


@given(st.integers(20, 200), st.integers(20, 200), st.data())
def test_a_comparison_turned_round_is_mirrored(n, m, data):
    one = share(data.draw(st.integers(0, n)), n)
    other = share(data.draw(st.integers(0, m)), m)
    there, back = compare(one, other), compare(other, one)
    turned = {Difference.HIGHER: Difference.LOWER, Difference.LOWER: Difference.HIGHER}
    assert back.difference is turned.get(there.difference, there.difference)
    if there.z is not None:
        assert (back.z, back.p) == pytest.approx((-there.z, there.p), abs=1e-12)
