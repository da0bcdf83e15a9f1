"""Our values as files say them: the words that an import reads back as the same values."""

from __future__ import annotations

from typing import Any, Final

from stakeholders.models import Assessment, Kind

POSITIONS: Final = {-2: "Opposed", -1: "Sceptical", 0: "Neutral", 1: "Supportive", 2: "Advocate"}
LABELS: Final[dict[str, dict[str, str]]] = {
    name: {str(key): str(label) for key, label in Assessment._meta.get_field(name).choices or ()}  # type: ignore[union-attr]
    for name in ("segment", "engagement_now", "engagement_desired", "voice", "confidence")
} | {"kind": {str(key): str(label) for key, label in Kind.choices}}


def written(name: str, value: Any) -> Any:
    """The cell for a value of the field `name`; None for what is unknown."""
    if value is None or value in ("unknown", "", []):
        return None
    if name == "position":
        return POSITIONS[value]
    if name == "is_group":
        return "yes" if value else None
    return LABELS[name].get(value, value) if name in LABELS else value
