"""Communities, their names from one run to the next, and how they lie to the departments."""

import networkx as nx
import pytest
from hypothesis import given, settings

from stakeholders.analysis.communities import Joined, Torn, adjusted_rand, communities, comparison, mutual_information
from stakeholders.analysis.network import network
from tests.stakeholders.analysis.graphs import networks, ties_of


def circles(*sizes):
    """Everybody in a circle knows everybody in it, and one of the next circle."""
    people = [(circle, number) for circle, size in enumerate(sizes) for number in range(size)]
    ties = [(one, other, 1) for one in people for other in people if one[0] == other[0] and one != other]
    ties += [((circle, 0), (circle + 1, 0), 1) for circle in range(len(sizes) - 1)]
    return network(people, ties)


def test_circles_are_found_largest_first():
    found = communities(circles(3, 5, 4))
    assert found.labels.tolist() == [2, 2, 2, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert (found.number, found.members(1)) == (3, [8, 9, 10, 11])


def test_a_community_keeps_its_number_when_ties_change():
    small_first = circles(4, 5, 3)
    before = dict(zip(small_first.people, communities(small_first).labels.tolist(), strict=True))
    grown = circles(6, 5, 3)
    assert communities(grown).labels.tolist() == [0] * 6 + [1] * 5 + [2] * 3
    assert communities(grown, before=before).labels.tolist() == [1] * 6 + [0] * 5 + [2] * 3


def test_the_karate_club():
    """Zachary 1977; four communities of modularity 0.4198 are the best known without weights (Brandes et al. 2008)."""
    club = nx.karate_club_graph()
    found = communities(network(club, [(one, other, None) for one, other in club.edges]))
    assert found.number == 4
    assert 0.41 < found.modularity <= 0.4198 + 1e-4


@settings(max_examples=30, deadline=None)
@given(networks(least=1))
def test_modularity_is_that_of_networkx_and_never_below_being_alone(found):
    groups = communities(found)
    graph = nx.Graph()
    graph.add_nodes_from(range(found.size))
    graph.add_weighted_edges_from(ties_of(found.undirected()))
    if not found.ties:
        assert groups.modularity is None
        return
    split = [set(groups.members(label)) for label in range(groups.number)]
    assert groups.modularity == pytest.approx(nx.community.modularity(graph, split))
    assert groups.modularity >= nx.community.modularity(graph, [{person} for person in graph]) - 1e-9
    assert communities(found).labels.tolist() == groups.labels.tolist()


def test_strangers_are_each_their_own_community():
    assert communities(network(range(3), [])).labels.tolist() == [0, 1, 2]
    assert communities(network([], [])).number == 0


def test_two_groupings_that_agree_half():
    """scikit-learn's documentation of adjusted_rand_score and normalized_mutual_info_score: 0.57… and 1."""
    assert adjusted_rand(list(zip([0, 0, 1, 2], [0, 0, 1, 1], strict=True))) == pytest.approx(0.5714285714)
    assert adjusted_rand(list(zip([0, 0, 1, 1], [1, 1, 0, 0], strict=True))) == 1.0
    assert mutual_information(list(zip([0, 0, 1, 1], [1, 1, 0, 0], strict=True))) == pytest.approx(1.0)
    assert mutual_information(list(zip([0, 0, 0, 0], [0, 1, 2, 3], strict=True))) == 0.0
    assert adjusted_rand([(1, 1)]) is mutual_information([(1, 1)]) is None


def test_departments_torn_and_joined():
    found = comparison([0, 0, 0, 1, 1, 1, 0], ["Sales", "Sales", "IT", "Law", "Law", "Sales", None])
    assert found.people == 6
    assert found.torn == (Torn("Sales", ((0, 2), (1, 1))),)
    assert found.joined == (Joined(0, (("Sales", 2), ("IT", 1))), Joined(1, (("Law", 2), ("Sales", 1))))
    assert comparison([], []).adjusted_rand is None
