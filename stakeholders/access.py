"""The only way a view gets an object by its id: a 404 for whoever must not know of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from stakeholders.models import (
    Concern,
    Department,
    FollowUp,
    ImportBatch,
    Note,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)
from stakeholders.models.stakeholder import StakeholderQuerySet


def stakeholders(request: WorkspaceRequest) -> StakeholderQuerySet:
    return Stakeholder.objects.filter(workspace=request.workspace)


def get_stakeholder(request: WorkspaceRequest, pk: int) -> Stakeholder:
    return get_object_or_404(stakeholders(request).select_related("department", "owner", "current__author"), pk=pk)


def get_relationship(request: WorkspaceRequest, pk: int) -> Relationship:
    return get_object_or_404(
        Relationship.objects.filter(workspace=request.workspace).select_related("source", "target"), pk=pk
    )


def get_touchpoint(request: WorkspaceRequest, pk: int) -> Touchpoint:
    return get_object_or_404(
        Touchpoint.objects.filter(workspace=request.workspace).select_related("stakeholder"), pk=pk
    )


def get_note(request: WorkspaceRequest, pk: int) -> Note:
    return get_object_or_404(Note.objects.filter(workspace=request.workspace).select_related("stakeholder"), pk=pk)


def get_follow_up(request: WorkspaceRequest, pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.filter(workspace=request.workspace).select_related("stakeholder"), pk=pk)


def get_concern(request: WorkspaceRequest, pk: int) -> Concern:
    return get_object_or_404(Concern.objects.filter(workspace=request.workspace).select_related("stakeholder"), pk=pk)


def get_department(request: WorkspaceRequest, pk: int) -> Department:
    return get_object_or_404(Department, workspace=request.workspace, pk=pk)


def get_import(request: WorkspaceRequest, pk: int) -> ImportBatch:
    return get_object_or_404(
        ImportBatch.objects.defer("content", "details", "reasons").select_related("author"),
        workspace=request.workspace,
        pk=pk,
    )


def get_own_view(request: WorkspaceRequest, pk: int) -> SavedView:
    """A saved view that this person may rename or delete: their own."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user.pk), workspace=request.workspace, pk=pk)
    if view.user_id != request.user.pk:
        raise Http404
    return view
