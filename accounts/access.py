"""Who may do what in a workspace. Views state their roles with a decorator; without one a view is refused.

Whoever has no account comes by a personal link: its door opens a visit, which is a signed cookie for one path."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject

from accounts import links
from accounts.isolation import enter, scope
from accounts.models import Invitation, Membership, PersonalLink, Role, User, Workspace
from web.origins import posted_to_from_hidden_addresses

VISIT_COOKIE = "visit"

Params = ParamSpec("Params")


class WorkspaceRequest(HttpRequest):
    """A request under /w/<slug>/: the middleware has found the membership."""

    user: User
    workspace: Workspace
    membership: Membership
    htmx: Any


View = Callable[Concatenate[WorkspaceRequest, Params], HttpResponse]
Wrapped = Callable[Concatenate[HttpRequest, Params], HttpResponse]


def _roles(*roles: Role) -> Callable[[View[Params]], Wrapped[Params]]:
    allowed = frozenset(roles)

    def decorate(view: View[Params]) -> Wrapped[Params]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            membership: Membership = request.membership  # type: ignore[attr-defined]
            if membership.role not in allowed:
                raise PermissionDenied
            kwargs.pop("slug", None)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        checked.roles = allowed  # type: ignore[attr-defined]
        return checked

    return decorate


for_leaders = _roles(Role.LEADER)
for_team = _roles(Role.LEADER, Role.MEMBER)
for_all_roles = _roles(Role.LEADER, Role.MEMBER, Role.EXECUTIVE)


class LinkRequest(HttpRequest):
    """A request of somebody who came by a personal link."""

    link: PersonalLink
    workspace: Workspace
    htmx: Any


LinkView = Callable[Concatenate[LinkRequest, Params], HttpResponse]
# By keyword after the request: the subject of the path, and what else it names.
LinkWrapped = Callable[..., HttpResponse]


def for_link_holders(purpose: str) -> Callable[[LinkView[Params]], LinkWrapped]:
    """Let in whoever opened a link of this purpose to the `subject` that the path names; the view finds it as
    `request.link.subject`. Everybody else reads that the link has ended."""

    def decorate(view: LinkView[Params]) -> LinkWrapped:
        @posted_to_from_hidden_addresses
        @login_not_required
        @wraps(view)
        def checked(
            request: HttpRequest, /, subject: UUID, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponse:
            token_hash = request.get_signed_cookie(VISIT_COOKIE, default="", salt=str(subject)) or ""
            with scope(link=token_hash):
                try:
                    link = PersonalLink.objects.open().get(token_hash=token_hash, purpose=purpose, subject=subject)
                except PersonalLink.DoesNotExist:
                    return link_closed(request)
                enter(workspace=link.workspace_id)
                request.link = link  # type: ignore[attr-defined]
                # A view that reads it along with what it shows puts it into the link.
                request.workspace = SimpleLazyObject(lambda: link.workspace)  # type: ignore[attr-defined]
                with pghistory.context(why="By their personal link"):
                    response = view(request, *args, **kwargs)  # type: ignore[arg-type]
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    transaction.set_rollback(True)
                return discreet(response)

        checked.purpose = purpose  # type: ignore[attr-defined]
        return checked

    return decorate


def open_visit(response: HttpResponse, link: PersonalLink) -> HttpResponse:
    """Let the browser at what the link opens, until it is closed or the link ends."""
    response.set_signed_cookie(
        VISIT_COOKIE,
        link.token_hash,
        salt=str(link.subject),
        expires=link.expires_at,
        path=links.page_of(link),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def link_closed(request: HttpRequest) -> HttpResponse:
    """With the sentences that were sent to it, so that whoever typed them does not lose them."""
    typed = [words for words in (str(value).strip() for value in request.POST.values()) if " " in words]
    return discreet(render(request, "accounts/link_closed.html", {"typed": typed}, status=HTTPStatus.NOT_FOUND))


def discreet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: nothing keeps it, passes it on, or lists it."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def get_membership(request: WorkspaceRequest, pk: int) -> Membership:
    # One's own memberships elsewhere pass the second wall: the workspace is named here.
    return get_object_or_404(Membership.objects.select_related("user"), workspace=request.workspace, pk=pk)


def get_invitation(request: WorkspaceRequest, pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("workspace", "invited_by"), workspace=request.workspace, pk=pk
    )
