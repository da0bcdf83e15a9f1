"""Where people are not settled, by a rule that is written down."""

import numpy as np
import pytest

from discussions.agreement.uncertainty import Doubt, areas_of_uncertainty
from discussions.agreement.votes import Tallies, tally


def doubts(*statements, least=5):
    """Each statement as (agrees, disagrees, passes) by group; {statement: doubt}, in the order told."""
    counts = np.array(statements, dtype=np.int64).transpose(2, 1, 0)
    groups = tuple(range(counts.shape[1]))
    tallies = Tallies(groups, tuple(range(len(statements))), counts[0], counts[1], counts[2])
    return {one.statement: one.doubt for one in areas_of_uncertainty(tallies, least=least)}


@pytest.mark.parametrize(
    ("groups", "doubt"),
    [
        ([(14, 0, 6)], Doubt.UNSURE),
        ([(15, 0, 5)], None),
        ([(0, 0, 5)], Doubt.UNSURE),
        ([(0, 0, 4)], None),
        ([(6, 6, 0)], Doubt.SPLIT),
        ([(5, 5, 0)], Doubt.TOO_FEW),
        ([(4, 1, 0)], Doubt.TOO_FEW),
        ([(5, 0, 0)], None),
        ([(300, 270, 0)], Doubt.SPLIT),
        ([(300, 200, 0)], None),
        ([(10, 0, 0), (0, 10, 0)], Doubt.DIVIDED),
        ([(10, 0, 0), (3, 7, 0)], Doubt.TOO_FEW),
        ([(10, 0, 0), (0, 10, 9)], Doubt.UNSURE),
        ([(30, 1, 0), (0, 6, 0)], Doubt.DIVIDED),
        ([(0, 0, 0)], None),
    ],
)
def test_the_rule(groups, doubt):
    assert doubts(groups) == ({} if doubt is None else {0: doubt})


def test_the_strongest_doubt_is_told_first():
    statements = [[(5, 5, 0)], [(12, 10, 0)], [(50, 50, 0)], [(7, 0, 3)], [(2, 2, 6)], [(20, 0, 0)]]
    assert list(doubts(*statements).items()) == [
        (4, Doubt.UNSURE),
        (3, Doubt.UNSURE),
        (2, Doubt.SPLIT),
        (1, Doubt.SPLIT),
        (0, Doubt.TOO_FEW),
    ]


def test_figures_of_a_split():
    counts = [np.array([[part]]) for part in (60, 40, 20)]
    assert areas_of_uncertainty(Tallies(("all",), ("x",), *counts)) == ()
    (found,) = areas_of_uncertainty(Tallies(("all",), ("x",), *[np.array([[part]]) for part in (55, 45, 20)]))
    assert (found.agrees, found.disagrees, found.passes, found.share) == (55, 45, 20, 0.55)
    assert found.pass_share == pytest.approx(1 / 6)
    # R: prop.test(55, 100, correct = FALSE)
    assert (round(found.low, 4), round(found.high, 4)) == (0.4524, 0.6439)


def test_passes_alone_have_no_share():
    (found,) = areas_of_uncertainty(Tallies(("all",), ("x",), *[np.array([[part]]) for part in (0, 0, 7)]))
    assert (found.doubt, found.share, found.low, found.high) == (Doubt.UNSURE, None, None, None)


def test_every_doubt_of_the_published_conversation_keeps_the_rule(bowling_green):
    votes, groups = bowling_green
    tallies = tally(votes, groups.group_of, groups.names)
    seen = dict(zip(tallies.statements, tallies.seen.sum(axis=0).tolist(), strict=True))
    found = areas_of_uncertainty(tallies)
    assert {one.doubt for one in found} == set(Doubt)
    assert min(seen[one.statement] for one in found) >= 5
    for one in found:
        assert one.agrees + one.disagrees + one.passes == seen[one.statement]
        assert (one.pass_share >= 0.3) == (one.doubt is Doubt.UNSURE)
