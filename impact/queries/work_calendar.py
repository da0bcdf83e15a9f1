"""The calendar of work: a quarter's requests and initiatives by the goals they serve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accounts.models import Workspace
from accounts.written import unless_written
from impact.models import Initiative
from impact.order_desk import Index, Span, index_of, works_of
from impact.queries.order_desk import told_days
from impact.queries.works import rows
from impact.work_calendar import Picture, Piece, picture, pieces, when
from planning.models import Goal, Request
from planning.periods import Period
from web.remembered import Remembered

# Of a goal, so many pieces are listed.
LISTED: Final = 60


@dataclass(frozen=True)
class Line:
    piece: Piece
    when: str
    days: str


@dataclass(frozen=True, eq=False)
class Group:
    """What serves a goal, or without one what serves none. `days` are those whose size is known."""

    goal: Goal | None
    lines: tuple[Line, ...]
    days: str
    unsized: int
    more: int


@dataclass(frozen=True, eq=False)
class Calendar:
    groups: tuple[Group, ...]
    picture: Picture
    index: Index
    is_empty: bool
    says: str


READ_FROM = (Request, Initiative, Goal)
LATEST: Remembered[Calendar] = Remembered(most=8)


def calendar(workspace: Workspace, period: Period, *, today: dt.date) -> Calendar:
    return unless_written(
        LATEST, workspace, READ_FROM, period.key, today, make=lambda: _calendar(workspace, period, today)
    )


def _calendar(workspace: Workspace, period: Period, today: dt.date) -> Calendar:
    """Goals of the quarter in their order, those that nothing serves too; what serves none comes last."""
    span = Span(period.starts_on, period.ends_on)
    found = rows(workspace, span, today)
    held = pieces(found.taken, found.begun, span)
    by_goal: dict[int | None, list[Piece]] = {}
    for one in held:
        by_goal.setdefault(one.goal, []).append(one)
    goals = [
        goal
        for goal in Goal.objects.filter(workspace=workspace).order_by("rank")
        if goal.pk in by_goal or (goal.closed_on is None and goal.starts_on <= span.last and goal.ends_on >= span.first)
    ]
    ad_hoc = by_goal.get(None, [])
    drawn = [(goal.statement, by_goal.get(goal.pk, [])) for goal in goals] + ([("", ad_hoc)] if ad_hoc else [])
    groups = [_group(goal, by_goal.get(goal.pk, [])) for goal in goals] + ([_group(None, ad_hoc)] if ad_hoc else [])
    return Calendar(
        tuple(groups),
        picture(drawn, span, today),
        index_of(works_of(found.taken, found.begun, span)),
        not held,
        _says(held, goals, by_goal),
    )


def _group(goal: Goal | None, held: list[Piece]) -> Group:
    days = [one.days for one in held if one.days is not None]
    lines = tuple(
        Line(one, when(one), "not sized" if one.days is None else told_days(one.days)) for one in held[:LISTED]
    )
    return Group(goal, lines, told_days(sum(days)), len(held) - len(days), max(len(held) - LISTED, 0))


def _says(held: list[Piece], goals: list[Goal], by_goal: dict[int | None, list[Piece]]) -> str:
    """What the picture shows, in a sentence or two."""
    if not held:
        return "Nothing is taken on or begun in this quarter."
    ad_hoc = len(by_goal.get(None, []))
    many = "One piece of work" if len(held) == 1 else f"{len(held):,} pieces of work"
    serves = "each serves a goal" if not ad_hoc else f"{ad_hoc:,} serve{'s' if ad_hoc == 1 else ''} no goal"
    parts = [f"{many}: {serves}."]
    if idle := sum(goal.pk not in by_goal for goal in goals):
        parts.append(
            f"Of {len(goals):,} goal{'' if len(goals) == 1 else 's'} {idle:,} {'has' if idle == 1 else 'have'} no work."
        )
    return " ".join(parts)
