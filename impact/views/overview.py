"""What an executive opens: whether marketing's contribution is on track, how sure that is, and what is open."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from impact import access
from impact.metrics import put_in_front, take_from_front
from impact.queries.overview import overview as found
from web.partials import render_page


@require_safe
@for_all_roles
def overview(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "overview": found(request.workspace, today=today),
        "today": today,
        "can_write": request.membership.is_team,
    }
    return render_page(request, "impact/overview.html", context)


@require_POST
@for_team
def lead(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    try:
        put_in_front(metric)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, "It stands on the overview.")
    return redirect("impact:metric", request.workspace.slug, pk)


@require_POST
@for_team
def lead_no_more(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    take_from_front(metric)
    messages.success(request, "It is off the overview, and measured as before.")
    return redirect("impact:metric", request.workspace.slug, pk)
