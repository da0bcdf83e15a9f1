"""What people invest and expect, and where they stand on a goal."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.models import GoalPosition, Stake
from planning.positions import say_position, stand
from planning.stakes import add_stake, edit_stake, end_stake
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db


def test_a_stake_is_stored_as_said(leader, add_person, new_goal):
    ann, goal = add_person("Ann"), new_goal()
    add_stake(
        ann, author=leader, invests="budget", what=" € 600 k ", goal=goal, expects="A chart", measure="Win rate",
        horizon_on=dt.date(2027, 6, 10),
    )  # fmt: skip
    stake = Stake.objects.get()
    assert (stake.stakeholder, stake.goal, stake.author, stake.invests, stake.what) == (
        ann, goal, leader, "budget", "€ 600 k",
    )  # fmt: skip
    assert (stake.expects, stake.measure, stake.horizon_on, stake.ended_on) == (
        "A chart", "Win rate", dt.date(2027, 6, 10), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"what": " "}, {"what": ["Say what exactly they put in."]}),
        ({"invests": "love"}, {"invests": ["Value 'love' is not a valid choice."]}),
    ],
)
def test_what_is_no_stake_is_refused(add_person, new_stake, fields, problem):
    with pytest.raises(ValidationError) as refused:
        new_stake(add_person(), **fields)
    assert refused.value.message_dict == problem


def test_the_database_refuses_it_too(add_person, new_stake):
    stake = new_stake(add_person())
    for change in ({"what": ""}, {"invests": "love"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stake.objects.filter(pk=stake.pk).update(**change)


def test_the_second_of_two_is_told_what_stands(add_person, new_stake):
    stake = new_stake(add_person())
    edit_stake(stake, expected_version=1, expects="Theirs")
    with pytest.raises(EditedMeanwhile) as meanwhile:
        edit_stake(stake, expected_version=1, expects="Mine")
    assert (meanwhile.value.now.expects, Stake.objects.get().expects) == ("Theirs", "Theirs")
    with pytest.raises(TypeError, match="Not editable: stakeholder"):
        edit_stake(stake, expected_version=2, stakeholder=None)


def test_a_stake_ends_once(add_person, new_stake):
    stake, today = new_stake(add_person()), timezone.localdate()
    end_stake(stake)
    end_stake(stake, on=dt.date(2020, 1, 1))
    assert (Stake.objects.get().ended_on, Stake.objects.get().version) == (today, 2)
    assert Stake.objects.standing().count() == 0


def test_the_latest_position_counts(leader, add_person, new_goal):
    ann, bo, goal, other = add_person("Ann"), add_person("Bo"), new_goal("One"), new_goal("Two")
    today = timezone.localdate()
    for days, position in ((20, -2), (5, 1), (5, 2), (9, 0)):
        said_on = today - dt.timedelta(days=days)
        say_position(ann, goal=goal, author=leader, position=position, why="Said so", said_on=said_on)
    say_position(ann, goal=other, author=leader, position=-1, why="Said so")
    say_position(bo, goal=goal, author=leader, position=0, why="Said so")

    def held(on):
        return {(said.goal, said.stakeholder): said.position for said in GoalPosition.objects.latest_by(on)}

    assert held(today) == {(goal, ann): 2, (other, ann): -1, (goal, bo): 0}
    assert held(today - dt.timedelta(days=6)) == {(goal, ann): 0}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"position": 3}, {"position": ["A position goes from opposed (-2) to advocate (2)."]}),
        ({"why": "  "}, {"why": ["Say why: what they said or did."]}),
        ({"said_on": dt.date(2999, 1, 1)}, {"said_on": ["Say what has been heard; this date is still to come."]}),
    ],
)
def test_what_is_no_position_is_refused(leader, add_person, new_goal, fields, problem):
    with pytest.raises(ValidationError) as refused:
        say_position(add_person(), goal=new_goal(), author=leader, **{"position": 1, "why": "So", **fields})
    assert refused.value.message_dict == problem
    assert GoalPosition.objects.count() == 0


def test_where_nothing_was_said_the_general_position_holds():
    here = stand(None, general=-1)
    assert (here.position, here.is_general, here.differs) == (-1, True, False)
    nobody_knows = stand(None, general=None)
    assert (nobody_knows.position, nobody_knows.is_general, nobody_knows.differs) == (None, True, False)


@pytest.mark.parametrize(("general", "differs"), [(1, False), (0, True), (None, False)])
def test_a_position_differs_where_both_are_known(general, differs):
    here = stand(GoalPosition(position=1), general=general)
    assert (here.position, here.general, here.is_general, here.differs) == (1, general, False, differs)
