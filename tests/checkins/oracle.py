"""When check-ins recur, told a second time and in another way: every day is looked at, every moment searched for.
Shares nothing with checkins/recurrences.py but the names of a recurrence's parts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ONE = dt.timedelta(days=1)


def is_last_of_month(day: dt.date) -> bool:
    return (day + ONE).month != day.month


def is_occurrence(rule, day: dt.date) -> bool:
    if day < rule.starts_on:
        return False
    if rule.unit == "weeks":
        # Sundays end weeks: count those between.
        sundays = sum((rule.starts_on + n * ONE).weekday() == 6 for n in range((day - rule.starts_on).days))
        return day.weekday() == rule.weekday and sundays % rule.interval == 0
    if rule.by == "day":
        named = day.day == rule.day or (rule.day > day.day and is_last_of_month(day))
    elif day.weekday() != rule.weekday:
        named = False
    elif rule.nth == -1:
        named = (day + 7 * ONE).month != day.month
    else:
        named = (day.day + 6) // 7 == rule.nth
    firsts = named and (day.year - rule.starts_on.year) * 12 + (day.month - rule.starts_on.month)
    return named and firsts % rule.interval == 0


def occurrences(rule, until: dt.date) -> list[dt.date]:
    """Day by day. Sundays are counted as they pass, as `is_occurrence` would from the start."""
    found, sundays, day = [], 0, rule.starts_on
    while day <= until:
        if rule.unit == "weeks":
            if day.weekday() == rule.weekday and sundays % rule.interval == 0:
                found.append(day)
            sundays += day.weekday() == 6
        elif is_occurrence(rule, day):
            found.append(day)
        day += ONE
    return found


def working_day(day: dt.date, holidays: set[dt.date]) -> dt.date:
    free = (day + n * ONE for n in range(60))
    return next(each for each in free if each.isoweekday() <= 5 and each not in holidays)


def shown(moment: dt.datetime, zone: str) -> dt.datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moment(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """The first moment at which clocks there show that time; where none does, as long after the jump as the time is
    after what clocks showed then."""
    wanted = dt.datetime.combine(day, at)
    middle = wanted.replace(tzinfo=dt.UTC)
    around = (middle + n * ONE for n in range(-2, 3))
    offsets = {each.astimezone(ZoneInfo(zone)).utcoffset() for each in around}
    candidates = sorted(middle - offset for offset in offsets)
    matching = [each for each in candidates if shown(each, zone) == wanted]
    if matching:
        return matching[0]
    # The jump: the last moment whose clock shows less, found by halving; it goes on from there.
    early, late = middle - dt.timedelta(hours=48), middle + dt.timedelta(hours=48)
    while late - early > dt.timedelta(seconds=1):
        between = early + (late - early) / 2
        early, late = (between, late) if shown(between, zone) < wanted else (early, between)
    jump = late.replace(microsecond=0)
    before = shown(jump - dt.timedelta(seconds=1), zone) + dt.timedelta(seconds=1)
    return jump + (wanted - before)
