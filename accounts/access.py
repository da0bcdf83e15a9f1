"""Who may do what in a workspace. Views state their roles with a decorator; without one a view is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import Invitation, Membership, Role, User, Workspace

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


def get_membership(request: WorkspaceRequest, pk: int) -> Membership:
    # One's own memberships elsewhere pass the second wall: the workspace is named here.
    return get_object_or_404(Membership.objects.select_related("user"), workspace=request.workspace, pk=pk)


def get_invitation(request: WorkspaceRequest, pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("workspace", "invited_by"), workspace=request.workspace, pk=pk
    )
