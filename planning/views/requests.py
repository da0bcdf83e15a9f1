"""The marketing owner's desk: what was brought, what it is worth, what becomes of it and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links
from accounts.access import WorkspaceRequest, for_leaders, for_team
from planning import access, requests
from planning.forms.request import SENT_BEFORE, DecideForm, DeskForm, EstimateForm, HandInForm, with_new_key
from planning.intake.check import check
from planning.intake.text import headline
from planning.models import Goal, Request
from planning.queries import requests as reads
from stakeholders.access import get_stakeholder
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409
MEANWHILE = "Somebody else changed this request meanwhile. Look at what changed, then send what you typed again."


@require_safe
@for_team
def desk(request: WorkspaceRequest) -> HttpResponse:
    return _desk_page(request)


def _desk_page(request: WorkspaceRequest, **more: Any) -> HttpResponse:
    now, rows = timezone.now(), access.requests(request)
    show = request.GET.get("show", "")
    show = show if show in reads.SHOWS else reads.WAITING
    owned = requests.desk_of(request.workspace)
    overview = reads.overview(request.workspace, owned, now)
    counts = overview.counts
    context = {
        "page": paginate(request, reads.Shown(rows, show, counts[show]), per_page=25),
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in reads.SHOWS.items()],
        "waiting": counts[reads.WAITING],
        "everything": counts["all"],
        "desk": owned,
        "is_owner": owned.owner == request.user,
        "quarter": overview.quarter,
        "took": overview.took,
        "decided_lately": overview.decided_lately,
        "is_open": requests.is_asking_open(request.workspace),
        **more,
    }
    return render_page(request, "planning/requests.html", context, partials={"requests"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def settings(request: WorkspaceRequest) -> HttpResponse:
    owned = requests.desk_of(request.workspace)
    form = DeskForm(request.POST or None, workspace=request.workspace, desk=owned)
    if request.method == "POST" and form.is_valid():
        requests.set_desk(request.workspace, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['owner']} decides on requests.")
        return panel_done(request, to=reverse("planning:requests", args=[request.workspace.slug]))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "planning/request_desk.html", {"form": form}, partials={"panel"}, status=status)


@require_POST
@for_team
def open_link(request: WorkspaceRequest) -> HttpResponse:
    return _desk_page(request, address=requests.open_asking(request.workspace))


@require_POST
@for_team
def end_links(request: WorkspaceRequest) -> HttpResponse:
    ended = requests.end_asking(request.workspace)
    messages.success(
        request, "Nobody can ask by the links given out so far." if ended else "No link was open any more."
    )
    return redirect("planning:requests", request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    """What somebody of the team was told goes to the owner."""
    person = _whose(request)
    given = {"of": person.pk, "name": person.name, "email": person.email} if person else {}
    form = HandInForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            brought, is_new = requests.bring(
                request.workspace,
                key=data["key"],
                name=data["name"],
                email=data["email"],
                text=form.text(),
                stakeholder=person,
                typed_by=request.user,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            if not is_new and not requests.is_as_stored(
                brought, name=data["name"], email=data["email"], text=form.text()
            ):
                return _sent_before(request)
            messages.success(request, f"What {brought.name} said is with whoever speaks for marketing.")
            return panel_done(request, to=reverse("planning:requests", args=[request.workspace.slug]))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "planning/request_form.html", {"form": form}, partials={"panel"}, status=status)


def _sent_before(request: WorkspaceRequest) -> HttpResponse:
    form = HandInForm(with_new_key(request.POST))
    form.add_error(None, SENT_BEFORE)
    return render_page(request, "planning/request_form.html", {"form": form}, partials={"panel"}, status=CONFLICT)


def _whose(request: WorkspaceRequest) -> Stakeholder | None:
    """The person on whose page it was pressed."""
    key = request.POST.get("of") or request.GET.get("of", "")
    return get_stakeholder(request, int(key)) if key.isdecimal() and len(key) < 18 else None


@require_safe
@for_team
def one(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _page(request, access.get_request(request, pk))


@require_POST
@for_team
def estimate(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    asked = access.get_request(request, pk)
    form = _estimate_form(request, asked, data=request.POST)
    if not form.is_valid():
        typed = _decide_form(request, asked, initial=_typed(request))
        return _page(request, asked, estimating=form, deciding=typed, status=UNPROCESSABLE)
    try:
        requests.estimate(asked, expected_version=form.cleaned_data["version"], **form.estimated)
    except EditedMeanwhile:
        form.add_error(None, MEANWHILE)
        now = access.get_request(request, pk)
        typed = _decide_form(request, now, initial=_typed(request))
        return _page(request, now, estimating=_reopened(form, now), deciding=typed, status=CONFLICT)
    messages.success(request, "The estimate is stored.")
    if begun := _typed(request):
        asked = access.get_request(request, pk)
        return _page(request, asked, deciding=_decide_form(request, asked, initial=begun))
    return redirect("planning:request", request.workspace.slug, pk)


@require_POST
@for_team
def decide(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    asked = access.get_request(request, pk)
    form = _decide_form(request, asked, data=request.POST)
    beside = _estimate_form(request, asked, data=request.POST) if "estimate-version" in request.POST else None
    is_whole = beside is None or beside.is_valid()
    if not form.is_valid() or not is_whole:
        return _page(request, asked, deciding=form, estimating=beside, status=UNPROCESSABLE)
    data, changed = form.cleaned_data, beside if beside and beside.is_changed else None
    try:
        requests.decide(
            asked,
            author=request.user,
            state=data["state"],
            reason=data["reason"],
            expected_version=data["version"],
            estimated=changed.estimated if changed else None,
        )
    except requests.NotTheOwnerError:
        raise PermissionDenied from None
    except EditedMeanwhile:
        form.add_error(None, MEANWHILE)
        kept = {"deciding": _reopened(form, asked), "estimating": _reopened(changed, asked) if changed else None}
        return _page(request, access.get_request(request, pk), **kept, status=CONFLICT)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _page(request, asked, deciding=form, estimating=beside, status=UNPROCESSABLE)
    told = "is written to, and reads it" if asked.email else "reads it"
    messages.success(request, f"{asked.name} {told} behind their link.")
    return redirect("planning:request", request.workspace.slug, pk)


@require_POST
@for_team
def link(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """An address to hand to whoever asked: it is shown this once."""
    asked = access.get_request(request, pk)
    return _page(request, asked, address=links.address(requests.issue_link(asked)))


def _page(request: WorkspaceRequest, asked: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    owned, decisions = requests.desk_of(request.workspace), reads.decisions_on(asked)
    context = {
        "asked": asked,
        "findings": check(asked.text),
        "decisions": decisions,
        "was_shaped": reads.was_shaped(decisions),
        "alike": reads.alike(asked),
        "desk": owned,
        "is_owner": owned.owner == request.user,
        "next": reads.next_waiting(asked) if owned.owner == request.user else None,
        "quarter": reads.overview(request.workspace, owned, timezone.now()).quarter,
        "title": headline(asked.problem, 120),
        "estimating": more.pop("estimating", None) or _estimate_form(request, asked),
        "deciding": more.pop("deciding", None) or _decide_form(request, asked),
        **more,
    }
    return render_page(request, "planning/request.html", context, status=status)


def _estimate_form(request: WorkspaceRequest, asked: Request, **given: Any) -> EstimateForm:
    return EstimateForm(asked=asked, goals=access.goals(request).open(), prefix="estimate", **given)


def _decide_form(request: WorkspaceRequest, asked: Request, **given: Any) -> DecideForm:
    goal: Goal | None = asked.goal or access.goals(request).current(timezone.localdate()).first()
    return DecideForm(asked=asked, goal=goal.statement if goal else "", prefix="decide", **given)


def _typed(request: WorkspaceRequest) -> dict[str, str]:
    """What stands in the boxes of the decision while the estimate is stored."""
    typed = {name: request.POST.get(f"decide-{name}", "") for name in ("state", "offer", "reason")}
    return {name: value for name, value in typed.items() if value}


def _reopened(form: Any, asked: Request) -> Any:
    """The form as typed, to be sent again over what stands now."""
    data = form.data.copy()
    data[form.add_prefix("version")] = str(Request.objects.values_list("version", flat=True).get(pk=asked.pk))
    form.data = data
    return form
