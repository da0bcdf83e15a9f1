"""The demo's goals: five of them, a dozen investors, positions that differ by goal."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.isolation import enter
from planning.alignment import goals_says
from planning.demo import GOALS, IN_GENERAL, plan_demo
from planning.intake.demo import ask_demo
from planning.models import Decision, Goal, GoalOwner, GoalPosition, PlanningSession, Request, Stake
from planning.positions import stand
from planning.queries.goals import facts_of, stakes_in, with_owners
from planning.sessions import board, closing, ordering
from planning.sessions.demo import session_demo
from stakeholders.demo.workspace import make_demo
from stakeholders.models import Stakeholder

TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.fixture
def northwind(db):
    workspace, _ = make_demo(today=TODAY)
    plan_demo(workspace, today=TODAY)
    enter(workspace=workspace.pk)
    return workspace


def test_goals_and_who_is_behind_them(northwind):
    goals = with_owners(Goal.objects.current(TODAY))
    assert [(goal.rank, goal.period, bool(goal.customer_outcome)) for goal in goals] == [
        (1, "Q4 2026", True), (2, "2026", False), (3, "Q4 2026", True), (4, "Q4 2026", False), (5, "2026", True),
    ]  # fmt: skip
    assert [goal.measured_by == "" for goal in goals] == [False] * 5
    assert [len(goal.owner_rows.all()) for goal in goals] == [2, 2, 2, 1, 1]
    assert goals_says(facts_of(goals, stakes_in(goals))) == (
        "Two of five goals serve no customer outcome anybody named.",
    )
    standing = Stake.objects.standing()
    assert len({*standing.values_list("stakeholder_id", flat=True)}) == 16
    assert {*standing.values_list("invests", flat=True)} == set(Stake.Invests.values)
    assert Stake.objects.count() == sum(len(goal.stakes) for goal in GOALS) + len(IN_GENERAL)


def test_positions_that_differ_by_goal(northwind):
    said = GoalPosition.objects.latest_by(TODAY).select_related("stakeholder", "goal")
    differs = {
        (each.stakeholder.name, each.goal.rank): (each.position, each.stakeholder.position)
        for each in said
        if stand(each, general=each.stakeholder.position).differs
    }
    assert differs[("Isabel Duarte", 2)] == (1, -1)
    assert differs[("Gordon Pike", 3)] == (0, -2)
    assert differs[("Marcus Hale", 1)] == (1, 0)
    assert differs[("Marcus Hale", 4)] == (-1, 0)
    assert len(differs) == len(said)


def test_nothing_is_entered_before_its_day(northwind):
    assert not GoalPosition.objects.filter(said_on__gt=TODAY).exists()
    assert not Stake.objects.filter(created_at__date__gt=TODAY).exists()
    weekend = [stake for stake in Stake.objects.all() if stake.created_at.weekday() > 4]
    assert weekend == []


def test_the_command_makes_them_once(db):
    call_command("demo")
    call_command("demo")
    workspace, made = make_demo(today=TODAY)
    enter(workspace=workspace.pk)
    assert (made, Goal.objects.count(), GoalOwner.objects.count()) == (False, 5, 8)


def test_a_demo_from_before_there_were_goals_gets_them(db):
    workspace, _ = make_demo(today=TODAY)
    call_command("demo")
    enter(workspace=workspace.pk)
    assert Goal.objects.count() == 5


def test_a_demo_that_lost_somebody_is_left_as_it_is(db):
    workspace, _ = make_demo(today=TODAY)
    enter(workspace=workspace.pk)
    Stakeholder.objects.get(name="Lena Vogt").delete()
    assert not plan_demo(workspace, today=TODAY)
    assert Goal.objects.count() == 0


def test_what_was_brought_lately_and_what_became_of_it(northwind):
    assert ask_demo(northwind, today=TODAY)
    assert not ask_demo(northwind, today=TODAY)
    enter(workspace=northwind.pk)
    told = [(asked.name, asked.state, asked.prescribed) for asked in Request.objects.order_by("-received_at")]
    assert told == [
        ("Carmen Ortega", "new", True), ("Lena Vogt", "new", False), ("Marcus Hale", "accepted", False),
        ("Joel Marsh", "declined", True), ("Patrice Nkemelu", "deferred", False),
    ]  # fmt: skip
    assert all(decision.at.date() <= TODAY for decision in Decision.objects.all())
    assert Decision.objects.count() == 3


def test_one_session_ended_with_reasons_and_the_next_is_being_prepared(northwind):
    assert [session_demo(northwind, today=TODAY) for _ in range(2)] == [True, False]
    following, ended = PlanningSession.objects.all()
    assert [(one.title, one.follows) for one in (following, ended)] == [
        ("Q1 2027 together", ended), ("Q4 2026 together", None),
    ]  # fmt: skip
    assert (ended.closed_at.date(), following.begun_at, following.seats.count()) == (dt.date(2026, 9, 18), None, 4)
    proposals = list(board.proposals_of(ended).select_related("goal", "owner"))
    assert [(each.decision, each.size, bool(each.why), bool(each.goal)) for each in proposals] == [
        ("in", "40", False, True), ("in", "40", False, True), ("in", "20", False, True), ("out", "40", True, False),
        ("out", "13", True, False),
    ]  # fmt: skip
    room = closing.room_for(ended, proposals)
    assert (room.days, room.taken, room.unsized) == (120, 100, 0)
    # The order they settled on is what their orders say together.
    assert [each.item for each in ordering.read(ended).placed[:3]] == [str(each.pk) for each in proposals[:3]]
    assert closing.sureness(ended).counts == (0, 1, 1, 3, 1)
