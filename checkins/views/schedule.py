"""Whether the clock of check-ins keeps up, and what to do when it does not."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_leaders
from checkins import unwell
from checkins.queries.plan import troubled
from web.partials import render_page


@require_safe
@for_leaders
def schedule(request: WorkspaceRequest) -> HttpResponse:
    workspace = request.workspace.pk
    context = {"found": unwell.look(workspace), "plans": troubled(workspace)}
    return render_page(request, "checkins/schedule.html", context)
