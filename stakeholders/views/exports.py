"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def exports(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("exports")


@for_team
def export_file(request: WorkspaceRequest, format: str) -> HttpResponse:
    return HttpResponse("export_file")


@for_team
def person_export(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("person_export")


@for_team
def person_erase(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("person_erase")
