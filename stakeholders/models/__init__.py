"""Who the investors are: people and groups, judgements of them over time, ties between them, and how they came in."""

from stakeholders.models.approach import FollowUp, Note, SalienceJudgement
from stakeholders.models.assessment import (
    Assessment,
    Confidence,
    Engagement,
    ResistanceCause,
    Segment,
    Source,
    Voice,
)
from stakeholders.models.concern import Concern
from stakeholders.models.imports import ImportBatch, ImportChange, ImportedProject
from stakeholders.models.network import NetworkChange, NetworkPin, NetworkReading
from stakeholders.models.relationship import Relationship
from stakeholders.models.saved_view import SavedView
from stakeholders.models.stakeholder import Department, Kind, Stakeholder
from stakeholders.models.submission import Submission
from stakeholders.models.touchpoint import Touchpoint

__all__ = [
    "Assessment",
    "Concern",
    "Confidence",
    "Department",
    "Engagement",
    "FollowUp",
    "ImportBatch",
    "ImportChange",
    "ImportedProject",
    "Kind",
    "NetworkChange",
    "NetworkPin",
    "NetworkReading",
    "Note",
    "Relationship",
    "ResistanceCause",
    "SalienceJudgement",
    "SavedView",
    "Segment",
    "Source",
    "Stakeholder",
    "Submission",
    "Touchpoint",
    "Voice",
]
