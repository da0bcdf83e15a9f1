"""Logging contacts with stakeholders and following up on them."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Stakeholder, Touchpoint


def log_touchpoint(
    stakeholder: Stakeholder,
    *,
    author: User,
    kind: str,
    happened_on: dt.date | None = None,
    mood: str = Touchpoint.Mood.UNKNOWN,
    summary: str = "",
    follow_up_by: dt.date | None = None,
) -> Touchpoint:
    today = timezone.localdate()
    happened_on = happened_on or today
    if happened_on > today:
        raise ValidationError({"happened_on": "Log what has happened; this date is still to come."})
    if follow_up_by is not None and follow_up_by < happened_on:
        raise ValidationError({"follow_up_by": "A follow-up comes after the contact itself."})
    touchpoint = Touchpoint(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        author=author,
        kind=kind,
        happened_on=happened_on,
        mood=mood,
        summary=summary.strip(),
        follow_up_by=follow_up_by,
    )
    touchpoint.clean_fields(exclude=["workspace", "stakeholder", "author"])
    with transaction.atomic(), pghistory.context(why="Logged a contact"):
        touchpoint.save(force_insert=True)
    return touchpoint


def mark_followed_up(touchpoint: Touchpoint, *, on: dt.date | None = None) -> None:
    """Note that the promised follow-up was done; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why="Followed up"):
        Touchpoint.objects.filter(pk=touchpoint.pk, followed_up_on=None).update(
            followed_up_on=on or timezone.localdate()
        )
