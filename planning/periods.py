"""The periods goals are set for: quarters and years by name, and any other span by its days."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

OTHER: Final = "other"
QUARTERS_AHEAD: Final = 5


@dataclass(frozen=True)
class Period:
    """`key` names it in a form: "2026", "2026-Q4"."""

    key: str
    label: str
    starts_on: dt.date
    ends_on: dt.date


def quarter(year: int, number: int) -> Period:
    last_month = number * 3
    return Period(
        f"{year}-Q{number}",
        f"Q{number} {year}",
        dt.date(year, last_month - 2, 1),
        dt.date(year, last_month, calendar.monthrange(year, last_month)[1]),
    )


def whole_year(year: int) -> Period:
    return Period(str(year), f"The year {year}", dt.date(year, 1, 1), dt.date(year, 12, 31))


def offered(today: dt.date) -> list[Period]:
    """This quarter and the next four, this year and the next."""
    first = today.year * 4 + (today.month - 1) // 3
    quarters = [quarter(number // 4, number % 4 + 1) for number in range(first, first + QUARTERS_AHEAD)]
    return [*quarters, whole_year(today.year), whole_year(today.year + 1)]


def period_of(starts_on: dt.date, ends_on: dt.date) -> Period | None:
    """The quarter or year that begins and ends on these days."""
    found = [whole_year(starts_on.year), quarter(starts_on.year, (starts_on.month - 1) // 3 + 1)]
    return next((each for each in found if (each.starts_on, each.ends_on) == (starts_on, ends_on)), None)


def period_name(starts_on: dt.date, ends_on: dt.date) -> str:
    """ "Q4 2026", "2026", or the days themselves: "3 Nov 2026 – 2 Feb 2027"."""
    named = period_of(starts_on, ends_on)
    if named is None:
        return f"{_day(starts_on)} – {_day(ends_on)}"
    return named.label.removeprefix("The year ")


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
