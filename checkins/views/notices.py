"""How the reader hears of check-ins: what they chose, and when mails may come."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_team
from checkins.forms.notices import NoticesForm
from checkins.models import CalendarFeed
from checkins.notices import preferences
from impact.forms.refused import tell
from mail import suppressions
from web.partials import render_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def notices(request: WorkspaceRequest) -> HttpResponse:
    stands = preferences.proposed(request.workspace, request.user)
    form = NoticesForm(request.POST or None, stands=stands)
    if request.method == "POST" and form.is_valid():
        try:
            preferences.choose(request.workspace, request.user, form.choice())
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "Stored. It holds from the next mail on.")
            return redirect("checkins:notices", request.workspace.slug)
    context = {
        "form": form,
        "stands": stands,
        "is_chosen": stands.pk is not None,
        "feed": CalendarFeed.objects.filter(workspace=request.workspace, user=request.user).first(),
        "gets_none": suppressions.holds(request.workspace, request.user.email),
    }
    return render_page(request, "checkins/notices.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@for_team
def mails_again(request: WorkspaceRequest) -> HttpResponse:
    """They unsubscribed from all mails of the workspace, and take it back."""
    suppressions.lift(request.workspace, request.user.email)
    messages.success(request, f"Mails of {request.workspace.name} come to {request.user.email} again.")
    return redirect("checkins:notices", request.workspace.slug)
