"""Writes letters that are due into the outbox. Each is claimed by its invitation's row, held until the transaction
ends: two writers at once write it once, and one that dies has written nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts import links
from discussions.models import Discussion, Invitation
from discussions.running import calendar, deliveries, letters
from discussions.running.deliveries import CANCELLED, INVITATION, MOVED, OUTCOME, REMINDER
from discussions.running.moments import reminding_moments
from mail import outbox
from mail.letters import Attachment, Letter
from mail.models import Message

PURPOSE = "discussion"
KIND = "discussion"
AT_MOST = 50
# After it has closed people come back by their link to see what became of what they said.
LINK_OUTLIVES = dt.timedelta(days=180)
LINK_WITHOUT_END = dt.timedelta(days=365)
REMINDERS_AT_MOST = 2
REMINDED_APART = dt.timedelta(days=2)
# Who has just been invited is not silent yet.
SILENT_AFTER = dt.timedelta(days=1)


def link_ends(discussion: Discussion, now: dt.datetime) -> dt.datetime:
    return max(discussion.closes_at or now + LINK_WITHOUT_END, now) + LINK_OUTLIVES


# Invitations ---------------------------------------------------------------------------------------------------------


def uninvited(discussion: Discussion) -> QuerySet[Invitation]:
    """Whom a letter is owed to, who has an address."""
    waiting = Invitation.objects.standing().filter(discussion=discussion, invited_at=None)
    return waiting.exclude(stakeholder__email="")


def write_invitations(discussion: Discussion, *, now: dt.datetime, at_most: int = AT_MOST) -> list[Message]:
    """Letters to those invited who have none: for days from its opening on, for a room as soon as its time is set."""
    if discussion.is_over(now) or not (discussion.is_open(now) or _is_in_a_room_to_come(discussion)):
        return []
    with transaction.atomic():
        claimed = _claim(uninvited(discussion), at_most)
        numbers = deliveries.written(discussion.workspace, [each.pk for each in claimed], [INVITATION])
        messages = [
            _invitation(each, len(numbers.get(each.pk, ())) + 1, now=now)
            for each in claimed
            if len(numbers.get(each.pk, ())) < deliveries.MOST[INVITATION]
        ]
        Invitation.objects.filter(pk__in=[each.pk for each in claimed]).update(invited_at=now)
    return messages


def write_again(invitation: Invitation, *, now: dt.datetime) -> Message | None:
    """One more invitation to somebody, to the address they have now; None when they got as many as anybody may."""
    with transaction.atomic():
        claimed = _claim(Invitation.objects.standing().filter(pk=invitation.pk), 1)
        if not claimed:
            return None
        before = deliveries.written(claimed[0].discussion.workspace, [invitation.pk], [INVITATION])
        number = len(before.get(invitation.pk, ())) + 1
        if number > deliveries.MOST[INVITATION] or not claimed[0].stakeholder.email:
            return None
        message = _invitation(claimed[0], number, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(invited_at=now)
    return message


def _is_in_a_room_to_come(discussion: Discussion) -> bool:
    return discussion.held == Discussion.Held.LIVE and discussion.opens_at is not None


def _invitation(invitation: Invitation, number: int, *, now: dt.datetime) -> Message:
    letter = letters.invitation(invitation, link=_address(invitation, now))
    attachments = [_calendar(invitation, calendar.REQUEST, now)] if _is_in_a_room_to_come(invitation.discussion) else []
    return _write(invitation, INVITATION, number, letter, attachments=attachments)


# Reminders -----------------------------------------------------------------------------------------------------------


def may_be_reminded(invitation: Invitation, now: dt.datetime) -> bool:
    """Asked, silent, and not asked too often or too lately. Pure."""
    return (
        invitation.started_at is None
        and invitation.withdrawn_at is None
        and invitation.invited_at is not None
        and invitation.reminders < REMINDERS_AT_MOST
        and invitation.invited_at <= now - SILENT_AFTER
        and (invitation.reminded_at is None or invitation.reminded_at <= now - REMINDED_APART)
    )


def silent(discussion: Discussion, now: dt.datetime) -> QuerySet[Invitation]:
    """Whom a reminder may be written to now; the same rule as `may_be_reminded`, for all at once."""
    return Invitation.objects.silent().filter(remindable(now), discussion=discussion)


def remindable(now: dt.datetime) -> Q:
    """Of somebody silent: asked long enough ago, not reminded lately nor too often, and reached by mail."""
    asked = Q(invited_at__lte=now - SILENT_AFTER, reminders__lt=REMINDERS_AT_MOST)
    return asked & ~Q(reminded_at__gt=now - REMINDED_APART) & ~Q(stakeholder__email="")


def planned(discussion: Discussion, now: dt.datetime) -> dt.datetime | None:
    """The latest moment of the plan that has come, while the discussion is open."""
    if discussion.closes_at is None or discussion.held == Discussion.Held.LIVE or not discussion.is_open(now):
        return None
    moments = reminding_moments(discussion.closes_at, discussion.remind_before, settings.TIME_ZONE)
    return max((moment for moment in moments if moment <= now), default=None)


def due_by_plan(discussion: Discussion, now: dt.datetime) -> QuerySet[Invitation]:
    """The silent ones whom no reminder was written since the plan last said so."""
    moment = planned(discussion, now)
    if moment is None:
        return Invitation.objects.none()
    return silent(discussion, now).filter(invited_at__lt=moment).exclude(reminded_at__gte=moment)


def write_reminders(
    discussion: Discussion, whom: QuerySet[Invitation], *, now: dt.datetime, at_most: int = AT_MOST
) -> tuple[list[Message], int]:
    """Remind those of `whom` who are still silent at this moment; the letters, and how many people were looked at.

    Whoever cannot be reached is left out, and counted as reminded: the list of people says why.
    """
    with transaction.atomic():
        claimed = _claim(whom, at_most)
        lost = deliveries.unreachable(discussion.workspace, claimed)
        messages = []
        for each in claimed:
            if each.pk not in lost:
                letter = letters.reminder(each, link=_address(each, now), now=now)
                messages.append(_write(each, REMINDER, each.reminders + 1, letter))
        reached = [each.pk for each in claimed if each.pk not in lost]
        Invitation.objects.filter(pk__in=reached).update(reminded_at=now, reminders=F("reminders") + 1)
        Invitation.objects.filter(pk__in=lost).update(reminded_at=now)
    return messages, len(claimed)


# What became of it, and changes of a meeting -------------------------------------------------------------------------


def untold(discussion: Discussion) -> QuerySet[Invitation]:
    return Invitation.objects.standing().answered().filter(discussion=discussion, told_at=None).exclude(
        stakeholder__email=""
    )  # fmt: skip


def write_outcomes(discussion: Discussion, *, now: dt.datetime, at_most: int = AT_MOST) -> list[Message]:
    """What became of it, to everybody who took part and was not told yet."""
    if discussion.outcome_told_at is None:
        return []
    with transaction.atomic():
        claimed = _claim(untold(discussion), at_most)
        messages = [
            _write(each, OUTCOME, 1, letters.outcome(each, link=_address(each, now))) for each in claimed
        ]  # fmt: skip
        Invitation.objects.filter(pk__in=[each.pk for each in claimed]).update(told_at=now)
    return messages


def write_moved(discussion: Discussion, *, now: dt.datetime) -> list[Message]:
    """The new time or place of a live discussion, to everybody who has the old one."""
    return [
        _write(each, MOVED, discussion.revision, letters.moved(each), attachments=[_calendar(each, "REQUEST", now)])
        for each in with_everything(Invitation.objects.standing().filter(discussion=discussion)).exclude(
            invited_at=None
        )
        if each.stakeholder.email
    ]


def write_cancelled(invitations: Iterable[Invitation], *, now: dt.datetime) -> list[Message]:
    """Takes a live discussion out of calendars."""
    asked = [each for each in invitations if each.invited_at is not None and each.stakeholder.email]
    return [
        _write(
            each,
            CANCELLED,
            each.discussion.revision,
            letters.cancelled(each),
            attachments=[_calendar(each, calendar.CANCEL, now)],
        )
        for each in asked
    ]


# Writing one ---------------------------------------------------------------------------------------------------------


def _claim(invitations: QuerySet[Invitation], at_most: int) -> list[Invitation]:
    """Held until the transaction ends; the conditions are read again once a row is ours."""
    keys = invitations.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    found = with_everything(Invitation.objects.filter(pk__in=list(keys[:at_most])))
    return list(found.order_by("created_at", "pk"))


def with_everything(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return invitations.select_related(
        "stakeholder", "discussion__workspace", "discussion__version", "discussion__facilitator"
    )


def _address(invitation: Invitation, now: dt.datetime) -> str:
    discussion = invitation.discussion
    ends = link_ends(discussion, now)
    return links.address(
        links.issue(discussion.workspace, purpose=PURPOSE, subject=invitation.pk, expires_at=ends)
    )  # fmt: skip


def _calendar(invitation: Invitation, method: str, now: dt.datetime) -> Attachment:
    discussion = invitation.discussion
    contents = calendar.entry(
        discussion,
        method=method,
        organisation=discussion.workspace.name,
        facilitator=(str(discussion.facilitator), discussion.facilitator.email),
        attendee=(invitation.stakeholder.name, invitation.stakeholder.email),
        at=now,
    )
    return ("discussion.ics", contents.decode(), f"text/calendar; method={method}")


def _write(
    invitation: Invitation,
    kind: str,
    number: int,
    letter: Letter,
    *,
    attachments: Sequence[Attachment] = (),
) -> Message:
    discussion = invitation.discussion
    return outbox.write(
        key=deliveries.key(invitation.pk, kind, number),
        workspace=discussion.workspace,
        to=invitation.stakeholder.email,
        kind=KIND,
        attachments=attachments,
        headers=letters.headers(discussion),
        **letter,
    )
