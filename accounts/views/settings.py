"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_leaders


@for_leaders
def settings(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("settings")
