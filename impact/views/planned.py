"""What became of what a planning session took in, and making initiatives of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from impact.planned import take_up
from impact.queries import planned as reads
from planning.access import get_session
from web.partials import render_page


@require_safe
@for_team
def planned(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = get_session(request, pk)
    return render_page(
        request, "impact/planned.html", {"session": session, **reads.of_session(session)}, partials={"planned"}
    )


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
