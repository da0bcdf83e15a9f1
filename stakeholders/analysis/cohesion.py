"""How closely people hang together: density, reciprocity, transitivity, who is hemmed in, and who cuts off whom."""

from dataclasses import dataclass

import numpy as np

from stakeholders.analysis.network import FloatArray, Network


def density(network: Network) -> float | None:
    """Ties over possible directed ties; None below two people."""
    return network.ties / (network.size * (network.size - 1)) if network.size > 1 else None


def reciprocity(network: Network) -> float | None:
    """The share of ties that are returned (edgewise); None without ties."""
    if not network.ties:
        return None
    there = network.sources * network.size + network.targets
    back = network.targets * network.size + network.sources
    return float(np.isin(there, back).mean())


def transitivity(network: Network) -> float | None:
    """Of all i → j → k with three different people, the share with i → k (weak transitivity; Wasserman & Faust 1994,
    p. 243). None where nobody stands between two others."""
    outward, inward = network.outgoing.sets, network.incoming.sets
    through = sum(len(ins) * len(outs) - len(ins & outs) for ins, outs in zip(inward, outward, strict=True))
    if not through:
        return None
    closed = sum(
        len(outward[start] & inward[end])
        for start, end in zip(network.sources.tolist(), network.targets.tolist(), strict=True)
    )
    return closed / through


def constraint(network: Network) -> FloatArray:
    """Burt's constraint (1992, p. 54): how far a person's contacts lead back to one another. 1 means a single contact;
    low means many who do not know each other. NaN without contacts. Ties of both directions and their weights count."""
    size = network.size
    strength: list[dict[int, float]] = [{} for _ in range(size)]
    for start, end, weight in zip(
        network.sources.tolist(), network.targets.tolist(), network.weights.tolist(), strict=True
    ):
        strength[start][end] = strength[start].get(end, 0.0) + weight
        strength[end][start] = strength[end].get(start, 0.0) + weight
    shares = [
        {other: weight / total for other, weight in contacts.items()}
        for contacts in strength
        for total in (sum(contacts.values()),)
    ]
    contacts = [set(share) for share in shares]
    values = np.full(size, np.nan)
    for person, share in enumerate(shares):
        if not share:
            continue
        invested = dict(share)
        for between, direct in share.items():
            onward = shares[between]
            # The smaller of the two sets is walked: a hub's contacts are not counted once for each of them.
            for other in contacts[person] & contacts[between]:
                invested[other] += direct * onward[other]
        values[person] = sum(value * value for value in invested.values())
    return values


@dataclass(frozen=True)
class CutPoint:
    """A person without whom `cut_off` people lose touch with the rest: `pieces`, smaller ones last, by index.

    The largest part is the rest and not among the pieces."""

    person: int
    cut_off: int
    pieces: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class CutPoints:
    """All articulation points; `worst` holds those that cut off most, most first."""

    people: tuple[int, ...]
    worst: tuple[CutPoint, ...]


def cut_points(network: Network, *, limit: int = 50) -> CutPoints:
    """Single points of failure: articulation points of the network without directions (Hopcroft & Tarjan 1973)."""
    search = _DepthFirst(network.undirected())
    sizes = [(search.cut_off(person), person) for person in search.cutting]
    sizes.sort(key=lambda pair: (-pair[0], pair[1]))
    worst = tuple(CutPoint(person, lost, search.pieces(person)) for lost, person in sizes[:limit])
    return CutPoints(tuple(sorted(search.cutting)), worst)


class _DepthFirst:
    """One depth-first search over all islands; a subtree is a run of `order`, so a piece costs nothing to name."""

    def __init__(self, network: Network) -> None:
        self.order: list[int] = []
        self.entered = [-1] * network.size
        self.left = [0] * network.size
        self.island = [(0, 0)] * network.size
        # Per person that cuts: the children whose subtrees come loose.
        self.cutting: dict[int, list[int]] = {}
        for root in range(network.size):
            if self.entered[root] < 0:
                begin = len(self.order)
                self._search(network.outgoing.lists, root)
                for person in self.order[begin:]:
                    self.island[person] = (begin, len(self.order))

    def _search(self, neighbours: list[list[int]], root: int) -> None:
        entered, order = self.entered, self.order
        lowest: dict[int, int] = {}
        loose: dict[int, list[int]] = {}
        entered[root] = lowest[root] = len(order)
        order.append(root)
        stack = [(root, -1, iter(neighbours[root]))]
        while stack:
            person, parent, rest = stack[-1]
            for other in rest:
                if entered[other] < 0:
                    entered[other] = lowest[other] = len(order)
                    order.append(other)
                    stack.append((other, person, iter(neighbours[other])))
                    break
                if other != parent:
                    lowest[person] = min(lowest[person], entered[other])
            else:
                stack.pop()
                self.left[person] = len(order)
                if parent >= 0:
                    lowest[parent] = min(lowest[parent], lowest[person])
                    if lowest[person] >= entered[parent]:
                        loose.setdefault(parent, []).append(person)
        if len(loose.get(root, [])) < 2:
            loose.pop(root, None)
        self.cutting |= loose

    def _parts(self, person: int) -> list[tuple[int, list[tuple[int, int]]]]:
        """Everything that is left of the island without the person, largest first: sizes and runs of `order`."""
        begin, end = self.island[person]
        runs = [(self.entered[child], self.left[child]) for child in self.cutting[person]]
        parts = [(last - first, [(first, last)]) for first, last in runs]
        taken = sorted([(self.entered[person], self.entered[person] + 1), *runs])
        edges = [begin, *(edge for run in taken for edge in run), end]
        rest = [(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if first < last]
        if rest:
            parts.append((sum(last - first for first, last in rest), rest))
        return sorted(parts, key=lambda part: (-part[0], part[1]))

    def cut_off(self, person: int) -> int:
        return sum(size for size, _ in self._parts(person)[1:])

    def pieces(self, person: int) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(sorted(other for first, last in runs for other in self.order[first:last]))
            for _, runs in self._parts(person)[1:]
        )
