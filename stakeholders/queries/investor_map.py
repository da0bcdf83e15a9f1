"""What the investor map reads. Written in SQL, since each page needs few rows out of very many assessments:
`current` answers for today, an index on (stakeholder, date) for any other day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from stakeholders.investor_map.people import NOWHERE, Person, Standing
from stakeholders.investor_map.story import Facts
from stakeholders.models import Assessment, Department, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

DRAWN = 2_000
DRAWN_BY_SERVER = 150
REPLAYED = 30_000

STAKEHOLDERS = Stakeholder._meta.db_table
ASSESSMENTS = Assessment._meta.db_table
DEPARTMENTS = Department._meta.db_table

NOW = f"JOIN {ASSESSMENTS} a ON a.id = s.current_id"
ON_A_DATE = (
    f"JOIN LATERAL (SELECT x.* FROM {ASSESSMENTS} x WHERE x.stakeholder_id = s.id AND x.assessed_on <= %s"
    " ORDER BY x.assessed_on DESC, x.id DESC LIMIT 1) a ON true"
)
BEFORE = (
    f"JOIN LATERAL (SELECT x.id, x.segment, x.influence, x.interest, x.position FROM {ASSESSMENTS} x"
    " WHERE x.stakeholder_id = {person} AND x.assessed_on <= %s ORDER BY x.assessed_on DESC, x.id DESC LIMIT 1) b"
)
COLUMNS = (
    "s.id, s.name, s.job_title, d.name AS department, s.kind, s.is_group, a.assessed_on,"
    " a.segment, a.influence, a.interest, a.position"
)
PLACED = "a.influence IS NOT NULL AND a.interest IS NOT NULL"
MOST_WEIGHT = "a.influence DESC NULLS LAST, a.interest DESC NULLS LAST, s.id"


@dataclass(frozen=True)
class Summary:
    """Everybody the filters let through, counted by their segment today; the facts are of the chosen segments."""

    counts: dict[str, int] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)

    @property
    def is_small(self) -> bool:
        return self.facts.placed <= DRAWN_BY_SERVER


@dataclass(frozen=True)
class History:
    """What was judged of people over time, one entry a change, grouped by person and in order; None when too long."""

    people: list[Person]
    entries: list[tuple[int, dt.date, Standing]] | None


def summarise(people: StakeholderQuerySet, workspace: UUID, segments: Sequence[str] = ()) -> Summary:
    """Count `people` (filtered by everything but segment) as they are judged today."""
    chosen = _chosen(people)
    if chosen is None:
        return Summary()
    among, parameters = chosen
    rows = _fetch(
        f"""
        WITH champions AS (
            SELECT DISTINCT s.department_id FROM {STAKEHOLDERS} s {NOW}
            WHERE s.workspace_id = %s AND a.segment = %s AND s.department_id IS NOT NULL
        )
        SELECT coalesce(a.segment, %s) AS segment, count(*), count(*) FILTER (WHERE {PLACED}),
            count(*) FILTER (WHERE a.position < 0),
            count(*) FILTER (WHERE s.department_id IS NULL OR s.department_id NOT IN (TABLE champions)),
            (array_agg(s.name ORDER BY a.influence DESC NULLS LAST, s.id)
                FILTER (WHERE a.segment = %s AND a.position < 0))[1:2]
        FROM {STAKEHOLDERS} s LEFT {NOW} WHERE s.id IN ({among}) GROUP BY 1
        """,
        [workspace, Segment.CHAMPION, Segment.UNKNOWN, Segment.DECISION_MAKER, *parameters],
    )
    counted = [row for row in rows if not segments or row[0] in segments]
    deciders = next((row for row in counted if row[0] == Segment.DECISION_MAKER), None)
    facts = Facts(
        people=sum(row[1] for row in counted),
        placed=sum(row[2] for row in counted),
        deciders=deciders[1] if deciders else 0,
        deciders_against=deciders[3] if deciders else 0,
        deciders_without_champion=deciders[4] if deciders else 0,
        against=tuple(deciders[5] or ()) if deciders else (),
    )
    return Summary({row[0]: row[1] for row in rows}, facts)


def placed_people(
    people: StakeholderQuerySet, *, on: dt.date | None, since: dt.date | None, limit: int | None = DRAWN
) -> list[Person]:
    """Those the map shows on a date (None: today), most influence first, each with where they stood on `since`."""
    return _people(people, on=on, since=since, where=PLACED, limit=limit)


def movers(people: StakeholderQuerySet, *, since: dt.date, limit: int = 6) -> list[Person]:
    """Those who moved most from `since` to today, as `biggest_moves` would choose them among everybody."""
    chosen = _chosen(people)
    if chosen is None:
        return []
    among, parameters = chosen
    rows = _fetch(
        f"""
        SELECT {COLUMNS}, b.id, b.segment, b.influence, b.interest, b.position
        FROM {STAKEHOLDERS} s {NOW} LEFT JOIN {DEPARTMENTS} d ON d.id = s.department_id
        {BEFORE.format(person="s.id")} ON true
        WHERE s.id IN ({among}) AND {PLACED} AND a.assessed_on > %s
            AND b.influence IS NOT NULL AND b.interest IS NOT NULL
            AND (a.influence, a.interest, a.position) IS DISTINCT FROM (b.influence, b.interest, b.position)
        ORDER BY abs(a.influence - b.influence) + abs(a.interest - b.interest)
            + coalesce(abs(a.position - b.position), 0) DESC, {MOST_WEIGHT} LIMIT %s
        """,
        [since, *parameters, since, limit],
    )
    return [_person(row, since) for row in rows]


def champion_departments(workspace: UUID, on: dt.date) -> frozenset[str]:
    """Names of the departments that had a champion on a date."""
    rows = _fetch(
        f"SELECT DISTINCT d.name FROM {STAKEHOLDERS} s {ON_A_DATE} JOIN {DEPARTMENTS} d ON d.id = s.department_id"
        " WHERE s.workspace_id = %s AND a.segment = %s",
        [on, workspace, Segment.CHAMPION],
    )
    return frozenset(row[0] for row in rows)


def history(people: StakeholderQuerySet, *, since: dt.date | None, limit: int = REPLAYED) -> History:
    """Everybody who was ever placed, and all that was judged of them up to `limit` assessments."""
    ever = f"EXISTS (SELECT FROM {ASSESSMENTS} x WHERE x.stakeholder_id = s.id AND x.influence + x.interest > 0)"
    shown = _people(people, on=None, since=since, where=ever, limit=DRAWN)
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


def first_assessed_on(workspace: UUID) -> dt.date | None:
    """The day from which there is a map."""
    rows = _fetch(f"SELECT min(assessed_on) FROM {ASSESSMENTS} WHERE workspace_id = %s", [workspace])
    return rows[0][0] if rows else None


def _people(
    people: StakeholderQuerySet, *, on: dt.date | None, since: dt.date | None, where: str, limit: int | None
) -> list[Person]:
    chosen = _chosen(people)
    if chosen is None:
        return []
    among, parameters = chosen
    # The comparison is looked up for those alone who are shown.
    compared = f"LEFT {BEFORE.format(person='s.id')} ON s.assessed_on > %s" if since else ""
    joined, dates = (ON_A_DATE, [on]) if on else (NOW, [])
    rows = _fetch(
        f"""
        SELECT s.*{", b.id, b.segment, b.influence, b.interest, b.position" if since else ""} FROM (
            SELECT {COLUMNS} FROM {STAKEHOLDERS} s {joined}
            LEFT JOIN {DEPARTMENTS} d ON d.id = s.department_id
            WHERE s.id IN ({among}) AND {where} ORDER BY {MOST_WEIGHT} LIMIT %s
        ) s {compared} ORDER BY {MOST_WEIGHT.replace("a.", "s.")}
        """,
        [*dates, *parameters, limit, *([since, since] if since else [])],
    )
    return [_person(row, since) for row in rows]


def _person(row: Sequence[Any], since: dt.date | None) -> Person:
    pk, name, job_title, department, kind, is_group, assessed_on, *judged = row
    now = Standing(*judged[:4])
    was = None
    if since is not None:
        was = now if assessed_on <= since else Standing(*judged[5:9]) if judged[4] is not None else NOWHERE
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
        return cursor.fetchall()
