"""Figures that others published or print for the same networks, to their last digit."""

import json

import pytest

from stakeholders.analysis.brokerage import brokerage
from stakeholders.analysis.centrality import (
    betweenness,
    closeness,
    eigenvector,
    estimated_betweenness,
    in_degree,
    out_degree,
)
from stakeholders.analysis.cohesion import constraint, density, reciprocity, transitivity
from stakeholders.analysis.hierarchy import dimensions
from stakeholders.analysis.key_players import fragmentation_set, reach_set
from tests.stakeholders.analysis.conftest import KRACKHARDT
from tests.stakeholders.analysis.graphs import KITE, florentine, kite

each_network = pytest.mark.parametrize("name", KRACKHARDT)


def rounded(values, digits=4):
    return [round(value, digits) for value in values.tolist()]


@each_network
def test_degrees(name, krackhardt, reference):
    found, published = krackhardt(name), reference[name]
    assert found.ties == published["edges"]
    assert in_degree(found).tolist() == published["indegree"]
    assert out_degree(found).tolist() == published["outdegree"]


@each_network
def test_cohesion(name, krackhardt, reference):
    found, published = krackhardt(name), reference[name]
    assert round(density(found), 6) == published["density"]
    assert round(reciprocity(found), 6) == published["reciprocity_edgewise"]
    assert round(transitivity(found), 6) == published["transitivity_weak"]
    assert rounded(constraint(found)) == published["constraint"]


@each_network
def test_betweenness(name, krackhardt, reference):
    found, published = krackhardt(name), reference[name]
    assert rounded(betweenness(found).values) == published["betweenness_directed"]
    assert rounded(betweenness(found, directed=False).values) == published["betweenness_undirected_weak"]


@each_network
def test_betweenness_estimated_from_everybody_is_exact(name, krackhardt, reference):
    estimate = estimated_betweenness(krackhardt(name))
    assert estimate.exact
    assert rounded(estimate.values) == reference[name]["betweenness_directed"]


@each_network
def test_weighted_betweenness_with_equal_weights(name, krackhardt, reference):
    assert rounded(betweenness(krackhardt(name), weighted=True).values) == reference[name]["betweenness_directed"]


@each_network
def test_closeness_and_eigenvector(name, krackhardt, reference):
    found, published = krackhardt(name), reference[name]
    assert rounded(closeness(found).values) == published["closeness_undirected_weak"]
    assert rounded(eigenvector(found).values) == published["eigenvector_undirected_weak"]


@each_network
def test_krackhardts_dimensions(name, krackhardt, reference):
    found, published = krackhardt(name), reference[name]["gtd"]
    given = dimensions(found)
    assert given.exact
    assert given.connectedness == published["connectedness"]
    assert round(given.hierarchy, 6) == published["hierarchy_krackhardt"]
    assert round(given.efficiency, 6) == published["efficiency"]
    assert round(given.lubness, 6) == published["lubness_as_stored"]
    assert round(dimensions(found.reversed()).lubness, 6) == published["lubness_boss_to_report"]


@each_network
def test_brokerage(name, krackhardt, reference, departments):
    found = brokerage(krackhardt(name), departments)
    assert [
        {
            "w_I": roles.coordinator,
            "w_O": roles.itinerant,
            "b_IO": roles.representative,
            "b_OI": roles.gatekeeper,
            "b_O": roles.liaison,
            "t": roles.total,
            "_row": person,
        }
        for person, roles in zip(reference["nodes"], found.roles, strict=True)
    ] == reference[name]["brokerage_by_department"]


@pytest.fixture
def textbook(shared_file):
    return json.loads(shared_file("networks/florentine_kite/reference_kpp_kite_florentine.json")[1])


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("key", ["kpp_kite", "kpp_florentine", "kpp_krackhardt_friendship", "kpp_krackhardt_reports"])
def test_key_players(key, size, krackhardt, textbook):
    found = {
        "kpp_kite": kite,
        "kpp_florentine": florentine,
        "kpp_krackhardt_friendship": lambda: krackhardt("friendship"),
        "kpp_krackhardt_reports": lambda: krackhardt("reportto"),
    }[key]()
    best = {
        "pos_DR": reach_set(found, size),
        "neg_DF": fragmentation_set(found, size),
        "neg_F": fragmentation_set(found, size, distance_weighted=False),
    }
    assert {
        criterion: [
            round(players.value, 6),
            [[found.people[person] for person in chosen] for chosen in players.sets],
        ]
        for criterion, players in best.items()
    } == textbook[key][f"k{size}"]
    assert {players.method for players in best.values()} == {"exact"}


def test_centralities_of_the_kite(textbook):
    found = kite()
    pairs, others = 36, 9
    assert (
        dict(zip(KITE, rounded(in_degree(found.undirected()) / others, 3), strict=True)) == textbook["kite"]["degree"]
    )
    between = betweenness(found, directed=False).values / pairs
    assert dict(zip(KITE, rounded(between, 3), strict=True)) == textbook["kite"]["betweenness"]
    assert dict(zip(KITE, rounded(closeness(found).values, 3), strict=True)) == textbook["kite"]["closeness"]
    assert dict(zip(KITE, rounded(eigenvector(found).values, 3), strict=True)) == textbook["kite"]["eigenvector"]


def test_betweenness_of_the_florentine_families(textbook):
    found = florentine()
    pairs = 14 * 13 / 2
    between = betweenness(found, directed=False).values / pairs
    assert dict(zip(found.people, rounded(between, 3), strict=True)) == textbook["florentine_betweenness"]


def test_facts_that_need_no_file():
    """Krackhardt 1990: Diane has most ties, Heather is most between, Fernando and Garth are closest."""
    found = kite()
    assert KITE[in_degree(found.undirected()).argmax()] == "Diane"
    assert round(float(betweenness(found, directed=False).values.max()), 6) == 14.0
    assert [KITE[person] for person in reach_set(found, 2).sets[0]] == ["Diane", "Ike"]
    assert round(fragmentation_set(found, 1, distance_weighted=False).value, 6) == 0.388889
