"""The days that a report is about, those that it is held against, and when the next one is due. Dates alone."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from impact.periods import DAY, Every, last_day, name_of, start_of
from planning.periods import period_name


@dataclass(frozen=True)
class Span:
    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on the day it starts, or later.")

    def __str__(self) -> str:
        """August 2026, Q3 2026, 2026, or the days themselves."""
        return name_of(self.first, Every.MONTH) if self.is_month else period_name(self.first, self.last)

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == last_day(self.first, Every.MONTH)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """Whole months that it is made of; none where it begins or ends within one."""
        if self.first.day != 1 or (self.last + DAY).day != 1:
            return 0
        after = self.last + DAY
        return (after.year - self.first.year) * 12 + after.month - self.first.month


class Against(StrEnum):
    """What a report's period is held against."""

    BEFORE = "before"
    YEAR_BEFORE = "year_before"
    NOTHING = "nothing"


def last_whole(cadence: str, today: dt.date) -> Span:
    """The last month, quarter or year that is over; of what is asked for now and then, the last quarter."""
    if cadence == "year":
        return Span(dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31))
    every = Every.MONTH if cadence == "month" else Every.QUARTER
    first = start_of(start_of(today, every) - DAY, every)
    return Span(first, last_day(first, every))


def before(span: Span) -> Span:
    """As many months before it, or as many days where it is not made of months."""
    if span.months:
        return Span(_months_on(span.first, -span.months), span.first - DAY)
    return Span(span.first - span.days * DAY, span.first - DAY)


def year_before(span: Span) -> Span:
    """The same days of the year before; February ends when it does."""
    first = _same_day(span.first, -12)
    last = _months_on(span.last + DAY, -12) - DAY if span.months else _same_day(span.last, -12)
    return Span(first, last)


def against(span: Span, what: Against) -> Span | None:
    if what is Against.NOTHING:
        return None
    return before(span) if what is Against.BEFORE else year_before(span)


def due(cadence: str, reported_to: dt.date | None, today: dt.date) -> Span | None:
    """The period that a report is due about: the last whole one, unless what was reported reaches to its end. None of
    what is asked for now and then."""
    if cadence == "asked":
        return None
    span = last_whole(cadence, today)
    return None if reported_to is not None and reported_to >= span.last else span


def _months_on(first_of_month: dt.date, months: int) -> dt.date:
    many = first_of_month.year * 12 + first_of_month.month - 1 + months
    return dt.date(many // 12, many % 12 + 1, 1)


def _same_day(day: dt.date, months: int) -> dt.date:
    start = _months_on(day.replace(day=1), months)
    return start.replace(day=min(day.day, calendar.monthrange(start.year, start.month)[1]))
