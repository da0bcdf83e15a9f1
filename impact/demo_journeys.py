"""The demo's journeys: deals of the last quarter that is over, in which the models disagree on who was first."""

from __future__ import annotations

import datetime as dt
from typing import Final

from accounts.models import User, Workspace
from impact.attribution.journeys import Journey
from impact.journeys.planning import Found
from impact.journeys.sets import About, add_set
from impact.models import JourneySet
from impact.periods import DAY, Every, last_day, name_of, start_of
from stakeholders.demo.workspace import at_work, workday

CURRENCY: Final = "EUR"
FIRST: Final = ("Harbour", "Nordlicht", "Ferrum", "Aldgate", "Vireo", "Castell", "Oberland", "Pascal")
SECOND: Final = ("Logistics", "Energy", "Laboratories", "Foods", "Pharma", "Controls", "Optics")
# (the path, how many deals were won on it, how many were lost)
WENT: Final = (
    ("Trade fair > Webinar > Email", 4, 2),
    ("Search > Webinar > Demo call", 5, 3),
    ("Search > Email", 3, 6),
    ("Trade fair > Email > Demo call", 4, 1),
    ("Referral > Demo call", 4, 1),
    ("Webinar > Email > Email", 2, 5),
    ("Search", 1, 6),
    ("Partner > Webinar > Demo call", 2, 1),
    ("Email", 0, 4),
)


def bring_demo(workspace: Workspace, author: User, *, today: dt.date) -> JourneySet:
    end = start_of(today, Every.QUARTER) - DAY
    start = start_of(end, Every.QUARTER)
    quarter = name_of(start, Every.QUARTER)
    stored = workday(min(last_day(start, Every.QUARTER) + 8 * DAY, today))
    return add_set(
        workspace,
        About(f"Deals of {quarter}", "A deal won", start, end, CURRENCY),
        _deals(),
        holds=JourneySet.Holds.DEALS,
        filename=f"deals-{quarter.lower().replace(' ', '-')}.csv",
        author=author,
        at=at_work(stored),
    )


def _deals() -> list[Found]:
    found: list[Found] = []
    for path, won, lost in WENT:
        touches = tuple(path.split(" > "))
        for number in range(won + lost):
            place = len(found)
            is_won = number < won
            name = f"{FIRST[place % len(FIRST)]} {SECOND[place % len(SECOND)]}"
            value = float(14 + place * 37 % 61) * 1000 if is_won else 0.0
            days = tuple(float((len(touches) - 1 - touch) * (5 + place % 11)) for touch in range(len(touches)))
            journey = Journey(touches, float(is_won), value, float(not is_won), days)
            found.append(Found(place + 2, journey, name))
    return found
