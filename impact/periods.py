"""The periods in which a metric is measured: weeks from Monday, months, quarters. Dates alone: no clock moves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

DAY = dt.timedelta(days=1)


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


def start_of(day: dt.date, every: Every) -> dt.date:
    """The first day of the period that a day is in."""
    if every is Every.WEEK:
        return day - day.weekday() * DAY
    month = day.month if every is Every.MONTH else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def following(start: dt.date, every: Every) -> dt.date:
    """The first day of the period after the one that begins at `start`."""
    if every is Every.WEEK:
        return start + 7 * DAY
    months = start.year * 12 + start.month - 1 + (1 if every is Every.MONTH else 3)
    return dt.date(months // 12, months % 12 + 1, 1)


def last_day(start: dt.date, every: Every) -> dt.date:
    return following(start, every) - DAY


def starts(first: dt.date, last: dt.date, every: Every) -> Iterator[dt.date]:
    """The starts of all periods from the one that `first` is in up to the one that `last` is in."""
    start = start_of(first, every)
    while start <= last:
        yield start
        start = following(start, every)


def how_many(first: dt.date, last: dt.date, every: Every) -> int:
    """Periods from the one that begins at `first` up to the one that begins at `last`; none where that is before it."""
    if every is Every.WEEK:
        return max((last - first).days // 7 + 1, 0)
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(months // (1 if every is Every.MONTH else 3) + 1, 0)


# Every point of a chart, row of a table and sentence asks for it.
@lru_cache(maxsize=4096)
def name_of(start: dt.date, every: Every) -> str:
    """As people say it: "Week of 2 Mar 2026", "March 2026", "Q1 2026"."""
    if every is Every.WEEK:
        return f"Week of {start.day} {start:%b %Y}"
    if every is Every.MONTH:
        return f"{start:%B %Y}"
    return f"Q{(start.month + 2) // 3} {start.year}"
