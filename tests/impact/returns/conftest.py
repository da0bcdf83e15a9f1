"""Somebody who put something in, and the number that would prove it."""

import datetime as dt

import pytest
from django.utils import timezone

from impact.metrics import add_metric
from impact.models import Observation
from planning.goals import add_goal
from planning.models import Stake
from planning.stakes import add_stake
from stakeholders.concerns import raise_concern
from tests.impact.rows import FIELDS, SHARE

D = dt.date


@pytest.fixture
def tomas(workspace, leader, add_person):
    """With all that he must never read of himself."""
    person = add_person(
        "Tomás Vidal", email="tomas@northwind.example", job_title="CFO", segment="detractor", position=-2,
        why="He fights every euro", influence=5, resists=True,
    )  # fmt: skip
    raise_concern(person, author=leader, said="Marketing burns money")
    return person


@pytest.fixture
def goal(workspace):
    return add_goal(
        workspace, statement="One in four deals is won", starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31),
        measured_by="Deals won of deals decided",
    )  # fmt: skip


@pytest.fixture
def win_rate(workspace, leader):
    """Of 50 deals a month: 9 won before March 2026, 12 since; up to October."""
    metric = add_metric(workspace, author=leader, **{**FIELDS, **SHARE, "name": "Win rate"})
    for month in range(1, 11):
        ahead = 9 if month < 3 else 12
        Observation.objects.create(
            workspace=workspace, metric=metric, author=leader, starts_on=D(2026, month, 1), value=ahead / 50,
            ahead=ahead, n=50, definition_version=1, created_at=dt.datetime(2026, month + 1, 2, 8, tzinfo=dt.UTC),
        )  # fmt: skip
    return metric


@pytest.fixture
def stake(tomas, leader, goal):
    """Put in on 3 March 2026."""
    made = add_stake(
        tomas, author=leader, invests="budget", what="€40,000 for the trial.", goal=goal,
        expects="More deals for the same money", measure="The win rate, every quarter",
    )  # fmt: skip
    Stake.objects.filter(pk=made.pk).update(created_at=timezone.make_aware(dt.datetime(2026, 3, 3, 9)))
    made.refresh_from_db()
    return made
