"""Shaping together what somebody brought to marketing: a short discussion, by a guide made for it or a chosen one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from discussions.guides.built_in import shaping as built_in
from discussions.guides.versions import add_guide, free_name
from discussions.models import Discussion, GuideVersion
from discussions.running import people, preparing
from planning.models import GoalOwner, Request
from stakeholders.models import Stakeholder


def proposed(asked: Request) -> QuerySet[Stakeholder]:
    """Whoever brought it, where they are on the map, and who owns the goal it serves."""
    owners = GoalOwner.objects.filter(goal=asked.goal_id).values("stakeholder")
    here = Stakeholder.objects.filter(workspace=asked.workspace_id)
    return here.filter(Q(pk=asked.stakeholder_id) | Q(pk__in=owners)).order_by("name", "pk")


def shape(
    asked: Request,
    *,
    author: User,
    title: str,
    problem: str,
    version: GuideVersion | None,
    invited: Iterable[Stakeholder],
    **fields: Any,
) -> Discussion:
    """Store a draft about what was brought, with those invited in it; nobody hears of it before it opens."""
    with transaction.atomic(), pghistory.context(why="Shaped together"):
        version = version or _guide_about(asked, author=author, name=title, problem=problem)
        made = preparing.prepare(asked.workspace, version=version, title=title, request=asked, **fields)
        people.invite(made, invited)
    return made


def _guide_about(asked: Request, *, author: User, name: str, problem: str) -> GuideVersion:
    text = built_in.about(problem, name=name, outcome=asked.goal.statement if asked.goal else asked.outcome[:1000])
    return add_guide(asked.workspace, author=author, text=free_name(asked.workspace, text))


def about(asked: Request) -> list[Discussion]:
    """The discussions it is shaped in, the latest first."""
    return list(Discussion.objects.filter(workspace=asked.workspace_id, request=asked).order_by("-created_at", "-pk"))
