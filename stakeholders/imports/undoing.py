"""Takes back what an import did; what somebody changed since stays, with a reason, until that is confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pghistory
from django.apps import apps
from django.db import connection, transaction
from django.db.models import DO_NOTHING, ManyToOneRel, Q
from django.db.models.expressions import RawSQL

from stakeholders import held_about
from stakeholders.imports.applying import (
    CHUNK,
    PERSON_COLUMNS,
    TIE_COLUMNS,
    parts,
    point_to_current,
    write_rows,
)
from stakeholders.imports.incoming import Report
from stakeholders.models import (
    Assessment,
    Department,
    ImportBatch,
    ImportChange,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)

FIELD_WORDS = {
    "name": "name",
    "email": "e-mail",
    "job_title": "job title",
    "notes": "notes",
    "external_id": "ID",
    "kind": "kind",
    "is_group": "person or group",
    "owner_id": "owner",
    "department_id": "department",
    "tags": "tags",
    "attributes": "extra fields",
}


@dataclass(frozen=True, slots=True)
class Left:
    """A row that stays as it is. `stakeholder` is whom it is about."""

    model: str
    object_id: int
    stakeholder: int
    name: str
    reason: str


def undo(batch: ImportBatch, *, anyway: bool = False, report: Report | None = None) -> list[Left]:
    """Remove what the import created and restore what it updated. `anyway` includes what was changed since."""
    with transaction.atomic(), pghistory.context(why="Import undone"):
        undoing = _Undoing(batch, anyway)
        steps = (
            undoing.people,
            undoing.assessments,
            undoing.ties,
            undoing.updated_people,
            undoing.delete_people,
            undoing.rest,
        )
        for place, step in enumerate(steps, start=1):
            if report is not None:
                report(place, len(steps) + 1)
            step()
        return undoing.left


class Change(NamedTuple):
    """What the import noted of a row, or of all rows that it created alike."""

    pk: int
    before: dict[str, Any] | None
    after: dict[str, Any]


def among(ids: Iterable[int]) -> RawSQL:
    """For `__in`: thousands of ids as one parameter, where each by itself takes longer than what is asked of it."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


class _Undoing:
    def __init__(self, batch: ImportBatch, anyway: bool) -> None:
        self.batch, self.anyway = batch, anyway
        self.left: list[Left] = []
        # The number of a change → the rows it noted, and those of them that need no noting any more.
        self.noted: dict[int, list[int]] = {}
        self.done: dict[int, set[int]] = defaultdict(set)
        self.changes: dict[tuple[str, bool], dict[int, Change]] = defaultdict(dict)
        noted = ImportChange.objects.filter(batch=batch).order_by("pk")
        for model, object_ids, *rest in noted.values_list("model", "object_ids", "pk", "before", "after"):
            change = Change(*rest)
            self.noted[change.pk] = object_ids
            self.changes[model, change.before is None].update(dict.fromkeys(object_ids, change))
        self.going: set[int] = set()
        self.rejudged: set[int] = set()

    def created(self, model: str) -> dict[int, Change]:
        return self.changes[model, True]

    def updated(self, model: str) -> dict[int, Change]:
        return self.changes[model, False]

    def _over(self, changes: Mapping[int, Change], *, but: Collection[int] = ()) -> None:
        """These need no noting any more, except for the rows that stay."""
        for object_id, change in changes.items():
            if object_id not in but:
                self.done[change.pk].add(object_id)

    def people(self) -> None:
        """Find which of the created people go: those nobody has touched since."""
        created = self.created("stakeholder")
        since = self._since(list(created))
        rows = list(Stakeholder.objects.filter(pk__in=among(created)).values_list("pk", "name", "version"))
        changed = {pk for pk, _name, version in rows if version != created[pk].after.get("version")}
        edited = changed - _as_they_came(changed - since.keys())
        for pk, name, _version in rows:
            reasons = list(since.get(pk, ()))
            if pk in edited and not reasons:
                reasons = ["was edited since"]
            if reasons and not self.anyway:
                self.left.append(Left("stakeholder", pk, pk, name, " and ".join(reasons)))
            else:
                self.going.add(pk)
        kept = {left.object_id for left in self.left}
        self._over(created, but=kept)

    def _since(self, created: Sequence[int]) -> dict[int, list[str]]:
        """What others attached to the people of this import."""
        found: dict[int, list[str]] = defaultdict(list)
        theirs = among(created)
        judged, came = Assessment.objects.filter(stakeholder__in=theirs).order_by(), self.created("assessment")
        for pk in {person for key, person in judged.values_list("pk", "stakeholder_id") if key not in came}:
            found[pk].append("was assessed since")
        touched, came = Touchpoint.objects.filter(stakeholder__in=theirs).order_by(), self.created("touchpoint")
        for pk in {person for key, person in touched.values_list("pk", "stakeholder_id") if key not in came}:
            found[pk].append("has a touchpoint logged since")
        made = self.created("relationship")
        ends = Relationship.objects.filter(Q(source__in=theirs) | Q(target__in=theirs)).order_by()
        people = set(created)
        tied = {
            end
            for pk, source, target in ends.values_list("pk", "source_id", "target_id")
            if pk not in made
            for end in (source, target)
            if end in people
        }
        for pk in tied:
            found[pk].append("was tied to somebody since")
        for table in held_about.tables():
            held = table.model._default_manager.filter(stakeholder__in=theirs).order_by()
            came = self.created(table.name)
            rows = held.values_list("pk", "stakeholder_id")
            for pk in {person for key, person in rows if held_about.number_of(key) not in came}:
                found[pk].append(table.since)
        return found

    def assessments(self) -> None:
        """Of people who stay: gone unless somebody judged again on top of them."""
        created = self.created("assessment")
        rows = list(
            Assessment.objects.filter(pk__in=among(created))
            .order_by("-assessed_on", "-pk")
            .values_list("pk", "stakeholder_id", "stakeholder__name")
        )
        kept_people = {left.object_id for left in self.left if left.model == "stakeholder"}
        later = self._judged_later({stakeholder for _pk, stakeholder, _name in rows} - self.going)
        removed: list[int] = []
        for pk, stakeholder, name in rows:
            if stakeholder in self.going:
                continue
            if stakeholder in kept_people:
                continue
            if later.get(stakeholder, 0) > pk and not self.anyway:
                self.left.append(Left("assessment", pk, stakeholder, name, "was assessed again since"))
                continue
            removed.append(pk)
            self.rejudged.add(stakeholder)
        kept = {left.object_id for left in self.left if left.model == "assessment"}
        kept |= {pk for pk, stakeholder, _name in rows if stakeholder in kept_people}
        if removed:
            Stakeholder.objects.filter(current__in=among(removed)).update(current=None)
        _delete("stakeholders_assessment", removed)
        self._over(created, but=kept)

    def _judged_later(self, stakeholders: Iterable[int]) -> dict[int, int]:
        rows = (
            Assessment.objects.filter(stakeholder__in=among(stakeholders))
            .order_by()
            .values_list("stakeholder_id", "pk")
        )
        came = self.created("assessment")
        latest: dict[int, int] = {}
        for stakeholder, pk in rows:
            if pk not in came:
                latest[stakeholder] = max(pk, latest.get(stakeholder, 0))
        return latest

    def ties(self) -> None:
        removed: list[int] = []
        rows: list[tuple[int, dict[str, Any]]] = []
        changes = {**self.created("relationship"), **self.updated("relationship")}
        kept: set[int] = set()
        standing = Relationship.objects.filter(pk__in=among(changes)).values("pk", *TIE_COLUMNS)
        for tie in standing.iterator(chunk_size=5000):
            change = changes[tie["pk"]]
            goes_anyway = self.anyway or tie["source_id"] in self.going or tie["target_id"] in self.going
            if not goes_anyway and any(tie[name] != value for name, value in change.after.items()):
                kept.add(tie["pk"])
            elif change.before is None:
                removed.append(tie["pk"])
            else:
                rows.append((tie["pk"], change.before))
        for changed in Relationship.objects.filter(pk__in=kept).select_related("source", "target"):
            name = f"{changed.source.name} → {changed.target.name}"
            self.left.append(Left("relationship", changed.pk, changed.source_id, name, "the tie was changed since"))
        _delete("stakeholders_relationship", removed)
        write_rows("stakeholders_relationship", TIE_COLUMNS, [pk for pk, _ in rows], [before for _, before in rows])
        self._over(changes, but=kept)

    def updated_people(self) -> None:
        """Field by field: a field that somebody changed since keeps their value."""
        updated = self.updated("stakeholder")
        ids: list[int] = []
        restored: list[dict[str, Any]] = []
        departments = set(Department.objects.filter(workspace=self.batch.workspace_id).values_list("pk", flat=True))
        for person in Stakeholder.objects.filter(pk__in=among(updated)).iterator(chunk_size=2000):
            change = updated[person.pk]
            before = dict(change.before or {})
            if before.get("department_id") not in {None, *departments}:
                del before["department_id"]
            kept = {name for name in before if getattr(person, name) != change.after[name]}
            if kept and not self.anyway:
                words = " and ".join(FIELD_WORDS.get(name, name) for name in sorted(kept))
                verb = "was" if len(kept) == 1 else "were"
                self.left.append(
                    Left("stakeholder", person.pk, person.pk, person.name, f"{words} {verb} changed since")
                )
                ImportChange.objects.filter(pk=change.pk).update(
                    before={name: value for name, value in before.items() if name in kept},
                    after={name: change.after[name] for name in kept},
                )
                before = {name: value for name, value in before.items() if name not in kept}
            else:
                self.done[change.pk].add(person.pk)
            ids.append(person.pk)
            restored.append(before)
        write_rows("stakeholders_stakeholder", PERSON_COLUMNS, ids, restored, bump=True)

    def delete_people(self) -> None:
        _delete("stakeholders_assessment", sorted(self.going), by="stakeholder_id")
        # Through the ORM, so that what other apps attach to a stakeholder goes or protects as they say.
        attached = _attached(self.going)
        for part in parts(sorted(attached), CHUNK):
            Stakeholder.objects.filter(pk__in=part).delete()
        _delete("stakeholders_stakeholder", sorted(self.going - attached))
        point_to_current(sorted(self.rejudged - self.going), bump=True)

    def rest(self) -> None:
        """Departments that stand empty, the views of a restored backup, the project, and the list of changes."""
        departments = self.created("department")
        empty = Department.objects.filter(pk__in=among(departments), stakeholders=None)
        empty.delete()
        used = set(Department.objects.filter(pk__in=among(departments)).values_list("pk", flat=True))
        self._over(departments, but=used)
        SavedView.objects.filter(pk__in=among(self.created("savedview"))).delete()
        self._over(self.created("savedview"))
        kept = {left.object_id for left in self.left if left.model == "stakeholder"}
        touched = Touchpoint.objects.filter(pk__in=among(self.created("touchpoint")), stakeholder__in=among(kept))
        self._over(self.created("touchpoint"), but=set(touched.values_list("pk", flat=True)))
        for holder in held_about.holders():
            self._rest_of(holder.part)
        self.batch.projects.all().delete()
        self._forget_done()

    def _forget_done(self) -> None:
        whole = [pk for pk, done in self.done.items() if len(done) == len(self.noted[pk])]
        for pk in self.done.keys() - whole:
            stay = [object_id for object_id in self.noted[pk] if object_id not in self.done[pk]]
            ImportChange.objects.filter(pk=pk).update(object_ids=stay)
        _delete("stakeholders_importchange", whole)

    def _rest_of(self, part: held_about.Part) -> None:
        """What a restored backup made beside all that: gone with its people, or goes now, or stays with what stays."""
        created = {str(model._meta.model_name): self.created(str(model._meta.model_name)) for model in part.models}
        if part.undo is not None:
            part.undo(created)
        for model in part.models:
            changes = created[str(model._meta.model_name)]
            here = model._default_manager.filter(workspace=self.batch.workspace_id)
            stay = held_about.numbered(here, list(changes))
            self._over(changes, but=stay)


def _as_they_came(people: Collection[int]) -> set[int]:
    """Those of whom every word is what the audit trail says they came with, as after a later import was undone."""
    if not people:
        return set()
    noted = apps.get_model("stakeholders", "StakeholderEvent")
    fields = [field.attname for field in noted._meta.concrete_fields if not field.name.startswith("pgh_")]
    came = noted._default_manager.filter(pgh_label="insert", pgh_obj__in=among(people)).values_list(*fields)
    now = {
        row[fields.index("id")]: row for row in Stakeholder.objects.filter(pk__in=among(people)).values_list(*fields)
    }
    return {row[fields.index("id")] for row in came if row == now.get(row[fields.index("id")])}


def _attached(people: Collection[int]) -> set[int]:
    """Those of the people whom a row of any table names, the audit aside."""
    found: set[int] = set()
    for related in Stakeholder._meta.get_fields(include_hidden=True):
        if not isinstance(related, ManyToOneRel) or related.on_delete is DO_NOTHING:
            continue
        named = related.field.attname
        rows = related.field.model._base_manager.filter(**{f"{named}__in": among(people)})
        found.update(rows.order_by().values_list(named, flat=True).distinct())
    return found


def _delete(table: str, ids: Sequence[int], *, by: str = "id") -> None:
    if ids:
        with connection.cursor() as cursor:
            # Joined: searching a list of 50,000 ids for each row took a minute.
            cursor.execute(
                f"DELETE FROM {table} AS row USING unnest(%s::bigint[]) AS gone (id) WHERE row.{by} = gone.id",
                [list(ids)],
            )


def summary(left: Sequence[Left]) -> dict[str, int]:
    return dict(Counter(row.model for row in left))
