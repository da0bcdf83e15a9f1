"""A stakeholder as the map sees them: where they stand on a date, and where they stood on an earlier one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stakeholders.investor_map.quadrants import quadrant
from stakeholders.models.assessment import Segment
from stakeholders.models.stakeholder import Kind
from web.shapes import LABELS, POSITIONS, fill, segment_key

SEGMENTS = tuple(Segment.values)
RANK = {value: index for index, value in enumerate(SEGMENTS)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What was judged of a person, as far as the map shows it."""

    segment: str = Segment.UNKNOWN
    influence: int | None = None
    interest: int | None = None
    position: int | None = None

    @property
    def is_placed(self) -> bool:
        return self.influence is not None and self.interest is not None


NOWHERE = Standing()


@dataclass(frozen=True, slots=True)
class Move:
    """How a placed person differs from where they were placed before; `size` counts steps on all three scales."""

    before: Standing
    after: Standing

    @property
    def influence(self) -> int:
        return (self.after.influence or 0) - (self.before.influence or 0)

    @property
    def interest(self) -> int:
        return (self.after.interest or 0) - (self.before.interest or 0)

    @property
    def position(self) -> int:
        """0 also where the position was or is unknown: that is no step."""
        if self.before.position is None or self.after.position is None:
            return 0
        return self.after.position - self.before.position

    @property
    def size(self) -> int:
        return abs(self.influence) + abs(self.interest) + abs(self.position)

    @property
    def weight(self) -> int:
        """How much a move matters: its size times the influence of who made it, before or after."""
        return self.size * max(self.before.influence or 0, self.after.influence or 0)

    @property
    def words(self) -> str:
        """`influence 3 → 4, sceptical → neutral`."""
        parts = []
        if self.before.influence != self.after.influence:
            parts.append(f"influence {known(self.before.influence)} → {known(self.after.influence)}")
        if self.before.interest != self.after.interest:
            parts.append(f"interest {known(self.before.interest)} → {known(self.after.interest)}")
        if self.before.position != self.after.position:
            parts.append(f"{position_word(self.before.position)} → {position_word(self.after.position)}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the map. `was` is None without a comparison, or when nothing was known then."""

    id: int
    name: str
    now: Standing
    was: Standing | None = None
    job_title: str = ""
    department: str = ""
    kind: str = Kind.INTERNAL
    is_group: bool = False
    assessed_on: dt.date | None = None
    # Days since the last contact of whoever has gone quiet, on the map of today; else 0.
    quiet: int = 0

    @property
    def is_placed(self) -> bool:
        return self.now.is_placed

    @property
    def place(self) -> tuple[int, int]:
        """(influence, interest) of somebody who is placed."""
        assert self.now.influence is not None
        assert self.now.interest is not None
        return self.now.influence, self.now.interest

    @property
    def move(self) -> Move | None:
        if self.was is None or not self.was.is_placed or not self.is_placed:
            return None
        move = Move(self.was, self.now)
        return move if move.words else None

    @property
    def is_against(self) -> bool:
        return self.now.position is not None and self.now.position < 0

    @property
    def missing(self) -> str:
        """Why somebody is not on the map; empty for those who are."""
        if self.is_placed:
            return ""
        if self.assessed_on is None:
            return "not assessed yet"
        unknown = [name for name in ("influence", "interest") if getattr(self.now, name) is None]
        return f"{' and '.join(unknown)} unknown"

    @property
    def quadrant(self) -> str:
        return quadrant(*self.place) if self.is_placed else ""

    @property
    def tone(self) -> str:
        return segment_key(self.now.segment)

    @property
    def segment_word(self) -> str:
        return LABELS[self.tone]

    @property
    def position_word(self) -> str:
        return POSITIONS[self.now.position]

    @property
    def fill(self) -> str:
        """filled, half, hollow or dashed."""
        return fill(self.now.position).name

    @property
    def kind_word(self) -> str:
        word = {Kind.CUSTOMER: "Customer", Kind.PARTNER: "Partner"}.get(Kind(self.kind), "")
        return f"{word} group" if word and self.is_group else "Group" if self.is_group else word

    @property
    def spoken(self) -> str:
        """Everything the picture says of this person, for whoever does not see it."""
        words = [self.name, self.kind_word.lower(), self.segment_word.lower(), self.position_word.lower()]
        if self.is_placed:
            words += [f"influence {self.now.influence}", f"interest {self.now.interest}", self.quadrant.lower()]
        if self.quiet:
            words.append(f"gone quiet for {self.quiet} days")
        return ", ".join(word for word in words if word)


def position_word(position: int | None) -> str:
    return POSITIONS[position].lower()


def known(score: int | None) -> str:
    return "unknown" if score is None else str(score)


def draw_order(person: Person) -> tuple[int, int]:
    """Neighbours within a cell belong to one segment, so that a full cell shows what it is made of."""
    return RANK[person.now.segment], person.id


def by_weight(person: Person) -> tuple[int, int, int]:
    """Most influence first, then most interest: the order of the table, and who is drawn when not all are."""
    influence, interest = person.place
    return -influence, -interest, person.id


def ranked_moves(people: Iterable[Person]) -> list[Person]:
    """Those who moved, who matters most first."""
    return sorted((person for person in people if person.move), key=by_move)


def by_move(person: Person) -> tuple[int, int, int, int]:
    """Influence times size of the move, then most influence: the order of the moves and of their trails."""
    return -(person.move.weight if person.move else 0), *by_weight(person)


def anonymised(people: Iterable[Person], given: Mapping[int, Person] | None = None) -> dict[int, Person]:
    """By their ids, the same people without anything that names them: "Decision maker 1", numbered in each segment.

    Their new ids are places in the drawing order, which keeps every mark where it was. Those who were `given` a number
    keep it; the others come after them.
    """
    hidden = dict(given or {})
    numbers = Counter(person.name.rpartition(" ")[0] for person in hidden.values())
    for person in sorted(people, key=draw_order):
        if person.id in hidden:
            continue
        word = "Stakeholder" if person.tone == "unsegmented" else person.segment_word
        numbers[word] += 1
        name, index = f"{word} {numbers[word]}", len(hidden) + 1
        hidden[person.id] = replace(person, id=index, name=name, job_title="", department="", assessed_on=None, quiet=0)
    return hidden
