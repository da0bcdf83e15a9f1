"""Planning to do something with somebody by a day, and noting that it was done."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.models import FollowUp, Stakeholder


def plan_follow_up(
    stakeholder: Stakeholder, *, author: User, due_on: dt.date, words: str, why: str = "Planned a follow-up"
) -> FollowUp:
    """Store what to do with somebody by a day, which may not be past."""
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": "A follow-up lies ahead; this date has passed."})
    follow_up = FollowUp(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        author=author,
        due_on=due_on,
        words=words.strip(),
    )
    follow_up.clean_fields(exclude=["workspace", "stakeholder", "author"])
    with transaction.atomic(), pghistory.context(why=why):
        follow_up.save(force_insert=True)
    return follow_up


def finish_follow_up(follow_up: FollowUp, *, on: dt.date | None = None) -> None:
    """Note that it was done; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why="Followed up"):
        FollowUp.objects.open().filter(pk=follow_up.pk).update(done_on=on or timezone.localdate())
