"""Small networks for tests: drawn by hypothesis, and two that textbooks use."""

import networkx as nx
from hypothesis import strategies as st

from stakeholders.analysis.network import network

KITE = ["Andre", "Beverley", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane"]
# Krackhardt 1990, as drawn there.
KITE_TIES = ["AB", "AC", "AD", "AF", "BD", "BE", "BG", "CD", "CF", "DE", "DF", "DG", "EG", "FG", "FH", "GH", "HI", "IJ"]


def kite():
    by_letter = {person[0]: person for person in KITE}
    return network(KITE, [(by_letter[one], by_letter[other], None) for one, other in KITE_TIES])


def florentine():
    """Marriages of Padgett & Ansell 1993, as networkx has them."""
    graph = nx.florentine_families_graph()
    return network(sorted(graph), [(one, other, None) for one, other in graph.edges])


@st.composite
def networks(draw, most=9, least=0):
    """Directed ties with weights 1 to 5 among a few people 0, 1, 2 …"""
    size = draw(st.integers(least, most))
    pairs = [(one, other) for one in range(size) for other in range(size) if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3 * size)) if pairs else []
    weights = draw(st.lists(st.integers(1, 5), min_size=len(chosen), max_size=len(chosen)))
    return network(range(size), [(one, other, weight) for (one, other), weight in zip(chosen, weights, strict=True)])


def ties_of(found):
    return list(zip(found.sources.tolist(), found.targets.tolist(), found.weights.tolist(), strict=True))


def shuffled(found, order):
    """The same network with its people listed in another order."""
    ties = [(found.people[one], found.people[other], weight) for one, other, weight in ties_of(found)]
    return network([found.people[person] for person in order], ties)


def as_networkx(found):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(found.size))
    graph.add_weighted_edges_from(ties_of(found))
    return graph
