"""Taking somebody out of a discussion. What they said stays; their links end."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import transaction

from accounts import links
from discussions.models import Discussion, Invitation
from discussions.running import deliveries, posting
from discussions.running.deliveries import INVITATION, REMINDER
from mail.models import Message

WITHDRAWN = "The invitation was withdrawn."


def withdraw(invitation: Invitation, *, now: dt.datetime) -> list[Message]:
    """End their links, take back what has not left, and take a meeting out of their calendar. Twice is once."""
    with transaction.atomic(), pghistory.context(why="Withdrawn"):
        if not Invitation.objects.standing().filter(pk=invitation.pk).update(withdrawn_at=now):
            return []
        stands = posting.with_everything(Invitation.objects.filter(pk=invitation.pk)).get()
        discussion = stands.discussion
        links.revoke(discussion.workspace, purpose=posting.PURPOSE, subject=invitation.pk)
        deliveries.take_back(discussion.workspace, [invitation.pk], [INVITATION, REMINDER], WITHDRAWN)
        to_come = discussion.held == Discussion.Held.LIVE and discussion.opens_at is not None
        if to_come and not discussion.is_over(now):
            return posting.write_cancelled([stands], now=now)
    return []
