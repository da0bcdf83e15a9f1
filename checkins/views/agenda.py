"""What is overdue, due and to come."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access, plans
from checkins.models import CheckInRule
from web.partials import render_page


@require_safe
@for_team
def agenda(request: WorkspaceRequest) -> HttpResponse:
    context = {
        "has_rules": CheckInRule.objects.filter(workspace=request.workspace).exists(),
        "check_ins": access.check_ins(request).open().select_related("stakeholder", "owner")[:50],
    }
    return render_page(request, "checkins/agenda.html", context)


@require_POST
@for_team
def begin(request: WorkspaceRequest) -> HttpResponse:
    plans.begin(request.workspace)
    messages.success(request, "Everybody with a segment has a plan now.")
    return redirect("checkins:agenda", request.workspace.slug)
