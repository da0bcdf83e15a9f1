"""The clock: opens the check-ins that are due, each of them once, whoever ticks and however often.

By the database's clock a few plans are locked at a time, those that another ticker holds are passed over; check-ins,
their mails and the plan's next date are one transaction. A ticker that dies leaves all of a batch or nothing of it."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import pghistory
import structlog
from django.db import DataError, IntegrityError, InternalError, ProgrammingError, connection, transaction

from accounts.isolation import scope
from checkins import briefs, clock, plans
from checkins.clock import Pattern, Turn
from checkins.models import CheckInPlan
from checkins.recurrences import By, Recurrence, Unit
from mail import outbox
from web.naming import key_of

log = structlog.stdlib.get_logger("checkins.ticking")

# Beside so many rows the commit, the triggers and the round trips of a batch cost little; it holds them for a fifth of
# a second.
AT_MOST = 1000
# Where more than these are due, somebody else is told.
LONG = 2 * AT_MOST
# A tick goes on while something is due; those that follow it go on as well.
LONGEST_TICK = 60
PULSE_EVERY = 3
# What a row can do to its batch; whatever else goes wrong is nobody's row.
OF_A_ROW = (DataError, IntegrityError, InternalError, ProgrammingError)
PULSE = (
    "INSERT INTO checkins_schedulepulse (id, ticked_at) VALUES (1, statement_timestamp())"
    " ON CONFLICT (id) DO UPDATE SET ticked_at = excluded.ticked_at"
)
# The database takes many due for few, and would read and sort all of them for each batch: the index has them in order.
IN_ORDER = "SET LOCAL enable_sort = off"
CLAIM = """
SELECT plan.id, plan.stakeholder_id, person.name, coalesce(plan.owner_id, person.owner_id), account.email,
       plan.next_for, plan.unit, plan.interval, plan.by, plan.day, plan.nth, plan.weekday, plan.starts_on, plan.at,
       plan.zone
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
   FOR KEY SHARE OF person SKIP LOCKED
"""
# One statement, so that what becomes of each plan (`_said`) is read once; few turns are told of many plans. A check-in
# that was moved to a later day is still to come and no missed one. What is opened for a date that was opened already
# stays as it is.
TURN = """
WITH turned AS MATERIALIZED (
    SELECT one.plan, one.opened, one.owner, turn.*
      FROM json_to_recordset(%(plans)s) AS one(plan bigint, opened uuid, owner bigint, turn smallint)
      JOIN json_to_recordset(%(turns)s) AS turn(
          number smallint, missed smallint, for_on date, due_on date, due_at timestamptz, next_for date,
          next_due_at timestamptz, opens_at timestamptz
      ) ON turn.number = one.turn
), missed AS (
    UPDATE checkins_checkin AS earlier
       SET state = 'missed', version = version + 1, updated_at = statement_timestamp()
      FROM turned
     WHERE earlier.workspace_id = %(workspace)s AND earlier.plan_id = turned.plan AND earlier.for_on < turned.for_on
       AND earlier.state IN ('due', 'prepared') AND earlier.due_at <= statement_timestamp()
), advanced AS (
    UPDATE checkins_checkinplan AS plan
       SET opened_for = turned.for_on, next_for = turned.next_for, next_due_at = turned.next_due_at,
           opens_at = turned.opens_at, trouble = ''
      FROM turned
     WHERE plan.workspace_id = %(workspace)s AND plan.id = turned.plan
)
INSERT INTO checkins_checkin (
    id, workspace_id, stakeholder_id, plan_id, for_on, origin, due_on, due_at, zone, channel, owner_id, state,
    moved_times, periods_missed, outcome, next_step, skipped_why, version, created_at, updated_at
)
SELECT turned.opened, plan.workspace_id, plan.stakeholder_id, plan.id, turned.for_on, 'planned', turned.due_on,
    turned.due_at, plan.zone, plan.channel, turned.owner, 'due', 0, turned.missed, '', '', '', 1,
    statement_timestamp(), statement_timestamp()
  FROM turned
  JOIN checkins_checkinplan AS plan ON plan.workspace_id = %(workspace)s AND plan.id = turned.plan
ON CONFLICT DO NOTHING
"""
MARKED = """
DELETE FROM checkins_segmentmark WHERE id IN (
    SELECT id FROM checkins_segmentmark WHERE workspace_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING stakeholder_id
"""


class Due(NamedTuple):
    """A plan that this transaction holds, and whom its check-in concerns; the rest is its pattern."""

    plan: int
    stakeholder: int
    name: str
    owner: int | None
    address: str | None
    next_for: dt.date
    unit: str
    interval: int
    by: str
    day: int | None
    nth: int | None
    weekday: int | None
    starts_on: dt.date
    at: dt.time
    zone: str


# Thousands of people have one pattern and one date.
@lru_cache(maxsize=8192)
def turn_of(now: dt.datetime, holidays: frozenset[dt.date], next_for: dt.date, *pattern: Any) -> Turn:
    unit, interval, by, day, nth, weekday, starts_on, at, zone = pattern
    recurrence = Recurrence(Unit(unit), interval, By(by), starts_on, day, nth, weekday)
    return clock.turn(Pattern(recurrence, at, zone, holidays), next_for, now)


def tick(*, call_help: Callable[[], None] | None = None) -> int:
    """Open all that is due; says how many check-ins were opened. Calls for help once, where very many are."""
    until = time.monotonic() + LONGEST_TICK
    pulsed = 0.0
    opened = 0
    waiting, now = _workspaces(), _now()
    _pulse()
    for workspace in waiting:
        _guarded(workspace, now, _place_marked)
    # A batch of each in turn: one with very many keeps no other waiting.
    while waiting and time.monotonic() < until:
        if time.monotonic() - pulsed > PULSE_EVERY:
            _pulse()
            pulsed = time.monotonic()
        more = []
        for workspace in waiting:
            done = _guarded(workspace, now, _batch)
            if done is not None:
                opened += done
                more.append(workspace)
        waiting = more
        if call_help is not None and waiting and opened >= LONG:
            call_help()
            call_help = None
    return opened


def opened_id(plan: int, for_on: dt.date, workspace: UUID) -> str:
    """The same occurrence has the same key, however often it is opened."""
    return key_of(f"check-in:{plan}:{for_on}", within=workspace)


def _workspaces() -> list[UUID]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT workspaces_with_due_plans()")
        return [found for (found,) in cursor.fetchall()]


def _now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now


def _pulse() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PULSE)


def _guarded(workspace: UUID, now: dt.datetime, work: Callable[[UUID, dt.datetime], int | None]) -> int | None:
    """One workspace that breaks must not keep the others."""
    try:
        with scope(workspace=workspace), pghistory.context(why="The clock"):
            return work(workspace, now)
    except Exception:
        if not connection.is_usable():
            raise
        log.exception("tick_broken", workspace=str(workspace))
        return None


def _batch(workspace: UUID, now: dt.datetime) -> int | None:
    """Says how many check-ins were opened; None where nothing is left that nobody else holds."""
    due = _claim(workspace)
    return _open_all(workspace, due, now) if due else None


def _place_marked(workspace: UUID, now: dt.datetime) -> int:
    """In a transaction of its own, so that it never waits for a plan while it holds others."""
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [workspace, plans.CHUNK])
        people = sorted(person for (person,) in cursor.fetchall())
    if not people:
        return 0
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
        cursor.execute(IN_ORDER)
        cursor.execute(CLAIM, [workspace, AT_MOST])
        return [Due(*row) for row in cursor.fetchall()]


def _open_all(workspace: UUID, due: Sequence[Due], now: dt.datetime) -> int:
    holidays = plans.holidays_of(workspace)
    turns: list[tuple[Due, Turn]] = []
    for each in due:
        try:
            turns.append((each, turn_of(now, holidays, *each[5:])))
        except Exception as problem:
            _put_off(each, problem, now)
    return _open_what_can_be(workspace, turns, now) if turns else 0


def _open_what_can_be(workspace: UUID, turns: Sequence[tuple[Due, Turn]], now: dt.datetime) -> int:
    """All at once; where one of them breaks that, each half by itself, down to the one that does."""
    try:
        with transaction.atomic():
            return _open(workspace, turns)
    except OF_A_ROW as problem:
        if len(turns) == 1:
            _put_off(turns[0][0], problem, now)
            return 0
    log.warning("batch_broken", workspace=str(workspace), rows=len(turns))
    half = len(turns) // 2
    return _open_what_can_be(workspace, turns[:half], now) + _open_what_can_be(workspace, turns[half:], now)


def _open(workspace: UUID, turns: Sequence[tuple[Due, Turn]]) -> int:
    rows = [(opened_id(each.plan, turn.opened.for_on, workspace), each, turn) for each, turn in turns]
    with connection.cursor() as cursor:
        cursor.execute(TURN, {"workspace": workspace, **_said(rows)})
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
            for key, each, turn in rows
            if each.owner is not None and each.address
        ],
        workspace=workspace,
        kind=briefs.KIND,
    )
    return opened


def _said(rows: Sequence[tuple[str, Due, Turn]]) -> dict[str, str]:
    """What becomes of each plan: its turn by number, since thousands of people have the same."""
    turns: dict[int, tuple[int, Turn]] = {}
    said = []
    for key, each, turn in rows:
        number, _ = turns.setdefault(id(turn), (len(turns), turn))
        said.append({"plan": each.plan, "opened": key, "owner": each.owner, "turn": number})
    return {"plans": json.dumps(said), "turns": json.dumps([_told(*numbered) for numbered in turns.values()])}


def _told(number: int, turn: Turn) -> dict[str, Any]:
    opened, following = turn.opened, turn.following
    return {
        "number": number,
        "missed": turn.missed,
        "for_on": opened.for_on.isoformat(),
        "due_on": opened.due_on.isoformat(),
        "due_at": opened.due_at.isoformat(),
        "next_for": following.for_on.isoformat(),
        "next_due_at": following.due_at.isoformat(),
        "opens_at": following.opens_at.isoformat(),
    }


def _put_off(each: Due, problem: Exception, now: dt.datetime) -> None:
    """Looked at again in an hour; the rest goes on."""
    log.warning("plan_in_trouble", plan=each.plan, problem=type(problem).__name__)
    said = " ".join(str(problem).split())
    CheckInPlan.objects.filter(pk=each.plan).update(
        opens_at=now + dt.timedelta(hours=1), trouble=f"{type(problem).__name__}: {said}"[:300]
    )
