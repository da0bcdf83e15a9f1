"""When somebody wants mails, and on which dates a digest comes: local dates first, moments last. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from checkins.recurrences import DAY, instant, local_date


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Hours:
    """From `begins` until `ends` on some `weekdays` (0 is Monday; one at least), by the clocks of `zone`."""

    zone: str
    begins: dt.time
    ends: dt.time
    weekdays: frozenset[int]

    def first_within(self, moment: dt.datetime) -> dt.datetime:
        """That moment, or the next one at which they want mails."""
        day = local_date(moment, self.zone)
        while day.weekday() not in self.weekdays or moment >= instant(day, self.ends, self.zone):
            day += DAY
        return max(moment, self.begin_on(day))

    def begin_on(self, day: dt.date) -> dt.datetime:
        return instant(day, self.begins, self.zone)

    def digest_after(self, every: Every, day: dt.date) -> dt.date:
        """The first date later than `day` on which a digest comes: one of their days, or the first of a week's."""
        wanted = self.weekdays if every == Every.DAY else {min(self.weekdays)}
        day += DAY
        while day.weekday() not in wanted:
            day += DAY
        return day


def next_digest(hours: Hours, every: Every, last: dt.date | None, now: dt.datetime) -> dt.date:
    """The first date whose digest is still to come, and later than `last`."""
    day = local_date(now, hours.zone) - DAY
    day = hours.digest_after(every, max(day, last or day))
    return day if hours.begin_on(day) > now else hours.digest_after(every, day)


def turn(hours: Hours, every: Every, due: dt.date, now: dt.datetime) -> tuple[dt.date, dt.date]:
    """The date of the digest that leaves and that of the next one: however long nobody looked, the latest that is due
    stands for all of them."""
    while hours.begin_on(following := hours.digest_after(every, due)) <= now:
        due = following
    return due, following
