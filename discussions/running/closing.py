"""Closing a discussion, moving its end, and telling everybody what became of it."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import links
from discussions.models import Discussion, Invitation
from discussions.running import deliveries, posting
from discussions.running.deliveries import INVITATION, REMINDER
from web.live import publish

CLOSED = "The discussion was closed."


def close(discussion: Discussion, *, now: dt.datetime) -> Discussion:
    """Nobody answers from now on; letters that have not left are taken back. Closing it again changes nothing."""
    with transaction.atomic(), pghistory.context(why="Closed"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if stands.opens_at is None:
            raise ValidationError("A draft cannot be closed; it has not been opened.")
        if stands.is_over(now):
            return stands
        stands.closed_at = now
        _store(stands, "closed_at", now=now)
        silent = Invitation.objects.silent().filter(discussion=stands).values_list("pk", flat=True)
        deliveries.take_back(stands.workspace, list(silent), [INVITATION, REMINDER], CLOSED)
    publish(stands.channel, "step")
    return stands


def move(
    discussion: Discussion, *, closes_at: dt.datetime, now: dt.datetime, opens_at: dt.datetime | None = None
) -> Discussion:
    """Close later, or sooner, or open again what is over; `opens_at` moves a beginning that is still to come.
    Everybody's links go on for as long as they are needed, and a meeting moves in calendars."""
    with transaction.atomic(), pghistory.context(why="Its dates were moved"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if stands.opens_at is None:
            raise ValidationError("It has no dates yet. Open it first.")
        before = (stands.opens_at, stands.closes_at)
        if opens_at is not None and stands.opens_at > now:
            stands.opens_at = opens_at
        if closes_at <= now:
            raise ValidationError({"closes_at": "Choose a moment to come; to end it now, close it."})
        if closes_at <= stands.opens_at:
            raise ValidationError({"closes_at": "Choose a moment after the beginning."})
        stands.closes_at, stands.closed_at = closes_at, None
        _store(stands, "opens_at", "closes_at", "closed_at", now=now)
        standing = Invitation.objects.standing().filter(discussion=stands).values_list("pk", flat=True)
        links.prolong(
            stands.workspace,
            purpose=posting.PURPOSE,
            subjects=list(standing),
            expires_at=posting.link_ends(stands, now),
        )
        if stands.held == Discussion.Held.LIVE and before != (stands.opens_at, stands.closes_at):
            posting.write_moved(stands, now=now)
    publish(stands.channel, "step")
    return stands


def tell_outcome(discussion: Discussion, outcome: str, *, now: dt.datetime) -> Discussion:
    """Store what was decided, and have it told to everybody who took part. Told once; its words may be mended later."""
    outcome = outcome.strip()
    if not outcome:
        raise ValidationError({"outcome": "Say what was decided, and what was not, in words you would say aloud."})
    with transaction.atomic(), pghistory.context(why="Told what became of it"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if not stands.is_over(now):
            raise ValidationError("Close the discussion first; then tell everybody what became of it.")
        stands.outcome = outcome
        stands.outcome_told_at = stands.outcome_told_at or now
        _store(stands, "outcome", "outcome_told_at", now=now)
    return stands


def _store(discussion: Discussion, *fields: str, now: dt.datetime) -> None:
    discussion.revision += 1
    discussion.updated_at = now
    discussion.save(update_fields=[*fields, "revision", "updated_at"])
