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
from mail.models import identities
from web.naming import keys_of

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
# Those with one owner and one pattern are told together: thousands of people are few rows.
ALIKE = "owner, next_for, unit, interval, by, day, nth, weekday, starts_on, at, zone"
CLAIM = f"""
WITH held AS (
    SELECT plan.id, person.name, coalesce(plan.owner_id, person.owner_id) AS owner, plan.next_for, plan.unit,
           plan.interval, plan.by, plan.day, plan.nth, plan.weekday, plan.starts_on, plan.at, plan.zone
      FROM checkins_checkinplan AS plan
      JOIN stakeholders_stakeholder AS person
        ON person.workspace_id = plan.workspace_id AND person.id = plan.stakeholder_id
     WHERE plan.workspace_id = %(workspace)s AND plan.opens_at <= statement_timestamp()
     ORDER BY plan.opens_at
     LIMIT %(at_most)s
       FOR NO KEY UPDATE OF plan SKIP LOCKED
       FOR KEY SHARE OF person SKIP LOCKED
), alike AS (
    SELECT array_agg(id) AS plans, array_agg(name) AS names, {ALIKE} FROM held GROUP BY {ALIKE}
)
SELECT plans, names, account.email, {ALIKE}
  FROM alike
  LEFT JOIN accounts_membership AS membership
    ON membership.workspace_id = %(workspace)s AND membership.role IN ('leader', 'member')
   AND membership.user_id = alike.owner
  LEFT JOIN accounts_user AS account ON account.id = membership.user_id
"""
# One statement, so that each plan is read once. A check-in that was moved to a later day is still to come and no missed
# one. What is opened for a date that was opened already stays as it is.
TURN = f"""
WITH one AS MATERIALIZED (
    SELECT * FROM ROWS FROM (
        unnest(%(plans)s::bigint[], %(opened)s::uuid[], %(mails)s::uuid[], %(turns)s::smallint[]),
        json_array_elements_text(%(names)s)
    ) AS one(plan, opened, mail, turn, name)
), turn AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(told)s) AS turn(
        number smallint, owner bigint, address text, about jsonb, missed smallint, for_on date, due_on date,
        due_at timestamptz, brief_at timestamptz, next_for date, next_due_at timestamptz, opens_at timestamptz
    )
), missed AS (
    UPDATE checkins_checkin AS earlier
       SET state = 'missed', version = version + 1, updated_at = statement_timestamp()
      FROM one JOIN turn ON turn.number = one.turn
     WHERE earlier.workspace_id = %(workspace)s AND earlier.plan_id = one.plan AND earlier.for_on < turn.for_on
       AND earlier.state IN ('due', 'prepared') AND earlier.due_at <= statement_timestamp()
), turned AS (
    UPDATE checkins_checkinplan AS plan
       SET opened_for = turn.for_on, next_for = turn.next_for, next_due_at = turn.next_due_at,
           opens_at = turn.opens_at, trouble = ''
      FROM one JOIN turn ON turn.number = one.turn
     WHERE plan.workspace_id = %(workspace)s AND plan.id = one.plan
    RETURNING plan.id AS plan, plan.stakeholder_id AS stakeholder, plan.zone, plan.channel, one.opened, one.mail,
        one.name, turn.owner, turn.address, turn.about, turn.missed, turn.for_on, turn.due_on, turn.due_at,
        turn.brief_at
), told AS (
    {outbox.LATER_OF.format(query=briefs.OF_TURNED)}
)
INSERT INTO checkins_checkin (
    id, workspace_id, stakeholder_id, plan_id, for_on, origin, due_on, due_at, zone, channel, owner_id, state,
    moved_times, periods_missed, outcome, next_step, skipped_why, version, created_at, updated_at
)
SELECT opened, %(workspace)s, stakeholder, plan, for_on, 'planned', due_on, due_at, zone, channel, owner, 'due', 0,
    missed, '', '', '', 1, statement_timestamp(), statement_timestamp()
  FROM turned
ON CONFLICT (workspace_id, plan_id, for_on) DO NOTHING
"""
MARKED = """
DELETE FROM checkins_segmentmark WHERE id IN (
    SELECT id FROM checkins_segmentmark WHERE workspace_id = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING stakeholder_id
"""


class Alike(NamedTuple):
    """Plans that this transaction holds, with one owner and, in what follows, one pattern."""

    plans: list[int]
    names: list[str]
    address: str | None
    owner: int | None
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
    return opened_ids([plan], for_on, workspace)[0]


def opened_ids(plans: Sequence[int], for_on: dt.date, workspace: UUID) -> list[str]:
    return keys_of([f"check-in:{plan}:{for_on}" for plan in plans], within=workspace)


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


def _claim(workspace: UUID) -> list[Alike]:
    with connection.cursor() as cursor:
        cursor.execute(IN_ORDER)
        cursor.execute(CLAIM, {"workspace": workspace, "at_most": AT_MOST})
        return [Alike(*row) for row in cursor.fetchall()]


def _open_all(workspace: UUID, due: Sequence[Alike], now: dt.datetime) -> int:
    holidays = plans.holidays_of(workspace)
    turned: list[tuple[Alike, Turn]] = []
    for alike in due:
        try:
            turned.append((alike, turn_of(now, holidays, *alike[4:])))
        except Exception as problem:
            _put_off(alike.plans, problem, now)
    return _open_what_can_be(workspace, turned, now) if turned else 0


def _open_what_can_be(workspace: UUID, turned: Sequence[tuple[Alike, Turn]], now: dt.datetime) -> int:
    """All at once; where one of them breaks that, each half by itself, down to the one that does."""
    try:
        with transaction.atomic():
            return _open(workspace, turned)
    except OF_A_ROW as problem:
        rows = sum(len(alike.plans) for alike, _ in turned)
        if rows == 1:
            _put_off(turned[0][0].plans, problem, now)
            return 0
    log.warning("batch_broken", workspace=str(workspace), rows=rows)
    return sum(_open_what_can_be(workspace, half, now) for half in _halves(turned))


def _halves(turned: Sequence[tuple[Alike, Turn]]) -> list[Sequence[tuple[Alike, Turn]]]:
    if len(turned) > 1:
        half = len(turned) // 2
        return [turned[:half], turned[half:]]
    [(alike, turn)] = turned
    half = len(alike.plans) // 2
    return [
        [(alike._replace(plans=alike.plans[part], names=alike.names[part]), turn)]
        for part in (slice(half), slice(half, None))
    ]


def _open(workspace: UUID, turned: Sequence[tuple[Alike, Turn]]) -> int:
    plans, names, opened, mails, turns = (list[str]() for _ in range(5))
    for number, (alike, turn) in enumerate(turned):
        keys = opened_ids(alike.plans, turn.opened.for_on, workspace)
        plans += map(str, alike.plans)
        names += alike.names
        opened += keys
        mails += identities(workspace, [briefs.key(key, turn.opened.due_on, alike.owner) for key in keys])
        turns += [str(number)] * len(keys)
    said: dict[str, str | UUID] = {
        "workspace": workspace,
        "told": json.dumps([_told(number, *each) for number, each in enumerate(turned)]),
        "plans": _array(plans),
        "names": json.dumps(names),
        "opened": _array(opened),
        "mails": _array(mails),
        "turns": _array(turns),
        **outbox.said_of_later(kind=briefs.KIND),
    }
    with connection.cursor() as cursor:
        cursor.execute(TURN, said)
        return int(cursor.rowcount)


def _array(of: list[str]) -> str:
    """Numbers and keys as the database writes them: an adapter looks at each of them."""
    return f"{{{','.join(of)}}}"


def _told(number: int, alike: Alike, turn: Turn) -> dict[str, Any]:
    opened, following = turn.opened, turn.following
    return {
        "number": number,
        "owner": alike.owner,
        "address": alike.address,
        "about": briefs.about(alike.owner, opened.due_on),
        "missed": turn.missed,
        "for_on": opened.for_on.isoformat(),
        "due_on": opened.due_on.isoformat(),
        "due_at": opened.due_at.isoformat(),
        "brief_at": opened.brief_at.isoformat(),
        "next_for": following.for_on.isoformat(),
        "next_due_at": following.due_at.isoformat(),
        "opens_at": following.opens_at.isoformat(),
    }


def _put_off(broken: list[int], problem: Exception, now: dt.datetime) -> None:
    """Looked at again in an hour; the rest goes on."""
    log.warning("plans_in_trouble", plans=broken, problem=type(problem).__name__)
    said = " ".join(str(problem).split())
    CheckInPlan.objects.filter(pk__in=broken).update(
        opens_at=now + dt.timedelta(hours=1), trouble=f"{type(problem).__name__}: {said}"[:300]
    )
