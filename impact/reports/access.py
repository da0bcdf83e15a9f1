"""The only way a view gets an audience, a report or an edition by its id: a 404 for whoever must not know of it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from impact.models import Audience, IssuedReport, Report
from impact.models.report import IssuedReportQuerySet


def get_audience(request: WorkspaceRequest, pk: int) -> Audience:
    rows = Audience.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("signs_off"), pk=pk)


def get_report(request: WorkspaceRequest, pk: int) -> Report:
    rows = Report.objects.filter(workspace=request.workspace)
    found = rows.select_related("audience__signs_off", "stakeholder", "author", "signed_by", "workspace")
    return get_object_or_404(found, pk=pk)


def readable(request: WorkspaceRequest) -> IssuedReportQuerySet:
    """The team reads every edition; an executive those that stand and were written for an audience."""
    rows = IssuedReport.objects.filter(workspace=request.workspace)
    return rows if request.membership.is_team else rows.standing().for_audiences()


def get_issued(request: WorkspaceRequest, pk: UUID) -> IssuedReport:
    """`has_others`: it is not the only edition."""
    others = IssuedReport.objects.filter(report=OuterRef("report")).exclude(pk=OuterRef("pk"))
    found = readable(request).select_related(
        "workspace", "report__audience", "report__stakeholder", "issued_by", "withdrawn_by"
    )
    return get_object_or_404(found.light().marked().annotate(has_others=Exists(others)), pk=pk)


def get_pdf(request: WorkspaceRequest, pk: UUID) -> IssuedReport:
    return get_object_or_404(readable(request).select_related("report").defer("document"), pk=pk)
