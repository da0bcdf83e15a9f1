"""What the page about the order desk tells: a quarter's figures, their course over two years, and their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from accounts.models import Workspace
from accounts.written import unless_written
from impact.analysis.intervals import Share, share
from impact.analysis.process_behaviour import Good
from impact.chart import Chart
from impact.models import Metric
from impact.models.observation import Measured
from impact.order_desk import (
    Begun,
    Desk,
    Index,
    Signs,
    Span,
    concentration,
    counted_elsewhere,
    index_of,
    works_of,
)
from impact.periods import DAY, Every, last_day, name_of, start_of, starts
from impact.queries.desk_sums import Month, by_month, together, took, who_asked
from impact.queries.metrics import charts
from impact.queries.works import MONTHS, READ_FROM, Rows, months_before, rows
from impact.readings import Reading
from impact.readings import read as read_series
from impact.units import NUMBER, SHARE, TOGETHER, Kind, written
from impact.verdicts import of_share
from planning.periods import Period
from web.remembered import Remembered


@dataclass(frozen=True)
class Said:
    """What a part is, in words that stand beside its number: what is counted, and what would move it."""

    key: str
    title: str
    means: str
    moves: str
    good: Good
    kind: Kind = Kind.SHARE


INDEX: Final = Said(
    "index",
    "Order-desk index",
    "Of the days of work whose size is known, how many serve no goal, or carry out an order as it came.",
    "",
    Good.DOWN,
)
PRESCRIBED: Final = Said(
    "prescribed",
    "Came as an order",
    "Of the requests that came, how many named what is to be made.",
    "Give people the address where they say what is in their way, and ask back before you estimate.",
    Good.DOWN,
)
NOT_AS_ASKED: Final = Said(
    "not-as-asked",
    "Declined or reshaped",
    "Of the requests decided on, how many were declined or shaped together. Each of them has a reason.",
    "Ask what would be different for a customer. Neither more nor less is better; none at all says that nobody asks.",
    Good.NEITHER,
)
CHANGED_LATE: Final = Said(
    "changed-late",
    "Changed after acceptance",
    "Of the requests accepted, how many were decided, sized or aimed otherwise after that.",
    "Shape longer before you accept, and take what comes up meanwhile to the next planning.",
    Good.DOWN,
)
CONCENTRATED: Final = Said(
    "concentrated",
    "Few who ask",
    "As if so many people had asked equally often: one over the sum of the squared shares (Herfindahl).",
    "Plan the quarter with those who ask most, and go to those who never ask.",
    Good.NEITHER,
    Kind.COUNT,
)
NOTHING: Final = {
    INDEX.key: "No work of this quarter has a known size, so there is no index.",
    PRESCRIBED.key: "No request came in this quarter.",
    NOT_AS_ASKED.key: "No request was decided on in this quarter.",
    CHANGED_LATE.key: "No request was accepted in this quarter.",
    CONCENTRATED.key: "No request came in this quarter.",
}
# A month in which fewer were counted has no point in a trend: one more or less would be a step.
FEWEST: Final = 5
NOTHING_ASKED: Final = Month()
PARTS: Final = (PRESCRIBED, NOT_AS_ASKED, CHANGED_LATE, CONCENTRATED)


@dataclass(frozen=True, eq=False)
class Part:
    """`shown` is the quarter's number, empty where there is none, and `says` from how many or why; `trend` is of its
    whole months, None without any."""

    said: Said
    shown: str
    says: str
    trend: Reading | None


@dataclass(frozen=True)
class Person:
    name: str
    stakeholder: int | None
    many: int
    share: float


@dataclass(frozen=True, eq=False)
class Told:
    desk: Desk
    index: Part
    parts: tuple[Part, ...]
    charts: tuple[Chart, Chart] | None
    months: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    top: tuple[Person, ...]
    # Whether there is anything to tell, in these two years.
    is_empty: bool


LATEST: Remembered[Told] = Remembered(most=16)
# The same for every quarter.
MONTHS_OF: Remembered[Mapping[dt.date, Month]] = Remembered(most=4)


def told(workspace: Workspace, period: Period, *, today: dt.date) -> Told:
    return unless_written(LATEST, workspace, READ_FROM, period.key, today, make=lambda: _told(workspace, period, today))


def _told(workspace: Workspace, period: Period, today: dt.date) -> Told:
    span = Span(period.starts_on, period.ends_on)
    found = rows(workspace, span, today)
    months = _sums(workspace, found.begun, today)
    desk, people = desk_of(workspace, found, months, span)
    signs = _by_month(months, found.begun, today)
    trends = {said.key: _trend(said, signs, today) for said in (INDEX, *PARTS)}
    drawn = trends[INDEX.key]
    return Told(
        desk,
        _part(INDEX, desk, drawn),
        tuple(_part(said, desk, trends[said.key]) for said in PARTS),
        charts(drawn, []) if drawn else None,
        tuple(
            (name_of(month, Every.MONTH), tuple((said.title, _shown(said, one)) for said in (INDEX, *PARTS)))
            for month, one in signs[::-1]
        ),
        tuple(Person(*people[who], int(many), many / desk.asked.n) for who, many in desk.asked.top),
        not months and not found.begun,
    )


def _sums(workspace: Workspace, begun: Sequence[Begun], today: dt.date) -> Mapping[dt.date, Month]:
    def made() -> Mapping[dt.date, Month]:
        return by_month(workspace, months_before(today, MONTHS), elsewhere=counted_elsewhere(begun))

    return unless_written(MONTHS_OF, workspace, READ_FROM, today, make=made)


def desk_of(
    workspace: Workspace, found: Rows, months: Mapping[dt.date, Month], span: Span
) -> tuple[Desk, dict[Hashable, tuple[str, int | None]]]:
    """A quarter: its months together, and who asked."""
    its = [months.get(month, NOTHING_ASKED) for month in starts(span.first, span.last, Every.MONTH)]
    works = works_of(found.taken, found.begun, span)
    asked, people = who_asked(workspace, span)
    middle, decided = took(workspace, span)
    desk = Desk(
        index_of(works),
        share(*together(one.prescribed for one in its)),
        share(*together(one.not_as_asked for one in its)),
        share(*together(one.changed_late for one in its)),
        asked,
        works,
        concentration((one.who, one.days) for one in found.taken if one.days),
        middle,
        decided,
    )
    return desk, people


def signs_of(month: Month, begun: Sequence[Begun], span: Span) -> Signs:
    return Signs(
        index_of([*month.lots, *works_of((), begun, span)]),
        share(*month.prescribed),
        share(*month.not_as_asked),
        share(*month.changed_late),
        month.asked,
    )


def _by_month(months: Mapping[dt.date, Month], begun: Sequence[Begun], today: dt.date) -> list[tuple[dt.date, Signs]]:
    """The whole months of two years, from the first one in which anything was asked or begun."""
    begins = [*months, *(start_of(one.starts_on, Every.MONTH) for one in begun if one.days is not None)]
    if not begins:
        return []
    first = max(min(begins), months_before(today, MONTHS))
    last = start_of(today, Every.MONTH) - DAY
    return [
        (month, signs_of(months.get(month, NOTHING_ASKED), begun, Span(month, last_day(month, Every.MONTH))))
        for month in starts(first, last, Every.MONTH)
    ]


def _trend(said: Said, months: Sequence[tuple[dt.date, Signs]], today: dt.date) -> Reading | None:
    """Its months as one process, by the limits and rules of every metric."""
    metric = Metric(
        name=said.title,
        measured=Metric.Measured.VALUE,
        every=Every.MONTH,
        nature=Metric.Nature.LEVEL,
        together=Metric.Together.MEAN,
        unit_kind=said.kind,
        good=said.good,
    )
    values = [(month, _value(said, desk) if _many(said, desk) >= FEWEST else None) for month, desk in months]
    measured = [
        Measured(place, 0, month, value, None, None, None, 1, "", last_day(month, Every.MONTH))
        for place, (month, value) in enumerate(values)
        if value is not None
    ]
    return read_series(metric, measured, today=today, needs_target=False) if measured else None


def _counted(said: Said, desk: Signs) -> Share:
    return {
        INDEX.key: desk.index.pieces,
        PRESCRIBED.key: desk.prescribed,
        NOT_AS_ASKED.key: desk.not_as_asked,
        CHANGED_LATE.key: desk.changed_late,
    }[said.key]


def _many(said: Said, desk: Signs) -> float:
    return desk.asked.n if said is CONCENTRATED else _counted(said, desk).n


def _value(said: Said, desk: Signs) -> float | None:
    if said is CONCENTRATED:
        return desk.asked.as_many_as
    return desk.index.share if said is INDEX else _counted(said, desk).share


def _shown(said: Said, desk: Signs) -> str:
    """With from how many."""
    value = _value(said, desk)
    if value is None:
        return ""
    if said is CONCENTRATED:
        return f"{written(round(value, 1), NUMBER)} of {desk.asked.people}"
    if said is INDEX:
        return f"{written(round(value, 2), SHARE)} of {told_days(desk.index.days)}"
    counted = _counted(said, desk)
    return f"{counted.count:,} of {counted.n:,}"


def _part(said: Said, desk: Desk, trend: Reading | None) -> Part:
    value = _value(said, desk)
    if value is None:
        return Part(said, "", NOTHING[said.key], trend)
    if said is CONCENTRATED:
        return Part(said, written(round(value, 1), NUMBER), _of_few(desk), trend)
    shown = written(round(value, 2), SHARE)
    if said is INDEX:
        return Part(said, shown, _of_days(desk), trend)
    counted = _counted(said, desk)
    few = f"{counted.count:,} of {counted.n:,}"
    return Part(said, few if counted.is_too_few else shown, of_share(counted).sentence, trend)


def _of_days(desk: Desk) -> str:
    index = desk.index
    parts = [f"{told_days(index.without_goal)} of {told_days(index.days)} serve no goal."]
    if index.as_ordered:
        parts.append(f"{told_days(index.as_ordered)} more serve one, and carry out an order as it came.")
    if index.unsized:
        many = "One piece of work" if index.unsized == 1 else f"{index.unsized:,} pieces of work"
        parts.append(f"{many} of unknown size {'is' if index.unsized == 1 else 'are'} not in it.")
    counted = of_share(index.pieces)
    parts.append(f"By pieces instead of days: {counted.sentence}")
    return " ".join(parts)


def _of_few(desk: Desk) -> str:
    asked, given = desk.asked, desk.given
    people = "one person" if asked.people == 1 else f"{asked.people:,} people"
    found = [f"{int(asked.n):,} request{'' if asked.n == 1 else 's'} from {people}; {_half(asked.half)} half of them."]
    if given.n:
        found.append(f"Of the {told_days(given.n)} taken on for them, {_half(given.half)} half.")
    return " ".join(found)


def _half(people: int) -> str:
    return "one brought" if people == 1 else f"{people:,} brought"


def told_days(many: float) -> str:
    number = written(round(many, 1), NUMBER)
    return f"{number}{TOGETHER}day{'' if number == '1' else 's'}"


@dataclass(frozen=True)
class Slice:
    """A part of the days of a quarter, as a bar has it: from 0 to 1,000."""

    key: str
    title: str
    days: str
    start: float
    width: float


@dataclass(frozen=True)
class Capacity:
    """What the days of a quarter are given to. Without `days` nobody said how many there are, and what is given is the
    whole of the bar."""

    slices: tuple[Slice, ...]
    given: str
    days: int | None
    over: str
    unsized: int
    says: str


def capacity(index: Index, days: int | None) -> Capacity:
    left = max(days - index.days, 0) if days else 0.0
    parts = (
        ("goals", "For goals", index.on_goals - index.as_ordered),
        ("ordered", "For goals, as ordered", index.as_ordered),
        ("adhoc", "Ad hoc", index.without_goal),
        ("left", "Left", left),
    )
    whole = sum(many for _key, _title, many in parts)
    slices, start = [], 0.0
    for key, title, many in parts:
        if many:
            width = 1_000 * many / whole
            slices.append(Slice(key, title, told_days(many), round(start, 1), round(width, 1)))
            start += width
    over = told_days(index.days - days) if days and index.days > days else ""
    said = "; ".join(f"{one.title.lower()} {one.days}" for one in slices)
    return Capacity(tuple(slices), told_days(index.days), days, over, index.unsized, said)
