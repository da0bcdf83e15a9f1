"""What would change if a goal were dropped, or came elsewhere in the order. Pure; it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from checkins.events.touching import Around, Change, Touched, touched
from checkins.models import ChangeEvent
from planning.alignment import counted
from stakeholders.models import Segment

# From here on somebody supports it.
SUPPORTS: Final = 1
FIRST: Final = 3


@dataclass(frozen=True)
class Promise:
    """What somebody put into a goal, and the return they expect."""

    stakeholder: int
    invests: str
    what: str
    expects: str


@dataclass(frozen=True)
class Backed:
    """A goal and where those stand on it who own it, put something in, or said something of it."""

    pk: int
    statement: str
    stands: Mapping[int, int | None]
    promises: tuple[Promise, ...] = ()

    @property
    def supporters(self) -> frozenset[int]:
        return frozenset(pk for pk, stand in self.stands.items() if stand is not None and stand >= SUPPORTS)

    @property
    def opponents(self) -> frozenset[int]:
        return frozenset(pk for pk, stand in self.stands.items() if stand is not None and stand <= -SUPPORTS)


@dataclass(frozen=True)
class Carried:
    """Who supports at least one of some goals: how many, their influence added up where it is known, and how many of
    them decide; `unknown` have no influence that is known."""

    people: frozenset[int]
    influence: int
    deciders: frozenset[int]
    unknown: int


@dataclass(frozen=True)
class Place:
    """A goal in the order before and after; None where it is not there any more."""

    goal: Backed
    before: int
    after: int | None
    influence: int


@dataclass(frozen=True)
class Foreseen:
    breaks: tuple[Promise, ...]
    before: Carried
    after: Carried
    # The same of the first goals alone.
    first_before: Carried
    first_after: Carried
    places: tuple[Place, ...]
    check_ins: tuple[Touched, ...]
    changes: bool

    @property
    def lost(self) -> frozenset[int]:
        """Who supports nothing that is left."""
        return self.before.people - self.after.people


def carried(goals: Sequence[Backed], around: Around) -> Carried:
    people = frozenset(pk for goal in goals for pk in goal.supporters)
    known = [around.people[pk] for pk in people]
    return Carried(
        people,
        sum(person.influence or 0 for person in known),
        frozenset(person.pk for person in known if person.segment == Segment.DECISION_MAKER),
        sum(person.influence is None for person in known),
    )


def if_dropped(goals: Sequence[Backed], dropped: int, around: Around) -> Foreseen:
    """`goals` are the open ones in their order; `around` is all that may be touched by any of them."""
    left = [goal for goal in goals if goal.pk != dropped]
    breaks = tuple(promise for goal in goals if goal.pk == dropped for promise in goal.promises)
    change = Change(ChangeEvent.Kind.GOAL_DROPPED, goals=(dropped,))
    return _foreseen(goals, left, breaks, change if len(left) < len(goals) else None, around)


def if_moved(goals: Sequence[Backed], moved: int, to: int, around: Around) -> Foreseen:
    """`to` is its place in the new order, from 1 on. No return breaks by it; those whose goals come later may ask."""
    rest = [goal for goal in goals if goal.pk != moved]
    place = max(1, min(to, len(goals))) - 1
    order = [*rest[:place], *(goal for goal in goals if goal.pk == moved), *rest[place:]]
    before = {goal.pk: number for number, goal in enumerate(goals)}
    later = tuple(goal.pk for number, goal in enumerate(order) if number > before[goal.pk])
    change = Change(ChangeEvent.Kind.GOAL_REORDERED, goals=later)
    return _foreseen(goals, order, (), change if later else None, around)


def _foreseen(
    goals: Sequence[Backed], order: Sequence[Backed], breaks: tuple[Promise, ...], change: Change | None, around: Around
) -> Foreseen:
    after = {goal.pk: number for number, goal in enumerate(order, 1)}
    places = tuple(
        Place(goal, number, after.get(goal.pk), carried([goal], around).influence)
        for number, goal in enumerate(goals, 1)
    )
    return Foreseen(
        breaks,
        carried(goals, around),
        carried(order, around),
        carried(goals[:FIRST], around),
        carried(order[:FIRST], around),
        places,
        tuple(touched(change, around)) if change else (),
        change is not None,
    )


def says(found: Foreseen, *, dropped: bool) -> tuple[str, str]:
    """A strong beginning and the rest."""
    if not found.changes:
        return "Nothing changes", ": it stands there already."
    many = len({promise.stakeholder for promise in found.breaks})
    if dropped:
        breaks = f"{counted(many).capitalize()} {'person loses' if many == 1 else 'people lose'} the return they expect"
        breaks = breaks if many else "Nobody loses a return"
        return breaks, f". {_coalition(found.before, found.after, 'the goals that are left')}"
    asked = len(found.check_ins)
    first = "Nobody’s goals come later" if not asked else f"The goals of {counted(asked)} {_people(asked)} come later"
    return first, f". {_coalition(found.first_before, found.first_after, f'the first {counted(FIRST)} goals')}"


def _coalition(before: Carried, after: Carried, which: str) -> str:
    if not before.people:
        return f"Nobody is known to support {which}, before or after."
    if before == after:
        return f"Who supports {which} stays the same: {_many(len(after.people))}."
    supports = "supports" if len(after.people) == 1 else "support"
    support = f"{_many(len(after.people))} {supports} {which} (before: {len(before.people)})"
    deciders = f", {len(after.deciders)} of them deciding (before: {len(before.deciders)})" if before.deciders else ""
    return f"{support}{deciders}; their influence comes to {after.influence} (before: {before.influence})."


def _many(many: int) -> str:
    return f"{many} {_people(many)}"


def _people(many: int) -> str:
    return "person" if many == 1 else "people"
