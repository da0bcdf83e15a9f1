"""Measures against networkx, under relabelling, and where a network has nothing to measure."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders.analysis import centrality
from stakeholders.analysis.brokerage import brokerage
from stakeholders.analysis.centrality import (
    betweenness,
    closeness,
    connected,
    eigenvector,
    estimated_betweenness,
    harmonic_closeness,
    in_degree,
    in_strength,
    out_degree,
    out_strength,
    pagerank,
)
from stakeholders.analysis.cohesion import constraint, cut_points, density, reciprocity, transitivity
from stakeholders.analysis.distances import component_sizes, steps_from
from stakeholders.analysis.hierarchy import Dimensions, dimensions
from stakeholders.analysis.network import NetworkError, network
from tests.stakeholders.analysis.graphs import as_networkx, networks, shuffled, ties_of

MEASURES = {
    "in degree": in_degree,
    "out degree": out_degree,
    "in strength": in_strength,
    "out strength": out_strength,
    "betweenness": lambda found: betweenness(found).values,
    "undirected": lambda found: betweenness(found, directed=False).values,
    "weighted": lambda found: betweenness(found, weighted=True).values,
    "closeness": lambda found: closeness(found).values,
    "outward closeness": lambda found: closeness(found, directed=True).values,
    "harmonic": lambda found: harmonic_closeness(found).values,
    "outward harmonic": lambda found: harmonic_closeness(found, directed=True).values,
    "eigenvector": lambda found: eigenvector(found).values,
    "pagerank": lambda found: pagerank(found).values,
    "constraint": constraint,
}


def test_a_network_keeps_the_strongest_of_repeated_ties():
    found = network("abc", [("a", "b", 2), ("b", "a", 1), ("a", "b", 4), ("b", "c", None)])
    assert ties_of(found) == [(0, 1, 4.0), (1, 0, 1.0), (1, 2, 1.0)]
    assert ties_of(network("ab", [("a", "b", 2), ("a", "b", 4)], merge="sum")) == [(0, 1, 6.0)]


@pytest.mark.parametrize(
    ("ties", "sentence"),
    [
        ([("a", "a", 1)], "a is tied to themselves: a tie needs two people."),
        ([("a", "z", 1)], "The tie from a to z names z, who is not among the people."),
        ([("a", "b", 0)], "The tie from a to b weighs 0: a weight is a number above zero."),
        ([("a", "b", math.nan)], "The tie from a to b weighs nan: a weight is a number above zero."),
    ],
)
def test_ties_nobody_can_have_are_refused(ties, sentence):
    with pytest.raises(NetworkError) as refused:
        network("ab", ties)
    assert str(refused.value) == sentence


def test_somebody_listed_twice_is_refused():
    with pytest.raises(NetworkError, match=r"^a is listed twice\.$"):
        network("aba", [])


def test_undirected_takes_the_stronger_of_both_ways():
    found = network("abc", [("a", "b", 2), ("b", "a", 5), ("c", "a", 3)]).undirected()
    assert sorted(ties_of(found)) == [(0, 1, 5.0), (0, 2, 3.0), (1, 0, 5.0), (2, 0, 3.0)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_listing_people_in_another_order_changes_no_measure(data):
    found = data.draw(networks())
    order = data.draw(st.permutations(range(found.size)))
    again = shuffled(found, order)
    for name, measure in MEASURES.items():
        np.testing.assert_allclose(measure(again), measure(found)[list(order)], atol=1e-7, err_msg=name)
    assert dimensions(again) == dimensions(found)
    assert [density(again), reciprocity(again), transitivity(again)] == [
        density(found),
        reciprocity(found),
        transitivity(found),
    ]
    cut = {found.people[point.person]: point.cut_off for point in cut_points(found).worst}
    assert {again.people[point.person]: point.cut_off for point in cut_points(again).worst} == cut


@settings(max_examples=40, deadline=None)
@given(networks(least=1))
def test_measures_are_those_of_networkx(found):
    graph = as_networkx(found)
    people = range(found.size)
    between = nx.betweenness_centrality(graph, normalized=False)
    assert betweenness(found).values == pytest.approx([between[person] for person in people])
    estimate = estimated_betweenness(found, pivots=found.size)
    assert estimate.values == pytest.approx([between[person] for person in people])
    for _, _, tie in graph.edges(data=True):
        tie["length"] = 60 / tie["weight"]
    weighted = nx.betweenness_centrality(graph, normalized=False, weight="length")
    assert betweenness(found, weighted=True).values == pytest.approx([weighted[person] for person in people])
    harmonic = nx.harmonic_centrality(graph.reverse())
    shares = [harmonic[person] / max(found.size - 1, 1) for person in people]
    assert harmonic_closeness(found, directed=True).values == pytest.approx(shares)
    assert set(cut_points(found).people) == set(nx.articulation_points(graph.to_undirected()))
    assert reciprocity(found) == pytest.approx(nx.overall_reciprocity(graph) if found.ties else None)


@settings(max_examples=40, deadline=None)
@given(networks(least=1))
def test_constraint_and_pagerank_are_those_of_networkx(found):
    graph = nx.Graph()
    graph.add_nodes_from(range(found.size))
    for one, other, weight in ties_of(found):
        graph.add_edge(one, other, weight=weight + graph.get_edge_data(one, other, {"weight": 0})["weight"])
    hemmed = nx.constraint(graph, weight="weight")
    expected = [hemmed[person] for person in range(found.size)]
    np.testing.assert_allclose(constraint(found), expected, atol=1e-9)
    rank = pagerank(found).values
    assert rank.sum() == pytest.approx(1)
    received = in_strength(found)
    for person in range(found.size):
        handed = sum(weight / received[end] * rank[end] for start, end, weight in ties_of(found) if start == person)
        assert rank[person] == pytest.approx(
            0.15 / found.size + 0.85 * (handed + rank[received == 0].sum() / found.size)
        )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_tie_more_never_lowers_reach(data):
    found = data.draw(networks(least=2))
    one, other = data.draw(st.permutations(range(found.size)))[:2]
    more = network(found.people, [*ties_of(found), (one, other, 1)])
    assert (harmonic_closeness(more).values >= harmonic_closeness(found).values - 1e-12).all()
    assert (
        harmonic_closeness(more, directed=True).values >= harmonic_closeness(found, directed=True).values - 1e-12
    ).all()


@settings(max_examples=60, deadline=None)
@given(networks(least=1))
def test_what_a_cut_point_cuts_off_is_what_falls_apart(found):
    for point in cut_points(found).worst:
        island = steps_from(found.undirected(), [point.person]) > 0
        graph = as_networkx(found).to_undirected().subgraph(np.flatnonzero(island).tolist())
        parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: -len(part))
        assert sorted(map(len, point.pieces), reverse=True) == [len(part) for part in parts[1:]]
        assert all(list(piece) in parts for piece in point.pieces)
        assert point.cut_off == sum(map(len, parts[1:]))


def test_pagerank_gathers_with_the_influencer():
    """a influences b and c: whoever is listened to ranks higher."""
    rank = pagerank(network("abc", [("a", "b", 1), ("a", "c", 1)])).values
    assert rank[0] > rank[1] == rank[2]


def test_a_stronger_tie_hands_on_more():
    rank = pagerank(network("abc", [("a", "c", 4), ("b", "c", 1)])).values
    assert rank[0] > rank[1]


def test_two_islands_have_harmonic_but_no_classic_closeness():
    found = network(range(5), [(0, 1, 1), (1, 2, 1), (3, 4, 1)])
    assert not connected(found)
    assert np.isnan(closeness(found).values).all()
    assert harmonic_closeness(found).values.tolist() == [1.5 / 4, 2 / 4, 1.5 / 4, 1 / 4, 1 / 4]
    assert sorted(component_sizes(found).tolist()) == [2, 3]


@pytest.mark.parametrize("size", [0, 1, 5])
def test_networks_without_ties(size):
    found = network(range(size), [])
    for name, measure in MEASURES.items():
        values = measure(found)
        assert len(values) == size, name
        assert not np.nan_to_num(values).any() or name in {"pagerank", "closeness", "outward closeness"}, name
    assert transitivity(found) is None
    assert reciprocity(found) is None
    assert density(found) == (0.0 if size > 1 else None)
    assert dimensions(found) == Dimensions(0.0 if size > 1 else None, None, None, None)
    assert cut_points(found).people == ()
    assert len(brokerage(found, [None] * size).roles) == size


def test_everybody_tied_to_everybody():
    found = network(range(6), [(one, other, 5) for one in range(6) for other in range(6) if one != other])
    assert (density(found), reciprocity(found), transitivity(found)) == (1.0, 1.0, 1.0)
    assert betweenness(found).values.tolist() == [0.0] * 6
    assert closeness(found).values.tolist() == [1.0] * 6
    assert dimensions(found) == Dimensions(1.0, 0.0, 0.0, 1.0)
    assert cut_points(found).people == ()


def test_a_star_rests_on_its_middle():
    found = network(range(6), [(0, other, 1) for other in range(1, 6)])
    [point] = cut_points(found).worst
    assert (point.person, point.cut_off) == (0, 4)
    assert dimensions(found) == Dimensions(1.0, 1.0, 1.0, 1.0)


def test_a_large_network_is_estimated_and_says_so(monkeypatch):
    monkeypatch.setattr(centrality, "EXACT_PATHS", 100)
    monkeypatch.setattr(centrality, "EXACT_CLOSENESS", 100)
    monkeypatch.setattr(centrality, "PIVOTS", 20)
    random = np.random.default_rng(3)
    found = network(range(200), {(int(a), int(b), 1) for a, b in random.integers(0, 200, (900, 2)) if a != b})
    exact = nx.betweenness_centrality(as_networkx(found), normalized=False)
    estimate = estimated_betweenness(found, pivots=100)
    assert (estimate.exact, estimate.method) == (False, "estimated from 100 of 200 people")
    assert np.corrcoef(estimate.values, [exact[person] for person in range(200)])[0, 1] > 0.9
    assert estimate.values.sum() == pytest.approx(sum(exact.values()), rel=0.1)
    assert harmonic_closeness(found).method == "estimated from 80 of 200 people"


def test_a_chain_of_hundreds_is_measured_too():
    found = network(range(300), [(person, person + 1, 1) for person in range(299)])
    assert betweenness(found).values[150] == 150 * 149
    near = closeness(found)
    assert near.method == "estimated from 32 of 300 people"
    assert np.isfinite(near.values).all()
    assert harmonic_closeness(found).method == "people more than 64 steps away left out"
    assert dimensions(found).hierarchy == 1.0


def test_a_tree_of_twenty_thousand_is_counted_and_cut():
    random = np.random.default_rng(5)
    found = network(range(20_000), [(person, int(random.integers(person)), 1) for person in range(1, 20_000)])
    assert component_sizes(found).tolist() == [20_000]
    assert density(found) == 1 / 20_000
    assert transitivity(found) == 0.0
    cut = cut_points(found)
    assert len(cut.worst) == 50
    assert len(cut.people) == int((found.undirected().outgoing.degrees > 1).sum())


def test_brokerage_leaves_out_whose_department_is_unknown():
    found = network("abc", [("a", "b", 1), ("b", "c", 1)])
    assert brokerage(found, ["x", "y", "z"]).roles[1].liaison == 1
    assert brokerage(found, ["x", "y", "z"]).ways_into == {"x": (), "y": (), "z": ((1, 1),)}
    assert brokerage(found, ["x", None, "z"]).roles[1].total == 0
    assert brokerage(found, ["x", "y", None]).roles[1].total == 0
    with pytest.raises(ValueError, match=r"^There must be one department"):
        brokerage(found, ["x"])
