"""What matters most on the map, in a few sentences: said first, drawn second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from stakeholders.investor_map.people import Move, Person, biggest_moves
from stakeholders.models.assessment import Segment

LONGEST = 3
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Facts:
    """What the sentences are made of. `people` counts everybody the filters let through, placed or not."""

    people: int = 0
    placed: int = 0
    deciders: int = 0
    deciders_against: int = 0
    deciders_without_champion: int = 0
    movers: tuple[Person, ...] = ()
    against: tuple[str, ...] = field(default=())

    @property
    def unplaced(self) -> int:
        return self.people - self.placed


@dataclass(frozen=True)
class Story:
    """The first sentence stands out; the others follow it."""

    first: str
    rest: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join((self.first, *self.rest))


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
    against = [person for person in deciders if person.now.position is not None and person.now.position < 0]
    return Facts(
        people=len(people),
        placed=sum(person.is_placed for person in people),
        deciders=len(deciders),
        deciders_against=len(against),
        deciders_without_champion=sum(person.department not in champion_departments for person in deciders),
        movers=tuple(biggest_moves(people)),
        against=tuple(sorted(person.name for person in against)),
    )


def tell(facts: Facts, *, since: dt.date | None = None, on: dt.date | None = None) -> Story:
    """At most three sentences, the most urgent first: who moved, who decides and is against, who decides alone, who is
    not judged. `on` is a past date the sentences speak of, `since` the date they compare with."""
    if facts.people == 0:
        return Story("Nobody is on this map." if on is None else f"Nobody was on this map on {day(on)}.")
    if facts.placed == 0:
        everybody = _of_all(facts.people, facts.people)
        return Story(f"{everybody} {_is(facts.people, on)} not assessed yet, so the map is still empty.")
    sentences = [
        *_moves(facts.movers, since),
        *_against(facts, on),
        *_alone(facts, on),
        *_unplaced(facts, on),
    ]
    if not sentences:
        sentences = [_calm(facts, since, on)]
    return Story(sentences[0], tuple(sentences[1:LONGEST]))


def _moves(movers: Sequence[Person], since: dt.date | None) -> list[str]:
    if since is None or not movers:
        return []
    first, *others = movers
    assert first.move is not None
    sentence = f"{first.name} {_moved(first.move)} since {day(since)}"
    if others and others[0].move is not None:
        sentence += f"; {others[0].name} {_moved(others[0].move)}"
    return [f"{sentence}."]


def _moved(move: Move) -> str:
    """What changed most, in words: "moved two steps towards interest", "turned from sceptical to supportive"."""
    if abs(move.position) >= max(abs(move.interest), abs(move.influence), 1):
        before, after = move.before.position, move.after.position
        if before is not None and after is not None:
            return f"turned from {_stance(before)} to {_stance(after)}"
    if abs(move.interest) >= abs(move.influence) and move.interest:
        return _steps(move.interest, "interest")
    if move.influence:
        return _steps(move.influence, "influence")
    if move.after.position is None:
        return "no longer shows where they stand"
    return f"showed where they stand: {_stance(move.after.position)}"


def _steps(change: int, scale: str) -> str:
    word = number(abs(change))
    if change > 0:
        return f"gained {word} {'step' if change == 1 else 'steps'} of {scale}"
    return f"lost {word} {'step' if change == -1 else 'steps'} of {scale}"


def _stance(position: int) -> str:
    return {-2: "opposed", -1: "sceptical", 0: "neutral", 1: "supportive", 2: "advocate"}[position]


def _against(facts: Facts, on: dt.date | None) -> list[str]:
    if not facts.deciders_against:
        return []
    if facts.deciders_against == 1 and facts.against:
        return [f"{facts.against[0]} {_decides(on)} and {_is(1, on)} against."]
    if facts.deciders_against == 2 and len(facts.against) == 2:
        first, second = facts.against
        return [f"{first} and {second} {'decided' if on else 'decide'} and {_is(2, on)} against."]
    sentence = f"{number(facts.deciders_against)} of {_the(facts.deciders)} {_is(facts.deciders_against, on)} against"
    return [f"{capital(sentence)}."]


def _alone(facts: Facts, on: dt.date | None) -> list[str]:
    if not facts.deciders_without_champion:
        return []
    has = "had" if on else "has" if facts.deciders_without_champion == 1 else "have"
    if facts.deciders == 1:
        return [f"The only decision maker {has} no champion beside them."]
    if facts.deciders_without_champion == facts.deciders:
        return [f"None of {_the(facts.deciders)} {'had' if on else 'has'} a champion beside them."]
    sentence = f"{number(facts.deciders_without_champion)} of {_the(facts.deciders)} {has} no champion beside them"
    return [f"{capital(sentence)}."]


def _unplaced(facts: Facts, on: dt.date | None) -> list[str]:
    if not facts.unplaced:
        return []
    return [f"{_of_all(facts.unplaced, facts.people)} {_is(facts.unplaced, on)} not assessed{'' if on else ' yet'}."]


def _calm(facts: Facts, since: dt.date | None, on: dt.date | None) -> str:
    if facts.deciders:
        nobody = "was" if on else "is"
        return f"Every decision maker {'had' if on else 'has'} a champion beside them, and none {nobody} against."
    if since is not None:
        return f"Nobody has moved since {day(since)}."
    return f"{_of_all(facts.placed, facts.people)} {_is(facts.placed, on)} on the map, and none of them decides."


def _decides(on: dt.date | None) -> str:
    return "decided" if on else "decides"


def _is(count: int, on: dt.date | None) -> str:
    if on:
        return "was" if count == 1 else "were"
    return "is" if count == 1 else "are"


def _the(deciders: int) -> str:
    return f"the {number(deciders)} decision makers"


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
