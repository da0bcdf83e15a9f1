"""The only way a view gets a check-in, or what it recurs by, by its id: a 404 for whoever must not know of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from accounts.models import Membership, User
from checkins.models import ChangeEvent, CheckIn, CheckInPlan, CheckInRule, Holiday, Inherited
from checkins.models.change import ChangeEventQuerySet
from checkins.models.check_in import CheckInQuerySet
from checkins.models.plan import CheckInPlanQuerySet
from stakeholders.models import Stakeholder


def check_ins(request: WorkspaceRequest) -> CheckInQuerySet:
    return CheckIn.objects.filter(workspace=request.workspace)


def get_check_in(request: WorkspaceRequest, pk: UUID) -> CheckIn:
    found = check_ins(request).select_related(
        "stakeholder__department", "stakeholder__current", "owner", "plan", "assessment", "touchpoint__author"
    )
    return get_object_or_404(found, pk=pk)


def rules(request: WorkspaceRequest) -> QuerySet[CheckInRule]:
    return CheckInRule.objects.filter(workspace=request.workspace)


def home_zone(request: WorkspaceRequest) -> str:
    """The zone that goes without saying: that of the rules; empty while there are none."""
    return rules(request).order_by("pk").values_list("zone", flat=True).first() or ""


def get_rule(request: WorkspaceRequest, pk: int) -> CheckInRule:
    return get_object_or_404(rules(request), pk=pk)


def plans(request: WorkspaceRequest) -> CheckInPlanQuerySet:
    return CheckInPlan.objects.filter(workspace=request.workspace)


def get_plan(request: WorkspaceRequest, person: Stakeholder) -> CheckInPlan:
    """The plan of somebody whom access.py of stakeholders let through."""
    found = plans(request).select_related("owner").filter(stakeholder=person).first()
    if found is None:
        raise Http404
    found.stakeholder = person
    return found


def holidays(request: WorkspaceRequest) -> dict[dt.date, str]:
    """Each day off by its name."""
    return dict(Holiday.objects.filter(workspace=request.workspace).values_list("day", "name"))


def get_holiday(request: WorkspaceRequest, pk: int) -> Holiday:
    return get_object_or_404(Holiday.objects.filter(workspace=request.workspace), pk=pk)


def team(request: WorkspaceRequest) -> dict[int, User]:
    """Who may have check-ins, by name."""
    members = Membership.objects.filter(workspace=request.workspace).team().select_related("user")
    return {each.user_id: each.user for each in members.order_by("user__name", "user__email")}


def events(request: WorkspaceRequest) -> ChangeEventQuerySet:
    return ChangeEvent.objects.filter(workspace=request.workspace)


def get_event(request: WorkspaceRequest, pk: int) -> ChangeEvent:
    return get_object_or_404(events(request).select_related("stakeholder", "other", "goal", "metric", "author"), pk=pk)


def get_inherited(request: WorkspaceRequest, pk: int) -> Inherited:
    return get_object_or_404(Inherited.objects.filter(workspace=request.workspace).select_related("successor"), pk=pk)
