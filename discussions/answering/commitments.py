"""What a participant promises: by answering a prompt, by saying yes to what the team wrote down, and how it went."""

from __future__ import annotations

from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from discussions.answering.typed import LONGEST
from discussions.models import Answer, Commitment, Invitation

State = Commitment.State
OPEN = (State.PROPOSED, State.CONFIRMED)
CONFIRM, DECLINE, KEPT, BROKEN = "confirm", "decline", "kept", "broken"
TAKEN_BACK = "Taken back before the discussion closed."


def commit_to(answer: Answer, invitation: Invitation) -> Commitment | None:
    """The commitment that an answer makes: the same one however often the answer is sent, changed with it as long as
    it is open. An answer that was emptied takes it back."""
    now = timezone.now()
    with pghistory.context(why="Promised in a discussion"):
        held = Commitment.objects.select_for_update().filter(answer=answer).first()
        if held is None:
            return _new(answer, invitation) if answer.text else None
        taken_back = held.state == State.DECLINED and held.happened == TAKEN_BACK
        if held.state not in OPEN and not (taken_back and answer.text):
            return held
        if answer.text:
            held.what, held.due_on, held.confidence = answer.text, answer.due_on, answer.number
            held.state, held.happened, held.settled_on = State.CONFIRMED, "", None
        else:
            held.state, held.happened, held.settled_on = State.DECLINED, TAKEN_BACK, timezone.localdate()
        held.revision, held.updated_at = held.revision + 1, now
        held.save()
    return held


def _new(answer: Answer, invitation: Invitation) -> Commitment:
    return Commitment.objects.create(
        workspace_id=answer.workspace_id,
        discussion_id=answer.discussion_id,
        answer=answer,
        stakeholder_id=invitation.stakeholder_id,
        what=answer.text,
        due_on=answer.due_on,
        confidence=answer.number,
        state=State.CONFIRMED,
    )


def commitments_of(invitation: Invitation) -> QuerySet[Commitment]:
    """Theirs in this discussion, and those from elsewhere that are open."""
    here = Q(discussion=invitation.discussion_id) | Q(state__in=OPEN)
    return Commitment.objects.filter(here, stakeholder=invitation.stakeholder_id)


def settle(invitation: Invitation, commitment: UUID, act: str, *, happened: str = "") -> Commitment | None:
    """Their word on a commitment of theirs: yes or no to what the team wrote down, kept or not for what they
    confirmed. Said twice, it is said once. None when there is no such commitment of theirs."""
    if act not in TURNS:
        raise ValidationError("Choose one of the answers.")
    if len(happened) > LONGEST:
        raise ValidationError(f"This may be {LONGEST:,} characters long at most; it is {len(happened):,} long.")
    before, after, why = TURNS[act]
    settled = None if act == CONFIRM else timezone.localdate()
    with transaction.atomic(), pghistory.context(why=why):
        held = commitments_of(invitation).select_for_update().filter(pk=commitment).first()
        if held is None or held.state not in before:
            return held
        Commitment.objects.filter(pk=held.pk).update(
            state=after,
            happened=happened or held.happened,
            settled_on=settled,
            revision=F("revision") + 1,
            updated_at=timezone.now(),
        )
        held.refresh_from_db()
    return held


# act → the states it may be said in, the state it leads to, and why, for the audit trail
TURNS: dict[str, tuple[tuple[State, ...], State, str]] = {
    CONFIRM: ((State.PROPOSED,), State.CONFIRMED, "Confirmed by whoever promised it"),
    DECLINE: ((State.PROPOSED,), State.DECLINED, "Not agreed to by whoever it is about"),
    KEPT: ((State.CONFIRMED,), State.KEPT, "Said by whoever promised it"),
    BROKEN: ((State.CONFIRMED,), State.BROKEN, "Said by whoever promised it"),
}
