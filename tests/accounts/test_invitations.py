"""Invitations: only the hash is stored, all ended links look alike, accepting twice is harmless."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import invitations
from accounts.invitations import InvitationClosedError, NotYourInvitationError
from accounts.isolation import enter, scope
from accounts.models import AuditEntry, Invitation, Membership, Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(workspace, leader):
    """The invitation of nadia@northwind.example as a member, and its token."""
    return invitations.invite(workspace, email="Nadia@Northwind.example ", role=Role.MEMBER, by=leader)


def memberships(user, workspace):
    with scope(workspace=workspace.pk):
        return [m.role for m in Membership.objects.filter(user=user, workspace=workspace)]


def test_only_the_hash_is_stored(invited):
    invitation, token = invited
    assert len(token) == 43
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert invitation.email == "nadia@northwind.example"
    assert invitation.expires_at - timezone.now() > dt.timedelta(days=13, hours=23)


def test_inviting_is_noted(workspace, leader, invited):
    entry = AuditEntry.objects.get(workspace=workspace)
    assert (entry.act, entry.detail, entry.actor) == ("invited", "nadia@northwind.example as member", leader)


def test_one_open_invitation_an_address(workspace, leader, invited):
    with pytest.raises(ValidationError) as refused:
        invitations.invite(workspace, email="NADIA@northwind.example", role=Role.LEADER, by=leader)
    assert refused.value.message_dict == {
        "email": ["nadia@northwind.example has been invited already. Send that invitation again, or revoke it first."]
    }


def test_one_that_ran_out_does_not_stand_in_the_way(workspace, leader, invited):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    invitation, _ = invitations.invite(workspace, email="nadia@northwind.example", role=Role.LEADER, by=leader)
    assert [i.pk for i in Invitation.objects.filter(revoked_at=None)] == [invitation.pk]


def test_a_member_is_not_invited(workspace, leader, member):
    with pytest.raises(ValidationError) as refused:
        invitations.invite(workspace, email=member.email, role=Role.LEADER, by=leader)
    assert refused.value.message_dict == {"email": ["sam@northwind.example is in this workspace already."]}


def test_accepting_makes_a_member_once(workspace, invited):
    _, token = invited
    nadia = make_user("nadia@northwind.example", "Nadia")
    for _ in range(2):
        assert invitations.accept(invitations.hashed(token), user=nadia) == workspace
    assert memberships(nadia, workspace) == ["member"]


def test_accepting_names_the_reason_in_the_trail(workspace, invited):
    from django.apps import apps

    _, token = invited
    nadia = make_user("nadia@northwind.example", "Nadia")
    invitations.accept(invitations.hashed(token), user=nadia)
    enter(workspace=workspace.pk)
    event = apps.get_model("accounts", "MembershipEvent").objects.get(user_id=nadia.pk)
    assert event.pgh_context == {"user": nadia.pk, "why": "Accepted an invitation"}


def test_somebody_elses_invitation_is_refused(workspace, stranger, invited):
    _, token = invited
    with pytest.raises(NotYourInvitationError):
        invitations.accept(invitations.hashed(token), user=stranger)
    assert memberships(stranger, workspace) == []


def test_an_unconfirmed_address_is_not_enough(workspace, stranger, invited):
    _, token = invited
    stranger.emailaddress_set.create(email="nadia@northwind.example", verified=False)
    with pytest.raises(NotYourInvitationError):
        invitations.accept(invitations.hashed(token), user=stranger)


def test_a_used_one_is_closed_for_everybody_else(workspace, stranger, invited):
    _, token = invited
    invitations.accept(invitations.hashed(token), user=make_user("nadia@northwind.example"))
    with pytest.raises(InvitationClosedError):
        invitations.accept(invitations.hashed(token), user=stranger)


def test_who_was_removed_does_not_come_back_by_the_old_link(workspace, invited):
    _, token = invited
    nadia = make_user("nadia@northwind.example")
    invitations.accept(invitations.hashed(token), user=nadia)
    with scope(workspace=workspace.pk):
        Membership.objects.filter(user=nadia).delete()
    with pytest.raises(InvitationClosedError):
        invitations.accept(invitations.hashed(token), user=nadia)
    assert memberships(nadia, workspace) == []


@pytest.mark.parametrize("end", ["unknown", "expired", "revoked"])
def test_what_ended_is_closed(workspace, leader, invited, end):
    invitation, token = invited
    if end == "unknown":
        token = "x" * 43
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        invitations.revoke(invitation, by=leader)
    with pytest.raises(InvitationClosedError):
        invitations.find_open(invitations.hashed(token))
    with pytest.raises(InvitationClosedError):
        invitations.accept(invitations.hashed(token), user=make_user("nadia@northwind.example"))


def test_sending_again_ends_the_first_link(workspace, leader, invited):
    invitation, first = invited
    Invitation.objects.update(expires_at=timezone.now())
    invitation.refresh_from_db()
    second = invitations.send_again(invitation, by=leader)
    with pytest.raises(InvitationClosedError):
        invitations.find_open(invitations.hashed(first))
    assert invitations.find_open(invitations.hashed(second)).pk == invitation.pk


def test_an_accepted_one_is_not_sent_again(workspace, leader, invited):
    invitation, token = invited
    invitations.accept(invitations.hashed(token), user=make_user("nadia@northwind.example"))
    enter(workspace=workspace.pk, user=leader.pk)
    with pytest.raises(ValidationError) as refused:
        invitations.send_again(invitation, by=leader)
    assert refused.value.messages == [
        "The invitation of nadia@northwind.example was accepted or revoked in the meantime."
    ]


def test_revoking_twice_is_noted_once(workspace, leader, invited):
    invitation, _ = invited
    invitations.revoke(invitation, by=leader)
    invitations.revoke(invitation, by=leader)
    assert AuditEntry.objects.filter(act="invitation_revoked").count() == 1
