"""Why somebody moved: their assessments, each with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stakeholders.investor_map.people import Move, Standing
from stakeholders.models import Assessment
from web.shapes import LABELS, segment_key


@dataclass(frozen=True)
class Step:
    assessment: Assessment
    change: str


def steps_of(assessments: Sequence[Assessment], *, shown: int) -> list[Step]:
    """The newest `shown` of `assessments` (newest first, one more than shown when there are more)."""
    steps = []
    for index, assessment in enumerate(assessments[:shown]):
        before = assessments[index + 1] if index + 1 < len(assessments) else None
        steps.append(Step(assessment, change(before, assessment)))
    return steps


def change(before: Assessment | None, after: Assessment) -> str:
    """What an assessment changed on the map, in words; empty when it changed nothing there."""
    if before is None:
        return _first(after)
    words = Move(_standing(before), _standing(after)).words
    if before.segment != after.segment:
        turned = f"{_segment(before)} → {_segment(after)}"
        words = f"{words}, {turned}" if words else turned
    return words


def _first(assessment: Assessment) -> str:
    if not assessment.is_placed:
        return "first assessed"
    return f"first placed: influence {assessment.influence}, interest {assessment.interest}"


def _standing(assessment: Assessment) -> Standing:
    return Standing(assessment.segment, assessment.influence, assessment.interest, assessment.position)


def _segment(assessment: Assessment) -> str:
    return LABELS[segment_key(assessment.segment)].lower()
