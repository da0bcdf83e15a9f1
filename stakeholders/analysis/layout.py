"""Where to draw everybody: ties pull together, people push apart, and what was drawn before stays where it was."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from stakeholders.analysis.communities import communities
from stakeholders.analysis.distances import components
from stakeholders.analysis.network import BoolArray, FloatArray, IntArray, Network

SEED = 7
# Everybody is pushed by so many others a round; the sum is scaled to all of them.
SAMPLED = 12
ROUNDS = 120
# Networks beyond this settle in fewer rounds, so that time grows with the people and not faster.
MANY = 10_000
SETTLING = 60
# Free room around each island, in lengths of a tie.
MARGIN = 1.0
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)


def layout(
    network: Network,
    *,
    seed: int = SEED,
    start: Mapping[Hashable, tuple[float, float]] | None = None,
    moved: Collection[Hashable] | None = None,
    groups: IntArray | None = None,
) -> FloatArray:
    """A place (x, y) for each person, one row each; a tie is about 1 long. The same input gives the same places.

    Forces follow Fruchterman & Reingold (1991), with repulsion from a sample. Without `start`, everybody is placed:
    first the communities (`groups`: a label for each person, found by Louvain when not given), then their people;
    islands and people without ties are packed beside the largest one. With `start`, people found there stay exactly
    where they are, except `moved` and those tied to them, who settle anew, as newcomers do."""
    if not network.size:
        return np.zeros((0, 2))
    random = np.random.default_rng(seed)
    if start and any(person in start for person in network.people):
        return _settled(network, start, set(moved or ()), random)
    labels = communities(network, seed=seed).labels if groups is None else groups
    return _placed(network, labels, random)


def _placed(network: Network, labels: IntArray, random: np.random.Generator) -> FloatArray:
    ties = _Ties.of(network)
    islands = components(network)
    centres = _centres(network, labels, random)
    crowd = np.bincount(labels)
    # Within a community: a sunflower, which leaves everybody the same room.
    order = np.argsort(labels, kind="stable")
    turn = np.empty(network.size, dtype=np.int64)
    turn[order] = np.arange(network.size) - np.repeat(np.cumsum(crowd) - crowd, crowd)
    radius = 0.5 * np.sqrt(turn + 0.5)
    angle = turn * GOLDEN_ANGLE
    places = centres[labels] + np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    rounds = ROUNDS if network.size <= MANY else max(30, ROUNDS * MANY // network.size)
    _settle(places, ties, islands, rounds=rounds, heat=0.5 + 0.02 * network.size**0.5, random=random)
    return _packed(places, islands)


def _centres(network: Network, labels: IntArray, random: np.random.Generator) -> FloatArray:
    """Where communities lie: laid out as if each were one person, as far apart as their people need."""
    number = int(labels.max()) + 1
    turn = np.arange(number)
    radius = np.sqrt(turn + 0.5)
    places = np.column_stack((radius * np.cos(turn * GOLDEN_ANGLE), radius * np.sin(turn * GOLDEN_ANGLE)))
    starts, ends = labels[network.sources], labels[network.targets]
    between = starts != ends
    if between.any():
        low, high = np.minimum(starts, ends)[between], np.maximum(starts, ends)[between]
        pairs, counts = np.unique(low * number + high, return_counts=True)
        ties = _Ties(pairs // number, pairs % number, counts / counts.max())
        island = np.zeros(number, dtype=np.int64)
        _settle(places, ties, island, rounds=ROUNDS // 2, heat=0.5, random=random)
    spread: FloatArray = places * (network.size / number) ** 0.5
    return spread


@dataclass(frozen=True, eq=False)
class _Ties:
    """Each pair once, with how hard it pulls: a strong tie more, one of somebody with many ties less."""

    one: IntArray
    other: IntArray
    pull: FloatArray

    @classmethod
    def of(cls, network: Network) -> "_Ties":
        ties = network.undirected()
        once = ties.sources < ties.targets
        one, other = ties.sources[once], ties.targets[once]
        degrees = ties.outgoing.degrees
        strength = ties.weights[once] / max(float(ties.weights.max(initial=0.0)), 1e-9)
        return cls(one, other, (0.5 + 0.5 * strength) / np.sqrt(np.minimum(degrees[one], degrees[other])))

    def around(self, people: BoolArray) -> "_Ties":
        kept = people[self.one] | people[self.other]
        return _Ties(self.one[kept], self.other[kept], self.pull[kept])


def _settle(
    places: FloatArray,
    ties: _Ties,
    islands: IntArray,
    *,
    rounds: int,
    heat: float,
    random: np.random.Generator,
    free: BoolArray | None = None,
) -> None:
    """Move `places` (those `free`, else all) for `rounds`, by less and less."""
    movable = np.arange(len(places)) if free is None else np.flatnonzero(free)
    samples = _Samples(islands, movable, random)
    for number in range(rounds):
        shift = np.zeros_like(places)
        apart = places[ties.other] - places[ties.one]
        length = np.hypot(apart[:, 0], apart[:, 1]) + 1e-9
        force = apart * (length * ties.pull)[:, None]
        for axis in (0, 1):
            shift[:, axis] += np.bincount(ties.one, force[:, axis], minlength=len(places))
            shift[:, axis] -= np.bincount(ties.other, force[:, axis], minlength=len(places))
        shift[movable] += samples.push(places)
        if free is None:
            _part(places, shift)
        step = shift[movable]
        size = np.hypot(step[:, 0], step[:, 1]) + 1e-9
        limit = heat * (1 - number / rounds) + 0.01
        places[movable] += step * (np.minimum(size, limit) / size)[:, None]


class _Samples:
    """Pushes each movable person away from some of their own island, scaled to all of it: 1/distance each."""

    def __init__(self, islands: IntArray, movable: IntArray, random: np.random.Generator) -> None:
        self.order = np.argsort(islands, kind="stable")
        sizes = np.bincount(islands)
        self.first = (np.cumsum(sizes) - sizes)[islands[movable]]
        self.size = sizes[islands[movable]]
        self.movable = movable
        self.random = random
        # A few people settle better, and as fast, when they are pushed by more.
        self.sampled = min(max(25_000 // len(movable), SAMPLED), 64)

    def push(self, places: FloatArray) -> FloatArray:
        drawn = self.random.random((len(self.movable), self.sampled))
        others = self.order[self.first[:, None] + (drawn * self.size[:, None]).astype(np.int64)]
        across, down = (places[self.movable, axis][:, None] - places[:, axis].take(others) for axis in (0, 1))
        near = 1 / (across * across + down * down + 0.01)
        scale = 0.1 * self.size / self.sampled
        return np.column_stack(((across * near).sum(axis=1) * scale, (down * near).sum(axis=1) * scale))


def _part(places: FloatArray, shift: FloatArray) -> None:
    """Push apart who stands closer than a tie's length: neighbours along a walk over a grid, which samples miss."""
    cells = np.floor(places)
    order = np.lexsort((places[:, 0], cells[:, 1]))
    for gap in (1, 2):
        one, other = order[:-gap], order[gap:]
        apart = places[other] - places[one]
        distance = np.hypot(apart[:, 0], apart[:, 1]) + 1e-9
        push = apart * (np.maximum(1 - distance, 0) / distance * 0.5)[:, None]
        shift[other] += push
        shift[one] -= push


def _packed(places: FloatArray, islands: IntArray) -> FloatArray:
    """The largest island around the origin, the others in rows below it, larger ones first."""
    order = np.argsort(islands, kind="stable")
    sizes = np.bincount(islands)
    firsts = np.cumsum(sizes) - sizes
    low = np.minimum.reduceat(places[order], firsts, axis=0)
    high = np.maximum.reduceat(places[order], firsts, axis=0)
    extent = high - low + MARGIN
    ranked = np.lexsort((np.arange(len(sizes)), -sizes))
    largest = ranked[0]
    width = max(float(extent[largest, 0]), float(np.sqrt((extent[:, 0] * extent[:, 1]).sum())))
    corner = np.zeros((len(sizes), 2))
    corner[largest] = -extent[largest] / 2
    x, y, row = -width / 2, float(extent[largest, 1]) / 2 + MARGIN, 0.0
    for island in ranked[1:].tolist():
        across, down = extent[island].tolist()
        if x + across > width / 2 and x > -width / 2:
            x, y, row = -width / 2, y + row, 0.0
        corner[island] = x, y
        x, row = x + across, max(row, down)
    return places + (corner + MARGIN / 2 - low)[islands]


def _settled(
    network: Network, start: Mapping[Hashable, tuple[float, float]], moved: set[Hashable], random: np.random.Generator
) -> FloatArray:
    known = np.array([person in start for person in network.people])
    places = np.array([start.get(person, (0.0, 0.0)) for person in network.people], dtype=np.float64)
    touched = np.array([person in moved for person in network.people]) | ~known
    ties = network.undirected()
    free = touched.copy()
    free[ties.targets[touched[ties.sources]]] = True
    free &= (ties.outgoing.degrees > 0) | ~known
    alone = _arrive(network, places, known, random)
    free &= ~alone
    if free.any():
        _settle(
            places,
            _Ties.of(network).around(free),
            components(network),
            rounds=SETTLING,
            heat=0.5,
            random=random,
            free=free,
        )
    return places


def _arrive(network: Network, places: FloatArray, known: BoolArray, random: np.random.Generator) -> BoolArray:
    """Put newcomers amid those they are tied to, nearest first; the rest in a row below. Returns who came alone."""
    ties, placed = network.undirected(), known.copy()
    waiting = np.flatnonzero(~known).tolist()
    while waiting:
        left = []
        for person in waiting:
            near = [other for other in ties.outgoing.lists[person] if placed[other]]
            if near:
                places[person] = places[near].mean(axis=0) + random.normal(scale=0.3, size=2)
            else:
                left.append(person)
        if len(left) == len(waiting):
            break
        placed[[person for person in waiting if person not in set(left)]] = True
        waiting = left
    alone = np.zeros(network.size, dtype=np.bool_)
    if waiting:
        corner = places[placed].min(axis=0)[0], places[placed].max(axis=0)[1] + MARGIN
        for number, person in enumerate(waiting):
            places[person] = corner[0] + number, corner[1]
        alone[waiting] = ties.outgoing.degrees[waiting] == 0
    return alone
