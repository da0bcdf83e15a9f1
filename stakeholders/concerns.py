"""Raising, answering, settling and reopening somebody's concern."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Concern, Stakeholder


def raise_concern(
    stakeholder: Stakeholder,
    *,
    author: User,
    said: str,
    cause: str = Concern.Cause.UNKNOWN,
    raised_on: dt.date | None = None,
    response: str = "",
) -> Concern:
    """Store what somebody objects to. What was answered at once counts as answered on the same day."""
    raised_on = raised_on or timezone.localdate()
    if raised_on > timezone.localdate():
        raise ValidationError({"raised_on": "Note what was said; this date is still to come."})
    concern = Concern(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        author=author,
        said=said.strip(),
        cause=cause,
        raised_on=raised_on,
        response=response.strip(),
        responded_on=raised_on if response.strip() else None,
    )
    concern.clean_fields(exclude=["workspace", "stakeholder", "author"])
    with transaction.atomic(), pghistory.context(why="Raised a concern"):
        concern.save(force_insert=True)
    return concern


def answer_concern(concern: Concern, *, response: str, on: dt.date | None = None) -> None:
    """Store what was answered; an earlier answer stays in the concern's history."""
    response = response.strip()
    if not response:
        raise ValidationError({"response": "Say what was answered."})
    with transaction.atomic(), pghistory.context(why="Answered the concern"):
        Concern.objects.filter(pk=concern.pk).update(response=response, responded_on=on or timezone.localdate())


def settle_concern(concern: Concern, *, why: str, on: dt.date | None = None) -> None:
    """It stands no longer; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why=why.strip() or "The concern is settled"):
        Concern.objects.standing().filter(pk=concern.pk).update(settled_on=on or timezone.localdate())


def reopen_concern(concern: Concern, *, why: str) -> None:
    """It stands again; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why=why.strip() or "The concern stands again"):
        Concern.objects.exclude(settled_on=None).filter(pk=concern.pk).update(settled_on=None)
