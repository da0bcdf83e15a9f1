"""A generated workspace has goals with people behind them, the same ones for the same seed."""

import pytest
from django.core.management import call_command

from accounts.isolation import enter
from accounts.models import User
from accounts.workspaces import memberships_of
from planning.models import Goal, GoalOwner, GoalPosition, Stake

pytestmark = pytest.mark.django_db


def held(slug: str) -> list[list[tuple]]:
    leader = User.objects.get(email="leader@generated.example")
    workspace = next(each.workspace for each in memberships_of(leader.pk) if each.workspace.slug == slug)
    enter(workspace=workspace.pk)
    return [
        list(Goal.objects.order_by("rank").values_list("rank", "statement", "starts_on", "customer_outcome")),
        sorted(GoalOwner.objects.values_list("goal__rank", "stakeholder__external_id")),
        sorted(Stake.objects.values_list("stakeholder__external_id", "goal__rank", "invests", "expects"), key=str),
        sorted(GoalPosition.objects.values_list("stakeholder__external_id", "goal__rank", "position", "said_on")),
    ]


def test_the_same_seed_makes_the_same_goals_and_replacing_leaves_none_behind():
    call_command("generate", size="S", seed=7, workspace="first")
    call_command("generate", size="S", seed=7, workspace="second")
    call_command("generate", size="S", seed=8, workspace="third")
    first, second, third = held("first"), held("second"), held("third")
    assert first == second
    assert first != third
    goals, owners, stakes, positions = first
    assert (len(goals), len({stake[0] for stake in stakes}), len(positions)) == (5, 12, 6)
    assert {owner[0] for owner in owners} <= {1, 2, 3, 4, 5}
    call_command("generate", size="S", seed=8, workspace="first", replace=True)
    assert held("first") == third
