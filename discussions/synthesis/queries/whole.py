"""Everybody's figures together, as the wall of a room shows them: those that were published last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from discussions.models import AgreementReading, Discussion, Prompt

Votes = tuple[int, int, int]


def published_of(discussion: Discussion, prompt: Prompt) -> tuple[Sequence[int], int]:
    """Of a scale how many chose each point, of a choice each option, of an order the sum of each option's places;
    empty while nothing is published. And how many people's answers are not in it yet."""
    kept = next((each for each in _findings(discussion, "prompts") or () if each["prompt"] == prompt.pk), None)
    if kept is None or "tables" not in kept:
        return (), 0
    tables = kept["tables"]
    if prompt.kind == Prompt.Kind.SCALE:
        counts = tables["before"]["together"]
    else:
        rows = [tables[str(option)]["together"] for option in range(len(prompt.options))]
        # A choice is 0 or 1, an order a place: the sum of either is what is shown of an option.
        counts = [sum(value * many for value, many in enumerate(row)) for row in rows] if any(map(sum, rows)) else []
    return (counts if any(counts) else ()), kept["waiting"]


def published_votes(discussion: Discussion) -> Mapping[str, Votes]:
    """By the key of an idea: how many agree, pass and disagree."""
    found = _findings(discussion, "votes")
    if not found:
        return {}
    sums = ([sum(column) for column in zip(*by_group, strict=True)] for by_group in found["counts"])
    return {
        idea: (agree, passed, disagree) for idea, (agree, disagree, passed) in zip(found["ideas"], sums, strict=True)
    }


def _findings(discussion: Discussion, part: str) -> Any:
    """One part alone: all of it is long where a discussion is."""
    readings = AgreementReading.objects.filter(discussion=discussion, read_at__isnull=False)
    return readings.values_list(f"findings__{part}", flat=True).first()
