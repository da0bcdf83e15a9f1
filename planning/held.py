"""What this app holds about people, as the stakeholders' app asks for it: export, erasure, backup."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from planning import backup
from planning.intake.text import WORDS
from planning.models import (
    BoardNote,
    Confidence,
    Decision,
    Goal,
    GoalOwner,
    GoalPosition,
    PlanningSession,
    Playbook,
    Proposal,
    Request,
    RequestDesk,
    Seat,
    Stake,
)
from planning.playbooks.texts import PARTS
from planning.sessions import sitting
from stakeholders import held_about
from stakeholders.held_about import Held, HeldBy, Part, Rows
from stakeholders.models import Segment
from stakeholders.scales import POSITION

TEXTS = ("statement", "measured_by", "customer_outcome")


def register() -> None:
    held_about.register(
        HeldBy(
            app="planning",
            tables=(
                Held(GoalOwner, "owned goal", "owned goals", "was made an owner of a goal since", _owned),
                Held(
                    Stake,
                    "stake",
                    "stakes",
                    "was given a stake since",
                    _stakes,
                    words=("what", "expects", "measure"),
                    where="words of a stake",
                ),
                Held(
                    GoalPosition,
                    "position on a goal",
                    "positions on goals",
                    "was given a position on a goal since",
                    _positions,
                    words=("why",),
                    where="reason of a position on a goal",
                ),
                Held(
                    Request,
                    "request",
                    "requests",
                    "brought a request since",
                    _requests,
                    words=WORDS,
                    where="words of a request",
                ),
                Held(
                    Seat,
                    "seat at a planning session",
                    "seats at planning sessions",
                    "was given a seat at a planning session since",
                    sitting.told,
                ),
            ),
            eraser="erase_planning_events",
            part=Part(
                "planning",
                backup.pack,
                backup.unpack,
                models=(
                    *(Goal, GoalOwner, Stake, GoalPosition, Playbook, Request, Decision, RequestDesk),
                    *(PlanningSession, Seat),
                ),
                undo=backup.take_back,
            ),
            texts=_naming,
            forget=sitting.forget,
        )
    )


def _owned(rows: QuerySet[Any]) -> Rows:
    return [
        {"goal": row.goal.statement, "period": row.goal.period} for row in rows.select_related("goal").order_by("pk")
    ]


def _stakes(rows: QuerySet[Any]) -> Rows:
    return [
        {
            "goal": row.goal.statement if row.goal else "",
            "invests": row.get_invests_display(),
            "what": row.what,
            "expects": row.expects,
            "measure": row.measure,
            "horizon": row.horizon_on,
            "ended_on": row.ended_on,
            "author": str(row.author),
            "created_at": row.created_at,
        }
        for row in rows.select_related("goal", "author").order_by("pk")
    ]


def _positions(rows: QuerySet[Any]) -> Rows:
    return [
        {
            "goal": row.goal.statement,
            "position": POSITION[row.position],
            "why": row.why,
            "said_on": row.said_on,
            "author": str(row.author),
            "created_at": row.created_at,
        }
        for row in rows.select_related("goal", "author").order_by("said_on", "pk")
    ]


def _requests(rows: QuerySet[Any]) -> Rows:
    said = rows.select_related("goal").prefetch_related("decisions").order_by("received_at", "pk")
    return [
        {
            **{name: getattr(row, name) for name in ("name", "email", *WORDS)},
            "wanted_by": row.wanted_by,
            "received_at": row.received_at,
            "goal": row.goal.statement if row.goal else "",
            "decisions": [
                {"became": each.get_state_display(), "reason": each.reason, "at": each.at}
                for each in row.decisions.all()
            ],
        }
        for row in said
    ]


def _naming(workspace: UUID, name: str) -> QuerySet[Any, Any]:
    # Cast: within a union of its own PostgreSQL would take it for text.
    nobody = Cast(Value(None), BigIntegerField())
    called = Case(*(When(segment=segment, then=Value(segment.label)) for segment in Segment))

    def named(rows: QuerySet[Any], texts: tuple[str, ...], said: Any, where: str) -> QuerySet[Any, Any]:
        found = rows.filter(_holding(name, texts), workspace=workspace).order_by()
        return found.values_list(nobody, F(said) if isinstance(said, str) else said, Value(where))

    return named(Goal.objects.all(), TEXTS, "statement", "a goal").union(
        named(Playbook.objects.all(), PARTS, called, "a playbook"),
        named(PlanningSession.objects.all(), ("title", "outcome", "where"), "title", "a planning session"),
        named(Seat.objects.filter(stakeholder=None), ("name",), "name", "a seat nobody was recognised in"),
        named(Proposal.objects.all(), ("title", "size_why", "why"), "title", "a proposal of a planning session"),
        named(BoardNote.objects.all(), ("text", "answer"), "text", "a note of a planning session"),
        named(Confidence.objects.all(), ("why",), "why", "a doubt voiced in a planning session"),
    )


def _holding(name: str, texts: tuple[str, ...]) -> Q:
    named = Q()
    for text in texts:
        named |= Q(**{f"{text}__icontains": name})
    return named
