"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def map(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("map")


@for_team
def map_data(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("map_data")


@for_team
def map_export_svg(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("map_export_svg")


@for_team
def map_export_png(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("map_export_png")


@for_team
def map_moves(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("map_moves")
