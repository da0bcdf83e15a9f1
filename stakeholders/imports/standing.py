"""What stands in the workspace, as an import compares itself with it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from accounts.models import Membership, Workspace
from stakeholders.assessments import JUDGED
from stakeholders.models import Assessment, Department, Relationship, Stakeholder

_NOTHING = Assessment()
UNKNOWN: Final[dict[str, Any]] = {name: getattr(_NOTHING, name) for name in JUDGED}


@dataclass(slots=True)
class StandingPerson:
    pk: int
    kind: str
    is_group: bool
    name: str
    email: str
    job_title: str
    department: str
    owner_id: int | None
    notes: str
    tags: list[str]
    external_id: str
    attributes: dict[str, Any]
    version: int
    current_on: dt.date | None = None
    current: dict[str, Any] | None = None


@dataclass(slots=True)
class StandingTie:
    pk: int
    source: int
    target: int
    kind: str
    label: str
    direction: str
    weight: int | None
    external_id: str
    attributes: dict[str, Any]


@dataclass
class Standing:
    """`owners` maps a member's e-mail to their id. `history` is filled for those whose past an import touches."""

    people: dict[int, StandingPerson] = field(default_factory=dict)
    ties: list[StandingTie] = field(default_factory=list)
    departments: dict[str, str] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    history: dict[int, list[tuple[dt.date, int, dict[str, Any]]]] = field(default_factory=dict)

    def judged_on(self, pk: int, on: dt.date) -> dict[str, Any]:
        """What held on a day."""
        person = self.people[pk]
        if pk in self.history:
            held = [values for date, _pk, values in self.history[pk] if date <= on]
            return held[-1] if held else dict(UNKNOWN)
        if person.current is None or person.current_on is None or person.current_on > on:
            return dict(UNKNOWN)
        return person.current


def snapshot(workspace: Workspace) -> Standing:
    """Read with four queries, without model instances: a workspace may hold 100,000 people."""
    return Standing(
        people=_people(workspace),
        ties=_ties(workspace),
        departments={
            folded_name(name): name
            for name in Department.objects.filter(workspace=workspace).values_list("name", flat=True)
        },
        owners={
            email.casefold(): pk
            for email, pk in Membership.objects.filter(workspace=workspace).team().values_list("user__email", "user_id")
        },
    )


def folded_name(name: str) -> str:
    return " ".join(name.split()).casefold()


def _people(workspace: Workspace) -> dict[int, StandingPerson]:
    rows = (
        Stakeholder.objects.filter(workspace=workspace)
        .order_by("pk")
        .values_list(
            "pk",
            "kind",
            "is_group",
            "name",
            "email",
            "job_title",
            "department__name",
            "owner_id",
            "notes",
            "tags",
            "external_id",
            "attributes",
            "version",
            "current__assessed_on",
            *(f"current__{name}" for name in JUDGED),
        )
    )
    people = {}
    for row in rows.iterator(chunk_size=5000):
        values = list(row[:14])
        values[6] = values[6] or ""
        people[row[0]] = person = StandingPerson(*values)
        if person.current_on is not None:
            person.current = dict(zip(JUDGED, row[14:], strict=True))
    return people


def _ties(workspace: Workspace) -> list[StandingTie]:
    rows = (
        Relationship.objects.filter(workspace=workspace)
        .order_by("pk")
        .values_list(
            "pk", "source_id", "target_id", "kind", "label", "direction", "weight", "external_id", "attributes"
        )
    )
    return [StandingTie(*row) for row in rows.iterator(chunk_size=10_000)]


def read_history(standing: Standing, pks: Collection[int]) -> None:
    """Load all judgements of some people, oldest first."""
    found: dict[int, list[tuple[dt.date, int, dict[str, Any]]]] = defaultdict(list)
    rows = (
        Assessment.objects.filter(stakeholder__in=list(pks))
        .order_by("assessed_on", "pk")
        .values_list("stakeholder_id", "assessed_on", "pk", *JUDGED)
    )
    for stakeholder, on, pk, *values in rows.iterator(chunk_size=5000):
        found[stakeholder].append((on, pk, dict(zip(JUDGED, values, strict=True))))
    standing.history.update({pk: found.get(pk, []) for pk in pks})
