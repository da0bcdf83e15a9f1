"""Warm paths: against every simple path there is, and what they say."""

import math
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders.analysis.network import network
from stakeholders.analysis.warm_paths import CARRIED, OPPOSED, warm_paths
from tests.stakeholders.analysis.graphs import as_networkx, networks

POSITIONS = st.sampled_from([2, 1, 0, -1, -2, None])


def every_way(found, sources, target, positions):
    """(opposed carriers, -warmth, people) of every simple path."""
    graph = as_networkx(found)
    ways = []
    for source in set(sources) - {target}:
        for people in nx.all_simple_paths(graph, source, target):
            warmth = math.prod(
                graph.edges[one, other]["weight"] / 5 * CARRIED[positions[one]] for one, other in pairwise(people)
            )
            opposed = sum(positions[person] == OPPOSED for person in people[:-1])
            ways.append((opposed, -warmth, tuple(people)))
    return sorted(ways)


def leaves_out(people, earlier):
    return people[-2:] != earlier if len(earlier) == 2 else not set(earlier[1:-1]) <= set(people)


def shares_nothing(people, earlier):
    return people[-2:] != earlier if len(earlier) == 2 else not set(earlier[1:-1]) & set(people)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_never_beaten_by_and_never_beating_every_way_there_is(data):
    found = data.draw(networks(most=8, least=2))
    positions = data.draw(st.lists(POSITIONS, min_size=found.size, max_size=found.size))
    sources = data.draw(st.lists(st.integers(0, found.size - 1), min_size=1, max_size=2))
    target = data.draw(st.integers(0, found.size - 1))
    told = warm_paths(found, sources, target, positions=positions)
    every = every_way(found, sources, target, positions)
    assert bool(told) == bool(every)
    if not every:
        return
    assert (len(told[0].opposed), told[0].warmth) == (every[0][0], pytest.approx(-every[0][1]))
    for number, way in enumerate(told[1:], start=1):
        before = [earlier.people for earlier in told[:number]]
        allowed = [one for one in every if all(leaves_out(one[2], earlier) for earlier in before)]
        apart = [one for one in every if all(shares_nothing(one[2], earlier) for earlier in before)]
        assert len(way.opposed) == allowed[0][0] == every[0][0]
        expected = allowed[0]
        if apart and apart[0][0] == allowed[0][0] and apart[0][1] <= allowed[0][1] / 2 - 1e-12:
            expected = apart[0]
        assert way.warmth == pytest.approx(-expected[1])
    if len(told) < 3:
        before = [earlier.people for earlier in told]
        rest = [one for one in every if all(leaves_out(one[2], earlier) for earlier in before)]
        assert not rest or rest[0][0] > every[0][0]


@settings(max_examples=50, deadline=None)
@given(networks(most=8, least=2))
def test_each_way_is_one_of_the_network(found):
    for way in warm_paths(found, [0], found.size - 1, positions=[None] * found.size):
        assert len(set(way.people)) == len(way.people)
        assert [(step.carrier, step.receiver) for step in way.steps] == list(pairwise(way.people))
        weights = as_networkx(found)
        assert [step.weight for step in way.steps] == [weights.edges[pair]["weight"] for pair in pairwise(way.people)]
        assert way.warmth == pytest.approx(math.prod(step.warmth for step in way.steps))


PEOPLE = ["Ada", "Ben", "Cleo", "Dan", "Eve"]


def told(ties, positions, sources=("Ada",), target="Eve"):
    found = network(PEOPLE, ties)
    return warm_paths(
        found,
        [found.index[person] for person in sources],
        found.index[target],
        positions=[positions.get(person) for person in PEOPLE],
    )


def test_two_ways_and_their_reasons():
    best, other = told(
        [("Ada", "Ben", 5), ("Ben", "Eve", 4), ("Ada", "Cleo", 5), ("Cleo", "Eve", 2)],
        {"Ada": 2, "Ben": 1, "Cleo": -1},
    )
    assert [PEOPLE[person] for person in best.people] == ["Ada", "Ben", "Eve"]
    assert best.warmth == pytest.approx(1 * 0.8 * 0.9)
    assert best.reason == "Ada reaches Eve through Ben; the weakest tie is Ben to Eve (4 of 5)."
    assert other.reason == (
        "Does without Ben: Ada reaches Eve through Cleo; the weakest tie is Cleo to Eve (2 of 5). "
        "Cleo is sceptical: talk with them first."
    )
    assert ([PEOPLE[person] for person in other.without], [PEOPLE[person] for person in other.sceptical]) == (
        ["Ben"],
        ["Cleo"],
    )


def test_a_direct_tie():
    [direct] = told([("Ada", "Eve", 3)], {"Ada": 2})
    assert direct.reason == "Ada is tied to Eve directly (3 of 5)."
    assert direct.between == ()


def test_an_opposed_carrier_only_when_nobody_else_leads_there():
    ties = [("Ada", "Dan", 5), ("Dan", "Eve", 5)]
    [way] = told(ties, {"Ada": 2, "Dan": -2})
    assert way.reason == (
        "Ada reaches Eve through Dan; every tie is 5 of 5. Dan is opposed, and there is no other way."
    )
    assert way.warmth == pytest.approx(0.05)
    around = [("Ada", "Ben", 1), ("Ben", "Cleo", 1), ("Cleo", "Eve", 1)]
    [way] = told(ties + around, {"Ada": 2, "Dan": -2})
    assert [PEOPLE[person] for person in way.people] == ["Ada", "Ben", "Cleo", "Eve"]


def test_an_opposed_target_is_no_carrier():
    [way] = told([("Ada", "Eve", 5)], {"Ada": 2, "Eve": -2})
    assert (way.warmth, way.opposed) == (1.0, ())


def test_several_of_ours_know_them():
    ways = told([("Ada", "Eve", 5), ("Ben", "Eve", 4), ("Cleo", "Eve", 3)], {}, sources=("Ada", "Ben", "Cleo"))
    assert [[PEOPLE[person] for person in way.people] for way in ways] == [
        ["Ada", "Eve"],
        ["Ben", "Eve"],
        ["Cleo", "Eve"],
    ]


def test_a_long_chain_is_named_in_short():
    found = network(range(9), [(person, person + 1, 5) for person in range(8)])
    [way] = warm_paths(found, [0], 8, positions=[2] * 9)
    assert way.reason == "0 reaches 8 through 1, 2, 3 and 4 more; every tie is 5 of 5."


def test_no_way_there():
    assert told([("Eve", "Ada", 5)], {}) == ()
    assert told([("Ada", "Eve", 5)], {}, sources=("Eve",)) == ()
    assert told([("Ada", "Eve", 5)], {}, sources=()) == ()


def test_positions_must_be_known_words():
    found = network("ab", [("a", "b", 1)])
    for positions in ([2], [3, 0]):
        with pytest.raises(ValueError, match=r"^There must be one position"):
            warm_paths(found, [0], 1, positions=positions)
