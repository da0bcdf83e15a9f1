"""What this app holds about people, as the stakeholders' app asks for it: export, erasure, backup."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, Value

from planning import backup
from planning.models import Goal, GoalOwner, GoalPosition, Stake
from stakeholders import held_about
from stakeholders.held_about import Held, HeldBy, Part, Rows
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
            ),
            eraser="erase_planning_events",
            part=Part(
                "planning",
                backup.pack,
                backup.unpack,
                models=(Goal, GoalOwner, Stake, GoalPosition),
                undo=backup.take_back,
            ),
            texts=_goals_naming,
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


def _goals_naming(workspace: UUID, name: str) -> QuerySet[Any, Any]:
    named = Q()
    for text in TEXTS:
        named |= Q(**{f"{text}__icontains": name})
    nobody = Value(None, output_field=BigIntegerField())
    goals = Goal.objects.filter(named, workspace=workspace).order_by()
    return goals.values_list(nobody, "statement", Value("a goal"))
