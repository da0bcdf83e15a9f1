"""Who has gone quiet, as the database finds it: the same rule as freshness.py, for thousands of people at once."""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    Case,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from stakeholders.freshness import CADENCES
from stakeholders.investor_map.quadrants import HIGH, KEEP_INFORMED, KEEP_SATISFIED, MANAGE_CLOSELY, MONITOR
from stakeholders.models import Touchpoint

# The index (stakeholder, -happened_on) answers with one entry a person.
LATEST_CONTACT = Subquery(
    Touchpoint.objects.filter(stakeholder=OuterRef("pk")).order_by("-happened_on").values("happened_on")[:1]
)
_HERE, _CLOSE = Q(influence__gte=HIGH), Q(interest__gte=HIGH)
CADENCE = Coalesce(
    F("cadence_days"),
    Case(
        When(Q(influence=None) | Q(interest=None), then=Value(None)),
        When(_HERE & _CLOSE, then=Value(CADENCES[MANAGE_CLOSELY])),
        When(_HERE, then=Value(CADENCES[KEEP_SATISFIED])),
        When(_CLOSE, then=Value(CADENCES[KEEP_INFORMED])),
        default=Value(CADENCES[MONITOR]),
        output_field=IntegerField(),
    ),
    output_field=IntegerField(),
)


def gone_quiet(on: dt.date) -> Q:
    """The last contact is longer ago than one and a half times the cadence; never true of whoever was never met."""
    # Whole days are longer than 1.5 cadences as soon as they exceed what is left of that when cut to whole days.
    latest = ExpressionWrapper(Value(on, DateField()) - CADENCE * 3 / 2, output_field=DateField())
    return Q(LessThan(LATEST_CONTACT, latest))
