"""Reports on their way to people by mail: asked for, written when they are due, called off, or stopped.

It fails closed. Before a letter is written all of the edition is looked at again; where any part is missing, or the
person should not be written to, nothing is sent and the reason stands on the report's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User, Workspace
from impact.models import IssuedReport, ReportSending
from impact.reports import letters, pdf, sharing
from impact.reports.document import Document, restored
from mail import outbox, suppressions
from mail.models import Message
from stakeholders.models import Stakeholder

log = structlog.stdlib.get_logger("impact.sending")

KIND: Final = "report"
AT_MOST: Final = 50
FURTHEST: Final = dt.timedelta(days=366)
State = ReportSending.State


class StoppedError(Exception):
    """Nothing may be sent; the message says why, to people."""


@dataclass(frozen=True)
class Scheduled:
    """What became of asking: so many letters are on their way; the others have one already or cannot be reached."""

    new: int
    before: int
    without_address: int


def readers(issued: IssuedReport) -> QuerySet[Stakeholder]:
    """Whom this edition may be sent to: the people of its audience, or the one it was made for."""
    report = issued.report
    people = Stakeholder.objects.filter(workspace=issued.workspace_id)
    if report.audience_id is None:
        return people.filter(pk=report.stakeholder_id)
    return people.filter(pk__in=report.audience.people.values("stakeholder")).order_by("name", "pk")


def schedule(
    issued: IssuedReport, people: Iterable[Stakeholder], *, author: User, due_at: dt.datetime | None = None
) -> Scheduled:
    """Have the edition sent to these of its readers when `due_at` has come, now by default; to each once, however often
    it is asked for. Raises ValidationError."""
    now = timezone.now()
    due = max(due_at or now, now)
    if due > now + FURTHEST:
        raise ValidationError({"due_at": "Choose a moment within the next year."})
    chosen = {person.pk: person for person in people}
    if not chosen:
        raise ValidationError("Choose at least one person.")
    if chosen.keys() - set(readers(issued).values_list("pk", flat=True)):
        raise ValidationError("A report is sent to the people of its audience alone.")
    reached = [person for person in chosen.values() if person.email]
    with transaction.atomic():
        standing = IssuedReport.objects.light().standing().select_for_update(of=("self",)).filter(pk=issued.pk)
        if not standing.exists():
            raise ValidationError("This edition was withdrawn, so it is sent to nobody.")
        asked = ReportSending.objects.filter(issued=issued)
        before = asked.count()
        ReportSending.objects.bulk_create(
            [
                ReportSending(
                    workspace_id=issued.workspace_id, issued=issued, stakeholder=person, due_at=due, author=author
                )
                for person in reached
            ],
            ignore_conflicts=True,
        )
        new = asked.count() - before
    return Scheduled(new, len(reached) - new, len(chosen) - len(reached))


def call_off(sending: ReportSending) -> bool:
    """It is not sent; False where it was already, or will not be."""
    waiting = ReportSending.objects.filter(pk=sending.pk, state=State.WAITING)
    return bool(waiting.update(state=State.CALLED_OFF))


# Writing what is due -------------------------------------------------------------------------------------------------


def write_due(workspace: Workspace, *, at_most: int = AT_MOST) -> tuple[list[Message], int]:
    """Write what is due; the letters, and how many sendings were looked at. Each is claimed by its row, held until the
    transaction ends: two writers at once write it once, and one that dies has written nothing."""
    due = ReportSending.objects.due().filter(workspace=workspace).order_by("due_at", "pk")
    keys = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:at_most])
    claimed = ReportSending.objects.filter(pk__in=keys).select_related("stakeholder", "author", "workspace", "issued")
    written = []
    for sending in claimed.select_related("issued__report__audience").order_by("due_at", "pk"):
        message = _write_or_stop(sending)
        if message is not None:
            written.append(message)
    return written, len(keys)


def _write_or_stop(sending: ReportSending) -> Message | None:
    try:
        with transaction.atomic():
            return _write(sending)
    except StoppedError as reason:
        why = str(reason)
    except Exception:
        log.exception("sending_broken", sending=sending.pk)
        why = "Something went wrong that nobody thought of. Nothing was sent."
    ReportSending.objects.filter(pk=sending.pk, state=State.WAITING).update(state=State.STOPPED, stopped_why=why)
    return None


def _write(sending: ReportSending) -> Message:
    # Whoever withdraws it meanwhile waits, and ends the link with the others.
    issued = IssuedReport.objects.select_for_update(of=("self",)).select_related("report").get(pk=sending.issued_id)
    document = check_edition(issued)
    check_reader(issued, sending.stakeholder)
    share, address = sharing.share(issued, author=sending.author, stakeholder=sending.stakeholder)
    message = outbox.write(
        key=key(sending),
        workspace=sending.workspace,
        to=sending.stakeholder.email,
        kind=KIND,
        headers=letters.headers(sending),
        **letters.report(sending, document, share, link=address),
    )
    if message.state == Message.State.DROPPED:
        raise StoppedError(f"The mail was refused: {message.last_error}")
    waiting = ReportSending.objects.filter(pk=sending.pk, state=State.WAITING)
    waiting.update(state=State.WRITTEN, share=share, message=message.pk)
    return message


def key(sending: ReportSending) -> str:
    return f"report:{sending.pk}"


def check_edition(issued: IssuedReport) -> Document:
    """The document of an edition that stands, whole, and whose PDF was made of it. Raises StoppedError."""
    if issued.withdrawn_at is not None:
        raise StoppedError("The edition was withdrawn.")
    try:
        document = restored(issued.document)
        pdf.check(document)
    except ValueError as problem:
        raise StoppedError(f"The report cannot be read as it was issued. {problem}") from problem
    except pdf.PartMissingError as problem:
        raise StoppedError(f"A part cannot be drawn. {problem}") from problem
    pages = bytes(issued.pdf)
    if not pages:
        raise StoppedError("The PDF is missing.")
    if not pdf.is_of(pages, document):
        raise StoppedError("The PDF does not say what the report says.")
    return document


def check_reader(issued: IssuedReport, person: Stakeholder) -> None:
    """Raises StoppedError for somebody who is not to be written to any more."""
    if not readers(issued).filter(pk=person.pk).exists():
        raise StoppedError(f"{person.name} is not of this audience any more.")
    if not person.email:
        raise StoppedError(f"{person.name} has no e-mail address any more.")
    if suppressions.holds(issued.workspace, person.email):
        raise StoppedError(f"{person.name} wants no more mails from here. Make a link and pass it on.")


# What the team sees --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A sending, and the mail it became; None before it is written."""

    sending: ReportSending
    message: Message | None

    @property
    def state(self) -> str:
        """Of the mail once there is one: waiting, sent, trouble; before, that of the sending."""
        if self.message is None:
            return str(self.sending.state)
        if self.message.state == Message.State.SENT:
            return "sent"
        return "written" if self.message.state == Message.State.WAITING else "trouble"


def ways_of(issued: IssuedReport) -> list[Way]:
    """The latest first."""
    found = list(
        ReportSending.objects.filter(issued=issued)
        .select_related("stakeholder", "author", "share")
        .order_by("-due_at", "-pk")
    )
    written = outbox.state_of([key(one) for one in found if one.message], workspace=issued.workspace)
    return [Way(one, written.get(key(one))) for one in found]
