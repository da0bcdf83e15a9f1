"""Returns on stake as their pages show them: of one person, and of all who put something in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Max, Min

from accounts.models import Workspace
from discussions.models import Commitment
from impact.models import Initiative, IssuedReport, Metric, Report, ReportItem, ReportShare, StakeMeasure
from impact.models.report import ReportShareQuerySet
from impact.queries.metrics import held, reading_of
from impact.queries.reports import TOLD_OPENLY, proofs
from impact.readings import Reading
from impact.reports.together import known_by
from impact.reports.writing import Piece
from impact.returns import telling
from impact.returns.course import Course, course_of
from impact.returns.measures import Offer, offers
from planning.alignment import counted
from planning.models import Stake
from stakeholders.models import Stakeholder

Part = ReportItem.Part
# Of promises, in what a letter to one person begins with.
MOST_PROMISES: Final = 20


@dataclass(frozen=True)
class Return:
    """One stake that stands, and what came back of it. `offers` where nobody has said which metric would prove it."""

    stake: Stake
    put_in: str
    measure: StakeMeasure | None
    reading: Reading | None
    course: Course | None
    contributed: list[str]
    offers: list[Offer]
    is_late: bool


def stakes_of(person: Stakeholder) -> list[Stake]:
    rows = Stake.objects.standing().filter(workspace=person.workspace_id, stakeholder=person)
    return list(rows.select_related("stakeholder", "goal").order_by("created_at", "pk"))


def returns_of(person: Stakeholder, *, workspace: Workspace, today: dt.date) -> list[Return]:
    """In ten queries or fewer, however many stakes."""
    stakes = stakes_of(person)
    if not stakes:
        return []
    chosen = StakeMeasure.objects.filter(workspace=workspace, stake__in=stakes).select_related("metric", "author")
    measures = {one.stake_id: one for one in chosen}
    metrics = list({one.metric_id: one.metric for one in measures.values()}.values())
    hanging = held(workspace, metrics, today=today)
    moved = proofs(workspace, [metric.pk for metric in metrics])
    offered: list[Metric] = []
    if len(measures) < len(stakes):
        offered = list(Metric.objects.kept().of_impact().filter(workspace=workspace).in_reading_order())
    found = []
    for stake in stakes:
        measure, reading, course, contributed = measures.get(stake.pk), None, None, []
        if measure is not None:
            hangs, since = hanging[measure.metric_id], telling.since(stake)
            reading = reading_of(measure.metric, hangs, today=today)
            known = known_by(hangs.observations, measure.metric, today)
            rebased = [one.starts_on for one in hangs.rebases if one.starts_on <= today]
            course = course_of(reading, known, since=since, today=today, rebased=rebased)
            contributed = telling.contributed(moved.get(measure.metric_id, ()), first=since, last=today)
        found.append(
            Return(
                stake,
                telling.put_in(stake, to_them=False),
                measure,
                reading,
                course,
                contributed,
                offers(stake, offered) if measure is None else [],
                stake.horizon_on is not None and stake.horizon_on < today,
            )
        )
    return found


def says(returns: Sequence[Return], told_on: dt.date | None) -> list[str]:
    """What a person's returns say together."""
    if not returns:
        return []
    without = sum(one.measure is None for one in returns)
    many = "One stake" if len(returns) == 1 else f"{counted(len(returns)).capitalize()} stakes"
    if not without:
        first = f"{many}, and {'it has' if len(returns) == 1 else 'each has'} a number that would prove it."
    elif without == len(returns):
        first = f"{many}, and nobody has said which number would prove {'it' if len(returns) == 1 else 'any'}."
    else:
        first = f"{many}; of {counted(without)} nobody has said which number would prove it."
    when = f"They were told on {told_on:%-d %B %Y}." if told_on else "They were never told what became of it."
    return [first, when]


def told_on(person: Stakeholder) -> dt.datetime | None:
    """When they got a link to what was written to them of their stakes, last."""
    found: dt.datetime | None = (
        _told().filter(workspace=person.workspace_id, stakeholder=person).aggregate(last=Max("created_at"))["last"]
    )
    return found


def _told() -> ReportShareQuerySet:
    """A letter brings a link as well."""
    return ReportShare.objects.filter(issued__report__stakeholder=F("stakeholder"), issued__withdrawn_at=None)


@dataclass(frozen=True)
class Waiting:
    """Somebody who put something in. `since` is when they were told last, or else since when they have waited."""

    person: int
    many: int
    measured: int
    since: dt.datetime
    is_told: bool


def waiting(workspace: Workspace) -> list[Waiting]:
    """Everybody with a stake that stands, in two queries: those who wait longest first."""
    rows = Stake.objects.standing().filter(workspace=workspace).order_by().values_list("stakeholder")
    stakes = rows.annotate(many=Count("pk"), measured=Count("proved_by"), first=Min("created_at"))
    told = dict(_told().filter(workspace=workspace).order_by().values_list("stakeholder").annotate(Max("created_at")))
    found = [
        Waiting(person, many, measured, told.get(person) or first, person in told)
        for person, many, measured, first in stakes
    ]
    return sorted(found, key=lambda one: (one.since, one.person))


def waiting_says(rows: Sequence[Waiting]) -> list[str]:
    if not rows:
        return []
    untold = sum(not one.is_told for one in rows)
    who = "One person has" if len(rows) == 1 else f"{counted(len(rows)).capitalize()} people have"
    if not untold:
        parts = [f"{who} put something in, and each was told what became of it."]
    elif untold == len(rows):
        none = "was never told" if untold == 1 else "none of them was ever told"
        parts = [f"{who} put something in, and {none} what became of it."]
    else:
        were = "was" if untold == 1 else "were"
        parts = [f"{who} put something in; {counted(untold)} of them {were} never told what became of it."]
    without = sum(one.many - one.measured for one in rows)
    if without:
        many = "one stake" if without == 1 else f"{counted(without)} stakes"
        parts.append(f"Of {many} nobody has said which number would prove {'it' if without == 1 else 'them'}.")
    return parts


def first_pieces(person: Stakeholder, *, last: dt.date) -> list[Piece]:
    """Each stake, with what its piece tells of it; what is under way for its number; what they promised."""
    stakes, of = stakes_of(person), person.workspace_id
    found = [Piece(f"new-s{stake.pk}", Part.CHANGED, stake=stake.pk) for stake in stakes]
    metrics = StakeMeasure.objects.filter(workspace=of, stake__in=stakes).values("metric")
    moving = Initiative.objects.under_way().filter(workspace=of, metric_rows__metric__in=metrics, starts_on__lte=last)
    keys = sorted(set(moving.values_list("pk", flat=True)))
    found += [Piece(f"new-n{pk}", Part.NEXT, initiative=pk) for pk in keys]
    promised = Commitment.objects.open().filter(TOLD_OPENLY, workspace=of, stakeholder=person).order_by("due_on", "pk")
    keys_of = promised.values_list("pk", flat=True)[:MOST_PROMISES]
    return found + [Piece(f"new-c{pk}", Part.ASK, commitment=pk) for pk in keys_of]


@dataclass(frozen=True)
class Letter:
    """What was or is being written to one person; `issued` is the latest edition that stands."""

    report: Report
    issued: IssuedReport | None


def reports_to(person: Stakeholder) -> list[Letter]:
    """The latest first."""
    editions = IssuedReport.objects.light().standing().filter(workspace=person.workspace_id, report__stakeholder=person)
    latest = {one.report_id: one for one in editions.order_by("edition")}
    rows = Report.objects.filter(workspace=person.workspace_id, stakeholder=person).order_by("-created_at", "-pk")
    return [Letter(row, latest.get(row.pk)) for row in rows]
