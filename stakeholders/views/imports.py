"""Importing: choose a file, check what it would change, import it or not, take it back."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_leaders, for_team
from stakeholders import tasks
from stakeholders.access import get_import, stakeholders
from stakeholders.formats.characters import neutralise
from stakeholders.formats.document import Limits
from stakeholders.imports import batches, mapping, preview, progress, uploads
from stakeholders.imports.mapping import Choices
from stakeholders.models import ImportBatch
from stakeholders.queries import imports as queries
from web.live import stream_url
from web.pagination import paginate
from web.partials import render_page

State = ImportBatch.State
SAMPLE = (
    "Name,E-mail,Job title,Department,Segment,Influence,Interest,Position,"
    "Engagement now,Engagement desired,Reports to\r\n"
    "Aiko Tanabe,aiko@example.com,Chief executive,Board,decision maker,5,3,supportive,neutral,supportive,\r\n"
    "Marcus Hale,marcus@example.com,Head of Sales,Sales,detractor,4,4,sceptical,resistant,supportive,Aiko Tanabe\r\n"
    "Priya Raman,priya@example.com,Product marketing,Marketing,champion,3,5,advocate,leading,leading,Marcus Hale\r\n"
)


@require_GET
@for_team
def imports(request: WorkspaceRequest) -> HttpResponse:
    page = paginate(request, queries.listed(request.workspace), 25)
    rows = queries.rows(list(page))
    context = {"page": page, "rows": rows, "is_running": any(row.is_running for row in rows)}
    return render_page(request, "stakeholders/imports.html", context, partials={"rows"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def import_new(request: WorkspaceRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            return _receive(request)
        except ValidationError as error:
            problem = " ".join(error.messages)
    limits = {
        "megabytes": Limits.FILE_BYTES // 1024 // 1024,
        "rows": Limits.ROWS,
        "columns": Limits.COLUMNS,
        "files": uploads.FILES,
        "bytes": Limits.FILE_BYTES,
    }
    context = {"limits": limits, "problem": problem}
    return render_page(request, "stakeholders/import_new.html", context, status=422 if problem else 200)


def _receive(request: WorkspaceRequest) -> HttpResponse:
    sent = request.FILES.getlist("files")
    # The sizes are known before anything is read into memory.
    uploads.check([(file.name or "", file.size or 0) for file in sent])
    files = [(file.name or "", file.read()) for file in sent]
    batch = batches.receive(request.workspace, author=request.user, files=files)
    if sum(len(content) for _name, content in files) <= uploads.READ_AT_ONCE:
        batches.prepare(batch)
    else:
        _delay_reading(request, batch)
    return redirect(_address(request, batch))


def _delay_reading(request: WorkspaceRequest, batch: ImportBatch) -> None:
    progress.tell(batch.pk, 0)
    _start(tasks.read_import, request, batch)


def _start(task: Any, request: WorkspaceRequest, batch: ImportBatch, **arguments: int | bool) -> None:
    task.delay_on_commit(workspace_id=str(request.workspace.pk), batch_id=batch.pk, **arguments)


def _address(request: WorkspaceRequest, batch: ImportBatch) -> str:
    return reverse("stakeholders:import", args=[request.workspace.slug, batch.pk])


@require_GET
@for_team
def import_sample(request: WorkspaceRequest) -> HttpResponse:
    """A file that imports as it is, to see what one looks like."""
    response = HttpResponse("\ufeff" + SAMPLE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="stakeholders-sample.csv"'
    return response


@require_GET
@for_team
def import_one(request: WorkspaceRequest, pk: int) -> HttpResponse:
    batch = get_import(request, pk)
    context: dict[str, object] = {
        "batch": batch,
        "format": queries.format_name(batch),
        "outcome": queries.outcome(batch),
        "stayed": queries.stayed_out(batch.plan) if batch.state == State.APPLIED else "",
    }
    if batch.state in queries.RUNNING:
        context |= {
            "percent": progress.percent([batch.pk]).get(batch.pk),
            "running": queries.RUNNING_WORDS[State(batch.state)],
            "live": stream_url(progress.channel(batch.pk)),
        }
    elif batch.state == State.PREVIEWED:
        context |= _preview(request, batch)
    elif batch.state == State.FAILED:
        context["can_repeat"] = batches.has_file(batch)
    elif batch.plan:
        context |= {
            "unplaced": stakeholders(request).unplaced().count() if batch.state == State.APPLIED else 0,
            "counts": batch.plan["counts"],
            "reasons": queries.reasons(batch),
            "left": batch.plan.get("left", []),
        }
    return render_page(request, "stakeholders/import.html", context, partials={"state"})


def _preview(request: WorkspaceRequest, batch: ImportBatch) -> dict[str, object]:
    choices = Choices.from_json(batch.mapping)
    details = preview.expand(batch.details)
    tabs = queries.tabs(batch.plan, details)
    wanted = request.GET.get("show", "")
    show = wanted if any(tab.key == wanted for tab in tabs) else (tabs[0].key if tabs else "")
    rows = queries.rows_of(show, batch, details)
    return {
        "says": queries.says(batch.plan),
        "is_idle": queries.is_idle(batch),
        "counts": batch.plan["counts"],
        "columns": queries.column_choices(batch, choices),
        "groups": queries.option_groups(),
        "types": queries.type_choices(batch, choices),
        "sort": choices.sort,
        "sorts": list(mapping.SORTS.items()),
        "ties": queries.tie_choices(batch, choices),
        "create_unknown": choices.create_unknown,
        "tabs": [
            {"label": tab.label, "count": tab.count, "current": tab.key == show, "href": f"?show={tab.key}#rows"}
            for tab in tabs
        ],
        "show": show,
        "page": paginate(request, rows, 50),
        "listed": preview.LISTED,
        "is_large": batches.is_large(batch),
    }


@require_POST
@for_team
def import_revise(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Plan again with what was chosen on the preview."""
    batch = get_import(request, pk)
    if batch.state == State.PREVIEWED:
        _revise(request, batch, _chosen(request, batch))
    return redirect(_back(request, batch))


def _chosen(request: WorkspaceRequest, batch: ImportBatch) -> Choices:
    headers = [column["header"] for column in batch.plan.get("columns", [])]
    return mapping.chosen_on_page(Choices.from_json(batch.mapping), headers, request.POST.dict())


def _back(request: WorkspaceRequest, batch: ImportBatch) -> str:
    show = request.POST.get("show", "")
    return f"{_address(request, batch)}?show={show}" if show.isidentifier() else _address(request, batch)


def _revise(request: WorkspaceRequest, batch: ImportBatch, choices: Choices) -> bool:
    """Whether the choices hold: sentences on those that cannot be are shown."""
    if batches.is_large(batch):
        if batches.advance(batch, State.PREVIEWED, State.READING, mapping=choices.as_json()):
            _delay_reading(request, batch)
        return True
    problems = batches.revise(batch, choices)
    for sentence in problems:
        messages.error(request, sentence)
    return not problems


@require_POST
@for_team
def import_apply(request: WorkspaceRequest, pk: int) -> HttpResponse:
    batch = get_import(request, pk)
    fingerprint = request.POST.get("fingerprint", "")
    choices = _chosen(request, batch) if batch.state == State.PREVIEWED else None
    if choices is not None and choices != Choices.from_json(batch.mapping):
        if _revise(request, batch, choices):
            messages.info(request, "Your choices changed what would be imported. Look once more, then import.")
        return redirect(_back(request, batch))
    if batch.state == State.PREVIEWED and batches.is_large(batch):
        if batches.start_applying(batch, fingerprint):
            progress.tell(batch.pk, 0)
            _start(tasks.apply_import, request, batch)
        return redirect(_address(request, batch))
    _tell(request, batch, batches.apply(batch.pk, fingerprint=fingerprint or "none"))
    return redirect(_address(request, batch))


def _tell(request: WorkspaceRequest, batch: ImportBatch, outcome: batches.Outcome) -> None:
    if outcome.state == State.APPLIED and not outcome.difference:
        messages.success(request, queries.arrived(batch))
    elif outcome.difference:
        messages.warning(request, "The register changed since this preview, so nothing was stored yet. Look again.")


@require_POST
@for_team
def import_again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Read the file of a failed import once more."""
    batch = get_import(request, pk)
    if batches.read_again(batch):
        _delay_reading(request, batch)
    return redirect(_address(request, batch))


@require_POST
@for_team
def import_discard(request: WorkspaceRequest, pk: int) -> HttpResponse:
    batch = get_import(request, pk)
    was_idle = queries.is_idle(batch)
    if batches.discard(batch):
        messages.success(request, "Closed." if was_idle else "The file is forgotten. Nothing of it was stored.")
    return redirect("stakeholders:imports", request.workspace.slug)


@require_POST
@for_team
def import_undo(request: WorkspaceRequest, pk: int) -> HttpResponse:
    batch = get_import(request, pk)
    return _undo(request, batch, anyway=False)


@require_POST
@for_leaders
def import_undo_anyway(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Take back what was changed since, too: a leader decides that."""
    batch = get_import(request, pk)
    return _undo(request, batch, anyway=True)


def _undo(request: WorkspaceRequest, batch: ImportBatch, *, anyway: bool) -> HttpResponse:
    if not batches.start_undoing(batch, anyway=anyway):
        return redirect(_address(request, batch))
    if batches.is_large(batch):
        progress.tell(batch.pk, 0)
        _start(tasks.undo_import, request, batch, actor_id=request.user.pk, anyway=anyway)
        return redirect(_address(request, batch))
    left = batches.undo(batch.pk, actor=request.user, anyway=anyway)
    if left:
        messages.warning(request, f"Taken back, except {queries.counted(len(left), 'row')} that changed since.")
    else:
        messages.success(request, "Taken back, all of it.")
    return redirect(_address(request, batch))


@require_GET
@for_team
def import_reasons(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Every reason and remark as a CSV, to correct the file by."""
    batch = get_import(request, pk)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Where", "Value", "Reason", "Result"])
    for reason in queries.reasons(batch):
        result = "Left out" if reason["left_out"] else "Arrives"
        writer.writerow(
            [neutralise(str(part)) for part in (reason["where"], reason["value"], reason["sentence"], result)]
        )
    response = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-reasons.csv"'
    return response
