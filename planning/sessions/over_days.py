"""A session that is held over days goes on by itself: when the time of a stage is up the next one begins, what was
written blind is shown, and everybody is written once what there is to do. A person ends it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pghistory
from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import Workspace
from planning.models import PlanningSession, SessionStage
from planning.sessions import seats, stages
from planning.sessions.stages import BLIND, PLAN_OF, Kind
from web.moments import in_words


def is_up(kind: str, *, ended_at: dt.datetime | None, paused_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the next stage begins: not while paused, and after the last one comes nothing."""
    return kind != Kind.CLOSE and paused_at is None and ended_at is not None and ended_at <= now


def go_on(workspace: Workspace, *, now: dt.datetime) -> int:
    """Every session whose time has come, a transaction each; says how many there was something to do in. Of two who
    do this at once the other passes over what the first one is at."""
    at_hand = SessionStage.objects.filter(
        workspace=workspace,
        session__held=PlanningSession.Held.DAYS,
        session__closed_at=None,
        session__current_place=F("place"),
        paused_at=None,
    )
    waiting = at_hand.filter(told_at=None) | at_hand.exclude(kind=Kind.CLOSE).filter(ended_at__lte=now)
    return sum(_go_on(key, now) for key in waiting.order_by("session_id").values_list("session_id", flat=True))


def _go_on(key: UUID, now: dt.datetime) -> bool:
    with transaction.atomic(), pghistory.context(why="Its time was up"):
        rows = PlanningSession.objects.select_for_update(skip_locked=True, of=("self",))
        session = rows.select_related("workspace", "facilitator").filter(pk=key, closed_at=None).first()
        if session is None or session.current_place is None:
            return False
        stage = SessionStage.objects.get(session=session, place=session.current_place)
        is_next = is_up(stage.kind, ended_at=stage.ended_at, paused_at=stage.paused_at, now=now)
        if is_next:
            if stage.kind in BLIND:
                stages.reveal(session, kind=stage.kind, now=now)
            stages.go(session, expected=stage.place, to=stage.place + 1, now=now)
            stage = SessionStage.objects.get(session=session, place=stage.place + 1)
        return _tell(session, stage, now) or is_next


def _tell(session: PlanningSession, stage: SessionStage, now: dt.datetime) -> bool:
    untold = SessionStage.objects.filter(pk=stage.pk, told_at=None, paused_at=None)
    if not untold.update(told_at=now):
        return False
    seats.write_all(
        session,
        "stage_began",
        about=f"{stage.place}",
        stage=stage.get_kind_display(),
        asks=PLAN_OF[Kind(stage.kind)].asks,
        until=in_words(stage.ended_at, settings.TIME_ZONE) if stage.ended_at else "",
    )
    return True
