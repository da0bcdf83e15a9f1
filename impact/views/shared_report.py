"""A report as somebody reads it who came by its link: the edition, and what of it has changed since. Looking changes
nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LinkRequest, LinkWrapped, for_link_holders, link_closed
from accounts.limits import uses
from impact.models import ReportShare
from impact.reports import sharing
from impact.reports.restating import is_touched, restatements, says
from impact.views.drawn_report import drawn
from web.addresses import address_of

Params = ParamSpec("Params")

UNLOCKED_COOKIE = "unlocked"
# Of one link: whoever guesses has to have the link, and a passphrase is mistyped a few times.
TRIES, WITHIN = 10, 15 * 60


def for_report_readers(
    view: Callable[Concatenate[LinkRequest, ReportShare, Params], HttpResponse],
) -> LinkWrapped:
    """The view is called with the request and the share. One that was ended, or whose edition was withdrawn, looks
    like a link that never was."""

    @for_link_holders(sharing.PURPOSE)
    @wraps(view)
    def checked(request: LinkRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        found = sharing.find_open(request.link.subject)
        if found is None:
            return link_closed(request)
        request.link.workspace = found.workspace
        return view(request, found, *args, **kwargs)

    return checked


@require_safe
@for_report_readers
def report(request: LinkRequest, share: ReportShare) -> HttpResponse:
    if not _is_unlocked(request, share):
        return _passphrase_page(request, share)
    read = drawn(share.issued)
    is_other = is_touched(share.issued, read.metrics, read.initiatives, read.as_of)
    restated = restatements(share.issued) if is_other else []
    context = {
        "report": read,
        "restated": restated,
        "restated_says": says(restated),
        "holder": share.workspace,
        "share": share,
        "later": sharing.later_edition(share.issued),
    }
    return render(request, "impact/reports/shared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_report_readers
def passphrase(request: LinkRequest, share: ReportShare) -> HttpResponse:
    """The form stands at the report's own address; a look at this one leads there."""
    if request.method != "POST" or _is_unlocked(request, share):
        return redirect("shared:report", share.pk)
    if uses("report-passphrase", share.pk, WITHIN) > TRIES:
        problem = "That were too many tries. Wait a quarter of an hour, then try again."
        return _passphrase_page(request, share, problem, HTTPStatus.TOO_MANY_REQUESTS)
    if not sharing.knows(share, request.POST.get("passphrase", "")):
        problem = "This is not the passphrase. Ask whoever sent you the link."
        return _passphrase_page(request, share, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    sharing.note_view(share)
    response = redirect("shared:report", share.pk)
    response.set_signed_cookie(
        UNLOCKED_COOKIE,
        request.link.token_hash,
        salt=_salt(share),
        path=address_of("shared:report", share.pk),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
@for_report_readers
def as_pdf(request: LinkRequest, share: ReportShare) -> HttpResponse:
    """Posted for, because it is noted: the team sees that it was taken, and when."""
    if not _is_unlocked(request, share):
        return redirect("shared:report", share.pk)
    sharing.note_view(share, with_pdf=True)
    return pdf_file(drawn(share.issued).title, share.issued.edition, bytes(share.issued.pdf))


def pdf_file(title: str, edition: int, pages: bytes) -> HttpResponse:
    response = HttpResponse(pages, content_type="application/pdf")
    name = slugify(title)[:60] or "report"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-edition-{edition}.pdf"'
    return response


def _is_unlocked(request: LinkRequest, share: ReportShare) -> bool:
    if not share.passphrase_hash:
        return True
    said = request.get_signed_cookie(UNLOCKED_COOKIE, default="", salt=_salt(share))
    return bool(said) and said == request.link.token_hash


def _salt(share: ReportShare) -> str:
    return f"{share.pk}:{share.passphrase_hash}"


def _passphrase_page(
    request: LinkRequest, share: ReportShare, problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"holder": share.workspace, "share": share.pk, "problem": problem}
    return render(request, "impact/reports/shared_passphrase.html", context, status=status)
