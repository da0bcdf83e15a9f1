"""The only way a view gets a goal or a stake by its id: a 404 for whoever must not know of it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from planning.models import Goal, GoalOwner, Stake
from planning.models.goal import GoalQuerySet


def goals(request: WorkspaceRequest) -> GoalQuerySet:
    return Goal.objects.filter(workspace=request.workspace)


def get_goal(request: WorkspaceRequest, pk: int) -> Goal:
    owners = GoalOwner.objects.select_related("stakeholder__department").order_by("pk")
    return get_object_or_404(goals(request).prefetch_related(Prefetch("owner_rows", owners)), pk=pk)


def get_stake(request: WorkspaceRequest, pk: int) -> Stake:
    return get_object_or_404(
        Stake.objects.filter(workspace=request.workspace).select_related("stakeholder", "goal"), pk=pk
    )
