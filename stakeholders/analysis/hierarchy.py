"""How far a network resembles a pure chain of command: Krackhardt's graph-theoretic dimensions (1994)."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import rustworkx as rx

from stakeholders.analysis.centrality import SEED, digraph
from stakeholders.analysis.distances import component_sizes, components
from stakeholders.analysis.network import IntArray, Network

# People whose reach is followed at once, as the bits of one number.
BLOCK = 4096
# Kinds of superiors up to which every pair of them is compared; beyond, pairs of people are drawn.
EXACT_KINDS = 2_000
DRAWN_PAIRS = 50_000


@dataclass(frozen=True)
class Dimensions:
    """Each 0 to 1, and 1 in a pure chain of command; None where the network is too small for the question.

    Ties are read as from superior to subordinate: reverse a network of who reports to whom before asking for its
    `lubness`; the other three do not change with it. `exact` is False when lubness was estimated from drawn pairs."""

    connectedness: float | None
    hierarchy: float | None
    efficiency: float | None
    lubness: float | None
    exact: bool = True


def dimensions(network: Network) -> Dimensions:
    """Connectedness: pairs of people with some way between them, directions aside. Hierarchy: pairs joined by directed
    ways of which not both directions are. Efficiency: ties beyond those that hold each component together, against all
    that could be. Lubness (least upper boundedness): pairs of a component with an upper bound that reaches all of
    their upper bounds, as sna for R counts it."""
    chain = _ChainOfCommand(network)
    lubness, exact = chain.lubness()
    return Dimensions(_connectedness(network), chain.hierarchy(), _efficiency(network), lubness, exact)


def _connectedness(network: Network) -> float | None:
    if network.size < 2:
        return None
    sizes = component_sizes(network)
    return float((sizes * (sizes - 1)).sum() / (network.size * (network.size - 1)))


def _efficiency(network: Network) -> float | None:
    sizes = component_sizes(network)
    needed = int((sizes - 1).sum())
    possible = int((sizes * (sizes - 1) - (sizes - 1)).sum())
    return 1 - (network.ties - needed) / possible if possible else None


class _ChainOfCommand:
    """The network with everybody who reaches one another both ways taken as one group: what is left has no cycles."""

    def __init__(self, network: Network) -> None:
        self.network = network
        groups = rx.strongly_connected_components(digraph(network))
        self.group = np.zeros(network.size, dtype=np.int64)
        for number, members in enumerate(groups):
            self.group[list(members)] = number
        self.sizes = np.bincount(self.group, minlength=len(groups)) if groups else np.zeros(0, dtype=np.int64)
        starts, ends = self.group[network.sources], self.group[network.targets]
        between = starts != ends
        pairs = np.unique(starts[between] * max(len(groups), 1) + ends[between])
        order: rx.PyDiGraph[None, None] = rx.PyDiGraph()
        order.add_nodes_from([None] * len(groups))
        arcs = list(zip((pairs // max(len(groups), 1)).tolist(), (pairs % max(len(groups), 1)).tolist(), strict=True))
        order.add_edges_from_no_data(arcs)
        self.down: list[list[int]] = [[] for _ in groups]
        self.topmost = [True] * len(groups)
        for upper, lower in arcs:
            self.down[upper].append(lower)
            self.topmost[lower] = False
        self.downwards = list(rx.topological_sort(order))

    def hierarchy(self) -> float | None:
        """None where nobody reaches anybody."""
        mutual = int((self.sizes * (self.sizes - 1)).sum()) // 2
        ordered = sum(self._reached_pairs(first) for first in range(0, self.network.size, BLOCK))
        joined = ordered - mutual
        return (joined - mutual) / joined if joined else None

    def _reached_pairs(self, first: int) -> int:
        """Ordered pairs (person, somebody of this block they reach)."""
        reached = [0] * len(self.down)
        block = self.group[first : first + BLOCK].tolist()
        for bit, group in enumerate(block):
            reached[group] |= 1 << bit
        for group in reversed(self.downwards):
            for lower in self.down[group]:
                reached[group] |= reached[lower]
        sizes: list[int] = self.sizes.tolist()
        return sum(bits.bit_count() * size for bits, size in zip(reached, sizes, strict=True)) - len(block)

    def lubness(self) -> tuple[float | None, bool]:
        """An upper bound that reaches all others exists just where one single topmost group reaches both people: had
        they two, neither would reach the other; and whoever reaches both is reached by a topmost group."""
        sizes = component_sizes(self.network)
        possible = int(((sizes - 1) * (sizes - 2) // 2)[sizes > 2].sum())
        if not possible:
            return None, True
        labels = components(self.network)
        counted = (sizes > 2)[labels]
        above = self._topmost_above()
        kinds = Counter((int(labels[person]), above[self.group[person]]) for person in np.flatnonzero(counted).tolist())
        pairs = int((sizes * (sizes - 1) // 2)[sizes > 2].sum())
        exact = len(kinds) <= EXACT_KINDS
        bounded: float = _bounded_pairs(kinds) if exact else pairs * self._bounded_share(labels, counted, above)
        return 1 - (pairs - bounded) / possible, exact

    def _topmost_above(self) -> list[int]:
        """Per group, the topmost groups that reach it, as the bits of a number."""
        above = [0] * len(self.down)
        for bit, top in enumerate(group for group, topmost in enumerate(self.topmost) if topmost):
            above[top] = 1 << bit
        for group in self.downwards:
            for lower in self.down[group]:
                above[lower] |= above[group]
        return above

    def _bounded_share(self, labels: IntArray, counted: np.ndarray, above: list[int]) -> float:
        random = np.random.default_rng(SEED)
        people = np.flatnonzero(counted)
        first, second = random.choice(people, (2, DRAWN_PAIRS * 2))
        valid = (labels[first] == labels[second]) & (first != second)
        drawn = list(zip(first[valid].tolist(), second[valid].tolist(), strict=True))
        group = self.group.tolist()
        hits = sum((above[group[one]] & above[group[other]]).bit_count() == 1 for one, other in drawn)
        return hits / len(drawn) if drawn else 0.0


def _bounded_pairs(kinds: Counter[tuple[int, int]]) -> int:
    bounded = sum(many * (many - 1) // 2 for (_, above), many in kinds.items() if above.bit_count() == 1)
    for ((island, above), many), ((other_island, other_above), others) in combinations(kinds.items(), 2):
        if island == other_island and (above & other_above).bit_count() == 1:
            bounded += many * others
    return bounded
