"""Changes of mind on their way to the map, and objections on their way to somebody's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.synthesis import ShiftForm
from discussions.models import Discussion
from discussions.synthesis import shifts as verbs
from discussions.synthesis import stakes
from discussions.synthesis.shifts import Moved
from stakeholders.scales import POSITION
from web.partials import render_page

UNPROCESSABLE = 422
# So many drafts are on the page; the next ones follow as these are decided.
AT_ONCE = 12


@require_safe
@for_team
def shifts(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_discussion(request, pk))


def _page(request: WorkspaceRequest, found: Discussion, *, status: int = 200, **more: Any) -> HttpResponse:
    moves = verbs.told(found, request.user, most=AT_ONCE)
    objections = verbs.objections(found, most=AT_ONCE + 1)
    stated = stakes.stated(found)
    # Chosen first: whole rows of thousands, with whoever gave them, are slow to put in order.
    shown = stated.filter(pk__in=stated.values("pk")[:AT_ONCE])
    context = {
        "discussion": found,
        "moves": moves,
        "down": moves.moved - moves.up,
        "more": max(0, moves.left - AT_ONCE),
        "positions": list(POSITION.items()),
        "stakes": stakes.drafts(shown, found),
        "more_stakes": max(0, stated.filter(is_carried=False).count() - AT_ONCE),
        "objections": objections[:AT_ONCE],
        "more_objections": len(objections) > AT_ONCE,
        "is_facilitator": found.facilitator_id == request.user.pk,
    }
    return render_page(request, "discussions/synthesis/shifts.html", context | more, status=status)


def _moved(request: WorkspaceRequest, found: Discussion, answer: UUID) -> Moved:
    """Only of those whose name this reader may know."""
    for each in verbs.moved(verbs.moves(found, request.user).filter(pk=answer), found):
        return each
    raise Http404


@require_POST
@for_team
def accept(request: WorkspaceRequest, pk: int, answer: UUID) -> HttpResponse:
    found = access.get_discussion(request, pk)
    moved = _moved(request, found, answer)
    form = ShiftForm(request.POST)
    if form.is_valid():
        try:
            verbs.accept(moved.answer, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
        else:
            messages.success(request, "It is on the map, with this discussion as its source.")
        return redirect(_address(request, pk))
    return _page(request, found, status=UNPROCESSABLE, form=form, at=answer)


@require_POST
@for_team
def set_aside(request: WorkspaceRequest, pk: int, answer: UUID) -> HttpResponse:
    found = access.get_discussion(request, pk)
    try:
        verbs.set_aside(_moved(request, found, answer).answer, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "Set aside. Their position on the map stays as it is.")
    return redirect(_address(request, pk))


@require_POST
@for_team
def carry(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Put an objection on the page of whoever raised it."""
    found = access.get_discussion(request, pk)
    wanted = request.POST.get("row", "")
    try:
        row = UUID(wanted.partition(":")[2])
    except ValueError:
        raise Http404 from None
    for objection in verbs.objections(found, only=row):
        if objection.key == wanted:
            concern = verbs.carry(objection, found, by=request.user)
            said = "stands on their page" if concern else "was on their page already"
            messages.success(request, f"The concern {said}.")
            return redirect(_address(request, pk))
    raise Http404


def _address(request: WorkspaceRequest, pk: int) -> str:
    return reverse("discussions:shifts", args=[request.workspace.slug, pk])
