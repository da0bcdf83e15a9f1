"""The only way a view gets a check-in, or what it recurs by, by its id: a 404 for whoever must not know of it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from checkins.models import ChangeEvent, CheckIn, Inherited
from checkins.models.change import ChangeEventQuerySet
from checkins.models.check_in import CheckInQuerySet


def check_ins(request: WorkspaceRequest) -> CheckInQuerySet:
    return CheckIn.objects.filter(workspace=request.workspace)


def get_check_in(request: WorkspaceRequest, pk: UUID) -> CheckIn:
    found = check_ins(request).select_related("stakeholder__department", "stakeholder__current", "owner", "plan")
    return get_object_or_404(found.select_related("workspace"), pk=pk)


def events(request: WorkspaceRequest) -> ChangeEventQuerySet:
    return ChangeEvent.objects.filter(workspace=request.workspace)


def get_event(request: WorkspaceRequest, pk: int) -> ChangeEvent:
    return get_object_or_404(events(request).select_related("stakeholder", "other", "goal", "metric", "author"), pk=pk)


def get_inherited(request: WorkspaceRequest, pk: int) -> Inherited:
    return get_object_or_404(Inherited.objects.filter(workspace=request.workspace).select_related("successor"), pk=pk)
