"""Commitments of both sides after a discussion: writing one down, how it went, and reminding of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.models import User, Workspace
from discussions.models import Commitment, Discussion, Invitation, Prompt
from discussions.running.posting import PURPOSE, link_ends
from mail import outbox
from mail.letters import render
from mail.models import Message
from stakeholders.models import Stakeholder

State = Commitment.State
OPEN = (State.PROPOSED, State.CONFIRMED)
LONGEST = 2_000
KIND = "commitment"
# A reminder leaves so many days before it is due, and one more when it was due and nobody said how it went.
BEFORE = 3
AT_MOST = 50


class SettledMeanwhile(Exception):  # noqa: N818 - it says what happened, not that something broke
    """Somebody said meanwhile how it went, or changed it. `now` is the commitment as it stands."""

    def __init__(self, now: Commitment) -> None:
        super().__init__(f"“{now}” was changed by somebody else")
        self.now = now


def may_name(commitment: Commitment, reader: User) -> bool:
    """Whether a member of the team reads whose it is: one answered in confidence is between them and the
    facilitator."""
    if not _is_in_confidence(commitment):
        return True
    return commitment.discussion is not None and commitment.discussion.facilitator_id == reader.pk


def _is_in_confidence(commitment: Commitment) -> bool:
    answer = commitment.answer
    return commitment.in_confidence or (answer is not None and answer.prompt.mode != Prompt.Mode.ATTRIBUTED)


def promise(
    workspace: Workspace,
    *,
    what: str,
    due_on: dt.date | None,
    stakeholder: Stakeholder | None = None,
    user: User | None = None,
    discussion: Discussion | None = None,
    confidence: int | None = None,
    in_confidence: bool = False,
) -> Commitment:
    """Write down what somebody took on. A stakeholder's waits for their yes; one of the team is confirmed by it."""
    made = Commitment(
        workspace=workspace,
        discussion=discussion,
        stakeholder=stakeholder,
        user=user,
        what=_said(what),
        due_on=due_on,
        confidence=confidence,
        in_confidence=in_confidence,
        state=State.PROPOSED if stakeholder else State.CONFIRMED,
    )
    if (stakeholder is None) == (user is None):
        raise ValidationError("Choose who takes it on: a stakeholder, or one of the team.")
    with transaction.atomic(), pghistory.context(why="Written down by the team"):
        made.save(force_insert=True)
    return made


def settle(commitment: Commitment, state: str, *, happened: str, expected_revision: int) -> Commitment:
    """How it went, in the team's words: kept or not."""
    if state not in (State.KEPT, State.BROKEN):
        raise ValidationError("Say whether it was kept.")
    happened = happened.strip()
    if state == State.BROKEN and not happened:
        raise ValidationError({"happened": "Say what happened instead; it is the most useful line of all."})
    with transaction.atomic(), pghistory.context(why="Said how it went"):
        stands = _open(commitment, expected_revision)
        return _stored(stands, state=state, happened=happened[:LONGEST], settled_on=timezone.localdate())


def change(
    commitment: Commitment, *, what: str, due_on: dt.date | None, happened: str, expected_revision: int
) -> Commitment:
    """Another one takes its place; the first stays as it was, with why it changed. Gives the new one, which waits for
    a stakeholder's yes again."""
    happened = happened.strip()
    if not happened:
        raise ValidationError({"happened": "Say why it changed."})
    with transaction.atomic(), pghistory.context(why="Changed for another one"):
        stands = _open(commitment, expected_revision)
        if (what.strip(), due_on) == (stands.what, stands.due_on):
            raise ValidationError({"what": "This is what was agreed before. Say what takes its place, or another day."})
        made = promise(
            stands.workspace,
            what=what,
            due_on=due_on,
            stakeholder=stands.stakeholder,
            user=stands.user,
            discussion=stands.discussion,
            confidence=stands.confidence,
            in_confidence=_is_in_confidence(stands),
        )
        _stored(stands, state=State.CHANGED, happened=happened[:LONGEST], settled_on=timezone.localdate(), instead=made)
    return made


def _open(commitment: Commitment, expected_revision: int) -> Commitment:
    stands = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if stands.revision != expected_revision or stands.state not in OPEN:
        raise SettledMeanwhile(stands)
    return stands


def _stored(stands: Commitment, **changes: Any) -> Commitment:
    for name, value in changes.items():
        setattr(stands, name, value)
    stands.revision, stands.updated_at = stands.revision + 1, timezone.now()
    stands.save()
    return stands


def _said(what: str) -> str:
    what = what.strip()
    if not what:
        raise ValidationError({"what": "Say what will be done."})
    if len(what) > LONGEST:
        raise ValidationError({"what": f"This may be {LONGEST:,} characters long at most; it is {len(what):,} long."})
    return what


# Letters -------------------------------------------------------------------------------------------------------------


def to_remind(workspace: Workspace, on: dt.date) -> QuerySet[Commitment]:
    """Confirmed ones of which a reminder is due: once some days before, and once when it was due and is open."""
    soon = Q(due_on__range=(on, on + dt.timedelta(days=BEFORE))) & (
        Q(reminded_on=None) | Q(reminded_on__lt=F("due_on") - dt.timedelta(days=BEFORE))
    )
    overdue = Q(due_on__lt=on) & (Q(reminded_on=None) | Q(reminded_on__lte=F("due_on")))
    confirmed = Commitment.objects.filter(workspace=workspace, state=State.CONFIRMED)
    return confirmed.filter(soon | overdue)


def write_reminders(workspace: Workspace, *, now: dt.datetime, at_most: int = AT_MOST) -> list[Message]:
    """Claimed by their rows: two sweeps at once write each letter once."""
    on = timezone.localdate(now)
    with transaction.atomic():
        keys = to_remind(workspace, on).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        claimed = list(keys.values_list("pk", flat=True)[:at_most])
        found = Commitment.objects.filter(pk__in=claimed).select_related(
            "workspace", "stakeholder", "user", "discussion"
        )
        doors = _doors([each.stakeholder_id for each in found if each.stakeholder_id])
        letters = [_reminder(each, doors.get(each.stakeholder_id or 0), on, now) for each in found]
        Commitment.objects.filter(pk__in=claimed).update(reminded_on=on)
    return [each for each in letters if each is not None]


def ask_for_yes(commitment: Commitment, *, now: dt.datetime) -> Message | None:
    """Write to a stakeholder what the team wrote down for them, with the link to confirm it; None where no letter can
    reach them or no discussion gave them a link: then they meet it in the next one."""
    if commitment.state != State.PROPOSED or commitment.stakeholder is None:
        return None
    door = _doors([commitment.stakeholder.pk]).get(commitment.stakeholder.pk)
    if door is None or not commitment.stakeholder.email:
        return None
    return _write(commitment, "commitment_asked", f"asked:{commitment.revision}", door, now)


def _doors(stakeholders: list[int]) -> dict[int, Invitation]:
    """The latest discussion each is in: its link shows all their open commitments."""
    found = Invitation.objects.standing().filter(stakeholder__in=stakeholders).exclude(discussion__opens_at=None)
    found = found.select_related("discussion__facilitator").order_by("stakeholder_id", "-created_at", "-pk")
    return {each.stakeholder_id: each for each in found.distinct("stakeholder_id")}


def _reminder(commitment: Commitment, door: Invitation | None, on: dt.date, now: dt.datetime) -> Message | None:
    assert commitment.due_on is not None
    name = "commitment_overdue" if commitment.due_on < on else "commitment_due"
    key = f"{'overdue' if commitment.due_on < on else 'before'}:{commitment.due_on.isoformat()}"
    return _write(commitment, name, key, door, now)


def _write(commitment: Commitment, name: str, key: str, door: Invitation | None, now: dt.datetime) -> Message | None:
    owner = commitment.stakeholder or commitment.user
    if owner is None or not owner.email or (commitment.stakeholder and door is None):
        return None
    workspace = commitment.workspace
    context = {
        "commitment": commitment,
        "person": owner,
        "link": _address(workspace, door, now) if commitment.stakeholder and door else _page(workspace),
        "facilitator": door.discussion.facilitator if commitment.stakeholder and door else "",
    }
    answered_by = {"Reply-To": door.discussion.facilitator.email} if commitment.stakeholder and door else {}
    return outbox.write(
        key=f"commitment:{commitment.pk}:{key}",
        workspace=workspace,
        to=owner.email,
        kind=KIND,
        headers=answered_by,
        **render(f"discussions/emails/{name}", context, workspace=workspace),
    )


def _address(workspace: Workspace, door: Invitation, now: dt.datetime) -> str:
    ends = link_ends(door.discussion, now)
    return links.address(links.issue(workspace, purpose=PURPOSE, subject=door.pk, expires_at=ends))


def _page(workspace: Workspace) -> str:
    return f"{settings.BASE_URL}{reverse('discussions:commitments', args=[workspace.slug])}"
