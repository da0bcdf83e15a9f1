"""Goals against people and departments, and one person across all goals."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.models import Workspace
from accounts.written import unless_written
from planning.alignment import (
    DepartmentRow,
    Difference,
    GoalFacts,
    departments,
    people_says,
    person_says,
)
from planning.models import Goal, GoalOwner, GoalPosition, Stake
from planning.positions import Stand, stand
from planning.queries.goals import Stakes, sorts_of
from stakeholders.models import Department, Kind, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from web.remembered import Remembered

# Those inside: customers and partners who decide are won by what a goal brings them, not by a part in it.
DECIDERS = (Segment.DECISION_MAKER, Segment.INFLUENCER)
DECIDE = Q(segment__in=DECIDERS, kind=Kind.INTERNAL)
ABSENT, BEHIND, REST = 0, 1, 2
NAMED = 3
LATEST: Remembered[Everybody] = Remembered(50)


@dataclass(frozen=True)
class Cell:
    """Somebody against one goal."""

    goal: Goal
    owns: bool
    sorts: tuple[str, ...]
    stand: Stand

    def __bool__(self) -> bool:
        return self.owns or bool(self.sorts) or not self.stand.is_general


@dataclass(frozen=True)
class PersonRow:
    person: Stakeholder
    cells: tuple[Cell, ...]
    # What they invest in no goal in particular.
    in_general: tuple[str, ...]

    @property
    def has_part(self) -> bool:
        return bool(self.in_general) or any(self.cells)

    @property
    def is_behind(self) -> bool:
        return bool(self.in_general) or any(cell.owns or cell.sorts for cell in self.cells)

    @property
    def is_absent(self) -> bool:
        """Decides or moves others, and has neither a stake nor a goal."""
        decides = self.person.segment in DECIDERS and self.person.kind == Kind.INTERNAL
        return decides and not self.is_behind

    @property
    def group(self) -> str:
        if self.is_absent:
            return "Decide or move others, but own no goal and invest in none"
        return "Behind a goal" if self.is_behind else "Everybody else"


def in_order(people: StakeholderQuerySet, behind: Collection[int]) -> QuerySet[Stakeholder, Any]:
    """Decision makers and influencers without any stake or ownership, then whoever has a part (`behind`), then the
    rest; of each those who can move most first."""
    segments = [When(segment=segment, then=Value(place)) for place, segment in enumerate(Segment.values)]
    return people.annotate(
        group=Case(
            When(pk__in=behind, then=Value(BEHIND)),
            When(DECIDE, then=Value(ABSENT)),
            default=Value(REST),
            output_field=IntegerField(),
        ),
        by_segment=Case(*segments, default=Value(len(segments)), output_field=IntegerField()),
    ).order_by("group", "by_segment", F("influence").desc(nulls_last=True), "folded", "pk")


def behind_any(goals: Sequence[GoalFacts], stakes: Stakes) -> set[int]:
    """Who owns a goal or has a stake, in a goal or in none in particular."""
    invest = {person for given in stakes.values() for person, _ in given}
    return invest.union(*(goal.behind for goal in goals))


@dataclass(frozen=True)
class Everybody:
    """Ids in the order of `in_order`, and what is to be said of them."""

    pks: Sequence[int]
    says: tuple[str, ...]


def everybody(
    workspace: Workspace, people: StakeholderQuerySet, goals: Sequence[GoalFacts], behind: Collection[int]
) -> Everybody:
    """Sorted and told anew when somebody changed or has another part."""

    def made() -> Everybody:
        ordered = in_order(people, behind)
        return Everybody(array("q", ordered.values_list("pk", flat=True)), _says(ordered, goals))

    return unless_written(LATEST, workspace, (Stakeholder,), frozenset(behind), tuple(goals), make=made)


def _says(people: QuerySet[Stakeholder, Any], goals: Sequence[GoalFacts]) -> tuple[str, ...]:
    deciders = list(
        people.filter(DECIDE).values_list("pk", "name", "group")  # type: ignore[misc]
    )
    absent = [name for _, name, group in deciders if group == ABSENT]
    keys = {pk for pk, _, _ in deciders}
    return people_says(
        deciders=len(deciders),
        absent=len(absent),
        names=absent[:NAMED],
        uncovered=[goal.statement for goal in goals if not goal.behind & keys],
        goals=len(goals),
    )


def person_rows(
    pks: Sequence[int], goals: Sequence[Goal], facts: Sequence[GoalFacts], stakes: Stakes, today: dt.date
) -> list[PersonRow]:
    """These people, in this order, against the goals."""
    found = Stakeholder.objects.select_related("department").in_bulk(pks)
    people = [found[pk] for pk in pks if pk in found]
    invested: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for goal_key, given in stakes.items():
        for person_key, invests in given:
            invested[person_key, goal_key].append(invests)
    said = _said(pks, goals, today)
    return [
        PersonRow(
            person,
            tuple(
                Cell(
                    goal,
                    person.pk in fact.owners,
                    sorts_of(invested[person.pk, goal.pk]),
                    stand(said.get((person.pk, goal.pk)), general=person.position),
                )
                for goal, fact in zip(goals, facts, strict=True)
            ),
            sorts_of(invested[person.pk, None]),
        )
        for person in people
    ]


def _said(pks: Sequence[int], goals: Sequence[Goal], today: dt.date) -> dict[tuple[int, int], GoalPosition]:
    said = GoalPosition.objects.latest_by(today).filter(stakeholder__in=pks, goal__in=goals)
    return {(each.stakeholder_id, each.goal_id): each for each in said}


def department_rows(workspace: Workspace, goals: Sequence[GoalFacts]) -> tuple[DepartmentRow, ...]:
    """Every department that has people, against the goals."""
    # Everybody: naming thousands who stand behind a goal takes longer.
    people = dict(
        Stakeholder.objects.filter(workspace=workspace, department__isnull=False)
        .order_by()
        .values_list("pk", "department__name")
    )
    peopled = Stakeholder.objects.filter(department=OuterRef("pk"))
    names = Department.objects.filter(Exists(peopled), workspace=workspace).values_list("name", flat=True)
    return departments(goals, people, names)


# One person -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnGoal:
    """One goal as it concerns one person."""

    goal: Goal
    owns: bool
    stakes: tuple[Stake, ...]
    stand: Stand

    @property
    def has_part(self) -> bool:
        return self.owns or bool(self.stakes) or not self.stand.is_general


@dataclass(frozen=True)
class Across:
    """One person across the goals: open ones, and closed ones they had a part in."""

    goals: tuple[OnGoal, ...]
    in_general: tuple[Stake, ...]
    says: tuple[str, ...]

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """Everything they invest, what stands first."""
        found = [stake for on in self.goals for stake in on.stakes]
        return tuple(sorted([*found, *self.in_general], key=lambda stake: (stake.ended_on is not None, stake.pk)))


def across(person: Stakeholder, today: dt.date) -> Across:
    stakes: dict[int | None, list[Stake]] = defaultdict(list)
    for stake in Stake.objects.filter(stakeholder=person).select_related("goal").order_by("pk"):
        stake.stakeholder = person
        stakes[stake.goal_id].append(stake)
    owned = set(GoalOwner.objects.filter(stakeholder=person).values_list("goal_id", flat=True))
    said = {
        each.goal_id: each
        for each in GoalPosition.objects.latest_by(today).filter(stakeholder=person).select_related("author")
    }
    found = [
        OnGoal(goal, goal.pk in owned, tuple(stakes[goal.pk]), stand(said.get(goal.pk), general=person.position))
        for goal in Goal.objects.filter(workspace=person.workspace_id).order_by("rank")
    ]
    goals = tuple(on for on in found if on.goal.closed_on is None or on.has_part)
    standing = [stake for rows in stakes.values() for stake in rows if stake.ended_on is None]
    return Across(
        goals,
        tuple(stakes[None]),
        person_says(
            owns=sum(1 for on in goals if on.owns and on.goal.closed_on is None),
            invests=len(standing),
            differences=[
                Difference(on.goal.statement, on.stand.position, on.stand.general)
                for on in goals
                if on.stand.differs and on.stand.position is not None and on.stand.general is not None
            ],
        ),
    )
