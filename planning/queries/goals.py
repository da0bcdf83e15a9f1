"""The ordered list of goals, and one goal with everything about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts import trail
from accounts.models import Workspace
from planning.alignment import Difference, GoalFacts, goal_says
from planning.models import Goal, GoalOwner, GoalPosition, Stake
from planning.models.goal import GoalQuerySet
from planning.positions import Stand, stand
from stakeholders.models import Stakeholder

CURRENT, COMING, OVER, ALL = "current", "coming", "over", "all"
SHOWS = {CURRENT: "Current", COMING: "Coming", OVER: "Over or closed", ALL: "All"}
# Goals beside each other: more than this many are not an order any more.
MOST = 100
HISTORY = 30


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    owners: tuple[Stakeholder, ...]
    investors: int
    sorts: tuple[str, ...]
    # The neighbours in sight, which a goal can be put before or after.
    above: int | None
    below: int | None


def of_period(goals: GoalQuerySet, show: str, today: dt.date) -> GoalQuerySet:
    if show == COMING:
        return goals.coming(today)
    if show == OVER:
        return goals.over(today)
    return goals if show == ALL else goals.current(today)


def counts(goals: GoalQuerySet, today: dt.date) -> dict[str, int]:
    """How many goals each choice of a period shows."""
    found: Counter[str] = Counter()
    for starts_on, ends_on, closed_on in goals.order_by().values_list("starts_on", "ends_on", "closed_on"):
        found[ALL] += 1
        if closed_on is not None or ends_on < today:
            found[OVER] += 1
        else:
            found[COMING if starts_on > today else CURRENT] += 1
    return {show: found[show] for show in SHOWS}


def with_owners(goals: GoalQuerySet) -> list[Goal]:
    """The goals in their order, each with its owners and their standing, in two queries."""
    owners = GoalOwner.objects.select_related("stakeholder__department").order_by("pk")
    return list(goals.order_by("rank").prefetch_related(Prefetch("owner_rows", owners))[:MOST])


Stakes = Mapping[int | None, list[tuple[int, str]]]


def stakes_in(goals: Sequence[Goal], *, in_general: bool = False) -> Stakes:
    """By goal, who has a stake that stands, and what of: (stakeholder, invests); under None those in no goal."""
    found: dict[int | None, list[tuple[int, str]]] = {goal.pk: [] for goal in goals}
    wanted = Q(goal__in=goals) | Q(goal=None) if in_general else Q(goal__in=goals)
    rows = Stake.objects.standing().filter(wanted).order_by("pk")
    for goal, person, invests in rows.values_list("goal_id", "stakeholder_id", "invests"):
        found.setdefault(goal, []).append((person, invests))
    return found


def facts_of(goals: Sequence[Goal], stakes: Stakes) -> list[GoalFacts]:
    return [
        GoalFacts(
            goal.pk,
            goal.statement,
            bool(goal.customer_outcome),
            frozenset(owner.stakeholder_id for owner in goal.owner_rows.all()),
            frozenset(person for person, _ in stakes[goal.pk]),
        )
        for goal in goals
    ]


def rows(goals: Sequence[Goal], stakes: Stakes) -> list[GoalRow]:
    keys = [None, *(goal.pk for goal in goals), None]
    return [
        GoalRow(
            goal,
            tuple(owner.stakeholder for owner in goal.owner_rows.all()),
            len({person for person, _ in stakes[goal.pk]}),
            sorts_of(invests for _, invests in stakes[goal.pk]),
            keys[place],
            keys[place + 2],
        )
        for place, goal in enumerate(goals)
    ]


def sorts_of(invests: Iterable[str]) -> tuple[str, ...]:
    """What is invested, each sort once, in the order of the choices."""
    given = set(invests)
    return tuple(str(sort.label) for sort in Stake.Invests if sort.value in given)


# One goal ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonOnGoal:
    """Somebody with a part in a goal, or a position on it."""

    person: Stakeholder
    stand: Stand
    owns: bool


def stakes_of(goal: Goal) -> list[Stake]:
    """Standing ones first, each with its person."""
    found = goal.stakes.select_related("stakeholder__department", "author").order_by("stakeholder__folded", "pk")
    return sorted(found, key=lambda stake: stake.ended_on is not None)


def positions_on(goal: Goal, stakes: Sequence[Stake], today: dt.date) -> list[PersonOnGoal]:
    """Owners, investors and everybody of whom a position was said: those who stand elsewhere than in general first."""
    said = {
        each.stakeholder_id: each
        for each in GoalPosition.objects.latest_by(today)
        .filter(goal=goal)
        .select_related("stakeholder__department", "author")
    }
    owners = {row.stakeholder_id: row.stakeholder for row in goal.owner_rows.all()}
    people = owners | {stake.stakeholder_id: stake.stakeholder for stake in stakes if stake.ended_on is None}
    people |= {pk: each.stakeholder for pk, each in said.items()}
    found = [
        PersonOnGoal(person, stand(said.get(pk), general=person.position), pk in owners)
        for pk, person in people.items()
    ]
    return sorted(found, key=_most_telling)


def _most_telling(each: PersonOnGoal) -> tuple[bool, bool, bool, str]:
    return not each.stand.differs, not each.owns, each.stand.is_general, each.person.name.casefold()


def says_of(stakes: Sequence[Stake], positions: Sequence[PersonOnGoal]) -> tuple[str, ...]:
    standing = [stake for stake in stakes if stake.ended_on is None]
    return goal_says(
        investors=len({stake.stakeholder_id for stake in standing}),
        sorts=sorts_of(stake.invests for stake in standing),
        unmeasured=sum(1 for stake in standing if not stake.measure),
        differences=differences(positions),
    )


def differences(positions: Sequence[PersonOnGoal]) -> list[Difference]:
    return [
        Difference(each.person.name, each.stand.position, each.stand.general)
        for each in positions
        if each.stand.differs and each.stand.position is not None and each.stand.general is not None
    ]


@dataclass(frozen=True)
class Event:
    """What was done to a goal at once: who did it, when, from what to what. `people` became or stopped being owners."""

    what: str
    people: tuple[str, ...]
    changes: tuple[trail.Change, ...]
    at: dt.datetime
    who: str
    why: str


WORDS = {
    ("goal", "insert"): "Added",
    ("goal", "update"): "Changed",
    ("goal", "delete"): "Removed",
    ("goalowner", "insert"): "Now owned by",
    ("goalowner", "delete"): "No longer owned by",
    ("goalowner", "update"): "Owner changed",
}


def history(workspace: Workspace, goal: Goal) -> list[Event]:
    """What the database wrote down of this goal and its owners, newest first."""
    about = {"goal": ("id", goal.pk), "goalowner": ("goal_id", goal.pk)}
    groups = trail.read(workspace, trail.Wanted(about=about), limit=HISTORY).groups
    return [_event(group) for group in groups]


def _event(group: trail.Group) -> Event:
    first, entries = group.first, (*group.shown, *group.rest)
    # An owner's entry is about the goal and then the person.
    people = tuple(entry.subject.rpartition(" → ")[2] for entry in entries if entry.source == "goalowner")
    return Event(WORDS[first.source, first.verb], people, first.changes, first.at, first.who, first.why)
