"""Fifty thousand people: every measure ends, says that it is an estimate where it is one, and is near the truth."""

import numpy as np
import pytest

from stakeholders.analysis import centrality
from stakeholders.analysis.centrality import betweenness, eigenvector, harmonic_closeness, pagerank
from stakeholders.analysis.hierarchy import Dimensions, dimensions
from stakeholders.analysis.key_players import reach_set
from stakeholders.analysis.network import network

PEOPLE = 50_000


@pytest.fixture(scope="module")
def star():
    return network(range(PEOPLE), [(0, other, 1) for other in range(1, PEOPLE)])


def test_a_star_is_known_without_measuring_it(star, monkeypatch):
    monkeypatch.setattr(centrality, "PIVOTS", 12)
    between = betweenness(star, directed=False)
    assert between.method == "estimated from 12 of 50,000 people"
    assert between.values[0] == pytest.approx((PEOPLE - 1) * (PEOPLE - 2) / 2, rel=0.01)
    assert not between.values[1:].any()
    values = eigenvector(star)
    assert values.exact
    assert values.values[:2] == pytest.approx([0.5**0.5, (0.5 / (PEOPLE - 1)) ** 0.5])
    assert int(pagerank(star).values.argmax()) == 0
    near = harmonic_closeness(star)
    assert near.method == "estimated from 48 of 50,000 people"
    assert near.values[:2] == pytest.approx([1.0, 0.5], rel=0.05)
    assert dimensions(star) == Dimensions(1.0, 1.0, 1.0, 1.0)


def test_a_searched_set_has_its_true_value(star):
    best = reach_set(star, 2)
    assert best.method == "greedy with local search, reach counted over 2,048 of 50,000 people"
    assert 0 in best.sets[0]
    assert best.value == 1.0


def test_fifty_thousand_strangers():
    found = network(range(PEOPLE), [])
    assert not betweenness(found).values.any()
    assert not np.any(harmonic_closeness(found).values)
    assert pagerank(found).values.sum() == pytest.approx(1)
