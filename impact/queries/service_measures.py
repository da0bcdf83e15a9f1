"""Goals, stakes and metrics that reward service, and those that somebody keeps all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from accounts.models import Workspace
from impact.better_measures import BETTER, Better
from impact.models import Audience, AudienceMetric, KeptMeasure, Metric, Target
from planning.models import Goal, Stake
from planning.service_measures import Finding, found

KINDS = {"goal": "Goals", "metric": "Metrics", "stake": "What investors expect"}
Subject = Goal | Stake | Metric
# Of a goal, a stake or a metric, by its number in this order, and a rule.
Held = set[tuple[int | None, int | None, int | None, str]]


@dataclass(frozen=True)
class Pointed:
    """A goal, a stake or a metric in which something rewards service. `used` says where a metric counts."""

    kind: str
    subject: Subject
    findings: tuple[Finding, ...]
    used: tuple[str, ...] = ()

    @property
    def better(self) -> list[Better]:
        return [BETTER[finding.rule] for finding in self.findings]


def found_in(subject: Subject) -> tuple[Finding, ...]:
    if isinstance(subject, Goal):
        return found(subject.statement, subject.measured_by)
    if isinstance(subject, Stake):
        return found(subject.expects, subject.measure)
    return found(subject.name, subject.words)


def pointed_out(workspace: Workspace, kept: Iterable[KeptMeasure]) -> list[Pointed]:
    """Of all goals that are pursued, stakes that stand, and metrics by which somebody is judged."""
    goals = Goal.objects.filter(workspace=workspace).open()
    stakes = Stake.objects.standing().filter(workspace=workspace).select_related("stakeholder", "goal")
    held = _held(kept)
    return [
        *_pointed("goal", goals.order_by("rank"), held),
        *_metrics(workspace, judged_by(workspace), held),
        *_pointed("stake", stakes.order_by("stakeholder__name", "pk"), held),
    ]


def of_goal(workspace: Workspace, goal: Goal) -> list[Pointed]:
    """The goal, and what those expect who invest in it."""
    stakes = Stake.objects.standing().filter(workspace=workspace, goal=goal).select_related("stakeholder", "goal")
    held = _held(KeptMeasure.objects.standing().filter(Q(goal=goal) | Q(stake__goal=goal), workspace=workspace))
    return [*_pointed("goal", [goal], held), *_pointed("stake", stakes.order_by("pk"), held)]


def of_metric(workspace: Workspace, metric: Metric) -> list[Pointed]:
    held = _held(KeptMeasure.objects.standing().filter(workspace=workspace, metric=metric))
    return _metrics(workspace, judged_by(workspace).filter(pk=metric.pk), held)


def judged_by(workspace: Workspace):  # type: ignore[no-untyped-def]
    """Metrics with a target that stands, in front of the overview, or leading in what an audience reads."""
    of_it = {"workspace": workspace, "metric": OuterRef("pk")}
    leads = AudienceMetric.objects.filter(**of_it, audience__retired_on=None)
    rows = (
        Metric.objects.filter(workspace=workspace)
        .kept()
        .annotate(has_target=Exists(Target.objects.standing().filter(**of_it)))
    )
    return rows.filter(Q(has_target=True) | Q(leads_since__isnull=False) | Exists(leads)).order_by("name", "pk")


def _held(kept: Iterable[KeptMeasure]) -> Held:
    return {(one.goal_id, one.stake_id, one.metric_id, one.rule) for one in kept}


def _pointed(kind: str, subjects: Iterable[Subject], held: Held) -> list[Pointed]:
    found_there = []
    for subject in subjects:
        about = tuple(subject.pk if kind == one else None for one in ("goal", "stake", "metric"))
        left = tuple(finding for finding in found_in(subject) if (*about, finding.rule) not in held)
        if left:
            found_there.append(Pointed(kind, subject, left))
    return found_there


def _metrics(workspace: Workspace, metrics: Iterable[Metric], held: Held) -> list[Pointed]:
    pointed = _pointed("metric", metrics, held)
    used = _used(workspace, [one.subject.pk for one in pointed]) if pointed else {}
    return [replace(one, used=(*_own(one.subject), *used.get(one.subject.pk, ()))) for one in pointed]


def _own(subject: Subject) -> list[str]:
    if not isinstance(subject, Metric):
        return []
    has_target: bool = getattr(subject, "has_target", False)
    return [*(["has a target"] if has_target else []), *(["stands on the overview"] if subject.leads_since else [])]


def _used(workspace: Workspace, metrics: list[int]) -> dict[int, list[str]]:
    """In what which audience reads it leads."""
    found_for: dict[int, list[str]] = defaultdict(list)
    rows = Audience.objects.filter(workspace=workspace, retired_on=None, metric_rows__metric__in=metrics)
    for name, metric in rows.order_by("name").values_list("name", "metric_rows__metric"):
        if metric in metrics:
            found_for[metric].append(f"leads for {name}")
    return found_for


def kept(workspace: Workspace) -> list[KeptMeasure]:
    """The latest first, with what they are about."""
    rows = KeptMeasure.objects.standing().filter(workspace=workspace)
    return list(rows.select_related("goal", "stake__stakeholder", "metric", "author"))
