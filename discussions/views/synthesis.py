"""The synthesis of a discussion, where its segments agree, and its exports."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access, tasks
from discussions.models import AgreementReading, Discussion
from discussions.synthesis import agreement as figures
from discussions.synthesis import printing, writing_out
from discussions.synthesis.columns import invited
from discussions.synthesis.queries import agreed
from discussions.synthesis.queries.report import Report, report
from web.live import stream_url
from web.pagination import paginate
from web.partials import render_page

log = structlog.stdlib.get_logger("discussions.synthesis")
PER_PAGE = 12
ASKED_FOR = 2 * 60
EVERY_IDEA = 10_000


def fresh(discussion: Discussion, reading: AgreementReading | None) -> dict[str, Any]:
    """Whether the figures are of this moment; if not, a worker is asked for them, once."""
    stale = figures.is_out_of_date(discussion, reading, timezone.now())
    if stale:
        ask(tasks.read_agreement, discussion, once=figures.asked_key(discussion.pk))
    return {"stale": stale, "live": stream_url(discussion.channel)}


def ask(task: Any, discussion: Discussion, *, once: str, **more: Any) -> None:
    """Ask a worker for something about a discussion, unless it was asked for already."""
    told = {"workspace_id": str(discussion.workspace_id), "discussion_id": discussion.pk, **more}

    def send() -> None:
        try:
            task.apply_async(kwargs=told, retry=False)
        except Exception:
            log.warning("worker_not_told", exc_info=True)

    if cache.add(once, True, ASKED_FOR):
        transaction.on_commit(send, robust=True)


@require_safe
@for_team
def synthesis(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    told = report(found, now=timezone.now())
    context = {"discussion": found, "report": told, **fresh(found, told.reading)}
    return render_page(request, "discussions/synthesis/synthesis.html", context, partials={"synthesis"})


def _whole(request: WorkspaceRequest, pk: int) -> tuple[Discussion, Report]:
    found = access.get_discussion(request, pk)
    return found, report(found, now=timezone.now(), ideas=EVERY_IDEA)


@require_safe
@for_team
def as_markdown(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, whole = _whole(request, pk)
    return _file(found, writing_out.markdown(whole), "text/markdown; charset=utf-8", "md")


@require_safe
@for_team
def as_table(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, whole = _whole(request, pk)
    return _file(found, writing_out.table(whole), "text/csv; charset=utf-8", "csv")


@require_safe
@for_team
def as_pdf(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    told = report(found, now=timezone.now(), ideas=printing.IDEAS)
    return _file(found, printing.pdf(told, organisation=request.workspace.name), "application/pdf", "pdf")


def _file(discussion: Discussion, contents: str | bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(contents, content_type=kind)
    name = slugify(discussion.title)[:60] or "synthesis"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_safe
@for_team
def agreement(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, now = access.get_discussion(request, pk), timezone.now()
    reading, people = figures.reading_of(found), invited(found)
    context: dict[str, Any] = {"discussion": found, "reading": reading, **fresh(found, reading)}
    rows: list[agreed.Agreed] = []
    if reading is not None and reading.findings.get("votes"):
        page = paginate(request, agreed.shown_ideas(reading), per_page=PER_PAGE)
        texts = agreed.texts(found, [*page.object_list, *agreed.ideas_told(reading)])
        rows = agreed.agreed(reading, list(page.object_list), texts, people)
        context |= {
            "page": page,
            "rows": rows,
            "standing_out": agreed.standing_out(reading, texts),
            "in_doubt": agreed.in_doubt(reading, texts),
            "opinions": agreed.opinions(reading, texts),
            "why_no_opinions": agreed.why_no_opinions(reading, is_over=found.is_over(now)),
            "votes": reading.findings["votes"],
        }
    context["says"] = agreed.says(reading, rows[0] if rows else None, people)
    return render_page(request, "discussions/synthesis/agreement.html", context, partials={"agreement", "ideas"})
