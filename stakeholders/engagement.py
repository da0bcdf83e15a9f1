"""Engagement as the matrix reads it: from where somebody is (current, C) to where the strategy needs them (desired, D).

The five levels are those of the stakeholder engagement assessment matrix (PMBOK Guide, 6th ed., 13.2.2.5). They are no
single ladder: somebody unaware stands beside it. Whoever hears of a plan may object to it, and that is no progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stakeholders.models.assessment import Engagement

UNAWARE, RESISTANT, NEUTRAL = Engagement.UNAWARE, Engagement.RESISTANT, Engagement.NEUTRAL
SUPPORTIVE, LEADING, UNKNOWN = Engagement.SUPPORTIVE, Engagement.LEADING, Engagement.UNKNOWN
LEVELS = (UNAWARE, RESISTANT, NEUTRAL, SUPPORTIVE, LEADING)

# How far above neutral each level stands. Unaware and resistant are equally far from it, by different ways.
HEIGHT: dict[str, int] = {UNAWARE: -1, RESISTANT: -1, NEUTRAL: 0, SUPPORTIVE: 1, LEADING: 2}
# What it takes to leave a level upwards.
STEP = {
    UNAWARE: "they must hear of it",
    RESISTANT: "their objection must be heard",
    NEUTRAL: "they must see what is in it for them",
    SUPPORTIVE: "they need something of their own to lead",
}


class State(StrEnum):
    """Where C and D stand to each other. The order is the one the matrix lists them in."""

    GAP = "gap"
    FURTHER = "further"
    REACHED = "reached"
    UNKNOWN = "unknown"


def state(now: str, desired: str) -> State:
    if UNKNOWN in {now, desired}:
        return State.UNKNOWN
    if now == desired:
        return State.REACHED
    return State.GAP if HEIGHT[desired] > HEIGHT[now] else State.FURTHER


def gap_size(now: str, desired: str) -> int:
    """How many steps lie between C and D; 0 where there is no gap or not enough is known."""
    return HEIGHT[desired] - HEIGHT[now] if state(now, desired) == State.GAP else 0


def path(now: str, desired: str) -> list[str]:
    """The levels from C to D, both included; only C where there is no gap."""
    levels = [now]
    while gap_size(levels[-1], desired):
        height = HEIGHT[levels[-1]] + 1
        levels.append(next(level for level in LEVELS if HEIGHT[level] == height))
    return levels


def way(now: str, desired: str) -> str:
    """The way from C to D as a sentence."""
    if now == UNKNOWN and desired == UNKNOWN:
        return "Nobody has said yet where they stand, or where they are needed."
    if now == UNKNOWN:
        return f"Needed {desired}. Where they stand now is not known: ask."
    if desired == UNKNOWN:
        return f"{_word(now)} now. Where they are needed is not decided."
    if now == desired:
        return f"{_word(now)}, as needed."
    steps = [STEP[Engagement(level)] for level in path(now, desired)[:-1]]
    if steps:
        then = "".join(f", then {step}" for step in steps[1:])
        return f"From {now} to {desired}: first {steps[0]}{then}."
    if now == RESISTANT:  # desired is unaware: nobody can be made to forget
        return "They know and object; wishing them unaware again does not help."
    if desired == UNAWARE:
        return f"{_word(now)}: they know of it by now, which is more than was needed."
    return f"{_word(now)}, where {desired} would do: nothing to win here, something to keep."


def move(before: str, now: str) -> str:
    """What became of somebody since a level held before, as a sentence; empty where nothing changed."""
    if before == now or UNKNOWN in {before, now}:
        return ""
    if before == UNAWARE and now == RESISTANT:
        return "Was unaware; has heard of it and objects. That is not progress yet."
    if now == UNAWARE:
        return f"Was {before}; counts as unaware again."
    if HEIGHT[now] > HEIGHT[before]:
        return f"Was {before}: {_steps(HEIGHT[now] - HEIGHT[before])} forward."
    return f"Was {before}: {_steps(HEIGHT[before] - HEIGHT[now])} back."


def _word(level: str) -> str:
    return Engagement(level).label


def _steps(count: int) -> str:
    return "one step" if count == 1 else f"{('two', 'three')[count - 2]} steps"


# Many people at once ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """How many stand at one level and are needed at another, and how many of those are decision makers."""

    people: int
    deciders: int = 0


@dataclass(frozen=True)
class Summary:
    """How many people are in each state, and the counts behind it by (current, desired)."""

    cells: Mapping[tuple[str, str], Cell]

    def count(self, *wanted: State) -> int:
        return sum(cell.people for (now, desired), cell in self.cells.items() if state(now, desired) in wanted)

    @property
    def everybody(self) -> int:
        return sum(cell.people for cell in self.cells.values())

    @property
    def known(self) -> int:
        return self.count(State.GAP, State.FURTHER, State.REACHED)

    @property
    def deciders_with_gap(self) -> int:
        return sum(cell.deciders for key, cell in self.cells.items() if state(*key) == State.GAP)


def says(summary: Summary) -> tuple[str, str]:
    """What matters most: a strong beginning and the rest of the sentence. Both are empty when nobody is there."""
    if not summary.everybody:
        return "", ""
    unknown = summary.count(State.UNKNOWN)
    if not summary.known:
        return "Nobody’s engagement is known yet.", " Say where one person stands and where you need them."
    gaps, deciders = summary.count(State.GAP), summary.deciders_with_gap
    rest = ""
    if not gaps:
        first = f"All {summary.known:,} whose engagement is known are where the strategy needs them"
        if summary.known == 1:
            first = "The one whose engagement is known is where the strategy needs them"
    else:
        have = "has" if gaps == 1 else "have"
        first = f"{gaps:,} of {summary.known:,} {have} a gap"
        if deciders:
            who = "that one" if gaps == deciders == 1 else f"{deciders:,} of them"
            rest = f"; {who} {'decides' if deciders == 1 else 'decide'} on major initiatives"
    if unknown:
        rest += f". {unknown:,} more {'is' if unknown == 1 else 'are'} not known yet"
    return first, f"{rest}."
