"""Places of a drawing: the same each time, apart from one another, and still where they were after an edit."""

import numpy as np
import pytest

from stakeholders.analysis.communities import communities
from stakeholders.analysis.layout import layout
from stakeholders.analysis.network import network
from tests.stakeholders.analysis.graphs import ties_of
from tests.stakeholders.analysis.test_communities import circles


def distances(places):
    return np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))


@pytest.fixture
def town():
    """Six circles, two people who only know each other, and three who know nobody."""
    found = circles(9, 8, 7, 6, 8, 9)
    others = ["pair", "of friends", "alone", "on their own", "nobody's"]
    ties = [(found.people[one], found.people[other], weight) for one, other, weight in ties_of(found)]
    return network([*found.people, *others], [*ties, ("pair", "of friends", 2)])


def placed(found, places):
    return dict(zip(found.people, map(tuple, places.tolist()), strict=True))


def test_the_same_network_is_drawn_the_same(town):
    assert (layout(town) == layout(town)).all()
    assert (layout(town) != layout(town, seed=8)).any()
    assert (layout(town) == layout(town, groups=communities(town).labels)).all()


def test_who_belongs_together_is_drawn_together_and_nobody_upon_another(town):
    places = layout(town)
    apart = distances(places)
    labels = communities(town).labels
    tied = town.size - 5
    same = labels[:tied, None] == labels[None, :tied]
    others = ~np.eye(tied, dtype=bool)
    assert np.median(apart[:tied, :tied][same & others]) < 0.5 * np.median(apart[:tied, :tied][~same])
    assert apart[~np.eye(town.size, dtype=bool)].min() > 0.1
    assert np.abs(places).max() < 60


def test_islands_and_strangers_are_packed_below(town):
    places = layout(town)
    assert places[-5:, 1].min() > places[:-5, 1].max()


def test_one_tie_more_moves_only_those_around_it(town):
    before = layout(town)
    one, other = town.people[3], town.people[-3]
    edited = network(
        town.people, [*((town.people[a], town.people[b], w) for a, b, w in ties_of(town)), (one, other, 5)]
    )
    after = layout(edited, start=placed(town, before), moved={one, other})
    around = {3, town.size - 3, *edited.undirected().outgoing.lists[3]}
    moved = set(np.flatnonzero((before != after).any(axis=1)).tolist())
    assert {3, town.size - 3} <= moved <= around
    assert distances(after)[3, town.size - 3] < distances(before)[3, town.size - 3]


def test_nothing_moves_when_nothing_changed(town):
    before = layout(town)
    assert (layout(town, start=placed(town, before)) == before).all()


def test_newcomers_come_to_those_they_know(town):
    before = layout(town)
    ties = [(town.people[a], town.people[b], w) for a, b, w in ties_of(town)]
    grown = network([*town.people, "new", "hermit"], [*ties, ("new", town.people[0], 3)])
    after = layout(grown, start=placed(town, before))
    known = set(grown.undirected().outgoing.lists[0])
    still = [person for person in range(1, town.size) if person not in known]
    assert (after[still] == before[still]).all()
    assert distances(after)[0, -2] < 4
    assert after[-1, 1] > before[:, 1].max()


def test_who_left_leaves_the_others_in_place(town):
    before = placed(town, layout(town))
    ties = [(town.people[a], town.people[b], w) for a, b, w in ties_of(town) if 0 not in (a, b)]
    left = network(town.people[1:], ties)
    assert placed(left, layout(left, start=before)) == {person: before[person] for person in left.people}


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_strangers_stand_in_rows(size):
    places = layout(network(range(size), []))
    assert places.shape == (size, 2)
    assert np.isfinite(places).all()
    assert size < 2 or distances(places)[~np.eye(size, dtype=bool)].min() >= 0.9


def test_everybody_tied_to_everybody():
    found = network(range(12), [(one, other, 1) for one in range(12) for other in range(12) if one != other])
    assert distances(layout(found))[~np.eye(12, dtype=bool)].min() > 0.1


def test_a_start_of_strangers_is_no_start():
    found = network("ab", [("a", "b", 1)])
    assert (layout(found, start={"z": (3.0, 4.0)}) == layout(found)).all()
