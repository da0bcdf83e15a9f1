"""Sums of requests for the pages about the order desk: by month, and of one quarter. The database adds them up, as
reading ten thousand rows after every decision would take longer than anything that is made of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from accounts.models import Workspace
from impact.order_desk import Concentration, Lot, Span, Spread, concentration, spread
from impact.queries.works import CALLED, moment
from planning.models import Request

# Fewer first decisions have no middle worth telling.
FEWEST: Final = 3

# Of each request that came or was decided on since: the months in which it did, and what became of it. `states` are its
# decisions in their order; it was changed late where, after it was accepted, it was decided otherwise, or the days or
# the goal it had were others, as the audit trail has it.
FACTS: Final = """
WITH said AS (
    SELECT request_id, array_agg(state ORDER BY at, id) AS states,
        min(at) FILTER (WHERE state = 'accepted') AS accepted_at
    FROM planning_decision WHERE workspace_id = %(workspace)s GROUP BY request_id
), changed AS (
    SELECT DISTINCT pgh_obj_id FROM (
        SELECT pgh_obj_id, days, goal_id, lag(state) OVER before AS state_before, lag(days) OVER before AS days_before,
            lag(goal_id) OVER before AS goal_before
        FROM planning_requestevent
        WHERE workspace_id = %(workspace)s
        AND pgh_obj_id IN (SELECT request_id FROM said WHERE accepted_at IS NOT NULL)
        WINDOW before AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
    ) AS events
    WHERE state_before = 'accepted'
    AND (days IS DISTINCT FROM coalesce(days_before, days) OR goal_id IS DISTINCT FROM coalesce(goal_before, goal_id))
), facts AS MATERIALIZED (
    SELECT asked.id, asked.stakeholder_id, asked.prescribed, asked.state, asked.days,
        asked.goal_id IS NOT NULL AS has_goal,
        CASE WHEN stakeholder_id IS NOT NULL THEN '' WHEN email = '' THEN lower(name) ELSE lower(email) END AS called,
        date_trunc('month', asked.received_at AT TIME ZONE %(zone)s)::date AS received,
        date_trunc('month', asked.decided_at AT TIME ZONE %(zone)s)::date AS decided,
        date_trunc('month', said.accepted_at AT TIME ZONE %(zone)s)::date AS accepted,
        coalesce('shaping' = ANY(said.states), false) AS was_shaped,
        'accepted' <> ANY(said.states[array_position(said.states, 'accepted'):]) OR changed.pgh_obj_id IS NOT NULL
            AS is_changed_late
    FROM planning_request AS asked
    LEFT JOIN said ON said.request_id = asked.id
    LEFT JOIN changed ON changed.pgh_obj_id = asked.id
    WHERE asked.workspace_id = %(workspace)s AND (asked.received_at >= %(since)s OR asked.decided_at >= %(since)s)
)
"""
ASKED: Final = """
    SELECT 'asked' AS kind, received, sum(many)::bigint, sum(prescribed)::bigint, count(*), sum(many * many)::bigint,
        NULL::bool, NULL::bool
    FROM (
        SELECT received, count(*) AS many, count(*) FILTER (WHERE prescribed) AS prescribed
        FROM facts GROUP BY received, stakeholder_id, called
    ) AS people GROUP BY received
"""
DECIDED: Final = """
    SELECT 'decided', decided, count(*), count(*) FILTER (WHERE state = 'declined' OR was_shaped), 0, 0, NULL, NULL
    FROM facts WHERE decided IS NOT NULL GROUP BY decided
"""
ACCEPTED: Final = """
    SELECT 'accepted', accepted, count(*), count(*) FILTER (WHERE is_changed_late), 0, 0, NULL, NULL
    FROM facts WHERE accepted IS NOT NULL GROUP BY accepted
"""
LOTS: Final = """
    SELECT 'lot', decided, count(*), sum(days)::bigint, 0, 0, has_goal, prescribed AND NOT was_shaped
    FROM facts WHERE state IN ('accepted', 'shaping')
    AND NOT id = ANY(CASE WHEN days IS NULL THEN %(every)s::uuid[] ELSE %(sized)s::uuid[] END)
    GROUP BY decided, has_goal, prescribed AND NOT was_shaped, days IS NULL
"""
BY_MONTH: Final = FACTS + " UNION ALL ".join((ASKED, DECIDED, ACCEPTED, LOTS))

TOOK: Final = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (
    ORDER BY (said.first_at AT TIME ZONE %(zone)s)::date - (asked.received_at AT TIME ZONE %(zone)s)::date
)
FROM planning_request AS asked
JOIN (
    SELECT request_id, min(at) AS first_at FROM planning_decision WHERE workspace_id = %(workspace)s GROUP BY request_id
) AS said ON said.request_id = asked.id
WHERE asked.workspace_id = %(workspace)s AND said.first_at >= %(first)s AND said.first_at < %(last)s
"""


@dataclass
class Month:
    """Of requests alone: (such, of how many) for each sign, who asked, and what was taken on."""

    prescribed: tuple[int, int] = (0, 0)
    not_as_asked: tuple[int, int] = (0, 0)
    changed_late: tuple[int, int] = (0, 0)
    asked: Spread = field(default_factory=lambda: spread(0, 0, 0))
    lots: list[Lot] = field(default_factory=list)


def by_month(
    workspace: Workspace, since: dt.date, *, elsewhere: tuple[Collection[Hashable], Collection[Hashable]]
) -> Mapping[dt.date, Month]:
    """Months in which a request came, was decided on or accepted, with those before `since` that belong to what was
    decided after it. `elsewhere` are those counted by an initiative (`order_desk.counted_elsewhere`)."""
    sized, every = elsewhere
    since_then = {"workspace": workspace.pk, "since": moment(since)}
    months: dict[dt.date, Month] = defaultdict(Month)
    for kind, month, many, such, people, squares, has_goal, as_ordered in _fetch(
        BY_MONTH, {**since_then, "sized": [*sized], "every": [*every]}
    ):
        of = months[month]
        if kind == "asked":
            of.prescribed, of.asked = (such, many), spread(many, people, squares)
        elif kind == "decided":
            of.not_as_asked = such, many
        elif kind == "accepted":
            of.changed_late = such, many
        else:
            of.lots.append(Lot(days=such, has_goal=has_goal, is_as_ordered=as_ordered, many=many))
    return months


def together(months: Iterable[tuple[int, int]]) -> tuple[int, int]:
    such, many = map(sum, zip(*months, strict=True))
    return such, many


def who_asked(workspace: Workspace, span: Span) -> tuple[Concentration, dict[Hashable, tuple[str, int | None]]]:
    """How few, with the name under which each asked first and which stakeholder they are."""
    asked = Request.objects.filter(
        workspace=workspace, received_at__gte=moment(span.first), received_at__lt=moment(span.last + dt.timedelta(1))
    ).annotate(called=CALLED)
    found = asked.order_by().values_list("stakeholder_id", "called")
    by: Counter[Hashable] = Counter()
    people: dict[Hashable, tuple[str, int | None]] = {}
    for person, called, many, names in found.annotate(
        many=Count("pk"), names=ArrayAgg("name", order_by=("received_at", "pk"))
    ):
        by[person or called] += many
        people[person or called] = names[0], person
    return concentration(by.items()), people


def took(workspace: Workspace, span: Span) -> tuple[float | None, int]:
    """The middle of the days to a first decision, and of how many; None of fewer than three."""
    parameters: dict[str, Any] = {
        "workspace": workspace.pk,
        "first": moment(span.first),
        "last": moment(span.last + dt.timedelta(1)),
    }
    [(many, middle)] = _fetch(TOOK, parameters)
    return (middle if many >= FEWEST else None), many


def _fetch(sql: str, parameters: dict[str, Any]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, "zone": timezone.get_current_timezone_name()})
        rows: list[tuple] = cursor.fetchall()  # type: ignore[type-arg]
    return rows
