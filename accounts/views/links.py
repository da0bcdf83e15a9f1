"""The door behind a personal link. Opening it shows whose it is and changes nothing: mail scanners open every link.

Links that open are not counted: hundreds of people open theirs at once from one office, and so do its scanners."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.access import discreet, link_closed, open_visit
from accounts.isolation import scope
from accounts.limits import limited
from accounts.links import LinkClosedError
from accounts.models import Workspace
from accounts.tokens import hashed
from web.origins import posted_to_from_hidden_addresses


@posted_to_from_hidden_addresses
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    token_hash = hashed(token)
    try:
        if request.method == "POST":
            link = links.use(token_hash)
            return discreet(open_visit(redirect(links.page_of(link)), link))
        link = links.find_open(token_hash)
    except LinkClosedError:
        return leads_nowhere(request)
    with scope(workspace=link.workspace_id):
        workspace = Workspace.objects.get(pk=link.workspace_id)
    return discreet(render(request, "accounts/link.html", {"holder": workspace}, status=HTTPStatus.OK))


@limited("link", times=300, seconds=60, methods=("GET", "HEAD", "POST"))
def leads_nowhere(request: HttpRequest) -> HttpResponse:
    return link_closed(request)
