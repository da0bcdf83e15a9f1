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
from math import fsum
from typing import Final

from impact.analysis.intervals import Share, share
from impact.periods import DAY

WEEKEND: Final = 5


@dataclass(frozen=True)
class Span:
    """Both days belong to it."""

    first: dt.date
    last: dt.date

    def has(self, day: dt.date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Taken:
    """A request that was taken on: accepted, or being shaped. `days` of work, None where nobody estimated it."""

    key: Hashable
    title: str
    who: Hashable
    taken_on: dt.date
    goal: int | None = None
    days: int | None = None
    wanted_by: dt.date | None = None
    is_as_ordered: bool = False


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
    # Keys of the requests that became it.
    came_of: frozenset[Hashable] = frozenset()

    @property
    def is_sized(self) -> bool:
        return self.days is not None and self.last_on is not None

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


@dataclass(frozen=True, kw_only=True)
class Lot:
    """Work of a period: one piece, or `many` alike. `days` of the period, None where their size is not known."""

    days: float | None
    has_goal: bool
    is_as_ordered: bool = False
    many: int = 1

    @property
    def is_order(self) -> bool:
        return not self.has_goal or self.is_as_ordered


@dataclass(frozen=True, kw_only=True)
class Work(Lot):
    key: Hashable
    title: str
    is_request: bool


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
class Spread:
    """Of `n` (requests, or days) from `people`, `herfindahl` is the sum of the squared shares, from 1 / people to 1
    (Herfindahl 1950, “Concentration in the Steel Industry”; Hirschman 1964); one over it is how many people of the
    same share would be as concentrated (Adelman 1969). None of nobody."""

    n: float
    people: int
    herfindahl: float | None

    @property
    def as_many_as(self) -> float | None:
        return None if self.herfindahl is None else 1 / self.herfindahl


@dataclass(frozen=True)
class Concentration(Spread):
    """`half` is the smallest number of people who brought half of it; `top` are those who brought most, with how
    much."""

    half: int = 0
    top: tuple[tuple[Hashable, float], ...] = ()


@dataclass(frozen=True)
class Signs:
    """A period: the index, and what else an order desk shows."""

    index: Index
    prescribed: Share
    not_as_asked: Share
    changed_late: Share
    asked: Spread


@dataclass(frozen=True)
class Desk(Signs):
    """`took` is the middle of the days to a first decision, of `decided_first`: a service, and no success."""

    asked: Concentration
    works: tuple[Work, ...]
    given: Concentration
    took: float | None
    decided_first: int


def counted_elsewhere(begun: Iterable[Begun]) -> tuple[set[Hashable], set[Hashable]]:
    """Requests for which an initiative stands that came of them: those of which it has the days, and all. A request
    that has days counts itself as long as its initiative has none."""
    rows = [one for one in begun if one.came_of]
    return (
        {key for one in rows if one.is_sized for key in one.came_of},
        {key for one in rows for key in one.came_of},
    )


def once(taken: Iterable[Taken], begun: Iterable[Begun]) -> list[Taken]:
    """Without those that an initiative stands for."""
    sized, every = counted_elsewhere(begun)
    return [one for one in taken if one.key not in (every if one.days is None else sized)]


def works_of(taken: Iterable[Taken], begun: Sequence[Begun], span: Span) -> tuple[Work, ...]:
    """Requests in the period in which they were taken on, whole; of initiatives the part that lies in it. The largest
    orders first, what nobody sized last."""
    requests = [
        Work(
            key=one.key,
            title=one.title,
            is_request=True,
            days=one.days,
            has_goal=one.goal is not None,
            is_as_ordered=one.is_as_ordered,
        )
        for one in once(taken, begun)
        if span.has(one.taken_on)
    ]
    initiatives = [
        Work(key=one.key, title=one.title, is_request=False, days=one.days_in(span), has_goal=one.goal is not None)
        for one in begun
        if one.is_in(span)
    ]
    return tuple(sorted([*requests, *initiatives], key=lambda one: (not one.is_order, -(one.days or 0), one.title)))


def index_of(lots: Sequence[Lot]) -> Index:
    """Whatever the order, and however alike pieces are put together, the sums are the same to the last digit."""
    days = fsum(one.days or 0 for one in lots)
    without_goal = fsum(one.days or 0 for one in lots if not one.has_goal)
    as_ordered = fsum(one.days or 0 for one in lots if one.has_goal and one.is_as_ordered)
    orders = without_goal + as_ordered
    return Index(
        days,
        without_goal,
        as_ordered,
        sum(one.many for one in lots if one.days is None),
        orders / days if days else None,
        share(sum(one.many for one in lots if one.is_order), sum(one.many for one in lots)),
    )


def spread(n: int, people: int, squares: int) -> Spread:
    """`squares` is the sum of the squares of how much each brought."""
    return Spread(n, people, squares / n**2 if n else None)


def concentration(brought: Iterable[tuple[Hashable, int]]) -> Concentration:
    """Of (who, how much)."""
    by: Counter[Hashable] = Counter()
    for who, much in brought:
        by[who] += much
    ranked = sorted(((who, much) for who, much in by.items() if much), key=lambda pair: (-pair[1], str(pair[0])))
    n = sum(much for _who, much in ranked)
    half = running = 0
    while running * 2 < n:
        running += ranked[half][1]
        half += 1
    together = spread(n, len(ranked), sum(much**2 for _who, much in ranked))
    return Concentration(n, together.people, together.herfindahl, half, tuple(ranked[:3]))


def workdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from the one to the other, both included; none where the last comes first."""
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first + DAY * (weeks * 7 + day)).weekday() < WEEKEND for day in range(rest))
