"""A check-in as an entry of a calendar. Calendars are shared and shown on walls: an entry names the person and the
time, and nothing that anybody thinks of them."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from checkins.models.plan import Channel
from web.ics import CONFIRMED, Entry, Person

LASTS: Final = dt.timedelta(minutes=30)
# Nobody sits in a meeting to write a mail.
TAKES_NO_TIME: Final = frozenset({Channel.MAIL.value, Channel.MESSAGE.value})


def entry(
    *,
    check_in: UUID | str,
    name: str,
    begins: dt.datetime,
    zone: str,
    channel: str,
    sequence: int,
    link: str,
    status: str = CONFIRMED,
    told_at: dt.datetime | None = None,
    organizer: Person | None = None,
    attendee: Person | None = None,
) -> Entry:
    """The same at every change, so that a calendar moves the entry it has: planned, opened, moved."""
    return Entry(
        uid=uid_of(check_in),
        sequence=sequence,
        begins=begins,
        lasts=LASTS,
        zone=zone,
        summary=f"Check-in with {name}" if name else "Check-in",
        description=f"Its brief and its page, for those who sign in: {link}" if link else "",
        url=link,
        status=status,
        is_private=True,
        is_free=channel in TAKES_NO_TIME,
        told_at=told_at,
        organizer=organizer,
        attendee=attendee,
    )


def uid_of(check_in: UUID | str) -> str:
    return f"{check_in}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"
