"""Inviting people, chosen or named."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Discussion, Invitation
from discussions.running import people
from discussions.running.people import Invited, behind, invite, named
from discussions.running.withdrawing import withdraw
from planning.models import Goal, GoalOwner, Stake
from stakeholders.assessments import record_assessment
from stakeholders.models import Stakeholder


@pytest.fixture
def ada(add_person):
    return add_person("Ada Mensah", segment="champion", email="ada@northwind.example")


def fresh(*given):
    return list(Stakeholder.objects.filter(pk__in=[each.pk for each in given]))


def test_the_segment_is_the_one_of_that_moment(discussion, ada, leader):
    assert invite(discussion, fresh(ada)) == Invited(new=1)
    record_assessment(ada, author=leader, why="Changed", segment="detractor")
    assert invite(discussion, fresh(ada)) == Invited(already=1)
    assert Invitation.objects.get().segment == "champion"


def test_who_has_no_address_is_counted(discussion, ada, add_person):
    assert invite(discussion, fresh(ada, add_person("The User Circle", is_group=True))) == Invited(
        new=2, without_address=1
    )


def test_the_same_person_twice_is_one(discussion, ada):
    assert invite(discussion, [*fresh(ada), *fresh(ada)]).new == 1


def test_who_was_withdrawn_comes_back_and_is_owed_a_letter(discussion, ada, now):
    invite(discussion, fresh(ada))
    Invitation.objects.update(invited_at=now)
    withdraw(Invitation.objects.select_related("discussion__workspace", "stakeholder").get(), now=now)
    assert invite(discussion, fresh(ada)) == Invited(back=1)
    held = Invitation.objects.get()
    assert (held.withdrawn_at, held.invited_at) == (None, None)


def test_nobody_is_invited_into_what_is_over(discussion, ada, now):
    Discussion.objects.update(closed_at=now)
    discussion.refresh_from_db()
    with pytest.raises(ValidationError, match="is over"):
        invite(discussion, fresh(ada))


def test_so_many_and_no_more(discussion, ada, add_person, monkeypatch):
    monkeypatch.setattr(people, "MOST", 1)
    with pytest.raises(ValidationError, match="1 people at most; 0 are in this one already"):
        invite(discussion, fresh(ada, add_person("Bo")))
    assert Invitation.objects.count() == 0


def test_names_and_addresses(workspace, ada, add_person):
    bo = add_person("Bo", email="bo@x.example")
    found = named(
        Stakeholder.objects.all(),
        "ada mensah\n  ADA@northwind.example \nSomebody Else <bo@x.example>; Nobody\n\nBo\n“<script>”",
    )
    assert ([each.pk for each in found.people], found.unknown, found.shared) == (
        [ada.pk, bo.pk], ["Nobody", "“<script>”"], [],
    )  # fmt: skip


def test_a_shared_name_is_told(add_person):
    add_person("Ann Ott")
    add_person("ann ott", email="ann@x.example")
    found = named(Stakeholder.objects.all(), "Ann Ott\nann@x.example")
    assert ([each.email for each in found.people], found.shared) == (["ann@x.example"], ["Ann Ott"])


def test_lists_have_limits(db):
    with pytest.raises(ValidationError, match="Paste 500 lines at most; these are 501"):
        named(Stakeholder.objects.none(), "\n".join(str(number) for number in range(501)))
    with pytest.raises(ValidationError, match="null character"):
        named(Stakeholder.objects.none(), "Ada\x00")


def test_who_is_behind_a_goal(workspace, ada, add_person, leader):
    bo, cy = add_person("Bo"), add_person("Cy")
    add_person("Di")
    day = dt.date(2026, 1, 1)
    goal = Goal.objects.create(workspace=workspace, statement="Win", rank=1, starts_on=day, ends_on=day)
    GoalOwner.objects.create(workspace=workspace, goal=goal, stakeholder=ada)
    fields = {"workspace": workspace, "goal": goal, "invests": "time", "what": "Fridays", "author": leader}
    Stake.objects.create(stakeholder=bo, **fields)
    Stake.objects.create(stakeholder=cy, ended_on=day, **fields)
    assert set(behind(goal, Stakeholder.objects.all())) == {ada, bo}
