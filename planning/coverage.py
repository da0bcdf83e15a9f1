"""Where the coalition is not covered, in sentences, each with its people and what mends it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.alignment import counted, listed

NAMED: Final = 12
OPENING: Final = tuple('“„«»"‘‚‹「『')


@dataclass(frozen=True)
class Someone:
    """Somebody a gap is about: what is the matter with them, and what mends it."""

    pk: int
    name: str
    segment: str
    position: int | None
    note: str = ""
    action: str = ""
    href: str = ""
    # The action opens in the side panel.
    in_panel: bool = False


@dataclass(frozen=True)
class Gap:
    """Something that is missing. `total` may be more than the people named; `all_href` leads to all of them."""

    key: str
    sentence: str
    why: str
    people: tuple[Someone, ...] = ()
    total: int = 0
    all_href: str = ""
    all_label: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.people)


def departments_without_champion(lacking: Sequence[str], total: int) -> str:
    if len(lacking) == total:
        return "No department has a champion." if total > 1 else "The one department has no champion."
    has = "has" if len(lacking) == 1 else "have"
    return f"{counted(len(lacking)).capitalize()} of {counted(total)} departments {has} no champion: {listed(lacking)}."


def no_warm_path(names: Sequence[str], ours: int) -> str:
    if not ours:
        return "Nobody is on our side yet: no champion, and nobody of the team in the register."
    return f"No warm path leads to {listed(names)}, who {'decides' if len(names) == 1 else 'decide'}."


def single_threaded(threads: Sequence[tuple[str, str]]) -> str:
    """`threads` are (department, the one person)."""
    if len(threads) == 1:
        department, person = threads[0]
        return f"All that {department} knows of us goes through {person}."
    departments = [department for department, _ in threads]
    return f"{listed(departments)} each know us through one person alone."


def unanswered_concerns(names: Sequence[str], concerns: int) -> str:
    """`names` are those who raised them, each once."""
    if concerns == 1:
        return f"{names[0]} raised a concern that nobody has answered."
    return f"{listed(names)} raised {counted(concerns)} concerns that nobody has answered."


def in_quotes(words: str) -> str:
    """Somebody's words as a quotation; those noted with their marks keep them."""
    return words if words[:1] in OPENING else f"“{words}”"


def never_assessed(names: Sequence[str], people: int) -> str:
    """`people` is how many there are in all."""
    if len(names) == people:
        return "Nobody has been assessed yet."
    return f"{listed(names)} {'has' if len(names) == 1 else 'have'} not been assessed yet."


def stale_assessments(many: int, deciders: int, days: int) -> str:
    noun = "judgement is" if many == 1 else "judgements are"
    tail = f", {counted(deciders)} of {'a decision maker' if deciders == 1 else 'decision makers'}" if deciders else ""
    return f"{counted(many).capitalize()} {noun} older than {days} days{tail}."


def unserved_stakes(names: Sequence[str], stakes: int) -> str:
    if stakes == 1:
        return f"What {names[0]} invests serves no open goal."
    return f"{counted(stakes).capitalize()} stakes serve no open goal: {listed(names)} invest and no goal returns it."


def overlooked(names: Sequence[str]) -> str:
    verb = "carries" if len(names) == 1 else "carry"
    stands = "is" if len(names) == 1 else "are"
    return f"{listed(names)} {verb} influence on the network and {stands} missing from the upper half of the map."


def summary(gaps: Sequence[Gap], people: int) -> tuple[str, str]:
    """What stands above the gaps: a strong beginning and the rest."""
    if not people:
        return "Nobody is in the register yet", ": there is nothing to cover."
    if not gaps:
        return "Nothing is uncovered", ", as far as anybody noted it."
    if len(gaps) == 1:
        return "One gap is left to mend", "."
    return f"{counted(len(gaps)).capitalize()} gaps to mend", ", those that cost most first."
