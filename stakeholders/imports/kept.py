"""The plan of a dry run, kept beside its file: applying reads nothing again while everything stands as it did."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from accounts.models import Workspace
from stakeholders.imports.incoming import Person
from stakeholders.imports.mapping import Choices
from stakeholders.imports.plan import CREATE, UPDATE, NewJudgement, PersonAction, Plan, TieAction
from stakeholders.imports.standing import Standing
from stakeholders.models import ImportedProject

PERSON: Final = (
    "name",
    "sort",
    "email",
    "job_title",
    "department",
    "owner_email",
    "notes",
    "external_id",
    "tags",
    "attributes",
)
TIE: Final = ("source", "target", "kind", "label", "direction", "weight", "external_id", "attributes", "pk", "changes")


_PERSON_VALUES, _TIE_VALUES = attrgetter(*PERSON), attrgetter(*TIE)


@dataclass
class Kept:
    """`mark` says what the plan was made from. `past` names those whose earlier judgements it read."""

    mark: str
    past: list[int]
    fingerprint: str
    plan: Plan
    project: dict[str, Any] | None


def mark(standing: Standing, choices: Choices, workspace: Workspace, *, today: dt.date) -> str:
    """A few characters that differ when anything does that a plan follows from, the file aside."""
    projects = ImportedProject.objects.filter(workspace=workspace).order_by("pk").values_list("pk", "document")
    # One after the other, so that no text of the whole workspace is made.
    digest = hashlib.sha256(repr((today, choices.as_json(), list(projects), standing.departments)).encode(*_AS_IT_IS))
    digest.update(repr((sorted(standing.owners.items()), sorted(standing.history.items()))).encode(*_AS_IT_IS))
    for row in (*standing.people.values(), *standing.ties):
        digest.update(repr(row).encode(*_AS_IT_IS))
    return digest.hexdigest()


_AS_IT_IS: Final = ("utf-8", "surrogatepass")


def pack(kept: Kept) -> bytes:
    """What will be written; rows that stay as they are need no keeping."""
    people = [
        [
            action.person.ref,
            _PERSON_VALUES(action.person),
            action.action,
            action.pk,
            action.changes,
            [
                [judged.on.isoformat() if judged.on else None, judged.changes, judged.confidence, judged.why]
                for judged in action.judgements
            ],
        ]
        for action in kept.plan.people
        if action.action in (CREATE, UPDATE)
    ]
    ties = [[tie.action, *_TIE_VALUES(tie)] for tie in kept.plan.ties if tie.action in (CREATE, UPDATE)]
    head = [kept.mark, kept.past, kept.fingerprint, kept.plan.departments, kept.plan.keeps_project, kept.project]
    return json.dumps([head, people, ties], ensure_ascii=False).encode(*_AS_IT_IS)


def unpack(packed: bytes) -> Kept:
    head, people, ties = json.loads(packed.decode(*_AS_IT_IS))
    fingerprint_mark, past, fingerprint, departments, keeps_project, project = head
    plan = Plan(departments=departments, keeps_project=keeps_project)
    plan.people = [
        PersonAction(
            Person(ref, "", **dict(zip(PERSON, values, strict=True))),
            action,
            pk,
            changes=changes,
            judgements=[
                NewJudgement(dt.date.fromisoformat(on) if on else None, judged, confidence, why)
                for on, judged, confidence, why in judgements
            ],
        )
        for ref, values, action, pk, changes, judgements in people
    ]
    plan.ties = [TieAction("", action, **dict(zip(TIE, values, strict=True))) for action, *values in ties]
    return Kept(fingerprint_mark, past, fingerprint, plan, project)
