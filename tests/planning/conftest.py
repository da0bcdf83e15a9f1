"""Goals of the year that holds today, and stakes in them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from planning.goals import add_goal
from planning.models import Goal, Stake
from planning.stakes import add_stake


@pytest.fixture
def new_goal(workspace) -> Callable[..., Goal]:
    """`new_goal("Win more", owners=[ann])`: of this year unless it says otherwise."""

    def add(statement: str = "Win more deals", **fields) -> Goal:
        year = timezone.localdate().year
        period = {"starts_on": dt.date(year, 1, 1), "ends_on": dt.date(year, 12, 31)}
        return add_goal(workspace, statement=statement, **{**period, **fields})

    return add


@pytest.fixture
def new_stake(leader) -> Callable[..., Stake]:
    def add(person, goal=None, *, invests="time", what="Her Fridays", **fields) -> Stake:
        return add_stake(person, author=leader, goal=goal, invests=invests, what=what, **fields)

    return add
