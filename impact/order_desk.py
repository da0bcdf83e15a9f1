"""Is it strategy or an order desk? What a period's work says about that, on plain data.

The index is a share of days, in the days that a leader plans with: of the work of the period whose size is known, how
much serves no goal or carries out an order as it came. It has no weights to argue about, and taking on more requests
without a goal never makes it smaller. What else an order desk shows (few requesters, changes after acceptance, nothing
ever declined) stands beside it and not in it: each may have a good reason, and as targets they would be met by
refusing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from impact.analysis.intervals import Share, share
from impact.periods import DAY

ACCEPTED, SHAPING, DECLINED = "accepted", "shaping", "declined"
# Fewer first decisions have no middle worth telling.
FEWEST: Final = 3
WEEKEND: Final = 5


@dataclass(frozen=True)
class Span:
    """Both days belong to it."""

    first: dt.date
    last: dt.date

    def has(self, day: dt.date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Asked:
    """A request. `decisions` in their order, the last one holds; `changed_on` are days on which its size or goal was
    changed while it stood accepted; `days` of work, None where nobody estimated it."""

    key: Hashable
    title: str
    who: Hashable
    name: str
    received_on: dt.date
    is_prescribed: bool = False
    decisions: tuple[tuple[dt.date, str], ...] = ()
    goal: int | None = None
    days: int | None = None
    changed_on: tuple[dt.date, ...] = ()
    wanted_by: dt.date | None = None

    @property
    def state(self) -> str:
        return self.decisions[-1][1] if self.decisions else ""

    @property
    def decided_on(self) -> dt.date | None:
        return self.decisions[-1][0] if self.decisions else None

    @property
    def accepted_on(self) -> dt.date | None:
        return next((day for day, state in self.decisions if state == ACCEPTED), None)

    @property
    def is_taken_on(self) -> bool:
        return self.state in (ACCEPTED, SHAPING)

    @property
    def was_shaped(self) -> bool:
        return any(state == SHAPING for _day, state in self.decisions)

    @property
    def is_changed_late(self) -> bool:
        """Decided otherwise, or sized or aimed otherwise, after it was accepted."""
        states = [state for _day, state in self.decisions]
        after = states[states.index(ACCEPTED) :] if ACCEPTED in states else []
        return bool(after) and (any(state != ACCEPTED for state in after) or bool(self.changed_on))


@dataclass(frozen=True)
class Begun:
    """An initiative: its days of work are spread evenly over the working days from its start to its end. `ends_on` is
    when it should end, `over_on` when it did; one that was stopped did no more than what was due by then."""

    key: Hashable
    title: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    over_on: dt.date | None = None
    is_stopped: bool = False
    goal: int | None = None
    days: int | None = None

    @property
    def last_on(self) -> dt.date | None:
        return self.over_on or self.ends_on

    def is_in(self, span: Span) -> bool:
        return self.starts_on <= span.last and (self.last_on is None or self.last_on >= span.first)

    def days_in(self, span: Span) -> float | None:
        """None where nobody said how many there are, or no end over which to spread them."""
        until = self.ends_on if self.is_stopped and self.ends_on else self.last_on
        if self.days is None or until is None:
            return None
        over = min(self.last_on or until, until) if self.is_stopped else until
        there = workdays(max(self.starts_on, span.first), min(over, span.last))
        return self.days * there / max(workdays(self.starts_on, until), 1)


@dataclass(frozen=True)
class Work:
    """What marketing works on in a period. `days` of the period, None where its size is not known."""

    key: Hashable
    title: str
    is_request: bool
    days: float | None
    has_goal: bool
    is_as_ordered: bool = False

    @property
    def is_order(self) -> bool:
        return not self.has_goal or self.is_as_ordered


@dataclass(frozen=True)
class Index:
    """`orders` of `days` serve no goal or carry out an order as it came. `unsized` pieces of work are in neither, and
    in `pieces`: how many of all pieces are such, whatever their size."""

    days: float
    without_goal: float
    as_ordered: float
    unsized: int
    share: float | None
    pieces: Share

    @property
    def on_goals(self) -> float:
        return self.days - self.without_goal

    @property
    def orders(self) -> float:
        return self.without_goal + self.as_ordered


@dataclass(frozen=True)
class Concentration:
    """Of `n` (requests, or days) from `people`, `half` is the smallest number of people who brought half of it.
    `herfindahl` is the sum of the squared shares, from 1 / people to 1 (Herfindahl 1950, “Concentration in the Steel
    Industry”; Hirschman 1964); one over it is how many people of the same share would be as concentrated (Adelman
    1969). None of nobody. `top` are those who brought most, with how much."""

    n: float
    people: int
    half: int
    herfindahl: float | None
    top: tuple[tuple[Hashable, float], ...] = ()

    @property
    def as_many_as(self) -> float | None:
        return None if self.herfindahl is None else 1 / self.herfindahl


@dataclass(frozen=True)
class Desk:
    """A period. `took` is the middle of the days to a first decision, of `decided_first`: a service, and no success."""

    index: Index
    works: tuple[Work, ...]
    prescribed: Share
    not_as_asked: Share
    changed_late: Share
    asked: Concentration
    given: Concentration
    took: float | None
    decided_first: int


def read(asked: Sequence[Asked], begun: Sequence[Begun], span: Span) -> Desk:
    received = [one for one in asked if span.has(one.received_on)]
    decided = [one for one in asked if span.has(one.decided_on)]
    accepted = [one for one in asked if span.has(one.accepted_on)]
    first = [one for one in asked if one.decisions and span.has(one.decisions[0][0])]
    works = works_of(asked, begun, span)
    sized = [one for one in decided if one.is_taken_on and one.days]
    return Desk(
        index_of(works),
        works,
        share(sum(one.is_prescribed for one in received), len(received)),
        share(sum(one.state == DECLINED or one.was_shaped for one in decided), len(decided)),
        share(sum(one.is_changed_late for one in accepted), len(accepted)),
        concentration((one.who, 1) for one in received),
        concentration((one.who, one.days or 0) for one in sized),
        median((one.decisions[0][0] - one.received_on).days for one in first) if len(first) >= FEWEST else None,
        len(first),
    )


def works_of(asked: Iterable[Asked], begun: Iterable[Begun], span: Span) -> tuple[Work, ...]:
    """Requests in the period in which they were taken on, whole; of initiatives the part that lies in it. The largest
    orders first, what nobody sized last."""
    requests = [
        Work(one.key, one.title, True, one.days, one.goal is not None, one.is_prescribed and not one.was_shaped)
        for one in asked
        if one.is_taken_on and span.has(one.decided_on)
    ]
    initiatives = [
        Work(one.key, one.title, False, one.days_in(span), one.goal is not None) for one in begun if one.is_in(span)
    ]
    return tuple(sorted([*requests, *initiatives], key=lambda one: (not one.is_order, -(one.days or 0), one.title)))


def index_of(works: Sequence[Work]) -> Index:
    sizes = [one.days for one in works if one.days is not None]
    days = sum(sizes)
    without_goal = sum(one.days or 0 for one in works if not one.has_goal)
    as_ordered = sum(one.days or 0 for one in works if one.has_goal and one.is_as_ordered)
    orders = without_goal + as_ordered
    return Index(
        days,
        without_goal,
        as_ordered,
        len(works) - len(sizes),
        orders / days if days else None,
        share(sum(one.is_order for one in works), len(works)),
    )


def concentration(brought: Iterable[tuple[Hashable, float]]) -> Concentration:
    """Of (who, how much)."""
    by: Counter[Hashable] = Counter()
    for who, much in brought:
        by[who] += much  # type: ignore[assignment]
    ranked = sorted(((who, much) for who, much in by.items() if much), key=lambda pair: (-pair[1], str(pair[0])))
    n = sum(much for _who, much in ranked)
    if not n:
        return Concentration(0, 0, 0, None)
    half = running = 0
    while running * 2 < n:
        running += ranked[half][1]
        half += 1
    return Concentration(n, len(ranked), half, sum((much / n) ** 2 for _who, much in ranked), tuple(ranked[:3]))


def workdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from the one to the other, both included; none where the last comes first."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first + DAY * (weeks * 7 + day)).weekday() < WEEKEND for day in range(rest))
