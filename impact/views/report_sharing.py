"""An issued report leaves the house: links to it, who opened them, and letters that bring it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, discreet, for_team
from impact import access
from impact.forms.refused import tell
from impact.forms.share import SendForm, ShareForm
from impact.models import IssuedReport
from impact.reports import sending, sharing
from impact.reports.access import get_issued
from impact.reports.document import restored
from impact.reports.sending import Scheduled
from mail.tasks import send_soon
from web.addresses import address_of
from web.moments import in_words
from web.partials import render_page

UNPROCESSABLE = 422
# So many letters are written while somebody waits; the others by the next sweep.
AT_ONCE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def share_new(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """A link to the edition, shown in the answer and never again."""
    edition = get_issued(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None, issued=edition)
    context: dict[str, object] = {"form": form, "issued": edition, "title": restored(edition.document).title}
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            share, address = sharing.share(edition, author=request.user, **form.asked)
        except ValidationError as problem:
            tell(form, problem)
        else:
            context |= {"share": share, "address": address}
    status = UNPROCESSABLE if form.errors else 200
    page = render_page(request, "impact/reports/share_new.html", context, partials={"panel"}, status=status)
    return discreet(page) if address else page  # from a page that hides its address the form would be refused


@require_safe
@for_team
def share(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """When a link was opened: the moments alone."""
    found = access.get_share(request, pk)
    context = {"share": found, "views": sharing.views_of(found), "now": timezone.now()}
    return render_page(request, "impact/reports/share.html", context, partials={"panel"})


@require_POST
@for_team
def share_end(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_share(request, pk)
    if sharing.end_share(found):
        messages.success(request, f"The link for {found} leads nowhere any more.")
    return _back(request, found.issued_id, "shares")


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def send(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    edition = get_issued(request, pk)
    form = SendForm(request.POST if request.method == "POST" else None, issued=edition)
    if request.method == "POST" and form.is_valid():
        try:
            asked = sending.schedule(edition, author=request.user, **form.cleaned_data)
        except ValidationError as problem:
            tell(form, problem)
        else:
            _tell_of(request, asked, form)
            written, _ = sending.write_due(request.workspace, at_most=AT_ONCE)
            send_soon(written)
            return _back(request, pk, "sendings")
    context = {
        "form": form,
        "issued": edition,
        "title": restored(edition.document).title,
        "is_anybody_named": sending.readers(edition).exists(),
        "unreached": sending.readers(edition).filter(email=""),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render_page(request, "impact/reports/send.html", context, partials={"panel"}, status=status)


def _tell_of(request: WorkspaceRequest, asked: Scheduled, form: SendForm) -> None:
    if not asked.new:
        messages.info(request, "Everybody you chose has it already, or it is on its way.")
        return
    who = "One person" if asked.new == 1 else f"{asked.new:,} people"
    due = form.cleaned_data["due_at"]
    when = f"on {in_words(due, str(timezone.get_default_timezone()))}" if due and due > timezone.now() else "now"
    messages.success(request, f"{who} will be written to {when}, each with a link of their own.")


@require_POST
@for_team
def call_off(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_sending(request, pk)
    if sending.call_off(found):
        messages.success(request, f"It is not sent to {found.stakeholder.name}.")
    else:
        messages.error(request, "That came too late: it is written, stopped or called off already.")
    return _back(request, found.issued_id, "sendings")


def _back(request: WorkspaceRequest, issued: UUID, part: str) -> HttpResponse:
    return redirect(f"{address_of('impact:issued', request.workspace.slug, issued)}#{part}")


def reach(edition: IssuedReport) -> dict[str, object]:
    """What `_shares.html` and `_sendings.html` show beside the report, for the team."""
    return {"shares": sharing.shares_of(edition), "ways": sending.ways_of(edition), "now": timezone.now()}
