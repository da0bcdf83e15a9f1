"""Who stands between departments: Gould & Fernandez' roles (1989), and who is the way into a department."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stakeholders.analysis.network import Network


@dataclass(frozen=True)
class Roles:
    """How often a person passes on from i to k, who are not tied from i to k, by the departments of i, broker and k.

    coordinator (sna's w_I) A-A-A, itinerant (w_O) A-B-A, representative (b_IO) A-A-B, gatekeeper (b_OI) A-B-B,
    liaison (b_O) A-B-C."""

    coordinator: int = 0
    itinerant: int = 0
    representative: int = 0
    gatekeeper: int = 0
    liaison: int = 0

    @property
    def total(self) -> int:
        return self.coordinator + self.itinerant + self.representative + self.gatekeeper + self.liaison


@dataclass(frozen=True)
class Brokerage:
    """Roles by person's index, and per department who is the way into it: (person, ways opened), most first.

    A way into a department leads from somebody outside of it to somebody inside who is not tied to them otherwise."""

    roles: tuple[Roles, ...]
    ways_into: dict[Hashable, tuple[tuple[int, int], ...]]


def brokerage(network: Network, departments: Sequence[Hashable | None]) -> Brokerage:
    """Roles by department; `departments[v]` is None where unknown. Ways that begin, lead over or end there are left
    out, since nobody can tell their role.

    Raises ValueError unless there is one department for each person."""
    if len(departments) != network.size:
        raise ValueError("There must be one department, or None, for each person.")
    count = _Count(network, departments)
    into: dict[Hashable, list[tuple[int, int]]] = {
        department: [] for department in sorted({known for known in departments if known is not None}, key=str)
    }
    roles = []
    for broker, department in enumerate(departments):
        roles.append(Roles() if department is None else count.roles(broker, department))
        if department is not None:
            for entered, ways in count.into(broker).items():
                if ways:
                    into[entered].append((broker, ways))
    ranked = {department: tuple(sorted(ways, key=lambda way: (-way[1], way[0]))) for department, ways in into.items()}
    return Brokerage(tuple(roles), ranked)


class _Count:
    """All i → broker → k by department, less those where i is tied to k (or is k): no pair of people is looked at
    unless it is tied."""

    def __init__(self, network: Network, departments: Sequence[Hashable | None]) -> None:
        self.network = network
        self.departments = departments

    @cached_property
    def closed(self) -> list[Counter[tuple[Hashable, Hashable]]]:
        """Per broker, by the departments of i and k: ways that a tie from i to k makes unnecessary."""
        outward, inward = self.network.outgoing.sets, self.network.incoming.sets
        closed: list[Counter[tuple[Hashable, Hashable]]] = [Counter() for _ in range(self.network.size)]
        for start, end in zip(self.network.sources.tolist(), self.network.targets.tolist(), strict=True):
            one, other = self.departments[start], self.departments[end]
            if one is not None and other is not None:
                for between in outward[start] & inward[end]:
                    closed[between][one, other] += 1
        return closed

    def _open(self, broker: int) -> Iterator[tuple[Hashable, Hashable, int]]:
        """(department of i, department of k, open ways) for every combination around the broker."""
        inward, outward = self.network.incoming.sets[broker], self.network.outgoing.sets[broker]
        starts = Counter(known for person in inward if (known := self.departments[person]) is not None)
        ends = Counter(known for person in outward if (known := self.departments[person]) is not None)
        mutual = Counter(known for person in inward & outward if (known := self.departments[person]) is not None)
        closed = self.closed[broker]
        for one, some in starts.items():
            for other, others in ends.items():
                yield one, other, some * others - closed[one, other] - (mutual[one] if one == other else 0)

    def roles(self, broker: int, department: Hashable) -> Roles:
        counts: Counter[str] = Counter()
        for one, other, ways in self._open(broker):
            counts[_role(one, department, other)] += ways
        return Roles(**counts)

    def into(self, broker: int) -> Counter[Hashable]:
        entered: Counter[Hashable] = Counter()
        for one, other, ways in self._open(broker):
            if one != other:
                entered[other] += ways
        return entered


def _role(one: Hashable, broker: Hashable, other: Hashable) -> str:
    if one == other:
        return "coordinator" if one == broker else "itinerant"
    if one == broker:
        return "representative"
    return "gatekeeper" if other == broker else "liaison"
