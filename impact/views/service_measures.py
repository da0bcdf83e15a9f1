"""How you measure me: measures that reward service, where they are used as goals, and what to measure instead."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from impact import access
from impact.forms.service_measure import KeepForm
from impact.kept_measures import keep as keep_measure
from impact.kept_measures import point_out_again
from impact.queries import service_measures as reads
from impact.views.order_desk import STATION
from planning.access import get_goal, get_stake
from planning.service_measures import GOLDRATT, GOLDRATT_SAID, RULES
from web.partials import render_page

SAID = {"station": STATION, "goldratt": GOLDRATT, "goldratt_said": GOLDRATT_SAID}
UNPROCESSABLE = 422


@require_safe
@for_team
def service_measures(request: WorkspaceRequest) -> HttpResponse:
    kept = reads.kept(request.workspace)
    found = reads.pointed_out(request.workspace, kept)
    groups = [(title, [one for one in found if one.kind == kind]) for kind, title in reads.KINDS.items()]
    context = {
        **SAID,
        "pointed": found,
        "groups": [(title, rows) for title, rows in groups if rows],
        "kept": [(one, RULES[one.rule].label if one.rule in RULES else "") for one in kept],
    }
    return render_page(request, "impact/service_measures.html", context)


@require_safe
@for_team
def of_goal(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A section of a goal's page, fetched by it."""
    return _section(request, reads.of_goal(request.workspace, get_goal(request, pk)))


@require_safe
@for_team
def of_metric(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _section(request, reads.of_metric(request.workspace, access.get_metric(request, pk)))


def _section(request: WorkspaceRequest, pointed: list[reads.Pointed]) -> HttpResponse:
    context = {**SAID, "pointed": pointed}
    return render_page(request, "impact/service_measure.html", context, partials={"service-measure"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def keep(request: WorkspaceRequest, pk: int, kind: str) -> HttpResponse:
    subject: reads.Subject
    if kind == "goal":
        subject = get_goal(request, pk)
    else:
        subject = get_stake(request, pk) if kind == "stake" else access.get_metric(request, pk)
    findings = reads.found_in(subject)
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_measure(subject, {one.rule for one in findings}, why=form.cleaned_data["why"], author=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "It stays as it is, and is not pointed out any more.")
            return redirect("impact:service-measures", request.workspace.slug)
    context = {**SAID, "form": form, "subject": subject, "findings": findings, "kind": kind}
    context["action"] = reverse(f"impact:{kind}-measure-keep", args=[request.workspace.slug, pk])
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "impact/measure_keep.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    if point_out_again(access.get_kept_measure(request, pk), author=request.user):
        messages.success(request, "It is pointed out again.")
    return redirect("impact:service-measures", request.workspace.slug)
