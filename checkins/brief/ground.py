"""What the briefs of one workspace have in common on one day: its goals, what serves them, and the numbers that prove.

Whoever writes one brief lays the ground for it; whoever writes many keeps it by `Grounds`, until somebody writes to a
table that it was laid from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from accounts.models import Workspace
from accounts.written import unless_written
from impact.evidence import ORDER, Grade
from impact.models import Annotation, Contribution, Initiative, Metric, Observation, Rebase, Target
from impact.models.observation import AnyObservation
from impact.queries.initiatives import told
from impact.queries.metrics import held, reading_of
from impact.queries.reports import proofs
from impact.readings import Reading
from impact.reports.together import known_by
from impact.returns import telling
from impact.returns.course import Course, course_of
from planning.models import Goal, Playbook, Stake
from planning.playbooks.texts import PARTS
from web.remembered import Remembered

READ_FROM: Final = (Playbook, Goal, Initiative, Contribution, Metric, Observation, Target, Rebase, Annotation)
# Of what serves a goal, or moved a number, the best known are told.
MOVED_BY: Final = 2


@dataclass(frozen=True)
class Proof:
    """A number that would prove returns, and what moved it."""

    reading: Reading
    known: Sequence[AnyObservation]
    rebased: Sequence[dt.date]
    moved: Sequence[Contribution]

    def course(self, stake: Stake, today: dt.date) -> Course:
        return course_of(self.reading, self.known, since=telling.since(stake), today=today, rebased=self.rebased)

    def contributed(self, stake: Stake, today: dt.date) -> list[str]:
        return telling.contributed(self.moved, first=telling.since(stake), last=today)[:MOVED_BY]


@dataclass(frozen=True)
class Ground:
    """`goals` are today's in their order; `told` and `under_way` say by goal what of ours serves it. Numbers are read
    when the first stake asks for them."""

    workspace: Workspace
    today: dt.date
    goals: tuple[Goal, ...]
    told: dict[int, tuple[str, ...]]
    under_way: dict[int, tuple[str, ...]]
    playbooks: dict[str, Playbook]
    _proofs: dict[int, Proof] = field(default_factory=dict, compare=False, repr=False)

    def own_words(self, segment: str) -> dict[str, str]:
        """What this workspace wrote into the playbook of a segment; nothing where it stands as it came."""
        own = self.playbooks.get(segment)
        return {name: getattr(own, name) if own else "" for name in PARTS}

    def proofs(self, metrics: Sequence[Metric]) -> dict[int, Proof]:
        missing = list({one.pk: one for one in metrics if one.pk not in self._proofs}.values())
        if missing:
            hanging = held(self.workspace, missing, today=self.today)
            moved = proofs(self.workspace, [metric.pk for metric in missing])
            for metric in missing:
                hangs = hanging[metric.pk]
                self._proofs[metric.pk] = Proof(
                    reading_of(metric, hangs, today=self.today),
                    known_by(hangs.observations, metric, self.today),
                    [one.starts_on for one in hangs.rebases if one.starts_on <= self.today],
                    moved.get(metric.pk, ()),
                )
        return {metric.pk: self._proofs[metric.pk] for metric in metrics}


def lay(workspace: Workspace, today: dt.date) -> Ground:
    """In four queries."""
    goals = tuple(Goal.objects.current(today).filter(workspace=workspace).order_by("rank", "pk"))
    playbooks = {one.segment: one for one in Playbook.objects.filter(workspace=workspace)}
    return Ground(workspace, today, goals, _told(workspace, goals), _under_way(workspace, goals), playbooks)


def _told(workspace: Workspace, goals: Sequence[Goal]) -> dict[int, tuple[str, ...]]:
    """By goal, the best known first and of one grade the latest."""
    found: dict[int, list[Contribution]] = {}
    rows = Contribution.objects.standing().filter(workspace=workspace, initiative__goal__in=goals)
    for one in rows.select_related("initiative", "metric").defer("content").order_by("-last_on", "-pk"):
        found.setdefault(one.initiative.goal_id or 0, []).append(one)
    return {
        goal: tuple(told(one) for one in sorted(rows, key=lambda one: -ORDER.index(Grade(one.grade)))[:MOVED_BY])
        for goal, rows in found.items()
    }


def _under_way(workspace: Workspace, goals: Sequence[Goal]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = Initiative.objects.under_way().filter(workspace=workspace, goal__in=goals).order_by("-starts_on", "pk")
    for goal, name in rows.values_list("goal", "name"):
        found[goal] = (*found.get(goal, ()), name)
    return found


class Grounds:
    """Kept by whoever writes many briefs, of the few workspaces that it writes for at a time."""

    def __init__(self, most: int = 8) -> None:
        self._latest: Remembered[Ground] = Remembered(most)

    def of(self, workspace: Workspace, today: dt.date) -> Ground:
        return unless_written(self._latest, workspace, READ_FROM, today, make=lambda: lay(workspace, today))
