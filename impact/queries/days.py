"""Which days an overview is about, and which earlier ones they are held against."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from impact.periods import Every, start_of
from impact.reports.spans import Against, Span, against, last_whole


class Days(StrEnum):
    LAST_MONTH = "month"
    LAST_QUARTER = "quarter"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"


LABELS = {
    Days.LAST_MONTH: "Last month",
    Days.LAST_QUARTER: "Last quarter",
    Days.THIS_QUARTER: "This quarter so far",
    Days.THIS_YEAR: "This year so far",
}
AGAINST = {Against.YEAR_BEFORE: "the year before", Against.BEFORE: "the time before"}


@dataclass(frozen=True)
class Chosen:
    days: Days
    against: Against
    span: Span
    earlier: Span


def chosen(days: str, held: str, *, today: dt.date) -> Chosen:
    """What nobody offers counts as the last quarter, against the year before."""
    which = Days(days) if days in set(Days) else Days.LAST_QUARTER
    other = Against(held) if held in set(AGAINST) else Against.YEAR_BEFORE
    span = span_of(which, today)
    earlier = against(span, other)
    assert earlier is not None
    return Chosen(which, other, span, earlier)


def span_of(days: Days, today: dt.date) -> Span:
    if days is Days.THIS_YEAR:
        return Span(dt.date(today.year, 1, 1), today)
    if days is Days.THIS_QUARTER:
        return Span(start_of(today, Every.QUARTER), today)
    return last_whole("month" if days is Days.LAST_MONTH else "quarter", today)
