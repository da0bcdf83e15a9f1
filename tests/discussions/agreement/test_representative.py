"""What a group stands out by: Polis's tests, and few false discoveries."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.representative import adjusted, proportion_z, representative, told, two_proportion_z
from discussions.agreement.votes import Tallies, tally


def ints(*values):
    return np.array(values, dtype=np.int64)


def of_statements(*statements, groups=("detractors", "champions", "participants")):
    """Each statement as (agrees, disagrees, passes) by group."""
    counts = np.array(statements, dtype=np.int64).transpose(2, 1, 0)
    return Tallies(groups, tuple(range(len(statements))), counts[0], counts[1], counts[2])


def test_polis_z_by_hand():
    # 2 √10 (9/10 − 1/2), and (9/10 − 4/21) / √(13/31 · 18/31 · (1/10 + 1/21))
    assert proportion_z(ints(8), ints(9))[0] == pytest.approx(2 * math.sqrt(10) * 0.4, abs=1e-12)
    expected = (9 / 10 - 4 / 21) / math.sqrt(13 / 31 * 18 / 31 * (1 / 10 + 1 / 21))
    assert two_proportion_z(ints(8), ints(9), ints(3), ints(20))[0] == pytest.approx(expected, abs=1e-12)
    assert two_proportion_z(ints(9), ints(9), ints(20), ints(20))[0] == 0.0


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_comparison_turns_its_sign_with_the_sides(count, more, other, other_more):
    one = two_proportion_z(ints(count), ints(count + more), ints(other), ints(other + other_more))[0]
    back = two_proportion_z(ints(other), ints(other + other_more), ints(count), ints(count + more))[0]
    assert one == pytest.approx(-back, abs=1e-9)


def test_benjamini_and_hochbergs_own_example():
    # Their 1995 paper, section 4.1: of 15 p-values the first four are discoveries at 0.05, and with Bonferroni three.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip  # noqa: E501
    q = adjusted(np.array(p[::-1]))[::-1]
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q[3] == pytest.approx(0.0095 * 15 / 4, abs=1e-12)
    assert q[-1] == 1.0


def test_a_clear_difference_is_told_with_its_counts():
    found = representative(of_statements([(1, 11, 0), (9, 1, 0), (25, 4, 1)], [(6, 6, 0), (5, 5, 0), (15, 15, 0)]))
    assert list(found) == ["detractors", "champions", "participants"]
    assert found["champions"] == ()
    (one,) = found["detractors"]
    assert (one.statement, one.stance, one.count, one.n, one.rest_count, one.rest_n) == (0, "disagree", 11, 12, 5, 40)
    assert one.ratio == pytest.approx((12 / 14) / (6 / 42), abs=1e-12)
    assert told(one, group="detractors", statement="We should share the roadmap") == (
        "11 of 12 detractors disagree with “We should share the roadmap”; of the others 5 of 40 do."
    )
    (other,) = found["participants"]
    assert (other.stance, other.count, other.n, other.rest_count, other.rest_n) == ("agree", 25, 30, 10, 22)


def test_small_groups_and_small_rests_are_not_compared():
    assert representative(of_statements([(4, 0, 0), (0, 40, 0)], groups=("few", "many"))) == {"few": (), "many": ()}
    assert len(representative(of_statements([(5, 0, 0), (0, 40, 0)], groups=("few", "many")))["few"]) == 1


def test_a_minority_of_the_group_is_not_what_it_agrees_on():
    # Far more than in the rest, and still four of ten.
    found = representative(of_statements([(8, 2, 10), (0, 60, 0)], groups=("some", "rest")))
    assert [(one.stance, one.group) for group in found.values() for one in group] == [("disagree", "rest")]


def test_one_group_alone_and_none():
    assert representative(of_statements([(9, 1, 0)], groups=("all",))) == {"all": ()}
    assert representative(Tallies((), ("x",), *[np.zeros((0, 1), dtype=np.int64)] * 3)) == {}


def test_groups_that_are_drawn_stand_out_by_nothing(made_up):
    """Forty conversations whose groups mean nothing: with q ≤ 0.05, about two of them may tell something."""
    telling = 0
    for seed in range(40):
        votes = made_up(80, 30, seed=seed)
        drawn = np.random.default_rng(seed).integers(4, size=80)
        found = representative(tally(votes, dict(enumerate(drawn.tolist()))))
        telling += any(found.values())
    assert telling <= 4


def test_camps_are_told_by_what_they_hold(made_up):
    votes = made_up(80, 30, seed=3, camps=2, strength=0.9)
    tallies = tally(votes, {person: person % 2 for person in range(80)})
    found = representative(tallies)
    for_it = tallies.agrees / tallies.seen > 0.5
    differ = {statement for statement in tallies.statements if for_it[0, statement] != for_it[1, statement]}
    assert {one.statement for one in found[0]} == differ
    assert len(differ) == len(found[0]) == 12
    told_by = [{(one.statement, one.stance) for one in found[camp]} for camp in (0, 1)]
    opposite = {"agree": "disagree", "disagree": "agree"}
    assert {(statement, opposite[stance]) for statement, stance in told_by[0]} == told_by[1]
