"""The only way a view gets a guide by its id: a 404 for whoever must not know of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from discussions.models import Guide, GuideVersion
from discussions.models.guide import GuideQuerySet


def guides(request: WorkspaceRequest) -> GuideQuerySet:
    return Guide.objects.filter(workspace=request.workspace)


def get_guide(request: WorkspaceRequest, pk: int) -> Guide:
    return get_object_or_404(guides(request).select_related("author"), pk=pk)


def get_version(request: WorkspaceRequest, pk: int, number: str = "") -> GuideVersion:
    """The version of a guide by its number, or without one the newest."""
    versions = GuideVersion.objects.filter(workspace=request.workspace, guide=pk).select_related("guide__author")
    if number:
        if not (number.isdecimal() and len(number) < 10):
            raise Http404
        versions = versions.filter(number=int(number))
    found = versions.order_by("-number").first()
    if found is None:
        raise Http404
    return found
