"""Deals and channels that are called as somebody in the register is: names of people do not belong among journeys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from accounts.models import Workspace
from impact.journeys.planning import Found
from stakeholders.models import Stakeholder

MOST: Final = 50


def named(workspace: Workspace, journeys: Iterable[Found]) -> dict[str, int]:
    """Each such name as the file writes it, with the line that has it first. Groups are no people."""
    people = {
        _alike(name)
        for name in Stakeholder.objects.filter(workspace=workspace, is_group=False).values_list("name", flat=True)
    }
    found: dict[str, int] = {}
    for one in journeys:
        for name in (one.deal, *one.journey.path):
            if name and name not in found and _alike(name) in people:
                found[name] = one.line
                if len(found) == MOST:
                    return found
    return found


def _alike(name: str) -> str:
    """“Roe, Kim” is Kim Roe."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".split() if comma else name.split()).casefold()
