"""Two people edit one stakeholder: what the other one changed meanwhile, field by field, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stakeholders.forms.stakeholder import FIELDS
from stakeholders.models import Kind

LABELS = {
    "name": "Name",
    "kind": "Kind",
    "is_group": "Group",
    "email": "E-mail",
    "job_title": "Title",
    "department": "Department",
    "owner": "Owner",
    "tags": "Tags",
    "notes": "Notes",
}


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed: what it was, what it is now, and what this form holds."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str
    is_taken_over: bool


def differences(
    opened: Mapping[str, Any], theirs: Mapping[str, Any], typed: Mapping[str, Any], *, owners: Mapping[int, str]
) -> list[Difference]:
    """What changed meanwhile. A field that this form left as it was takes their value over; one that both changed
    keeps what was typed, to be decided by a person. What both changed alike is no difference."""
    found = []
    for name in FIELDS:
        was, now, mine = opened.get(name), theirs[name], typed[name]
        if now in (was, mine):
            continue
        before, after, here = (said_of(name, value, owners) for value in (was, now, mine))
        found.append(Difference(name, LABELS[name], before, after, here, name in opened and mine == was))
    return found


def said_of(name: str, value: Any, owners: Mapping[int, str]) -> str:
    if name == "owner":
        return owners.get(value, "Nobody yet") if value else "Nobody yet"
    if name == "is_group":
        return "A group" if value else "One person"
    if name == "kind":
        return str(dict(Kind.choices).get(value, value))
    if isinstance(value, list):
        return ", ".join(value) or "Nothing"
    return str(value or "Nothing")
