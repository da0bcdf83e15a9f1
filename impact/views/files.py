"""Observations from a file: choose it, check what it would store, store it or not, take it back."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_team
from impact import access, tasks
from impact.files import life, listing, progress
from impact.files.mapping import Choices, Part
from impact.forms.files import chosen_on_page
from impact.models import Metric, ObservationFile
from impact.queries import files as queries
from stakeholders.formats.characters import neutralise
from stakeholders.formats.document import Limits
from stakeholders.queries.imports import counted
from web.live import stream_url
from web.pagination import paginate
from web.partials import render_page

State = ObservationFile.State
UNPROCESSABLE = 422
SAMPLE = (
    "Metric,Period,Value,How many,Out of how many,Promoters,Passives,Detractors,Note\r\n"
    "Win rate,2026-01,12.5,,,,,,\r\n"
    "Customer satisfaction,2026-01,,112,137,,,,From the survey after delivery\r\n"
    "Net Promoter Score,Q1 2026,,,,61,48,28,\r\n"
)


@require_GET
@for_team
def files(request: WorkspaceRequest) -> HttpResponse:
    page = paginate(request, queries.listed(request.workspace), 25)
    rows = queries.rows(list(page))
    context = {"page": page, "rows": rows, "is_running": any(row.is_running for row in rows)}
    return render_page(request, "impact/files.html", context, partials={"rows"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            return _receive(request)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {
        "problem": problem,
        "metrics": _kept(request),
        "chosen": request.POST.get("metric") or request.GET.get("metric", ""),
        "limits": {
            "bytes": Limits.FILE_BYTES,
            "megabytes": Limits.FILE_BYTES // 1024 // 1024,
            "rows": Limits.ROWS,
            "columns": Limits.COLUMNS,
        },
    }
    return render_page(request, "impact/file_new.html", context, status=UNPROCESSABLE if problem else 200)


def _kept(request: WorkspaceRequest) -> list[Metric]:
    return list(access.metrics(request).kept().order_by("name", "pk"))


def _receive(request: WorkspaceRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise ValidationError("Choose a file.")
    # The size is known before anything is read into memory.
    life.check_size(sent.name or "", sent.size or 0)
    life.sweep(request.workspace, now=timezone.now())
    wanted = request.POST.get("metric", "")
    metric = access.metrics(request).kept().filter(pk=int(wanted)).first() if _is_key(wanted) else None
    content = sent.read()
    file = life.receive(request.workspace, author=request.user, name=sent.name or "", content=content, metric=metric)
    if len(content) <= life.READ_AT_ONCE:
        life.prepare(file)
    else:
        _delay(tasks.read_file, request, file)
    return redirect(_address(request, file))


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 18


def _delay(task: Any, request: WorkspaceRequest, file: ObservationFile, **arguments: int) -> None:
    progress.tell(file.pk, 0)
    task.delay_on_commit(workspace_id=str(request.workspace.pk), file_id=file.pk, **arguments)


def _address(request: WorkspaceRequest, file: ObservationFile) -> str:
    return reverse("impact:file", args=[request.workspace.slug, file.pk])


@require_GET
@for_team
def sample(request: WorkspaceRequest) -> HttpResponse:
    """A table to see what one looks like."""
    response = HttpResponse("\ufeff" + SAMPLE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="numbers-sample.csv"'
    return response


@require_GET
@for_team
def file(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_file(request, pk))


def _page(request: WorkspaceRequest, file: ObservationFile, *, problem: str = "") -> HttpResponse:
    context: dict[str, object] = {"file": file, "outcome": queries.outcome(file), "problem": problem}
    if file.state in queries.RUNNING:
        context |= {
            "percent": progress.percent([file.pk]).get(file.pk),
            "running": queries.RUNNING_WORDS[State(file.state)],
            "live": stream_url(progress.channel(file.pk)),
        }
    elif file.state == State.PREVIEWED:
        context |= _preview(request, file)
    elif file.state == State.FAILED:
        context["can_repeat"] = life.has_content(file)
    elif file.state in (State.APPLIED, State.UNDONE):
        context |= {
            "stayed": queries.stayed(file.plan) if file.state == State.APPLIED else "",
            "touched": queries.touched(file),
            "left": file.plan.get("left", []),
            "problems": queries.grouped(queries.details(file).get("problems", [])),
        }
    status = UNPROCESSABLE if problem else 200
    return render_page(request, "impact/file.html", context, partials={"state"}, status=status)


def _preview(request: WorkspaceRequest, file: ObservationFile) -> dict[str, object]:
    choices = Choices.from_json(file.choices)
    metrics = _kept(request)
    tabs = queries.tabs(file.plan)
    wanted = request.GET.get("show", "")
    show = wanted if any(tab.key == wanted for tab in tabs) else (tabs[0].key if tabs else "")
    rows = queries.details(file).get(show, [])
    return {
        "says": queries.says(file.plan),
        "can_store": queries.can_store(file.plan),
        "choices": choices,
        "columns": queries.column_choices(file.plan, choices, metrics),
        "words": queries.word_choices(file.plan, choices, metrics),
        "metrics": metrics,
        "is_nearest": len(metrics) * len(file.plan.get("columns", [])) > queries.MOST_OPTIONS,
        "questions": [
            {"name": name, "sentence": sentence, "options": options}
            for name, sentence, options in file.plan["questions"]
        ],
        "asks_metric": not choices.places(Part.METRIC) and not choices.of_metrics(),
        "tabs": [
            {"label": tab.label, "count": tab.count, "current": tab.key == show, "href": f"?show={tab.key}#rows"}
            for tab in tabs
        ],
        "show": show,
        "page": paginate(request, queries.grouped(rows) if show in ("doubts", "problems", "remarks") else rows, 50),
        "is_cut": len(rows) >= listing.LISTED,
        "listed": listing.LISTED,
    }


@require_POST
@for_team
def revise(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Plan again with what was chosen on the page."""
    file = access.get_file(request, pk)
    if file.state == State.PREVIEWED:
        _decide(request, file)
        _revise(request, file, _chosen(request, file))
    return redirect(_back(request, file))


def _chosen(request: WorkspaceRequest, file: ObservationFile) -> Choices:
    keys = set(access.metrics(request).kept().order_by().values_list("pk", flat=True))
    return chosen_on_page(Choices.from_json(file.choices), file.plan, request.POST.dict(), keys)


def _decide(request: WorkspaceRequest, file: ObservationFile) -> Choices:
    """What was typed about corrections is kept, whatever becomes of the rest."""
    if "has_decision" not in request.POST:
        return Choices.from_json(file.choices)
    why = request.POST.get("why", "").replace("\x00", "")[:2000]
    return life.decide(file, corrects="corrects" in request.POST, why=why)


def _back(request: WorkspaceRequest, file: ObservationFile) -> str:
    show = request.POST.get("show", "")
    return f"{_address(request, file)}?show={show}" if show.isidentifier() else _address(request, file)


def _revise(request: WorkspaceRequest, file: ObservationFile, choices: Choices) -> None:
    if not life.is_large(file):
        life.revise(ObservationFile.objects.select_related("workspace").get(pk=file.pk), choices)
    elif life.advance(file, State.PREVIEWED, State.READING, choices=choices.as_json()):
        _delay(tasks.read_file, request, file)


@require_POST
@for_team
def store(request: WorkspaceRequest, pk: int) -> HttpResponse:
    file = access.get_file(request, pk)
    if file.state != State.PREVIEWED:
        return redirect(_address(request, file))
    decided = _decide(request, file)
    chosen = _chosen(request, file)
    if chosen != decided:
        _revise(request, file, chosen)
        messages.info(request, "Your choices changed what would be stored. Look once more, then store it.")
        return redirect(_back(request, file))
    problem = _undecided(file, decided)
    if problem:
        return _page(request, file, problem=problem)
    fingerprint = request.POST.get("fingerprint", "")
    if not life.is_large(file):
        _tell(request, file, life.apply(file.pk, actor=request.user, fingerprint=fingerprint or "none"))
    elif life.start_applying(file, fingerprint):
        _delay(tasks.store_file, request, file, actor_id=request.user.pk)
    return redirect(_address(request, file))


def _undecided(file: ObservationFile, decided: Choices) -> str:
    """What has to be said about numbers that differ before anything is stored."""
    counts = file.plan["counts"]
    if not counts["differs"]:
        return ""
    if decided.corrects and not decided.why:
        return "Say why the numbers that are stored were wrong."
    if not decided.corrects and not counts["new"]:
        return "Nothing would be stored: choose that the numbers that differ are corrected, or forget the file."
    return ""


def _tell(request: WorkspaceRequest, file: ObservationFile, outcome: life.Outcome) -> None:
    if outcome.is_renewed:
        messages.warning(request, "What is stored changed since this preview, so nothing was stored yet. Look again.")
    elif outcome.state == State.APPLIED:
        file.refresh_from_db()
        messages.success(request, f"{queries.outcome(file)} {queries.stayed(file.plan)}".strip())


@require_POST
@for_team
def again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Read a failed file once more."""
    file = access.get_file(request, pk)
    if life.read_again(file):
        _delay(tasks.read_file, request, file)
    return redirect(_address(request, file))


@require_POST
@for_team
def discard(request: WorkspaceRequest, pk: int) -> HttpResponse:
    file = access.get_file(request, pk)
    if life.discard(file):
        messages.success(request, "The file is forgotten. Nothing of it was stored.")
    return redirect("impact:files", request.workspace.slug)


@require_POST
@for_team
def undo(request: WorkspaceRequest, pk: int) -> HttpResponse:
    file = access.get_file(request, pk)
    if not life.start_undoing(file):
        return redirect(_address(request, file))
    if file.plan["stored"] + file.plan["corrected"] > life.WRITE_AT_ONCE:
        _delay(tasks.undo_file, request, file, actor_id=request.user.pk)
        return redirect(_address(request, file))
    left = life.undo(file.pk, actor=request.user)
    if left:
        messages.warning(request, f"Taken back, except {counted(left, 'number')} that changed since.")
    else:
        messages.success(request, "Taken back, all of it.")
    return redirect(_address(request, file))


@require_GET
@for_team
def problems(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Every line that cannot be read, with its reason, to correct the file by."""
    file = access.get_file(request, pk)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["Line", "Metric", "Reason", "Result"])
    found = queries.details(file)
    for key, result in (("problems", "Not read"), ("doubts", "Far from the others"), ("remarks", "Remark")):
        for line, value, sentence in found.get(key, []):
            writer.writerow([line or "", neutralise(value), neutralise(sentence), result])
    response = HttpResponse("\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="file-{file.pk}-lines.csv"'
    return response
