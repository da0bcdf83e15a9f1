"""Writes a plan: all of it in the running transaction, in bulk, with what is needed to undo it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.assessments import JUDGED
from stakeholders.imports.incoming import Report
from stakeholders.imports.mapping import sort_parts
from stakeholders.imports.plan import CREATE, UPDATE, Node, PersonAction, Plan, TieAction
from stakeholders.imports.standing import UNKNOWN, Standing, folded_name
from stakeholders.models import Confidence, Department, ImportBatch, ImportChange, Source
from stakeholders.models.stakeholder import STANDING

Item = TypeVar("Item")
CHUNK = 2000
# Columns an update may write, with their types in the database.
PERSON_COLUMNS: Final = {
    "name": "text",
    "email": "text",
    "job_title": "text",
    "notes": "text",
    "external_id": "text",
    "kind": "text",
    "is_group": "boolean",
    "owner_id": "bigint",
    "department_id": "bigint",
    "tags": "text[]",
    "attributes": "jsonb",
}
NEW_PERSON_COLUMNS: Final = {
    "current_id": "bigint",
    "first_assessed_on": "date",
    "assessed_on": "date",
    "segment": "text",
    "influence": "smallint",
    "interest": "smallint",
    "position": "smallint",
    "engagement_now": "text",
    "engagement_desired": "text",
}
ASSESSMENT_COLUMNS: Final = {
    "stakeholder_id": "bigint",
    "assessed_on": "date",
    "segment": "text",
    "influence": "smallint",
    "interest": "smallint",
    "position": "smallint",
    "engagement_now": "text",
    "engagement_desired": "text",
    "voice": "text",
    "approves": "boolean",
    "holds_capital": "boolean",
    "executes": "boolean",
    "advocates": "boolean",
    "resists": "boolean",
    "resistance_cause": "text",
    "confidence": "text",
    "why": "text",
}
# What rows of one import have in common.
COMMON_COLUMNS: Final = {
    "workspace_id": "uuid",
    "version": "integer",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "recorded_at": "timestamptz",
    "author_id": "bigint",
    "source": "text",
}
TIE_COLUMNS: Final = {
    "source_id": "bigint",
    "target_id": "bigint",
    "kind": "text",
    "label": "text",
    "direction": "text",
    "weight": "smallint",
    "external_id": "text",
    "attributes": "jsonb",
}

# So many rows that the planner should know of them.
MANY: Final = 1_000
# Departments, new people, changed people, new ties, changed ties.
STEPS: Final = 5


def write(
    plan: Plan, standing: Standing, batch: ImportBatch, *, author: User, today: dt.date, report: Report | None = None
) -> None:
    """Create and update what the plan says. Raises IntegrityError when the workspace no longer allows it."""
    writer = _Writer(standing, batch, author, today)
    steps: list[Callable[[], None]] = [
        lambda: writer.departments(plan.departments),
        lambda: writer.add_people([action for action in plan.people if action.action == CREATE], report),
        lambda: writer.update_people([action for action in plan.people if action.action == UPDATE]),
        lambda: writer.create_ties([tie for tie in plan.ties if tie.action == CREATE], report),
        lambda: writer.update_ties([tie for tie in plan.ties if tie.action == UPDATE]),
    ]
    with transaction.atomic(), pghistory.context(why="Imported from a file"):
        for number, step in enumerate(steps):
            step()
            if report is not None:
                report(number + 1, STEPS)
        if len(plan.people) + len(plan.ties) > MANY:
            # The keys of all rows are checked when the transaction ends.
            refresh_statistics()


class _Writer:
    def __init__(self, standing: Standing, batch: ImportBatch, author: User, today: dt.date) -> None:
        self.standing, self.batch, self.author, self.today = standing, batch, author, today
        self.now = timezone.now().isoformat()
        self.department_ids = {
            folded_name(name): pk
            for pk, name in Department.objects.filter(workspace=batch.workspace_id).values_list("pk", "name")
        }
        self.ids: dict[Node, int] = {pk: pk for pk in standing.people}

    def departments(self, names: Sequence[str]) -> None:
        made = Department.objects.bulk_create(
            Department(workspace_id=self.batch.workspace_id, name=name) for name in names
        )
        self.department_ids.update({folded_name(department.name): department.pk for department in made})
        note_created(self.batch, "department", [department.pk for department in made], {})

    def add_people(self, actions: Sequence[PersonAction], report: Report | None) -> None:
        """Their judgements are written first: then they come with what holds, and no row is touched twice."""
        for number, part in enumerate(parts(actions, CHUNK)):
            if report is not None:
                report(len(actions) + number * CHUNK, STEPS * len(actions))
            ids = reserve("stakeholders_stakeholder", len(part))
            self.ids.update({action.person.ref: pk for action, pk in zip(part, ids, strict=True)})
            standing = self._judge(part)
            nothing = {name: UNKNOWN.get(name) for name in STANDING}
            with pgtrigger.ignore("stakeholders.Stakeholder:keep_standing"):
                # What the trigger would look up row by row is known here.
                self._insert(
                    "stakeholder",
                    {**PERSON_COLUMNS, **NEW_PERSON_COLUMNS},
                    ids,
                    [
                        self._person(action) | (standing.get(pk) or nothing)
                        for action, pk in zip(part, ids, strict=True)
                    ],
                    {"version": 1, "created_at": self.now, "updated_at": self.now},
                    ["version"],
                )

    def _person(self, action: PersonAction) -> dict[str, Any]:
        person = action.person
        kind, is_group = sort_parts(person.sort)
        return {
            "kind": kind,
            "is_group": is_group,
            "name": person.name,
            "email": person.email,
            "job_title": person.job_title,
            "department_id": self.department_ids[folded_name(person.department)] if person.department else None,
            "owner_id": self.standing.owners.get(person.owner_email.casefold()) if person.owner_email else None,
            "notes": person.notes,
            "tags": person.tags,
            "external_id": person.external_id,
            "attributes": person.attributes,
        }

    def update_people(self, actions: Sequence[PersonAction]) -> None:
        changed = [action for action in actions if action.changes]
        for part in parts(changed, CHUNK):
            befores, afters = [], []
            for action in part:
                before = {name: old for name, (old, _new) in action.changes.items()}
                after = {name: new for name, (_old, new) in action.changes.items()}
                befores.append(self._with_department_id(before))
                afters.append(self._with_department_id(after))
            ids = [action.pk for action in part if action.pk is not None]
            write_rows("stakeholders_stakeholder", PERSON_COLUMNS, ids, afters, bump=True)
            note_changes(self.batch, "stakeholder", ids, befores, afters)
        judged = [action for action in actions if action.judgements]
        for part in parts(judged, CHUNK):
            self._judge(part)
        if len(judged) > MANY:
            refresh_statistics()
        point_to_current(sorted(self.ids[action.node] for action in judged), bump=True)

    def _with_department_id(self, fields: dict[str, Any]) -> dict[str, Any]:
        if "department" in fields:
            name = fields.pop("department")
            fields["department_id"] = self.department_ids[folded_name(name)] if name else None
        return fields

    def _judge(self, actions: Sequence[PersonAction]) -> dict[int, dict[str, Any]]:
        """Write what is judged; by stakeholder, what stands beside the name of somebody new then."""
        rows = [row for action in actions for row in self._assessments(action)]
        ids = reserve("stakeholders_assessment", len(rows))
        common = {"recorded_at": self.now, "author_id": self.author.pk, "source": Source.IMPORT}
        self._insert("assessment", ASSESSMENT_COLUMNS, ids, rows, common, [])
        standing: dict[int, dict[str, Any]] = {}
        for row, pk in zip(rows, ids, strict=True):
            earlier = standing.get(row["stakeholder_id"])
            standing[row["stakeholder_id"]] = {
                **{name: row[name] for name in STANDING},
                "current_id": pk,
                "first_assessed_on": earlier["first_assessed_on"] if earlier else row["assessed_on"],
            }
        return standing

    def _assessments(self, action: PersonAction) -> Iterable[dict[str, Any]]:
        """In the order of their dates."""
        earlier: dict[str, Any] = {}
        for judgement in action.judgements:
            on = judgement.on or self.today
            held = self.standing.judged_on(action.pk, on) if action.pk is not None else UNKNOWN
            earlier |= judgement.changes
            yield {
                **{name: held[name] for name in JUDGED},
                **earlier,
                "stakeholder_id": self.ids[action.node],
                "assessed_on": on.isoformat(),
                "confidence": judgement.confidence or Confidence.UNKNOWN,
                "why": judgement.why,
            }

    def create_ties(self, ties: Sequence[TieAction], report: Report | None) -> None:
        for number, part in enumerate(parts(ties, 5 * CHUNK)):
            if report is not None:
                report(3 * len(ties) + number * 5 * CHUNK, STEPS * len(ties))
            self._insert(
                "relationship",
                TIE_COLUMNS,
                reserve("stakeholders_relationship", len(part)),
                [
                    {
                        "source_id": self.ids[tie.source],
                        "target_id": self.ids[tie.target],
                        "kind": tie.kind,
                        "label": tie.label,
                        "direction": tie.direction,
                        "weight": tie.weight,
                        "external_id": tie.external_id,
                        "attributes": tie.attributes,
                    }
                    for tie in part
                ],
                {"created_at": self.now},
                ["kind", "label", "weight"],
            )

    def update_ties(self, ties: Sequence[TieAction]) -> None:
        for part in parts(ties, CHUNK):
            befores = [self._with_end_ids({name: old for name, (old, _new) in tie.changes.items()}) for tie in part]
            afters = [self._with_end_ids({name: new for name, (_old, new) in tie.changes.items()}) for tie in part]
            ids = [tie.pk for tie in part if tie.pk is not None]
            write_rows("stakeholders_relationship", TIE_COLUMNS, ids, afters)
            note_changes(self.batch, "relationship", ids, befores, afters)

    def _with_end_ids(self, fields: dict[str, Any]) -> dict[str, Any]:
        for end in ("source", "target"):
            if end in fields:
                fields[f"{end}_id"] = self.ids[fields.pop(end)]
        return fields

    def _insert(
        self,
        model: str,
        columns: dict[str, str],
        ids: list[int],
        rows: Sequence[dict[str, Any]],
        common: dict[str, Any],
        noted: Sequence[str],
    ) -> None:
        """INSERT many rows in one statement, and note them as created. `common` is what they share, `noted` the columns
        that undoing compares: rows alike in them are noted together. Instances cost five times as much."""
        if not rows:
            return
        common = {"workspace_id": self.batch.workspace_id, **common}
        own, shared = ", ".join(columns), ", ".join(common)
        casts = ", ".join(f"%s::{COMMON_COLUMNS[name]}" for name in common)
        typed = ", ".join(["id bigint", *(f"{name} {kind}" for name, kind in columns.items())])
        after = ", ".join(f"'{name}', {name}" for name in noted)
        alike = f"GROUP BY {', '.join(noted)}" if noted else ""
        numbered = [{"id": pk, **row} for pk, row in zip(ids, rows, strict=True)]
        with connection.cursor() as cursor:
            # Tables and columns are ours; values travel as parameters.
            cursor.execute(
                f"WITH made AS (INSERT INTO stakeholders_{model} (id, {own}, {shared})"
                f" SELECT id, {own}, {casts} FROM jsonb_to_recordset(%s::jsonb) AS new ({typed})"
                f" RETURNING {', '.join(['id', *noted])})"
                " INSERT INTO stakeholders_importchange (workspace_id, batch_id, model, object_ids, before, after)"
                f" SELECT %s, %s, %s, array_agg(id), NULL, jsonb_build_object({after}) FROM made {alike}",
                [
                    *common.values(),
                    json.dumps(numbered, ensure_ascii=False),
                    self.batch.workspace_id,
                    self.batch.pk,
                    model,
                ],
            )


def note_created(batch: ImportBatch, model: str, ids: Sequence[int], after: dict[str, Any]) -> None:
    """Keep which rows are new, and what the import wrote in all of them that undoing compares."""
    if ids:
        ImportChange.objects.create(
            workspace_id=batch.workspace_id, batch=batch, model=model, object_ids=list(ids), after=after
        )


def note_changes(
    batch: ImportBatch,
    model: str,
    ids: Sequence[int],
    befores: Sequence[dict[str, Any]],
    afters: Sequence[dict[str, Any]],
) -> None:
    """Keep what stood in updated rows before and what the import wrote: enough to undo it."""
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stakeholders_importchange (workspace_id, batch_id, model, object_ids, before, after)"
            " SELECT %s, %s, %s, ARRAY[id], before::jsonb, after::jsonb"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS rows (id, before, after)",
            [
                batch.workspace_id,
                batch.pk,
                model,
                list(ids),
                [json.dumps(before) for before in befores],
                [json.dumps(after) for after in afters],
            ],
        )


def reserve(table: str, count: int) -> list[int]:
    """Ids for rows to come."""
    with connection.cursor() as cursor:
        # The sequence's name is looked up once and not a row.
        cursor.execute(
            "SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id')::regclass)) FROM generate_series(1, %s)",
            [table, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def write_rows(
    table: str, columns: dict[str, str], ids: Sequence[int], rows: Sequence[dict[str, Any]], *, bump: bool = False
) -> None:
    """UPDATE many rows, each with its own columns, in one statement a combination of columns. `bump` raises version."""
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for pk, row in zip(ids, rows, strict=True):
        names = tuple(name for name in columns if name in row)
        if names:
            grouped.setdefault(names, []).append({"id": pk, **{name: row[name] for name in names}})
    with connection.cursor() as cursor:
        for names, group in grouped.items():
            # Table and columns are ours; values travel as one JSON parameter.
            sets = [f"{name} = new.{name}" for name in names]
            if bump:
                sets += ["version = row.version + 1", "updated_at = %s"]
            typed = ", ".join(["id bigint", *(f"{name} {columns[name]}" for name in names)])
            cursor.execute(
                f"UPDATE {table} AS row SET {', '.join(sets)}"
                f" FROM jsonb_to_recordset(%s::jsonb) AS new ({typed}) WHERE row.id = new.id",
                [*([timezone.now()] if bump else []), json.dumps(group)],
            )


def refresh_statistics() -> None:
    """Tell the planner of many new rows before they are committed: see the function's migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_stakeholder_statistics()")


def point_to_current(stakeholder_ids: Sequence[int], *, bump: bool) -> None:
    """Make `current` of many stakeholders the assessment that holds today, or none."""
    if not stakeholder_ids:
        return
    version = "version = person.version + 1," if bump else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE stakeholders_stakeholder AS person SET current_id = latest.id, {version} updated_at = %s"
            " FROM unnest(%s::bigint[]) AS wanted (id) LEFT JOIN LATERAL ("
            "   SELECT id FROM stakeholders_assessment WHERE stakeholder_id = wanted.id"
            "   ORDER BY assessed_on DESC, id DESC LIMIT 1) AS latest ON true"
            " WHERE person.id = wanted.id",
            [timezone.now(), list(stakeholder_ids)],
        )


def parts(rows: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
