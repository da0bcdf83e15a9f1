"""Reports as their pages show them, and what one is made of: read in few queries, however many numbers it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.db.models import Count, F, Max, Q

from accounts.models import User, Workspace
from accounts.written import each_unless_written, unless_written
from discussions.models import Commitment, Prompt
from discussions.models.commitment import CommitmentQuerySet
from impact.models import (
    Audience,
    AudienceMetric,
    Contribution,
    Initiative,
    IssuedReport,
    Metric,
    Report,
    ReportItem,
    StakeMeasure,
)
from impact.models.report import IssuedReportQuerySet
from impact.queries.metrics import READ_FROM, held
from impact.reports.composing import Materials
from impact.reports.figures import Numbers, Told, tell
from impact.reports.spans import Span, due
from impact.reports.writing import Piece, Text
from planning.models import Goal, Stake
from planning.models.stake import StakeQuerySet
from stakeholders.models import Stakeholder
from web.remembered import Remembered

# Said in confidence is between them and the facilitator: it is told in no report.
TOLD_OPENLY = Q(answer=None) | Q(answer__prompt__mode=Prompt.Mode.ATTRIBUTED)
Part = ReportItem.Part
RETURN_ON_STAKE = "What became of what you put in?"
# Of stakes and of commitments, in a list to choose from.
MOST_OFFERED = 200
# Of people and goals a report tells the name alone, and their columns are many.
UNTOLD = [
    f"{path}__{field.name}"
    for path, model, told in (
        ("initiative__goal", Goal, {"statement"}),
        ("stake__goal", Goal, {"statement"}),
        ("stake__stakeholder", Stakeholder, {"name"}),
        ("commitment__stakeholder", Stakeholder, {"name"}),
        ("commitment__user", User, {"name", "email"}),
    )
    for field in model._meta.concrete_fields
    if not field.primary_key and field.name not in told
]
# The numbers of half a dozen reports, a tenth of a megabyte each.
TOLD: Remembered[Told] = Remembered(most=128)


# What a report is made of --------------------------------------------------------------------------------------------


def items(report: Report) -> list[ReportItem]:
    rows = ReportItem.objects.filter(workspace=report.workspace_id, report=report)
    if report.stakeholder_id is not None:
        rows = rows.filter(
            Q(stake=None) | Q(stake__stakeholder=report.stakeholder_id),
            Q(commitment=None) | Q(commitment__stakeholder=report.stakeholder_id) | Q(commitment__stakeholder=None),
        )
    return list(_with_what_they_show(rows).order_by("place", "pk"))


def _with_what_they_show(rows: models.QuerySet[ReportItem]) -> models.QuerySet[ReportItem]:
    told = rows.filter(Q(commitment__answer=None) | Q(commitment__answer__prompt__mode=Prompt.Mode.ATTRIBUTED))
    return told.select_related(
        "metric", "initiative__goal", "stake__stakeholder", "stake__goal", "commitment__stakeholder", "commitment__user"
    ).defer(*UNTOLD)


def as_items(report: Report, text: Text, *, stored: Sequence[ReportItem] = ()) -> list[ReportItem]:
    """What was typed, as rows that are not stored. What is not of the workspace, or cannot be told, is left out. What
    `items` has read already is not read again."""
    pieces = text.pieces
    of = report.workspace_id
    metrics = {row.metric.pk: row.metric for row in stored if row.metric is not None and not row.metric.is_effort}
    by_initiative = {row.initiative.pk: row.initiative for row in stored if row.initiative is not None}
    by_stake = {row.stake.pk: row.stake for row in stored if row.stake is not None}
    by_commitment = {row.commitment.pk: row.commitment for row in stored if row.commitment is not None}
    # Nothing is asked where nothing is missing: such a question costs as much to write as any other.
    if keys := _keys(pieces, "metric", metrics):
        metrics |= Metric.objects.of_impact().filter(workspace=of, pk__in=keys).in_bulk()
    if keys := _keys(pieces, "initiative", by_initiative):
        initiatives = Initiative.objects.filter(workspace=of, pk__in=keys)
        by_initiative |= initiatives.select_related("goal").in_bulk()
    if keys := _keys(pieces, "stake", by_stake):
        stakes = tellable_stakes(report).filter(pk__in=keys)
        by_stake |= stakes.select_related("stakeholder", "goal").in_bulk()
    if keys := _keys(pieces, "commitment", by_commitment):
        commitments = tellable_commitments(report).filter(pk__in=keys)
        by_commitment |= commitments.select_related("stakeholder", "user").in_bulk()
    found = []
    for place, piece in enumerate(pieces, start=1):
        row = ReportItem(
            workspace_id=of,
            report=report,
            part=piece.part,
            place=place,
            words=piece.words,
            to_them=piece.to_them,
            metric=metrics.get(piece.metric) if piece.metric is not None else None,
            initiative=by_initiative.get(piece.initiative) if piece.initiative is not None else None,
            stake=by_stake.get(piece.stake) if piece.stake is not None else None,
            commitment=by_commitment.get(piece.commitment) if piece.commitment is not None else None,
        )
        if (row.metric_id, row.initiative_id, row.stake_id, row.commitment_id) == piece.about:
            found.append(row)
    return found


def tellable_stakes(report: Report) -> StakeQuerySet:
    """To one person no word of what others put in."""
    rows = Stake.objects.filter(workspace=report.workspace_id)
    return rows if report.stakeholder_id is None else rows.filter(stakeholder=report.stakeholder_id)


def tellable_commitments(report: Report) -> CommitmentQuerySet:
    """What was said openly; to one person what they promised, and what the team did."""
    rows = Commitment.objects.filter(TOLD_OPENLY, workspace=report.workspace_id)
    if report.stakeholder_id is None:
        return rows
    return rows.filter(Q(stakeholder=report.stakeholder_id) | Q(stakeholder=None))


def tellable(report: Report, text: Text) -> Text:
    """Without what is not of the workspace or cannot be told; the words beside it stay."""
    told = {row.place for row in as_items(report, text)}
    kept = []
    for place, piece in enumerate(text.pieces, start=1):
        if place in told:
            kept.append(piece)
        elif piece.words.strip():
            kept.append(Piece(piece.key if piece.is_words else f"words-{piece.key}", piece.part, piece.words))
    return replace(text, pieces=tuple(kept))


def _keys(pieces: Sequence[Piece], name: str, known: Container[object]) -> list[object]:
    keys = (getattr(piece, name) for piece in pieces)
    return [key for key in keys if key is not None and key not in known]


def materials(
    report: Report,
    rows: Sequence[ReportItem],
    *,
    workspace: Workspace,
    today: dt.date,
    drawn: Callable[[int, int], None] | None = None,
) -> Materials:
    """In five queries or fewer, and seven more where something was written since. The report comes with its audience or
    its stakeholder. `drawn` is told how many numbers of how many are read and drawn."""
    of_stakes = [row.stake_id for row in rows if row.stake_id is not None]
    measures = (
        dict(StakeMeasure.objects.filter(workspace=workspace, stake__in=of_stakes).values_list("stake", "metric"))
        if of_stakes
        else {}
    )
    wanted = {row.metric_id for row in rows if row.metric_id is not None} | set(measures.values())
    proving = set(measures.values()) | {row.metric_id for row in rows if row.stake_id and row.metric_id is not None}
    evidence = _evidence(workspace, {row.initiative_id for row in rows if row.initiative_id is not None}, proving)
    audience = report.audience
    usages: dict[int, AudienceMetric] = {}
    if audience is not None:
        usages = {row.metric_id: row for row in AudienceMetric.objects.filter(workspace=workspace, audience=audience)}
    found = Materials(
        report=report,
        workspace=workspace.name,
        reader=audience.name if audience is not None else str(report.stakeholder),
        question=audience.question if audience is not None else RETURN_ON_STAKE,
        today=today,
        items=rows,
        usages=usages,
        contributions=evidence.of_initiatives,
        measures=measures,
        proofs=evidence.of_metrics,
    )
    return replace(found, told=_told(found, wanted, workspace, drawn))


def _told(
    of: Materials, wanted: Collection[int], workspace: Workspace, drawn: Callable[[int, int], None] | None
) -> dict[int, Told]:
    """Each metric, as it was told last unless something of a metric was written since. Several requests get the same:
    nothing may be written into it."""
    if not wanted:
        return {}
    words = {metric: None if usage is None else (usage.called, usage.scale) for metric in wanted
             for usage in [of.usages.get(metric)]}  # fmt: skip

    def tell_them(asked: Collection[tuple[int, tuple[str, int] | None]]) -> dict[Any, Told]:
        found = numbers(workspace, [metric for metric, _ in asked], today=of.span.last)
        told, kept = dict[Any, Told](), len(wanted) - len(asked)
        for metric, said in asked:
            told[metric, said] = tell(found[metric], of.usages.get(metric), of.span, of.compared, today=of.today)
            if drawn is not None:
                drawn(kept + len(told), len(wanted))
        return told

    kept = each_unless_written(
        TOLD, workspace, READ_FROM, of.today, of.span, of.compared, wanted=list(words.items()), make=tell_them
    )
    return {metric: one for (metric, _), one in kept.items()}


@dataclass(frozen=True)
class Evidence:
    """What stands as having been moved by initiatives, and as having moved metrics, each by its own."""

    of_initiatives: Mapping[int, list[Contribution]]
    of_metrics: Mapping[int, list[Contribution]]


EVIDENCE: Remembered[Evidence] = Remembered(most=32)


def _evidence(workspace: Workspace, initiatives: Collection[int], metrics: Collection[int]) -> Evidence:
    """As it was read last, unless it was written since: several requests get the same, as of numbers."""
    if not initiatives and not metrics:
        return Evidence({}, {})

    def read() -> Evidence:
        by_initiative: dict[int, list[Contribution]] = {}
        for one in _standing(workspace, initiative__in=initiatives) if initiatives else ():
            by_initiative.setdefault(one.initiative_id, []).append(one)
        return Evidence(by_initiative, proofs(workspace, metrics))

    tables = Contribution, Initiative, Metric
    return unless_written(EVIDENCE, workspace, tables, frozenset(initiatives), frozenset(metrics), make=read)


def proofs(workspace: Workspace, metrics: Collection[int]) -> dict[int, list[Contribution]]:
    """What stands as having moved these metrics, by metric."""
    found: dict[int, list[Contribution]] = {}
    for one in _standing(workspace, metric__in=metrics) if metrics else ():
        found.setdefault(one.metric_id, []).append(one)
    return found


def _standing(workspace: Workspace, **among: Collection[int]) -> models.QuerySet[Contribution]:
    rows = Contribution.objects.standing().filter(workspace=workspace, **among)
    return rows.select_related("initiative", "metric").defer("content").order_by("-last_on", "-pk")


def numbers(workspace: Workspace, wanted: Collection[int], *, today: dt.date) -> dict[int, Numbers]:
    metrics = list(Metric.objects.filter(workspace=workspace, pk__in=wanted))
    hanging = held(workspace, metrics, today=today)
    return {
        metric.pk: Numbers(
            metric,
            hanging[metric.pk].observations,
            [target for target in hanging[metric.pk].targets if target.ended_at is None],
            hanging[metric.pk].rebases,
            hanging[metric.pk].notes,
        )
        for metric in metrics
    }


# What a new report begins with ---------------------------------------------------------------------------------------


def first_pieces(audience: Audience, span: Span) -> list[Piece]:
    """Their lead metrics, what contributed to those, what is under way, what people of theirs promised."""
    of = audience.workspace_id
    leads = list(audience.metric_rows.order_by("place", "pk").values_list("metric", flat=True))
    found = [Piece(f"new-m{pk}", Part.CHANGED, metric=pk) for pk in leads]
    told = (
        Contribution.objects.standing()
        .filter(workspace=of, metric__in=leads, first_on__lte=span.last, last_on__gte=span.first)
        .order_by("-last_on", "-pk")
        .values_list("initiative", flat=True)
    )
    found += [Piece(f"new-w{pk}", Part.WHY, initiative=pk) for pk in dict.fromkeys(told)]
    moving = Initiative.objects.under_way().filter(
        workspace=of, metric_rows__metric__in=leads, starts_on__lte=span.last
    )
    found += [Piece(f"new-n{pk}", Part.NEXT, initiative=pk) for pk in sorted(set(moving.values_list("pk", flat=True)))]
    promised = Commitment.objects.open().filter(TOLD_OPENLY, workspace=of).order_by("due_on", "pk")
    theirs = promised.filter(stakeholder__in=audience.people.values("stakeholder"))
    found += [Piece(f"new-c{pk}", Part.ASK, commitment=pk) for pk in theirs.values_list("pk", flat=True)]
    return found


@dataclass(frozen=True)
class Choice:
    """Something that a report can show: `value` as the desk sends it."""

    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    metrics: tuple[Choice, ...] = ()
    initiatives: tuple[Choice, ...] = ()
    stakes: tuple[Choice, ...] = ()
    commitments: tuple[Choice, ...] = ()

    @property
    def groups(self) -> list[tuple[str, tuple[Choice, ...]]]:
        named = (
            ("Metrics", self.metrics),
            ("Initiatives", self.initiatives),
            ("Stakes", self.stakes),
            ("Commitments", self.commitments),
        )
        return [(name, choices) for name, choices in named if choices]


OFFERED: Remembered[Choices] = Remembered(most=16)


def choices(report: Report) -> Choices:
    """In two queries where none of it was written since: of commitments nobody is told when they are."""
    tables = Metric, Initiative, Stake, Stakeholder
    kept = unless_written(OFFERED, report.workspace, tables, report.stakeholder_id, make=lambda: _offered(report))
    commitments = tellable_commitments(report).select_related("stakeholder", "user")
    promised = [
        Choice(f"commitment:{one.pk}", f"{one.stakeholder.name if one.stakeholder else one.user}: {one.what[:80]}")
        for one in commitments.order_by("-created_at", "pk")[:MOST_OFFERED]
    ]
    return replace(kept, commitments=tuple(promised))


def _offered(report: Report) -> Choices:
    workspace = report.workspace
    metrics = Metric.objects.kept().of_impact().filter(workspace=workspace).in_reading_order()
    initiatives = Initiative.objects.filter(workspace=workspace).order_by("name", "pk")
    stakes = tellable_stakes(report).standing().select_related("stakeholder")
    return Choices(
        tuple(Choice(f"metric:{pk}", name) for pk, name in metrics.values_list("pk", "name")),
        tuple(Choice(f"initiative:{pk}", name) for pk, name in initiatives.values_list("pk", "name")),
        tuple(
            Choice(f"stake:{one.pk}", f"{one.stakeholder.name}: {one.get_invests_display()}, {one.what[:80]}")
            for one in stakes.order_by("stakeholder__name", "pk")[:MOST_OFFERED]
        ),
    )


# Pages ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AudienceLine:
    audience: Audience
    people: list[Stakeholder]
    leads: list[str]
    # What is due, and when something was issued last; empty where nothing is.
    due: str
    last: IssuedReport | None


@dataclass(frozen=True)
class Draft:
    report: Report
    editions: int

    @property
    def span(self) -> Span:
        return Span(self.report.starts_on, self.report.ends_on)


def audience_lines(workspace: Workspace, *, retired: bool, today: dt.date) -> list[AudienceLine]:
    rows = Audience.objects.filter(workspace=workspace, retired_on__isnull=not retired)
    rows = rows.select_related("signs_off").prefetch_related("people__stakeholder", "metric_rows__metric")
    reached = _reported_to(workspace)
    last = _last_issued(workspace)
    return [
        AudienceLine(
            one,
            sorted((row.stakeholder for row in one.people.all()), key=lambda person: person.name.lower()),
            [row.called or row.metric.name for row in one.metric_rows.all()],
            "" if retired else _due(one, reached.get(one.pk), today),
            last.get(one.pk),
        )
        for one in rows.order_by("name", "pk")
    ]


def _due(audience: Audience, reported_to: dt.date | None, today: dt.date) -> str:
    span = due(audience.cadence, reported_to, today)
    return "" if span is None else str(span)


def _reported_to(workspace: Workspace) -> Mapping[int, dt.date]:
    rows = IssuedReport.objects.standing().filter(workspace=workspace, report__audience__isnull=False)
    return dict(rows.order_by().values_list("report__audience").annotate(to=Max("report__ends_on")))


def _last_issued(workspace: Workspace) -> dict[int, IssuedReport]:
    rows = IssuedReport.objects.light().standing().filter(workspace=workspace, report__audience__isnull=False)
    found: dict[int, IssuedReport] = {}
    rows = rows.select_related("report").order_by("report__audience_id", "-issued_at")
    for one in rows.distinct("report__audience_id"):
        if one.report.audience_id is not None:
            found[one.report.audience_id] = one
    return found


def drafts(workspace: Workspace) -> list[Draft]:
    """Those that were written on since they were issued last, and those that never were."""
    rows = Report.objects.filter(workspace=workspace).select_related("audience", "stakeholder", "author", "signed_by")
    counted = rows.annotate(many=Count("editions"), last=Max("editions__issued_at"))
    written_since = counted.filter(Q(last=None) | Q(updated_at__gt=F("last"))).order_by("-updated_at", "-pk")
    many = dict(written_since.values_list("pk", "many"))
    return [Draft(row, many[row.pk]) for row in written_since]


def issued(readable: IssuedReportQuerySet) -> list[IssuedReport]:
    """The latest edition that stands of each, of those that somebody may read."""
    rows = readable.light().standing()
    newest = rows.order_by("report_id", "-edition").distinct("report_id").values("pk")
    found = IssuedReport.objects.light().filter(pk__in=newest).select_related("report__audience", "report__stakeholder")
    return list(found.order_by("-issued_at", "pk"))


def editions(report: Report) -> list[IssuedReport]:
    rows = IssuedReport.objects.light().filter(workspace=report.workspace_id, report=report)
    return list(rows.select_related("issued_by", "withdrawn_by").order_by("-edition"))


def says(lines: Sequence[AudienceLine], waiting: int) -> list[str]:
    """What is due, the most urgent first."""
    late = [line for line in lines if line.due]
    parts = []
    if late:
        names = ", ".join(line.audience.name for line in late[:3])
        more = f" and {len(late) - 3} more" if len(late) > 3 else ""
        parts.append(f"A report is due for {names}{more}.")
    elif lines:
        parts.append("Nothing is due.")
    if waiting:
        parts.append("One draft is being written." if waiting == 1 else f"{waiting} drafts are being written.")
    return parts
