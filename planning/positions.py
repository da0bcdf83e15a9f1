"""Where people stand on goals: said, dated, and appended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from planning.models import Goal, GoalPosition
from stakeholders.models import Stakeholder


@dataclass(frozen=True)
class Stand:
    """Somebody's position on one goal. Where none was said of this goal their general one holds, and is called so."""

    position: int | None
    general: int | None
    said: GoalPosition | None = None

    @property
    def is_general(self) -> bool:
        return self.said is None

    @property
    def differs(self) -> bool:
        """Both are known, and are not the same."""
        return self.said is not None and self.general is not None and self.position != self.general


def stand(said: GoalPosition | None, *, general: int | None) -> Stand:
    return Stand(general if said is None else said.position, general, said)


def say_position(
    stakeholder: Stakeholder,
    *,
    goal: Goal,
    author: User,
    position: int,
    why: str,
    said_on: dt.date | None = None,
) -> GoalPosition:
    today = timezone.localdate()
    said_on = said_on or today
    if position not in range(-2, 3):
        raise ValidationError({"position": "A position goes from opposed (-2) to advocate (2)."})
    if not why.strip():
        raise ValidationError({"why": "Say why: what they said or did."})
    if said_on > today:
        raise ValidationError({"said_on": "Say what has been heard; this date is still to come."})
    said = GoalPosition(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        goal=goal,
        author=author,
        position=position,
        why=why.strip(),
        said_on=said_on,
    )
    said.clean_fields(exclude=["workspace", "stakeholder", "goal", "author"])
    with transaction.atomic(), pghistory.context(why=why.strip()[:300]):
        said.save(force_insert=True)
    return said
