"""Adding, editing, closing and ordering goals; two people at once."""

import datetime as dt

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from planning.goals import add_goal, close_goal, edit_goal, move_goal, reopen_goal, reordered
from planning.models import Goal, GoalOwner, GoalPosition
from planning.positions import say_position
from planning.queries.goals import history
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db


def order() -> list[str]:
    return list(Goal.objects.order_by("rank").values_list("statement", flat=True))


def owners(goal) -> list[str]:
    return list(GoalOwner.objects.filter(goal=goal).order_by("pk").values_list("stakeholder__name", flat=True))


def test_a_new_goal_comes_last(new_goal, add_person):
    new_goal("First")
    goal = new_goal("  Second   of two ", owners=[add_person("Ann"), add_person("Bo")])
    assert order() == ["First", "Second of two"]
    assert owners(goal) == ["Ann", "Bo"]
    assert (goal.rank, goal.version, goal.customer_outcome) == (2, 1, "")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"statement": "   "}, {"statement": ["Say what is wanted, in one sentence."]}),
        ({"ends_on": dt.date(1999, 1, 1)}, {"ends_on": ["A goal ends on the day it starts, or later."]}),
        ({"statement": "x" * 301}, {"statement": ["Ensure this value has at most 300 characters (it has 301)."]}),
    ],
)
def test_what_is_no_goal_is_refused(new_goal, fields, problem):
    with pytest.raises(ValidationError) as refused:
        new_goal(**fields)
    assert refused.value.message_dict == problem
    assert Goal.objects.count() == 0


def test_the_database_refuses_it_too(new_goal):
    goal = new_goal()
    for change in ({"statement": ""}, {"ends_on": dt.date(1999, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Goal.objects.filter(pk=goal.pk).update(**change)


def test_a_stakeholder_of_another_workspace_cannot_own_or_stand(workspace, leader, new_goal, foreign_stakeholder):
    goal = new_goal()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for attempt in (
        lambda: edit_goal(goal, expected_version=1, owners=[foreign_stakeholder]),
        lambda: GoalPosition.objects.create(
            workspace=workspace, goal=goal, stakeholder=foreign_stakeholder, position=1, why="x", author=leader,
            said_on=timezone.localdate(),
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="same_workspace"), transaction.atomic():
            attempt()


def test_what_was_said_of_a_position_cannot_be_changed(new_goal, add_person, leader):
    said = say_position(add_person(), goal=new_goal(), author=leader, position=1, why="Said so")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        GoalPosition.objects.filter(pk=said.pk).update(position=2)


def test_editing_keeps_what_is_not_named(new_goal, add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    goal = new_goal(owners=[ann], measured_by="Win rate")
    now = edit_goal(goal, expected_version=1, statement="Lose less")
    assert (now.statement, now.measured_by, now.version, owners(goal)) == ("Lose less", "Win rate", 2, ["Ann"])
    edit_goal(goal, expected_version=2, owners=[bo])
    assert owners(goal) == ["Bo"]
    with pytest.raises(TypeError, match="Not editable: rank"):
        edit_goal(goal, expected_version=3, rank=1)


def test_the_second_of_two_is_told_what_stands(new_goal):
    goal = new_goal()
    edit_goal(goal, expected_version=1, statement="Theirs")
    with pytest.raises(EditedMeanwhile) as meanwhile:
        edit_goal(goal, expected_version=1, statement="Mine")
    assert (meanwhile.value.now.statement, meanwhile.value.now.version) == ("Theirs", 2)
    assert Goal.objects.get().statement == "Theirs"


def test_closing_and_opening_again(new_goal):
    goal, today = new_goal(), timezone.localdate()
    close_goal(goal)
    close_goal(goal, on=dt.date(2020, 1, 1))
    assert (Goal.objects.get().closed_on, Goal.objects.get().version) == (today, 2)
    assert [Goal.objects.open().count(), Goal.objects.over(today).count()] == [0, 1]
    reopen_goal(goal)
    reopen_goal(goal)
    assert (Goal.objects.get().closed_on, Goal.objects.get().version) == (None, 3)


def test_goals_by_period(new_goal):
    today = dt.date(2026, 5, 1)
    new_goal("Now", starts_on=dt.date(2026, 5, 1), ends_on=dt.date(2026, 5, 1))
    new_goal("Next", starts_on=dt.date(2026, 5, 2), ends_on=dt.date(2026, 6, 1))
    new_goal("Past", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 4, 30))
    shown = [
        [goal.statement for goal in getattr(Goal.objects, which)(today)] for which in ("current", "coming", "over")
    ]
    assert shown == [["Now"], ["Next"], ["Past"]]


def test_reordering_is_relative_to_a_neighbour():
    assert reordered([1, 2, 3, 4], 4, 2, follows=False) == [1, 4, 2, 3]
    assert reordered([1, 2, 3, 4], 1, 3, follows=True) == [2, 3, 1, 4]
    assert reordered([1, 2, 3, 4], 1, 2, follows=False) == [1, 2, 3, 4]


def test_moving(new_goal):
    one, two, three, four = (new_goal(name) for name in ("One", "Two", "Three", "Four"))
    assert move_goal(four, before=two) is True
    assert order() == ["One", "Four", "Two", "Three"]
    assert move_goal(one, after=three) is True
    assert order() == ["Four", "Two", "Three", "One"]
    assert list(Goal.objects.order_by("rank").values_list("rank", flat=True)) == [1, 2, 3, 4]


def test_a_move_sent_twice_moves_once(new_goal):
    _, two, three = (new_goal(name) for name in ("One", "Two", "Three"))
    assert [move_goal(three, before=two), move_goal(three, before=two)] == [True, False]
    assert order() == ["One", "Three", "Two"]


def test_two_who_move_at_once_both_get_what_they_meant(new_goal):
    one, two, _, four = (new_goal(name) for name in ("One", "Two", "Three", "Four"))
    # Both saw one to four; the second still names the neighbour it saw.
    move_goal(four, before=one)
    move_goal(one, after=two)
    assert order() == ["Four", "Two", "One", "Three"]


def test_a_goal_is_moved_next_to_another_one(new_goal):
    goal = new_goal()
    for neighbours in ({}, {"before": goal}):
        with pytest.raises(ValidationError, match="before or after which other goal"):
            move_goal(goal, **neighbours)


def test_orders_of_workspaces_do_not_meet(new_goal, stranger):
    new_goal("Ours")
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk, user=stranger.pk):
        theirs = add_goal(elsewhere, statement="Theirs", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 2, 1))
        assert (theirs.rank, order()) == (1, ["Theirs"])
    assert order() == ["Ours"]


def test_history_says_who_what_from_what_to_what(workspace, leader, new_goal, add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    with pghistory.context(user=leader.pk):
        goal = new_goal("Win more", owners=[ann, bo])
    with pghistory.context(user=leader.pk):
        edit_goal(goal, expected_version=1, statement="Win more deals", customer_outcome="Answers in days", owners=[bo])
    close_goal(goal, on=dt.date(2026, 11, 20))
    events = [
        (event.what, event.people, [(c.label, c.before, c.after) for c in event.changes], event.who, event.why)
        for event in history(workspace, goal)
    ]
    year = timezone.localdate().year
    assert sorted(events, key=str) == sorted(
        [
            ("Changed", (), [("Closed on", "not set", "20 November 2026")], "The system", "Closed"),
            ("No longer owned by", ("Ann",), [], "Ines Rourke", "Edited by hand"),
            (
                "Changed",
                (),
                [("Statement", "Win more", "Win more deals"), ("Customer outcome", "not set", "Answers in days")],
                "Ines Rourke",
                "Edited by hand",
            ),
            ("Now owned by", ("Bo", "Ann"), [], "Ines Rourke", "Added by hand"),
            (
                "Added",
                (),
                [
                    ("Starts on", None, f"1 January {year}"),
                    ("Ends on", None, f"31 December {year}"),
                    ("Place in the order", None, "1"),
                ],
                "Ines Rourke",
                "Added by hand",
            ),
        ],
        key=str,
    )
