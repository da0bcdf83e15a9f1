"""The audiences: who reads, what they ask, and what leads in what they read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from impact.forms.audience import AudienceForm, leads_of
from impact.forms.refused import tell
from impact.models import Audience, Metric
from impact.queries import reports as reads
from impact.reports import access
from impact.reports.audiences import (
    EDITABLE,
    add_audience,
    edit_audience,
    retire_audience,
    suggested,
    take_up_again,
)
from impact.reports.library import BUILT_IN
from stakeholders.submissions import first_time
from web.addresses import address_of
from web.meanwhile import EditedMeanwhile
from web.partials import render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_team
def audiences(request: WorkspaceRequest) -> HttpResponse:
    is_retired = request.GET.get("show") == "retired"
    taken = set(Audience.objects.filter(workspace=request.workspace).values_list("from_library", flat=True))
    context = {
        "lines": reads.audience_lines(request.workspace, retired=is_retired, today=timezone.localdate()),
        "show": "retired" if is_retired else "kept",
        "has_retired": Audience.objects.filter(workspace=request.workspace).exclude(retired_on=None).exists(),
        "built_in": [one for one in BUILT_IN.values() if one.key not in taken],
        "tabs": tabs(request, "audiences"),
    }
    return render_page(request, "impact/reports/audiences.html", context)


def tabs(request: WorkspaceRequest, current: str) -> list[dict[str, object]]:
    """What is written, for whom, and to whom for what they put in."""
    return [
        {
            "label": label,
            "href": address_of(f"impact:{name}", request.workspace.slug),
            "current": name == current,
            "count": None,
        }
        for label, name in (("Reports", "reports"), ("Audiences", "audiences"), ("Return on stake", "returns"))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    """One of their own, or one of the built-in ones with the metrics that are there."""
    if request.method != "POST":
        return _page(request, _from_library(request))
    form = AudienceForm(request.POST, workspace=request.workspace)
    if request.POST.get("do"):
        return _acted(request, form)
    if form.is_valid():
        data = form.cleaned_data
        try:
            if first_time(request.workspace, user=request.user, key=data["key"]):
                made = add_audience(
                    request.workspace,
                    leads=form.leading,
                    people=data["owners"],
                    from_library=data["from_library"],
                    **{name: data[name] for name in EDITABLE},
                )
                messages.success(request, f"“{made.name}” is one of your audiences.")
        except ValidationError as problem:
            tell(form, problem)
        else:
            return redirect("impact:audiences", request.workspace.slug)
    return _page(request, form, status=UNPROCESSABLE)


def _from_library(request: WorkspaceRequest) -> AudienceForm:
    built_in = BUILT_IN.get(request.GET.get("from", ""))
    if built_in is None:
        return AudienceForm(workspace=request.workspace)
    metrics = Metric.objects.kept().of_impact().filter(workspace=request.workspace).order_by("pk")
    initial = {
        "from_library": built_in.key,
        **{name: getattr(built_in, name) for name in ("name", "role", "question", "cadence")},
    }
    return AudienceForm(
        workspace=request.workspace, leads=leads_of(suggested(built_in, list(metrics))), initial=initial
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    audience = access.get_audience(request, pk)
    if request.method != "POST":
        return _page(request, _as_it_stands(request, audience), audience=audience)
    form = AudienceForm(request.POST, workspace=request.workspace)
    if request.POST.get("do"):
        return _acted(request, form, audience=audience)
    if not form.is_valid():
        return _page(request, form, audience=audience, status=UNPROCESSABLE)
    data = form.cleaned_data
    try:
        edit_audience(
            audience,
            expected_version=data["version"] or 0,
            leads=form.leading,
            people=data["owners"],
            **{name: data[name] for name in EDITABLE},
        )
    except EditedMeanwhile as meanwhile:
        now: Audience = meanwhile.now
        theirs = [
            (str(form.fields[name].label), str(getattr(now, name) or "Nothing"))
            for name in EDITABLE
            if getattr(now, name) != data[name]
        ]
        over = _again(request, form, {**request.POST.dict(), "version": str(now.version)})
        return _page(request, over, audience=now, theirs=theirs, status=CONFLICT)
    except ValidationError as problem:
        tell(form, problem)
        return _page(request, form, audience=audience, status=UNPROCESSABLE)
    messages.success(request, "The audience is stored.")
    return redirect("impact:audiences", request.workspace.slug)


def _as_it_stands(request: WorkspaceRequest, audience: Audience) -> AudienceForm:
    rows = audience.metric_rows.select_related("metric").order_by("place", "pk")
    people = [row.stakeholder for row in audience.people.select_related("stakeholder").order_by("pk")]
    initial = {**{name: getattr(audience, name) for name in EDITABLE}, "owners": people, "version": audience.version}
    return AudienceForm(workspace=request.workspace, leads=leads_of(list(rows)), initial=initial)


def _acted(request: WorkspaceRequest, form: AudienceForm, *, audience: Audience | None = None) -> HttpResponse:
    """After a button that moves, adds or removes a metric. Nothing is stored."""
    form.act(request.POST.get("do", ""))
    over = _again(request, form, request.POST.dict())
    return _page(request, over, audience=audience, is_changed=True)


def _again(request: WorkspaceRequest, form: AudienceForm, typed: dict[str, Any]) -> AudienceForm:
    """What was typed, without complaints."""
    typed["owners"] = request.POST.getlist("owners")
    return AudienceForm(workspace=request.workspace, leads=form.leads, initial=typed)


def _page(
    request: WorkspaceRequest,
    form: AudienceForm,
    *,
    audience: Audience | None = None,
    theirs: list[tuple[str, str]] | None = None,
    is_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "audience": audience,
        "theirs": theirs,
        "is_changed": is_changed or status != 200,
        "built_in": BUILT_IN.get(str(form["from_library"].value() or "")),
    }
    return render_page(request, "impact/reports/audience.html", context, partials={"desk"}, status=status)


@require_POST
@for_team
def retire(request: WorkspaceRequest, pk: int) -> HttpResponse:
    audience = access.get_audience(request, pk)
    retire_audience(audience)
    messages.success(request, f"Nothing is due for “{audience.name}” any more. What was issued stays.")
    return redirect("impact:audiences", request.workspace.slug)


@require_POST
@for_team
def again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    audience = access.get_audience(request, pk)
    take_up_again(audience)
    messages.success(request, f"“{audience.name}” is written to again.")
    return redirect("impact:audiences", request.workspace.slug)
