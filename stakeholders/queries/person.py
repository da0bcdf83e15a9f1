"""What a stakeholder's page reads: where they stand and why, how that came to be, their contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import User
from stakeholders.formats.document import KUMU_EXTRA
from stakeholders.models import (
    Assessment,
    Confidence,
    Engagement,
    ResistanceCause,
    Segment,
    Stakeholder,
    Touchpoint,
    Voice,
)
from stakeholders.scales import INFLUENCE, INTEREST, POSITION
from stakeholders.segments import QUESTIONS

SHOWN_CONTACTS = 20
ANSWERS = {True: "Yes", False: "No", None: "Nobody knows"}
# The five questions, short enough for a list of changes.
SHORT = {
    "approves": "Approves initiatives",
    "holds_capital": "Holds budget or capital",
    "executes": "Executes",
    "advocates": "Speaks for marketing",
    "resists": "Resists",
}
DRAWN = 60  # assessments in a sparkline
LINES = ("Influence", "Interest", "Position")


@dataclass(frozen=True)
class Step:
    """An assessment and what it changed, in words. `moved` is how the position changed, as (tone, words); `contacts`
    are those since the assessment before."""

    assessment: Assessment
    changes: tuple[str, ...]
    is_first: bool
    is_current: bool
    moved: tuple[str, str] | None = None
    contacts: tuple[Touchpoint, ...] = ()


@dataclass(frozen=True)
class Line:
    """One series of assessments as a small line, oldest first, with its sentence."""

    title: str
    values: tuple[int | None, ...]
    says: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    about: str = ""


def judged(assessment: Assessment) -> list[tuple[str, str]]:
    """Every judged field with its value in words, in reading order."""
    return [
        ("Segment", assessment.get_segment_display()),
        ("Influence", _step(assessment.influence, INFLUENCE)),
        ("Interest", _step(assessment.interest, INTEREST)),
        ("Position", POSITION.get(assessment.position, "Unknown") if assessment.position is not None else "Unknown"),
        ("Engagement", assessment.get_engagement_now_display()),
        ("Engagement needed", assessment.get_engagement_desired_display()),
        ("Voice", assessment.get_voice_display()),
        *((SHORT[question.field], ANSWERS[getattr(assessment, question.field)]) for question in QUESTIONS),
        ("Why they resist", assessment.get_resistance_cause_display()),
    ]


def _step(value: int | None, words: dict[int, str]) -> str:
    return "Unknown" if value is None else str(value)


def changes(before: Assessment | None, after: Assessment) -> tuple[str, ...]:
    """What changed from one assessment to the next: "Influence 2 → 4"; a first one says what became known."""
    blank = {"Unknown", "Nobody knows", Segment.UNKNOWN.label}
    if before is None:
        return tuple(f"{label}: {value}" for label, value in judged(after) if value not in blank)
    return tuple(
        f"{label} {old.lower() if old in blank else old} → {new.lower() if new in blank else new}"
        for (label, old), (_label, new) in zip(judged(before), judged(after), strict=True)
        if old != new
    )


def steps(
    page: Sequence[Assessment],
    earlier: Assessment | None,
    *,
    current: int | None,
    contacts: Sequence[Touchpoint] = (),
) -> list[Step]:
    """Assessments newest first, each with what it changed against the one before it; `earlier` precedes the page.
    `contacts` are told with the first assessment made after them."""
    befores = [*page, earlier][1:]
    return [
        Step(
            assessment,
            tuple(change for change in changes(before, assessment) if before is None or not is_position(change)),
            before is None,
            assessment.pk == current,
            moved(before, assessment),
            tuple(contact for contact in contacts if before is not None and _between(before, contact, assessment)),
        )
        for assessment, before in zip(page, befores, strict=True)
    ]


def is_position(change: str) -> bool:
    return change.startswith("Position ")


def moved(before: Assessment | None, after: Assessment) -> tuple[str, str] | None:
    """How the position changed: ("good-rise", "Sceptical → neutral"); None where it did not."""
    if before is None or before.position == after.position:
        return None
    old, new = (_position(each.position) for each in (before, after))
    words = f"{old} → {new[0].lower()}{new[1:]}"
    if before.position is None or after.position is None:
        return "plain", words
    return ("good-rise" if after.position > before.position else "concern-fall"), words


def _position(step: int | None) -> str:
    return "Position unknown" if step is None else POSITION[step]


def _between(before: Assessment, contact: Touchpoint, after: Assessment) -> bool:
    return before.assessed_on < contact.happened_on <= after.assessed_on


def history(person: Stakeholder) -> QuerySet[Assessment]:
    """Every assessment, newest first."""
    return Assessment.objects.filter(stakeholder=person).select_related("author").order_by("-assessed_on", "-pk")


class Told(Sequence[Assessment]):
    """A history for pages of it: what was read of its beginning is not read again."""

    def __init__(self, whole: QuerySet[Assessment], beginning: Sequence[Assessment]) -> None:
        self.whole, self.beginning = whole, beginning

    @cached_property
    def _length(self) -> int:
        return self.whole.count()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Assessment: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Assessment]: ...
    def __getitem__(self, place: int | slice) -> Assessment | Sequence[Assessment]:
        if isinstance(place, slice):
            inside = place.stop is not None and place.stop <= len(self.beginning)
            return self.beginning[place] if inside else list(self.whole[place])
        return self.beginning[place] if place < len(self.beginning) else self.whole[place]


def lines(newest_first: Sequence[Assessment]) -> list[Line]:
    """Influence, interest and position over the latest assessments; nothing while there are fewer than two."""
    latest = newest_first[:DRAWN][::-1]
    if len(latest) < 2:
        return []
    series = [(name, tuple(getattr(step, name.lower()) for step in latest)) for name in LINES]
    return [Line(title, values, line_says(title, values)) for title, values in series]


def line_says(title: str, values: Sequence[int | None]) -> str:
    """What a series did, in a sentence."""
    known = [value for value in values if value is not None]
    word = (lambda value: POSITION[value].lower()) if title == "Position" else str
    if not known:
        return "Not known yet."
    if len(known) == 1 or known[0] == known[-1]:
        moved = len(set(known)) > 1
        return f"{'Back at' if moved else 'Stays at' if len(known) > 1 else 'Known once:'} {word(known[-1])}."
    way = "Rose" if known[-1] > known[0] else "Fell"
    return f"{way} from {word(known[0])} to {word(known[-1])}."


def last_editor(person: Stakeholder) -> str:
    """Who stored the latest change of these fields, from the audit trail; "Somebody" where it does not say."""
    events = apps.get_model("stakeholders", "StakeholderEvent")._default_manager
    context = events.filter(pgh_obj=person.pk).order_by("-pgh_created_at", "-pk").values_list("pgh_context", flat=True)
    user = (context.first() or {}).get("user")
    return str(User.objects.filter(pk=user).first() or "Somebody") if user else "Somebody"


def contacts(person: Stakeholder) -> list[Touchpoint]:
    return list(Touchpoint.objects.filter(stakeholder=person).select_related("author")[:SHOWN_CONTACTS])


def apart(now: Assessment) -> list[tuple[str, list[Fact]]]:
    """Authority, reach, involvement and stance, each on its own: never one number."""
    by_about: dict[str, list[Fact]] = {}
    for question in QUESTIONS:
        by_about.setdefault(question.about, []).append(Fact(question.text, ANSWERS[getattr(now, question.field)]))
    stance = by_about["Stance"]
    if now.voice != Voice.UNKNOWN:
        stance.append(Fact("How do they resist?" if now.resists else "Voice", now.get_voice_display()))
    if now.resistance_cause != ResistanceCause.UNKNOWN:
        stance.append(Fact("Why?", now.get_resistance_cause_display()))
    return list(by_about.items())


def standing(now: Assessment) -> list[Fact]:
    """Where somebody stands now: steps with their words, and the unknown as unknown."""
    return [
        Fact("Influence", _worded(now.influence, INFLUENCE)),
        Fact("Interest", _worded(now.interest, INTEREST)),
        Fact("Position", "Unknown" if now.position is None else POSITION[now.position]),
        Fact("Engagement", engagement(now)),
        Fact("Confidence", "Not said" if now.confidence == Confidence.UNKNOWN else now.get_confidence_display()),
    ]


def engagement(now: Assessment) -> str:
    """Engagement now and needed, in one phrase."""
    unknown = Engagement.UNKNOWN
    here, needed = now.get_engagement_now_display(), now.get_engagement_desired_display().lower()
    if now.engagement_now == unknown and now.engagement_desired == unknown:
        return "Unknown"
    if now.engagement_desired == unknown:
        return f"{here}; not said what is needed"
    if now.engagement_now == unknown:
        return f"Unknown; {needed} is needed"
    return f"{here}, as needed" if now.engagement_now == now.engagement_desired else f"{here}; {needed} is needed"


def _worded(value: int | None, words: dict[int, str]) -> str:
    return "Unknown" if value is None else f"{value} of 5 · {words[value]}"


def extras(person: Stakeholder) -> list[tuple[str, str]]:
    """What an imported file said besides, as text."""
    return [
        (str(key), ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in sorted(person.attributes.items(), key=lambda pair: str(pair[0]).casefold())
        # Kept for writing the file again, and nothing to read.
        if key != KUMU_EXTRA
    ]


def person_says(person: Stakeholder, now: Assessment | None, *, today: dt.date, contacted: str) -> str:
    """The one sentence under the name: how somebody stands and when we last spoke."""
    spoke = f"Last contact {contacted}." if contacted else "No contact logged yet."
    if now is None:
        return f"Not assessed yet. {spoke}"
    return f"{now.why or 'No reason was given.'} {spoke}"
