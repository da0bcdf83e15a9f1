"""Groups that hang together more than with the rest (Louvain), and how they lie to the departments on paper."""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stakeholders.analysis.louvain import louvain, modularity
from stakeholders.analysis.network import IntArray, Network

SEED = 7
SMALL = 10_000
TRIES = 8
# From this share of a department on in one community, it is not torn apart.
TOGETHER = 0.8


@dataclass(frozen=True, eq=False)
class Communities:
    """`labels[v]` is the community of person v, 0 for the largest; `modularity` None without ties."""

    labels: IntArray
    modularity: float | None

    @property
    def number(self) -> int:
        return int(self.labels.max()) + 1 if len(self.labels) else 0

    def members(self, label: int) -> list[int]:
        return np.flatnonzero(self.labels == label).tolist()


def communities(
    network: Network, *, resolution: float = 1.0, before: Mapping[Hashable, int] | None = None, seed: int = SEED
) -> Communities:
    """Louvain (Blondel et al. 2008) on the weakly symmetrised weights, the same at every call with the same seed.

    Labels go by size, then by first member. `before` maps people to labels of an earlier run: a community keeps the
    label of the one it shares most people with, so that colours stay when one tie changes."""
    ties = network.undirected()
    # The outcome depends on the order in which people are asked: a small network can be asked in several.
    tries = min(max(SMALL // (ties.ties + 1), 1), TRIES)
    found = [louvain(ties, resolution=resolution, seed=seed + number) for number in range(tries)]
    best = max(found, key=lambda labels: modularity(ties, labels, resolution=resolution) or 0.0)
    members: dict[int, set[int]] = {}
    for person, label in enumerate(best.tolist()):
        members.setdefault(label, set()).add(person)
    groups = sorted(members.values(), key=lambda group: (-len(group), min(group)))
    labels = np.zeros(ties.size, dtype=np.int64)
    for label, group in zip(_labels(network, groups, before or {}), groups, strict=True):
        labels[list(group)] = label
    return Communities(labels, modularity(ties, labels, resolution=resolution))


def _labels(network: Network, groups: Sequence[set[int]], before: Mapping[Hashable, int]) -> list[int]:
    overlaps = Counter(
        (label, number)
        for number, group in enumerate(groups)
        for person in group
        if (label := before.get(network.people[person])) is not None and 0 <= label < len(groups)
    )
    labels: dict[int, int] = {}
    taken: set[int] = set()
    for (label, number), _ in sorted(overlaps.items(), key=lambda item: (-item[1], item[0])):
        if number not in labels and label not in taken:
            labels[number] = label
            taken.add(label)
    free = iter(label for label in range(len(groups)) if label not in taken)
    return [labels[number] if number in labels else next(free) for number in range(len(groups))]


@dataclass(frozen=True)
class Torn:
    """A department whose people sit in several communities: (label, people) pairs, most people first."""

    department: Hashable
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Joined:
    """A community made of several departments: (department, people) pairs, most people first."""

    community: int
    parts: tuple[tuple[Hashable, int], ...]


@dataclass(frozen=True)
class Comparison:
    """How two ways to group the same people agree: adjusted Rand index (Hubert & Arabie 1985; 1 the same, about 0 by
    chance) and mutual information normalised by the mean entropy (0 to 1). None below two people."""

    people: int
    adjusted_rand: float | None
    mutual_information: float | None
    torn: tuple[Torn, ...]
    joined: tuple[Joined, ...]


def comparison(labels: Sequence[int] | IntArray, departments: Sequence[Hashable | None]) -> Comparison:
    """Communities against departments; people whose department is unknown (None) are left out.

    Torn: less than TOGETHER of the department's people in one community. Joined: a community in which no department
    has TOGETHER of the people. Single people make neither."""
    pairs = [
        (int(label), department)
        for label, department in zip(labels, departments, strict=True)
        if department is not None
    ]
    cells = Counter(pairs)
    by_department: dict[Hashable, list[tuple[int, int]]] = {}
    by_label: dict[int, list[tuple[Hashable, int]]] = {}
    for (label, department), many in sorted(cells.items(), key=lambda item: (-item[1], item[0][0], str(item[0][1]))):
        by_department.setdefault(department, []).append((label, many))
        by_label.setdefault(label, []).append((department, many))
    return Comparison(
        len(pairs),
        adjusted_rand(pairs),
        mutual_information(pairs),
        tuple(
            Torn(department, tuple(parts))
            for department, parts in sorted(by_department.items(), key=lambda item: str(item[0]))
            if parts[0][1] < TOGETHER * sum(many for _, many in parts)
        ),
        tuple(
            Joined(label, tuple(parts))
            for label, parts in sorted(by_label.items())
            if parts[0][1] < TOGETHER * sum(many for _, many in parts)
        ),
    )


def adjusted_rand(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Of (label here, label there) for each person."""
    if len(pairs) < 2:
        return None
    both = sum(math.comb(many, 2) for many in Counter(pairs).values())
    here = sum(math.comb(many, 2) for many in Counter(one for one, _ in pairs).values())
    there = sum(math.comb(many, 2) for many in Counter(other for _, other in pairs).values())
    expected = here * there / math.comb(len(pairs), 2)
    largest = (here + there) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def mutual_information(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Normalised by the mean of both entropies, of (label here, label there) for each person."""
    if len(pairs) < 2:
        return None
    total = len(pairs)
    here = Counter(one for one, _ in pairs)
    there = Counter(other for _, other in pairs)
    entropies = sum(-many / total * math.log(many / total) for counts in (here, there) for many in counts.values())
    if not entropies:
        return 1.0
    shared = sum(
        many / total * math.log(many * total / (here[one] * there[other]))
        for (one, other), many in Counter(pairs).items()
    )
    return max(0.0, 2 * shared / entropies)
