"""The reports: what is due, what is being written, what was issued; and one edition as its readers see it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from accounts.written import unless_written
from impact.forms.refused import tell
from impact.forms.report import WithdrawForm
from impact.models import IssuedReport
from impact.queries import reports as reads
from impact.reports import access, sharing
from impact.reports.issuing import withdraw as take_back
from impact.reports.restating import TOLD_BY, is_touched, restatements
from impact.reports.restating import says as restated_says
from impact.views.audiences import tabs
from impact.views.drawn_report import drawn
from impact.views.report_sharing import reach
from web.addresses import address_of
from web.partials import panel_done, render_page
from web.remembered import Remembered

UNPROCESSABLE = 422
# Of each edition whether anything that it tells of was written since.
_touched: Remembered[bool] = Remembered(most=256)


@require_safe
@for_all_roles
def reports(request: WorkspaceRequest) -> HttpResponse:
    """Executives see what was issued and stands, never a draft."""
    is_team = request.membership.is_team
    lines = reads.audience_lines(request.workspace, retired=False, today=timezone.localdate()) if is_team else []
    drafts = reads.drafts(request.workspace) if is_team else []
    begun = {(draft.report.audience_id, str(draft.span)) for draft in drafts}
    issued = reads.issued(access.readable(request))
    context = {
        "issued": [one for one in issued if one.report.stakeholder_id is None],
        "to_one": [one for one in issued if one.report.stakeholder_id is not None],
        # What is being written is among the drafts.
        "due": [line for line in lines if line.due and (line.audience.pk, line.due) not in begun],
        "has_audiences": bool(lines),
        "drafts": drafts,
        "says": reads.says(lines, len(drafts)) if is_team else [],
        "can_write": is_team,
        "tabs": tabs(request, "reports") if is_team else [],
    }
    return render_page(request, "impact/reports/reports.html", context)


@require_safe
@for_all_roles
def issued(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """An edition as it was issued. Beside it, for the team: what was restated since, its editions, links and mails."""
    edition = access.get_issued(request, pk)
    is_team = request.membership.is_team
    report = drawn(edition)
    is_other = unless_written(
        _touched,
        request.workspace,
        TOLD_BY,
        edition.pk,
        make=lambda: is_touched(edition, report.metrics, report.initiatives, report.as_of),
    )
    found = restatements(edition) if is_other else []
    has_others = bool(getattr(edition, "has_others", False))
    editions = reads.editions(edition.report) if is_team and has_others else []
    context = {
        "issued": edition,
        "report": report,
        "restated": found,
        "restated_says": restated_says(found),
        "later": None if not has_others else sharing.later_edition(edition),
        "editions": editions,
        "can_write": is_team,
    }
    if is_team:
        context |= reach(edition)
    return render_page(request, "impact/reports/issued.html", context)


@require_safe
@for_all_roles
def pdf(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    edition = access.get_pdf(request, pk)
    response = HttpResponse(bytes(edition.pdf), content_type="application/pdf")
    name = f"{edition.report.title}, edition {edition.edition}.pdf".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def withdraw(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    edition = access.get_issued(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(edition, actor=request.user, why=form.cleaned_data["why"])
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "It is withdrawn. Nobody but the team reads it any more.")
            return panel_done(request, to=_at(request, edition))
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "issued": edition}
    return render_page(request, "impact/reports/withdraw.html", context, partials={"panel"}, status=status)


def _at(request: WorkspaceRequest, edition: IssuedReport) -> str:
    return address_of("impact:issued", request.workspace.slug, edition.pk)
