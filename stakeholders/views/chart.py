"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def chart(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("chart")


@for_team
def branch(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("branch")
