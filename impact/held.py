"""What this app keeps, as the stakeholders' app asks for it: the archive, and texts in which somebody is named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from impact import backup
from impact.models import (
    Annotation,
    Audience,
    AudienceMetric,
    AudiencePerson,
    Contribution,
    Initiative,
    IssuedReport,
    Journey,
    JourneySet,
    KeptMeasure,
    Metric,
    MetricDefinition,
    Observation,
    Rebase,
    Report,
    ReportItem,
    ReportSending,
    ReportShare,
    Target,
)
from impact.reports.erasing import forget
from stakeholders import held_about
from stakeholders.held_about import Held, HeldBy, Part, Rows
from stakeholders.models import Stakeholder

MEANING = ("words", "formula", "source")
TOLD = ("name", "what", "how_known", "hypothesis", "guard_rails", "ended_why", "decided_why")


def register() -> None:
    held_about.register(
        HeldBy(
            app="impact",
            # Numbers are about nobody in particular; reports are for somebody, and quote what people promised.
            tables=(
                Held(
                    AudiencePerson,
                    "place in an audience",
                    "places in audiences",
                    "was put into an audience since",
                    _audiences,
                ),
                Held(
                    Report,
                    "report about their stakes",
                    "reports about their stakes",
                    "was written a report since",
                    _reports,
                    words=("title", "answer"),
                    where="words of a report about stakes",
                ),
            ),
            eraser="erase_impact_events",
            part=Part(
                "impact",
                backup.pack,
                backup.unpack,
                models=(Metric, Annotation, Initiative, JourneySet, Audience, AudiencePerson, Report, IssuedReport),
                undo=backup.take_back,
            ),
            texts=_naming,
            forget=forget,
            more=_sendings,
        )
    )


def _audiences(rows: QuerySet[Any]) -> Rows:
    """With what reached them as its reader."""
    found = list(rows.select_related("audience").order_by("pk"))
    sent = ReportShare.objects.filter(stakeholder__in=[row.stakeholder_id for row in found])
    sent = sent.select_related("issued__report").defer("issued__document", "issued__pdf").order_by("created_at", "pk")
    return [
        {
            "audience": row.audience.name,
            "question": row.audience.question,
            "reports": [
                {"report": one.issued.report.title, "link_made": one.created_at}
                for one in sent
                if one.issued.report.audience_id == row.audience_id
            ],
        }
        for row in found
    ]


def _reports(rows: QuerySet[Any]) -> Rows:
    return [
        {
            "title": row.title,
            "answer": row.answer,
            "from": row.starts_on,
            "to": row.ends_on,
            "pieces": [words for piece in row.items.all() for words in (piece.words, piece.to_them) if words],
        }
        for row in rows.prefetch_related("items").order_by("pk")
    ]


def _sendings(stakeholder: Stakeholder) -> dict[str, Rows]:
    """Reports on their way to them; what was written is among their mails too."""
    rows = ReportSending.objects.filter(stakeholder=stakeholder).select_related("issued__report")
    rows = rows.defer("issued__document", "issued__pdf").order_by("due_at", "pk")
    return {
        "scheduled_mails": [
            {"report": row.issued.report.title, "due": row.due_at, "state": row.get_state_display()} for row in rows
        ]
    }


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
        named(KeptMeasure.objects.all(), ("why",), "rule", "a measure that is kept"),
        named(Audience.objects.all(), ("name", "role", "question"), "name", "an audience"),
        named(AudienceMetric.objects.all(), ("called", "means"), "audience__name", "a metric of an audience"),
        named(Report.objects.exclude(audience=None), ("title", "answer"), "title", "a report"),
        named(ReportItem.objects.all(), ("words", "to_them"), "report__title", "a piece of a report"),
        named(
            IssuedReport.objects.annotate(told=Cast("document", TextField())),
            ("told", "why", "withdrawn_why"),
            "report__title",
            "a report as it was issued",
        ),
    )
