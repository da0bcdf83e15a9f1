"""Shares and consensus: Polis's published values, and what must never change them."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.consensus import consensus, shares, wilson
from discussions.agreement.votes import Tallies, tally

CELL = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
GROUPS = st.lists(CELL, min_size=1, max_size=12)


def tallies(*groups):
    """One statement; each group as (agrees, disagrees, passes)."""
    counts = np.array(groups, dtype=np.int64).reshape(len(groups), 3, 1)
    return Tallies(tuple(range(len(groups))), ("x",), counts[:, 0], counts[:, 1], counts[:, 2])


def figures(*groups):
    found = consensus(tallies(*groups))
    return [float(part[0]) for part in (found.agree, found.disagree, found.polis_agree, found.polis_disagree)]


def test_all_371_published_values_to_the_twelfth_digit(bowling_green, published_file):
    votes, groups = bowling_green
    found = consensus(tally(votes, groups.group_of, groups.names))
    published = {
        row["comment-id"]: float(row["group-informed-consensus"])
        for row in csv.DictReader(io.StringIO(published_file("comments.csv").content.decode()))
    }
    assert set(published) == set(votes.statements)
    off = [abs(found.polis_agree[place] - published[one]) for place, one in enumerate(votes.statements)]
    assert len(off) == 371
    assert max(off) < 1e-12
    both = found.heard.all(axis=0)
    assert int(both.sum()) == 350
    for place in np.flatnonzero(both):
        assert found.agree[place] == pytest.approx(math.sqrt(published[votes.statements[place]]), abs=1e-12)
    one = found.heard.any(axis=0) & ~both
    for place in np.flatnonzero(one):
        # Polis counts the group not heard a half; the mean leaves it out.
        assert found.agree[place] == pytest.approx(2 * published[votes.statements[place]], abs=1e-12)
    neither = ~found.heard.any(axis=0)
    assert (int(one.sum()), int(neither.sum())) == (19, 2)
    assert np.isnan(found.agree[neither]).all()
    assert found.polis_agree[neither].tolist() == [0.25, 0.25]


def test_the_geometric_mean_and_the_product():
    # (3 + 1) / (4 + 2) and (1 + 1) / (6 + 2)
    assert figures((3, 1, 0), (1, 2, 3)) == pytest.approx(
        [math.sqrt(4 / 6 * 2 / 8), math.sqrt(2 / 6 * 3 / 8), 4 / 6 * 2 / 8, 2 / 6 * 3 / 8], abs=1e-15
    )


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_changes_nothing(groups, random):
    shuffled = random.sample(groups, len(groups))
    assert np.array_equal(figures(*groups), figures(*shuffled), equal_nan=True)


@given(GROUPS, st.integers(0, 12), st.integers(1, 3))
def test_a_group_that_was_not_heard_changes_only_its_flag(groups, at, many):
    with_absent = [*groups[:at], *[(0, 0, 0)] * many, *groups[at:]]
    assert np.array_equal(figures(*groups), figures(*with_absent), equal_nan=True)
    heard = consensus(tallies(*with_absent)).heard[:, 0].tolist()
    assert heard == [sum(group) > 0 for group in with_absent]
    before, after = (shares(one.agrees, one.seen) for one in (tallies(*groups), tallies(*with_absent)))
    kept = [place for place in range(len(with_absent)) if not at <= place < at + many]
    if at <= len(groups):
        for name in ("share", "low", "high", "probability"):
            assert np.array_equal(getattr(before, name), getattr(after, name)[kept], equal_nan=True)


@given(GROUPS, st.data())
def test_one_more_agreement_never_lowers_it(groups, data):
    place = data.draw(st.integers(0, len(groups) - 1))
    agrees, disagrees, passes = groups[place]
    heard = sum(groups[place]) > 0
    changes = [(agrees + 1, disagrees, passes)] if heard else []
    changes += [(agrees + 1, disagrees - 1, passes)] if disagrees else []
    changes += [(agrees + 1, disagrees, passes - 1)] if passes else []
    mean, _, product, _ = figures(*groups)
    for change in changes:
        more_mean, _, more_product, _ = figures(*groups[:place], change, *groups[place + 1 :])
        assert more_mean > mean
        assert more_product > product


def test_nobody_at_all():
    assert all(math.isnan(one) for one in figures((0, 0, 0)))
    assert np.isnan(consensus(Tallies((), ("x",), *[np.zeros((0, 1), dtype=np.int64)] * 3)).agree).all()
    found = shares(np.array([[0]]), np.array([[0]]))
    assert np.isnan([found.share, found.low, found.high]).all()
    assert found.probability.tolist() == [[0.5]]


def test_five_hundred_groups_do_not_vanish():
    mean, _, product, _ = figures(*[(0, 9, 0)] * 500)
    assert mean == pytest.approx(1 / 11, abs=1e-14)
    assert product == 0.0


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # Newcombe 1998, table I, method 3 (score without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_as_published(count, n, low, high):
    found = wilson(np.array([count]), np.array([n]))
    assert [round(float(part[0]), 4) for part in found] == [low, high]


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_interval_holds_the_share_and_mirrors(count, n):
    count = min(count, n)
    low, high = (float(part[0]) for part in wilson(np.array([count]), np.array([n])))
    assert 0 <= low <= count / n <= high <= 1
    other_low, other_high = (float(part[0]) for part in wilson(np.array([n - count]), np.array([n])))
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-12)
