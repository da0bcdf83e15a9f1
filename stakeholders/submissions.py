"""Storing a form once, however often it is sent: by a double click, by a retry, from two tabs of the same form."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone

from accounts.models import User, Workspace
from stakeholders.models import Submission

KEPT = dt.timedelta(days=2)


def first_time(workspace: Workspace, *, user: User, key: UUID) -> bool:
    """Whether this form is stored for the first time; the caller stores it in the same transaction.

    A second request waits here for the first one's transaction to end, and is then told that it came second; when
    the first one failed, the second is the first.
    """
    now = timezone.now()
    Submission.objects.filter(workspace=workspace, at__lt=now - KEPT).delete()
    # When conflicts are ignored nothing says whether the row is ours: its time does.
    Submission.objects.bulk_create([Submission(workspace=workspace, user=user, key=key, at=now)], ignore_conflicts=True)
    return Submission.objects.filter(workspace=workspace, user=user, key=key, at=now).exists()
