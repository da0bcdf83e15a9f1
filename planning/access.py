"""The only way a view gets a goal, a stake, a request or a session by its id: a 404 for whoever must not know of it."""

from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from planning.models import Goal, GoalOwner, PlanningSession, Proposal, Request, Seat, Stake
from planning.models.goal import GoalQuerySet
from planning.models.request import RequestQuerySet


def goals(request: WorkspaceRequest) -> GoalQuerySet:
    return Goal.objects.filter(workspace=request.workspace)


def get_goal(request: WorkspaceRequest, pk: int) -> Goal:
    owners = GoalOwner.objects.select_related("stakeholder__department").order_by("pk")
    return get_object_or_404(goals(request).prefetch_related(Prefetch("owner_rows", owners)), pk=pk)


def get_stake(request: WorkspaceRequest, pk: int) -> Stake:
    return get_object_or_404(
        Stake.objects.filter(workspace=request.workspace).select_related("stakeholder", "goal"), pk=pk
    )


def requests(request: WorkspaceRequest) -> RequestQuerySet:
    return Request.objects.filter(workspace=request.workspace)


def get_request(request: WorkspaceRequest, pk: UUID) -> Request:
    rows = requests(request).select_related("workspace", "stakeholder", "goal", "typed_by")
    return get_object_or_404(rows, pk=pk)


def get_session(request: WorkspaceRequest, pk: UUID) -> PlanningSession:
    rows = PlanningSession.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("workspace", "facilitator"), pk=pk)


def get_seat(session: PlanningSession, pk: UUID) -> Seat:
    return get_object_or_404(Seat.objects.taken().select_related("workspace", "session"), session=session, pk=pk)


def get_proposal(session: PlanningSession, pk: UUID) -> Proposal:
    return get_object_or_404(Proposal, session=session, pk=pk, gone_at=None)
