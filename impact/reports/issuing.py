"""Issuing a report: it is checked, frozen with its numbers, definitions and words, set on paper, and never changed.
Another edition takes its place for a reason; one that should not be read any more is withdrawn for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User, Workspace
from impact import naming
from impact.models import IssuedReport, Observation, Report
from impact.queries import reports as reads
from impact.reports import sharing
from impact.reports.composing import Edition, Materials, compose
from impact.reports.document import Document, plain
from impact.reports.pdf import PartMissingError, typeset
from impact.reports.writing import locked
from web.meanwhile import EditedMeanwhile

# Up to so many numbers a report is issued while somebody waits; a longer one in a task, with progress.
AT_ONCE: Final = 12
# What follows once its pieces are drawn: it is checked, set on paper and stored.
AFTER_DRAWING: Final = 2
# Longer than any task may run (CELERY_TASK_TIME_LIMIT).
ABANDONED_AFTER: Final = dt.timedelta(minutes=20)
STOPPED: Final = "Issuing stopped before it was finished, and nothing was issued. Issue it again."
CHANGED: Final = "It was changed while it was being issued, so nothing was issued. Look at it and issue it again."
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Check:
    """Something that a report must have before others read it."""

    sentence: str
    is_met: bool


def checks(materials: Materials, document: Document) -> list[Check]:
    report = materials.report
    figures = document.figures
    drawable = [figure for figure in figures if not figure.rows or (figure.wide and figure.narrow)]
    found = [
        Check("The answer to their question is written.", bool(report.answer)),
        Check("It shows something: a number, an initiative, a promise or words.", bool(materials.items)),
        Check("Every number that was measured can be drawn.", len(drawable) == len(figures)),
    ]
    audience = report.audience
    if audience is not None and audience.signs_off is not None:
        name = str(audience.signs_off)
        if report.is_signed and _corrected_since(materials):
            found.append(Check(f"A number was corrected after {name} signed it off: it is to be signed again.", False))
        else:
            found.append(Check(f"{name} has signed off what stands here.", report.is_signed))
    return found


def _corrected_since(materials: Materials) -> bool:
    report = materials.report
    if report.signed_at is None or not materials.told:
        return False
    rows = Observation.objects.filter(
        workspace=report.workspace_id, metric__in=list(materials.told), starts_on__lte=report.ends_on
    )
    return rows.filter(Q(created_at__gt=report.signed_at) | Q(ended_at__gt=report.signed_at)).exists()


def issue(
    report: Report, *, actor: User, expected_version: int, why: str = "", report_progress: Progress | None = None
) -> IssuedReport:
    """Freeze what stands. Once: who comes second with the same version and edition gets what the first one issued.

    Raises EditedMeanwhile when something else stands by now, ValidationError for what cannot be issued."""
    tell = report_progress or (lambda _done, _total: None)
    with transaction.atomic():
        now = locked(report, expected_version)
        last = now.editions.light().order_by("-edition").first()
        if last is not None and last.issued_at >= now.updated_at and not naming.plain(why):
            return last
        if last is not None and not naming.plain(why):
            raise ValidationError({"why": "Say why there is another edition: readers of the first one will ask."})
        rows = reads.items(now)
        as_of = timezone.now()
        pieces = len(rows)

        def drawn(done: int, total: int) -> None:
            tell(pieces * done // total, pieces + AFTER_DRAWING)

        today = timezone.localdate(as_of)
        materials = reads.materials(now, rows, workspace=now.workspace, today=today, drawn=drawn)
        edition = Edition(
            number=1 if last is None else last.edition + 1,
            why=naming.plain(why) if last is not None else "",
            issued_by=str(actor),
            signed_by=str(now.signed_by) if now.is_signed and now.signed_by is not None else "",
        )
        tell(pieces, pieces + AFTER_DRAWING)
        document = compose(materials, as_of=as_of, edition=edition)
        missing = [check.sentence for check in checks(materials, document) if not check.is_met]
        if missing:
            raise ValidationError("Not yet: " + " ".join(missing))
        tell(pieces + 1, pieces + AFTER_DRAWING)
        made = _store(now, document, actor=actor)
        tell(pieces + AFTER_DRAWING, pieces + AFTER_DRAWING)
    return made


def _store(report: Report, document: Document, *, actor: User) -> IssuedReport:
    try:
        pages = typeset(document)
    except PartMissingError as problem:
        raise ValidationError(f"It cannot be issued: {problem}") from problem
    made = IssuedReport.objects.create(
        workspace_id=report.workspace_id,
        report=report,
        edition=document.edition,
        why=document.why,
        document=plain(document),
        pdf=pages,
        issued_by=actor,
    )
    Report.objects.filter(pk=report.pk).update(issuing_since=None, issuing_problem="")
    return made


def withdraw(issued: IssuedReport, *, actor: User, why: str) -> None:
    """It is kept, and nobody but the team reads it any more: its links end. Once more changes nothing. Raises
    ValidationError without a reason."""
    if not naming.plain(why):
        raise ValidationError({"why": "Say why it is withdrawn: those who have read it will ask."})
    now = timezone.now()
    with transaction.atomic():
        standing = IssuedReport.objects.standing().filter(pk=issued.pk)
        if not standing.update(withdrawn_at=now, withdrawn_by=actor, withdrawn_why=naming.plain(why)):
            return
        sharing.end_shares_of(issued)


# A long one, in a task ----------------------------------------------------------------------------------------------


def is_long(rows: Sequence[object]) -> bool:
    return len(rows) > AT_ONCE


def start_issuing(report: Report, *, expected_version: int) -> bool:
    """Claim a report for a task. False when one has it already."""
    now = timezone.now()
    free = Report.objects.filter(
        Q(issuing_since=None) | Q(issuing_since__lt=now - ABANDONED_AFTER), pk=report.pk, version=expected_version
    )
    return bool(free.update(issuing_since=now, issuing_problem=""))


def issue_started(
    report_id: int, *, actor: User, expected_version: int, why: str, report_progress: Progress | None = None
) -> UUID | None:
    """Issue one that was claimed; what stands in the way is kept beside it for whoever comes back."""
    report = Report.objects.select_related("workspace").get(pk=report_id)
    if report.issuing_since is None:
        return None
    try:
        made = issue(report, actor=actor, expected_version=expected_version, why=why, report_progress=report_progress)
    except EditedMeanwhile:
        _stop(report_id, CHANGED)
    except ValidationError as problem:
        _stop(report_id, " ".join(problem.messages))
    else:
        return made.pk
    return None


def _stop(report_id: int, problem: str) -> None:
    Report.objects.filter(pk=report_id).update(issuing_since=None, issuing_problem=problem)


def sweep(workspace: Workspace, *, now: dt.datetime) -> int:
    """Give up on those whose worker died; says how many."""
    dead = Report.objects.filter(workspace=workspace, issuing_since__lt=now - ABANDONED_AFTER)
    return dead.update(issuing_since=None, issuing_problem=STOPPED)
