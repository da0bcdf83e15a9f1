"""A quarter's work over its weeks, by goal: where each piece of it lies, and the picture of that. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from impact.order_desk import WEEKEND, Begun, Span, Taken, once
from impact.periods import DAY, Every, starts

WIDTH: Final = 1_000.0
# Where the weeks are named; a goal; a piece of work; between goals.
TOP, GOAL, BAR, GAP = 44.0, 30.0, 26.0, 10.0
# So wide is a letter, and so many of a title are drawn.
LETTER, LETTERS = 6.9, 72
# More bars are no picture any more.
DRAWN: Final = 40


@dataclass(frozen=True)
class Piece:
    """`last` is None where no end is set. `days` of the quarter, None where its size is not known."""

    key: Hashable
    title: str
    is_request: bool
    goal: int | None
    first: dt.date
    last: dt.date | None
    days: float | None


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    # Where its title stands, and whether it ends or begins there.
    text_x: float
    anchor: str
    title: str
    says: str
    is_inside: bool
    is_request: bool
    is_ad_hoc: bool
    # It began before the quarter, or goes on after it.
    is_from_before: bool
    goes_on: bool

    @property
    def text_y(self) -> float:
        return self.y + 14


@dataclass(frozen=True)
class Heading:
    y: float
    title: str
    is_ad_hoc: bool
    is_empty: bool


@dataclass(frozen=True)
class Week:
    x: float
    text: str
    month: str


@dataclass(frozen=True)
class Picture:
    height: float
    weeks: tuple[Week, ...]
    headings: tuple[Heading, ...]
    bars: tuple[Bar, ...]
    # Where today is, None outside of the quarter.
    today: float | None
    left_out: int


def pieces(taken: Iterable[Taken], begun: Sequence[Begun], span: Span) -> list[Piece]:
    """Requests taken on in the quarter, from that day until the one they are wanted by, or for as many working days as
    they are large; initiatives that run in it. In the order in which they begin."""
    found = [
        Piece(one.key, one.title, True, one.goal, one.taken_on, _until(one), one.days)
        for one in once(taken, begun)
        if span.has(one.taken_on)
    ]
    found += [
        Piece(one.key, one.title, False, one.goal, one.starts_on, one.last_on, one.days_in(span))
        for one in begun
        if one.is_in(span)
    ]
    return sorted(found, key=lambda one: (one.first, one.title))


def _until(one: Taken) -> dt.date:
    if one.wanted_by is not None and one.wanted_by >= one.taken_on:
        return one.wanted_by
    day, left = one.taken_on, (one.days or 1) - 1
    while left > 0:
        day += DAY
        left -= day.weekday() < WEEKEND
    return day


def picture(groups: Sequence[tuple[str, Sequence[Piece]]], span: Span, today: dt.date) -> Picture:
    """`groups` are goals with their pieces; the one without a goal has an empty title and is called ad hoc."""
    scale = WIDTH / ((span.last - span.first).days + 1)

    def x(day: dt.date) -> float:
        return round((day - span.first).days * scale, 1)

    headings: list[Heading] = []
    bars: list[Bar] = []
    y, left_out = TOP, 0
    for title, rows in groups:
        headings.append(Heading(y + 19, _short(title or "Ad hoc: serves no goal", 110), not title, not rows))
        y += GOAL
        for one in rows:
            if len(bars) >= DRAWN:
                left_out += 1
                continue
            bars.append(_bar(one, x, y, span))
            y += BAR
        y += GAP
    days = [max(day, span.first) for day in starts(span.first, span.last, Every.WEEK)]
    named = [not place or day.month != days[place - 1].month for place, day in enumerate(days)]
    weeks = tuple(
        Week(x(day), f"{day.day}", f"{day:%B}" if is_named else "") for day, is_named in zip(days, named, strict=True)
    )
    return Picture(y, weeks, tuple(headings), tuple(bars), x(today) if span.has(today) else None, left_out)


def _bar(one: Piece, x, y: float, span: Span) -> Bar:  # type: ignore[no-untyped-def]
    last = one.last or span.last
    left = x(max(one.first, span.first))
    right = x(min(last, span.last) + DAY)
    width = max(right - left, 6.0)
    title, anchor, text_x = _label(one.title, left, width)
    is_inside = anchor == "start" and text_x < left + width
    return Bar(
        left,
        y,
        round(width, 1),
        round(text_x, 1),
        anchor,
        title,
        f"{one.title}: {when(one)}",
        is_inside,
        one.is_request,
        one.goal is None,
        one.first < span.first,
        one.last is None or one.last > span.last,
    )


def _label(text: str, left: float, width: float) -> tuple[str, str, float]:
    """What is written of a title, and where: in its bar, after it or before it, wherever most of it has room."""
    rooms = (
        (width - 16, "start", left + 8),
        (WIDTH - left - width - 12, "start", left + width + 6),
        (left - 12, "end", left - 6),
    )
    whole = len(_short(text, LETTERS)) * LETTER
    room, anchor, x = next((one for one in rooms if one[0] >= whole), max(rooms))
    return _short(text, min(LETTERS, max(int(room / LETTER), 1))), anchor, x


def when(one: Piece) -> str:
    """ "2 Mar to 30 Apr", "from 2 Mar, no end set", "on 2 Mar"."""
    first = f"{one.first.day} {one.first:%b}"
    if one.last is None:
        return f"from {first}, no end set"
    return f"on {first}" if one.last == one.first else f"{first} to {one.last.day} {one.last:%b}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
