"""The stages of a session, and what its facilitator does: begin, go on, give time, reveal, hand over. Each is done
once, however many press at the same time, and every screen is told that something changed, never what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.models import User, Workspace
from planning.models import PlanningSession, SessionStage
from planning.sessions import board, ordering
from web.live import publish

Kind = SessionStage.Kind
Deck = PlanningSession.Deck
Held = PlanningSession.Held

LONGEST: Final = 240
OVER: Final = "This session has ended. What was decided stays as it is."
NOT_BEGUN: Final = "This session has not begun yet."
# Stages whose words, orders or votes nobody sees before they are revealed.
BLIND: Final = (Kind.IDEAS, Kind.ORDER, Kind.CLOSE)


@dataclass(frozen=True)
class Plan:
    """A stage as every session has it: its minutes in a room, its days over days, and what everybody is asked."""

    kind: SessionStage.Kind
    minutes: int
    days: int
    asks: str
    does: str


PLANS: Final = (
    Plan(
        Kind.GOALS,
        10,
        1,
        "What does the company want?",
        "Those who own a goal say in two minutes why it matters now, and what it needs from the others.",
    ),
    Plan(
        Kind.QUESTIONS,
        10,
        2,
        "What would you like to know first?",
        "Ask about the goals, the money, the market or the last quarter. The answers stand below each question.",
    ),
    Plan(
        Kind.IDEAS,
        20,
        3,
        "What would move these goals?",
        "One idea a note. Nobody sees whose it is, and nobody sees any before all are shown.",
    ),
    Plan(
        Kind.ORDER,
        15,
        2,
        "What matters most?",
        "Put what you would do first on top. Everybody orders alone; then the room settles on one order.",
    ),
    Plan(
        Kind.SIZE,
        25,
        2,
        "How much work is it?",
        "Everybody lays down a card, then all are turned at once. Whoever is far out says why.",
    ),
    Plan(
        Kind.COMMIT,
        15,
        2,
        "What do we do, and what not?",
        "From the top, for as long as there are days. What is left out gets its reason.",
    ),
    Plan(
        Kind.CLOSE,
        10,
        2,
        "How sure are you that we will do it?",
        "One is no, five is yes. Say what would make you surer.",
    ),
)
PLAN_OF: Final = {plan.kind: plan for plan in PLANS}


def prepare(
    workspace: Workspace,
    *,
    key: uuid.UUID,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    facilitator: User,
    held: str = Held.ROOM,
    deck: str = Deck.FIBONACCI,
    days: int | None = None,
    planned_at: dt.datetime | None = None,
    where: str = "",
) -> PlanningSession:
    """A session with its stages, under its form's `key`: the same form sent twice is one. It follows the last one
    that ended. Raises ValidationError."""
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": "Give the session a name; everybody who is invited reads it."})
    last = PlanningSession.objects.filter(workspace=workspace).closed().order_by("-closed_at").first()
    with transaction.atomic(), pghistory.context(why="A session was prepared"):
        made, is_new = PlanningSession.objects.get_or_create(
            workspace=workspace,
            pk=key,
            defaults={
                "title": title,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "facilitator": facilitator,
                "held": held,
                "deck": deck,
                "days": days,
                "planned_at": planned_at,
                "where": where.strip(),
                "follows": last,
            },
        )
        if is_new:
            SessionStage.objects.bulk_create(
                SessionStage(workspace=workspace, session=made, place=place, kind=plan.kind, minutes=plan.minutes)
                for place, plan in enumerate(PLANS)
            )
    return made


def set_minutes(session: PlanningSession, minutes: Mapping[str, int]) -> tuple[SessionStage, ...]:
    """By kind, for stages to come. Gives those that have begun meanwhile and keep the time they have. Raises
    ValidationError for what is no time for a stage, and once the session is over."""
    if any(not 1 <= each <= LONGEST for each in minutes.values()):
        raise ValidationError(f"A stage takes 1 to {LONGEST} minutes.")
    with transaction.atomic(), pghistory.context(why="The times of the stages"):
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.closed_at is not None:
            raise ValidationError(OVER)
        wanted = [each for each in stages_of(stands) if minutes.get(each.kind, each.minutes) != each.minutes]
        coming = [each for each in wanted if each.started_at is None]
        for each in coming:
            SessionStage.objects.filter(pk=each.pk).update(minutes=minutes[each.kind])
    if coming:
        publish(session.channel, "stage")
    return tuple(each for each in wanted if each.started_at is not None)


def stages_of(session: PlanningSession) -> list[SessionStage]:
    return list(SessionStage.objects.filter(session=session).order_by("place"))


def begin(session: PlanningSession, *, now: dt.datetime) -> bool:
    """At its first stage. False when somebody else has begun it already. What was put off to this planning lies on
    the board from then on."""
    with transaction.atomic(), pghistory.context(why="The session began"):
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.closed_at is not None:
            raise ValidationError(OVER)
        if stands.current_place is not None:
            return False
        PlanningSession.objects.filter(pk=stands.pk).update(current_place=0, begun_at=now)
        _start(stands, 0, now)
        board.carry_over(stands)
    publish(session.channel, "stage")
    return True


def go(session: PlanningSession, *, expected: int, to: int, now: dt.datetime) -> bool:
    """From the place at which whoever pressed saw the room to another one. False when it had moved on meanwhile."""
    with transaction.atomic():
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.closed_at is not None or stands.current_place != expected or to == expected:
            return False
        if not 0 <= to < len(PLANS):
            return False
        PlanningSession.objects.filter(pk=stands.pk).update(current_place=to)
        _leave(stands, expected, now)
        _start(stands, to, now)
        if PLANS[to].kind not in (Kind.GOALS, Kind.QUESTIONS, Kind.IDEAS):
            _reveal(stands, Kind.IDEAS, now)
            board.gather_loose(stands)
        # The room goes on with what the orders say together, whether they were looked at or not.
        order = SessionStage.objects.get(session=stands, kind=Kind.ORDER)
        if order.started_at is not None and to > order.place:
            _reveal(stands, Kind.ORDER, now)
    publish(session.channel, "stage")
    return True


def extend(session: PlanningSession, *, expected: int, now: dt.datetime, minutes: int = 1) -> bool:
    """More time from when it would have been up, or from now if it is up already."""
    with transaction.atomic():
        stage = _at_hand(session, expected)
        if stage is None or stage.ended_at is None:
            return False
        base = stage.ended_at if stage.paused_at else max(stage.ended_at, now)
        SessionStage.objects.filter(pk=stage.pk).update(ended_at=base + dt.timedelta(minutes=minutes))
    publish(session.channel, "stage")
    return True


def pause(session: PlanningSession, *, expected: int, now: dt.datetime) -> bool:
    with transaction.atomic():
        stage = _at_hand(session, expected)
        if stage is None:
            return False
        stopped = SessionStage.objects.filter(pk=stage.pk, paused_at=None, ended_at__gt=now).update(paused_at=now)
    if stopped:
        publish(session.channel, "stage")
    return bool(stopped)


def resume(session: PlanningSession, *, expected: int, now: dt.datetime) -> bool:
    with transaction.atomic():
        stage = _at_hand(session, expected)
        if stage is None or stage.paused_at is None or stage.ended_at is None:
            return False
        goes_on = stage.ended_at + (now - stage.paused_at)
        SessionStage.objects.filter(pk=stage.pk).update(ended_at=goes_on, paused_at=None)
    publish(session.channel, "stage")
    return True


def reveal(session: PlanningSession, *, kind: str, now: dt.datetime) -> bool:
    """Show everybody what was written, ordered or voted in a stage. It cannot be taken back. False when it is shown
    already. Raises ValidationError for a stage that was not begun or hides nothing."""
    if kind not in BLIND:
        raise ValidationError("There is nothing to reveal at this stage.")
    with transaction.atomic():
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.begun_at is None:
            raise ValidationError(NOT_BEGUN)
        stage = SessionStage.objects.get(session=stands, kind=kind)
        if stage.started_at is None:
            raise ValidationError("Nobody has been asked this yet.")
        done = _reveal(stands, kind, now)
    if done:
        publish(session.channel, "revealed")
    return done


def take_over(session: PlanningSession, user: User) -> bool:
    """Another one of the team leads from here. False when they do already."""
    with pghistory.context(why="Leads the session from here"):
        others = PlanningSession.objects.filter(pk=session.pk, closed_at=None)
        taken = others.exclude(facilitator=user).update(facilitator=user, version=F("version") + 1)
    if taken:
        publish(session.channel, "stage")
    return bool(taken)


def revealed(stages: Sequence[SessionStage]) -> frozenset[str]:
    """The kinds of which everybody sees what was said."""
    return frozenset(stage.kind for stage in stages if stage.revealed_at is not None)


def _reveal(session: PlanningSession, kind: str, now: dt.datetime) -> bool:
    hidden = SessionStage.objects.filter(session=session, kind=kind, revealed_at=None)
    if not hidden.update(revealed_at=now):
        return False
    if kind == Kind.IDEAS:
        board.show_all(session)
    elif kind == Kind.ORDER:
        ordering.draft(session)
    return True


def _at_hand(session: PlanningSession, expected: int) -> SessionStage | None:
    at = PlanningSession.objects.filter(pk=session.pk, closed_at=None).values("current_place")[:1]
    rows = SessionStage.objects.select_for_update().filter(session=session, place=at)
    return rows.filter(place=expected).first()


def _start(session: PlanningSession, place: int, now: dt.datetime) -> None:
    """Coming back to a stage gives it its time anew."""
    stage = SessionStage.objects.get(session=session, place=place)
    if session.held == Held.DAYS:
        ends = now + dt.timedelta(days=PLAN_OF[Kind(stage.kind)].days)
    else:
        ends = now + dt.timedelta(minutes=stage.minutes)
    SessionStage.objects.filter(pk=stage.pk).update(started_at=now, ended_at=ends, paused_at=None)


def _leave(session: PlanningSession, place: int, now: dt.datetime) -> None:
    left = SessionStage.objects.filter(session=session, place=place)
    left.filter(paused_at__isnull=False).update(ended_at=F("paused_at"), paused_at=None)
    left.filter(ended_at__gt=now).update(ended_at=now)
