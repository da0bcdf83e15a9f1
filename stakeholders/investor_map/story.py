"""What matters most on the map, in a few sentences: said first, drawn second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from stakeholders.investor_map.people import Move, Person, position_word, ranked_moves
from stakeholders.models.assessment import Segment
from stakeholders.models.stakeholder import Kind

LONGEST = 3
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

DECIDERS = (("segment", str(Segment.DECISION_MAKER)),)
INSIDE = (("kind", str(Kind.INTERNAL)),)
OUTSIDE = (("kind", str(Kind.CUSTOMER)), ("kind", str(Kind.PARTNER)))
AGAINST = (("position", "-1"), ("position", "-2"))
UNASSESSED = (("unassessed", "1"),)
UNPLACED = (("unplaced", "1"),)


@dataclass(frozen=True)
class Facts:
    """What the sentences are made of. `people` counts everybody the filters let through, placed or not.

    Decision makers are those inside; customers and partners who decide are counted apart as `outside`.
    """

    people: int = 0
    placed: int = 0
    # Of whom anything was ever judged, place or no place; whoever is placed was.
    assessed: int = 0
    deciders: int = 0
    deciders_against: int = 0
    deciders_without_champion: int = 0
    outside: int = 0
    outside_against: int = 0
    # Those who matter most, most first; `moved` counts all.
    movers: tuple[Person, ...] = ()
    moved: int = 0
    against: tuple[str, ...] = field(default=())

    @property
    def unplaced(self) -> int:
        return self.people - self.placed

    @property
    def unassessed(self) -> int:
        return self.people - max(self.assessed, self.placed)

    @property
    def half_known(self) -> int:
        """Assessed, and not placed: their influence or interest is unknown."""
        return self.unplaced - self.unassessed


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; whom it speaks of is found by `who` on the map or by `filters`."""

    text: str
    filters: tuple[tuple[str, str], ...] = ()
    who: int | None = None


Sentence = tuple[Part, ...]


@dataclass(frozen=True)
class Story:
    """The first sentence stands out; the others follow it."""

    sentences: tuple[Sentence, ...]

    @classmethod
    def plain(cls, *sentences: str) -> Story:
        return cls(tuple((Part(sentence),) for sentence in sentences))

    @property
    def texts(self) -> list[str]:
        return ["".join(part.text for part in sentence) for sentence in self.sentences]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def facts_of(people: Sequence[Person], champion_departments: frozenset[str] | None = None) -> Facts:
    """The facts of people who are all at hand.

    A champion stands beside those of the same department; where the filters hide some people,
    `champion_departments` names the departments that have one.
    """
    if champion_departments is None:
        champion_departments = frozenset(
            person.department for person in people if person.now.segment == Segment.CHAMPION and person.department
        )
    deciders = [person for person in people if person.now.segment == Segment.DECISION_MAKER]
    inside = [person for person in deciders if person.kind == Kind.INTERNAL]
    outside = [person for person in deciders if person.kind != Kind.INTERNAL]
    against = [person for person in inside if person.is_against]
    movers = ranked_moves(people)
    return Facts(
        people=len(people),
        placed=sum(person.is_placed for person in people),
        assessed=sum(person.is_placed or person.assessed_on is not None for person in people),
        deciders=len(inside),
        deciders_against=len(against),
        deciders_without_champion=sum(person.department not in champion_departments for person in inside),
        outside=len(outside),
        outside_against=sum(person.is_against for person in outside),
        movers=tuple(movers),
        moved=len(movers),
        against=tuple(sorted(person.name for person in against)),
    )


def tell(facts: Facts, *, since: dt.date | None = None, on: dt.date | None = None) -> Story:
    """At most three sentences, the most urgent first: who moved, who decides and is against, who decides alone, who is
    not judged. `on` is a past date the sentences speak of, `since` the date they compare with."""
    if facts.people == 0:
        return Story.plain("Nobody is on this map." if on is None else f"Nobody was on this map on {day(on)}.")
    if facts.placed == 0:
        return Story((_empty(facts, on),))
    sentences = [
        *_moves(facts.movers, since),
        *_against(facts, on),
        *_alone(facts, on),
        *_outside_against(facts, on),
        *_unplaced(facts, on),
    ]
    return Story(tuple(sentences[:LONGEST] or [(Part(_calm(facts, since, on)),)]))


def _empty(facts: Facts, on: dt.date | None) -> Sentence:
    (missing,) = _unplaced(facts, on)
    return (*missing[:-1], Part("; so the map is still empty."))


def _moves(movers: Sequence[Person], since: dt.date | None) -> list[Sentence]:
    if since is None or not movers:
        return []
    first, *others = movers
    sentence = [Part(f"Since {day(since)} "), *_moved(first)]
    if others:
        sentence += [Part("; "), *_moved(others[0])]
    return [(*sentence, Part("."))]


def _moved(person: Person) -> list[Part]:
    assert person.move is not None
    return [Part(person.name, who=person.id), Part(f" {changed(person.move)}")]


def changed(move: Move) -> str:
    """All that changed: "went from interest 2 to 4 and from sceptical to supportive"."""
    before, after = move.before, move.after
    steps = [
        f"from {scale} {was} to {now}"
        for scale, was, now in (
            ("influence", before.influence, after.influence),
            ("interest", before.interest, after.interest),
        )
        if was != now
    ]
    if before.position != after.position:
        steps.append(f"from {position_word(before.position)} to {position_word(after.position)}")
    return f"went {', '.join(steps[:-1])} and {steps[-1]}" if len(steps) > 1 else f"went {steps[0]}"


def _against(facts: Facts, on: dt.date | None) -> list[Sentence]:
    who = (*DECIDERS, *INSIDE, *AGAINST)
    if not facts.deciders_against:
        return []
    if facts.deciders_against == 1 and facts.against:
        return [(Part(facts.against[0], who), Part(f" {'decided' if on else 'decides'} and {_is(1, on)} against."))]
    if facts.deciders_against == 2 and len(facts.against) == 2:
        verb = "decided" if on else "decide"
        return [(Part(" and ".join(facts.against), who), Part(f" {verb} and {_is(2, on)} against."))]
    counted = f"{capital(number(facts.deciders_against))} of {_the(facts)}"
    return [(Part(counted, who), Part(f" {_is(facts.deciders_against, on)} against."))]


def _outside_against(facts: Facts, on: dt.date | None) -> list[Sentence]:
    if not facts.outside_against:
        return []
    who = (*DECIDERS, *OUTSIDE, *AGAINST)
    verb = _is(facts.outside_against, on)
    if facts.outside == 1:
        return [(Part("The only customer or partner who decides", who), Part(f" {verb} against."))]
    counted = f"{capital(number(facts.outside_against))} of the {number(facts.outside)} customers and partners"
    return [(Part(f"{counted} who decide", who), Part(f" {verb} against."))]


def _alone(facts: Facts, on: dt.date | None) -> list[Sentence]:
    if not facts.deciders_without_champion:
        return []
    who = (*DECIDERS, *INSIDE)
    has = "had" if on else "has" if facts.deciders_without_champion == 1 else "have"
    if facts.deciders == 1:
        return [
            (
                Part(f"The only {'internal ' if facts.outside else ''}decision maker", who),
                Part(f" {has} no champion beside them."),
            )
        ]
    if facts.deciders_without_champion == facts.deciders:
        none = Part(f"None of {_the(facts)}", who)
        return [(none, Part(f" {'had' if on else 'has'} a champion beside them."))]
    counted = f"{capital(number(facts.deciders_without_champion))} of {_the(facts)}"
    return [(Part(counted, who), Part(f" {has} no champion beside them."))]


def _unplaced(facts: Facts, on: dt.date | None) -> list[Sentence]:
    parts: list[Part] = []
    if facts.unassessed:
        counted = _of_all(facts.unassessed, facts.people)
        yet = "" if on else " yet"
        parts.append(Part(f"{counted} {_is(facts.unassessed, on)} not assessed{yet}", UNASSESSED))
    if facts.half_known:
        counted = number(facts.half_known) if parts else _of_all(facts.half_known, facts.people)
        words = f"{counted} {_is(facts.half_known, on)} not placed: influence or interest unknown"
        parts += [Part("; ")] if parts else []
        parts.append(Part(words, UNPLACED))
    return [(*parts, Part("."))] if parts else []


def _calm(facts: Facts, since: dt.date | None, on: dt.date | None) -> str:
    if facts.deciders:
        nobody = "was" if on else "is"
        return f"Every decision maker {'had' if on else 'has'} a champion beside them, and none {nobody} against."
    if since is not None:
        return f"Nobody has moved since {day(since)}."
    nobody = "decided" if on else "decides"
    return f"{_of_all(facts.placed, facts.people)} {_is(facts.placed, on)} on the map, and none of them {nobody}."


def _is(count: int, on: dt.date | None) -> str:
    if on:
        return "was" if count == 1 else "were"
    return "is" if count == 1 else "are"


def _the(facts: Facts) -> str:
    """Those inside, and said so where others decide as well."""
    return f"the {number(facts.deciders)} {'internal ' if facts.outside else ''}decision makers"


def _of_all(count: int, total: int) -> str:
    if count == total:
        return "The only person" if total == 1 else "Both people" if total == 2 else f"All {number(total)} people"
    return f"{capital(number(count))} of {number(total)} people"


def number(count: int) -> str:
    """Small numbers in words, larger ones in figures.

    >>> number(3), number(12), number(12345)
    ('three', '12', '12,345')
    """
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def day(date: dt.date) -> str:
    """`21 November 2026`."""
    return f"{date.day} {date:%B %Y}"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
