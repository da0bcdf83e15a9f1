"""Noting what is worth knowing of somebody, marked as fact, quote or judgement, and removing a note."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Note, Stakeholder

# What to write, by mark: they may read it one day.
GUIDANCE: tuple[tuple[str, str], ...] = (
    (Note.Kind.FACT, "A fact names its source: who said so, where it stands, when. Without one it is a judgement."),
    (Note.Kind.QUOTE, "Their own words, as they said them, and when. Leave out what was said in confidence."),
    (Note.Kind.JUDGEMENT, "A judgement says whose it is and what it rests on: what they did, not what they are."),
)


def add_note(stakeholder: Stakeholder, *, author: User, kind: str, words: str, noted_on: dt.date | None = None) -> Note:
    """Store what was learnt on a day, today or earlier."""
    today = timezone.localdate()
    noted_on = noted_on or today
    if noted_on > today:
        raise ValidationError({"noted_on": "A note is dated today or earlier; this date is still to come."})
    note = Note(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        author=author,
        kind=kind,
        words=words.strip(),
        noted_on=noted_on,
    )
    note.clean_fields(exclude=["workspace", "stakeholder", "author"])
    with transaction.atomic(), pghistory.context(why="Added a note"):
        note.save(force_insert=True)
    return note


def remove_note(note: Note, *, why: str = "") -> None:
    """Take a note away; the audit trail keeps that it was, and why it went."""
    with (
        transaction.atomic(),
        pghistory.context(why=f"Removed a note: {why.strip()}"[:300] if why.strip() else "Removed a note"),
    ):
        note.delete()
