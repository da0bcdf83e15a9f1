"""The network: the page, its data for the browser, somebody's card, pins, and ties edited on the drawing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import WorkspaceRequest, for_team
from accounts.models import Workspace
from stakeholders import access, tasks
from stakeholders.models import Relationship, Segment
from stakeholders.network import reading
from stakeholders.network.measures import MEASURES
from stakeholders.network.pins import pin, unpin
from stakeholders.queries import network as queries
from stakeholders.queries.ties import ties
from stakeholders.views.remembered_json import remembered_json
from web.live import stream_url
from web.partials import render_page, wanted_partial

UNPROCESSABLE = 422
PARTIALS = {"network-state", "network-findings", "network-people"}


@require_GET
@for_team
def network(request: WorkspaceRequest) -> HttpResponse:
    context = _state(request)
    if context["stale"] and wanted_partial(request, PARTIALS) == "network-state":
        # Asked every few seconds while a reading runs: what the last one found is not in it.
        return render_page(request, "stakeholders/network.html", context, partials=PARTIALS)
    context |= {
        "page": queries.network_page(request.workspace, by=request.GET.get("by", "")),
        "measures": MEASURES,
        "tie_kinds": [label for _, label in Relationship.Kind.choices],
        "segments": Segment.choices,
    }
    if request.GET.get("who", "").isdecimal():
        context |= _person(request, int(request.GET["who"]))
    return render_page(request, "stakeholders/network.html", context, partials=PARTIALS)


def _state(request: WorkspaceRequest) -> dict[str, Any]:
    """How fresh the reading is; one that is not is asked for, once."""
    workspace = request.workspace
    stale = reading.out_of_date(workspace)
    if stale and reading.ask_once(workspace):
        _start(tasks.read_network, workspace)
    percent, step = reading.progress(workspace) or (0, "") if stale else (100, "")
    return {"stale": stale, "percent": percent, "step": step, "live": stream_url(reading.channel(workspace))}


def _start(task: Any, workspace: Workspace) -> None:
    task.delay_on_commit(workspace_id=str(workspace.pk))


@require_GET
@for_team
def network_data(request: WorkspaceRequest) -> HttpResponse:
    """Everybody and every tie as columns."""
    workspace = request.workspace
    return remembered_json(request, "network", tables=queries.DRAWN_FROM, make=lambda: queries.drawing(workspace))


@require_GET
@for_team
def network_person(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Who somebody is in the network: their measures, and their ties as a table."""
    return render_page(request, "stakeholders/network_person.html", _person(request, pk), partials={"network-person"})


def _person(request: WorkspaceRequest, pk: int) -> dict[str, Any]:
    person = access.get_stakeholder(request, pk)
    return {
        "person": person,
        "ties": ties(person, every=request.GET.get("ties") == "all"),
        "measured": queries.measured(request.workspace, person.pk),
        "is_pinned": hasattr(person, "pin"),
    }


@require_POST
@for_team
def network_pin(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Put somebody where they were dragged to, or let them go."""
    person = access.get_stakeholder(request, pk)
    release = bool(request.POST.get("release"))
    try:
        unpin(person) if release else pin(person, request.POST.get("x", ""), request.POST.get("y", ""))
    except ValidationError as problem:
        return HttpResponse(problem.messages[0], status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"pinned": not release})
    return redirect(reverse("stakeholders:network", args=[request.workspace.slug]) + f"?who={person.pk}")
