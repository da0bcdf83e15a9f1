"""What this app holds about people, as the stakeholders' app asks for it: their export, their erasure, the archive."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from checkins import backup, briefs
from checkins.models import (
    ChangeEvent,
    CheckIn,
    CheckInPlan,
    CheckInReason,
    CheckInRule,
    Holiday,
    Inherited,
    NoticePreference,
    RankingWeight,
)
from checkins.notices import digests
from stakeholders import held_about
from stakeholders.erasure import redact
from stakeholders.held_about import Held, HeldBy, Part, Rows
from stakeholders.models import Stakeholder


def register() -> None:
    held_about.register(
        HeldBy(
            app="checkins",
            # Plans and changes that the clock and the app write by themselves keep no import from being undone.
            tables=(
                Held(
                    CheckIn,
                    "check-in",
                    "check-ins",
                    "had a check-in since",
                    _check_ins,
                    words=("outcome", "next_step", "skipped_why"),
                    where="words of a check-in",
                ),
            ),
            eraser="erase_checkins_events",
            part=Part(
                "checkins",
                backup.pack,
                backup.unpack,
                models=(CheckInRule, Holiday, CheckIn, ChangeEvent, NoticePreference, RankingWeight),
                undo=backup.take_back,
            ),
            texts=_naming,
            forget=_forget,
            more=_more,
        )
    )


def _check_ins(rows: QuerySet[Any]) -> Rows:
    return [
        {
            "due": row.due_at,
            "why": row.get_origin_display(),
            "reasons": [reason.why for reason in row.reasons.all()],
            "channel": row.get_channel_display(),
            "state": row.get_state_display(),
            "held_on": row.held_on,
            "outcome": row.outcome,
            "next_step": row.next_step,
            "next_step_by": row.next_step_by,
            "skipped_because": row.skipped_why,
            "brief": row.brief,
        }
        for row in rows.prefetch_related("reasons").order_by("due_at", "pk")
    ]


def _more(stakeholder: Stakeholder) -> dict[str, Rows]:
    plans = CheckInPlan.objects.filter(stakeholder=stakeholder).order_by("pk")
    changes = ChangeEvent.objects.filter(stakeholder=stakeholder).order_by("happened_on", "pk")
    heritage = Inherited.objects.filter(successor=stakeholder).select_related("tie", "stake").order_by("pk")
    return {
        "check_in_plans": [
            {
                "every": f"{plan.interval} {plan.unit}",
                "next_due": plan.next_due_at,
                "paused_on": plan.paused_on,
                "paused_until": plan.paused_until,
                "paused_because": plan.paused_why,
            }
            for plan in plans
        ],
        "changes": [
            {
                "what": change.get_kind_display(),
                "says": change.says,
                "on": change.happened_on,
                "dismissed_because": change.dismissed_why,
            }
            for change in changes
        ],
        "inherited": [
            {
                "what": str(one.stake) if one.stake else one.tie and one.tie.get_kind_display(),
                "state": one.get_state_display(),
                "decided_on": one.decided_on,
            }
            for one in heritage
        ],
    }


def _forget(stakeholder: Stakeholder) -> None:
    """Mails to the team whose subject names them, digests that are still to arrive, which are written anew, and their
    name in what was kept of briefs about others. Calendars take them out at the next sweep, and name nobody."""
    briefs.mails_about(stakeholder.workspace_id, stakeholder.pk).delete()
    digests.unsent(stakeholder.workspace_id).update(mime=b"")
    name = re.compile(re.escape(stakeholder.name), re.IGNORECASE)
    others = CheckIn.objects.filter(workspace=stakeholder.workspace_id).exclude(brief=None)
    named = others.annotate(told=Cast("brief", TextField())).filter(told__icontains=_as_json(stakeholder.name))
    for check_in in named.exclude(stakeholder=stakeholder).order_by("pk").iterator(chunk_size=200):
        CheckIn.objects.filter(pk=check_in.pk).update(brief=redact(check_in.brief, name))


def _as_json(name: str) -> str:
    """As PostgreSQL writes it within a document."""
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _naming(workspace: UUID, name: str) -> QuerySet[Any, Any]:
    # Cast: within a union of its own PostgreSQL would take it for text.
    nobody = Cast(Value(None), BigIntegerField())

    def named(rows: QuerySet[Any], fields: tuple[str, ...], called: str, where: str) -> QuerySet[Any, Any]:
        holding = Q()
        for field in fields:
            holding |= Q(**{f"{field}__icontains": name})
        found = rows.filter(holding, workspace=workspace).order_by()
        return found.values_list(nobody, F(called), Value(where))

    changes = ChangeEvent.objects.exclude(stakeholder__name__iexact=name)
    reasons = CheckInReason.objects.exclude(check_in__stakeholder__name__iexact=name)
    reasons = reasons.exclude(event__stakeholder__name__iexact=name)
    return named(changes, ("says", "dismissed_why"), "says", "a change").union(
        named(reasons, ("why",), "why", "why a check-in is called for"),
        named(CheckInPlan.objects.all(), ("paused_why",), "stakeholder__name", "why check-ins are paused"),
    )
