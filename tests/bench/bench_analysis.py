# ruff: noqa: T201 - it reports to whoever runs it
"""How long the analysis of a network takes beside networkx, in one run on one machine.

    python tests/bench/bench_analysis.py [SIZE …] [EDGES.txt]

Sizes are people (1,000, 5,000 and 50,000 unless given), with four ties each, most of them inside teams of 25; a file
of "from to" lines is measured as well. Prints figures and ratios; a loaded machine gives other figures, so nothing here
passes or fails. networkx is left out where it would take more than a minute, judged by its time on fewer people."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from stakeholders.analysis.centrality import (
    EXACT_PATHS,
    betweenness,
    estimated_betweenness,
    harmonic_closeness,
    pagerank,
)
from stakeholders.analysis.communities import communities
from stakeholders.analysis.hierarchy import dimensions
from stakeholders.analysis.key_players import fragmentation_set, reach_set
from stakeholders.analysis.layout import layout
from stakeholders.analysis.network import Network, network
from stakeholders.analysis.warm_paths import warm_paths

PATIENCE = 60.0
TEAM = 25
EXACT = "betweenness"


def organisation(people: int, *, ties_each: int = 4, seed: int = 1) -> Network:
    """Most ties inside a team, a twentieth of the people without any, weights 1 to 5."""
    random = np.random.default_rng(seed)
    tied = np.flatnonzero(random.random(people) > 0.05)
    ties: dict[tuple[int, int], int] = {}
    while len(ties) < people * ties_each:
        one = int(random.choice(tied))
        team = one // TEAM * TEAM
        other = (
            int(random.integers(team, min(team + TEAM, people))) if random.random() < 0.8 else int(random.choice(tied))
        )
        if one != other:
            ties[one, other] = int(random.integers(1, 6))
    return network(range(people), ((one, other, weight) for (one, other), weight in ties.items()))


def read(path: Path) -> Network:
    pairs = [line.split()[:2] for line in path.read_text().splitlines() if line.strip()]
    people = dict.fromkeys(person for pair in pairs for person in pair)
    return network(people, ((one, other, 1) for one, other in pairs if one != other))


def fresh(found: Network) -> Network:
    """The same network with nothing worked out yet."""
    return Network(found.people, found.sources, found.targets, found.weights)


@dataclass
class Compared:
    name: str
    ours: Callable[[Network], object]
    theirs: Callable[["nx.DiGraph[int]"], object] | None
    # How networkx' time grows with (people, ties).
    growth: Callable[[int, int], float]
    # Its last (time, growth).
    last: tuple[float, float] | None = None


def warm(found: Network) -> object:
    positions = (np.arange(found.size) % 5 - 2).tolist()
    return warm_paths(found, range(2, 52, 5), found.size // 2, positions=positions)


def simple_paths(graph: "nx.DiGraph[int]") -> object:
    try:
        found = nx.shortest_simple_paths(graph, 2, graph.number_of_nodes() // 2, weight="length")
        return [next(found, None) for _ in range(3)]
    except nx.NetworkXNoPath:
        return None


COMPARED = [
    Compared(EXACT, betweenness, nx.betweenness_centrality, lambda people, ties: people * ties),
    Compared(
        "betweenness, 256 pivots",
        estimated_betweenness,
        lambda graph: nx.betweenness_centrality(graph, k=min(256, len(graph)), seed=1),
        lambda people, ties: ties,
    ),
    Compared("harmonic closeness", harmonic_closeness, nx.harmonic_centrality, lambda people, ties: people * ties),
    Compared(
        "PageRank",
        pagerank,
        lambda graph: _pagerank_python(graph.reverse(copy=False), tol=1e-13 / len(graph), max_iter=1_000),
        lambda people, ties: ties,
    ),
    Compared("Krackhardt's dimensions", dimensions, None, lambda people, ties: 1),
    Compared(
        "communities (Louvain)",
        communities,
        lambda graph: nx.community.louvain_communities(graph.to_undirected(as_view=False), seed=1),
        lambda people, ties: ties**1.3,
    ),
    Compared("key players: reach, 5", lambda found: reach_set(found, 5), None, lambda people, ties: 1),
    Compared("key players: loss, 5", lambda found: fragmentation_set(found, 5), None, lambda people, ties: 1),
    Compared("warm path and two others", warm, simple_paths, lambda people, ties: ties),
    Compared(
        "layout",
        layout,
        lambda graph: nx.forceatlas2_layout(graph.to_undirected(as_view=False), max_iter=100, seed=1),
        lambda people, ties: people * people,
    ),
]


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def compare(title: str, found: Network) -> None:
    print(f"\n{title}: {found.size:,} people, {found.ties:,} ties")
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(found.size))
    ties = zip(found.sources.tolist(), found.targets.tolist(), found.weights.tolist(), strict=True)
    graph.add_edges_from((one, other, {"weight": weight, "length": 5 / weight}) for one, other, weight in ties)
    for compared in COMPARED:
        if compared.name == EXACT and found.size * (found.size + found.ties) > EXACT_PATHS:
            continue
        ours = timed(lambda compared=compared: compared.ours(fresh(found)))
        print(f"  {compared.name:26} {ours:8.3f} s   networkx {theirs(compared, found, graph, ours)}", flush=True)


def theirs(compared: Compared, found: Network, graph: "nx.DiGraph[int]", ours: float) -> str:
    if compared.theirs is None:
        return "has none"
    growth = compared.growth(found.size, found.ties)
    if compared.last is not None:
        expected = compared.last[0] * growth / compared.last[1]
        if expected > PATIENCE:
            return f"left out: about {expected:,.0f} s, {expected / ours:,.0f} times ours"
    work = compared.theirs
    taken = timed(lambda: work(graph))
    compared.last = (taken, growth)
    return f"{taken:8.3f} s, {taken / ours:,.1f} times ours"


def main(*arguments: str) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or [1_000, 5_000, 50_000]
    for argument in arguments:
        if not argument.isdecimal():
            compare(Path(argument).name, read(Path(argument)))
    for compared in COMPARED:
        compared.last = None
    for size in sizes:
        compare("generated", organisation(size))


if __name__ == "__main__":
    main(*sys.argv[1:])
