"""How far along a target is, for the part of its period that is gone. Days are dates, so no clock change moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from impact.analysis.figures import Figure, unknown
from impact.units import RATIO, SHARE

# Of the period, in percent: before it a pace is made of a few days and says nothing.
TOO_EARLY = 15


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on its first day or later.")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def gone(self, today: date) -> int:
        """Days of it up to and with `today`: 0 before it, all of them after it."""
        return min(max((today - self.first).days + 1, 0), self.days)


@dataclass(frozen=True)
class Pace:
    """`actual` so far, after `gone` of `days`; `figure` is actual over what an even pace would have brought by now."""

    actual: float | None
    target: float
    gone: int
    days: int
    figure: Figure


def pace(actual: float | None, target: float, period: Period, *, today: date, is_flow: bool) -> Pace:
    """Of what adds up over the period, with `actual` up to and with today: 320 of 500 on day 20 of 30 is 0.96.

    A level (a share, a score, a head count) has none, for half of the period does not make half of it. Raises
    ValueError for a target that is not above zero."""
    if not target > 0:
        raise ValueError("A pace needs a target above zero.")
    gone, days = period.gone(today), period.days

    def found(figure: Figure) -> Pace:
        return Pace(actual, target, gone, days, figure)

    if not is_flow:
        return found(unknown(RATIO, "A level does not add up over a period, so it has no pace."))
    if actual is None:
        return found(unknown(RATIO, "What was reached so far is not known."))
    if gone == 0:
        return found(unknown(RATIO, "The period has not begun."))
    if 100 * gone < TOO_EARLY * days:
        return found(unknown(RATIO, f"Day {gone} of {days} is too early to speak of a pace."))
    return found(Figure(actual * days / (target * gone), RATIO))


def like_part(period: Period, other: Period, *, today: date) -> Period | None:
    """The part of another period to hold against what is gone of this one: as many days from its start, all of it when
    this one is over. On 15 March that is 1 to 15 February; on 31 March, all of February. None before it begins."""
    gone = period.gone(today)
    if gone == 0:
        return None
    if gone == period.days or gone >= other.days:
        return other
    return Period(other.first, other.first + timedelta(days=gone - 1))


def progress(start: float, target: float, now: float | None) -> Figure:
    """Of a key result, from 0 to 1: from 10 to 5, now 7, is 0.6; past the target is 1, and behind the start 0."""
    if now is None:
        return unknown(SHARE, "Where it stands now is not known.")
    if start == target:
        return unknown(SHARE, "It starts where it should end, so there is no way to go.")
    return Figure(min(max((now - start) / (target - start), 0.0), 1.0), SHARE)
