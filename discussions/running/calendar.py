"""A live discussion as a calendar entry. Calendars are shared: nothing in it lets anybody in or says who is invited."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from discussions.models import Discussion

NAMESPACE = uuid.UUID("2f9d4b52-7a0e-4a55-9a9c-1e5f0b7f3c61")
# Without an end of its own, an hour.
LASTS = dt.timedelta(hours=1)
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


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
    event = Event()
    event.add("uid", uid_of(discussion))
    event.add("sequence", discussion.revision)
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", discussion.opens_at.astimezone(dt.UTC))
    event.add("dtend", _end(discussion).astimezone(dt.UTC))
    event.add("summary", f"{discussion.title} ({organisation})")
    event.add("description", "Your personal link is in the invitation you got by mail. Keep it to yourself.")
    if discussion.where:
        event.add("location", discussion.where)
    event.add("organizer", _person(*facilitator))
    if attendee is not None:
        person = _person(*attendee)
        person.params["PARTSTAT"] = vText("NEEDS-ACTION")
        person.params["RSVP"] = vText("TRUE")
        event.add("attendee", person)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", "-//Coalition//Discussions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _end(discussion: Discussion) -> dt.datetime:
    assert discussion.opens_at is not None
    return discussion.closes_at or discussion.opens_at + LASTS


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    # A quote would end the parameter.
    person.params["CN"] = vText(" ".join(name.replace('"', "'").split()))
    return person
