"""Drawing insights from what was said: each rests on at least one piece of evidence, and says so word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.models import Answer, Discussion, Evidence, Idea, Insight, Response
from discussions.synthesis.agreement import reading_of
from discussions.synthesis.backing import voted_on
from web.meanwhile import EditedMeanwhile

LONGEST = 2_000
NO_STATEMENT = "Say in one sentence what was learnt."
NO_FIGURE = "Of these votes no figure may be shown yet, so nothing can rest on them."
LAST = "An insight rests on at least one piece of evidence. Add another one first, or delete the insight."


@dataclass(frozen=True)
class Quote:
    """Words out of an answer, an idea or a reply; or the votes on an idea."""

    row: Answer | Idea | Response
    words: str = ""
    is_votes: bool = False


def draw(discussion: Discussion, *, by: User, kind: str, statement: str, quotes: Sequence[Quote]) -> Insight:
    if not quotes:
        raise ValidationError("An insight rests on at least one piece of evidence. Choose some words first.")
    insight = Insight(
        workspace_id=discussion.workspace_id, discussion=discussion, kind=kind, statement=_said(statement), author=by
    )
    insight.clean_fields(exclude=["workspace", "discussion", "author"])
    with transaction.atomic(), pghistory.context(why="Drew an insight"):
        insight.save(force_insert=True)
        for quote in quotes:
            attach(insight, quote, by=by)
    return insight


def attach(insight: Insight, quote: Quote, *, by: User) -> Evidence:
    """Put words under an insight; the same words twice are there once."""
    row = quote.row
    if row.discussion_id != insight.discussion_id:
        raise ValidationError("These words are from another discussion.")
    of: dict[str, Any] = {type(row).__name__.lower(): row, "is_votes": quote.is_votes}
    words, starts = ("", 0) if quote.is_votes else found_in(row, quote.words)
    if quote.is_votes:
        if not isinstance(row, Idea):
            raise ValidationError("Only ideas are voted on.")
        if not voted_on(reading_of(insight.discussion), row).n:
            raise ValidationError(NO_FIGURE)
    with transaction.atomic():
        # Held, so that two people who press the same key attach it once.
        Insight.objects.select_for_update().get(pk=insight.pk)
        found, _ = Evidence.objects.get_or_create(
            workspace_id=insight.workspace_id,
            insight=insight,
            quote=words,
            starts=starts,
            defaults={"added_by": by},
            **of,
        )
    return found


def texts_of(row: Answer | Idea | Response) -> tuple[str, ...]:
    """Everything somebody wrote in a row, part by part."""
    if isinstance(row, Answer):
        return tuple(each for each in (row.text, row.why, row.why_after) if each)
    if isinstance(row, Response):
        return tuple(each for each in (row.text, row.would_solve) if each)
    return (row.text,)


def found_in(row: Answer | Idea | Response, words: str) -> tuple[str, int]:
    """The words as they stand in the row, and where in their part they begin; all of its first part without any. Space
    between words is not looked at: a browser gives selected words with line breaks of its own."""
    parts = texts_of(row)
    wanted = words.split()
    if not parts:
        raise ValidationError("Nothing is written there.")
    if not wanted:
        return parts[0], 0
    for part in parts:
        at = part.find(words.strip())
        if at >= 0:
            return words.strip(), at
        loose = _loosely(part, wanted)
        if loose is not None:
            return part[loose[0] : loose[1]], loose[0]
    raise ValidationError("These words do not stand there like that; they may have been changed. Choose them again.")


def _loosely(part: str, wanted: Sequence[str]) -> tuple[int, int] | None:
    start = part.find(wanted[0])
    while start >= 0:
        at = start
        for word in wanted:
            while at < len(part) and part[at].isspace():
                at += 1
            if not part.startswith(word, at):
                break
            at += len(word)
        else:
            return start, at
        start = part.find(wanted[0], start + 1)
    return None


def detach(evidence: Evidence) -> None:
    with transaction.atomic():
        insight = Insight.objects.select_for_update().get(pk=evidence.insight_id)
        if not insight.evidence.exclude(pk=evidence.pk).exists():
            raise ValidationError(LAST)
        evidence.delete()


def edit(insight: Insight, *, expected_revision: int, **changes: Any) -> Insight:
    """`changes` of kind, statement and decided. Raises EditedMeanwhile when it is not `expected_revision` any more."""
    unknown = set(changes) - {"kind", "statement", "decided"}
    if unknown:
        raise TypeError(f"No part of an insight: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why="Changed an insight"):
        stands = Insight.objects.select_for_update().get(pk=insight.pk)
        if stands.revision != expected_revision:
            raise EditedMeanwhile(stands)
        if "statement" in changes:
            changes["statement"] = _said(changes["statement"])
        if "decided" in changes and changes["decided"].strip() != stands.decided:
            changes["decided"] = changes["decided"].strip()
            stands.decided_on = timezone.localdate() if changes["decided"] else None
        for name, value in changes.items():
            setattr(stands, name, value)
        stands.revision, stands.updated_at = stands.revision + 1, timezone.now()
        stands.clean_fields(exclude=["workspace", "discussion", "author"])
        stands.save()
    return stands


def delete(insight: Insight) -> None:
    """Its evidence goes with it; what people said stays."""
    with transaction.atomic(), pghistory.context(why="Deleted an insight"):
        insight.delete()


def _said(statement: str) -> str:
    statement = statement.strip()
    if not statement:
        raise ValidationError({"statement": NO_STATEMENT})
    if len(statement) > LONGEST:
        raise ValidationError(
            {"statement": f"This may be {LONGEST:,} characters long at most; it is {len(statement):,} long."}
        )
    return statement
