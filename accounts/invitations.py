"""Invitations: a personal link by mail lets somebody into a workspace. Only the link's hash is stored."""

import datetime as dt

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.isolation import enter, scope
from accounts.models import AuditEntry, Invitation, Membership, Role, User, Workspace
from accounts.tokens import hashed, new_token

VALID_FOR = dt.timedelta(days=14)


class InvitationClosedError(Exception):
    """Unknown, expired, revoked, or used: from outside the four look alike."""


class NotYourInvitationError(PermissionDenied):
    """The link belongs to an address that is not among the verified ones of this account."""


def invite(workspace: Workspace, *, email: str, role: str, by: User) -> tuple[Invitation, str]:
    """Store an invitation; gives it with the token of its link, which is kept nowhere."""
    email = email.strip().lower()
    if Membership.objects.filter(workspace=workspace, user__emailaddress__email__iexact=email).exists():
        raise ValidationError({"email": f"{email} is in this workspace already."})
    now = timezone.now()
    # An invitation that ran out is still the one of its address; the new one takes its place.
    waiting = Invitation.objects.filter(workspace=workspace, email__iexact=email, accepted_at=None, revoked_at=None)
    waiting.filter(expires_at__lte=now).update(revoked_at=now)
    token = new_token()
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                workspace=workspace,
                email=email,
                role=role,
                token_hash=hashed(token),
                invited_by=by,
                expires_at=now + VALID_FOR,
            )
    except IntegrityError:
        raise ValidationError(
            {"email": f"{email} has been invited already. Send that invitation again, or revoke it first."}
        ) from None
    audit.note(workspace, actor=by, act=AuditEntry.Act.INVITED, detail=_detail(invitation))
    return invitation, token


def send_again(invitation: Invitation, *, by: User) -> str:
    """A new token for an invitation that waits; the link sent before ends."""
    token = new_token()
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=hashed(token), expires_at=timezone.now() + VALID_FOR
    )
    if not changed:
        raise ValidationError(f"The invitation of {invitation.email} was accepted or revoked in the meantime.")
    invitation.refresh_from_db()
    audit.note(invitation.workspace, actor=by, act=AuditEntry.Act.INVITED_AGAIN, detail=_detail(invitation))
    return token


def revoke(invitation: Invitation, *, by: User) -> None:
    """End an invitation that waits. Revoking twice is harmless."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if changed:
        act = AuditEntry.Act.INVITATION_REVOKED
        audit.note(invitation.workspace, actor=by, act=act, detail=_detail(invitation))


def find_open(token_hash: str) -> Invitation:
    with scope(invitation=token_hash):
        invitation = (
            Invitation.objects.open().select_related("workspace", "invited_by").filter(token_hash=token_hash).first()
        )
    if invitation is None:
        raise InvitationClosedError
    return invitation


def is_for(invitation: Invitation, user: User) -> bool:
    return user.emailaddress_set.filter(email__iexact=invitation.email, verified=True).exists()


def accept(token_hash: str, *, user: User) -> Workspace:
    """Make `user` a member. The same person accepting again, in another tab or by a double click, changes nothing."""
    with scope(invitation=token_hash, user=user.pk):
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("workspace")
            .filter(token_hash=token_hash)
            .first()
        )
        if invitation is None:
            raise InvitationClosedError
        theirs = Membership.objects.filter(workspace=invitation.workspace, user=user)
        if invitation.accepted_at is not None and is_for(invitation, user) and theirs.exists():
            return invitation.workspace
        if not Invitation.objects.open().filter(pk=invitation.pk).exists():
            raise InvitationClosedError
        if not is_for(invitation, user):
            raise NotYourInvitationError
        enter(workspace=invitation.workspace_id, user=user.pk)
        with pghistory.context(user=user.pk, why="Accepted an invitation"):
            Membership.objects.get_or_create(
                workspace=invitation.workspace, user=user, defaults={"role": invitation.role}
            )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        return invitation.workspace


def _detail(invitation: Invitation) -> str:
    return f"{invitation.email} as {Role(invitation.role).label.lower()}"
