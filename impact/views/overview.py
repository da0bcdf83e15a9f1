"""What an executive opens: whether marketing's contribution is on track, how sure that is, and what is open."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from impact import access
from impact.forms.course import OffForm
from impact.metrics import put_in_front, take_from_front
from impact.queries import days
from impact.queries import overview as reads
from web.partials import panel_done, render_page


@require_safe
@for_all_roles
def overview(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    chosen = days.chosen(request.GET.get("days", ""), request.GET.get("against", ""), today=today)
    context = {
        "overview": reads.overview(request.workspace, chosen, today=today),
        "chosen": chosen,
        "days": days.LABELS.items(),
        "against": days.AGAINST.items(),
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


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def lead_no_more(request: WorkspaceRequest, pk: int) -> HttpResponse:
    metric = access.get_metric(request, pk)
    form = OffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_from_front(metric, why=form.cleaned_data["why"], author=request.user)
        messages.success(request, "It is off the overview, and measured as before. The overview says so.")
        return panel_done(request, to=reverse("impact:metric", args=[request.workspace.slug, pk]))
    context = {"form": form, "metric": metric, "told": reads.OFF_TOLD.days}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "impact/lead_no_more.html", context, partials={"panel"}, status=status)
