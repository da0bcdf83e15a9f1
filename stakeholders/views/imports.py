"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def imports(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("imports")


@for_team
def import_new(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("import_new")


@for_team
def import_one(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("import_one")


@for_team
def import_apply(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("import_apply")


@for_team
def import_discard(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("import_discard")


@for_team
def import_undo(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("import_undo")
