"""The address at which a calendar reads somebody's check-ins: made and shown once, ended, and read by the calendar."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, discreet, for_team
from accounts.limits import limited
from checkins.calendars import feed as feeds
from checkins.models import CalendarFeed
from web.partials import render_page


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Read by machines, again and again: it writes nothing, not even that it was read."""
    contents = feeds.read(token, now=timezone.now())
    if contents is None:
        return discreet(_leads_nowhere(request))
    response = HttpResponse(contents, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="check-ins.ics"'
    etag = quote_etag(sha256(contents).hexdigest()[:32])
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(found, HttpResponse)
    return discreet(found)


# Only addresses that lead nowhere are counted: calendars of one company ask from one address.
@limited("calendar", times=60, seconds=60, methods=("GET", "HEAD"))
def _leads_nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("There is no calendar here.\n", content_type="text/plain", status=HTTPStatus.NOT_FOUND)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    """A new address, shown in the answer and never again."""
    context: dict[str, object] = {
        "has_one": CalendarFeed.objects.filter(workspace=request.workspace, user=request.user).exists()
    }
    if request.method == "POST":
        address = feeds.address_of(feeds.make(request.workspace, request.user))
        context |= {"address": address, "subscribes": address.replace("https://", "webcal://", 1)}
    return render_page(request, "checkins/calendar_new.html", context, partials={"panel"})


@require_POST
@for_team
def end(request: WorkspaceRequest) -> HttpResponse:
    if feeds.revoke(request.workspace, request.user):
        messages.success(request, "The address has ended. Calendars that read it find nothing there any more.")
    return redirect("checkins:notices", request.workspace.slug)
