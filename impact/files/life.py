"""The life of a file: received, read, previewed, stored, taken back. Every step is taken once, whoever asks twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry, User, Workspace
from impact.doubts import doubted
from impact.files import listing, mapping, planning, progress
from impact.files.mapping import Choices
from impact.files.plan import Act, Figure, Plan, Problem, Standing, compare
from impact.files.reading import Progress, Sheet, read
from impact.models import FromFile, Metric, Observation, ObservationFile
from impact.naming import plain
from impact.observations import Number
from impact.periods import Every, name_of
from stakeholders.formats.document import Limits, Unreadable
from stakeholders.imports.uploads import clean_name

State = ObservationFile.State

# Up to this size a file is read while its sender waits; beyond it in a task, with progress.
READ_AT_ONCE: Final = 128 * 1024
# Up to so many numbers are stored, or taken back, while somebody waits.
WRITE_AT_ONCE: Final = 3000
KEPT: Final = dt.timedelta(days=7)
# Longer than any task may run (CELERY_TASK_TIME_LIMIT).
ABANDONED_AFTER: Final = dt.timedelta(minutes=20)
BATCH: Final = 2000
LEFT_LISTED: Final = 500

STOPPED = "Storing stopped before it was finished, and nothing of it was stored. Check the file again to repeat it."
READING_STOPPED = (
    "Reading the file stopped before it was finished. Nothing was stored. Check the file again to repeat it."
)
UNDO_STOPPED = "Taking it back stopped before it was finished, so everything is still as it was stored. Do it again."
MEANWHILE = (
    "Somebody recorded or corrected one of these numbers while the file was stored, so nothing of it was. "
    "Check the file again to see what changed."
)


@dataclass(frozen=True)
class Outcome:
    """`state` after the attempt; `is_renewed` when what is stored changed since the preview, which shows it now."""

    state: str
    is_renewed: bool = False


class _Meanwhile(Exception):  # noqa: N818 - it says what is so
    """A number that was to be corrected is not the one that stands any more."""


def check_size(name: str, size: int) -> None:
    """Raises a ValidationError that states the limit."""
    most = Limits.FILE_BYTES // 1024 // 1024
    if size > Limits.FILE_BYTES:
        raise ValidationError(
            f"This is {size / 1024 / 1024:,.1f} MB; at most {most} MB can be read at once. Split it into several files."
        )
    if not size:
        raise ValidationError(f"“{clean_name(name)}” is empty.")


def receive(
    workspace: Workspace, *, author: User, name: str, content: bytes, metric: Metric | None = None
) -> ObservationFile:
    """Keep an uploaded file until it is stored or forgotten. Raises a ValidationError that states a broken limit."""
    check_size(name, len(content))
    return ObservationFile.objects.create(
        workspace=workspace,
        author=author,
        filename=clean_name(name),
        content=content,
        choices={"metric": metric.pk} if metric else {},
    )


def advance(file: ObservationFile, before: str, after: str, **fields: Any) -> bool:
    """Take a file from one state to another; False when it is not in that state any more."""
    rows = ObservationFile.objects.filter(pk=file.pk, state=before)
    taken = rows.update(state=after, updated_at=timezone.now(), **fields)
    if taken:
        file.state = after
    return bool(taken)


def has_content(file: ObservationFile) -> bool:
    return ObservationFile.objects.filter(pk=file.pk, content__isnull=False).exists()


def read_again(file: ObservationFile) -> bool:
    """Take a failed file that is still here back to reading."""
    kept = ObservationFile.objects.filter(pk=file.pk, state=State.FAILED, content__isnull=False)
    return bool(kept.update(state=State.READING, error="", updated_at=timezone.now()))


def prepare(file: ObservationFile, *, report: Progress | None = None) -> None:
    """Read the file and plan what it would store: it is previewed afterwards, or failed with a sentence."""
    if file.state != State.READING:
        return
    try:
        sheet = read(bytes(file.content or b""), progress.part(report, 0, 50))
    except Unreadable as unreadable:
        advance(file, State.READING, State.FAILED, error=unreadable.sentence, content=None)
        return
    metrics = _metrics(file.workspace)
    choices = Choices.from_json(file.choices)
    if not choices.columns:
        choices = mapping.guess(sheet, list(metrics.values()), metrics.get(choices.metric or 0))
    _store_preview(file, sheet, choices, metrics, State.READING, report=progress.part(report, 50, 100))


def revise(file: ObservationFile, choices: Choices) -> None:
    """Plan again with other choices."""
    sheet = read(bytes(file.content or b""))
    _store_preview(file, sheet, choices, _metrics(file.workspace), State.PREVIEWED)


def _metrics(workspace: Workspace) -> dict[int, Metric]:
    return {metric.pk: metric for metric in Metric.objects.kept().filter(workspace=workspace).order_by("name", "pk")}


def _store_preview(
    file: ObservationFile,
    sheet: Sheet,
    choices: Choices,
    metrics: Mapping[int, Metric],
    before: str,
    *,
    report: Progress | None = None,
    is_renewed: bool = False,
) -> None:
    plan = make_plan(sheet, choices, metrics, report)
    summary = listing.summary(plan, sheet, choices, list(metrics.values())) | {
        "renewed": is_renewed,
        "bytes": len(file.content or b""),
    }
    advance(
        file,
        before,
        State.PREVIEWED,
        format=sheet.format,
        choices=choices.as_json(),
        plan=summary,
        details=listing.packed(plan),
    )


def make_plan(sheet: Sheet, choices: Choices, metrics: Mapping[int, Metric], report: Progress | None = None) -> Plan:
    """The dry run against what stands now."""
    asks = mapping.check(sheet, choices)
    if asks:
        return Plan(asks=asks)
    plan = planning.read_figures(sheet, choices, metrics, report)
    compare(plan, _standing(plan.figures))
    plan.doubts = _doubts(plan, metrics)
    return plan


def _doubts(plan: Plan, metrics: Mapping[int, Metric]) -> list[Problem]:
    changing = [figure for figure in plan.figures if figure.act is not Act.SAME]
    if not changing:
        return []
    brought = {figure.key: figure.number.value for figure in changing}
    far = doubted(changing[0].metric.workspace_id, brought, metrics, today=timezone.localdate())
    return [Problem(figure.line, _named(figure), far[figure.key].sentence) for figure in changing if figure.key in far]


def _named(figure: Figure) -> str:
    return f"{figure.metric.name}, {name_of(figure.starts_on, Every(figure.metric.every))}"


def _standing(figures: Sequence[Figure]) -> dict[tuple[int, dt.date], Standing]:
    if not figures:
        return {}
    days = [figure.starts_on for figure in figures]
    rows = Observation.objects.standing().filter(
        metric__in={figure.metric.pk for figure in figures}, starts_on__range=(min(days), max(days))
    )
    fields = ("metric_id", "starts_on", "pk", "value", "n", "ahead", "behind")
    return {
        (metric, starts_on): Standing(pk, Number(value, n, ahead, behind))
        for metric, starts_on, pk, value, n, ahead, behind in rows.order_by().values_list(*fields)
    }


def decide(file: ObservationFile, *, corrects: bool, why: str) -> Choices:
    """Keep what was decided about the numbers that differ; it changes nothing of how the file is read."""
    choices = replace(Choices.from_json(file.choices), corrects=corrects, why=plain(why))
    file.choices = choices.as_json()
    ObservationFile.objects.filter(pk=file.pk, state=State.PREVIEWED).update(choices=file.choices)
    return choices


def start_applying(file: ObservationFile, fingerprint: str) -> bool:
    """Claim a file for a task. False when it was taken already, or shows another plan than the page did."""
    same = ObservationFile.objects.filter(pk=file.pk, state=State.PREVIEWED, plan__fingerprint=fingerprint)
    return bool(same.update(state=State.APPLYING, updated_at=timezone.now()))


def apply(file_id: int, *, actor: User, fingerprint: str = "", report: Progress | None = None) -> Outcome:
    """Store all that a file brings in one transaction, once: whoever comes second finds it stored.

    The plan is made again first. Where it differs from the preview nothing is stored, and the preview is renewed.
    """
    try:
        with transaction.atomic():
            file = ObservationFile.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=file_id)
            ready = State.PREVIEWED if fingerprint else State.APPLYING
            if file.state != ready or (fingerprint and file.plan.get("fingerprint") != fingerprint):
                return Outcome(file.state)
            return _apply(file, actor, report)
    except (IntegrityError, _Meanwhile):
        ObservationFile.objects.filter(pk=file_id, state__in=[State.PREVIEWED, State.APPLYING]).update(
            state=State.FAILED, error=MEANWHILE, updated_at=timezone.now()
        )
        return Outcome(State.FAILED)


def _apply(file: ObservationFile, actor: User, report: Progress | None) -> Outcome:
    choices = Choices.from_json(file.choices)
    sheet = read(bytes(file.content or b""), progress.part(report, 0, 30))
    # Whoever records a number by hand waits: see observations.record_observation.
    list(Metric.objects.select_for_update().filter(pk__in=file.plan.get("metrics", [])).order_by("pk").only("pk"))
    metrics = _metrics(file.workspace)
    plan = make_plan(sheet, choices, metrics, progress.part(report, 30, 60))
    if plan.questions or plan.asks or plan.fingerprint() != file.plan["fingerprint"]:
        _store_preview(file, sheet, choices, metrics, file.state, is_renewed=True)
        return Outcome(State.PREVIEWED, is_renewed=True)
    corrected = plan.of(Act.DIFFERS) if choices.corrects and choices.why else []
    _write(file, plan.of(Act.NEW), corrected, why=choices.why, author=actor, report=progress.part(report, 60, 100))
    stored = {
        **{name: file.plan[name] for name in ("counts", "metrics")},
        "stored": len(plan.of(Act.NEW)),
        "corrected": len(corrected),
        "problems": file.plan["problems"],
    }
    # What stood in the file goes with it; what it stored is in the observations.
    kept: dict[str, Any] = {"content": None, "choices": {}, "details": listing.only_problems(plan)}
    advance(file, file.state, State.APPLIED, plan=stored, error="", applied_at=timezone.now(), **kept)
    note(file.workspace, actor=actor, act=AuditEntry.Act.IMPORTED, detail=stored_in_words(stored))
    return Outcome(State.APPLIED)


def stored_in_words(plan: Mapping[str, Any]) -> str:
    """“31 numbers stored, 2 corrected”."""
    return (
        f"{plan['stored']:,} {'number' if plan['stored'] == 1 else 'numbers'} stored, {plan['corrected']:,} corrected"
    )


def _write(
    file: ObservationFile,
    new: list[Figure],
    corrected: list[Figure],
    *,
    why: str,
    author: User,
    report: Progress | None,
) -> None:
    old = [figure.standing.pk for figure in corrected if figure.standing]
    if old:
        _end(old, why=why, author=author)
    now = timezone.now()
    rows = [
        Observation(
            workspace_id=file.workspace_id,
            metric_id=figure.metric.pk,
            starts_on=figure.starts_on,
            value=figure.number.value,
            n=figure.number.n,
            ahead=figure.number.ahead,
            behind=figure.number.behind,
            definition_version=figure.metric.definition_version,
            note=figure.note,
            corrects_id=figure.standing.pk if figure.standing else None,
            author=author,
            created_at=now,
        )
        for figure in (*new, *corrected)
    ]
    for done, part in _parts(rows):
        made = Observation.objects.bulk_create(part)
        FromFile.objects.bulk_create(
            FromFile(workspace_id=file.workspace_id, file=file, observation_id=row.pk) for row in made
        )
        if report is not None:
            report(done, len(rows))


def _parts(rows: list[Observation]) -> Iterator[tuple[int, list[Observation]]]:
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        yield start + len(part), part


def _end(pks: Sequence[int], *, why: str, author: User) -> None:
    ended = (
        Observation.objects.standing()
        .filter(pk__in=pks)
        .update(ended_at=timezone.now(), ended_why=why, ended_by=author)
    )
    if ended != len(pks):
        raise _Meanwhile


def is_large(file: ObservationFile) -> bool:
    """Whether reading it again, or what it writes, takes longer than somebody waits for a page."""
    counts = file.plan.get("counts", {})
    writes = counts.get("new", 0) + counts.get("differs", 0)
    return bool(writes > WRITE_AT_ONCE or file.plan.get("bytes", 0) > READ_AT_ONCE)


def discard(file: ObservationFile) -> bool:
    """Forget a file that was not stored."""
    waiting = ObservationFile.objects.filter(
        pk=file.pk, state__in=[State.PREVIEWED, State.FAILED, State.READING], applied_at=None
    )
    return bool(waiting.update(**_emptied()))


def _emptied() -> dict[str, Any]:
    emptied: dict[str, Any] = {"content": None, "details": None, "plan": {}, "choices": {}}
    return {**emptied, "state": State.DISCARDED, "updated_at": timezone.now()}


def start_undoing(file: ObservationFile) -> bool:
    return advance(file, State.APPLIED, State.UNDOING)


def undo(file_id: int, *, actor: User) -> int:
    """Take back what a file stored and bring back what it corrected, once. Numbers that were corrected or taken back
    since stay as they are; returns how many."""
    with transaction.atomic():
        file = ObservationFile.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=file_id)
        if file.state != State.UNDOING:
            return 0
        list(Metric.objects.select_for_update().filter(pk__in=file.plan.get("metrics", [])).order_by("pk").only("pk"))
        mine = Observation.objects.filter(from_file__file=file)
        standing = mine.standing().select_for_update(of=("self",)).order_by("pk")
        taken = list(standing.select_related("corrects"))
        left = mine.exclude(ended_at=None).select_related("metric").order_by("metric__name", "starts_on")
        left_total = left.count()
        listed = [
            [row.metric_id, row.metric.name, name_of(row.starts_on, Every(row.metric.every)), row.ended_why]
            for row in left[:LEFT_LISTED]
        ]
        _end([row.pk for row in taken], why=f"Taken back with the file “{file.filename}”.", author=actor)
        _bring_back(file, taken, author=actor)
        plan = {**file.plan, "left": listed, "left_total": left_total, "taken": len(taken)}
        advance(file, State.UNDOING, State.UNDONE, plan=plan, error="")
        detail = f"{len(taken):,} numbers taken back, {left_total:,} corrected since were left"
        note(file.workspace, actor=actor, act=AuditEntry.Act.IMPORT_UNDONE, detail=detail)
    return left_total


def _bring_back(file: ObservationFile, taken: Sequence[Observation], *, author: User) -> None:
    """What was corrected stands again as a row of its own: history is added to, never changed."""
    now = timezone.now()
    rows = [
        Observation(
            workspace_id=file.workspace_id,
            metric_id=row.metric_id,
            starts_on=row.starts_on,
            value=before.value,
            n=before.n,
            ahead=before.ahead,
            behind=before.behind,
            definition_version=before.definition_version,
            note=before.note,
            corrects_id=row.pk,
            author=author,
            created_at=now,
        )
        for row in taken
        if (before := row.corrects) is not None
    ]
    for _done, part in _parts(rows):
        Observation.objects.bulk_create(part)


def sweep(workspace: Workspace, *, now: dt.datetime) -> dict[str, int]:
    """Forget files that nobody decided on, and say of work that died what became of it. Running work holds a lock and
    is left alone."""
    old = ObservationFile.objects.filter(
        workspace=workspace, state__in=[State.PREVIEWED, State.FAILED], updated_at__lt=now - KEPT
    ).exclude(content=None)
    forgotten = old.update(**_emptied())
    abandoned = 0
    for before, after, sentence in (
        (State.READING, State.FAILED, READING_STOPPED),
        (State.APPLYING, State.FAILED, STOPPED),
        (State.UNDOING, State.APPLIED, UNDO_STOPPED),
    ):
        with transaction.atomic():
            dead = ObservationFile.objects.filter(
                workspace=workspace, state=before, updated_at__lt=now - ABANDONED_AFTER
            ).select_for_update(skip_locked=True, of=("self",))
            for pk in list(dead.values_list("pk", flat=True)):
                ObservationFile.objects.filter(pk=pk).update(state=after, error=sentence, updated_at=now)
                progress.forget(pk)
                abandoned += 1
    return {"forgotten": forgotten, "abandoned": abandoned}
