"""When something recurs: local dates first, holidays stepped over, a moment in time last. Pure."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
SATURDAY = 5
LAST = -1


class Unit(StrEnum):
    WEEKS = "weeks"
    MONTHS = "months"


class By(StrEnum):
    DAY = "day"
    WEEKDAY = "weekday"


class NoRecurrenceError(ValueError):
    """What was asked for never happens, or says too much or too little; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `interval` weeks on a `weekday` (0 is Monday), or every `interval` months on a `day` or on the `nth`
    weekday (-1 is the last). Quarterly is 3 months, yearly 12. Nothing happens before `starts_on`, from whose week or
    month periods are counted."""

    unit: Unit
    interval: int
    by: By
    starts_on: dt.date
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= 60:
            raise NoRecurrenceError("Say after how many weeks or months it comes again: 1 to 60.")
        if not 1 <= self.starts_on.year <= 9000:
            raise NoRecurrenceError("It starts within a calendar that we know.")
        if self.by == By.DAY:
            fits = self.unit == Unit.MONTHS and self.nth is None and self.weekday is None
            if not fits or self.day is None or not 1 <= self.day <= 31:
                raise NoRecurrenceError("Choose a day of the month: 1 to 31.")
            return
        if self.day is not None or self.weekday is None or not 0 <= self.weekday <= 6:
            raise NoRecurrenceError("Choose a day of the week.")
        if self.unit == Unit.WEEKS and self.nth is not None:
            raise NoRecurrenceError("A week has each of its days once.")
        if self.unit == Unit.MONTHS and self.nth not in (1, 2, 3, 4, LAST):
            raise NoRecurrenceError("Choose the first to the fourth such day of the month, or the last.")

    def next_after(self, day: dt.date) -> dt.date:
        """The first occurrence later than `day`: before holidays are looked at."""
        day = max(day, self.starts_on - DAY)
        number = self._period_of(day)
        while (found := self._in_period(number)) <= day:
            number += 1
        return found

    def occurrences(self, after: dt.date, until: dt.date) -> Iterator[dt.date]:
        """Later than `after`, up to `until`, which counts."""
        day = self.next_after(after)
        while day <= until:
            yield day
            day = self.next_after(day)

    def _period_of(self, day: dt.date) -> int:
        if self.unit == Unit.WEEKS:
            return (_monday(day) - _monday(self.starts_on)).days // 7 // self.interval
        return (_month(day) - _month(self.starts_on)) // self.interval

    def _in_period(self, number: int) -> dt.date:
        if self.unit == Unit.WEEKS:
            assert self.weekday is not None
            return _monday(self.starts_on) + number * self.interval * WEEK + self.weekday * DAY
        year, month = divmod(_month(self.starts_on) + number * self.interval, 12)
        return self._in_month(year, month + 1)

    def _in_month(self, year: int, month: int) -> dt.date:
        first_weekday, last = monthrange(year, month)
        if self.by == By.DAY:
            assert self.day is not None
            return dt.date(year, month, min(self.day, last))
        assert self.weekday is not None
        assert self.nth is not None
        first = 1 + (self.weekday - first_weekday) % 7
        if self.nth == LAST:
            return dt.date(year, month, first + (last - first) // 7 * 7)
        return dt.date(year, month, first + (self.nth - 1) * 7)


def moved_off(day: dt.date, holidays: Collection[dt.date] = frozenset()) -> dt.date:
    """The day itself where people work on it, or the next one on which they do."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += DAY
    return day


def working_day_before(day: dt.date, holidays: Collection[dt.date] = frozenset()) -> dt.date:
    day -= DAY
    while day.weekday() >= SATURDAY or day in holidays:
        day -= DAY
    return day


def instant(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """When clocks in `zone` show that time, in UTC. A time that clocks jump over is as much later as they jump; of one
    that they show twice it is the first."""
    # fold=0 reads a time in a gap by the offset before it, which is what moves it forward.
    return dt.datetime.combine(day, at.replace(fold=0), tzinfo=_zone(zone)).astimezone(dt.UTC)


def local_date(moment: dt.datetime, zone: str) -> dt.date:
    return moment.astimezone(_zone(zone)).date()


_zone = cache(ZoneInfo)


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
