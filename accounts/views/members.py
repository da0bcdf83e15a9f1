"""Placeholder."""

from django.http import HttpResponse

from accounts.access import WorkspaceRequest, for_leaders


@for_leaders
def members(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("members")


@for_leaders
def invite(request: WorkspaceRequest) -> HttpResponse:
    return HttpResponse("invite")


@for_leaders
def role(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("role")


@for_leaders
def remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("remove")


@for_leaders
def revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return HttpResponse("revoke")
