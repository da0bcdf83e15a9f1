"""The clock: opens the check-ins that are due, each of them once, whoever ticks and however often.

By the database's clock a few plans are locked at a time, those that another ticker holds are passed over; check-ins,
their mails and the plan's next date are one transaction. A ticker that dies leaves all of a batch or nothing of it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import pghistory
import structlog
from django.db import DataError, IntegrityError, InternalError, ProgrammingError, connection, transaction

from accounts.isolation import scope
from checkins import briefs, clock, plans
from checkins.clock import Occurrence, Pattern, Turn
from checkins.models import CheckInPlan
from checkins.recurrences import By, Recurrence, Unit
from mail import outbox

log = structlog.stdlib.get_logger("checkins.ticking")

AT_MOST = 200
# A tick goes on while something is due; those that follow it go on as well.
LONGEST_TICK = 60
PULSE_EVERY = 3
# What a row can do to its batch; whatever else goes wrong is nobody's row.
OF_A_ROW = (DataError, IntegrityError, InternalError, ProgrammingError)
PULSE = (
    "INSERT INTO checkins_schedulepulse (id, ticked_at) VALUES (1, statement_timestamp())"
    " ON CONFLICT (id) DO UPDATE SET ticked_at = excluded.ticked_at"
)
CLAIM = """
SELECT plan.id, plan.stakeholder_id, person.name, plan.unit, plan.interval, plan.by, plan.day, plan.nth, plan.weekday,
       plan.starts_on, plan.at, plan.zone, plan.channel, plan.next_for, coalesce(plan.owner_id, person.owner_id),
       account.email, statement_timestamp()
  FROM checkins_checkinplan AS plan
  JOIN stakeholders_stakeholder AS person
    ON person.workspace_id = plan.workspace_id AND person.id = plan.stakeholder_id
  LEFT JOIN accounts_membership AS membership
    ON membership.workspace_id = plan.workspace_id AND membership.role IN ('leader', 'member')
   AND membership.user_id = coalesce(plan.owner_id, person.owner_id)
  LEFT JOIN accounts_user AS account ON account.id = membership.user_id
 WHERE plan.workspace_id = %s AND plan.opens_at <= statement_timestamp()
 ORDER BY plan.opens_at
 LIMIT %s
   FOR UPDATE OF plan SKIP LOCKED
"""
OPEN = """
INSERT INTO checkins_checkin (
    id, workspace_id, stakeholder_id, plan_id, for_on, origin, due_on, due_at, zone, channel, owner_id, state,
    moved_times, periods_missed, outcome, next_step, skipped_why, version, created_at, updated_at
)
SELECT id, %s, stakeholder_id, plan_id, for_on, 'planned', due_on, due_at, zone, channel, owner_id, 'due',
    0, missed, '', '', '', 1, statement_timestamp(), statement_timestamp()
  FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::date[], %s::date[], %s::timestamptz[], %s::text[], %s::text[],
              %s::bigint[], %s::int[])
    AS opened(id, stakeholder_id, plan_id, for_on, due_on, due_at, zone, channel, owner_id, missed)
ON CONFLICT DO NOTHING
"""
# One that was moved to a later day is still to come.
MISS = """
UPDATE checkins_checkin AS earlier
   SET state = 'missed', version = version + 1, updated_at = statement_timestamp()
  FROM unnest(%s::bigint[], %s::date[]) AS opened(plan_id, for_on)
 WHERE earlier.workspace_id = %s AND earlier.plan_id = opened.plan_id AND earlier.for_on < opened.for_on
   AND earlier.state IN ('due', 'prepared') AND earlier.due_at <= statement_timestamp()
"""
ADVANCE = """
UPDATE checkins_checkinplan AS plan
   SET opened_for = turned.for_on, next_for = turned.next_for, next_due_at = turned.due_at, opens_at = turned.opens_at,
       trouble = ''
  FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::timestamptz[], %s::timestamptz[])
    AS turned(id, for_on, next_for, due_at, opens_at)
 WHERE plan.workspace_id = %s AND plan.id = turned.id
"""
MARKED = """
DELETE FROM checkins_segmentmark WHERE id IN (
    SELECT id FROM checkins_segmentmark WHERE workspace_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING stakeholder_id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A plan that this transaction holds, and whom its check-in concerns."""

    plan: int
    stakeholder: int
    name: str
    unit: str
    interval: int
    by: str
    day: int | None
    nth: int | None
    weekday: int | None
    starts_on: dt.date
    at: dt.time
    zone: str
    channel: str
    next_for: dt.date
    owner: int | None
    address: str | None
    now: dt.datetime

    def turn(self, holidays: frozenset[dt.date]) -> Turn:
        recurrence = Recurrence(
            Unit(self.unit), self.interval, By(self.by), self.starts_on, self.day, self.nth, self.weekday
        )
        return clock.turn(Pattern(recurrence, self.at, self.zone, holidays), self.next_for, self.now)


def tick() -> int:
    """Open all that is due; says how many check-ins were opened."""
    until = time.monotonic() + LONGEST_TICK
    pulsed = 0.0
    opened = 0
    waiting = _workspaces()
    _pulse()
    # A batch of each in turn: one with very many keeps no other waiting.
    while waiting and time.monotonic() < until:
        if time.monotonic() - pulsed > PULSE_EVERY:
            _pulse()
            pulsed = time.monotonic()
        more = []
        for workspace in waiting:
            done = _batch(workspace)
            if done is not None:
                opened += done
                more.append(workspace)
        waiting = more
    return opened


def opened_id(plan: int, for_on: dt.date, workspace: UUID) -> UUID:
    """The same occurrence has the same key, however often it is opened."""
    return uuid5(workspace, f"check-in:{plan}:{for_on.isoformat()}")


def _workspaces() -> list[UUID]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT workspaces_with_due_plans()")
        return [found for (found,) in cursor.fetchall()]


def _pulse() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PULSE)


def _batch(workspace: UUID) -> int | None:
    """What two transactions hold; None where nothing is left for them."""
    try:
        with scope(workspace=workspace), pghistory.context(why="The clock"):
            marked = _take_marks(workspace)
        with scope(workspace=workspace), pghistory.context(why="The clock"):
            due = _claim(workspace)
            opened = _open_all(workspace, due)
    except Exception:
        if not connection.is_usable():
            raise
        # One workspace that breaks must not keep the others.
        log.exception("tick_broken", workspace=str(workspace))
        return None
    return opened if due or marked else None


def _take_marks(workspace: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        [now] = cursor.fetchone()
        cursor.execute(MARKED, [workspace, AT_MOST])
        people = sorted(person for (person,) in cursor.fetchall())
    try:
        with transaction.atomic():
            plans.place(workspace, people, now=now)
    except OF_A_ROW:
        log.warning("marks_broken", workspace=str(workspace), rows=len(people))
        for person in people:
            _place_one(workspace, person, now)
    return len(people)


def _place_one(workspace: UUID, person: int, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            plans.place(workspace, [person], now=now)
    except OF_A_ROW as problem:
        log.warning("person_not_placed", person=person, problem=type(problem).__name__)


def _claim(workspace: UUID) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [workspace, AT_MOST])
        return [Due(*row) for row in cursor.fetchall()]


def _open_all(workspace: UUID, due: Sequence[Due]) -> int:
    """All at once; where one of them breaks that, each by itself."""
    if not due:
        return 0
    holidays = plans.holidays_of(workspace)
    turns: list[tuple[Due, Turn]] = []
    for each in due:
        try:
            turns.append((each, each.turn(holidays)))
        except Exception as problem:
            _put_off(each, problem)
    try:
        with transaction.atomic():
            return _open(workspace, turns)
    except OF_A_ROW:
        log.warning("batch_broken", workspace=str(workspace), rows=len(turns))
    opened = 0
    for each, turn in turns:
        try:
            with transaction.atomic():
                opened += _open(workspace, [(each, turn)])
        except OF_A_ROW as problem:
            _put_off(each, problem)
    return opened


def _open(workspace: UUID, turns: Sequence[tuple[Due, Turn]]) -> int:
    keys = [opened_id(each.plan, turn.opened.for_on, workspace) for each, turn in turns]
    mine: list[Occurrence] = [turn.opened for _, turn in turns]
    following = [turn.following for _, turn in turns]
    ids = [each.plan for each, _ in turns]
    for_on = [one.for_on for one in mine]
    with connection.cursor() as cursor:
        cursor.execute(MISS, [ids, for_on, workspace])
        cursor.execute(
            OPEN,
            [
                workspace,
                keys,
                [each.stakeholder for each, _ in turns],
                ids,
                for_on,
                [one.due_on for one in mine],
                [one.due_at for one in mine],
                [each.zone for each, _ in turns],
                [each.channel for each, _ in turns],
                [each.owner for each, _ in turns],
                [turn.missed for _, turn in turns],
            ],
        )
        opened = int(cursor.rowcount)
        outbox.write_later(
            [
                briefs.later(
                    check_in=key,
                    stakeholder=each.stakeholder,
                    name=each.name,
                    owner=each.owner,
                    address=each.address,
                    due_on=turn.opened.due_on,
                    brief_at=turn.opened.brief_at,
                )
                for key, (each, turn) in zip(keys, turns, strict=True)
                if each.owner is not None and each.address
            ],
            workspace=workspace,
            kind=briefs.KIND,
        )
        cursor.execute(
            ADVANCE,
            [
                ids,
                for_on,
                [one.for_on for one in following],
                [one.due_at for one in following],
                [one.opens_at for one in following],
                workspace,
            ],
        )
    return opened


def _put_off(each: Due, problem: Exception) -> None:
    """Looked at again in an hour; the rest goes on."""
    log.warning("plan_in_trouble", plan=each.plan, problem=type(problem).__name__)
    said = " ".join(str(problem).split())
    CheckInPlan.objects.filter(pk=each.plan).update(
        opens_at=each.now + dt.timedelta(hours=1), trouble=f"{type(problem).__name__}: {said}"[:300]
    )
