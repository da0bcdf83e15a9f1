"""Finds the membership behind /w/<slug>/ and shows the request the rows of that workspace alone."""

import re
from collections.abc import Callable
from typing import Any

import pghistory
from django.contrib.auth import middleware
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.isolation import enter, scope
from accounts.workspaces import own_memberships

WORKSPACE_PATH = re.compile(r"^/w/(?P<slug>[-\w]+)/")


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's, which asks who somebody is before it sees that a page is public: one that says whether the database is
    there would need it."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)


class WorkspaceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        match = WORKSPACE_PATH.match(request.path_info)
        if match is None or not request.user.is_authenticated:
            return self.get_response(request)
        with scope(user=request.user.pk):
            # All of theirs at once: almost every page lists them, to change from one workspace to another.
            memberships = own_memberships(request.user.pk)
            membership = next((each for each in memberships if each.workspace.slug == match["slug"]), None)
            if membership is None:
                raise Http404
            request.memberships = memberships  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            request.workspace = membership.workspace  # type: ignore[attr-defined]
            enter(workspace=membership.workspace_id, user=request.user.pk)
            with pghistory.context(user=request.user.pk):
                response = self.get_response(request)
            if response.status_code >= 500:
                # The handler turned the exception into a response, so the transaction has not seen it.
                transaction.set_rollback(True)
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if hasattr(request, "membership") and not hasattr(view, "roles"):
            raise PermissionDenied("This page does not say which roles may see it.")
