"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def matrix(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("matrix")
