"""What marketing's impact is measured by: metrics, their observations and targets, what is known of their course."""

from impact.models.file import FromFile, ObservationFile
from impact.models.initiative import Contribution, Initiative, InitiativeMetric
from impact.models.metric import Metric, MetricDefinition
from impact.models.observation import Observation
from impact.models.target import Annotation, Rebase, Target
from impact.models.token import ApiToken, IdempotencyKey

__all__ = [
    "Annotation",
    "ApiToken",
    "Contribution",
    "FromFile",
    "IdempotencyKey",
    "Initiative",
    "InitiativeMetric",
    "Metric",
    "MetricDefinition",
    "Observation",
    "ObservationFile",
    "Rebase",
    "Target",
]
