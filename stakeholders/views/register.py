"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def register(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("register")


@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("new")


@for_team
def bulk(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("bulk")


@for_team
def view_save(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("view_save")


@for_team
def view_delete(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("view_delete")
