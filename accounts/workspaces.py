"""Workspaces: making one, and finding those somebody belongs to."""

import secrets
import uuid

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts import audit
from accounts.isolation import scope
from accounts.models import AuditEntry, Membership, Role, User, Workspace

# Letters that are no other letter with a mark on it, as they are written where they are missing.
SPELLED = str.maketrans(
    {"ß": "ss", "ø": "oe", "æ": "ae", "œ": "oe", "å": "aa", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def memberships_of(user_id: int) -> list[Membership]:
    """Somebody's memberships with their workspaces, by name."""
    with scope(user=user_id):
        return own_memberships(user_id)


def own_memberships(user_id: int) -> list[Membership]:
    """The same inside a scope of that user, such as a request into a workspace: one query."""
    return list(Membership.objects.filter(user=user_id).select_related("workspace").order_by("workspace__name", "pk"))


def create_workspace(name: str, *, leader: User, slug: str = "", is_demo: bool = False) -> Workspace:
    """Make a workspace whose first leader is `leader`. A slug in use gets a suffix."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": "Give the workspace a name, such as your company's."})
    slug = (slug or slugify(name.lower().translate(SPELLED)))[:50].strip("-") or "workspace"
    for attempt in (slug, f"{slug}-{secrets.token_hex(2)}", f"{slug}-{secrets.token_hex(4)}"):
        workspace = Workspace(id=uuid.uuid4(), name=name, slug=attempt, is_demo=is_demo)
        try:
            with (
                scope(workspace=workspace.pk, user=leader.pk),
                transaction.atomic(),
                pghistory.context(user=leader.pk, why="Opened the workspace"),
            ):
                workspace.save(force_insert=True)
                Membership.objects.create(workspace=workspace, user=leader, role=Role.LEADER)
        except IntegrityError:
            continue
        return workspace
    raise ValidationError({"name": "This name could not be stored; try a slightly different one."})


def may_create_workspace(memberships: list[Membership]) -> bool:
    """Anybody where sign-up is open; otherwise who leads a workspace already."""
    return bool(settings.SIGNUP_OPEN) or any(membership.is_leader for membership in memberships)


def rename_workspace(workspace: Workspace, *, to: str, by: User) -> None:
    """Give the workspace another name; its address stays, so that links keep working."""
    before = workspace.name
    if before == to:
        return
    workspace.name = to
    workspace.save(update_fields=["name"])
    audit.note(workspace, actor=by, act=AuditEntry.Act.RENAMED, detail=f"{before} → {to}")
