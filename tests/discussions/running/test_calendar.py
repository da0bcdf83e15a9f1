"""A live discussion as a calendar entry, and what is not in it."""

import datetime as dt

import pytest
from icalendar import Calendar

from discussions.models import Discussion
from discussions.running import calendar

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def made(method=calendar.REQUEST, attendee=("Ada “Ace” Mensah", "ada@northwind.example"), **fields):
    begins = AT + dt.timedelta(days=3)
    stands = {
        "pk": 7,
        "title": "Winning; together, at last",
        "opens_at": begins,
        "held": "live",
        "revision": 4,
    } | fields
    discussion = Discussion(workspace_id="6f1c1f9e-0000-4000-8000-000000000001", **stands)
    contents = calendar.entry(
        discussion,
        method=method,
        organisation="Northwind",
        facilitator=('Ines "The" Rourke', "ines@northwind.example"),
        attendee=attendee,
        at=AT,
    )
    read = Calendar.from_ical(contents)
    return contents.decode(), read, read.walk("VEVENT")[0]


def test_an_invitation():
    text, read, event = made(closes_at=AT + dt.timedelta(days=3, hours=2), where="Room 4, upstairs")
    assert read["METHOD"] == "REQUEST"
    assert (event["SUMMARY"], event["LOCATION"]) == ("Winning; together, at last (Northwind)", "Room 4, upstairs")
    assert event["DTSTART"].dt == dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    assert event["DTEND"].dt == dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)
    assert (event["SEQUENCE"], event["STATUS"]) == (4, "CONFIRMED")
    assert event["ATTENDEE"] == "mailto:ada@northwind.example"
    assert event["ORGANIZER"].params["CN"] == "Ines 'The' Rourke"
    assert "\r\n" in text


def test_the_same_entry_is_moved_and_cancelled():
    _, _, first = made()
    _, cancelled, second = made(calendar.CANCEL, revision=5, opens_at=AT + dt.timedelta(days=9))
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert (cancelled["METHOD"], second["STATUS"]) == ("CANCEL", "CANCELLED")


def test_another_discussion_is_another_entry():
    assert made()[2]["UID"] != made(pk=8)[2]["UID"]


def test_it_lasts_an_hour_when_nobody_said():
    assert made()[2]["DTEND"].dt - made()[2]["DTSTART"].dt == dt.timedelta(hours=1)


def test_nothing_in_it_lets_anybody_in():
    text, _, event = made()
    assert "http" not in text
    assert "/l/" not in text
    assert "link is in the invitation" in event["DESCRIPTION"]


def test_a_draft_has_no_time():
    with pytest.raises(ValueError, match="no time yet"):
        made(opens_at=None)
