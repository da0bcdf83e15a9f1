"""Whom a change touches, and why, in one sentence each. Pure: rows in, people and reasons out.

Sentences name nobody but the person whom the change is about: with that person's rows the words go too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from checkins.models import ChangeEvent
from stakeholders.freshness import MATTERS
from stakeholders.models import Relationship, Segment
from web.words import in_short

Kind = ChangeEvent.Kind
Tie = Relationship.Kind
# Of whom it is worth a conversation that somebody near them changed, however little influence they have.
COUNT: Final = frozenset((Segment.DECISION_MAKER, Segment.CHAMPION, Segment.INFLUENCER, Segment.DETRACTOR))
GOAL_SHOWN: Final = 90


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    segment: str = Segment.UNKNOWN
    influence: int | None = None
    approves: bool = False
    has_stake: bool = False
    position: int | None = None

    @property
    def counts(self) -> bool:
        return self.segment in COUNT or (self.influence or 0) >= MATTERS or self.has_stake


@dataclass(frozen=True)
class Change:
    """What happened. `goals` are those it is about: of another order those that come later now; `others` those who
    owned a goal before; `other` who takes somebody's place, or whose place was taken; `because` more words about it."""

    kind: str
    person: int | None = None
    goals: tuple[int, ...] = ()
    other: int | None = None
    metric: int | None = None
    others: tuple[int, ...] = ()
    day: dt.date | None = None
    because: str = ""


@dataclass(frozen=True)
class Stake:
    stakeholder: int
    goal: int | None
    invests: str
    # The metric that would prove its return.
    proof: int | None = None


@dataclass(frozen=True)
class Around:
    """What a change may touch: people by their keys, stakes that stand, (goal, owner), (source, kind, target), goals'
    statements, and the name of the metric."""

    people: Mapping[int, Person] = field(default_factory=dict)
    stakes: tuple[Stake, ...] = ()
    owners: tuple[tuple[int, int], ...] = ()
    ties: tuple[tuple[int, str, int], ...] = ()
    goals: Mapping[int, str] = field(default_factory=dict)
    metric: str = ""
    # Nobody we would have to win.
    ourselves: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Touched:
    stakeholder: int
    why: str


Found = Iterator[tuple[int, str]]


def touched(change: Change, around: Around) -> list[Touched]:
    """Each of them once, with the reason that comes first; never ourselves, and never who left."""
    whys: dict[int, str] = {}
    for person, why in _BY_KIND[change.kind](change, around):
        whys.setdefault(person, why)
    left = {change.person} if change.kind == Kind.LEFT else {change.other} if change.kind == Kind.JOINED else set()
    return [
        Touched(person, why[:500])
        for person, why in whys.items()
        if person in around.people and person not in left and person not in around.ourselves
    ]


# People --------------------------------------------------------------------------------------------------------------


def _joined(change: Change, around: Around) -> Found:
    yield from _the_person(
        change,
        "Takes somebody’s place and does not know yet what was agreed."
        if change.other
        else "Is new: hear what they expect before others tell them what marketing is for.",
    )
    for one in _who(around, Tie.REPORTS_TO, to=change.person):
        yield one, f"Reports to {_name(change, around)}, who is new."
    for one in _who(around, Tie.REPORTS_TO, to=change.other):
        yield one, f"Reported to somebody whose place {_name(change, around)} takes."


def _left(change: Change, around: Around) -> Found:
    name = _name(change, around)
    if change.other is not None:
        yield change.other, f"Takes the place of {name} and does not know yet what was agreed."
    for goal, owner in around.owners:
        if owner != change.person and (goal, change.person) in around.owners:
            yield owner, f"Owned {_goal(goal, around)} together with {name}, who left."
    yield from _near(change, around, f"{name}, who left", past=True)


def _promoted(change: Change, around: Around) -> Found:
    yield from _the_person(change, "Has another role: what they need of marketing may be another thing now.")


def _reports_elsewhere(change: Change, around: Around) -> Found:
    yield from _the_person(change, "Reports to somebody else now, whose priorities may be others.")
    for source, kind, target in around.ties:
        if kind == Tie.REPORTS_TO and source == change.person and _counts(target, around):
            yield target, f"{_name(change, around)} reports to them now."


def _champion_lost(change: Change, around: Around) -> Found:
    yield from _the_person(change, "Was a champion and is none any more: ask what changed.")
    yield from _near(change, around, f"{_name(change, around)}, who does not speak for us any more")


def _position_dropped(change: Change, around: Around) -> Found:
    yield from _the_person(change, f"{change.because or 'Stands against it now'}: ask what changed.")
    for one, why in _near(change, around, f"{_name(change, around)}, who doubts it now"):
        if around.people[one].segment == Segment.DECISION_MAKER:
            yield one, why


def _silence(change: Change, around: Around) -> Found:
    yield from _the_person(change, change.because or "Nobody has been in touch for longer than they should be.")


# Priorities ----------------------------------------------------------------------------------------------------------


def _goal_added(change: Change, around: Around) -> Found:
    yield from _owners(change, around, "Owns the new goal {goal}.")
    yield from _investors(change, around, "Put {what} into the new goal {goal}.")


def _goal_dropped(change: Change, around: Around) -> Found:
    yield from _investors(change, around, "Put {what} into {goal}, which was dropped: the return they expect breaks.")
    yield from _owners(change, around, "Owned {goal}, which was dropped.")


def _goal_reordered(change: Change, around: Around) -> Found:
    yield from _investors(change, around, "Put {what} into {goal}, which comes later now.")
    yield from _owners(change, around, "Owns {goal}, which comes later now.")


def _goal_owner(change: Change, around: Around) -> Found:
    before = set(change.others)
    for goal, owner in around.owners:
        if goal in change.goals and owner not in before:
            yield owner, f"Owns {_goal(goal, around)} now."
    for owner in change.others:
        for goal in change.goals:
            if (goal, owner) not in around.owners:
                yield owner, f"Does not own {_goal(goal, around)} any more."
    yield from _investors(change, around, "Put {what} into {goal}, which has another owner.")


# Results -------------------------------------------------------------------------------------------------------------


def _target_missed(change: Change, around: Around) -> Found:
    for stake in around.stakes:
        if stake.proof == change.metric:
            yield stake.stakeholder, f"“{around.metric}” missed its target, and it would prove the return they expect."


def _target_beaten(change: Change, around: Around) -> Found:
    for stake in around.stakes:
        if stake.proof == change.metric:
            yield stake.stakeholder, f"“{around.metric}” reached its target: the proof they asked for."


def _budget_near(change: Change, around: Around) -> Found:
    by = "" if change.day is None else f" by {change.day:%-d %B}"
    for stake in around.stakes:
        if stake.invests == "budget" and (not change.goals or stake.goal is None or stake.goal in change.goals):
            yield stake.stakeholder, f"Put budget in, and decides{by} whether there is more."
    for pk, person in around.people.items():
        if person.approves:
            yield pk, f"Approves budgets, which are decided{by}."


def _other(change: Change, around: Around) -> Found:
    yield from _the_person(change, change.because or "Something changed for them.")
    yield from _owners(change, around, "Owns {goal}, of which something changed.")
    yield from _investors(change, around, "Put {what} into {goal}, of which something changed.")


_BY_KIND: Final[Mapping[str, Callable[[Change, Around], Found]]] = {
    Kind.JOINED: _joined,
    Kind.LEFT: _left,
    Kind.PROMOTED: _promoted,
    Kind.REPORTS_ELSEWHERE: _reports_elsewhere,
    Kind.GOAL_ADDED: _goal_added,
    Kind.GOAL_DROPPED: _goal_dropped,
    Kind.GOAL_REORDERED: _goal_reordered,
    Kind.GOAL_OWNER: _goal_owner,
    Kind.CHAMPION_LOST: _champion_lost,
    Kind.POSITION_DROPPED: _position_dropped,
    Kind.SILENCE: _silence,
    Kind.TARGET_MISSED: _target_missed,
    Kind.TARGET_BEATEN: _target_beaten,
    Kind.BUDGET_NEAR: _budget_near,
    Kind.OTHER: _other,
}

NEAR: Final = (
    # (tie, whether they are at its beginning, what they do, what they did)
    (Tie.REPORTS_TO, True, "Reports to", "Reported to"),
    (Tie.TRUSTS, True, "Trusts", "Trusted"),
    (Tie.ADVISES, False, "Is advised by", "Was advised by"),
    (Tie.INFLUENCES, False, "Listens to", "Listened to"),
)


def _the_person(change: Change, why: str) -> Found:
    if change.person is not None:
        yield change.person, why


def _near(change: Change, around: Around, whom: str, *, past: bool = False) -> Found:
    """Those who listen to the person, of whom it is worth a conversation."""
    for kind, begins, does, did in NEAR:
        ends = _who(around, kind, to=change.person) if begins else _who(around, kind, of=change.person)
        for one in ends:
            yield one, f"{did if past else does} {whom}."


def _who(around: Around, kind: str, *, to: int | None = None, of: int | None = None) -> Iterable[int]:
    for source, held, target in around.ties:
        if held != kind:
            continue
        one = source if to is not None and target == to else target if of is not None and source == of else None
        if one is not None and _counts(one, around):
            yield one


def _counts(pk: int, around: Around) -> bool:
    return pk in around.people and around.people[pk].counts


def _owners(change: Change, around: Around, why: str) -> Found:
    for goal, owner in around.owners:
        if goal in change.goals:
            yield owner, why.format(goal=_goal(goal, around))


def _investors(change: Change, around: Around, why: str) -> Found:
    """Once a person and goal, with all that they put in."""
    given: dict[tuple[int, int], list[str]] = {}
    for stake in around.stakes:
        if stake.goal is not None and stake.goal in change.goals:
            held = given.setdefault((stake.stakeholder, stake.goal), [])
            if stake.invests not in held:
                held.append(stake.invests)
    for (person, goal), invests in given.items():
        yield person, why.format(what=listed(invests), goal=_goal(goal, around))


def listed(invests: Collection[str]) -> str:
    """`budget, people and political capital`."""
    words = [one.replace("_", " ") for one in invests]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _goal(goal: int, around: Around) -> str:
    return f"“{in_short(around.goals[goal], GOAL_SHOWN)}”"


def _name(change: Change, around: Around) -> str:
    person = around.people.get(change.person or 0)
    return "somebody" if person is None else person.name
