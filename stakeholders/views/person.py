"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def person(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("person")


@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("edit")
