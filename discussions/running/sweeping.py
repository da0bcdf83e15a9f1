"""Writes, for one workspace, the letters whose time has come: invitations, planned reminders, what became of it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from accounts.models import Workspace
from discussions.models import Discussion, Invitation
from discussions.running import posting

TOLD_FOR = dt.timedelta(days=14)


def due(workspace: Workspace, now: dt.datetime) -> list[Discussion]:
    """Discussions in which somebody may be owed a letter."""
    opened = Q(opens_at__lte=now) | Q(opens_at__isnull=False, held=Discussion.Held.LIVE)
    running = opened & Q(closed_at=None) & (Q(closes_at=None) | Q(closes_at__gt=now))
    told = Q(outcome_told_at__gte=now - TOLD_FOR)
    standing = Invitation.objects.filter(discussion=OuterRef("pk"), withdrawn_at=None)
    unanswered = Q(Exists(standing.filter(started_at=None)))
    untold = Q(Exists(standing.filter(started_at__isnull=False, told_at=None)))
    found = Discussion.objects.filter(workspace=workspace).filter((running & unanswered) | (told & untold))
    return list(found.select_related("workspace").order_by("pk"))


def write_due(discussion: Discussion, now: dt.datetime, *, at_most: int = posting.AT_MOST) -> bool:
    """One batch of each kind, in the caller's transaction; whether more may be due."""
    invited = len(posting.write_invitations(discussion, now=now, at_most=at_most))
    _, looked_at = posting.write_reminders(discussion, posting.due_by_plan(discussion, now), now=now, at_most=at_most)
    told = len(posting.write_outcomes(discussion, now=now, at_most=at_most))
    return max(invited, looked_at, told) >= at_most
