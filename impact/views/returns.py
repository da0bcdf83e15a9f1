"""Return on stake: who put something in and waits to hear of it, one person's stakes beside their numbers, and the
metric that would prove each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from impact import access
from impact.forms.refused import tell
from impact.forms.returns import MeasureForm, WriteForm
from impact.models import StakeMeasure
from impact.queries import returns as reads
from impact.reports.spans import last_whole
from impact.reports.writing import begin_report
from impact.returns.measures import choose_measure, drop_measure, offers
from impact.views.audiences import tabs
from planning.access import get_stake
from planning.models import Stake
from stakeholders.access import get_stakeholder
from stakeholders.models import Stakeholder
from stakeholders.submissions import first_time
from web.addresses import address_of
from web.pagination import paginate
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE = 422
PER_PAGE = 50
SECTION = {"returned"}


@require_safe
@for_team
def returns(request: WorkspaceRequest) -> HttpResponse:
    rows = reads.waiting(request.workspace)
    page = paginate(request, rows, per_page=PER_PAGE)
    shown = list(page.object_list)
    people = Stakeholder.objects.filter(workspace=request.workspace).in_bulk([row.person for row in shown])
    context = {
        "page": page,
        "rows": [(row, people[row.person]) for row in shown],
        "says": reads.waiting_says(rows),
        "tabs": tabs(request, "returns"),
    }
    return render_page(request, "impact/returns/returns.html", context, partials={"waiting"})


@require_safe
@for_team
def for_stakeholder(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One person's stakes and what came back; as the partial `returned`, a section of their page."""
    person = get_stakeholder(request, pk)
    found = reads.returns_of(person, workspace=request.workspace, today=timezone.localdate())
    told_at = reads.told_on(person)
    context = {
        "person": person,
        "returns": found,
        "says": reads.says(found, None if told_at is None else timezone.localdate(told_at)),
        "reports": reads.reports_to(person),
        "is_section": wanted_partial(request, SECTION) is not None,
    }
    return render_page(request, "impact/returns/stakeholder.html", context, partials=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def measure(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Say which metric would prove a stake, by choice or by accepting what is offered."""
    stake = get_stake(request, pk)
    held = StakeMeasure.objects.filter(workspace=request.workspace, stake=stake).select_related("metric").first()
    metrics = access.metrics(request).kept().of_impact().in_reading_order()
    form = MeasureForm(request.POST or None, metrics=metrics, initial={"metric": held and held.metric_id})
    if request.method == "POST" and form.is_valid():
        try:
            choose_measure(stake, form.cleaned_data["metric"], author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, f"“{form.cleaned_data['metric']}” is what would prove it.")
            return panel_done(request, to=_at(request, stake))
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "stake": stake, "held": held, "offers": offers(stake, list(metrics)) if not held else []}
    return render_page(request, "impact/returns/measure.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def measure_drop(request: WorkspaceRequest, pk: int) -> HttpResponse:
    stake = get_stake(request, pk)
    if drop_measure(stake):
        messages.success(request, "No number is said to prove it any more.")
    return redirect(_at(request, stake))


def _at(request: WorkspaceRequest, stake: Stake) -> str:
    return address_of("impact:return", request.workspace.slug, stake.stakeholder_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def write(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Begin what is written to one person of what they put in; it goes on at the desk of reports."""
    person = get_stakeholder(request, pk)
    span = last_whole("quarter", timezone.localdate())
    initial = {"starts_on": span.first, "ends_on": span.last, "title": "What came back to you"}
    form = WriteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if not first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                return redirect("impact:reports", request.workspace.slug)
            made = begin_report(
                request.workspace,
                author=request.user,
                stakeholder=person,
                title=form.cleaned_data["title"],
                span=form.span,
                compared=None,
                pieces=reads.first_pieces(person, last=form.span.last),
            )
        except ValidationError as problem:
            tell(form, problem)
        else:
            return redirect("impact:report", request.workspace.slug, made.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "person": person, "has_stakes": bool(reads.stakes_of(person))}
    return render_page(request, "impact/returns/write.html", context, partials={"panel"}, status=status)
