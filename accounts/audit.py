"""Noting acts that change no row."""

from accounts.models import AuditEntry, User, Workspace


def note(workspace: Workspace, *, actor: User, act: str, detail: str = "") -> AuditEntry:
    return AuditEntry.objects.create(workspace=workspace, actor=actor, act=act, detail=detail[:300])
