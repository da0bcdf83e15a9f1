"""Calendar files (RFC 5545): entries written as text, and the time zones that they are told in. Pure.

A library takes three seconds for 5,000 entries, and leaves out that some zones set their clocks for a month: entries
are written here, and read back by two libraries in the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
OCTETS = 75
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Universal", "Zulu", "UCT", ""})
DAY = dt.timedelta(days=1)
# What ends a line, and what no reader expects.
CONTROLS: dict[int, str | None] = dict.fromkeys((*range(32), 127, 0x85, 0x2028, 0x2029)) | {ord("\t"): " "}
ESCAPES = CONTROLS | {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}
# A quote would end a parameter.
QUOTED = CONTROLS | {ord("\n"): " ", ord('"'): "'"}


@dataclass(frozen=True, slots=True)
class Person:
    """`asks`: an answer of theirs is asked for."""

    name: str
    address: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Begins at a moment, which is told by the clocks of `zone`. Whatever it is called, `uid` and `sequence` say which
    entry of a calendar it is, and which telling of it."""

    uid: str
    sequence: int
    begins: dt.datetime
    lasts: dt.timedelta
    summary: str
    zone: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = CONFIRMED
    is_private: bool = False
    is_free: bool = False
    organizer: Person | None = None
    attendee: Person | None = None
    told_at: dt.datetime | None = None


def calendar(entries: Sequence[Entry], *, product: str, at: dt.datetime, method: str = "", name: str = "") -> bytes:
    """A file with all of them, told at `at` unless they say when; `name` is what a calendar that is read again and
    again is called."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Coalition//{product}//EN", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if name:
        lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for zone, years in sorted(_zones(entries).items()):
        lines += time_zone(zone, min(years), max(years))
    for entry in entries:
        lines += _entry(entry, at)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _entry(entry: Entry, at: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_utc(entry.told_at or at)}"
    yield f"DTSTART{_moment(entry.begins, entry.zone)}"
    yield f"DTEND{_moment(entry.begins + entry.lasts, entry.zone)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.location:
        yield f"LOCATION:{escaped(entry.location)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.organizer:
        yield f"ORGANIZER{_person(entry.organizer)}"
    if entry.attendee:
        answer = f";PARTSTAT=NEEDS-ACTION;RSVP={'TRUE' if entry.attendee.asks else 'FALSE'}"
        yield f"ATTENDEE{answer}{_person(entry.attendee)}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.is_free else 'OPAQUE'}"
    if entry.is_private:
        yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as the value of a property: it ends no line and begins none."""
    return text.replace("\r\n", "\n").translate(ESCAPES)


def folded(line: str) -> bytes:
    """A line as the file has it, no longer than 75 octets; a character is never taken apart."""
    raw = line.encode()
    if len(raw) <= OCTETS:
        return raw + b"\r\n"
    parts: list[bytes] = []
    while len(raw) > (most := OCTETS - bool(parts)):
        cut = most
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(raw[:cut])
        raw = raw[cut:]
    return b"\r\n ".join([*parts, raw]) + b"\r\n"


def _person(person: Person) -> str:
    name = " ".join(person.name.translate(QUOTED).split())
    return f';CN="{name}":mailto:{person.address}'


def _moment(moment: dt.datetime, zone: str) -> str:
    """By the clocks of the zone; a time that they show twice means the first, so the second is told in UTC."""
    if zone in UTC_NAMES:
        return f":{_utc(moment)}"
    local = moment.astimezone(ZoneInfo(zone))
    return f":{_utc(moment)}" if local.fold else f";TZID={zone}:{local:%Y%m%dT%H%M%S}"


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


# Time zones ----------------------------------------------------------------------------------------------------------


def _zones(entries: Iterable[Entry]) -> dict[str, set[int]]:
    """Of which years each zone is told."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        if entry.zone not in UTC_NAMES:
            years.setdefault(entry.zone, set()).update((entry.begins.year, (entry.begins + entry.lasts).year))
    return years


@lru_cache(maxsize=256)
def time_zone(name: str, first: int, last: int) -> tuple[str, ...]:
    """A VTIMEZONE that holds from the year before `first` to that after `last`: each time its clocks are set."""
    zone = ZoneInfo(name)
    begin = dt.datetime(first - 1, 1, 1, tzinfo=dt.UTC)
    before = begin.astimezone(zone)
    parts = [_observance(before, before.replace(tzinfo=None), before.utcoffset())]
    for moment in _changes(zone, begin, dt.datetime(last + 2, 1, 1, tzinfo=dt.UTC)):
        earlier = (moment - dt.timedelta(seconds=1)).astimezone(zone).utcoffset()
        assert earlier is not None
        # It begins by the clocks as they were until then.
        parts.append(_observance(moment.astimezone(zone), (moment + earlier).replace(tzinfo=None), earlier))
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *(line for part in parts for line in part), "END:VTIMEZONE")


def _changes(zone: ZoneInfo, since: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    """The seconds from which clocks are set otherwise. Nowhere do they change twice within a day."""
    day = since
    while day < until:
        low, high = day, day + DAY
        if _told(zone, low) != _told(zone, high):
            while high - low > dt.timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _told(zone, middle) == _told(zone, low) else (low, middle)
            yield high
        day += DAY


def _told(zone: ZoneInfo, moment: dt.datetime) -> tuple[dt.timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _observance(local: dt.datetime, begins: dt.datetime, earlier: dt.timedelta | None) -> list[str]:
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{begins:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(earlier)}",
        f"TZOFFSETTO:{_offset(local.utcoffset())}",
        f"TZNAME:{escaped(local.tzname() or '')}",
        f"END:{kind}",
    ]


def _offset(offset: dt.timedelta | None) -> str:
    seconds = int(offset.total_seconds()) if offset else 0
    hours, rest = divmod(abs(seconds), 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}{f'{seconds_left:02}' if seconds_left else ''}"
