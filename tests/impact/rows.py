"""Metrics and what hangs on them, as tests of readings and verbs start from; nothing is stored by these."""

import datetime as dt
from zoneinfo import ZoneInfo

from impact.models import Metric, Observation, Rebase, Target
from impact.periods import DAY, Every, following, last_day

FIELDS = {
    "name": "Win rate",
    "words": "Deals won over deals decided.",
    "outcome": "revenue",
    "level": "outcome",
    "measured": "value",
    "every": "month",
    "nature": "level",
    "together": "mean",
    "unit_kind": "number",
    "good": "up",
}
FLOW = {"nature": "flow", "together": "sum"}
SHARE = {"measured": "share", "unit_kind": "share", "nature": "level", "together": "pooled"}
PROMOTERS = {"measured": "promoters", "unit_kind": "points", "nature": "level", "together": "pooled"}


def a_metric(**fields) -> Metric:
    return Metric(**{**FIELDS, **fields})


def stored_on(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), ZoneInfo("UTC"))


def one(starts_on: dt.date, value: float, *, every=Every.MONTH, on: dt.date | None = None, **fields) -> Observation:
    """Stored on the day after its period unless `on` says when."""
    stored = stored_on(on or last_day(starts_on, every) + DAY)
    return Observation(starts_on=starts_on, value=value, definition_version=1, created_at=stored, **fields)


def in_a_row(values, *, first=dt.date(2025, 1, 1), every=Every.MONTH, **fields) -> list[Observation]:
    """One a period; None leaves a gap."""
    found, start = [], first
    for value in values:
        if value is not None:
            found.append(one(start, value, every=every, **fields))
        start = following(start, every)
    return found


def share(starts_on: dt.date, ahead: int, n: int, **fields) -> Observation:
    return one(starts_on, ahead / n, ahead=ahead, n=n, **fields)


def promoters(starts_on: dt.date, promoting: int, passive: int, detracting: int, **fields) -> Observation:
    n = promoting + passive + detracting
    return one(starts_on, 100 * (promoting - detracting) / n, ahead=promoting, behind=detracting, n=n, **fields)


def a_target(value: float, first: dt.date, last: dt.date, **fields) -> Target:
    return Target(value=value, starts_on=first, ends_on=last, **fields)


def a_rebase(starts_on: dt.date, reason: str = "Another price list") -> Rebase:
    return Rebase(starts_on=starts_on, reason=reason)
