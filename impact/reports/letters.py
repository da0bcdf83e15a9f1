"""The words of the letter that brings somebody a report. It names the report and says none of its numbers, so that one
that is withdrawn is nowhere to be read."""

from __future__ import annotations

from django.utils import timezone

from impact.models import ReportSending, ReportShare
from impact.reports.document import Document
from mail.letters import Letter, render


def report(sending: ReportSending, document: Document, share: ReportShare, *, link: str) -> Letter:
    until = timezone.localtime(share.expires_at)
    context = {
        "document": document,
        "person": sending.stakeholder,
        "author": sending.author,
        "link": link,
        "until": f"{until.day} {until:%B %Y}",
    }
    return render("impact/emails/report", context, workspace=sending.workspace)


def headers(sending: ReportSending) -> dict[str, str]:
    """An answer goes to whoever sent it."""
    return {"Reply-To": sending.author.email}
