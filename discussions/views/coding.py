"""Reading what was said beside the insights drawn from it, and drawing them; themes; checking back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access, tasks
from discussions.forms.synthesis import InsightForm
from discussions.models import Discussion, Evidence, Insight, Prompt
from discussions.running.queries.moderating import prompts_of, reading_of
from discussions.synthesis import checking_back, insights
from discussions.synthesis.insights import Quote
from discussions.synthesis.queries import coding as reads
from discussions.synthesis.queries import theming
from discussions.views.synthesis import ask
from mail.tasks import send_soon
from stakeholders.models import Segment
from web.live import stream_url
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409
PER_PAGE = 30


@require_safe
@for_team
def coding(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_discussion(request, pk))


def _page(request: WorkspaceRequest, found: Discussion, *, status: int = 200, **more: Any) -> HttpResponse:
    prompts, said = prompts_of(found), reads.under(found)
    reading = reads.reading_of(found, request.user, prompts, said)
    asked, drawn = reads.asked(reading, said), reads.drawn(found, request.user, prompts)
    prompt = _chosen(request, asked)
    context: dict[str, Any] = {
        "discussion": found,
        "asked": asked,
        "chosen": prompt,
        "drawn": drawn,
        "kinds": Insight.Kind.choices,
        "may_ask": reads.unasked(drawn),
        "uncoded": request.GET.get("uncoded") == "1",
        "here": request.GET.urlencode(),
    }
    if prompt is not None:
        rows = reads.rows_of(prompt.prompt, reading)
        known = prompt.uncoded if context["uncoded"] else prompt.rows
        if context["uncoded"]:
            rows = reads.uncoded(rows)
        if reads.may_filter_by_segment(prompt.prompt, reading):
            context |= {"segments": Segment.choices, "segment": request.GET.get("segment", "")}
            if context["segment"] in Segment.values:
                rows = rows.filter(segment=context["segment"])
                known = rows.count()
        page = paginate(request, reads.Counted(rows, known), per_page=PER_PAGE)
        context |= {"page": page, "items": reads.items(page.object_list, reading, drawn)}
    return render_page(request, "discussions/synthesis/coding.html", context | more, partials={"coding"}, status=status)


def _chosen(request: WorkspaceRequest, asked: list[reads.Asked]) -> reads.Asked | None:
    """The prompt that is read: the one asked for, or the first with something to read."""
    wanted = request.GET.get("prompt", "")
    by = {str(each.prompt.pk): each for each in asked}
    return by.get(wanted) or next((each for each in asked if each.rows), asked[0] if asked else None)


@require_POST
@for_team
def attach(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """`row` is what is quoted, `words` which of its words (none are all), `insight` where to: a key, or "new" with
    `kind` and `statement`."""
    found = access.get_discussion(request, pk)
    try:
        quote = Quote(_row(request, found), request.POST.get("words", ""))
        to = request.POST.get("insight", "")
        if to == "new":
            insights.draw(
                found,
                by=request.user,
                kind=request.POST.get("kind", ""),
                statement=request.POST.get("statement", ""),
                quotes=[quote],
            )
            messages.success(request, "The insight is drawn; these words are its first evidence.")
        else:
            insight = get_object_or_404(Insight, discussion=found, pk=int(to) if to.isdecimal() else 0)
            insights.attach(insight, quote, by=request.user)
            messages.success(request, "The words stand under the insight.")
    except ValidationError as problem:
        typed = {name: request.POST.get(name, "") for name in ("row", "words", "kind", "statement")}
        return _page(request, found, status=UNPROCESSABLE, problem=problem.messages[0], typed=typed)
    if request.htmx:
        return _page(request, found)
    return redirect(_back(request, pk))


def _row(request: WorkspaceRequest, found: Discussion) -> reads.Row:
    """Only of what this reader may read."""
    kind, _, key = request.POST.get("row", "").partition(":")
    if not key:
        raise ValidationError("Choose an answer first.")
    model = reads.KINDS.get(kind)
    try:
        pk = UUID(key)
    except ValueError:
        raise Http404 from None
    if model is None:
        raise Http404
    reading = reading_of(found, request.user)
    row: reads.Row = get_object_or_404(model._default_manager.all(), discussion=found, pk=pk)
    prompt = reading.prompts.get(getattr(row, "prompt_id", None) or 0) or next(
        (each for each in reading.prompts.values() if each.kind == Prompt.Kind.IDEAS), None
    )
    if prompt is None or not reads.rows_of(prompt, reading).filter(pk=pk).exists():
        raise Http404
    return row


def _back(request: WorkspaceRequest, pk: int) -> str:
    kept = {name: request.GET[name] for name in ("prompt", "segment", "uncoded", "page") if request.GET.get(name)}
    address = reverse("discussions:coding", args=[request.workspace.slug, pk])
    return f"{address}?{urlencode(kept)}" if kept else address


def _insight(request: WorkspaceRequest, pk: int) -> Insight:
    found = Insight.objects.filter(workspace=request.workspace).select_related("discussion")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    insight = _insight(request, pk)
    given = {name: getattr(insight, name) for name in ("kind", "statement", "decided", "revision")}
    form = InsightForm(request.POST or None, initial=given)
    context: dict[str, Any] = {"form": form, "insight": insight, "discussion": insight.discussion}
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                insights.edit(insight, expected_revision=form.cleaned_data["revision"], **form.to_store())
            except EditedMeanwhile as meanwhile:
                typed = {**form.to_store(), "revision": meanwhile.now.revision}
                context |= {"form": InsightForm(initial=typed), "meanwhile": meanwhile.now}
                status = CONFLICT
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, "The insight is stored.")
                return panel_done(request, to=_back(request, insight.discussion_id))
    return render_page(request, "discussions/synthesis/insight_form.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def delete(request: WorkspaceRequest, pk: int) -> HttpResponse:
    insight = _insight(request, pk)
    insights.delete(insight)
    messages.success(request, "The insight is deleted. What people said stays.")
    return redirect(_back(request, insight.discussion_id))


@require_POST
@for_team
def remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(Evidence.objects.select_related("insight"), workspace=request.workspace, pk=pk)
    try:
        insights.detach(evidence)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "Taken off the insight.")
    return redirect(_back(request, evidence.insight.discussion_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def themes(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Themes suggested from the words; accepting one draws an insight with the quotes that were left chosen."""
    found = access.get_discussion(request, pk)
    context: dict[str, Any] = {"discussion": found, "kinds": Insight.Kind.choices}
    if request.method == "POST":
        rows = theming.chosen(found, request.user, request.POST.getlist("row"))
        try:
            insights.draw(
                found,
                by=request.user,
                kind=request.POST.get("kind", ""),
                statement=request.POST.get("statement", ""),
                quotes=[Quote(row) for row in rows],
            )
        except ValidationError as problem:
            context |= {"problem": problem.messages[0], "typed": request.POST}
        else:
            messages.success(request, "The insight is drawn, with the words you left chosen.")
            return redirect(_back(request, pk))
    told = theming.told(found, request.user)
    if told.is_behind:
        once = theming.asked_key(found.pk, request.user.pk)
        ask(tasks.read_themes, found, once=once, reader_id=request.user.pk)
    context |= {"suggested": told.suggested, "stale": told.is_behind, "live": stream_url(found.channel)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "discussions/synthesis/themes.html", context, partials={"themes"}, status=status)


@require_POST
@for_team
def check_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    letters = checking_back.ask(found, now=timezone.now())
    send_soon(letters)
    many = len(letters)
    if many:
        messages.success(
            request, f"{'One person is' if many == 1 else f'{many:,} people are'} asked whether it was meant so."
        )
    else:
        messages.info(request, "There is nobody to write to; whoever comes back by their link is asked there.")
    return redirect(_back(request, pk))
