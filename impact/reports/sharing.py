"""Links by which somebody without an account reads one edition of a report: made, opened, seen to be opened, ended."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, QuerySet
from django.utils import timezone

from accounts import links
from accounts.links import LinkClosedError
from accounts.models import PersonalLink, User
from impact.models import IssuedReport, ReportShare, ReportView
from stakeholders.models import Stakeholder

PURPOSE: Final = "report"
LIVES: Final = dt.timedelta(days=30)
LONGEST: Final = dt.timedelta(days=366)
LEAST_LETTERS: Final = 8
# More open links to one edition than this nobody keeps an eye on.
MOST: Final = 500


def share(
    issued: IssuedReport,
    *,
    author: User,
    stakeholder: Stakeholder | None = None,
    label: str = "",
    passphrase: str = "",
    expires_at: dt.datetime | None = None,
) -> tuple[ReportShare, str]:
    """Make a link to an edition that stands; gives it and its address, which is kept nowhere, or
    raises ValidationError."""
    now = timezone.now()
    ends = expires_at or now + LIVES
    whose = issued.report.stakeholder_id
    if whose is not None and (stakeholder is None or stakeholder.pk != whose):
        raise ValidationError("This was written to one person, so nobody else gets a link to it.")
    if stakeholder is None and not label.strip():
        raise ValidationError({"label": "Say whom it is for, so that you know later whose link to end."})
    if not now < ends <= now + LONGEST:
        raise ValidationError({"expires_at": "Choose a moment within the next year."})
    if passphrase and len(passphrase) < LEAST_LETTERS:
        raise ValidationError(
            {"passphrase": f"Take at least {LEAST_LETTERS} letters or signs: short ones are guessed."}
        )
    with transaction.atomic():
        # Whoever withdraws it meanwhile waits, and then ends this link too.
        standing = IssuedReport.objects.light().standing().select_for_update(of=("self",)).filter(pk=issued.pk).first()
        if standing is None:
            raise ValidationError("This edition was withdrawn, so nobody new may read it.")
        if ReportShare.objects.open().filter(issued=issued).count() >= MOST:
            raise ValidationError(f"{MOST} links to this edition are open. End some of them first.")
        made = ReportShare.objects.create(
            workspace_id=issued.workspace_id,
            issued=issued,
            stakeholder=stakeholder,
            label=label.strip(),
            passphrase_hash=make_password(passphrase) if passphrase else "",
            expires_at=ends,
            author=author,
        )
        token = links.issue(issued.workspace, purpose=PURPOSE, subject=made.pk, expires_at=ends)
    return made, links.address(token)


def end_share(one: ReportShare) -> bool:
    """Nobody reads by it any more; False where it was ended before."""
    with transaction.atomic():
        ended = ReportShare.objects.filter(pk=one.pk, revoked_at=None).update(revoked_at=timezone.now())
        links.revoke(one.workspace, purpose=PURPOSE, subject=one.pk)
    return bool(ended)


def end_shares_of(issued: IssuedReport) -> int:
    """End every link to an edition, as when it is withdrawn; says how many were open."""
    return _end(ReportShare.objects.filter(workspace=issued.workspace_id, issued=issued))


def end_shares_for(stakeholder: Stakeholder) -> int:
    """End every link that was made for them, and those to what was written to them; says how many were open."""
    theirs = Q(stakeholder=stakeholder) | Q(issued__report__stakeholder=stakeholder)
    return _end(ReportShare.objects.filter(theirs, workspace=stakeholder.workspace_id))


def _end(shares: QuerySet[ReportShare]) -> int:
    now = timezone.now()
    with transaction.atomic():
        found = dict(shares.filter(revoked_at=None).values_list("pk", "workspace"))
        ReportShare.objects.filter(pk__in=list(found)).update(revoked_at=now)
        open_ones = PersonalLink.objects.open().filter(workspace__in=set(found.values()), purpose=PURPOSE)
        open_ones.filter(subject__in=list(found)).update(revoked_at=now)
    return len(found)


# What its reader does ------------------------------------------------------------------------------------------------


def find_open(subject: UUID) -> ReportShare | None:
    """The share behind a link, with its edition; None where it was ended, ran out, or the edition was withdrawn."""
    rows = ReportShare.objects.open().filter(pk=subject, issued__withdrawn_at=None)
    return rows.select_related("issued", "workspace").defer("issued__document", "issued__pdf").first()


def opened(link: PersonalLink) -> None:
    """Note that somebody came through the door; who must say a passphrase first has seen nothing yet."""
    found = ReportShare.objects.open().filter(pk=link.subject, issued__withdrawn_at=None).first()
    if found is None:
        raise LinkClosedError
    if not found.passphrase_hash:
        note_view(found)


def knows(one: ReportShare, passphrase: str) -> bool:
    return bool(one.passphrase_hash) and check_password(passphrase, one.passphrase_hash)


def note_view(one: ReportShare, *, with_pdf: bool = False) -> None:
    ReportView.objects.create(workspace_id=one.workspace_id, share=one, with_pdf=with_pdf)


def later_edition(issued: IssuedReport) -> dt.datetime | None:
    """When the latest edition after this one was issued; None where this is it."""
    later = IssuedReport.objects.standing().filter(report=issued.report_id, edition__gt=issued.edition)
    return later.order_by("-edition").values_list("issued_at", flat=True).first()


# What the team sees --------------------------------------------------------------------------------------------------


def shares_of(issued: IssuedReport) -> QuerySet[ReportShare]:
    """With how often each was read and taken as PDF, and when last; open ones first."""
    return (
        ReportShare.objects.filter(issued=issued)
        .select_related("stakeholder", "author")
        .annotate(
            read=Count("views", filter=Q(views__with_pdf=False)),
            taken=Count("views", filter=Q(views__with_pdf=True)),
            last_read=Max("views__at"),
        )
        .alias(is_open=ExpressionWrapper(Q(revoked_at=None, expires_at__gt=timezone.now()), BooleanField()))
        .order_by("-is_open", "-created_at", "pk")
    )


def views_of(one: ReportShare, *, most: int = 200) -> list[ReportView]:
    """The latest first."""
    return list(ReportView.objects.filter(share=one).order_by("-at", "-pk")[:most])
