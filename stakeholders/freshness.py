"""How fresh a relationship is, against how often that person wants to be heard: no database, no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from stakeholders.investor_map.quadrants import KEEP_INFORMED, KEEP_SATISFIED, MANAGE_CLOSELY, MONITOR, quadrant

# Days between contacts, by what a place on the map calls for.
CADENCES: Final[dict[str, int]] = {MANAGE_CLOSELY: 30, KEEP_SATISFIED: 60, KEEP_INFORMED: 90, MONITOR: 180}
# As the database holds it.
LONGEST_CADENCE: Final = 730
# Influence from which it is worth a sentence that somebody has gone quiet.
MATTERS: Final = 4
IN_TOUCH: Final = "in touch"
COOLING: Final = "cooling"
QUIET: Final = "gone quiet"
NEVER: Final = "never met"
NOT_ASKED: Final = "none asked"


@dataclass(frozen=True)
class Freshness:
    """`days` since the last contact, None when there was none; `cadence` is None where none is asked."""

    state: str
    days: int | None
    cadence: int | None

    @property
    def is_quiet(self) -> bool:
        return self.state == QUIET


def cadence_of(cadence_days: int | None, influence: int | None, interest: int | None) -> int | None:
    """Every how many days to be in touch: what was decided, else what their place asks for; without one, nothing.

    >>> cadence_of(None, 5, 4), cadence_of(None, 5, 3), cadence_of(14, 1, 1), cadence_of(None, 5, None)
    (30, 60, 14, None)
    """
    if cadence_days is not None or influence is None or interest is None:
        return cadence_days
    return CADENCES[quadrant(influence, interest)]


def freshness(last: dt.date | None, *, cadence: int | None, today: dt.date) -> Freshness:
    """In touch up to the cadence, cooling up to one and a half times that, then gone quiet."""
    days = None if last is None else max(0, (today - last).days)
    if days is None:
        return Freshness(NEVER, None, cadence)
    if cadence is None:
        return Freshness(NOT_ASKED, days, None)
    state = IN_TOUCH if days <= cadence else COOLING if 2 * days <= 3 * cadence else QUIET
    return Freshness(state, days, cadence)


def says(found: Freshness) -> str:
    """`Quiet: 71 days since the last contact, wanted every 30.`"""
    if found.days is None:
        wanted = "" if found.cadence is None else f"; one is wanted {every(found.cadence)}"
        return f"Never met: no contact is logged{wanted}."
    since = f"{found.days} day{'' if found.days == 1 else 's'} since the last contact" if found.days else "met today"
    if found.cadence is None:
        return f"{since}; without a place on the map no cadence is asked."
    word = {IN_TOUCH: "In touch", COOLING: "Cooling", QUIET: "Quiet"}[found.state]
    return f"{word}: {since}, wanted {every(found.cadence).removesuffix(' days')}."


def every(days: int) -> str:
    return "every day" if days == 1 else f"every {days} days"
