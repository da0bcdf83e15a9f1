"""The only way a view gets an audience, a report or an edition by its id: a 404 for whoever must not know of it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from impact.models import Audience, IssuedReport, Report


def get_audience(request: WorkspaceRequest, pk: int) -> Audience:
    rows = Audience.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("signs_off"), pk=pk)


def get_report(request: WorkspaceRequest, pk: int) -> Report:
    rows = Report.objects.filter(workspace=request.workspace)
    found = rows.select_related("audience__signs_off", "stakeholder", "author", "signed_by", "workspace")
    return get_object_or_404(found, pk=pk)


def get_issued(request: WorkspaceRequest, pk: UUID) -> IssuedReport:
    """The team reads every edition; an executive those that stand. `has_others`: it is not the only one."""
    rows = IssuedReport.objects.filter(workspace=request.workspace)
    rows = rows if request.membership.is_team else rows.standing()
    others = IssuedReport.objects.filter(report=OuterRef("report")).exclude(pk=OuterRef("pk"))
    found = rows.select_related("report__audience", "report__stakeholder", "issued_by", "withdrawn_by").defer("pdf")
    return get_object_or_404(found.annotate(has_others=Exists(others)), pk=pk)


def get_pdf(request: WorkspaceRequest, pk: UUID) -> IssuedReport:
    rows = IssuedReport.objects.filter(workspace=request.workspace)
    rows = rows if request.membership.is_team else rows.standing()
    return get_object_or_404(rows.select_related("report").defer("document"), pk=pk)
