"""A live discussion as a calendar entry. Calendars are shared: nothing in it lets anybody in or says who is invited."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlsplit

from django.conf import settings

from discussions.models import Discussion
from web import ics
from web.ics import CANCEL, PUBLISH, REQUEST, Entry, Person

__all__ = ["CANCEL", "PUBLISH", "REQUEST", "entry", "uid_of"]

NAMESPACE = uuid.UUID("2f9d4b52-7a0e-4a55-9a9c-1e5f0b7f3c61")
# Without an end of its own, an hour.
LASTS = dt.timedelta(hours=1)


def uid_of(discussion: Discussion) -> str:
    """The same at every change, so that a calendar moves the entry it has."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"{uuid.uuid5(NAMESPACE, f'{discussion.workspace_id}:{discussion.pk}')}@{host}"


def entry(
    discussion: Discussion,
    *,
    method: str,
    organisation: str,
    facilitator: tuple[str, str],
    attendee: tuple[str, str] | None = None,
    at: dt.datetime,
) -> bytes:
    """The file for one attendee, or for nobody in particular. `facilitator` and `attendee` are name and address;
    the discussion's revision is the sequence, which only grows."""
    if discussion.opens_at is None:
        raise ValueError("a draft has no time yet")
    told = Entry(
        uid=uid_of(discussion),
        sequence=discussion.revision,
        begins=discussion.opens_at,
        lasts=discussion.closes_at - discussion.opens_at if discussion.closes_at else LASTS,
        summary=f"{discussion.title} ({organisation})",
        description="Your personal link is in the invitation you got by mail. Keep it to yourself.",
        location=discussion.where,
        organizer=Person(*facilitator),
        attendee=Person(*attendee, asks=True) if attendee else None,
        status=ics.CANCELLED if method == CANCEL else ics.CONFIRMED,
    )
    return ics.calendar([told], product="Discussions", method=method, at=at)
