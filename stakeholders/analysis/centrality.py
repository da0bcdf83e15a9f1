"""How central each person is: degree, betweenness, closeness, eigenvector and PageRank, by index and not normalised
unless the measure's definition is."""

from dataclasses import dataclass

import numpy as np
import rustworkx as rx

from stakeholders.analysis.distances import components, proximity, steps_from
from stakeholders.analysis.network import FloatArray, IntArray, Network

# Work (searches × what each may meet) up to which a measure over all shortest paths is exact: some seconds.
EXACT_PATHS = 250_000_000
# The same for weighted paths, which are searched in Python.
EXACT_WEIGHTED = 1_500_000
EXACT_CLOSENESS = 2_000_000_000
PIVOTS = 256
FEWEST_PIVOTS = 8
# Steps that all searches of an estimate may take together: a chain of thousands gets fewer pivots, not more minutes.
STEPS = 20_000
SEED = 7
# One tie of weight w is as long as 60/w: whole numbers for weights 1 to 5, so that equal lengths compare equal.
UNIT_LENGTH = 60.0


@dataclass(frozen=True, eq=False)
class Measure:
    """A number per person in the network's order; `method` says in words how it was found when it is an estimate."""

    values: FloatArray
    exact: bool = True
    method: str = "exact"


def in_degree(network: Network) -> IntArray:
    return network.incoming.degrees


def out_degree(network: Network) -> IntArray:
    return network.outgoing.degrees


def in_strength(network: Network) -> FloatArray:
    """Sum of the weights of ties that lead here."""
    return np.bincount(network.targets, network.weights, minlength=network.size).astype(np.float64)


def out_strength(network: Network) -> FloatArray:
    return np.bincount(network.sources, network.weights, minlength=network.size).astype(np.float64)


def betweenness(network: Network, *, directed: bool = True, weighted: bool = False) -> Measure:
    """Shortest paths that lead through each person, summed over pairs (Freeman 1977; Brandes 2001), not normalised.

    A path's length is its number of ties; `weighted` takes 1/weight for the length of a tie instead (Newman 2001).
    Undirected: over the weakly symmetrised network, each pair counted once. Large networks: estimated from the paths
    of PIVOTS people drawn at random with a fixed seed and scaled up (Brandes & Pich 2007)."""
    searched = network if directed else network.undirected()
    share = 1.0 if directed else 0.5
    if weighted:
        measure = _weighted_betweenness(searched)
    elif not searched.ties:
        measure = Measure(np.zeros(searched.size))
    elif searched.size * (searched.size + searched.ties) <= EXACT_PATHS:
        found = rx.digraph_betweenness_centrality(digraph(searched), normalized=False)
        measure = Measure(np.array([found[person] for person in range(searched.size)], dtype=np.float64))
    else:
        measure = estimated_betweenness(searched, pivots=PIVOTS)
    return Measure(measure.values * share, measure.exact, measure.method)


def digraph(network: Network) -> "rx.PyDiGraph[None, None]":
    # Ties are distinct already; asked to check, rustworkx walks a hub's ties once for each of them.
    graph: rx.PyDiGraph[None, None] = rx.PyDiGraph(node_count_hint=network.size)
    graph.add_nodes_from([None] * network.size)
    graph.add_edges_from_no_data(list(zip(network.sources.tolist(), network.targets.tolist(), strict=True)))
    return graph


def drawn(size: int, wanted: int) -> IntArray:
    """`wanted` of `size` people at random without repetition, ascending, the same at every call; all where fewer."""
    if size <= wanted:
        return np.arange(size)
    return np.sort(np.random.default_rng(SEED).choice(size, wanted, replace=False)).astype(np.int64)


def estimated_betweenness(network: Network, *, pivots: int = PIVOTS) -> Measure:
    """Betweenness from the shortest paths that start at `pivots` people, scaled to all."""
    total = np.zeros(network.size)
    chosen = np.random.default_rng(SEED).permutation(drawn(network.size, pivots))
    used = steps = 0
    for pivot in chosen.tolist():
        dependency, depth = _dependency(network, pivot)
        total += dependency
        used, steps = used + 1, steps + depth
        if steps > STEPS and used >= FEWEST_PIVOTS:
            break
    if used == network.size:
        return Measure(total)
    return Measure(total * (network.size / max(used, 1)), False, f"estimated from {used:,} of {network.size:,} people")


def _dependency(network: Network, start: int) -> tuple[FloatArray, int]:
    """Brandes' dependency of `start` on everybody, one step of the search at a time, and the number of steps."""
    starts, neighbours, degrees = network.outgoing.starts, network.outgoing.neighbours, network.outgoing.degrees
    distance = np.full(network.size, -1)
    paths = np.zeros(network.size)
    distance[start], paths[start] = 0, 1.0
    front = np.array([start])
    layers: list[tuple[IntArray, IntArray]] = []
    while len(front):
        counts = degrees[front]
        before = np.cumsum(counts) - counts
        heads = neighbours[np.repeat(starts[front] - before, counts) + np.arange(counts.sum())]
        tails = np.repeat(front, counts)
        onward = distance[heads] < 0
        heads, tails = heads[onward], tails[onward]
        distance[heads] = len(layers) + 1
        np.add.at(paths, heads, paths[tails])
        layers.append((tails, heads))
        front = np.unique(heads)
    dependency = np.zeros(network.size)
    for tails, heads in reversed(layers):
        np.add.at(dependency, tails, paths[tails] / paths[heads] * (1 + dependency[heads]))
    dependency[start] = 0.0
    return dependency, len(layers)


def _weighted_betweenness(network: Network) -> Measure:
    # A seventh of what it takes to start any process, for this one measure: asked for when it is.
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(network.size))
    lengths = UNIT_LENGTH / network.weights
    graph.add_weighted_edges_from(
        zip(network.sources.tolist(), network.targets.tolist(), lengths.tolist(), strict=True), weight="length"
    )
    affordable = EXACT_WEIGHTED // max(network.size + network.ties, 1)
    chosen = drawn(network.size, max(affordable, FEWEST_PIVOTS))
    found = nx.betweenness_centrality_subset(
        graph, sources=chosen.tolist(), targets=range(network.size), normalized=False, weight="length"
    )
    values = np.array([found[person] for person in range(network.size)], dtype=np.float64)
    if len(chosen) == network.size:
        return Measure(values)
    method = f"estimated from {len(chosen):,} of {network.size:,} people"
    return Measure(values * (network.size / len(chosen)), False, method)


def closeness(network: Network, *, directed: bool = False) -> Measure:
    """(n - 1) / the sum of steps to everybody else (Freeman 1979), by default without regard to direction.

    NaN for whoever does not reach everybody: distances to those are undefined. Use harmonic closeness there."""
    searched = network if directed else network.undirected()
    columns, method = _searched_for(searched)
    near = proximity(searched, columns)
    if not near.complete:
        columns, steps, reached = _one_by_one(searched)
        method = f"estimated from {len(columns):,} of {searched.size:,} people"
    else:
        steps, reached = near.steps.astype(np.float64), near.reached
    others = np.full(searched.size, len(columns))
    others[columns] -= 1
    reached = reached.copy()
    reached[columns] -= 1
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(reached == others, others / steps, np.nan)
    return Measure(values, method == "exact", method)


def harmonic_closeness(network: Network, *, directed: bool = False) -> Measure:
    """The mean of 1/steps to everybody else, 0 for whom there is no way (Marchiori & Latora 2000; Rochat 2009): 0 to 1.

    Directed: steps along ties, from the person outwards."""
    searched = network if directed else network.undirected()
    columns, method = _searched_for(searched)
    # Beyond the deepest search 1/steps is below 1/64: left out.
    near = proximity(searched, columns)
    others = np.full(searched.size, len(columns), dtype=np.float64)
    others[columns] -= 1
    if not near.complete and method == "exact":
        method = "people more than 64 steps away left out"
    values = np.divide(near.nearness, others, out=np.zeros(searched.size), where=others > 0)
    return Measure(values, method == "exact", method)


def _searched_for(network: Network) -> tuple[IntArray, str]:
    if network.size * network.ties <= EXACT_CLOSENESS:
        return np.arange(network.size), "exact"
    columns = drawn(network.size, 4 * PIVOTS)
    return columns, f"estimated from {len(columns):,} of {network.size:,} people"


def _one_by_one(network: Network) -> tuple[IntArray, FloatArray, IntArray]:
    columns = drawn(network.size, FEWEST_PIVOTS * 4)
    backwards = network.reversed()
    found = np.array([steps_from(backwards, [column]) for column in columns.tolist()])
    return columns, np.where(found > 0, found, 0).sum(axis=0).astype(np.float64), (found >= 0).sum(axis=0)


def eigenvector(network: Network, *, iterations: int = 5_000) -> Measure:
    """Central through central neighbours (Bonacich 1972): the first eigenvector of the weakly symmetrised weights, of
    unit length, nobody below 0. With several islands the one with the strongest ties holds (nearly) all of it."""
    ties = network.undirected()
    if not ties.ties:
        return Measure(np.zeros(ties.size))
    # Shifted by half of what the eigenvalue is at least: two sides tied only across, as in every tree, swing for ever.
    shift = float(np.sqrt((out_strength(ties) ** 2).mean())) / 2
    values = np.full(ties.size, ties.size**-0.5)
    for _ in range(iterations):
        following = shift * values + np.bincount(ties.sources, ties.weights * values[ties.targets], minlength=ties.size)
        following /= np.linalg.norm(following)
        settled = np.abs(following - values).max() < 1e-10
        values = following
        if settled:
            return Measure(values)
    return Measure(values, False, f"ended after {iterations:,} rounds")


def pagerank(network: Network, *, damping: float = 0.85) -> Measure:
    """Influence over the influential (Brin & Page 1998): a tie from a to b means that a influences b, and b hands its
    rank to those who influence it, by weight, so that rank gathers with the influencers. Sums to 1.

    Who is influenced by nobody hands theirs to everybody alike."""
    size = network.size
    if not size:
        return Measure(np.zeros(0))
    received = in_strength(network)
    share = network.weights / received[network.targets]
    nobody = received == 0
    rank = np.full(size, 1 / size)
    for _ in range(1_000):
        handed = np.bincount(network.sources, share * rank[network.targets], minlength=size)
        following = (1 - damping) / size + damping * (handed + rank[nobody].sum() / size)
        change = np.abs(following - rank).sum()
        rank = following
        if change < 1e-13:
            break
    return Measure(rank / rank.sum())


def connected(network: Network) -> bool:
    """Whether everybody hangs together, directions aside; nobody and one person do."""
    return not components(network).any()
