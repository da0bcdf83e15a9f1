"""Where a discussion stands in time, and its moments in words. Pure: the clock and the zone are arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from discussions.models import Discussion

DRAFT, PLANNED, OPEN, OVER = "draft", "planned", "open", "over"
# Reminders leave in the morning of their day.
MORNING = dt.time(9, 0)


def phase_of(discussion: Discussion, at: dt.datetime) -> str:
    if discussion.is_over(at):
        return OVER
    if discussion.opens_at is None:
        return DRAFT
    return OPEN if discussion.opens_at <= at else PLANNED


def days_until(moment: dt.datetime, now: dt.datetime, zone: str) -> int:
    """Midnights between: 0 is today, 1 tomorrow."""
    there, here = (each.astimezone(ZoneInfo(zone)).date() for each in (moment, now))
    return (there - here).days


def closing_in_words(closes_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    """What a reminder begins with: "today", "tomorrow", or "on Wednesday 25 November"."""
    days = days_until(closes_at, now, zone)
    if days <= 0:
        return "today"
    local = closes_at.astimezone(ZoneInfo(zone))
    return "tomorrow" if days == 1 else f"on {local:%A} {local.day} {local:%B}"


def reminding_moments(closes_at: dt.datetime, days_before: Iterable[int], zone: str) -> list[dt.datetime]:
    """When the plan reminds, the earliest first: nine in the morning so many days before the last day, and never at
    or after the closing itself."""
    last = closes_at.astimezone(ZoneInfo(zone)).date()
    planned = {
        dt.datetime.combine(last - dt.timedelta(days=days), MORNING, tzinfo=ZoneInfo(zone)) for days in days_before
    }
    return sorted(moment for moment in planned if moment < closes_at)
