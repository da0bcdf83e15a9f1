"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_team


@for_team
def assess(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("assess")


@for_team
def segment_suggestion(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("segment_suggestion")
