"""Who belongs to a workspace in which role; a workspace always keeps a leader."""

import pghistory
from django.core.exceptions import ValidationError

from accounts.models import Membership, Role, Workspace

LAST_LEADER = "{name} is the only leader. Make somebody else a leader first, so that the workspace keeps one."


def change_role(membership: Membership, *, to: str) -> None:
    current = _held(membership)
    if current is None:
        raise ValidationError(f"{membership.user} was removed from the workspace in the meantime.")
    if current.role == to:
        return
    if to != Role.LEADER:
        _keep_a_leader(current)
    with pghistory.context(why="Changed the role"):
        current.role = to
        current.save(update_fields=["role"])


def remove(membership: Membership) -> None:
    """Take somebody out of the workspace. Their account stays, and so does what they wrote."""
    current = _held(membership)
    if current is None:
        return
    _keep_a_leader(current)
    with pghistory.context(why="Removed from the workspace"):
        current.delete()


def sentence(roles: list[str], *, waiting: int) -> str:
    """What the page says first.

    >>> sentence(["leader", "member", "member"], waiting=1)
    '3 people: 1 leader, 2 members. 1 invitation is open.'
    """
    counted = [(role.label.lower(), roles.count(role.value)) for role in Role]
    parts = ", ".join(f"{count} {word}{'s' * (count != 1)}" for word, count in counted if count)
    people = "1 person" if len(roles) == 1 else f"{len(roles)} people"
    open_ones = {0: "", 1: " 1 invitation is open."}.get(waiting, f" {waiting} invitations are open.")
    return f"{people}: {parts}.{open_ones}"


def _held(membership: Membership) -> Membership | None:
    """The membership as it is now, while nobody else changes who leads: two leaders who remove each other at the same
    moment would otherwise both succeed."""
    # no_key: rows that refer to the workspace are written all the time and need not wait.
    Workspace.objects.select_for_update(no_key=True).get(pk=membership.workspace_id)
    return (
        Membership.objects.select_related("user").filter(pk=membership.pk, workspace_id=membership.workspace_id).first()
    )


def _keep_a_leader(membership: Membership) -> None:
    others = Membership.objects.leaders().filter(workspace_id=membership.workspace_id).exclude(pk=membership.pk)
    if membership.role == Role.LEADER and not others.exists():
        raise ValidationError(LAST_LEADER.format(name=membership.user))
