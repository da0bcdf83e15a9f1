"""Restores the archive of a workspace (exports/archive.py) into an empty one: history, ties, touchpoints and all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.models import Membership, User, Workspace
from stakeholders import held_about
from stakeholders.assessments import JUDGED
from stakeholders.formats.document import Connection, Document, Element, shorten
from stakeholders.freshness import LONGEST_CADENCE
from stakeholders.held_about import day_of, moment_of
from stakeholders.imports import plan as plans
from stakeholders.imports import preview
from stakeholders.imports.applying import CHUNK, note_created, parts, point_to_current
from stakeholders.imports.standing import folded_name
from stakeholders.models import (
    Assessment,
    Department,
    ImportBatch,
    ImportedProject,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)

NOT_EMPTY: Final = (
    "A backup is restored into an empty workspace, and this one has {count} stakeholders. "
    "Make a new workspace and import the backup there."
)
PARTS: Final = ("assessments", "touchpoints", "saved_views", "projects", "departments")


def preview_fields(document: Document, workspace: Workspace, author: User) -> dict[str, Any]:
    """What `ImportBatch` stores of the dry run."""
    standing = Stakeholder.objects.filter(workspace=workspace).count()
    reasons = [[problem.where, "", problem.sentence, problem.fatal] for problem in document.problems]
    restored = _Restored(document, workspace, author)
    restored.check()
    reasons += [[where, "", sentence, True] for where, sentence in restored.refused]
    blocked = NOT_EMPTY.format(count=standing) if standing else ""
    people, ties = len(restored.people), len(restored.ties)
    zero = dict.fromkeys((plans.UPDATE, plans.UNCHANGED, plans.SKIPPED), 0)
    counts = {
        "people": {plans.CREATE: people, **zero},
        "ties": {plans.CREATE: ties, plans.UPDATE: 0, plans.UNCHANGED: 0},
        "other": {
            "assessments": len(restored.rows("assessments")),
            "touchpoints": len(restored.rows("touchpoints")),
            "saved_views": len(restored.rows("saved_views")),
            "departments": len(restored.rows("departments")),
            "left_out": sum(1 for reason in reasons if reason[3]),
            "remarks": sum(1 for reason in reasons if not reason[3]),
            "suggestions": 0,
            "unknown": 0,
            "project": 0,
        },
    }
    fingerprint = plans.fingerprint({"archive": str(counts), "standing": str(standing)})
    return {
        "plan": {
            "archive": True,
            "blocked": blocked,
            "changes": not blocked and bool(people),
            "counts": counts,
            "fingerprint": fingerprint,
            "columns": [],
            "rows": people,
            "connections": ties,
        },
        "details": preview.compress({"signatures": {}}),
        "reasons": preview.compress(reasons),
    }


def restore(document: Document, batch: ImportBatch) -> None:
    """Write all of it. Raises a ValidationError when the workspace is not empty any more."""
    standing = Stakeholder.objects.filter(workspace=batch.workspace).count()
    if standing:
        raise ValidationError(NOT_EMPTY.format(count=standing))
    restored = _Restored(document, batch.workspace, batch.author)
    restored.check()
    with transaction.atomic(), pghistory.context(why="Restored from a backup"):
        restored.write(batch)


class _Restored:
    """The parts of an archive as model instances; a row that a model refuses is left out with a sentence."""

    def __init__(self, document: Document, workspace: Workspace, author: User) -> None:
        self.document, self.workspace, self.author = document, workspace, author
        self.refused: list[tuple[str, str]] = []
        team = Membership.objects.filter(workspace=workspace).select_related("user")
        self.users: dict[str, User] = {membership.user.email: membership.user for membership in team}
        self.people: dict[str, Stakeholder] = {}
        self.department_of: dict[str, str] = {}
        self.ties: list[Relationship] = []
        self.assessments: list[Assessment] = []
        self.touchpoints: list[Touchpoint] = []
        self.more: list[Callable[[], held_about.Written]] = []

    def rows(self, part: str) -> list[Any]:
        held = self.document.project.get(part, [])
        return held if isinstance(held, list) else []

    def check(self) -> None:
        for element in self.document.elements:
            self._take(f"Stakeholder {element.row}", self._person, element)
        for connection in self.document.connections:
            self._take(f"Relationship {connection.row}", self._tie, connection)
        for number, row in enumerate(self.rows("assessments"), start=1):
            self._take(f"Assessment {number}", self._assessment, row)
        for number, row in enumerate(self.rows("touchpoints"), start=1):
            self._take(f"Touchpoint {number}", self._touchpoint, row)
        restoring = held_about.Restoring(self.workspace, self.people, self.users, self.author)
        for holder in reversed(held_about.holders()):
            write, refused = holder.part.unpack(self.document.project.get(holder.part.name), restoring)
            self.more.append(write)
            self.refused += refused

    def _take(self, where: str, make: Callable[[Any], None], entry: Any) -> None:
        try:
            make(entry)
        except ValidationError as error:
            self.refused.append((where, " ".join(error.messages)))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.refused.append((where, f"This entry is not as a backup has it: {shorten(error)}."))

    def _person(self, element: Element) -> None:
        held: Mapping[str, Any] = element.attributes
        owner = self.users.get(held.get("owner") or "")
        person = Stakeholder(
            workspace=self.workspace,
            name=element.name,
            owner=owner,
            created_at=moment_of(held.get("created_at")),
            **_columns(
                Stakeholder, held, "kind is_group email job_title notes cadence_days tags external_id attributes"
            ),
        )
        person.clean_fields(exclude=["workspace", "department", "owner", "current", "folded"])
        if person.cadence_days is not None and not 1 <= person.cadence_days <= LONGEST_CADENCE:
            raise ValidationError(f"A cadence goes from 1 to {LONGEST_CADENCE} days, not {person.cadence_days}.")
        if held.get("department"):
            self.department_of[element.key or ""] = str(held["department"])[:120]
        self.people[element.key or ""] = person

    def _tie(self, connection: Connection) -> None:
        tie = Relationship(
            workspace=self.workspace,
            source=self.people[connection.source_ref],
            target=self.people[connection.target_ref],
            direction=connection.direction,
            created_at=moment_of(connection.attributes.get("created_at")),
            **_columns(Relationship, connection.attributes, "kind label weight external_id attributes"),
        )
        tie.clean_fields(exclude=["workspace", "source", "target"])
        self.ties.append(tie)

    def _assessment(self, row: Mapping[str, Any]) -> None:
        assessment = Assessment(
            workspace=self.workspace,
            stakeholder=self.people[row["stakeholder"]],
            assessed_on=day_of(row["assessed_on"]),
            recorded_at=moment_of(row.get("recorded_at")),
            author=self.users.get(row.get("author") or ""),
            **_columns(Assessment, row, " ".join([*JUDGED, "confidence source why"])),
        )
        assessment.clean_fields(exclude=["workspace", "stakeholder", "author"])
        for name, low, high in (("influence", 1, 5), ("interest", 1, 5), ("position", -2, 2)):
            value = getattr(assessment, name)
            if value is not None and not low <= value <= high:
                raise ValidationError(f"{name.capitalize()} goes from {low} to {high}; this entry says {value}.")
        self.assessments.append(assessment)

    def _touchpoint(self, row: Mapping[str, Any]) -> None:
        touchpoint = Touchpoint(
            workspace=self.workspace,
            stakeholder=self.people[row["stakeholder"]],
            happened_on=day_of(row["happened_on"]),
            follow_up_by=day_of(row["follow_up_by"]) if row.get("follow_up_by") else None,
            followed_up_on=day_of(row["followed_up_on"]) if row.get("followed_up_on") else None,
            author=self.users.get(row.get("author") or ""),
            created_at=moment_of(row.get("created_at")),
            **_columns(Touchpoint, row, "kind mood summary"),
        )
        touchpoint.clean_fields(exclude=["workspace", "stakeholder", "author"])
        self.touchpoints.append(touchpoint)

    def write(self, batch: ImportBatch) -> None:
        departments = self._departments(batch)
        for key, name in self.department_of.items():
            if key in self.people:
                self.people[key].department = departments[folded_name(name)]
        people = list(self.people.values())
        self._store(batch, "stakeholder", people, {"version": 1})
        for assessment in self.assessments:
            assessment.stakeholder_id = assessment.stakeholder.pk
        self._store(batch, "assessment", self.assessments, {})
        point_to_current([person.pk for person in people], bump=False)
        for tie in self.ties:
            tie.source_id, tie.target_id = tie.source.pk, tie.target.pk
        self._store(batch, "relationship", self.ties, {})
        for touchpoint in self.touchpoints:
            touchpoint.stakeholder_id = touchpoint.stakeholder.pk
            # Whoever logged it may not be a member here: then it is whoever restores it.
            touchpoint.author_id = touchpoint.author_id or batch.author_id
        self._store(batch, "touchpoint", self.touchpoints, {})
        self._saved_views(batch)
        for row in self.rows("projects"):
            ImportedProject.objects.create(
                workspace=self.workspace, batch=batch, format=str(row["format"])[:20], document=row["document"]
            )
        for write in self.more:
            for name, rows in write():
                note_created(batch, name, [held_about.number_of(row.pk) for row in rows], {})

    def _departments(self, batch: ImportBatch) -> dict[str, Department]:
        names = [str(name)[:120] for name in self.rows("departments")] + list(self.department_of.values())
        standing = {folded_name(d.name): d for d in Department.objects.filter(workspace=self.workspace)}
        missing = {folded_name(name): name for name in names if name.strip() and folded_name(name) not in standing}
        made = [Department(workspace=self.workspace, name=name) for name in missing.values()]
        self._store(batch, "department", made, {})
        return standing | {folded_name(department.name): department for department in made}

    def _saved_views(self, batch: ImportBatch) -> None:
        made: dict[tuple[int, str, str], SavedView] = {}
        taken = set(
            SavedView.objects.filter(workspace=self.workspace).values_list("user_id", "page", "name").distinct()
        )
        for row in self.rows("saved_views"):
            user = self.users.get(row.get("user") or "") or batch.author
            view = SavedView(
                workspace=self.workspace, user=user, **_columns(SavedView, row, "page name query is_shared")
            )
            key = user.pk, view.page, view.name
            if key not in taken and view.page in SavedView.Page.values:
                made.setdefault(key, view)
        self._store(batch, "savedview", list(made.values()), {})

    def _store(self, batch: ImportBatch, model: str, rows: list[Any], after: dict[str, Any]) -> None:
        for part in parts(rows, CHUNK):
            type(part[0]).objects.bulk_create(part)
            note_created(batch, model, [row.pk for row in part], after)


def _columns(model: type[models.Model], held: Mapping[str, Any], names: str) -> dict[str, Any]:
    return {name: held[name] for name in names.split() if name in held}
