"""Adding, editing, closing and ordering goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Workspace
from planning.models import Goal, GoalOwner
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile

EDITABLE = ("statement", "starts_on", "ends_on", "measured_by", "customer_outcome")


def add_goal(workspace: Workspace, *, owners: Sequence[Stakeholder] = (), **fields: Any) -> Goal:
    """Store a new goal, at the end of the order."""
    with transaction.atomic(), pghistory.context(why="Added by hand"):
        _one_at_a_time(workspace)
        last = Goal.objects.filter(workspace=workspace).order_by("-rank").values_list("rank", flat=True).first()
        goal = Goal(workspace=workspace, rank=(last or 0) + 1, **fields)
        _check(goal)
        goal.save(force_insert=True)
        _set_owners(goal, owners)
    return goal


def edit_goal(goal: Goal, *, expected_version: int, owners: Sequence[Stakeholder] | None = None, **fields: Any) -> Goal:
    """Store changed fields, and owners when they are given. Raises EditedMeanwhile when the version is not the one
    the form was opened with."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = Goal.objects.select_for_update().get(pk=goal.pk)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, value in fields.items():
            setattr(now, name, value)
        _check(now)
        now.version += 1
        now.updated_at = timezone.now()
        now.save(update_fields=[*fields, "version", "updated_at"])
        if owners is not None:
            _set_owners(now, owners)
    return now


def close_goal(goal: Goal, *, on: dt.date | None = None) -> None:
    """Say that a goal is not pursued any more; closing it again changes nothing."""
    _set_closed(goal, on or timezone.localdate(), why="Closed")


def reopen_goal(goal: Goal) -> None:
    _set_closed(goal, None, why="Reopened")


def _set_closed(goal: Goal, on: dt.date | None, *, why: str) -> None:
    with transaction.atomic(), pghistory.context(why=why):
        now = Goal.objects.select_for_update().get(pk=goal.pk)
        if (now.closed_on is None) != (on is None):
            now.closed_on = on
            now.version += 1
            now.updated_at = timezone.now()
            now.save(update_fields=["closed_on", "version", "updated_at"])


def move_goal(goal: Goal, *, before: Goal | None = None, after: Goal | None = None) -> bool:
    """Put a goal directly before or after another one; whether it changed its place.

    Said relative to a neighbour, so that two people who move different goals at once both get what they meant, and a
    move that is sent twice moves once.
    """
    neighbour = before or after
    if neighbour is None or neighbour.pk == goal.pk:
        raise ValidationError("Say before or after which other goal it comes.")
    with transaction.atomic(), pghistory.context(why="Put in order"):
        _one_at_a_time(goal.workspace)
        goals = {each.pk: each for each in Goal.objects.filter(workspace=goal.workspace_id).order_by("rank")}
        stood = list(goals)
        order = reordered(stood, goal.pk, neighbour.pk, follows=before is None)
        moved = [pk for pk, held in zip(order, stood, strict=True) if pk != held]
        ranks = [each.rank for each in goals.values()]
        for pk, rank in zip(order, ranks, strict=True):
            goals[pk].rank = rank
        Goal.objects.bulk_update([goals[pk] for pk in moved], ["rank"])
    return bool(moved)


def reordered(order: Sequence[int], moved: int, neighbour: int, *, follows: bool) -> list[int]:
    """The order with `moved` taken out and put directly before its neighbour, or after it when it `follows`."""
    rest = [key for key in order if key != moved]
    place = rest.index(neighbour) + (1 if follows else 0)
    return [*rest[:place], moved, *rest[place:]]


def _one_at_a_time(workspace: Workspace) -> None:
    """Whoever adds or moves goals of this workspace waits here for whoever does so already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"goals {workspace.pk}"])


def _set_owners(goal: Goal, owners: Sequence[Stakeholder]) -> None:
    wanted = {person.pk: person for person in owners}
    held = set(GoalOwner.objects.filter(goal=goal).values_list("stakeholder_id", flat=True))
    GoalOwner.objects.filter(goal=goal).exclude(stakeholder__in=list(wanted)).delete()
    GoalOwner.objects.bulk_create(
        GoalOwner(workspace_id=goal.workspace_id, goal=goal, stakeholder=person)
        for pk, person in wanted.items()
        if pk not in held
    )


def _check(goal: Goal) -> None:
    goal.statement = " ".join(goal.statement.split())
    if not goal.statement:
        raise ValidationError({"statement": "Say what is wanted, in one sentence."})
    if goal.ends_on < goal.starts_on:
        raise ValidationError({"ends_on": "A goal ends on the day it starts, or later."})
    goal.clean_fields(exclude=["workspace"])
