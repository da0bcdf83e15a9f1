"""What the page “What would change?” reads: the open goals with everybody who has a part in them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from accounts.models import Workspace
from checkins.events.foreseeing import Backed, Promise
from checkins.events.touching import Around, Person, Stake
from planning.models import Goal, GoalOwner, GoalPosition
from planning.models import Stake as StakeRow
from planning.queries.goals import MOST
from stakeholders.models import Stakeholder
from stakeholders.queries.paths import our_team


def backed(workspace: Workspace, today: dt.date) -> tuple[list[Backed], Around]:
    """The goals that are pursued, in their order, in six queries."""
    goals = list(Goal.objects.open().filter(workspace=workspace, ends_on__gte=today).order_by("rank")[:MOST])
    owners = list(GoalOwner.objects.filter(goal__in=goals).order_by("pk").values_list("goal_id", "stakeholder_id"))
    stakes = list(StakeRow.objects.standing().filter(goal__in=goals).order_by("pk"))
    said: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, person, position in (
        GoalPosition.objects.latest_by(today)
        .filter(goal__in=goals)
        .values_list("goal_id", "stakeholder_id", "position")
    ):
        said[pk][person] = position
    pks = {pk for _, pk in owners} | {stake.stakeholder_id for stake in stakes}
    pks |= {pk for positions in said.values() for pk in positions}
    rows = Stakeholder.objects.filter(workspace=workspace, pk__in=pks).order_by("folded", "pk")
    people = {
        person.pk: Person(person.pk, person.name, person.segment, person.influence, position=person.position)
        for person in rows
    }
    ourselves = frozenset(our_team(workspace).filter(Q(pk__in=list(people))).values_list("pk", flat=True))
    around = Around(
        people,
        tuple(Stake(stake.stakeholder_id, stake.goal_id, stake.invests) for stake in stakes),
        tuple(owners),
        goals={goal.pk: goal.statement for goal in goals},
        ourselves=ourselves,
    )
    found = []
    for goal in goals:
        promises = tuple(
            Promise(stake.stakeholder_id, stake.get_invests_display(), stake.what, stake.expects)
            for stake in stakes
            if stake.goal_id == goal.pk
        )
        behind = {owner for owned, owner in owners if owned == goal.pk} | {one.stakeholder for one in promises}
        stands = {who: said[goal.pk].get(who, people[who].position) for who in behind | set(said[goal.pk])}
        found.append(Backed(goal.pk, goal.statement, stands, promises))
    return found, around
