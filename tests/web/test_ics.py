"""Calendar files, read back by two libraries that share no code with what writes them, nor with each other."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from web import ics
from web.ics import Entry, Person

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HALF_AN_HOUR = dt.timedelta(minutes=30)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})


def entry(**fields) -> Entry:
    return Entry(
        **{"uid": "a@b.example", "sequence": 3, "begins": AT, "lasts": HALF_AN_HOUR, "summary": "Talk"} | fields
    )


def file(*entries: Entry, **more) -> bytes:
    return ics.calendar(entries, product="Tests", at=AT, **more)


def by_icalendar(contents: bytes):
    return Calendar.from_ical(contents).walk("VEVENT")


def by_vobject(contents: bytes):
    # It would go on with the rules of the file before.
    known = vars(vobject.icalendar)["__tzidMap"]
    for zone in known.keys() - {"UTC"}:
        del known[zone]
    return vobject.readOne(contents.decode()).vevent_list


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=100)
def test_whatever_a_name_holds_it_stays_in_its_line(text):
    contents = file(entry(summary=f"Check-in with {text}", organizer=Person(text, "a@b.example")), name=text)
    assert all(len(line) <= 75 for line in contents.split(b"\r\n"))
    # What ends a line or is no character of a text is left out; line breaks and tabs are kept as what they are.
    said = text.replace("\r\n", "\n").translate(ics.CONTROLS | {10: "\n"})
    [one] = by_icalendar(contents)
    [other] = by_vobject(contents)
    assert (str(one["SUMMARY"]), other.summary.value) == (f"Check-in with {said}",) * 2
    assert contents.count(b"BEGIN:VEVENT") == contents.count(b"\r\nUID:") == 1


HOSTILE = "Ada\r\nATTENDEE:mailto:x@y.example\nEND:VEVENT\n; , \\n \\ \u2028DTSTART:20200101T000000Z"


def test_hostile_text_adds_no_line():
    contents = file(entry(summary=HOSTILE, organizer=Person(f'A";X="{HOSTILE}', "a@b.example")))
    [one] = by_icalendar(contents)
    assert (one["DTSTART"].dt, one.get("ATTENDEE")) == (AT, None)
    assert str(one["SUMMARY"]) == HOSTILE.replace("\r\n", "\n").replace("\u2028", "")
    assert by_vobject(contents)[0].summary.value == str(one["SUMMARY"])
    assert contents.count(b"\r\nEND:VEVENT\r\n") == 1


@given(
    st.sampled_from(ZONES),
    st.lists(st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2029, 1, 1)), min_size=1, max_size=6),
)
@settings(max_examples=80)
def test_a_moment_is_the_same_in_any_zone(zone, moments):
    """vobject tells the time by the rules that stand in the file, icalendar by those of the machine."""
    moments = sorted(moment.replace(microsecond=0, tzinfo=dt.UTC) for moment in moments)
    contents = file(*(entry(begins=moment, zone=zone) for moment in moments))
    assert [one["DTSTART"].dt.astimezone(dt.UTC) for one in by_icalendar(contents)] == moments
    read = [one.dtstart.value for one in by_vobject(contents)]
    assert [moment.astimezone(dt.UTC) for moment in read] == moments
    assert [one.dtend.value.astimezone(dt.UTC) for one in by_vobject(contents)] == [
        moment + HALF_AN_HOUR for moment in moments
    ]


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Berlin", 8),
        # Clocks are set back for a month each year; of rules that repeat it there are none.
        ("Africa/Casablanca", 8),
        ("Asia/Kolkata", 0),
        # By half an hour.
        ("Australia/Lord_Howe", 8),
    ],
)
def test_each_time_that_clocks_are_set_is_told(zone, changes):
    lines = ics.time_zone(zone, 2026, 2027)
    assert len([line for line in lines if line.startswith("BEGIN:")]) == 1 + 1 + changes
    at = dt.datetime(2027, 2, 20, 12, tzinfo=dt.UTC)
    [one] = by_vobject(file(entry(begins=at, zone=zone)))
    assert one.dtstart.value.utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset()


def test_of_a_time_shown_twice_the_second_is_told_in_utc():
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    contents = file(*(entry(begins=first + dt.timedelta(hours=hour), zone="Europe/Berlin") for hour in range(2)))
    assert b"DTSTART;TZID=Europe/Berlin:20261025T023000\r\n" in contents
    assert b"DTSTART:20261025T013000Z\r\n" in contents


def test_an_invitation_asks_for_an_answer_only_where_one_is_wanted():
    asked = Person("Ada", "ada@b.example", asks=True)
    [one] = by_icalendar(file(entry(organizer=Person("Ines", "i@b.example"), attendee=asked), method=ics.REQUEST))
    [other] = by_icalendar(file(entry(attendee=Person("Ada", "ada@b.example")), method=ics.CANCEL))
    assert (one["ATTENDEE"].params["RSVP"], other["ATTENDEE"].params["RSVP"]) == ("TRUE", "FALSE")
    assert (one["SEQUENCE"], one["STATUS"], one["ORGANIZER"]) == (3, "CONFIRMED", "mailto:i@b.example")
