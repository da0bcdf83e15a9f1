"""Somebody's concerns: the list with its history, raising, answering, settling and reopening one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.concerns import AnsweredMeanwhile, answer_concern, raise_concern, reopen_concern, settle_concern
from stakeholders.formats.document import shorten
from stakeholders.forms.concerns import AnswerForm, ConcernForm, ReopenForm, SettleForm
from stakeholders.models import Concern
from stakeholders.queries import concerns as reads
from stakeholders.submissions import first_time
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409
SECTION = {"concerns"}


@require_safe
@for_team
def concerns(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """All of them; as the partial `concerns`, a section of that person's page."""
    person = access.get_stakeholder(request, pk)
    found = reads.concerns_of(person)
    rows = [each.concern for each in found]
    context = {
        "person": person,
        "concerns": found,
        "says": reads.concerns_says(rows),
        "draft": reads.draft_of(person.current, rows),
        "is_section": wanted_partial(request, SECTION) is not None,
    }
    return render_page(request, "stakeholders/concerns.html", context, partials=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def concern_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    cause = request.GET.get("cause", "")
    form = ConcernForm(request.POST or None, initial={"cause": cause} if cause in Concern.Cause.values else {})
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                raise_concern(person, author=request.user, **form.to_raise())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The concern of {shorten(person.name)} is stored.")
            return panel_done(request, to=_page_of(request, pk))
    return _panel(request, "concern", {"form": form, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def concern_answer(request: WorkspaceRequest, pk: int) -> HttpResponse:
    concern = access.get_concern(request, pk)
    form = AnswerForm(request.POST or None, concern=concern)
    context: dict[str, Any] = {"form": form, "concern": concern}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            answer_concern(concern, **form.to_answer())
        except AnsweredMeanwhile as meanwhile:
            typed = {name: form.cleaned_data[name] for name in ("response", "on")}
            context = {"form": AnswerForm(concern=meanwhile.now, initial=typed), "concern": concern}
            context["meanwhile"] = meanwhile.now
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return _done(request, concern, "is answered. It stands until it is settled.")
    return _panel(request, "concern_answer", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def concern_settle(request: WorkspaceRequest, pk: int) -> HttpResponse:
    concern = access.get_concern(request, pk)
    form = SettleForm(request.POST or None, concern=concern)
    if request.method == "POST" and form.is_valid():
        try:
            settle_concern(concern, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return _done(request, concern, "is settled. It stays in the history.")
    return _panel(request, "concern_turn", {"form": form, "concern": concern, "settles": True})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def concern_reopen(request: WorkspaceRequest, pk: int) -> HttpResponse:
    concern = access.get_concern(request, pk)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopen_concern(concern, why=form.cleaned_data["why"])
        return _done(request, concern, "stands again.")
    return _panel(request, "concern_turn", {"form": form, "concern": concern, "settles": False})


def _page_of(request: WorkspaceRequest, pk: int) -> str:
    return reverse("stakeholders:concerns", args=[request.workspace.slug, pk])


def _done(request: WorkspaceRequest, concern: Concern, what: str) -> HttpResponse:
    messages.success(request, f"The concern of {shorten(concern.stakeholder.name)} {what}")
    return panel_done(request, to=_page_of(request, concern.stakeholder_id))


def _panel(
    request: WorkspaceRequest, template: str, context: dict[str, Any], *, status: int = UNPROCESSABLE
) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, f"stakeholders/{template}.html", context, partials={"panel"}, status=status)
