"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def touchpoint_any(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("touchpoint_any")


@for_team
def touchpoint_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("touchpoint_new")


@for_team
def touchpoint_done(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("touchpoint_done")


@for_team
def tie_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("tie_new")


@for_team
def tie_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("tie_remove")
