"""Sets of key people: exact against every set tried by hand, searched ones against what they say."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders.analysis import key_players
from stakeholders.analysis.distances import steps_from
from stakeholders.analysis.key_players import KeyPlayers, fragmentation, fragmentation_set, reach_set
from stakeholders.analysis.network import network
from tests.stakeholders.analysis.graphs import as_networkx, networks, ties_of


def reached(found, chosen):
    steps = steps_from(found, chosen)
    return (len(chosen) + sum(1 / step for step in steps.tolist() if step > 0)) / found.size


def fallen_apart(found, absent, *, distance_weighted):
    graph = as_networkx(found).to_undirected()
    graph.remove_nodes_from(absent)
    left = len(graph)
    if left < 2:
        return 1.0
    near = sum(
        (1 / step if distance_weighted else 1)
        for _, steps in nx.all_pairs_shortest_path_length(graph)
        for step in steps.values()
        if step
    )
    return 1 - near / (left * (left - 1))


def small(monkeypatch):
    monkeypatch.setattr(key_players, "EXACT_REACH", 0)
    monkeypatch.setattr(key_players, "EXACT_FRAGMENTATION", 0)


@settings(max_examples=30, deadline=None)
@given(networks(most=7, least=1), st.integers(1, 3))
def test_exact_sets_are_the_best_of_all(found, size):
    size = min(size, found.size)
    sets = list(combinations(range(found.size), size))
    undirected = found.undirected()
    values = {
        reach_set(found, size): [reached(undirected, chosen) for chosen in sets],
        reach_set(found, size, directed=True): [reached(found, chosen) for chosen in sets],
        fragmentation_set(found, size): [fallen_apart(found, chosen, distance_weighted=True) for chosen in sets],
        fragmentation_set(found, size, distance_weighted=False): [
            fallen_apart(found, chosen, distance_weighted=False) for chosen in sets
        ],
    }
    for best, tried in values.items():
        assert best.value == pytest.approx(max(tried), abs=1e-6)
        equal = [chosen for chosen, value in zip(sets, tried, strict=True) if value > max(tried) - 1e-6]
        assert (best.sets, best.ties, best.method) == (tuple(equal[:5]), len(equal), "exact")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_tie_more_never_lowers_what_a_set_reaches(data):
    found = data.draw(networks(most=8, least=2))
    one, other = data.draw(st.permutations(range(found.size)))[:2]
    more = network(found.people, [*ties_of(found), (one, other, 1)])
    for size in (1, 2):
        assert reach_set(more, size).value >= reach_set(found, size).value - 1e-12
        assert reach_set(more, size, directed=True).value >= reach_set(found, size, directed=True).value - 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_searched_sets_tell_their_own_value(seed, monkeypatch):
    random = np.random.default_rng(seed)
    found = network(range(40), {(int(a), int(b), 1) for a, b in random.integers(0, 40, (70, 2)) if a != b})
    exact = [reach_set(found, 3), fragmentation_set(found, 2)]
    small(monkeypatch)
    searched = reach_set(found, 3), fragmentation_set(found, 2)
    assert [best.method for best in searched] == [
        "greedy with local search",
        "greedy with local search among 40 people",
    ]
    assert searched[0].value == pytest.approx(reached(found.undirected(), searched[0].sets[0]))
    apart = fallen_apart(found, searched[1].sets[0], distance_weighted=True)
    assert searched[1].value == pytest.approx(apart)
    for best, all_tried in zip(searched, exact, strict=True):
        assert 0.97 * all_tried.value <= best.value <= all_tried.value + 1e-9


def test_a_searched_set_without_weights_splits_the_chain(monkeypatch):
    small(monkeypatch)
    found = network(range(41), [(person, person + 1, 1) for person in range(40)])
    best = fragmentation_set(found, 1, distance_weighted=False)
    assert best.sets == ((20,),)
    assert best.value == fragmentation(found, [20], distance_weighted=False)[0] == 1 - 2 * 20 * 19 / (40 * 39)


@pytest.mark.parametrize("searching", [False, True])
def test_networks_with_nothing_to_choose(searching, monkeypatch):
    if searching:
        small(monkeypatch)
    nobody = network([], [])
    assert reach_set(nobody, 2) == fragmentation_set(nobody, 2) == KeyPlayers(0.0, (), "exact", 0)
    alone = network(["a"], [])
    assert (reach_set(alone, 3).value, reach_set(alone, 3).sets) == (1.0, ((0,),))
    assert (fragmentation_set(alone, 3).value, fragmentation_set(alone, 3).sets) == (1.0, ((0,),))
    strangers = network(range(30), [])
    assert reach_set(strangers, 2).value == 2 / 30
    assert fragmentation_set(strangers, 2).value == 1.0
