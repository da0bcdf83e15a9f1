"""People and the directed, weighted ties between them, as arrays by index."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class NetworkError(ValueError):
    """A tie or a list of people no network can be made of; says which in one sentence."""


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Who stands at the other end: the neighbours of person v are `neighbours[starts[v]:starts[v + 1]]`, ascending."""

    starts: IntArray
    neighbours: IntArray
    weights: FloatArray

    @classmethod
    def of(cls, size: int, ends: IntArray, others: IntArray, weights: FloatArray) -> "Adjacency":
        order = np.lexsort((others, ends))
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=size), out=starts[1:])
        return cls(starts, others[order], weights[order])

    @property
    def degrees(self) -> IntArray:
        return np.diff(self.starts)

    @cached_property
    def lists(self) -> list[list[int]]:
        flat = self.neighbours.tolist()
        starts = self.starts.tolist()
        return [flat[start:end] for start, end in pairwise(starts)]

    @cached_property
    def sets(self) -> list[set[int]]:
        return [set(others) for others in self.lists]

    @cached_property
    def weighted(self) -> list[list[tuple[int, float]]]:
        pairs = list(zip(self.neighbours.tolist(), self.weights.tolist(), strict=True))
        starts = self.starts.tolist()
        return [pairs[start:end] for start, end in pairwise(starts)]


@dataclass(frozen=True, eq=False)
class Network:
    """`people` in the caller's order; tie k leads from index `sources[k]` to `targets[k]` with `weights[k]` > 0.

    At most one tie from one person to another, none to oneself. What a tie means (influences, trusts, reports to) is
    the caller's; measures that depend on its direction say so."""

    people: tuple[Hashable, ...]
    sources: IntArray
    targets: IntArray
    weights: FloatArray

    @property
    def size(self) -> int:
        return len(self.people)

    @property
    def ties(self) -> int:
        """How many directed ties; a mutual one counts twice."""
        return len(self.sources)

    @cached_property
    def index(self) -> dict[Hashable, int]:
        return {person: position for position, person in enumerate(self.people)}

    @cached_property
    def outgoing(self) -> Adjacency:
        return Adjacency.of(self.size, self.sources, self.targets, self.weights)

    @cached_property
    def incoming(self) -> Adjacency:
        return Adjacency.of(self.size, self.targets, self.sources, self.weights)

    @cached_property
    def _undirected(self) -> "Network":
        if not self.ties:
            return self
        low, high = np.minimum(self.sources, self.targets), np.maximum(self.sources, self.targets)
        pairs, position = np.unique(low * self.size + high, return_inverse=True)
        weights = np.zeros(len(pairs))
        np.maximum.at(weights, position, self.weights)
        low, high = pairs // self.size, pairs % self.size
        return Network(
            self.people,
            np.concatenate((low, high)),
            np.concatenate((high, low)),
            np.concatenate((weights, weights)),
        )

    def undirected(self) -> "Network":
        """Weakly symmetrised: tied both ways wherever either tie exists, with the stronger weight of the two."""
        return self._undirected

    def reversed(self) -> "Network":
        return Network(self.people, self.targets, self.sources, self.weights)

    def without(self, absent: Sequence[int]) -> "Network":
        """The same people without the ties of those in `absent` (indices): indices keep their meaning."""
        gone = np.zeros(self.size, dtype=np.bool_)
        gone[list(absent)] = True
        kept = ~(gone[self.sources] | gone[self.targets])
        return Network(self.people, self.sources[kept], self.targets[kept], self.weights[kept])


def network(
    people: Iterable[Hashable],
    ties: Iterable[tuple[Hashable, Hashable, float | None]],
    *,
    merge: Literal["strongest", "sum"] = "strongest",
    unweighted: float = 1.0,
) -> Network:
    """A network of `people` (distinct) and `ties` as (from, to, weight).

    A weight of None counts as `unweighted`. Several ties from one person to another become one: the strongest of them,
    since saying the same twice makes nobody closer; or their sum, for counts of contacts.

    Raises NetworkError for a person listed twice, a tie to oneself, to somebody unknown, or with a weight that is not a
    number above zero."""
    listed = tuple(people)
    index = {person: position for position, person in enumerate(listed)}
    if len(index) < len(listed):
        twice = next(person for position, person in enumerate(listed) if index[person] != position)
        raise NetworkError(f"{twice} is listed twice.")
    merged: dict[tuple[int, int], float] = {}
    for start, end, given in ties:
        for person in (start, end):
            if person not in index:
                raise NetworkError(f"The tie from {start} to {end} names {person}, who is not among the people.")
        if start == end:
            raise NetworkError(f"{start} is tied to themselves: a tie needs two people.")
        weight = unweighted if given is None else float(given)
        if not (math.isfinite(weight) and weight > 0):
            raise NetworkError(f"The tie from {start} to {end} weighs {given}: a weight is a number above zero.")
        key = index[start], index[end]
        before = merged.get(key, 0.0)
        merged[key] = before + weight if merge == "sum" else max(before, weight)
    pairs = np.array(list(merged), dtype=np.int64).reshape(-1, 2)
    return Network(listed, pairs[:, 0].copy(), pairs[:, 1].copy(), np.array(list(merged.values()), dtype=np.float64))
