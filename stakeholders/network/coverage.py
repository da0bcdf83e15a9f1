"""Where the network leaves us uncovered: who cannot be reached, whom everything hangs on, who is overlooked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from stakeholders.analysis.distances import steps_from
from stakeholders.analysis.network import Network

OPPOSED = -2
# Who carries influence: this share of everybody, but never more than so many.
CARRIERS, CARRIERS_AT_MOST = 0.1, 12
# The upper half of the map begins above this influence.
MIDDLE = 3
# A department of one is no department that hangs on somebody.
A_DEPARTMENT = 2


class Judged(NamedTuple):
    """What these questions need to know of each person."""

    pk: int
    segment: str
    position: int | None
    influence: int | None
    department: int | None


def unreached(
    ties: Network, ours: Collection[int], targets: Collection[int], positions: Mapping[int, int | None]
) -> list[int]:
    """Of `targets` those to whom no chain leads from our side but through somebody opposed, in their order."""
    index = ties.index
    opposed = [index[pk] for pk, position in positions.items() if position == OPPOSED and pk in index]
    gone = np.zeros(ties.size, dtype=np.bool_)
    gone[opposed] = True
    # Somebody opposed can be reached, and takes nothing further.
    kept = ~gone[ties.sources]
    open_ties = Network(ties.people, ties.sources[kept], ties.targets[kept], ties.weights[kept])
    begin = [index[pk] for pk in ours if pk in index]
    if not begin:
        return list(targets)
    steps = steps_from(open_ties, begin)
    return [pk for pk in targets if pk not in index or steps[index[pk]] < 0]


def single_threads(ties: Network, ours: Collection[int], people: Sequence[Judged]) -> list[tuple[int, int]]:
    """(department, person): departments of which exactly one person is tied to anybody of our side outside of it."""
    department_of = {person.pk: person.department for person in people}
    crowd: dict[int, int] = {}
    for person in people:
        if person.department is not None:
            crowd[person.department] = crowd.get(person.department, 0) + 1
    contacts: dict[int, set[int]] = {}
    side = np.zeros(ties.size, dtype=np.bool_)
    side[[ties.index[pk] for pk in ours if pk in ties.index]] = True
    departments = [department_of.get(int(str(pk))) for pk in ties.people]
    for ends, others in ((ties.sources, ties.targets), (ties.targets, ties.sources)):
        touching = side[ends]
        for one, other in zip(ends[touching].tolist(), others[touching].tolist(), strict=True):
            department = departments[other]
            if department is not None and department != departments[one]:
                contacts.setdefault(department, set()).add(int(str(ties.people[other])))
    return [
        (department, next(iter(found)))
        for department, found in sorted(contacts.items())
        if len(found) == 1 and crowd[department] >= A_DEPARTMENT
    ]


def overlooked(carriers: Sequence[tuple[int, float]], people: Mapping[int, Judged]) -> list[int]:
    """Of those who carry most influence on the network, (person, share) with most first, the ones whose influence is
    not known, or judged to be in the lower half of the map."""
    many = min(CARRIERS_AT_MOST, max(1, round(CARRIERS * len(people))))
    found = [people[pk] for pk, _ in carriers[:many] if pk in people]
    return [person.pk for person in found if person.influence is None or person.influence <= MIDDLE]
