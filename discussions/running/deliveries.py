"""What became of the letters to people invited, as the outbox tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Workspace
from discussions.models import Invitation
from mail import outbox
from mail.models import Message

INVITATION, REMINDER, OUTCOME, MOVED, CANCELLED = "invitation", "reminder", "outcome", "moved", "cancelled"
# So many letters of one kind to one person, at most.
MOST = {INVITATION: 6, REMINDER: 6, OUTCOME: 1}

NOT_YET, NO_ADDRESS, WAITING = "not_yet", "no_address", "waiting"
SENT, TROUBLE, NOT_SENT = "sent", "trouble", "not_sent"


@dataclass(frozen=True)
class Delivery:
    """How far the latest letter to somebody came; `why` says what was wrong with it. `address` is where it went."""

    state: str
    word: str
    why: str = ""
    at: dt.datetime | None = None
    address: str = ""

    @property
    def arrived_nowhere(self) -> bool:
        """Writing to the same address again would not reach anybody."""
        return self.state in {TROUBLE, NOT_SENT}


WORDS = {
    Message.State.WAITING: (WAITING, "Waiting to leave"),
    Message.State.SENDING: (WAITING, "Leaving now"),
    Message.State.SENT: (SENT, "Sent"),
    Message.State.FAILED: (TROUBLE, "Could not be delivered"),
    Message.State.BOUNCED: (TROUBLE, "Came back"),
    Message.State.DROPPED: (NOT_SENT, "Not sent"),
}


def key(invitation: UUID, kind: str, number: int = 1) -> str:
    """Under which the outbox keeps a letter: the same key is the same letter."""
    return f"discussion:{invitation}:{kind}:{number}"


def written(workspace: Workspace, invitations: Iterable[UUID], kinds: Sequence[str]) -> dict[UUID, list[Message]]:
    """The letters of those kinds to each, the earliest first. One query."""
    keys = {
        key(invitation, kind, number): invitation
        for invitation in invitations
        for kind in kinds
        for number in range(1, MOST[kind] + 1)
    }
    found: dict[UUID, list[Message]] = {}
    for name, message in outbox.state_of(keys, workspace=workspace).items():
        found.setdefault(keys[name], []).append(message)
    for messages in found.values():
        messages.sort(key=lambda message: (message.created_at, message.key))
    return found


def latest(workspace: Workspace, invitations: Sequence[Invitation]) -> dict[UUID, Delivery]:
    """The latest invitation or reminder to each; their stakeholders are loaded."""
    letters = written(workspace, [each.pk for each in invitations], [INVITATION, REMINDER])
    return {each.pk: delivery_of(each, letters.get(each.pk, [])) for each in invitations}


def delivery_of(invitation: Invitation, messages: Sequence[Message]) -> Delivery:
    """Pure, but for what is loaded already."""
    address = invitation.stakeholder.email
    if invitation.invited_at is None or not messages:
        if not address:
            return Delivery(NO_ADDRESS, "No e-mail address")
        if invitation.invited_at is None:
            return Delivery(NOT_YET, "Not written yet")
        # The outbox has forgotten it.
        return Delivery(SENT, "Sent", at=invitation.invited_at)
    # A reminder that did not arrive says more than the invitation that did.
    last = messages[-1]
    state, word = WORDS[Message.State(last.state)]
    return Delivery(state, word, last.last_error if state != SENT else "", last.sent_at or last.due_at, last.recipient)


def unreachable(workspace: Workspace, invitations: Sequence[Invitation]) -> set[UUID]:
    """Whose latest letter to the address they still have arrived nowhere, or who unsubscribed."""
    return {
        pk
        for pk, delivery in latest(workspace, invitations).items()
        if delivery.arrived_nowhere
        and delivery.address.lower() == next(each.stakeholder.email for each in invitations if each.pk == pk).lower()
    }


def take_back(workspace: Workspace, invitations: Iterable[UUID], kinds: Sequence[str], why: str) -> int:
    """Cancel what has not left yet; says how many letters that were."""
    letters = written(workspace, invitations, kinds)
    waiting = [each.key for messages in letters.values() for each in messages if each.state == Message.State.WAITING]
    return outbox.cancel(waiting, workspace=workspace, why=why) if waiting else 0
