"""Measures that reward service and are kept, in the archive of a workspace. What is empty is left out.

kept_measures  goal (statement and starts_on), stake (whose, what it says, when it was written down) or metric (a name);
               rule, why, author and ended_by (e-mails), at, ended_at
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Workspace
from impact.kept_measures import LONGEST
from impact.models import KeptMeasure, Metric
from planning.models import Goal, Stake
from planning.service_measures import RULES
from stakeholders.held_about import Restoring, iso_of, moment_of
from stakeholders.models import Stakeholder

Entry = dict[str, Any]


def pack(workspace: Workspace, keys: Mapping[int, str]) -> list[Entry]:
    rows = KeptMeasure.objects.filter(workspace=workspace).order_by("pk")
    return [
        {name: value for name, value in _entry(one, keys).items() if value}
        for one in rows.select_related("goal", "stake", "metric", "author", "ended_by")
    ]


def _entry(one: KeptMeasure, keys: Mapping[int, str]) -> Entry:
    goal, stake = one.goal, one.stake
    return {
        "goal": goal and {"statement": goal.statement, "starts_on": iso_of(goal.starts_on)},
        "stake": stake and {"of": keys[stake.stakeholder_id], "what": stake.what, "at": stake.created_at.isoformat()},
        "metric": one.metric and one.metric.name,
        "rule": one.rule,
        "why": one.why,
        "author": one.author.email,
        "at": one.created_at.isoformat(),
        "ended_at": one.ended_at and one.ended_at.isoformat(),
        "ended_by": one.ended_by and one.ended_by.email,
    }


class Restored:
    """Those of a backup as model instances; what they are about is looked up once it is stored."""

    def __init__(self, to: Restoring) -> None:
        self.to = to
        self.goals: list[tuple[KeptMeasure, str, str]] = []
        self.stakes: list[tuple[KeptMeasure, Stakeholder, str, dt.datetime]] = []
        self.metrics: list[tuple[KeptMeasure, str]] = []

    def kept(self, row: Any) -> None:
        ended = row.get("ended_at")
        made = KeptMeasure(
            workspace=self.to.workspace,
            rule=row["rule"],
            why=row["why"].strip(),
            author=self._user(row["author"]),
            created_at=moment_of(row["at"]),
            ended_at=moment_of(ended) if ended else None,
            ended_by=self._user(row["ended_by"]) if ended and row.get("ended_by") else None,
        )
        if made.rule not in RULES:
            raise ValidationError("No rule of this name finds what rewards service.")
        if not 0 < len(made.why) <= LONGEST:
            raise ValidationError("What is kept is kept for a reason.")
        if goal := row.get("goal"):
            self.goals.append((made, goal["statement"], goal["starts_on"]))
        elif stake := row.get("stake"):
            self.stakes.append((made, self.to.people[stake["of"]], stake["what"], moment_of(stake["at"])))
        else:
            self.metrics.append((made, row["metric"].lower()))

    def _user(self, email: str) -> Any:
        # Whoever it was may not be a member here: then it is whoever restores it.
        return self.to.users.get(email) or self.to.author

    def write(self) -> None:
        """To be called when goals, stakes and metrics are stored. What it was about may have been left out."""
        of = {"workspace": self.to.workspace}
        goals = {(one.statement, one.starts_on.isoformat()): one for one in Goal.objects.filter(**of)}
        stakes = {(one.stakeholder_id, one.what, one.created_at): one for one in Stake.objects.filter(**of)}
        metrics = {one.name.lower(): one for one in Metric.objects.filter(**of)}
        for made, statement, starts_on in self.goals:
            made.goal = goals.get((statement, starts_on))
        for made, person, what, at in self.stakes:
            made.stake = stakes.get((person.pk, what, at))
        for made, name in self.metrics:
            made.metric = metrics.get(name)
        every = [row[0] for rows in (self.goals, self.stakes, self.metrics) for row in rows]
        stored = [one for one in every if one.goal or one.stake or one.metric]
        # What is kept here already stays as it is.
        KeptMeasure.objects.bulk_create(stored, ignore_conflicts=True)
