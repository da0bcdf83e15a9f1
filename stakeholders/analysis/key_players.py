"""Key players (Borgatti 2006): the few who together reach most people, and the few whose loss breaks up most."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from stakeholders.analysis.centrality import drawn, estimated_betweenness
from stakeholders.analysis.cohesion import cut_points
from stakeholders.analysis.distances import Bits, Spread, component_sizes, counted, marked, proximity, reach, steps_from
from stakeholders.analysis.network import FloatArray, IntArray, Network

Set = tuple[int, ...]

# Every set of people is tried up to this much arithmetic: (sets × people) to reach, (sets × people³) to break up.
EXACT_REACH = 50_000_000
EXACT_FRAGMENTATION = 4_000_000_000
# People up to which reach counts everybody; beyond, those drawn.
EVERYBODY = 6_000
DRAWN_REACHED = 2_048
# Of a network too large for all sets: how many are considered for removal, and to how many people ways are weighed;
# up to MODEST people, then beyond.
MODEST = 2_000
SHORTLIST = (40, 24)
DRAWN_WAYS = (256, 64)
PASSES = 3
KEPT = 5
# Ways of two values that differ less than this differ by rounding.
SAME = 1e-9


@dataclass(frozen=True)
class KeyPlayers:
    """`value` of the best set; `sets` holds up to KEPT sets that are equally good, each ascending by index, in order;
    `ties` says how many are when all were tried.

    `method` is "exact" when every set was tried, else it names the search; `exact_value` is False when the value itself
    is an estimate."""

    value: float
    sets: tuple[Set, ...]
    method: str
    ties: int | None = None
    exact_value: bool = True


NOBODY = KeyPlayers(0.0, (), "exact", 0)


def reach_set(network: Network, size: int, *, directed: bool = False) -> KeyPlayers:
    """KPP-POS: the `size` people with the largest distance-weighted reach: the mean over everybody of 1/steps from the
    nearest of the set, 1 for its members, 0 for whom it cannot reach (Borgatti 2006, eq. 14). 0 to 1.

    Steps ignore direction, or follow ties outwards when `directed`."""
    ties = network if directed else network.undirected()
    size = min(size, ties.size)
    if size < 1:
        return NOBODY
    if size == 1 and ties.size <= EVERYBODY:
        alone = proximity(ties, np.arange(ties.size))
        if alone.complete:
            return _exact(ties.size, 1, [(alone.nearness + 1) / ties.size])
    if math.comb(ties.size, size) * ties.size <= EXACT_REACH:
        return _exact(ties.size, size, _reaches(_nearness(ties), size))
    best = _Reach(ties).search(size)
    steps = steps_from(ties, best)
    near = steps[steps > 0]
    value = (len(best) + float((1 / near).sum())) / ties.size
    method = "greedy with local search"
    if ties.size > EVERYBODY:
        method += f", reach counted over {DRAWN_REACHED:,} of {ties.size:,} people"
    return KeyPlayers(value, (best,), method)


def fragmentation_set(network: Network, size: int, *, distance_weighted: bool = True) -> KeyPlayers:
    """KPP-NEG: the `size` people without whom the others are furthest apart. Directions are ignored.

    1 - the mean of 1/steps between all pairs of the others (Borgatti 2006, eq. 9); not `distance_weighted`: 1 - the
    share of pairs with any way between them (eq. 4). 0 to 1; 1 when fewer than two are left."""
    ties = network.undirected()
    size = min(size, ties.size)
    if size < 1:
        return NOBODY
    if math.comb(ties.size, size) * ties.size**3 <= EXACT_FRAGMENTATION:
        return _exact(ties.size, size, _fragments(ties, size, distance_weighted=distance_weighted))
    shortlist = _shortlist(ties, max(SHORTLIST[ties.size > MODEST], 2 * size))
    weigh = _Ways(ties, shortlist) if distance_weighted else _Pieces(ties)
    best = _search(shortlist, size, weigh)
    value, exact = fragmentation(ties, best, distance_weighted=distance_weighted)
    return KeyPlayers(value, (best,), f"greedy with local search among {len(shortlist)} people", None, exact)


def fragmentation(network: Network, absent: Sequence[int], *, distance_weighted: bool = True) -> tuple[float, bool]:
    """How far apart the others are without `absent`, and whether that is exact: ways between very many people are
    counted to some drawn with a fixed seed."""
    ties = network.undirected().without(absent)
    left = ties.size - len(set(absent))
    if left < 2:
        return 1.0, True
    if not distance_weighted:
        sizes = component_sizes(ties)
        return 1 - float((sizes * (sizes - 1)).sum()) / (left * (left - 1)), True
    present = np.setdiff1d(np.arange(ties.size), np.array(absent, dtype=np.int64))
    columns = present if ties.size <= EVERYBODY else present[drawn(len(present), DRAWN_REACHED // 2)]
    near = proximity(ties, columns)
    value = 1 - float(near.nearness.sum()) / (len(columns) * (left - 1))
    return value, near.complete and len(columns) == left


def _exact(people: int, size: int, values: Iterable[FloatArray]) -> KeyPlayers:
    """The best of all sets, given their values in the order of `combinations`."""
    found = np.concatenate(list(values))
    best = float(found.max())
    where = np.flatnonzero(found >= best - SAME)
    first = set(where[:KEPT].tolist())
    last = int(where[:KEPT][-1])
    tried = islice(combinations(range(people), size), last + 1)
    sets = [chosen for number, chosen in enumerate(tried) if number in first]
    return KeyPlayers(best, tuple(sets), "exact", len(where))


def _nearness(network: Network) -> FloatArray:
    """1/steps from row to column, 1 for oneself, 0 without a way."""
    near = np.zeros((network.size, network.size))
    for person in range(network.size):
        steps = steps_from(network, [person])
        np.divide(1.0, steps, out=near[person], where=steps > 0)
        near[person, person] = 1.0
    return near


def _batches(sets: Iterator[Set], many: int) -> Iterator[list[Set]]:
    while some := list(islice(sets, many)):
        yield some


def _reaches(near: FloatArray, size: int) -> Iterator[FloatArray]:
    for some in _batches(combinations(range(len(near)), size), 2_000):
        chosen = np.array(some)
        best = near[chosen[:, 0]]
        for place in range(1, size):
            np.maximum(best, near[chosen[:, place]], out=best)
        yield best.mean(axis=1)


def _fragments(network: Network, size: int, *, distance_weighted: bool) -> Iterator[FloatArray]:
    """All pairs' steps in many networks at once: one product of matrices a step."""
    people, left = network.size, network.size - size
    tied = np.zeros((people, people), dtype=np.float32)
    tied[network.sources, network.targets] = 1
    for some in _batches(combinations(range(people), size), max(1, 2_000_000 // people**2)):
        chosen = np.array(some)
        if left < 2:
            yield np.ones(len(chosen))
            continue
        present = np.ones((len(chosen), people), dtype=np.float32)
        np.put_along_axis(present, chosen, 0, axis=1)
        ways = tied * present[:, :, None] * present[:, None, :]
        reached = np.eye(people, dtype=np.float32) * present[:, :, None]
        before = np.full(len(chosen), left)
        near, steps = np.zeros(len(chosen)), 0
        while True:
            steps += 1
            reached = np.minimum(reached @ ways + reached, 1)
            now = reached.sum(axis=(1, 2), dtype=np.float64)
            if (now == before).all():
                break
            near += (now - before) / (steps if distance_weighted else 1)
            before = now
        yield 1 - near / (left * (left - 1))


class _Reach:
    """Reach as rows of bits, one array for each number of steps: what a person adds to a set is a count of bits."""

    def __init__(self, network: Network) -> None:
        columns = np.arange(network.size) if network.size <= EVERYBODY else drawn(network.size, DRAWN_REACHED)
        self.within: list[Bits] = list(reach(network, columns, deepest=16))[1:] or [marked(network.size, columns)]
        last = len(self.within)
        # Within L steps but not sooner counts 1/L: as a sum over all L that it is within.
        self.worth = [1 / steps - (1 / (steps + 1) if steps < last else 0) for steps in range(1, last + 1)]

    def search(self, size: int) -> Set:
        chosen: list[int] = []
        for _ in range(size):
            added = self._added(chosen)
            added[chosen] = -1.0
            chosen.append(int(added.argmax()))
        for _ in range(PASSES):
            if not self._exchanged(chosen):
                break
        return tuple(sorted(chosen))

    def _exchanged(self, chosen: list[int]) -> bool:
        """Swap each member for whoever adds more to the others; whether anybody was."""
        changed = False
        for place, member in enumerate(chosen):
            others = chosen[:place] + chosen[place + 1 :]
            added = self._added(others)
            added[others] = -1.0
            best = int(added.argmax())
            if added[best] > added[member] + SAME:
                chosen[place] = best
                changed = True
        return changed

    def _added(self, chosen: Sequence[int]) -> FloatArray:
        added = np.zeros(len(self.within[0]))
        for bits, worth in zip(self.within, self.worth, strict=True):
            covered = np.bitwise_or.reduce(bits[list(chosen)], axis=0)
            added += worth * counted(bits & ~covered)
        return added


def _shortlist(network: Network, wanted: int) -> list[int]:
    """Who could matter: those many shortest ways lead through, those with most ties, and those who cut off most."""
    between = estimated_betweenness(network, pivots=48).values
    degree = network.outgoing.degrees
    through = np.lexsort((np.arange(network.size), -degree, -between))
    known = np.lexsort((np.arange(network.size), -between, -degree))
    cutting = [point.person for point in cut_points(network, limit=wanted // 4).worst]
    listed = [*through[: wanted // 2].tolist(), *cutting, *known[: wanted // 4].tolist(), *through.tolist()]
    return list(dict.fromkeys(listed))[:wanted]


class _Pieces:
    """Loses by the share of pairs that keep a way between them."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, sets: Sequence[Set]) -> list[float]:
        return [fragmentation(self.network, chosen, distance_weighted=False)[0] for chosen in sets]


class _Ways:
    """Loses by 1/steps from everybody left to some people drawn, none of them shortlisted; several sets at once."""

    def __init__(self, network: Network, shortlist: Sequence[int]) -> None:
        others = np.setdiff1d(np.arange(network.size), np.array(shortlist))
        if not len(others):
            others = np.arange(network.size)
        self.columns: IntArray = others[drawn(len(others), DRAWN_WAYS[network.size > MODEST])]
        self.size = network.size
        self.spread = Spread(network.outgoing)
        self.start = marked(network.size, self.columns)

    def __call__(self, sets: Sequence[Set]) -> list[float]:
        words = self.start.shape[1]
        bits = np.tile(self.start, (1, len(sets)))
        near = np.zeros(len(sets))
        before = self._counts(bits, len(sets))
        for steps in range(1, 17):
            bits = self.spread(bits)
            for place, chosen in enumerate(sets):
                bits[list(chosen), place * words : (place + 1) * words] = 0
            now = self._counts(bits, len(sets))
            if (now == before).all():
                break
            near += (now - before) / steps
            before = now
        left = np.array([self.size - len(chosen) - 1 for chosen in sets])
        lost: list[float] = (1 - near / (len(self.columns) * np.maximum(left, 1))).tolist()
        return lost

    def _counts(self, bits: Bits, sets: int) -> IntArray:
        found: IntArray = np.bitwise_count(bits).sum(axis=0, dtype=np.int64).reshape(sets, -1).sum(axis=1)
        return found


def _search(shortlist: Sequence[int], size: int, weigh: Callable[[Sequence[Set]], list[float]]) -> Set:
    """Take whoever adds most, again and again; what somebody added before bounds what they are asked about first."""
    first = dict(zip(shortlist, weigh([(person,) for person in shortlist]), strict=True))
    hopeful = sorted(first, key=lambda person: -first[person])
    chosen: list[int] = [hopeful.pop(0)]
    while len(chosen) < size and hopeful:
        asked = hopeful[:6]
        values = weigh([(*chosen, person) for person in asked])
        best = asked[max(range(len(asked)), key=values.__getitem__)]
        chosen.append(best)
        hopeful.remove(best)
    return tuple(sorted(_exchange(chosen, hopeful[:4], weigh)))


def _exchange(chosen: list[int], others: Sequence[int], weigh: Callable[[Sequence[Set]], list[float]]) -> list[int]:
    if not others:
        return chosen
    value = weigh([tuple(chosen)])[0]
    for place in range(len(chosen)):
        swapped = [(*chosen[:place], other, *chosen[place + 1 :]) for other in others if other not in chosen]
        if not swapped:
            break
        values = weigh(swapped)
        best = max(range(len(swapped)), key=values.__getitem__)
        if values[best] > value + SAME:
            chosen, value = list(swapped[best]), values[best]
    return chosen
