"""Patterns in words, and what a day off does to them. Pure."""

from __future__ import annotations

import datetime as dt
from calendar import day_name, month_name
from collections.abc import Collection
from typing import Final

from checkins.recurrences import DAY, LAST, By, Recurrence, Unit, moved_off

PLACES: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
YEAR = 12
# A day is moved over a weekend and the holidays beside it: no further than this.
REACH = 14


def in_words(recurrence: Recurrence, at: dt.time) -> str:
    """ "every 4 weeks on Tuesday at 09:30" """
    return f"{_how_often(recurrence)} {_on_which_day(recurrence)} at {at:%H:%M}"


def _how_often(recurrence: Recurrence) -> str:
    interval = recurrence.interval
    if recurrence.unit == Unit.WEEKS:
        return "every week" if interval == 1 else f"every {interval} weeks"
    if interval % YEAR == 0:
        years = interval // YEAR
        month = month_name[recurrence.starts_on.month]
        return f"every year in {month}," if years == 1 else f"every {years} years in {month},"
    return "every month" if interval == 1 else f"every {interval} months"


def _on_which_day(recurrence: Recurrence) -> str:
    if recurrence.by == By.DAY:
        assert recurrence.day is not None
        if recurrence.day == 31:
            return "on the last day"
        short = ", or the last day of a shorter month," if recurrence.day > 28 else ""
        return f"on the {ordinal(recurrence.day)}{short}"
    assert recurrence.weekday is not None
    name = day_name[recurrence.weekday]
    return f"on {name}" if recurrence.nth is None else f"on the {PLACES[recurrence.nth]} {name}"


def ordinal(number: int) -> str:
    ending = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def next_dates(
    recurrence: Recurrence, after: dt.date, holidays: Collection[dt.date], count: int = 3
) -> list[tuple[dt.date, dt.date]]:
    """The next dates of the pattern, each with the working day on which it takes place."""
    found: list[tuple[dt.date, dt.date]] = []
    while len(found) < count:
        after = recurrence.next_after(after)
        found.append((after, moved_off(after, holidays)))
    return found


def moved_by(holiday: dt.date, holidays: Collection[dt.date]) -> list[dt.date]:
    """The dates of a pattern that would come to another day if this were no holiday."""
    others = frozenset(holidays) - {holiday}
    near = (holiday - DAY * back for back in range(REACH))
    return [day for day in near if moved_off(day, {*others, holiday}) != moved_off(day, others)]


def why_closed(day: dt.date, holidays: dict[dt.date, str]) -> str:
    """Why nobody works on that day; empty when they do."""
    if day in holidays:
        return f"a holiday ({holidays[day]})"
    return f"a {day_name[day.weekday()]}" if moved_off(day) != day else ""
