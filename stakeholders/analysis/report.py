"""Everything that is measured on a network, as plain data that JSON can hold."""

import math
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from stakeholders.analysis.brokerage import brokerage
from stakeholders.analysis.centrality import (
    Measure,
    betweenness,
    closeness,
    eigenvector,
    harmonic_closeness,
    in_degree,
    in_strength,
    out_degree,
    out_strength,
    pagerank,
)
from stakeholders.analysis.cohesion import constraint, cut_points, density, reciprocity, transitivity
from stakeholders.analysis.communities import communities, comparison
from stakeholders.analysis.distances import component_sizes
from stakeholders.analysis.hierarchy import dimensions
from stakeholders.analysis.key_players import KeyPlayers, fragmentation_set, reach_set
from stakeholders.analysis.network import Network

Report = dict[str, Any]


def report(network: Network, departments: Sequence[Hashable | None], *, largest_set: int = 3) -> Report:
    """Measures as {"values": one per person in the order of "people", "method"}; null where a figure is undefined.

    Nothing is normalised but closeness, density and what is a share by definition."""
    found: Report = {
        "people": list(network.people),
        "departments": list(departments),
        "ties": network.ties,
        "density": density(network),
        "reciprocity_edgewise": reciprocity(network),
        "transitivity_weak": transitivity(network),
        "islands": sorted(component_sizes(network).tolist(), reverse=True),
        "krackhardt": _krackhardt(network),
        "measures": {name: _measure(measure) for name, measure in _measures(network).items()},
        "cut_points": _cut_points(network),
        "communities": _communities(network, departments),
        "key_players": _key_players(network, largest_set),
    }
    if any(department is not None for department in departments):
        found |= _brokerage(network, departments)
    return found


def _measures(network: Network) -> dict[str, Measure]:
    measures = {
        "in_degree": Measure(in_degree(network).astype(np.float64)),
        "out_degree": Measure(out_degree(network).astype(np.float64)),
        "in_strength": Measure(in_strength(network)),
        "out_strength": Measure(out_strength(network)),
        "betweenness_directed": betweenness(network),
        "betweenness_undirected_weak": betweenness(network, directed=False),
        "closeness_undirected_weak": closeness(network),
        "harmonic_closeness_undirected_weak": harmonic_closeness(network),
        "eigenvector_undirected_weak": eigenvector(network),
        "pagerank": pagerank(network),
        "constraint": Measure(constraint(network)),
    }
    if network.ties and network.weights.min() < network.weights.max():
        measures["betweenness_directed_weighted"] = betweenness(network, weighted=True)
    return measures


def _measure(measure: Measure) -> Report:
    values = [
        None if math.isnan(value) else int(value) if value.is_integer() else value for value in measure.values.tolist()
    ]
    return {"values": values, "method": measure.method}


def _krackhardt(network: Network) -> Report:
    given, turned = dimensions(network), dimensions(network.reversed())
    return {
        "connectedness": given.connectedness,
        "hierarchy": given.hierarchy,
        "efficiency": given.efficiency,
        "lubness_as_given": given.lubness,
        "lubness_reversed": turned.lubness,
        "method": "exact" if given.exact and turned.exact else "lubness estimated from drawn pairs",
    }


def _cut_points(network: Network) -> list[Report]:
    return [
        {
            "person": network.people[point.person],
            "cut_off": point.cut_off,
            "pieces": [[network.people[other] for other in piece] for piece in point.pieces],
        }
        for point in cut_points(network).worst
    ]


def _communities(network: Network, departments: Sequence[Hashable | None]) -> Report:
    found = communities(network)
    told: Report = {"number": found.number, "modularity": found.modularity, "labels": found.labels.tolist()}
    if any(department is not None for department in departments):
        against = comparison(found.labels, departments)
        told["departments"] = {
            "people": against.people,
            "adjusted_rand_index": against.adjusted_rand,
            "normalised_mutual_information": against.mutual_information,
            "torn": {str(torn.department): [list(part) for part in torn.parts] for torn in against.torn},
            "joined": {str(joined.community): [list(part) for part in joined.parts] for joined in against.joined},
        }
    return told


def _key_players(network: Network, largest_set: int) -> Report:
    sizes = range(1, min(largest_set, network.size) + 1)
    return {
        "reach": {str(size): _set(network, reach_set(network, size)) for size in sizes},
        "distance_weighted_fragmentation": {
            str(size): _set(network, fragmentation_set(network, size)) for size in sizes
        },
        "fragmentation": {
            str(size): _set(network, fragmentation_set(network, size, distance_weighted=False)) for size in sizes
        },
    }


def _set(network: Network, players: KeyPlayers) -> Report:
    return {
        "value": players.value,
        "sets": [[network.people[person] for person in chosen] for chosen in players.sets],
        "equally_good": players.ties,
        "method": players.method,
        "value_is_exact": players.exact_value,
    }


def _brokerage(network: Network, departments: Sequence[Hashable | None]) -> Report:
    found = brokerage(network, departments)
    return {
        "brokerage_by_department": [
            {
                "person": person,
                "coordinator_w_I": roles.coordinator,
                "itinerant_w_O": roles.itinerant,
                "representative_b_IO": roles.representative,
                "gatekeeper_b_OI": roles.gatekeeper,
                "liaison_b_O": roles.liaison,
                "total_t": roles.total,
            }
            for person, roles in zip(network.people, found.roles, strict=True)
        ],
        "ways_into": {
            str(department): [{"person": network.people[person], "ways": ways} for person, ways in ranked[:10]]
            for department, ranked in found.ways_into.items()
        },
    }
