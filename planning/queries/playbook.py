"""The playbook of a segment with its people, and the brief: a playbook filled in for one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from accounts.models import Workspace
from planning.alignment import counted, stands
from planning.models import Goal, GoalOwner, Stake
from planning.playbooks.book import Book, book_of
from planning.playbooks.editing import playbook_of
from planning.playbooks.headline import Facts, Lacks, Put, Standing, headline, lacks
from planning.playbooks.texts import PARTS
from stakeholders.models import Assessment, Concern, Note, Relationship, Segment, Stakeholder, Touchpoint
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.queries.concerns import CAUSES
from stakeholders.queries.paths import Way, our_side, ways_to
from stakeholders.scales import ago

Row = TypeVar("Row")

NAMED = 12
SHOWN_STAKES, SHOWN_CONCERNS, SHOWN_QUOTES, SHOWN_GOALS = 3, 3, 2, 4
# A position that has not changed for so many assessments counts as never changed.
LOOKED_BACK = 60
# Finding a way among 5,000 ties takes about 0.1 s; with many more it is left to the page of paths.
MOST_TIES = 6_000
KNOWN_FOR = 10 * 60
PLURALS = {
    Segment.DECISION_MAKER: ("decision maker", "decision makers"),
    Segment.CHAMPION: ("champion", "champions"),
    Segment.INFLUENCER: ("influencer", "influencers"),
    Segment.DETRACTOR: ("detractor", "detractors"),
    Segment.PARTICIPANT: ("participant", "participants"),
}
MOODS = {Touchpoint.Mood.GOOD: "It went well.", Touchpoint.Mood.BAD: "It went badly.", Touchpoint.Mood.MIXED: "Mixed."}


# The playbook of a segment ---------------------------------------------------------------------------------------


def of_segment(people: StakeholderQuerySet, segment: str) -> StakeholderQuerySet:
    """Those against us first, and of them whoever has most influence."""
    return people.filter(segment=segment).order_by(
        F("position").asc(nulls_last=True), F("influence").desc(nulls_last=True), "folded", "pk"
    )


def segment_says(segment: str, positions: Sequence[int | None]) -> str:
    """How many there are of a segment, and how they stand."""
    count = len(positions)
    if segment == Segment.UNKNOWN:
        if not count:
            return "Everybody has a segment."
        return f"{_number(count)} {'person has' if count == 1 else 'people have'} no segment yet: find out first."
    one, many = PLURALS[Segment(segment)]
    if not count:
        return f"Nobody is a {one} so far." if one[0] not in "aeiou" else f"Nobody is an {one} so far."
    against = sum(1 for position in positions if position is not None and position < 0)
    for_us = sum(1 for position in positions if position is not None and position > 0)
    unknown = sum(1 for position in positions if position is None)
    parts = [f"{counted(against)} against"] * bool(against) + [f"{counted(for_us)} for it"] * bool(for_us)
    parts += [f"{counted(count - against - for_us - unknown)} neutral"] * bool(count - against - for_us - unknown)
    parts += [f"{counted(unknown)} nobody knows"] * bool(unknown)
    return f"{_number(count)} {one if count == 1 else many}: {', '.join(parts)}."


def _number(number: int) -> str:
    return counted(number).capitalize()


# The brief -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """From which position to which, when and why; `before` is None where nobody knew, or it was the first judgement."""

    before: int | None
    after: int | None
    on: dt.date
    why: str
    is_first: bool


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """The first of some rows, and how many more there are."""

    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class Brief:
    headline: str
    book: Book
    stakes: Shown[Stake]
    concerns: Shown[Concern]
    quotes: Shown[Note]
    goals: Shown[Goal]
    lacks: Lacks
    position: str
    move: Move | None
    contact: str
    last: Touchpoint | None


def brief(workspace: Workspace, person: Stakeholder, *, today: dt.date) -> Brief:
    own = playbook_of(workspace, person.segment)
    stakes = list(Stake.objects.standing().filter(stakeholder=person).select_related("goal").order_by("pk"))
    noted = list(Concern.objects.filter(stakeholder=person))
    standing = pressing([concern for concern in noted if concern.settled_on is None])
    quotes, last = _heard(person)
    owned = GoalOwner.objects.filter(stakeholder=person, goal__closed_on=None, goal__ends_on__gte=today)
    goals = [row.goal for row in owned.select_related("goal").order_by("goal__rank")]
    move = last_move(_positions(person))
    facts = facts_of(person, standing, stakes)
    return Brief(
        headline(facts),
        book_of(person.segment, {name: getattr(own, name) for name in PARTS}),
        _shown(stakes, SHOWN_STAKES),
        _shown(standing, SHOWN_CONCERNS),
        _shown(quotes, SHOWN_QUOTES),
        _shown(goals, SHOWN_GOALS),
        lacks(facts, quotes=len(quotes), contacts=int(last is not None), goals=len(goals), noted=len(noted)),
        position_says(person.position, move),
        move,
        contact_says(last, today) if last else "",
        last,
    )


def _heard(person: Stakeholder) -> tuple[list[Note], Touchpoint | None]:
    """Their latest words and the last contact, in one query; not as they are stored, but with what a brief shows."""
    no_day = Cast(Value(None), DateField())
    quotes = Note.objects.filter(stakeholder=person, kind=Note.Kind.QUOTE).order_by("-noted_on", "-pk")
    contacts = Touchpoint.objects.filter(stakeholder=person).order_by("-happened_on", "-pk")
    rows = (quotes.values_list("kind", "noted_on", "words", Value(""), no_day, no_day)[: SHOWN_QUOTES + 1]).union(
        contacts.values_list("kind", "happened_on", "summary", "mood", "follow_up_by", "followed_up_on")[:1], all=True
    )
    notes, last = [], None
    for kind, day, words, mood, follow_up_by, followed_up_on in rows:
        if kind == Note.Kind.QUOTE:
            notes.append(Note(kind=kind, noted_on=day, words=words))
        else:
            last = Touchpoint(
                kind=kind,
                happened_on=day,
                summary=words,
                mood=mood,
                follow_up_by=follow_up_by,
                followed_up_on=followed_up_on,
            )
    # A union promises no order.
    return sorted(notes, key=lambda note: note.noted_on, reverse=True), last


def facts_of(person: Stakeholder, standing: Sequence[Concern], stakes: Sequence[Stake]) -> Facts:
    now = person.current
    cause = CAUSES.get(now.resistance_cause) if now is not None and now.resists else None  # type: ignore[call-overload]
    return Facts(
        person.name,
        person.segment,
        person.position,
        [Standing(concern.cause, bool(concern.responded_on)) for concern in standing],
        cause[0] if cause else "",
        [Put(stake.expects, stake.measure) for stake in stakes],
    )


def pressing(concerns: Sequence[Concern]) -> list[Concern]:
    """Unanswered ones first; the order among them stays."""
    return sorted(concerns, key=lambda concern: concern.responded_on is not None)


def _positions(person: Stakeholder) -> list[tuple[int | None, dt.date, str]]:
    """Newest first."""
    rows = Assessment.objects.filter(stakeholder=person).order_by("-assessed_on", "-pk")
    return list(rows.values_list("position", "assessed_on", "why")[:LOOKED_BACK])


def last_move(rows: Sequence[tuple[int | None, dt.date, str]]) -> Move | None:
    """The latest change of position; the first judgement where there was none. `rows`: newest first."""
    if not rows:
        return None
    for (after, on, why), (before, _, _) in pairwise(rows):
        if after != before:
            return Move(before, after, on, why, is_first=False)
    after, on, why = rows[-1]
    return Move(None, after, on, why, is_first=True)


def position_says(position: int | None, move: Move | None) -> str:
    if move is None:
        return "Not assessed yet: answer the five questions after the first conversation."
    if position is None:
        return "Nobody knows where they stand: ask."
    word, since = stands(position).capitalize(), f"{move.on:%-d %B %Y}"
    if move.is_first:
        return f"{word} since we first judged it, on {since}."
    if move.before is None:
        return f"{word}, as we know since {since}."
    return f"{word} since {since}; {stands(move.before)} before."


def contact_says(last: Touchpoint, today: dt.date) -> str:
    """ "A meeting 12 days ago. It went badly." """
    kind = last.get_kind_display().lower() if last.kind != Touchpoint.Kind.OTHER else "contact"
    mood = MOODS.get(Touchpoint.Mood(last.mood), "")
    return f"A {kind} {ago(last.happened_on, today)}. {mood}".rstrip()


def _shown(rows: Sequence[Row], most: int) -> Shown[Row]:
    return Shown(tuple(rows[:most]), max(0, len(rows) - most))


# Who can take us there -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WayThere:
    """The warmest way; None where there is none, because they are on our side themselves (`is_ours`) or because the
    network is too large to look while a page waits."""

    way: Way | None = None
    is_ours: bool = False
    is_too_large: bool = False


def way_there(workspace: Workspace, person: Stakeholder) -> WayThere:
    if _is_large(workspace):
        return WayThere(is_too_large=True)
    way = next(iter(ways_to(workspace, person)), None)
    # No way leads to somebody from whom they all start.
    return WayThere(way, is_ours=way is None and our_side(workspace).filter(pk=person.pk).exists())


def _is_large(workspace: Workspace) -> bool:
    """Whether there are more ties than a page waits for; a network does not grow past that between two looks."""
    key = f"playbook:large-network:{workspace.pk}"
    known: bool | None = cache.get(key)
    if known is None:
        known = Relationship.objects.filter(workspace=workspace)[MOST_TIES : MOST_TIES + 1].exists()
        cache.set(key, known, KNOWN_FOR)
    return known
