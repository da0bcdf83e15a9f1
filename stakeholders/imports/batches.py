"""The life of an import: received, read, previewed, applied, undone. Every step is taken once, whoever asks twice."""

from __future__ import annotations

import datetime as dt
import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry, User, Workspace
from stakeholders.formats.document import Document, Format, Unreadable
from stakeholders.imports import (
    applying,
    incoming,
    kept,
    mapping,
    planning,
    preview,
    progress,
    restoring,
    standing,
    undoing,
    uploads,
)
from stakeholders.imports.incoming import Report
from stakeholders.imports.mapping import Choices
from stakeholders.imports.plan import Plan
from stakeholders.imports.standing import Standing
from stakeholders.models import ImportBatch, ImportedProject

State = ImportBatch.State

# Up to so many rows an import is applied, or undone, while its leader waits.
WRITE_AT_ONCE: Final = 1500
KEPT_OF_PLAN: Final = ("counts", "archive", "rows", "connections", "project")
PREVIEWS_KEPT: Final = dt.timedelta(days=7)
# A preview that would change nothing asks for no decision.
IDLE_KEPT: Final = dt.timedelta(days=1)
# Longer than any task may run (CELERY_TASK_TIME_LIMIT).
ABANDONED_AFTER: Final = dt.timedelta(minutes=20)
# What has told how far it is, and holds its lock no more, does not wait for its turn: it died.
DEAD_AFTER: Final = dt.timedelta(minutes=1)

STOPPED = "The import stopped before it was finished, and nothing of it was stored. Check the file again to repeat it."
READING_STOPPED = (
    "Reading the file stopped before it was finished. Nothing was stored. Check the file again to repeat it."
)
UNDO_STOPPED = "Undoing stopped before it was finished, so everything is still as it was imported. Undo it again."
SECOND_UNDO_STOPPED = (
    "Undoing stopped before it was finished, so what was changed since is still here. Take it back again."
)
MEANWHILE = (
    "Somebody stored something that stands in the way of this import while it was written. Nothing of it was stored. "
    "Check the file again to see what changed."
)


@dataclass(frozen=True)
class Outcome:
    """`state` after the attempt. `difference` says what a second look found otherwise than the preview."""

    state: str
    difference: list[str]


def receive(workspace: Workspace, *, author: User, files: Sequence[tuple[str, bytes]]) -> ImportBatch:
    """Keep uploaded files until they are applied or discarded. Raises a ValidationError that states a broken limit."""
    uploads.check([(name, len(content)) for name, content in files])
    named = [(uploads.clean_name(name), content) for name, content in files]
    title = named[0][0] if len(named) == 1 else f"{named[0][0]} and {len(named) - 1} more"
    return ImportBatch.objects.create(
        workspace=workspace, author=author, filename=title[:255], content=uploads.pack(named), state=State.READING
    )


def advance(batch: ImportBatch, before: str, after: str, **fields: Any) -> bool:
    """Take a batch from one state to another; False when it is not in that state any more."""
    taken = ImportBatch.objects.filter(pk=batch.pk, state=before).update(
        state=after, updated_at=timezone.now(), **fields
    )
    if taken:
        batch.state = after
    return bool(taken)


def has_file(batch: ImportBatch) -> bool:
    return ImportBatch.objects.filter(pk=batch.pk, content__isnull=False).exists()


def read_again(batch: ImportBatch) -> bool:
    """Take a failed batch whose file is still here back to reading."""
    kept = ImportBatch.objects.filter(pk=batch.pk, state=State.FAILED, content__isnull=False)
    return bool(kept.update(state=State.READING, error="", updated_at=timezone.now()))


def prepare(batch: ImportBatch, *, report: Report | None = None) -> None:
    """Read the file and plan the import: the batch is previewed afterwards, or failed with a sentence."""
    if batch.state != State.READING:
        return
    with _undisturbed():
        try:
            document = uploads.read_document(bytes(batch.content or b""), progress.stage(report, 0, 40))
        except Unreadable as unreadable:
            advance(batch, State.READING, State.FAILED, error=unreadable.sentence, content=None)
            return
        choices = Choices.from_json(batch.mapping) if batch.mapping else mapping.guess(document)
        _store_preview(batch, document, choices, State.READING, report=progress.stage(report, 40, 95))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Python looks for garbage after so many new objects. Here they all stay: it would look at each again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def revise(batch: ImportBatch, choices: Choices) -> list[str]:
    """Plan again with other choices. Returns sentences on choices that cannot be; then the plan stays as it was."""
    document = uploads.read_document(bytes(batch.content or b""))
    sentences = mapping.check(choices, document)
    if sentences:
        return sentences
    asked = mapping.type_words(document, choices.columns)
    types = {word: choices.types.get(word, mapping.guess_sort(word)) for word, _count in asked}
    _store_preview(
        batch, document, Choices.from_json({**choices.as_json(), "types": list(types.items())}), State.PREVIEWED
    )
    return []


def _store_preview(
    batch: ImportBatch,
    document: Document,
    choices: Choices,
    before: str,
    difference: Sequence[str] = (),
    report: Report | None = None,
) -> bool:
    if document.format == Format.COALITION_JSON:
        fields = restoring.preview_fields(document, batch.workspace, batch.author)
    else:
        plan, there = make_plan(document, choices, batch.workspace, report)
        summary = preview.summary(plan, document, choices)
        fields = {
            "content": _with_plan(batch, plan, summary["fingerprint"], there, document, choices),
            "plan": summary,
            "details": preview.compress(preview.lists(plan, there)),
            "reasons": preview.compress(preview.reasons(plan.reasons)),
        }
    fields["plan"]["difference"] = list(difference)[:50]
    return advance(batch, before, State.PREVIEWED, format=document.format, mapping=choices.as_json(), **fields)


def _with_plan(
    batch: ImportBatch, plan: Plan, fingerprint: str, there: Standing, document: Document, choices: Choices
) -> bytes:
    made_from = kept.mark(there, choices, batch.workspace, today=timezone.localdate())
    project = _project(document, choices) if plan.keeps_project else None
    packed = kept.pack(kept.Kept(made_from, sorted(there.history), fingerprint, plan, project))
    return uploads.with_plan(bytes(batch.content or b""), packed)


def _kept_plan(batch: ImportBatch, choices: Choices) -> tuple[kept.Kept, Standing] | None:
    """The plan of the preview while all that it follows from is as it was; None when it has to be made again."""
    packed = uploads.plan_of(bytes(batch.content or b""))
    found = kept.unpack(packed) if packed is not None else None
    if found is None or found.fingerprint != batch.plan.get("fingerprint"):
        return None
    there = standing.snapshot(batch.workspace)
    standing.read_history(there, found.past)
    holds = found.mark == kept.mark(there, choices, batch.workspace, today=timezone.localdate())
    return (found, there) if holds else None


def make_plan(
    document: Document, choices: Choices, workspace: Workspace, report: Report | None = None
) -> tuple[Plan, Standing]:
    """The dry run against what stands in the workspace now."""
    today = timezone.localdate()
    rows = incoming.read(document, choices, today=today, report=report)
    there = standing.snapshot(workspace)
    matched = planning.match(rows, there, choices)
    standing.read_history(there, planning.dated_people(matched, there))
    plan = planning.plan(rows, there, matched, choices, today=today)
    plan.keeps_project = _project(document, choices) is not None and not _is_kept(document, choices, workspace)
    return plan, there


def _project(document: Document, choices: Choices) -> dict[str, Any] | None:
    """What is kept beside people and ties so that the file can be written again; None when it is nothing."""
    if document.format not in mapping.FAITHFUL and not document.project:
        return None
    tables = [
        {
            "title": table.title,
            "holds": table.holds,
            "headers": list(table.headers),
            "name_columns": list(table.name_columns),
            "key_column": table.key_column,
            "source_column": table.source_column,
            "target_column": table.target_column,
            "direction_column": table.direction_column,
        }
        for table in document.tables
    ]
    kept = {"project": document.project, "columns": list(mapping.targets(choices)), "tables": tables}
    stored: dict[str, Any] = json.loads(json.dumps(kept, default=str))
    return stored


def _is_kept(document: Document, choices: Choices, workspace: Workspace) -> bool:
    same = ImportedProject.objects.filter(
        workspace=workspace, format=document.format, document=_project(document, choices)
    )
    return same.exists()


def start_applying(batch: ImportBatch, fingerprint: str) -> bool:
    """Claim a batch for a task. False when it was taken already, or shows another plan than the page did."""
    same = ImportBatch.objects.filter(pk=batch.pk, state=State.PREVIEWED, plan__fingerprint=fingerprint)
    return bool(same.update(state=State.APPLYING, updated_at=timezone.now()))


def apply(batch_id: int, *, fingerprint: str = "", report: Report | None = None) -> Outcome:
    """Write the whole import in one transaction, once: whoever comes second finds it applied.

    The plan is made again first. Where it differs from the preview nothing is written, and the preview is renewed.
    """
    try:
        with transaction.atomic():
            batch = (
                ImportBatch.objects.select_for_update(of=("self",))
                .select_related("workspace", "author")
                .get(pk=batch_id)
            )
            ready = State.PREVIEWED if fingerprint else State.APPLYING
            if batch.state != ready or (fingerprint and batch.plan.get("fingerprint") != fingerprint):
                return Outcome(batch.state, [])
            with pghistory.context(user=batch.author_id):
                return _apply(batch, report)
    except (IntegrityError, ValidationError):
        ImportBatch.objects.filter(pk=batch_id, state__in=[State.PREVIEWED, State.APPLYING]).update(
            state=State.FAILED, error=MEANWHILE, updated_at=timezone.now()
        )
        return Outcome(State.FAILED, [])


def _apply(batch: ImportBatch, report: Report | None) -> Outcome:
    # Two imports into one workspace, or an import and a reporting line, take turns.
    Workspace.objects.select_for_update(no_key=True).get(pk=batch.workspace_id)
    if report is not None:
        # Begun: what waits for its turn stands at nothing.
        report(1, 100)
    with _undisturbed():
        outcome = _write(batch, report)
    if outcome is not None:
        return outcome
    with connection.cursor() as cursor:
        # Keys are checked at the end of a transaction: here somebody can still be told.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    now = timezone.now()
    # What the preview showed of people's values goes with the file.
    kept = {name: batch.plan[name] for name in KEPT_OF_PLAN if name in batch.plan}
    advance(batch, batch.state, State.APPLIED, content=None, details=None, mapping={}, plan=kept, applied_at=now)
    note(batch.workspace, actor=batch.author, act=AuditEntry.Act.IMPORTED, detail=counts_in_words(batch.plan["counts"]))
    return Outcome(State.APPLIED, [])


def _write(batch: ImportBatch, report: Report | None) -> Outcome | None:
    """Write what the preview showed; an outcome when it is not what would be written now."""
    if batch.format == Format.COALITION_JSON:
        restoring.restore(uploads.read_document(bytes(batch.content or b"")), batch)
        return None
    choices = Choices.from_json(batch.mapping)
    still = _kept_plan(batch, choices)
    if still is not None:
        plan, there, project = still[0].plan, still[1], still[0].project
    else:
        document = uploads.read_document(bytes(batch.content or b""))
        plan, there = make_plan(document, choices, batch.workspace, progress.stage(report, 0, 30))
        if plan.fingerprint() != batch.plan["fingerprint"]:
            before = preview.expand(batch.details).get("signatures", {})
            changed = preview.difference(before, plan)
            _store_preview(batch, document, choices, batch.state, changed)
            return Outcome(State.PREVIEWED, changed)
        project = _project(document, choices)
    applying.write(
        plan, there, batch, author=batch.author, today=timezone.localdate(), report=progress.stage(report, 30, 100)
    )
    if plan.keeps_project:
        ImportedProject.objects.create(workspace=batch.workspace, batch=batch, format=batch.format, document=project)
    return None


def counts_in_words(counts: dict[str, dict[str, int]]) -> str:
    """“34 stakeholders added, 2 updated; 49 relationships added, 0 updated”: no names, since this is kept for good."""
    people, ties = counts["people"], counts["ties"]
    return (
        f"{_counted(people['create'], 'stakeholder')} added, {people['update']} updated; "
        f"{_counted(ties['create'], 'relationship')} added, {ties['update']} updated"
    )


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def is_large(batch: ImportBatch) -> bool:
    """Whether writing (or only reading again) takes longer than somebody waits for a page."""
    plan = batch.plan
    changes = sum(plan["counts"][part][action] for part in ("people", "ties") for action in ("create", "update"))
    return bool(changes > WRITE_AT_ONCE or plan["rows"] + plan["connections"] > 4 * WRITE_AT_ONCE)


def discard(batch: ImportBatch) -> bool:
    """Forget a file that was not applied."""
    waiting = ImportBatch.objects.filter(
        pk=batch.pk, state__in=[State.PREVIEWED, State.FAILED, State.READING], applied_at=None
    )
    return bool(waiting.update(**_emptied(State.DISCARDED)))


def _emptied(state: str) -> dict[str, Any]:
    return {
        "state": state,
        "content": None,
        "details": None,
        "reasons": None,
        "plan": {},
        "mapping": {},
        "updated_at": timezone.now(),
    }


def start_undoing(batch: ImportBatch, *, anyway: bool) -> bool:
    before = State.UNDONE if anyway else State.APPLIED
    return advance(batch, before, State.UNDOING)


def undo(batch_id: int, *, actor: User, anyway: bool = False, report: Report | None = None) -> list[undoing.Left]:
    """Take an import back, once. What somebody changed since stays and is listed, unless `anyway`."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=batch_id)
        if batch.state != State.UNDOING:
            return []
        Workspace.objects.select_for_update(no_key=True).get(pk=batch.workspace_id)
        with pghistory.context(user=actor.pk):
            left = undoing.undo(batch, anyway=anyway, report=report)
        shown = [[row.stakeholder, row.name, row.reason] for row in left[:500]]
        plan = {**batch.plan, "left": shown, "left_total": len(left)}
        advance(batch, State.UNDOING, State.UNDONE, plan=plan, error="")
        detail = _left_in_words(len(left)) if left else "everything it brought"
        note(batch.workspace, actor=actor, act=AuditEntry.Act.IMPORT_UNDONE, detail=detail)
    return left


def _left_in_words(count: int) -> str:
    return "1 row changed since was left" if count == 1 else f"{count} rows changed since were left"


def sweep(workspace: Workspace, *, now: dt.datetime) -> dict[str, int]:
    """Forget old previews, and say of work that died what became of it. Running work holds a lock and is left alone."""
    is_old = Q(state__in=[State.PREVIEWED, State.FAILED], updated_at__lt=now - PREVIEWS_KEPT)
    is_idle = Q(state=State.PREVIEWED, plan__changes=False, updated_at__lt=now - IDLE_KEPT)
    old = ImportBatch.objects.filter(is_old | is_idle, workspace=workspace).exclude(content=None)
    discarded = old.update(**_emptied(State.DISCARDED))
    abandoned = 0
    is_second_undo = Q(plan__has_key="left_total")
    for before, after, sentence, which in (
        (State.READING, State.FAILED, READING_STOPPED, Q()),
        (State.APPLYING, State.FAILED, STOPPED, Q()),
        (State.UNDOING, State.APPLIED, UNDO_STOPPED, ~is_second_undo),
        (State.UNDOING, State.UNDONE, SECOND_UNDO_STOPPED, is_second_undo),
    ):
        with transaction.atomic():
            is_dead = Q(updated_at__lt=now - ABANDONED_AFTER)
            is_dead |= Q(pk__in=_begun(workspace, before), updated_at__lt=now - DEAD_AFTER)
            dead = (
                ImportBatch.objects.filter(is_dead, which, workspace=workspace, state=before)
                .select_for_update(skip_locked=True, of=("self",))
                .values_list("pk", flat=True)
            )
            for pk in list(dead):
                ImportBatch.objects.filter(pk=pk).update(state=after, error=sentence, updated_at=now)
                progress.forget(pk)
                abandoned += 1
    return {"discarded": discarded, "abandoned": abandoned}


def _begun(workspace: Workspace, state: str) -> list[int]:
    """Imports that a worker has begun to read, write or undo."""
    running = ImportBatch.objects.filter(workspace=workspace, state=state).values_list("pk", flat=True)
    return [pk for pk, percent in progress.percent(list(running)).items() if percent]
