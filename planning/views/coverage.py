"""Where the coalition is not covered, and what mends it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from planning.coverage import summary
from planning.queries.coverage import gaps
from web.partials import render_page


@require_safe
@for_team
def coverage(request: WorkspaceRequest) -> HttpResponse:
    found, people = gaps(request.workspace, today=timezone.localdate())
    # Beside the map and the network, whatever app it is made in.
    context = {"gaps": found, "says": summary(found, people), "people": people, "station": "map"}
    return render_page(request, "planning/coverage.html", context)
