"""The demo's reports: the CFO's about the last quarter as it was issued, and the board's as it is being written."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pghistory
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from impact.models import Audience, IssuedReport, Metric, Report, ReportItem
from impact.periods import DAY
from impact.queries import reports as reads
from impact.reports.audiences import add_audience, suggested
from impact.reports.composing import Edition, compose
from impact.reports.document import plain
from impact.reports.library import BUILT_IN
from impact.reports.pdf import typeset
from impact.reports.spans import Span, before, last_whole
from impact.reports.writing import Piece, Text, begin_report, text_of, with_words, write
from stakeholders.demo.script import INES
from stakeholders.demo.workspace import WHY, at_work, workday
from stakeholders.models import Stakeholder

# By what their titles hold.
PEOPLE: Final = {"cfo": ("CFO", "Chief Financial"), "board": ("CEO", "Chief Executive")}
ANSWER: Final = (
    "Customers stay, and a new one costs what it did before. Hours saved are behind what we promised. What a tenth "
    "more or less would do, nobody can say yet."
)
ASK: Final = (
    "Sign with us how payback is counted, before the next budget: then we can say what a tenth more or less would do."
)
WORDS: Final = "We look at it every month and tell you at once if it leaves the band."


def report_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Whether they were made. A demo made before there were any gets them as well, unless somebody has begun to."""
    ines = User.objects.get(email=INES)
    with scope(workspace=workspace.pk, user=ines.pk), pghistory.context(user=ines.pk, why=WHY):
        if Audience.objects.filter(workspace=workspace).exists() or not Metric.objects.filter(workspace=workspace):
            return False
        span = last_whole("quarter", today)
        issued_on = workday(min(span.last + 9 * DAY, today))
        _issue(_begin(_audience(workspace, "cfo"), ines, span, on=issued_on), ines, on=issued_on)
        _begin(_audience(workspace, "board"), ines, span, on=workday(today))
    return True


def _audience(workspace: Workspace, key: str) -> Audience:
    built_in = BUILT_IN[key]
    metrics = list(Metric.objects.kept().of_impact().filter(workspace=workspace).order_by("pk"))
    people = [
        person
        for person in Stakeholder.objects.filter(workspace=workspace).order_by("pk")
        if any(title in person.job_title for title in PEOPLE[key])
    ]
    return add_audience(
        workspace,
        name=built_in.name,
        role=built_in.role,
        question=built_in.question,
        cadence=built_in.cadence,
        from_library=key,
        leads=suggested(built_in, metrics),
        people=people[:3],
    )


def _begin(audience: Audience, author: User, span: Span, *, on: dt.date) -> Report:
    report = begin_report(
        audience.workspace,
        author=author,
        audience=audience,
        title=f"{audience.name}, {span}",
        span=span,
        compared=before(span),
        pieces=reads.first_pieces(audience, span),
    )
    Report.objects.filter(pk=report.pk).update(created_at=at_work(on), updated_at=at_work(on))
    return report


def _issue(report: Report, author: User, *, on: dt.date) -> None:
    text = text_of(report, reads.items(report))
    first = text.pieces[0].key if text.pieces else ""
    text = with_words(
        Text(text.title, ANSWER, (*text.pieces, Piece("new-ask", ReportItem.Part.ASK, ASK))), first, WORDS
    )
    now = write(report, text, expected_version=1)
    at = at_work(on)
    Report.objects.filter(pk=report.pk).update(updated_at=at)
    materials = reads.materials(now, reads.items(now), workspace=now.workspace, today=timezone.localdate(at))
    document = compose(materials, as_of=at, edition=Edition(issued_by=str(author)))
    IssuedReport.objects.create(
        workspace_id=report.workspace_id,
        report=report,
        edition=1,
        document=plain(document),
        pdf=typeset(document),
        issued_by=author,
        issued_at=at + dt.timedelta(minutes=10),
    )
