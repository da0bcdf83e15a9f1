"""Raising, answering, settling and reopening somebody's concern."""

from __future__ import annotations

import datetime as dt
import hashlib

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Concern, Stakeholder


class AnsweredMeanwhile(Exception):  # noqa: N818 - it says what happened, not that something broke
    """Somebody else stored an answer first. `now` is the concern as it stands."""

    def __init__(self, now: Concern) -> None:
        super().__init__(f"“{now}” was answered by somebody else")
        self.now = now


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


def answer_stamp(concern: Concern) -> str:
    """What tells one answer from another, for a form to carry."""
    return hashlib.sha256(f"{concern.responded_on}\n{concern.response}".encode()).hexdigest()[:16]


def answer_concern(concern: Concern, *, response: str, on: dt.date | None = None, expected: str | None = None) -> None:
    """Store what was answered; an earlier answer stays in the concern's history.

    Raises AnsweredMeanwhile when the answer that stands is not the `expected` one (see answer_stamp).
    """
    response = response.strip()
    if not response:
        raise ValidationError({"response": "Say what was answered."})
    on = _day(concern, on)
    with transaction.atomic(), pghistory.context(why="Answered the concern"):
        now = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
        if expected is not None and answer_stamp(now) != expected:
            raise AnsweredMeanwhile(now)
        Concern.objects.filter(pk=concern.pk).update(response=response, responded_on=on)


def settle_concern(concern: Concern, *, why: str, on: dt.date | None = None) -> None:
    """It stands no longer; a second time changes nothing."""
    on = _day(concern, on)
    with transaction.atomic(), pghistory.context(why=why.strip() or "The concern is settled"):
        Concern.objects.standing().filter(pk=concern.pk).update(settled_on=on)


def reopen_concern(concern: Concern, *, why: str) -> None:
    """It stands again; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why=why.strip() or "The concern stands again"):
        Concern.objects.exclude(settled_on=None).filter(pk=concern.pk).update(settled_on=None)


def _day(concern: Concern, on: dt.date | None) -> dt.date:
    today = timezone.localdate()
    if on is not None and on > today:
        raise ValidationError({"on": "This date is still to come."})
    if on is not None and on < concern.raised_on:
        raise ValidationError(
            {"on": f"It was raised on {concern.raised_on:%-d %B %Y}: choose that day or a later one."}
        )
    return on or today
