"""Who is behind which goal, and who stands outside: counted and said in sentences. Plain data in, plain data out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from web.shapes import POSITIONS

WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NAMED: Final = 3
QUOTED: Final = 2


@dataclass(frozen=True)
class GoalFacts:
    """A goal, and by their keys who owns it and who has a stake in it."""

    pk: int
    statement: str
    has_outcome: bool
    owners: frozenset[int] = frozenset()
    investors: frozenset[int] = frozenset()

    @property
    def behind(self) -> frozenset[int]:
        return self.owners | self.investors


@dataclass(frozen=True)
class Part:
    """What somebody, or a department, has to do with one goal: how many of them own it, and how many invest."""

    own: int = 0
    invest: int = 0

    def __bool__(self) -> bool:
        return bool(self.own or self.invest)


@dataclass(frozen=True)
class DepartmentRow:
    """A department against the goals, in their order, and with whom it shares most of them."""

    name: str
    parts: tuple[Part, ...]
    shares: int = 0
    shares_with: tuple[str, ...] = ()

    @property
    def goals(self) -> int:
        return sum(1 for part in self.parts if part)

    @property
    def is_outside(self) -> bool:
        return self.goals == 0


@dataclass(frozen=True)
class Difference:
    """Somebody's position on a goal where it is not their general one."""

    about: str
    position: int
    general: int


def counted(number: int) -> str:
    """Numbers up to ten as words."""
    return WORDS[number] if 0 <= number < len(WORDS) else f"{number:,}"


def listed(names: Sequence[str], *, total: int | None = None, most: int = NAMED) -> str:
    """ "Ann, Bo and Cem", or "Ann, Bo, Cem and four more"."""
    total = len(names) if total is None else total
    shown = list(names[:most])
    if total > len(shown):
        return f"{', '.join(shown)} and {counted(total - len(shown))} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def quoted(statements: Sequence[str]) -> str:
    return listed([f"“{statement.rstrip('.')}”" for statement in statements], most=QUOTED)


def goals_says(goals: Sequence[GoalFacts]) -> tuple[str, ...]:
    """What a list of goals lacks: a customer outcome first, then owners, then investors. Nothing of no goals."""
    if not goals:
        return ()
    missing = sum(1 for goal in goals if not goal.has_outcome)
    unowned = sum(1 for goal in goals if not goal.owners)
    alone = sum(1 for goal in goals if not goal.investors)
    if len(goals) == 1:
        first = (
            "The one goal serves no customer outcome anybody named."
            if missing
            else "The one goal serves its customers."
        )
        lacks = ["It has no owner"] * bool(unowned) + ["nobody invests in it"] * bool(alone)
    else:
        first = (
            f"{counted(missing).capitalize()} of {counted(len(goals))} goals "
            f"serve{'s' * (missing == 1)} no customer outcome anybody named."
            if missing
            else f"All {counted(len(goals))} goals serve an outcome for customers."
        )
        lacks = [f"{counted(unowned).capitalize()} {'has' if unowned == 1 else 'have'} no owner"] * bool(unowned)
        lacks += [f"{counted(alone)} {'has' if alone == 1 else 'have'} no investor"] * bool(alone)
    if not lacks:
        return (first,)
    second = ", and ".join(lacks)
    return first, f"{second[0].upper()}{second[1:]}."


def people_says(
    *, deciders: int, absent: int, names: Sequence[str], uncovered: Sequence[str], goals: int
) -> tuple[str, ...]:
    """Of so many decision makers and influencers, who has no part in any goal, and which goals have none of them.

    `names` begins with those who matter most; `uncovered` are statements of goals without any of them.
    """
    if not goals or not deciders:
        return ()
    if absent == 0:
        first = "Everybody who decides or moves others owns a goal or invests in one."
    elif deciders == 1:
        first = f"The one internal decision maker or influencer, {names[0]}, owns no goal and invests in none."
    elif absent == deciders:
        first = f"None of {counted(deciders)} internal decision makers and influencers owns a goal or invests in one."
    else:
        first = (
            f"{counted(absent).capitalize()} of {counted(deciders)} internal decision makers and influencers "
            f"{'owns no goal and invests' if absent == 1 else 'own no goal and invest'} in none: "
            f"{listed(names, total=absent)}."
        )
    if not uncovered:
        return (first,)
    verb = "has" if len(uncovered) == 1 else "have"
    return first, f"{quoted(uncovered)} {verb} none of them behind {'it' if len(uncovered) == 1 else 'them'}."


def departments(
    goals: Sequence[GoalFacts], people: Mapping[int, str], names: Iterable[str]
) -> tuple[DepartmentRow, ...]:
    """Every department against every goal: those outside first, then those with most goals.

    `people` gives the department of whoever is behind a goal.
    """
    counts = [(_by_department(goal.owners, people), _by_department(goal.investors, people)) for goal in goals]
    parts = {name: tuple(Part(owns[name], invests[name]) for owns, invests in counts) for name in names}
    inside = {name: frozenset(place for place, part in enumerate(row) if part) for name, row in parts.items()}
    rows = [
        DepartmentRow(name, row, *_shared(name, inside))
        for name, row in sorted(parts.items(), key=lambda item: item[0])
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_outside, -row.goals, row.name.casefold())))


def _by_department(behind: Iterable[int], people: Mapping[int, str]) -> Counter[str]:
    return Counter(people[pk] for pk in behind if pk in people)


def _shared(name: str, inside: Mapping[str, frozenset[int]]) -> tuple[int, tuple[str, ...]]:
    """How many goals a department shares with whichever it shares most with, and which those are."""
    common = {other: len(inside[name] & goals) for other, goals in inside.items() if other != name}
    most = max(common.values(), default=0)
    return (most, tuple(sorted(other for other, count in common.items() if count == most))) if most else (0, ())


def departments_says(rows: Sequence[DepartmentRow], goals: Sequence[GoalFacts]) -> tuple[str, ...]:
    """Who stands outside, who shares most, and which goals one department carries alone."""
    if not rows or not goals:
        return ()
    outside = [row.name for row in rows if row.is_outside]
    if len(outside) == len(rows):
        return (f"No department owns or invests in any of {counted(len(goals))} goal{'s' * (len(goals) != 1)} yet.",)
    said = []
    if outside:
        stands = "stands" if len(outside) == 1 else "stand"
        said.append(f"{listed(outside)} {stands} outside every goal.")
    else:
        said.append("Every department owns a goal or invests in one.")
    best = closest(rows)
    if best is not None:
        first, second, shared = best
        said.append(f"{first} and {second} share most: {counted(shared)} goal{'s' * (shared != 1)}.")
    alone = [goal.statement for place, goal in enumerate(goals) if sum(1 for row in rows if row.parts[place]) == 1]
    if alone:
        one = "One goal is" if len(alone) == 1 else f"{counted(len(alone)).capitalize()} goals are"
        said.append(f"{one} carried by one department alone: {quoted(alone)}.")
    return tuple(said)


def closest(rows: Sequence[DepartmentRow]) -> tuple[str, str, int] | None:
    """The two departments that share most goals, the first such two by name."""
    best: tuple[str, str, int] | None = None
    inside = [(row.name, {place for place, part in enumerate(row.parts) if part}) for row in rows]
    for (one, mine), (other, theirs) in combinations(sorted(inside, key=lambda each: each[0]), 2):
        shared = len(mine & theirs)
        if shared and (best is None or shared > best[2]):
            best = one, other, shared
    return best


def person_says(*, owns: int, invests: int, differences: Sequence[Difference]) -> tuple[str, ...]:
    """What one person has to do with the goals, and where they stand elsewhere than in general."""
    parts = []
    if owns:
        parts.append(f"owns {counted(owns)} goal{'s' * (owns != 1)}")
    if invests:
        parts.append(f"has {counted(invests)} stake{'s' * (invests != 1)}")
    first = " and ".join(parts)
    said = [f"{first[0].upper()}{first[1:]}." if first else "No stake in anything, and no goal of their own."]
    return (
        *said,
        *(
            f"{stands(each.position).capitalize()} on {quoted([each.about])}, though {stands(each.general)} in general."
            for each in differences[:2]
        ),
    )


def goal_says(
    *, investors: int, sorts: Sequence[str], unmeasured: int, differences: Sequence[Difference]
) -> tuple[str, ...]:
    """Who invests what in one goal, what cannot be proved yet, and who stands elsewhere on it than in general."""
    if not investors:
        said = ["Nobody invests in this goal yet."]
    else:
        people = "One person invests" if investors == 1 else f"{counted(investors).capitalize()} people invest"
        said = [f"{people} {listed([sort.lower() for sort in sorts], most=6)}."]
    if unmeasured:
        one = "One stake has" if unmeasured == 1 else f"{counted(unmeasured).capitalize()} stakes have"
        said.append(f"{one} no measure that would prove the return.")
    return (
        *said,
        *(
            f"{each.about} is {stands(each.position)} here, though {stands(each.general)} in general."
            for each in differences[:2]
        ),
    )


def stands(position: int) -> str:
    word = POSITIONS[position].lower()
    return f"an {word}" if word == "advocate" else word
