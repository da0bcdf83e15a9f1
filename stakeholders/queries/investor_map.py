"""What the investor map reads. Written in SQL, since each page needs few rows out of very many assessments:
people carry what holds today, an index on (stakeholder, date) answers for any other day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q

from stakeholders.freshness import cadence_of, freshness
from stakeholders.investor_map.people import NOWHERE, Person, Standing
from stakeholders.investor_map.story import Facts
from stakeholders.models import Assessment, Department, Segment, Stakeholder, Touchpoint
from stakeholders.models.stakeholder import Kind, StakeholderQuerySet

# Everything that the map's data reads.
DRAWN_FROM = (Stakeholder, Assessment, Touchpoint, Department)
DRAWN = 2_000
DRAWN_BY_SERVER = 150
REPLAYED = 30_000
MOVERS = 6
LISTED = 50
NEVER = dt.date.max
# Counting the others by department as well would triple the rows.
DEPARTMENT_MATTERS = [Segment.DECISION_MAKER, Segment.CHAMPION]

STAKEHOLDERS = Stakeholder._meta.db_table
ASSESSMENTS = Assessment._meta.db_table
DEPARTMENTS = Department._meta.db_table
TOUCHPOINTS = Touchpoint._meta.db_table

# Looked up one by one: joined as a whole, the row-level policy would be checked for every assessment there ever was.
JUDGED = "x.assessed_on, x.segment, x.influence, x.interest, x.position"
ON_A_DATE = (
    f"JOIN LATERAL (SELECT {JUDGED} FROM {ASSESSMENTS} x WHERE x.stakeholder_id = s.id AND x.assessed_on <= %s"
    " ORDER BY x.assessed_on DESC, x.id DESC LIMIT 1) a ON true"
)
BEFORE = (
    f"JOIN LATERAL (SELECT x.id, x.segment, x.influence, x.interest, x.position FROM {ASSESSMENTS} x"
    " WHERE x.stakeholder_id = {person} AND x.assessed_on <= %s ORDER BY x.assessed_on DESC, x.id DESC LIMIT 1) b"
)
# `a` is where the judgement stands: the person's own row for today, the assessment looked up for another day.
COLUMNS = (
    "s.id, s.name, s.job_title, d.name AS department, s.kind, s.is_group, {a}.assessed_on,"
    " {a}.segment, {a}.influence, {a}.interest, {a}.position, s.cadence_days"
)
LATEST_CONTACT = (
    f"(SELECT t.happened_on FROM {TOUCHPOINTS} t WHERE t.stakeholder_id = s.id ORDER BY t.happened_on DESC LIMIT 1)"
)
PLACED = "{a}.influence IS NOT NULL AND {a}.interest IS NOT NULL"
MOST_WEIGHT = "{a}.influence DESC NULLS LAST, {a}.interest DESC NULLS LAST, s.id"
OF_TODAY = MOST_WEIGHT.format(a="s")


@dataclass(frozen=True)
class Summary:
    """What matters about those of the chosen segments whom the filters let through."""

    facts: Facts = field(default_factory=Facts)
    # The day from which there is a map.
    first: dt.date | None = None
    # Ids of the first of those who moved, who matters most first; the facts count all.
    movers: tuple[int, ...] = ()
    # Ids of those with most influence, in that order.
    listed: tuple[int, ...] = ()

    @property
    def is_small(self) -> bool:
        return self.facts.placed <= DRAWN_BY_SERVER


@dataclass(frozen=True)
class History:
    """What was judged of people over time, one entry a change, grouped by person and in order; None when too long."""

    people: list[Person]
    entries: list[tuple[int, dt.date, Standing]] | None


def summarise(
    people: StakeholderQuerySet,
    workspace: UUID,
    *,
    segments: Sequence[str] = (),
    on: dt.date | None = None,
    since: dt.date | None = None,
    narrowed: bool = False,
) -> Summary:
    """Count `people` as they are judged today, or were on a date, and find who moved most among those the map draws.

    `people` are filtered by everything but segment; `narrowed` says whether by anything at all, for then champions
    whom the filter hides are looked up. Of a past day only those are counted who had a place.
    """
    a, joined, dates = _judged(on)
    among, parameters = "s.workspace_id = %s", (workspace,)
    if narrowed:
        chosen = _chosen(people)
        if chosen is None:
            return Summary()
        among, parameters = f"s.id IN ({chosen[0]})", chosen[1]
    # Reading everybody twice is quicker than keeping them; a search or a past day is costly enough to be asked once.
    kept, first, begun = "NOT MATERIALIZED", "min(first_assessed_on)", list[UUID]()
    if narrowed or on:
        kept, begun = "MATERIALIZED", [workspace]
        first = f"(SELECT min(first_assessed_on) FROM {STAKEHOLDERS} WHERE workspace_id = %s)"
    against = "FILTER (WHERE segment = %s AND inside AND position < 0)"
    # Starts with SELECT: what starts with WITH is taken for a change to be audited.
    rows = _fetch(
        f"""
        SELECT * FROM (
            WITH standing AS {kept} (
                SELECT s.id, s.name, s.kind = %s AS inside, {a}.segment, {a}.influence, {a}.interest,
                    {a}.position, {a}.assessed_on, s.first_assessed_on, {PLACED.format(a=a)} AS is_placed,
                    CASE WHEN {a}.segment = ANY(%s) THEN s.department_id END AS department_id
                FROM {STAKEHOLDERS} s {joined} WHERE {among}{f" AND {PLACED.format(a=a)}" if on else ""}
            ), drawn AS (
                SELECT id, influence, interest, position, assessed_on FROM standing s
                WHERE is_placed AND (%s OR segment = ANY(%s)) ORDER BY {OF_TODAY} LIMIT %s
            ), moved AS (
                SELECT s.id, s.influence, s.interest, greatest(s.influence, b.influence)
                    * (abs(s.influence - b.influence) + abs(s.interest - b.interest)
                        + coalesce(abs(s.position - b.position), 0)) AS weight
                FROM drawn s {BEFORE.format(person="s.id")} ON true
                WHERE s.assessed_on > %s AND b.influence IS NOT NULL AND b.interest IS NOT NULL
                    AND (s.influence, s.interest, s.position) IS DISTINCT FROM (b.influence, b.interest, b.position)
            )
            SELECT segment, department_id, inside, count(*), count(*) FILTER (WHERE is_placed),
                count(assessed_on), count(*) FILTER (WHERE position < 0),
                min(name) {against}, max(name) {against},
                ARRAY(SELECT id FROM moved s ORDER BY weight DESC, {OF_TODAY} LIMIT %s), (SELECT count(*) FROM moved),
                ARRAY(SELECT id FROM drawn LIMIT %s), {first}
            FROM standing GROUP BY segment, department_id, inside
        ) counted
        """,
        [
            Kind.INTERNAL, DEPARTMENT_MATTERS, *dates, *parameters,
            not segments, list(segments), DRAWN, since or NEVER, since or NEVER,
            Segment.DECISION_MAKER, Segment.DECISION_MAKER, MOVERS, LISTED, *begun,
        ],
    )  # fmt: skip
    if narrowed:
        with_champion = _champions(workspace, on)
    else:
        with_champion = {row[1] for row in rows if row[0] == Segment.CHAMPION and row[1] is not None}
    chosen_rows = [row for row in rows if not segments or row[0] in segments]
    if not rows:
        return Summary()
    *_, moved, moved_count, listed, _ = rows[0]
    facts = _facts(chosen_rows, with_champion, moved_count if since else 0)
    began = min((row[-1] for row in rows if row[-1]), default=None)
    return Summary(facts, began, tuple(moved) if since else (), tuple(listed))


def _facts(rows: Sequence[tuple[Any, ...]], with_champion: set[int], moved: int) -> Facts:
    """`rows` hold segment, department, inside, people, placed, assessed, against and of these the first and the last
    name, one a group of people."""
    deciders = [row for row in rows if row[0] == Segment.DECISION_MAKER and row[2]]
    outside = [row for row in rows if row[0] == Segment.DECISION_MAKER and not row[2]]
    against = sum(row[6] for row in deciders)
    return Facts(
        people=sum(row[3] for row in rows),
        placed=sum(row[4] for row in rows),
        assessed=sum(row[5] for row in rows),
        deciders=sum(row[3] for row in deciders),
        deciders_against=against,
        deciders_without_champion=sum(row[3] for row in deciders if row[1] not in with_champion),
        outside=sum(row[3] for row in outside),
        outside_against=sum(row[6] for row in outside),
        moved=moved,
        # Two are named at most, and then every name is here.
        against=tuple(sorted(name for row in deciders for name in row[7 : 7 + row[6]])) if against <= 2 else (),
    )


def standing_today(people: StakeholderQuerySet) -> Facts:
    """How many there are today, and of how many something is known."""
    counted = people.aggregate(
        people=Count("pk"),
        placed=Count("pk", filter=Q(influence__isnull=False, interest__isnull=False)),
        assessed=Count("pk", filter=Q(current__isnull=False)),
    )
    return Facts(**counted)


def _judged(on: dt.date | None) -> tuple[str, str, list[dt.date]]:
    """Where the judgement of a day stands: the alias, what is joined for it, and the parameters of that."""
    return ("a", ON_A_DATE, [on]) if on else ("s", "", [])


def _champions(workspace: UUID, on: dt.date | None) -> set[int]:
    """Ids of the departments that have a champion on a day."""
    a, joined, dates = _judged(on)
    rows = _fetch(
        f"SELECT DISTINCT s.department_id FROM {STAKEHOLDERS} s {joined}"
        f" WHERE s.workspace_id = %s AND {a}.segment = %s AND s.department_id IS NOT NULL",
        [*dates, workspace, Segment.CHAMPION],
    )
    return {row[0] for row in rows}


def placed_people(
    people: StakeholderQuerySet, *, today: dt.date, on: dt.date | None, since: dt.date | None
) -> list[Person]:
    """Those the map shows on a date (None: today), most influence first, each with where they stood on `since`."""
    return _people(people, today=today, on=on, since=since, where=PLACED, limit=DRAWN)


def history(people: StakeholderQuerySet, *, today: dt.date, since: dt.date | None, limit: int = REPLAYED) -> History:
    """Everybody who was ever placed, and all that was judged of them up to `limit` assessments."""
    ever = f"EXISTS (SELECT FROM {ASSESSMENTS} x WHERE x.stakeholder_id = s.id AND x.influence + x.interest > 0)"
    shown = _people(people, today=today, on=None, since=since, where=ever, limit=DRAWN)
    rows = _fetch(
        f"SELECT stakeholder_id, assessed_on, segment, influence, interest, position FROM {ASSESSMENTS}"
        " WHERE stakeholder_id = ANY(%s) ORDER BY stakeholder_id, assessed_on, id LIMIT %s",
        [[person.id for person in shown], limit + 1],
    )
    if len(rows) > limit:
        return History(shown, None)
    entries: list[tuple[int, dt.date, Standing]] = []
    for person, day, *judged in rows:
        standing = Standing(*judged)
        # Only what changes the picture is worth sending.
        if entries and entries[-1][0] == person and entries[-1][2] == standing:
            continue
        entries.append((person, day, standing))
    return History(shown, entries)


def _people(
    people: StakeholderQuerySet,
    *,
    today: dt.date,
    on: dt.date | None,
    since: dt.date | None,
    where: str,
    limit: int,
) -> list[Person]:
    chosen = _chosen(people)
    if chosen is None:
        return []
    among, parameters = chosen
    # The comparison is looked up for those alone who are shown.
    compared = f"LEFT {BEFORE.format(person='s.id')} ON s.assessed_on > %s" if since else ""
    a, joined, dates = _judged(on)
    rows = _fetch(
        f"""
        SELECT s.*, {"NULL" if on else LATEST_CONTACT}
            {", b.id, b.segment, b.influence, b.interest, b.position" if since else ""} FROM (
            SELECT {COLUMNS.format(a=a)} FROM {STAKEHOLDERS} s {joined}
            LEFT JOIN {DEPARTMENTS} d ON d.id = s.department_id
            WHERE s.id IN ({among}) AND {where.format(a=a)} ORDER BY {MOST_WEIGHT.format(a=a)} LIMIT %s
        ) s {compared} ORDER BY {OF_TODAY}
        """,
        [*dates, *parameters, limit, *([since, since] if since else [])],
    )
    return [_person(row, since, today) for row in rows]


def _person(row: Sequence[Any], since: dt.date | None, today: dt.date) -> Person:
    pk, name, job_title, department, kind, is_group, assessed_on, *judged, decided, last = row[:13]
    now = Standing(*judged)
    was = None
    if since is not None:
        then = row[13:]
        was = now if assessed_on <= since else Standing(*then[1:]) if then[0] is not None else NOWHERE
    met = freshness(last, cadence=cadence_of(decided, now.influence, now.interest), today=today)
    return Person(
        id=pk,
        name=name,
        now=now,
        was=was,
        job_title=job_title,
        department=department or "",
        kind=kind,
        is_group=is_group,
        assessed_on=assessed_on,
        quiet=met.days or 0 if met.is_quiet else 0,
    )


def _chosen(people: StakeholderQuerySet) -> tuple[str, tuple[Any, ...]] | None:
    """The ids of a queryset as SQL and its parameters; None when the ORM knows that there are none."""
    try:
        return people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
