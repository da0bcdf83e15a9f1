"""Whose row is whose: the key under which what somebody said is found again by their link, and by nobody else."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from discussions.models import Discussion, Invitation, Prompt
from discussions.models.answer import Voiced
from stakeholders.models import Segment

# A segment of fewer people would tell who an anonymous answer is from; see docs/decisions about small numbers.
SMALLEST_CROWD = 5


@dataclass(frozen=True)
class Voice:
    """What is stored of the author of a row: `invitation` is None where the prompt is anonymous."""

    key: str
    invitation: Invitation | None
    segment: str


def voice_of(invitation: Invitation, prompt: Prompt) -> Voice:
    """The voice of somebody under one prompt. Anonymous voices of different prompts cannot be joined, and keep their
    segment only when at least five people of it are invited."""
    if prompt.mode != Prompt.Mode.ANONYMOUS:
        return Voice(key_of(invitation, prompt), invitation, invitation.segment)
    crowd = Invitation.objects.standing().filter(discussion=invitation.discussion_id, segment=invitation.segment)
    segment = invitation.segment if crowd.count() >= SMALLEST_CROWD else Segment.UNKNOWN
    return Voice(key_of(invitation, prompt), None, segment)


def key_of(invitation: Invitation, prompt: Prompt) -> str:
    """HMAC-SHA256 in hex (64 characters) of the invitation and the prompt, under a key of the server that is not in
    the database: from the database alone nobody gets from a row to its author."""
    return _keyed(f"{invitation.pk}:{prompt.pk}")


def named_key_of(invitation: Invitation, prompt: Prompt) -> str:
    """For what somebody says with their name where all else is anonymous, as who offers help: under the key of their
    other rows it would name them too."""
    return _keyed(f"{invitation.pk}:{prompt.pk}:named")


def _keyed(message: str) -> str:
    secret = hashlib.sha256(b"coalition.voices:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(secret, message.encode(), "sha256").hex()


def shows_name_to_team(mode: str, discussion: Discussion, reader: User) -> bool:
    """Whether a member of the marketing team reads the author's name: a confidential one is for the facilitator."""
    if mode == Prompt.Mode.CONFIDENTIAL:
        return discussion.facilitator_id == reader.pk
    return mode == Prompt.Mode.ATTRIBUTED


def shows_name_to_others(mode: str) -> bool:
    """Whether other participants read the author's name."""
    return mode == Prompt.Mode.ATTRIBUTED


def is_by(row: Voiced, invitation: Invitation, prompt: Prompt) -> bool:
    return hmac.compare_digest(row.voice, key_of(invitation, prompt))
