"""What this app keeps, as the stakeholders' app asks for it: the archive, and texts in which somebody is named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from impact import backup
from impact.models import (
    Annotation,
    Contribution,
    Initiative,
    Journey,
    JourneySet,
    Metric,
    MetricDefinition,
    Observation,
    Rebase,
    Target,
)
from stakeholders import held_about
from stakeholders.held_about import HeldBy, Part

MEANING = ("words", "formula", "source")
TOLD = ("name", "what", "how_known", "hypothesis", "guard_rails", "ended_why", "decided_why")


def register() -> None:
    held_about.register(
        HeldBy(
            app="impact",
            # Numbers are about nobody in particular.
            tables=(),
            eraser=None,
            part=Part(
                "impact",
                backup.pack,
                backup.unpack,
                models=(Metric, Annotation, Initiative, JourneySet),
                undo=backup.take_back,
            ),
            texts=_naming,
        )
    )


def _naming(workspace: UUID, name: str) -> QuerySet[Any, Any]:
    # Cast: within a union of its own PostgreSQL would take it for text.
    nobody = Cast(Value(None), BigIntegerField())

    def named(rows: QuerySet[Any], fields: tuple[str, ...], called: str, where: str) -> QuerySet[Any, Any]:
        holding = Q()
        for field in fields:
            holding |= Q(**{f"{field}__icontains": name})
        found = rows.filter(holding, workspace=workspace).order_by()
        return found.values_list(nobody, F(called), Value(where))

    of = "metric__name"
    return named(Metric.objects.all(), ("name", *MEANING, "off_why"), "name", "a metric").union(
        named(MetricDefinition.objects.all(), (*MEANING, "why"), of, "a definition of a metric"),
        named(Observation.objects.all(), ("note", "ended_why"), of, "a number of a metric"),
        named(Target.objects.all(), ("why",), of, "a target of a metric"),
        named(Rebase.objects.all(), ("reason",), of, "a rebase of a metric"),
        named(Annotation.objects.all(), ("says",), "says", "a note on a metric"),
        named(
            JourneySet.objects.all(), ("name", "conversion", "filename", "taken_back_why"), "name", "a set of journeys"
        ),
        named(Journey.objects.all(), ("deal",), "journey_set__name", "a deal of a set of journeys"),
        named(Initiative.objects.all(), TOLD, "name", "an initiative"),
        named(
            Contribution.objects.all(),
            ("says", "link", "filename", "ended_why"),
            "initiative__name",
            "a contribution of an initiative",
        ),
    )
