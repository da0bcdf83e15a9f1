"""The words in which the demo's story is written: people, what was judged of them when, ties and contacts.

Days are counted back from the day the demo is made, so that it never looks stale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stakeholders.models import Confidence, Engagement, Kind, Relationship, Segment, Source, Touchpoint, Voice

INES, SAM = "leader@northwind.example", "member@northwind.example"

DECIDES, CHAMPION, INFLUENCER = Segment.DECISION_MAKER, Segment.CHAMPION, Segment.INFLUENCER
DETRACTOR, PARTICIPANT, UNSEGMENTED = Segment.DETRACTOR, Segment.PARTICIPANT, Segment.UNKNOWN
UNAWARE, RESISTANT, NEUTRAL = Engagement.UNAWARE, Engagement.RESISTANT, Engagement.NEUTRAL
SUPPORTIVE, LEADING, NOT_KNOWN = Engagement.SUPPORTIVE, Engagement.LEADING, Engagement.UNKNOWN
VOCAL, QUIET = Voice.VOCAL, Voice.QUIET
LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
JUDGED, TALKED, SAW, HEARD = Source.JUDGEMENT, Source.CONVERSATION, Source.OBSERVATION, Source.HEARSAY
MEETING, CALL, MESSAGE = Touchpoint.Kind.MEETING, Touchpoint.Kind.CALL, Touchpoint.Kind.MESSAGE
GOOD, MIXED, BAD, NOT_SAID = Touchpoint.Mood.GOOD, Touchpoint.Mood.MIXED, Touchpoint.Mood.BAD, Touchpoint.Mood.UNKNOWN
INFLUENCES, ADVISES, TRUSTS, CONFLICT = (
    Relationship.Kind.INFLUENCES,
    Relationship.Kind.ADVISES,
    Relationship.Kind.TRUSTS,
    Relationship.Kind.CONFLICT,
)

# What calling somebody by a segment says about the five questions, when the look does not answer them itself.
IMPLIED: dict[str, dict[str, bool]] = {
    DECIDES: {"approves": True, "holds_capital": True},
    CHAMPION: {"advocates": True, "resists": False},
    INFLUENCER: {"holds_capital": True, "approves": False},
    DETRACTOR: {"resists": True, "advocates": False},
    PARTICIPANT: {"executes": True, "approves": False},
    UNSEGMENTED: {},
}


@dataclass(frozen=True)
class Look:
    """One assessment: what changed against the one before."""

    days_ago: int
    author: str
    why: str
    changes: dict[str, Any]
    confidence: Confidence
    source: Source


@dataclass(frozen=True)
class Contact:
    """One touchpoint; `follow_up` counts days after it, `done` days from the promise to keeping it."""

    days_ago: int
    author: str
    kind: Touchpoint.Kind
    mood: Touchpoint.Mood
    summary: str
    follow_up: int | None = None
    done: int | None = None


@dataclass(frozen=True)
class Person:
    name: str
    job_title: str = ""
    department: str = ""
    reports_to: str = ""
    owner: str = ""
    looks: tuple[Look, ...] = ()
    contacts: tuple[Contact, ...] = ()
    kind: Kind = Kind.INTERNAL
    is_group: bool = False
    notes: str = ""
    tags: tuple[str, ...] = ()
    email: str | None = None
    known_for: int = 720


@dataclass(frozen=True)
class Tie:
    source: str
    kind: Relationship.Kind
    target: str
    weight: int | None = None
    label: str = ""
    direction: Relationship.Direction = field(default=Relationship.Direction.DIRECTED)


def look(
    days_ago: int,
    author: str,
    why: str,
    segment: Segment | None = None,
    *,
    at: tuple[int | None, int | None] | None = None,
    sure: Confidence = MEDIUM,
    source: Source = JUDGED,
    now: Engagement | None = None,
    desired: Engagement | None = None,
    **changes: Any,
) -> Look:
    """`at` is influence and interest, `now` and `desired` engagement."""
    if segment is not None:
        changes = {"segment": segment, **IMPLIED[segment], **changes}
    if at is not None:
        changes["influence"], changes["interest"] = at
    if now is not None:
        changes["engagement_now"] = now
    if desired is not None:
        changes["engagement_desired"] = desired
    return Look(days_ago, author, why, changes, sure, source)


def judged_fields(looks: tuple[Look, ...]) -> list[tuple[Look, dict[str, Any]]]:
    """Each look, oldest first, with everything that holds from then on: an assessment carries the last one forward."""
    held: dict[str, Any] = {}
    found = []
    for one in sorted(looks, key=lambda one: -one.days_ago):
        held = {**held, **one.changes}
        found.append((one, held))
    return found
