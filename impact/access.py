"""The only way a view gets a metric, or what hangs on one, by its id: a 404 for whoever must not know of it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from impact.models import (
    Annotation,
    ApiToken,
    Contribution,
    Initiative,
    JourneyFile,
    JourneySet,
    KeptMeasure,
    Metric,
    Observation,
    ObservationFile,
    Rebase,
    ReportSending,
    ReportShare,
    Target,
)
from impact.models.initiative import InitiativeQuerySet
from impact.models.metric import MetricQuerySet
from impact.models.observation import ObservationQuerySet


def metrics(request: WorkspaceRequest) -> MetricQuerySet:
    return Metric.objects.filter(workspace=request.workspace)


def get_metric(request: WorkspaceRequest, pk: int) -> Metric:
    return get_object_or_404(metrics(request).select_related("owner"), pk=pk)


def observations(request: WorkspaceRequest, metric: Metric) -> ObservationQuerySet:
    """Those of a metric that stand: what was corrected or taken back is history."""
    return Observation.objects.standing().filter(workspace=request.workspace, metric=metric)


def get_observation(request: WorkspaceRequest, pk: int) -> Observation:
    """One that stands: what was corrected or taken back is history."""
    rows = Observation.objects.standing().filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("metric", "author"), pk=pk)


def get_target(request: WorkspaceRequest, pk: int) -> Target:
    rows = Target.objects.standing().filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("metric"), pk=pk)


def get_rebase(request: WorkspaceRequest, pk: int) -> Rebase:
    return get_object_or_404(Rebase.objects.filter(workspace=request.workspace).select_related("metric"), pk=pk)


def get_annotation(request: WorkspaceRequest, pk: int) -> Annotation:
    return get_object_or_404(Annotation.objects.filter(workspace=request.workspace).select_related("metric"), pk=pk)


def get_file(request: WorkspaceRequest, pk: int) -> ObservationFile:
    rows = ObservationFile.objects.filter(workspace=request.workspace).defer("content", "details")
    return get_object_or_404(rows.select_related("author", "workspace"), pk=pk)


def get_journey_file(request: WorkspaceRequest, pk: int) -> JourneyFile:
    rows = JourneyFile.objects.filter(workspace=request.workspace).defer("content", "details")
    return get_object_or_404(rows.select_related("author", "workspace"), pk=pk)


def get_journey_set(request: WorkspaceRequest, pk: int, *, standing: bool = False) -> JourneySet:
    """With `standing` only one that was not taken back."""
    rows = JourneySet.objects.filter(workspace=request.workspace)
    rows = rows.standing() if standing else rows
    return get_object_or_404(rows.select_related("author", "taken_back_by", "workspace"), pk=pk)


def get_token(request: WorkspaceRequest, pk: int) -> ApiToken:
    return get_object_or_404(ApiToken.objects.filter(workspace=request.workspace), pk=pk)


def initiatives(request: WorkspaceRequest) -> InitiativeQuerySet:
    return Initiative.objects.filter(workspace=request.workspace)


def get_initiative(request: WorkspaceRequest, pk: int) -> Initiative:
    return get_object_or_404(initiatives(request).select_related("goal", "owner"), pk=pk)


def get_contribution(request: WorkspaceRequest, pk: int, *, ended: bool = False) -> Contribution:
    """One that stands, or with `ended` one that was replaced as well."""
    rows = Contribution.objects.filter(workspace=request.workspace)
    rows = rows if ended else rows.standing()
    return get_object_or_404(rows.select_related("initiative", "metric").defer("content"), pk=pk)


def get_share(request: WorkspaceRequest, pk: UUID) -> ReportShare:
    rows = ReportShare.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("stakeholder", "workspace"), pk=pk)


def get_sending(request: WorkspaceRequest, pk: int) -> ReportSending:
    rows = ReportSending.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("stakeholder"), pk=pk)


def get_kept_measure(request: WorkspaceRequest, pk: int) -> KeptMeasure:
    """One that is pointed out again has an address still."""
    return get_object_or_404(KeptMeasure.objects.filter(workspace=request.workspace), pk=pk)
