"""The initiatives, one of them, and what it contributed by which evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_all_roles, for_team
from impact import access
from impact.contributions import add_contribution, replace_contribution, withdraw_contribution
from impact.forms.initiative import (
    ContributionForm,
    DecisionForm,
    EditInitiativeForm,
    InitiativeForm,
    NewInitiativeForm,
    StageForm,
    TakeBackForm,
    last_month,
    offered,
)
from impact.forms.refused import tell
from impact.initiatives import add_initiative, decide, edit_initiative, move_stage
from impact.models import Initiative
from impact.queries import initiatives as reads
from impact.queries import planned
from impact.queries.metrics import usual_currency
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409
PER_PAGE = 24
# What a page that speaks for a contribution fills its form in with.
OFFERED = ("grade", "first_on", "last_on", "says", "link")


@require_safe
@for_all_roles
def initiatives(request: WorkspaceRequest) -> HttpResponse:
    show = reads.ENDED if request.GET.get("show") == reads.ENDED else reads.UNDER_WAY
    can_write = request.membership.is_team
    found = reads.listed(request.workspace, show=show, today=timezone.localdate(), can_act=can_write)
    page = paginate(request, found.lines, PER_PAGE)
    context = {
        "page": page,
        "groups": reads.groups(page),
        "says": found.says,
        "show": show,
        "under_way": found.under_way,
        "ended": found.ended,
        "can_write": can_write,
    }
    return render_page(request, "impact/initiatives.html", context, partials={"initiatives"})


@require_safe
@for_all_roles
def initiative(request: WorkspaceRequest, pk: int) -> HttpResponse:
    initiative = access.get_initiative(request, pk)
    today, is_team = timezone.localdate(), request.membership.is_team
    metrics = reads.metrics_of(initiative)
    contributions, taken_back = reads.of_initiative(initiative)
    context = {
        "initiative": initiative,
        "cost": reads.cost(initiative),
        "cards": reads.cards(request.workspace, metrics, today=today),
        "contributions": contributions,
        "taken_back": taken_back,
        "says": reads.says_of(initiative, contributions, metrics, today, can_act=is_team),
        "planned": planned.of_initiative(initiative) if is_team else None,
        "history": reads.history(request.workspace, initiative) if is_team else [],
        "can_write": is_team,
    }
    return render_page(request, "impact/initiative.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    initial = {
        "owner": request.user,
        "starts_on": timezone.localdate(),
        "currency": usual_currency(access.metrics(request)),
    }
    form = NewInitiativeForm(request.POST or None, workspace=request.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                made = add_initiative(request.workspace, stage=form.cleaned_data["stage"], **form.fields_to_store())
                messages.success(request, f"“{made.name}” is one of your initiatives.")
                return redirect("impact:initiative", request.workspace.slug, made.pk)
        except ValidationError as problem:
            tell(form, problem)
        else:
            return redirect("impact:initiatives", request.workspace.slug)
    return _page(request, "impact/initiative_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    initiative = access.get_initiative(request, pk)
    form: InitiativeForm = EditInitiativeForm(request.POST or None, workspace=request.workspace, initiative=initiative)
    context: dict[str, Any] = {"form": form, "initiative": initiative}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            edit_initiative(initiative, expected_version=form.cleaned_data["version"], **form.fields_to_store())
        except EditedMeanwhile as meanwhile:
            context |= _meanwhile(request, form, meanwhile.now)
            status = CONFLICT
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "The initiative is stored.")
            return panel_done(request, to=_at(request, pk))
    return _page(request, "impact/initiative_form.html", context, status)


def _meanwhile(request: WorkspaceRequest, form: InitiativeForm, now: Initiative) -> dict[str, Any]:
    """What was typed, over what somebody else has stored."""
    typed = form.fields_to_store()
    initial = {**typed, "cost": form["cost"].value(), "version": now.version}
    over = EditInitiativeForm(workspace=request.workspace, initiative=now, initial=initial)
    return {"form": over, "initiative": now, "theirs": reads.differing(now, typed)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def stage(request: WorkspaceRequest, pk: int) -> HttpResponse:
    initiative = access.get_initiative(request, pk)
    initial = {"stage": initiative.stage, "why": initiative.ended_why, "version": initiative.version}
    form = StageForm(request.POST or None, initial=initial)
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            move_stage(initiative, Initiative.Stage(data["stage"]), expected_version=data["version"], why=data["why"])
        except EditedMeanwhile as meanwhile:
            form, status = StageForm(initial={**data, "version": meanwhile.now.version}), CONFLICT
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "Where it stands is stored.")
            return panel_done(request, to=_at(request, pk))
    context = {"form": form, "initiative": initiative, "is_news": status == CONFLICT}
    return _page(request, "impact/initiative_stage.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def decision(request: WorkspaceRequest, pk: int) -> HttpResponse:
    initiative = access.get_initiative(request, pk)
    initial = {
        "decision": initiative.decision,
        "why": initiative.decided_why,
        "on": initiative.decided_on or timezone.localdate(),
        "version": initiative.version,
    }
    form = DecisionForm(request.POST or None, initial=initial)
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            decide(
                initiative,
                Initiative.Decision(data["decision"]),
                expected_version=data["version"],
                why=data["why"],
                on=data["on"],
            )
        except EditedMeanwhile as meanwhile:
            form, status = DecisionForm(initial={**data, "version": meanwhile.now.version}), CONFLICT
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "The decision is stored.")
            return panel_done(request, to=_at(request, pk))
    context = {"form": form, "initiative": initiative, "is_news": status == CONFLICT}
    return _page(request, "impact/initiative_decision.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def contribution_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    initiative = access.get_initiative(request, pk)
    metrics = offered(request.workspace, initiative)
    first_on, last_on = last_month(timezone.localdate())
    offered_by = {name: request.GET[name] for name in OFFERED if name in request.GET}
    initial = {"first_on": first_on, "last_on": last_on, **offered_by}
    form = ContributionForm(request.POST or None, request.FILES or None, metrics=metrics, initial=initial)
    if request.method == "POST" and form.is_valid():
        metric = form.chosen
        assert metric is not None
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                add_contribution(initiative, metric, form.evidence(), author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "The contribution is stored.")
            return panel_done(request, to=_at(request, pk))
    context = {"form": form, "initiative": initiative, "has_metrics": bool(metrics)}
    return _page(request, "impact/contribution.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def contribution_replace(request: WorkspaceRequest, pk: int) -> HttpResponse:
    standing = access.get_contribution(request, pk)
    form = ContributionForm(request.POST or None, request.FILES or None, metrics=[], standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            replace_contribution(standing, form.evidence(), why=form.cleaned_data["why"], author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "It is replaced. What was said before is kept, with your reason.")
            return panel_done(request, to=_at(request, standing.initiative_id))
    context = {
        "form": form,
        "initiative": standing.initiative,
        "standing": standing,
        "said": reads.told(standing),
        "has_metrics": True,
    }
    return _page(request, "impact/contribution.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def contribution_withdraw(request: WorkspaceRequest, pk: int) -> HttpResponse:
    standing = access.get_contribution(request, pk)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_contribution(standing, why=form.cleaned_data["why"], author=request.user)
        except ValidationError as problem:
            tell(form, problem)
        else:
            messages.success(request, "It is taken back, and kept in the history with your reason.")
            return panel_done(request, to=_at(request, standing.initiative_id))
    context = {"form": form, "standing": standing, "initiative": standing.initiative, "said": reads.told(standing)}
    return _page(request, "impact/contribution_withdraw.html", context)


@require_safe
@for_all_roles
def contribution_file(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What speaks for it, to be kept and never to be run: whatever it is, it comes as a file."""
    row = access.get_contribution(request, pk, ended=True)
    if row.content is None:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=row.filename) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _at(request: WorkspaceRequest, pk: int) -> str:
    return reverse("impact:initiative", args=[request.workspace.slug, pk])


def _page(
    request: WorkspaceRequest, template: str, context: dict[str, Any], status: int = UNPROCESSABLE
) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, template, context, partials={"panel"}, status=status)
