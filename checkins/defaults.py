"""How often the people of each segment are met until somebody says otherwise. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checkins.recurrences import By, Recurrence, Unit
from stakeholders.models import Segment

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


@dataclass(frozen=True)
class Default:
    unit: Unit
    interval: int
    weekday: int
    channel: str
    nth: int | None = None


# Whoever has no segment yet is met when somebody decides to.
DEFAULTS: dict[str, Default] = {
    Segment.DECISION_MAKER: Default(Unit.WEEKS, 4, TUESDAY, "meeting"),
    Segment.CHAMPION: Default(Unit.WEEKS, 6, WEDNESDAY, "call"),
    Segment.INFLUENCER: Default(Unit.MONTHS, 1, TUESDAY, "meeting", nth=1),
    Segment.DETRACTOR: Default(Unit.WEEKS, 3, THURSDAY, "meeting"),
    Segment.PARTICIPANT: Default(Unit.MONTHS, 3, WEDNESDAY, "message", nth=2),
}


def recurrence(segment: str, starts_on: dt.date) -> Recurrence:
    default = DEFAULTS[segment]
    return Recurrence(default.unit, default.interval, By.WEEKDAY, starts_on, nth=default.nth, weekday=default.weekday)


def spread(rule: Recurrence, number: int) -> dt.date:
    """On which day the pattern of the `number`th person begins: those who follow one rule do not all come in the same
    week or month."""
    later = number % rule.interval
    if rule.unit == Unit.WEEKS or later == 0:
        return rule.starts_on + later * dt.timedelta(weeks=1)
    year, month = divmod(rule.starts_on.year * 12 + rule.starts_on.month - 1 + later, 12)
    return dt.date(year, month + 1, 1)
