"""What marketing's impact is measured by: metrics, their observations and targets, what is known of their course."""

from impact.models.coalition import CoalitionQuarter
from impact.models.file import FromFile, ObservationFile
from impact.models.initiative import Contribution, Initiative, InitiativeMetric
from impact.models.journey import Journey, JourneyFile, JourneySet
from impact.models.kept_measure import KeptMeasure
from impact.models.metric import Metric, MetricDefinition
from impact.models.observation import Observation
from impact.models.planned import Planned
from impact.models.report import (
    Audience,
    AudienceMetric,
    AudiencePerson,
    IssuedReport,
    Report,
    ReportItem,
    ReportSending,
    ReportShare,
    ReportView,
    StakeMeasure,
)
from impact.models.target import Annotation, Rebase, Target
from impact.models.token import ApiToken, IdempotencyKey

__all__ = [
    "Annotation",
    "ApiToken",
    "Audience",
    "AudienceMetric",
    "AudiencePerson",
    "CoalitionQuarter",
    "Contribution",
    "FromFile",
    "IdempotencyKey",
    "Initiative",
    "InitiativeMetric",
    "IssuedReport",
    "Journey",
    "JourneyFile",
    "JourneySet",
    "KeptMeasure",
    "Metric",
    "MetricDefinition",
    "Observation",
    "ObservationFile",
    "Planned",
    "Rebase",
    "Report",
    "ReportItem",
    "ReportSending",
    "ReportShare",
    "ReportView",
    "StakeMeasure",
    "Target",
]
