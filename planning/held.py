"""What this app holds about people, as the stakeholders' app asks for it: export, erasure, backup."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from planning import backup
from planning.intake.text import WORDS
from planning.models import Decision, Goal, GoalOwner, GoalPosition, Playbook, Request, RequestDesk, Stake
from planning.playbooks.texts import PARTS
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
            ),
            eraser="erase_planning_events",
            part=Part(
                "planning",
                backup.pack,
                backup.unpack,
                models=(Goal, GoalOwner, Stake, GoalPosition, Playbook, Request, Decision, RequestDesk),
                undo=backup.take_back,
            ),
            texts=_naming,
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
    goals = Goal.objects.filter(_holding(name, TEXTS), workspace=workspace).order_by()
    books = Playbook.objects.filter(_holding(name, PARTS), workspace=workspace).order_by()
    called = Case(*(When(segment=segment, then=Value(segment.label)) for segment in Segment))
    return goals.values_list(nobody, "statement", Value("a goal")).union(
        books.values_list(nobody, called, Value("a playbook"))
    )


def _holding(name: str, texts: tuple[str, ...]) -> Q:
    named = Q()
    for text in texts:
        named |= Q(**{f"{text}__icontains": name})
    return named
