"""Which day, week, month or quarter a cell names. Dates in figures are read by the order their whole column is in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from impact.files.cells import BadCell, shown
from impact.periods import Every, start_of
from stakeholders.formats.values import MONTHS, is_unknown, text_of


class Order(StrEnum):
    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class Length(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Span:
    start: dt.date
    length: Length


@dataclass(frozen=True)
class Found:
    """`order` as the column shows it, None where it cannot be told; `unsure` is then a cell that can be two days."""

    order: Order | None
    unsure: str = ""


_IN_FIGURES = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:,?[ T]+[0-9]{1,2}:[0-9]{2}.*)?")
_ISO_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_QUARTER = re.compile(r"q([1-4])[ /'-]*([0-9]{4})", re.IGNORECASE)
_QUARTER_LAST = re.compile(r"([0-9]{4})[ /-]*q([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"([0-9]{4})-?[ ]?(?:w|kw)[ ]?([0-9]{1,2})", re.IGNORECASE)
_WEEK_LAST = re.compile(r"(?:w|kw|week|cw)[ ]?([0-9]{1,2})[ /-]*([0-9]{4})", re.IGNORECASE)
_WEEK_OF = re.compile(r"week of (.+)", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"([^\W\d_]+)\.?[-' ’]+([0-9]{2})")
WANTED = "Write 2026-03, 2026-03-15, March 2026, Q1 2026 or 2026-W10."


def order_of(cells: Iterable[object]) -> Found:
    """By every date of a column that is written as two figures and a year."""
    shows: set[Order] = set()
    unsure = ""
    for cell in cells:
        match = _IN_FIGURES.fullmatch(text_of(cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12:
            shows.add(Order.DAY_FIRST)
        elif second > 12:
            shows.add(Order.MONTH_FIRST)
        elif first != second:
            unsure = unsure or text_of(cell)
    if len(shows) == 1:
        return Found(shows.pop())
    return Found(None, unsure)


def read_span(cell: object, order: Order | None) -> Span | None:
    """None for a blank cell. Raises BadCell."""
    if isinstance(cell, dt.datetime):
        return Span(cell.date(), Length.DAY)
    if isinstance(cell, dt.date):
        return Span(cell, Length.DAY)
    if is_unknown(cell):
        return None
    text = text_of(cell)
    try:
        span = _read(text, order)
    except ValueError:
        raise BadCell(f"{shown(cell)} does not exist in the calendar.") from None
    if span is None:
        raise BadCell(f"{shown(cell)} is no period we understand. {WANTED}")
    return span


def _read(text: str, order: Order | None) -> Span | None:
    """Raises ValueError for what no calendar has."""
    if match := _IN_FIGURES.fullmatch(text):
        return _in_figures(text, match, order)
    if match := _ISO_DAY.fullmatch(text):
        return Span(dt.date(int(match[1]), int(match[3]), int(match[4])), Length.DAY)
    if match := _COMPACT.fullmatch(text):
        return Span(dt.date(int(match[1]), int(match[2]), int(match[3])), Length.DAY)
    if match := _MONTH.fullmatch(text):
        return Span(dt.date(int(match[1]), int(match[2]), 1), Length.MONTH)
    if match := _MONTH_LAST.fullmatch(text):
        return Span(dt.date(int(match[2]), int(match[1]), 1), Length.MONTH)
    if match := _QUARTER.fullmatch(text):
        return _quarter(int(match[2]), int(match[1]))
    if match := _QUARTER_LAST.fullmatch(text):
        return _quarter(int(match[1]), int(match[2]))
    if match := _WEEK.fullmatch(text):
        return Span(dt.date.fromisocalendar(int(match[1]), int(match[2]), 1), Length.WEEK)
    if match := _WEEK_LAST.fullmatch(text):
        return Span(dt.date.fromisocalendar(int(match[2]), int(match[1]), 1), Length.WEEK)
    if match := _WEEK_OF.fullmatch(text):
        inner = _read(match[1], order)
        return None if inner is None else Span(start_of(inner.start, Every.WEEK), Length.WEEK)
    return _in_words(text)


def _in_figures(text: str, match: re.Match[str], order: Order | None) -> Span:
    first, second = int(match[1]), int(match[3])
    year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
    if order is None and first != second:
        raise BadCell(f"{shown(text)} can be read in two ways: say below whether the day or the month comes first.")
    day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
    if month > 12 >= day:
        way = "day" if order is Order.DAY_FIRST else "month"
        raise BadCell(f"{shown(text)} does not fit the other dates of its column, in which the {way} comes first.")
    return Span(dt.date(year, month, day), Length.DAY)


def _quarter(year: int, number: int) -> Span:
    return Span(dt.date(year, 3 * number - 2, 1), Length.QUARTER)


def _in_words(text: str) -> Span | None:
    """“March 2026”, “Mar-26”, “15 March 2026”, “March 15, 2026”."""
    if match := _SHORT_YEAR.fullmatch(text):
        month = MONTHS.get(match[1].casefold())
        return Span(dt.date(2000 + int(match[2]), month, 1), Length.MONTH) if month else None
    words = re.findall(r"[^\W\d_]+|[0-9]+", re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", text.casefold()))
    months = [MONTHS[_plain(word)] for word in words if _plain(word) in MONTHS]
    years = [int(word) for word in words if re.fullmatch(r"[0-9]{4}", word)]
    days = [int(word) for word in words if re.fullmatch(r"[0-9]{1,2}", word)]
    if len(months) != 1 or len(years) != 1 or len(months) + len(years) + len(days) != len(words) or len(days) > 1:
        return None
    if days:
        return Span(dt.date(years[0], months[0], days[0]), Length.DAY)
    return Span(dt.date(years[0], months[0], 1), Length.MONTH)


def _plain(word: str) -> str:
    return word.replace("ä", "a").replace("é", "e").replace("û", "u")


def start_in(span: Span, every: Every, cell: object) -> dt.date:
    """The first day of the period that holds it. Raises BadCell where it is longer or lies across two of them."""
    if span.length is not Length.DAY and span.length.value != every.value:
        raise BadCell(f"{shown(cell)} is a {span.length}, and this metric has one number a {every}.")
    return start_of(span.start, every)
