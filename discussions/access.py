"""The only way a view gets a discussion or an invitation by its id: a 404 for whoever must not know of it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from discussions.models import Discussion, Invitation
from discussions.models.discussion import DiscussionQuerySet


def discussions(request: WorkspaceRequest) -> DiscussionQuerySet:
    return Discussion.objects.filter(workspace=request.workspace)


def get_discussion(request: WorkspaceRequest, pk: int) -> Discussion:
    found = discussions(request).select_related("workspace", "version__guide", "goal", "request", "facilitator")
    return get_object_or_404(found, pk=pk)


def get_invitation(request: WorkspaceRequest, pk: UUID) -> Invitation:
    found = Invitation.objects.filter(workspace=request.workspace).select_related(
        "stakeholder", "discussion__workspace", "discussion__version", "discussion__facilitator"
    )
    return get_object_or_404(found, pk=pk)
