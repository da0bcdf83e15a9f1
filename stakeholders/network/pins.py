"""Putting people where they should stay on the drawing."""

from __future__ import annotations

import math

from django.core.exceptions import ValidationError

from stakeholders.models import NetworkPin, Stakeholder

FARTHEST = 1e6


def place_of(x: str | float, y: str | float) -> tuple[float, float]:
    """A place of the drawing, in lengths of a tie. ValidationError where that is none."""
    try:
        place = float(x), float(y)
    except (ValueError, TypeError, OverflowError):
        place = math.nan, math.nan
    if not all(math.isfinite(each) and abs(each) <= FARTHEST for each in place):
        raise ValidationError("That is no place on the drawing.")
    return place


def pin(person: Stakeholder, x: str | float, y: str | float) -> NetworkPin:
    """Keep somebody at a place of the drawing. ValidationError where that is none."""
    place = place_of(x, y)
    pinned, _ = NetworkPin.objects.update_or_create(
        stakeholder=person, defaults={"workspace_id": person.workspace_id, "x": place[0], "y": place[1]}
    )
    return pinned


def unpin(person: Stakeholder) -> None:
    """Let the layout decide again, from where somebody is now."""
    NetworkPin.objects.filter(stakeholder=person).delete()
