"""Commitments of both sides: what is open, what became of the others, and writing down new ones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.synthesis import PromiseForm, SettleForm, team_of
from discussions.models import Commitment, Discussion
from discussions.synthesis import following_up
from discussions.synthesis.queries import committed as reads
from mail.tasks import send_soon
from stakeholders.submissions import first_time
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_team
def commitments(request: WorkspaceRequest) -> HttpResponse:
    show = request.GET.get("show", "open")
    show = show if show in reads.SHOWS else "open"
    discussion = _discussion(request)
    today = timezone.localdate()
    rows = reads.commitments(request.workspace, discussion)
    page = paginate(request, reads.narrowed(rows, show, today), per_page=30)
    counts = reads.counts(rows, today)
    context = {
        "discussion": discussion,
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in reads.SHOWS.items()],
        "says": reads.says(counts),
        "page": page,
        "rows": reads.rows(page.object_list, request.user, today),
        "elsewhere": reads.rows(reads.elsewhere(discussion), request.user, today) if discussion else [],
    }
    return render_page(request, "discussions/synthesis/commitments.html", context, partials={"commitments"})


def _discussion(request: WorkspaceRequest) -> Discussion | None:
    wanted = request.GET.get("discussion", "")
    return access.get_discussion(request, int(wanted)) if wanted.isdecimal() else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    discussion = _discussion(request)
    people = reads.people(request.workspace, discussion)
    form = PromiseForm(request.POST or None, people=people, team=team_of(request.workspace))
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                made = following_up.promise(request.workspace, discussion=discussion, **form.to_store())
                letter = following_up.ask_for_yes(made, now=timezone.now())
                send_soon([letter] if letter else [])
                messages.success(request, _promised(made, asked=letter is not None))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return panel_done(request, to=_page(request, discussion))
    context = {"form": form, "discussion": discussion}
    return _panel(request, "commitment_form", context)


def _promised(made: Commitment, *, asked: bool) -> str:
    if made.user is not None:
        return "The commitment is written down."
    if asked:
        return "It is written down, and they are asked for their yes."
    return "It is written down. They are asked for their yes in the next discussion: no letter reaches them now."


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def settle(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = reads.commitments(request.workspace, None)
    commitment = get_object_or_404(found, pk=pk)
    if not following_up.may_name(commitment, request.user):
        # Between them and the facilitator.
        raise Http404
    given = {"revision": commitment.revision, "due_on": commitment.due_on, "what": commitment.what}
    form = SettleForm(request.POST or None, initial=given)
    context: dict[str, Any] = {"form": form, "commitment": commitment}
    if request.method == "POST" and form.is_valid():
        try:
            _settled(request, commitment, form)
        except following_up.SettledMeanwhile as meanwhile:
            typed = {**form.cleaned_data, "revision": meanwhile.now.revision}
            context |= {
                "form": SettleForm(initial=typed),
                "meanwhile": meanwhile.now,
            }
            return _panel(request, "commitment_settle", context, status=CONFLICT)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return panel_done(request, to=_page(request, None))
    return _panel(request, "commitment_settle", context)


def _settled(request: WorkspaceRequest, commitment: Commitment, form: SettleForm) -> None:
    typed = form.cleaned_data
    told = {"happened": typed["happened"], "expected_revision": typed["revision"]}
    if typed["state"] != "changed":
        following_up.settle(commitment, typed["state"], **told)
        messages.success(request, "It is written down how it went.")
        return
    made = following_up.change(commitment, what=typed["what"], due_on=typed["due_on"], **told)
    letter = following_up.ask_for_yes(made, now=timezone.now())
    send_soon([letter] if letter else [])
    messages.success(request, "Another one takes its place.")


def _page(request: WorkspaceRequest, discussion: Discussion | None) -> str:
    address = reverse("discussions:commitments", args=[request.workspace.slug])
    return f"{address}?discussion={discussion.pk}" if discussion else address


def _panel(
    request: WorkspaceRequest, name: str, context: dict[str, Any], *, status: int = UNPROCESSABLE
) -> HttpResponse:
    status = status if request.method == "POST" else 200
    template = f"discussions/synthesis/{name}.html"
    return render_page(request, template, context, partials={"panel"}, status=status)
