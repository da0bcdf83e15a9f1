"""Steps between people: whom one reaches within one, two, three … steps, for everybody at once, and who hangs together.

Sets of people are rows of bits, 64 to a word, so that one OR moves 64 searches a step on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stakeholders.analysis.network import Adjacency, FloatArray, IntArray, Network

Bits = npt.NDArray[np.uint64]
# Rows with more ties than this are joined one by one; the others slot by slot, all rows together.
SLOTS = 32
# Nobody searches this far in an organisation; a chain that long (an import gone wrong) would take a pass for each step.
DEEPEST = 64
# People searched for at once: 16 words a row stay in the processor's cache.
BLOCK = 1024


class Spread:
    """Joins every row of bits with those of the person's neighbours: one step of all searches."""

    def __init__(self, adjacency: Adjacency) -> None:
        degrees, starts, neighbours = adjacency.degrees, adjacency.starts, adjacency.neighbours
        few = degrees <= SLOTS
        self.slots: list[tuple[IntArray, IntArray]] = []
        for slot in range(int(degrees[few].max(initial=0))):
            rows = np.flatnonzero(few & (degrees > slot))
            self.slots.append((rows, neighbours[starts[rows] + slot]))
        self.hubs = [(row, neighbours[starts[row] : starts[row + 1]]) for row in np.flatnonzero(~few).tolist()]

    def __call__(self, bits: Bits) -> Bits:
        joined = bits.copy()
        for rows, others in self.slots:
            joined[rows] |= bits[others]
        for row, others in self.hubs:
            joined[row] |= np.bitwise_or.reduce(bits[others], axis=0)
        return joined


def marked(size: int, columns: IntArray) -> Bits:
    """Rows of bits in which each of `columns` (indices of people) is marked at that person's own row."""
    bits = np.zeros((size, (len(columns) + 63) // 64), dtype=np.uint64)
    position = np.arange(len(columns))
    bits[columns, position // 64] = np.uint64(1) << (position % 64).astype(np.uint64)
    return bits


def reach(network: Network, columns: IntArray, *, deepest: int = DEEPEST) -> Iterator[Bits]:
    """For 0, 1, 2 … steps: bit c of row v is set when person v reaches `columns[c]` along ties within so many steps.

    Ends when nothing new is reached, or after `deepest` steps."""
    spread = Spread(network.outgoing)
    bits = marked(network.size, columns)
    yield bits
    for _ in range(deepest):
        further = spread(bits)
        if np.array_equal(further, bits):
            return
        bits = further
        yield bits


def counted(bits: Bits) -> IntArray:
    """How many bits each row has."""
    many: IntArray = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return many


def steps_from(network: Network, starts: Sequence[int]) -> IntArray:
    """Steps along ties from the nearest of `starts` to each person; -1 where there is no way."""
    steps = np.full(network.size, -1, dtype=np.int64)
    others = network.outgoing.lists
    for start in starts:
        steps[start] = 0
    front, distance = list(dict.fromkeys(starts)), 0
    while front:
        distance += 1
        reached = []
        for person in front:
            for other in others[person]:
                if steps[other] < 0:
                    steps[other] = distance
                    reached.append(other)
        front = reached
    return steps


def components(network: Network) -> IntArray:
    """The weak component of each person, numbered by its first member's index from 0."""
    labels = np.arange(network.size)
    if not network.ties:
        return labels
    sources, targets = network.sources, network.targets
    while True:
        # Each takes the lowest label around, then the label of that label: halves the way to the root every round.
        lower = labels.copy()
        np.minimum.at(lower, sources, labels[targets])
        np.minimum.at(lower, targets, labels[sources])
        np.minimum.at(lower, labels, lower)
        lower = lower[lower]
        if np.array_equal(lower, labels):
            break
        labels = lower
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def component_sizes(network: Network) -> IntArray:
    return np.bincount(components(network)) if network.size else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Proximity:
    """Per person: the sum of 1/steps to the people searched for, the sum of steps to those reached, and their number
    (oneself included where searched for). `complete` is False when the search ended after DEEPEST steps."""

    nearness: FloatArray
    steps: IntArray
    reached: IntArray
    complete: bool


def proximity(network: Network, columns: IntArray) -> Proximity:
    """How near everybody is to the people of `columns` along ties; in blocks, so that memory stays flat."""
    nearness = np.zeros(network.size)
    total, everybody = np.zeros(network.size, dtype=np.int64), np.zeros(network.size, dtype=np.int64)
    complete = True
    for block in range(0, len(columns), BLOCK):
        before, steps = np.zeros(network.size, dtype=np.int64), 0
        for steps, bits in enumerate(reach(network, columns[block : block + BLOCK])):
            reached = counted(bits)
            if steps:
                nearness += (reached - before) / steps
                total += (reached - before) * steps
            before = reached
        everybody += before
        complete &= steps < DEEPEST
    return Proximity(nearness, total, everybody, complete)
