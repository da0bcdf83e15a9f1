"""Our values as files say them: the words that an import reads back as the same values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from stakeholders.models import Assessment, Kind

POSITIONS: Final = {-2: "Opposed", -1: "Sceptical", 0: "Neutral", 1: "Supportive", 2: "Advocate"}
LABELS: Final[dict[str, dict[str, str]]] = {
    name: {str(key): str(label) for key, label in Assessment._meta.get_field(name).choices or ()}  # type: ignore[union-attr]
    for name in ("segment", "engagement_now", "engagement_desired", "voice", "confidence")
} | {"kind": {str(key): str(label) for key, label in Kind.choices}}

# Our columns with the titles that the import guesses back.
TITLES: Final[Mapping[str, str]] = {
    "kind": "Kind",
    "is_group": "Is group",
    "email": "Email",
    "job_title": "Job title",
    "department": "Department",
    "reports_to": "Reports to",
    "owner_email": "Owner email",
    "tags": "Tags",
    "segment": "Segment",
    "influence": "Influence",
    "interest": "Interest",
    "position": "Position",
    "engagement_now": "Engagement now",
    "engagement_desired": "Engagement desired",
    "voice": "Voice",
    "confidence": "Confidence",
    "assessed_on": "Assessed on",
    "notes": "Notes",
}
_OWN: Final = frozenset(title.casefold() for title in TITLES.values())
_APART: Final = " (imported)"
_HERE: Final = " in Coalition"


def made_up_id(pk: int) -> str:
    """What a file calls somebody whom neither an ID of their own nor their name tells apart."""
    return f"coalition-{pk}"


def set_apart(header: str) -> str:
    """The title of an extra field, which is never that of a column of ours."""
    return f"{header}{_APART}" if header.casefold() in _OWN else header


def put_back(headers: Collection[str]) -> dict[str, str]:
    """The titles among these that were set apart → the extra fields they stand for."""
    fields = {header: header.removesuffix(_APART) for header in headers if header.endswith(_APART)}
    return {header: field for header, field in fields.items() if field.casefold() in _OWN}


def said_here(title: str) -> str:
    """The title of a column of ours beside an extra field that is called the same."""
    return f"{title}{_HERE}"


def fields_here(headers: Collection[str]) -> dict[str, str]:
    """The titles among these that `said_here` gave → our fields. Kumu may write them without capitals."""
    fields = {said_here(title).casefold(): name for name, title in TITLES.items()}
    return {header: fields[header.casefold()] for header in headers if header.casefold() in fields}


def written(name: str, value: Any) -> Any:
    """The cell for a value of the field `name`; None for what is unknown."""
    if value is None or value in ("unknown", "", []):
        return None
    if name == "position":
        return POSITIONS[value]
    if name == "is_group":
        return "yes" if value else None
    return LABELS[name].get(value, value) if name in LABELS else value
