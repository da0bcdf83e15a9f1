"""What this app holds about people, as the stakeholders' app asks for it: their export and their erasure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from discussions import backup, restoring
from discussions.models import Answer, Commitment, Discussion, Guide, Idea, Insight, Invitation, Response
from stakeholders import held_about
from stakeholders.held_about import Held, HeldBy, Part, Rows


def register() -> None:
    held_about.register(
        HeldBy(
            app="discussions",
            tables=(
                Held(
                    Invitation,
                    "invitation to a discussion",
                    "invitations to discussions",
                    "was invited to a discussion since",
                    _taken_part,
                ),
                Held(
                    Commitment,
                    "commitment",
                    "commitments",
                    "committed to something since",
                    _commitments,
                    words=("what", "happened"),
                    where="words of a commitment",
                ),
            ),
            eraser="erase_discussions_events",
            part=Part(
                "discussions",
                backup.pack,
                restoring.unpack,
                models=(Guide, Discussion, Invitation, Insight, Commitment),
                undo=restoring.take_back,
            ),
            texts=_naming,
        )
    )


def _taken_part(rows: QuerySet[Any]) -> Rows:
    """Everything they said under their name, or in confidence; what is anonymous is nobody's, here as everywhere."""
    found = rows.select_related("discussion").order_by("created_at", "pk")
    keys = [row.pk for row in found]
    answers = _by_invitation(Answer.objects.filter(invitation__in=keys).select_related("prompt"), _answer)
    ideas = _by_invitation(Idea.objects.filter(invitation__in=keys), _idea)
    replies = _by_invitation(Response.objects.filter(invitation__in=keys).select_related("idea"), _reply)
    return [
        {
            "discussion": row.discussion.title,
            "segment": row.get_segment_display(),
            "invited": row.invited_at,
            "reminded": row.reminded_at,
            "started": row.started_at,
            "finished": row.finished_at,
            "withdrawn": row.withdrawn_at,
            "told_what_became_of_it": row.told_at,
            "answers": answers.get(row.pk, []),
            "ideas": ideas.get(row.pk, []),
            "replies": replies.get(row.pk, []),
        }
        for row in found
    ]


def _by_invitation(rows: QuerySet[Any], told: Callable[[Any], dict[str, Any]]) -> dict[UUID, Rows]:
    found: dict[UUID, Rows] = {}
    for row in rows.order_by("said_on", "pk"):
        found.setdefault(row.invitation_id, []).append(told(row))
    return found


def _answer(row: Answer) -> dict[str, Any]:
    said: dict[str, Any] = {
        "asked": row.prompt.text,
        "text": row.text,
        "number": row.number,
        "why": row.why,
        "chosen": _options(row),
        "due_on": row.due_on,
        "number_after_seeing_others": row.number_after,
        "why_after": row.why_after,
    }
    said = {name: value for name, value in said.items() if value not in ("", None, [])}
    return {**said, "sent": not row.is_draft, "on": row.said_on, "before": row.earlier, "hidden": row.hidden_because}


def _options(row: Answer) -> list[str]:
    options = row.prompt.options
    return [options[place] for place in row.chosen if place < len(options)]


def _idea(row: Idea) -> dict[str, Any]:
    return {
        "text": row.text,
        "on": row.said_on,
        "became": row.get_became_display(),
        "because": row.became_because,
        "before": row.earlier,
        "hidden": row.hidden_because,
    }


def _reply(row: Response) -> dict[str, Any]:
    return {
        "to_the_idea": row.idea.text,
        "what": row.get_kind_display(),
        "text": row.text,
        "would_solve": row.would_solve,
        "on": row.said_on,
        "before": row.earlier,
        "hidden": row.hidden_because,
    }


def _commitments(rows: QuerySet[Any]) -> Rows:
    return [
        {
            "discussion": row.discussion.title if row.discussion else "",
            "what": row.what,
            "due_on": row.due_on,
            "confidence": row.confidence,
            "state": row.get_state_display(),
            "what_happened": row.happened,
            "settled_on": row.settled_on,
            "created_at": row.created_at,
        }
        for row in rows.select_related("discussion").order_by("created_at", "pk")
    ]


def _naming(workspace: UUID, name: str) -> QuerySet[Any, Any]:
    """Insights, outcomes and words of others that hold a name."""
    # Cast: within a union of its own PostgreSQL would take it for text.
    nobody = Cast(Value(None), BigIntegerField())

    def holding(rows: QuerySet[Any], *texts: str, where: str) -> QuerySet[Any, Any]:
        named = Q()
        for text in texts:
            named |= Q(**{f"{text}__icontains": name})
        return rows.filter(named, workspace=workspace).order_by().values_list(nobody, texts[0], Value(where))

    return holding(Insight.objects.all(), "statement", "decided", where="an insight").union(
        holding(Discussion.objects.all(), "outcome", "title", where="what became of a discussion"),
        holding(Answer.objects.all(), "text", "why", "why_after", where="an answer in a discussion"),
        holding(Idea.objects.all(), "text", "became_because", where="an idea"),
        holding(Response.objects.all(), "text", "would_solve", where="a reply to an idea"),
    )
