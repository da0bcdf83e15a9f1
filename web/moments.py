"""Moments in the words of letters and forms. Pure: the zone is an argument."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def in_words(moment: dt.datetime, zone: str) -> str:
    """Such as “Wednesday 25 November 2026, 18:00 (CET, Europe/Berlin)”."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} ({zone_in_words(local, zone)})"


def zone_in_words(moment: dt.datetime, zone: str) -> str:
    short = moment.astimezone(ZoneInfo(zone)).tzname() or zone
    return short if short == zone else f"{short}, {zone}"
