"""When the next check-in of a plan is due and when it is opened, and what a tick makes of a plan. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from checkins.recurrences import DAY, Recurrence, Unit, instant, moved_off, working_day_before

# A check-in is opened a week ahead, so that its brief can come the day before; every week, when the one before it has
# had three days to be told.
AHEAD, AHEAD_EVERY_WEEK = 7 * DAY, 4 * DAY
BRIEF_AT = dt.time(8)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A recurrence with the time of day, the zone and the holidays that make moments of its dates."""

    recurrence: Recurrence
    at: dt.time
    zone: str
    holidays: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`for_on` is the date of the recurrence; it takes place on the working day `due_on`, at `due_at`, and is opened at
    `opens_at`; its brief leaves at `brief_at`."""

    for_on: dt.date
    due_on: dt.date
    due_at: dt.datetime
    opens_at: dt.datetime
    brief_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Open `opened`, which stands for itself and the `missed` ones before it; `following` comes next."""

    opened: Occurrence
    missed: int
    following: Occurrence


# Thousands of people follow one rule.
@lru_cache(maxsize=8192)
def occurrence(pattern: Pattern, for_on: dt.date) -> Occurrence:
    due_on = moved_off(for_on, pattern.holidays)
    due_at = instant(due_on, pattern.at, pattern.zone)
    is_weekly = pattern.recurrence.unit == Unit.WEEKS and pattern.recurrence.interval == 1
    return Occurrence(
        for_on,
        due_on,
        due_at,
        due_at - (AHEAD_EVERY_WEEK if is_weekly else AHEAD),
        brief_moment(due_on, pattern.zone, pattern.holidays),
    )


@lru_cache(maxsize=8192)
def after(pattern: Pattern, day: dt.date) -> Occurrence:
    """The first occurrence whose date is later than `day`."""
    return occurrence(pattern, pattern.recurrence.next_after(day))


def until(pattern: Pattern, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """The occurrence of the date `first`, and those after it up to the date `last`."""
    found = occurrence(pattern, first)
    while found.for_on <= last:
        yield found
        found = after(pattern, found.for_on)


def brief_moment(due_on: dt.date, zone: str, holidays: frozenset[dt.date]) -> dt.datetime:
    """Eight in the morning of the working day before."""
    return instant(working_day_before(due_on, holidays), BRIEF_AT, zone)


def turn(pattern: Pattern, for_on: dt.date, now: dt.datetime) -> Turn:
    """What becomes of a plan whose next check-in, that of `for_on`, should be open: however long nobody looked, the
    latest of those that should be open stands for all of them."""
    opened, missed = occurrence(pattern, for_on), 0
    while (following := after(pattern, opened.for_on)).opens_at <= now:
        opened, missed = following, missed + 1
    return Turn(opened, missed, following)
