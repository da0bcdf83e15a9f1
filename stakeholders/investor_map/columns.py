"""The map's people as columns: what the browser draws from. Columns, not objects: half the size at 2,000 people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from stakeholders.investor_map.people import RANK, Person, Standing
from stakeholders.models.stakeholder import Kind

KINDS = tuple(Kind.values)
EPOCH = dt.date(1970, 1, 1)


def days(date: dt.date) -> int:
    """Days since 1970: what JavaScript's UTC dates are made of."""
    return (date - EPOCH).days


def columns_of(people: Sequence[Person]) -> dict[str, list[Any]]:
    departments: dict[str, int] = {"": 0}
    for person in people:
        departments.setdefault(person.department, len(departments))
    return {
        "departments": list(departments),
        "id": [person.id for person in people],
        "name": [person.name for person in people],
        "title": [person.job_title for person in people],
        "department": [departments[person.department] for person in people],
        "kind": [KINDS.index(person.kind) for person in people],
        "group": [int(person.is_group) for person in people],
        "quiet": [person.quiet for person in people],
        **_standings("", [person.now for person in people]),
        **_standings("was_", [person.was or Standing() for person in people]),
    }


def _standings(prefix: str, standings: Sequence[Standing]) -> dict[str, list[Any]]:
    return {
        f"{prefix}segment": [RANK[standing.segment] for standing in standings],
        f"{prefix}influence": [standing.influence for standing in standings],
        f"{prefix}interest": [standing.interest for standing in standings],
        f"{prefix}position": [standing.position for standing in standings],
    }


def history_columns(entries: Sequence[tuple[int, dt.date, Standing]], ids: dict[int, int]) -> dict[str, list[Any]]:
    """`ids` gives the id that the people's columns use for each stakeholder."""
    return {
        "id": [ids[person] for person, _, _ in entries],
        "day": [days(date) for _, date, _ in entries],
        **_standings("", [standing for _, _, standing in entries]),
    }
