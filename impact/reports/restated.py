"""One thing that an edition says and that is another by now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from accounts.models import User
from impact.models import Metric
from impact.reports.document import Figure
from impact.units import SIZED


class Of(Enum):
    NUMBER = auto()
    MEANING = auto()
    LIMITS = auto()
    TARGET = auto()
    EVIDENCE = auto()


@dataclass(frozen=True)
class Restated:
    """`what` became another: `was` as the edition says it, `now` as it stands, empty where nothing took its place."""

    of: Of
    name: str
    what: str
    was: str
    now: str
    why: str
    at: dt.datetime
    who: str


def in_its_size(metric: Metric, figure: Figure) -> Metric:
    """The metric in the size in which the edition tells it."""
    if metric.unit_kind in SIZED:
        for size, word in ((1_000, "thousand"), (1_000_000, "million")):
            if any(row.shown.endswith(word) for row in figure.rows):
                metric.told_in = size
    return metric


def who_did(event: Any) -> str:
    """By what the audit trail holds beside a row."""
    by = (event.pgh_context or {}).get("user")
    return "" if by is None else str(User.objects.filter(pk=by).first() or "")
