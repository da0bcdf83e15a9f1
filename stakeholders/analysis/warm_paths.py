"""The chain of people most likely to carry a message from our side to somebody, and two other ways."""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stakeholders.analysis.network import Network

# What a carrier's position makes of a message, by position -2 opposed … 2 advocate; None: not known.
CARRIED: dict[int | None, float] = {2: 1.0, 1: 0.9, 0: 0.7, None: 0.6, -1: 0.25, -2: 0.05}
OPPOSED, SCEPTICAL = -2, -1
STRONGEST = 5.0
# A way through none of the same people is preferred unless it is less than this times as warm.
WORTH_BEING_APART = 0.5
# A sentence lists no more.
NAMED = 4
# Searches for a single alternative; only chains of a dozen introductions and more come near.
SEARCHES = 300

Cost = tuple[float, int]
Arc = tuple[int, int]
Way = tuple[Cost, tuple[int, ...]]
NOWHERE: Cost = (math.inf, 0)


@dataclass(frozen=True)
class Step:
    """`carrier` passes the message on to `receiver` (indices): `warmth` = weight/5, 1 at most, × what the carrier's
    position makes of it."""

    carrier: int
    receiver: int
    weight: float
    position: int | None
    warmth: float


@dataclass(frozen=True)
class WarmPath:
    """`people` from our side to the target, `warmth` the product over its steps (0 to 1).

    `opposed` and `sceptical` are carriers who are; `without` are those of the ways before that this one leaves out."""

    people: tuple[int, ...]
    warmth: float
    steps: tuple[Step, ...]
    opposed: tuple[int, ...]
    sceptical: tuple[int, ...]
    without: tuple[int, ...]
    reason: str

    @property
    def between(self) -> tuple[int, ...]:
        """Who introduces us on the way: everybody but the first and the target."""
        return self.people[1:-1]


def warm_paths(
    network: Network,
    sources: Iterable[int],
    target: int,
    *,
    positions: Sequence[int | None],
    alternatives: int = 2,
    name: Callable[[int], str] | None = None,
) -> tuple[WarmPath, ...]:
    """The warmest way along ties from any of `sources` to `target` (indices), then `alternatives` that do without at
    least one person between of every way before them. Empty where no way leads there.

    Warmth is the product of tie weights over 5 and of what each carrier's position (-2 to 2, None unknown) makes of
    it; everybody but the target carries. Of equally warm ways the one with fewer steps. An opposed carrier is used only
    when nobody else leads there, and then as few as possible. An alternative through none of the people between of the
    ways before is preferred while it is at least half as warm as the warmest alternative there is.

    Ways avoid people as in Yen (1971); each search is A* on the exact distances to the target.

    Raises ValueError unless there is one position for each person, each -2 to 2 or None."""
    if len(positions) != network.size or any(position not in CARRIED for position in positions):
        raise ValueError("There must be one position from -2 to 2, or None, for each person.")
    ours = sorted({source for source in sources if source != target})
    named = name or (lambda person: str(network.people[person]))
    search = _Search(network, ours, target, positions, opposed_too=False)
    if search.best() is None:
        search = _Search(network, ours, target, positions, opposed_too=True)
    found: list[tuple[int, ...]] = []
    best = search.best()
    while best is not None and len(found) <= alternatives:
        found.append(best)
        best = search.alternative(found)
    telling = _Telling(network, positions, named)
    return tuple(telling.path(people, found[:number]) for number, people in enumerate(found))


@dataclass
class _Search:
    """Ways to one target: costs are minus logarithms of warmth, with steps to tell equals apart."""

    network: Network
    sources: Sequence[int]
    target: int
    positions: Sequence[int | None]
    opposed_too: bool
    to_target: list[Cost] = field(init=False)
    known: dict[tuple[frozenset[int], frozenset[Arc]], Way | None] = field(init=False)
    searches: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.known = {}
        self.to_target = [NOWHERE] * self.network.size
        self.to_target[self.target] = (0.0, 0)
        queue = [(0.0, 0, self.target)]
        while queue:
            cost, steps, person = heapq.heappop(queue)
            if (cost, steps) > self.to_target[person]:
                continue
            for carrier, weight in self.network.incoming.weighted[person]:
                if carrier != self.target and self._carries(carrier):
                    further = (cost + self._cost(carrier, weight), steps + 1)
                    if further < self.to_target[carrier]:
                        self.to_target[carrier] = further
                        heapq.heappush(queue, (*further, carrier))

    def _carries(self, person: int) -> bool:
        return self.opposed_too or self.positions[person] != OPPOSED

    def _cost(self, carrier: int, weight: float) -> float:
        # One opposed carrier more costs more than any chain of others.
        position = self.positions[carrier]
        barred = 1_000_000.0 if position == OPPOSED else 0.0
        return barred - math.log(min(weight / STRONGEST, 1.0) * CARRIED[position])

    def best(self) -> tuple[int, ...] | None:
        found = self._way(frozenset(), frozenset())
        return found and found[1]

    def alternative(self, before: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
        """The next way, given those before it; None where there is none, or only with more opposed carriers."""
        apart = self._avoiding([element for people in before for element in _elements(people)])
        nearest = self._nearest_other(before) or apart
        if nearest is None or self._opposed(nearest[1]) > self._opposed(before[0]):
            return None
        allowed = nearest[0][0] - math.log(WORTH_BEING_APART)
        return apart[1] if apart is not None and apart[0][0] <= allowed else nearest[1]

    def _opposed(self, people: tuple[int, ...]) -> int:
        return sum(self.positions[person] == OPPOSED for person in people[:-1])

    def _nearest_other(self, before: Sequence[tuple[int, ...]]) -> Way | None:
        """The warmest way that leaves out something of each way before.

        Avoiding more never makes a way warmer: taken in order of warmth, the first that will do is the one."""
        self.searches = 0
        waiting: list[tuple[Cost, int, tuple[int | Arc, ...], tuple[int, ...]]] = []
        start = self._avoiding([])
        if start is not None:
            waiting.append((start[0], 0, (), start[1]))
        number = 0
        while waiting and self.searches < SEARCHES:
            cost, _, avoided, people = heapq.heappop(waiting)
            same = next((earlier for earlier in before if _passes(people, earlier)), None)
            if same is None:
                return cost, people
            for element in _elements(same):
                further = self._avoiding([*avoided, element])
                if further is not None:
                    number += 1
                    heapq.heappush(waiting, (further[0], number, (*avoided, element), further[1]))
        return None

    def _avoiding(self, elements: Sequence[int | Arc]) -> Way | None:
        people = frozenset(element for element in elements if isinstance(element, int))
        arcs = frozenset(element for element in elements if not isinstance(element, int))
        return self._way(people, arcs)

    def _way(self, people: frozenset[int], arcs: frozenset[Arc]) -> Way | None:
        if (people, arcs) not in self.known:
            self.searches += 1
            self.known[people, arcs] = self._searched(people, arcs)
        return self.known[people, arcs]

    def _searched(self, people: frozenset[int], arcs: frozenset[Arc]) -> Way | None:
        cheapest: dict[int, Cost] = {}
        came_from: dict[int, int] = {}
        queue: list[tuple[Cost, int, Cost]] = []
        for source in self.sources:
            if source not in people and self.to_target[source] != NOWHERE:
                cheapest[source] = (0.0, 0)
                heapq.heappush(queue, (self.to_target[source], source, (0.0, 0)))
        while queue:
            _, person, so_far = heapq.heappop(queue)
            if so_far > cheapest[person]:
                continue
            if person == self.target:
                way = [person]
                while way[-1] in came_from:
                    way.append(came_from[way[-1]])
                return so_far, tuple(reversed(way))
            for other, weight in self.network.outgoing.weighted[person]:
                ahead = self.to_target[other]
                if other in people or (person, other) in arcs or ahead == NOWHERE:
                    continue
                reached = (so_far[0] + self._cost(person, weight), so_far[1] + 1)
                if reached < cheapest.get(other, NOWHERE):
                    cheapest[other] = reached
                    came_from[other] = person
                    heapq.heappush(queue, ((reached[0] + ahead[0], reached[1] + ahead[1]), other, reached))
        return None


def _elements(people: tuple[int, ...]) -> list[int | Arc]:
    """What another way must do without: one of those between, or the tie itself where nobody is between."""
    return list(people[1:-1]) or [(people[0], people[-1])]


def _passes(people: tuple[int, ...], earlier: tuple[int, ...]) -> bool:
    """Whether the way uses everything of the earlier one."""
    return people[-2:] == earlier if len(earlier) == 2 else set(earlier[1:-1]) <= set(people)


@dataclass
class _Telling:
    """A way with its numbers, and why it is the one, in a sentence or two."""

    network: Network
    positions: Sequence[int | None]
    name: Callable[[int], str]

    def path(self, people: tuple[int, ...], before: Sequence[tuple[int, ...]]) -> WarmPath:
        steps = tuple(self._step(carrier, receiver) for carrier, receiver in pairwise(people))
        earlier = dict.fromkeys(person for way in before for person in way[1:-1])
        without = tuple(person for person in earlier if person not in people)
        opposed = tuple(person for person in people[:-1] if self.positions[person] == OPPOSED)
        sceptical = tuple(person for person in people[:-1] if self.positions[person] == SCEPTICAL)
        warmth = math.prod(step.warmth for step in steps)
        reason = self._reason(steps, opposed, sceptical, without)
        return WarmPath(people, warmth, steps, opposed, sceptical, without, reason)

    def _step(self, carrier: int, receiver: int) -> Step:
        weight = dict(self.network.outgoing.weighted[carrier])[receiver]
        position = self.positions[carrier]
        return Step(carrier, receiver, weight, position, min(weight / STRONGEST, 1.0) * CARRIED[position])

    def _reason(
        self, steps: Sequence[Step], opposed: Sequence[int], sceptical: Sequence[int], without: Sequence[int]
    ) -> str:
        first, last = steps[0], steps[-1]
        start, end = self.name(first.carrier), self.name(last.receiver)
        weakest = min(steps, key=lambda step: step.weight)
        if len(steps) == 1:
            told = f"{start} is tied to {end} directly ({_strength(first.weight)})."
        else:
            told = f"{start} reaches {end} through {self._listed([step.receiver for step in steps[:-1]])}; "
            if weakest.weight == max(step.weight for step in steps):
                told += f"every tie is {_strength(weakest.weight)}."
            else:
                pair = f"{self.name(weakest.carrier)} to {self.name(weakest.receiver)}"
                told += f"the weakest tie is {pair} ({_strength(weakest.weight)})."
        if without:
            told = f"Does without {self._listed(without)}: {told}"
        if opposed:
            told += f" {self._listed(opposed)} {_are(opposed)} opposed, and there is no other way."
        if sceptical:
            told += f" {self._listed(sceptical)} {_are(sceptical)} sceptical: talk with them first."
        return told

    def _listed(self, people: Sequence[int]) -> str:
        names = [self.name(person) for person in people]
        if len(names) > NAMED:
            names[NAMED - 1 :] = [f"{len(names) - NAMED + 1} more"]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _strength(weight: float) -> str:
    return f"{min(weight, STRONGEST):g} of {STRONGEST:g}"


def _are(people: Sequence[int]) -> str:
    return "is" if len(people) == 1 else "are"
