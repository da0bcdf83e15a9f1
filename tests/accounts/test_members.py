"""Roles and removal: a workspace keeps a leader, also when two act at the same moment."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import members
from accounts.isolation import scope
from accounts.models import Membership, Role
from accounts.workspaces import create_workspace
from tests.conftest import make_user

ONLY_LEADER = "Ines Rourke is the only leader. Make somebody else a leader first, so that the workspace keeps one."


def membership_of(user, workspace):
    return Membership.objects.get(user=user, workspace=workspace)


@pytest.mark.django_db
def test_a_role_changes(workspace, member):
    members.change_role(membership_of(member, workspace), to=Role.EXECUTIVE)
    assert membership_of(member, workspace).role == Role.EXECUTIVE


@pytest.mark.django_db
def test_the_last_leader_cannot_step_down(workspace, leader, member):
    with pytest.raises(ValidationError) as refused:
        members.change_role(membership_of(leader, workspace), to=Role.MEMBER)
    assert refused.value.messages == [ONLY_LEADER]
    assert membership_of(leader, workspace).role == Role.LEADER


@pytest.mark.django_db
def test_the_last_leader_cannot_be_removed(workspace, leader, member):
    with pytest.raises(ValidationError) as refused:
        members.remove(membership_of(leader, workspace))
    assert refused.value.messages == [ONLY_LEADER]


@pytest.mark.django_db
def test_a_leader_elsewhere_does_not_count(workspace, leader, stranger):
    with scope(user=leader.pk):
        create_workspace("Second home", leader=leader)
    with pytest.raises(ValidationError):
        members.remove(membership_of(leader, workspace))


@pytest.mark.django_db
def test_with_a_second_leader_the_first_may_go(workspace, leader, member):
    members.change_role(membership_of(member, workspace), to=Role.LEADER)
    members.remove(membership_of(leader, workspace))
    assert [m.user for m in Membership.objects.filter(workspace=workspace)] == [member]


@pytest.mark.django_db
def test_removing_twice_is_harmless(workspace, member):
    membership = membership_of(member, workspace)
    members.remove(membership)
    members.remove(Membership(pk=membership.pk or 0, workspace=workspace, user=member, role=Role.MEMBER))
    assert not Membership.objects.filter(user=member, workspace=workspace).exists()


@pytest.mark.django_db
def test_changing_the_role_of_somebody_gone_is_refused(workspace, member):
    membership = membership_of(member, workspace)
    Membership.objects.filter(pk=membership.pk).delete()
    with pytest.raises(ValidationError) as refused:
        members.change_role(membership, to=Role.LEADER)
    assert refused.value.messages == ["Sam Ferris was removed from the workspace in the meantime."]


@pytest.mark.parametrize(
    ("roles", "waiting", "says"),
    [
        (["leader"], 0, "1 person: 1 leader."),
        (["leader", "member", "member"], 1, "3 people: 1 leader, 2 members. 1 invitation is open."),
        (["leader", "leader", "executive"], 2, "3 people: 2 leaders, 1 executive. 2 invitations are open."),
    ],
)
def test_what_the_page_says(roles, waiting, says):
    assert members.sentence(roles, waiting=waiting) == says


@pytest.mark.django_db(transaction=True)
def test_two_leaders_removing_each_other_leave_one():
    first, second = make_user("one@northwind.example", "One"), make_user("two@northwind.example", "Two")
    workspace = create_workspace("Northwind", leader=first)
    with scope(workspace=workspace.pk, user=first.pk):
        Membership.objects.create(workspace=workspace, user=second, role=Role.LEADER)
        targets = {m.user_id: m for m in Membership.objects.filter(workspace=workspace).select_related("user")}
    together, refused = threading.Barrier(2), []

    def remove(actor, target):
        try:
            with scope(workspace=workspace.pk, user=actor.pk):
                together.wait(timeout=10)
                members.remove(targets[target.pk])
        except ValidationError as problem:
            refused.append(problem.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope(workspace=workspace.pk):
        assert Membership.objects.filter(workspace=workspace, role=Role.LEADER).count() == 1
    assert len(refused) == 1
