"""How sure it is that an initiative moved a metric. The grade governs the verb: no sentence claims more."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from impact.periods import DAY, Every, last_day, name_of, start_of
from impact.units import Kind, Unit, written

UNKNOWN_AMOUNT = "By how much is not known."


class Grade(StrEnum):
    """From the weakest to the strongest."""

    ASSERTED = "asserted"
    SELF_REPORTED = "self_reported"
    ATTRIBUTED = "attributed"
    MODELLED = "modelled"
    QUASI_EXPERIMENT = "quasi_experiment"
    EXPERIMENT = "experiment"


ORDER = tuple(Grade)
LABELS = {
    Grade.ASSERTED: "Asserted",
    Grade.SELF_REPORTED: "Self-reported",
    Grade.ATTRIBUTED: "Attributed",
    Grade.MODELLED: "Modelled",
    Grade.QUASI_EXPERIMENT: "Quasi-experiment",
    Grade.EXPERIMENT: "Experiment",
}
MEANINGS = {
    Grade.ASSERTED: "Somebody says so",
    Grade.SELF_REPORTED: "Those who were there say so when asked",
    Grade.ATTRIBUTED: "A rule credits touches with results",
    Grade.MODELLED: "A model finds them together; that is no cause",
    Grade.QUASI_EXPERIMENT: "Compared with a group that was not drawn by lot",
    Grade.EXPERIMENT: "Compared with a group drawn by lot",
}
# What these say can be looked at: a link or a file is asked for.
SHOWN = (Grade.ATTRIBUTED, Grade.MODELLED, Grade.QUASI_EXPERIMENT, Grade.EXPERIMENT)


def is_stronger(one: Grade, other: Grade) -> bool:
    return ORDER.index(one) > ORDER.index(other)


def sentence(initiative: str, metric: str, grade: Grade, amount: float | None, unit: Unit, period: str) -> str:
    """What may be said of a contribution. `amount` is by how much the metric moved, up or down, in the metric's unit,
    and None where nobody knows; `period` is as `during` says it."""
    name, measure = f"“{initiative}”", f"“{metric}”"
    if grade is Grade.QUASI_EXPERIMENT:
        return _contributed(name, measure, amount, unit, period)
    if amount is None:
        said = {
            Grade.ASSERTED: f"{name} is said to have moved {measure} {period}.",
            Grade.SELF_REPORTED: f"By its own account, {name} moved {measure} {period}.",
            Grade.ATTRIBUTED: f"{name} was credited with a change in {measure} {period}.",
            Grade.MODELLED: f"{name} was associated with a change in {measure} {period} in a model.",
            Grade.EXPERIMENT: f"{name} caused a change in {measure} {period}.",
        }
        return f"{said[grade]} {UNKNOWN_AMOUNT}"
    change = f"{moved(amount, unit)} in {measure} {period}"
    return {
        Grade.ASSERTED: f"{name} is said to have brought {change}.",
        Grade.SELF_REPORTED: f"By its own account, {name} brought {change}.",
        Grade.ATTRIBUTED: f"{name} was credited with {change}.",
        Grade.MODELLED: f"{name} was associated with {change} in a model.",
        Grade.EXPERIMENT: f"{name} caused {change}.",
    }[grade]


def _contributed(name: str, measure: str, amount: float | None, unit: Unit, period: str) -> str:
    if amount is None:
        return f"{name} contributed to a change in {measure} {period}. {UNKNOWN_AMOUNT}"
    if not amount:
        return f"{name} contributed to no change in {measure} {period}, by estimate."
    way = "rise" if amount > 0 else "fall"
    return f"{name} contributed to the {way} of {measure} {period}, by an estimated {_size(amount, unit)}."


def moved(amount: float, unit: Unit) -> str:
    """A known amount with its direction: a rise of 12, a fall of 2 percentage points, no change."""
    if not amount:
        return "no change"
    return f"a {'rise' if amount > 0 else 'fall'} of {_size(amount, unit)}"


def _size(amount: float, unit: Unit) -> str:
    if unit.kind is Kind.SHARE:
        # 2 % more of 40 % would be 40.8 %: two shares differ by points.
        points = written(abs(amount) * 100, Unit(Kind.NUMBER))
        return f"{points} percentage point{'' if points == '1' else 's'}"
    return written(abs(amount), Unit(Kind.NUMBER) if unit.kind is Kind.RATIO else unit)


def during(first: dt.date, last: dt.date) -> str:
    """in May 2026, in Q2 2026, in 2026; otherwise the days: from 3 May to 8 June 2026, on 3 May 2026."""
    for every in (Every.MONTH, Every.QUARTER):
        if first == start_of(first, every) and last == last_day(first, every):
            return f"in {name_of(first, every)}"
    if (first.month, first.day) == (1, 1) and last + DAY == dt.date(first.year + 1, 1, 1):
        return f"in {first.year}"
    if first == last:
        return f"on {first:%-d %B %Y}"
    begin = f"{first:%-d %B}" if first.year == last.year else f"{first:%-d %B %Y}"
    return f"from {begin} to {last:%-d %B %Y}"
