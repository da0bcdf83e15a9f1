"""What became of what a planning session took in, and making initiatives of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import LinkRequest, WorkspaceRequest, for_team
from impact.planned import take_up
from impact.queries import planned as reads
from planning.access import get_session
from planning.models import Seat
from planning.views.board import for_sitters
from web.partials import render_page, wanted_partial


@require_safe
@for_team
def planned(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = get_session(request, pk)
    return render_page(
        request, "impact/planned.html", {"session": session, **reads.of_session(session)}, partials={"planned"}
    )


@require_safe
@for_team
def promised(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """What the last session promised, as the whole room reads it on the wall. A part of the session's page."""
    session = get_session(request, pk)
    if not wanted_partial(request, {"promised"}):
        return redirect("planning:session", request.workspace.slug, session.pk)
    last = session.follows
    context = {"promised": reads.promises(last) if last else []}
    return render_page(request, "impact/promised.html", context, partials={"promised"})


@require_safe
@for_sitters
def promised_at_table(request: LinkRequest, seat: Seat) -> HttpResponse:
    """The same on somebody's own phone, and below it what they said themself that they do."""
    if not wanted_partial(request, {"promised"}):
        return redirect("table:table", seat.pk)
    last = seat.session.follows
    context = {"promised": reads.promises(last) if last else [], "own": reads.own_commitments(seat)}
    return render_page(request, "impact/promised.html", context, partials={"promised"})


@require_POST
@for_team
def take(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = get_session(request, pk)
    try:
        made = take_up(session)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _made(len(made)))
    return redirect("impact:planned", request.workspace.slug, session.pk)


def _made(many: int) -> str:
    if not many:
        return "All of it is an initiative already."
    return "One initiative was made." if many == 1 else f"{many} initiatives were made."
