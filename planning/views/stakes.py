"""Adding, changing and ending stakes; saying where somebody stands on a goal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import trail
from accounts.access import WorkspaceRequest, for_team
from planning import access
from planning.forms import EditStakeForm, NewStakeForm, PositionForm
from planning.models import Goal, Stake
from planning.positions import say_position
from planning.stakes import add_stake, edit_stake, end_stake
from stakeholders.access import get_stakeholder, stakeholders
from stakeholders.formats.document import shorten
from stakeholders.models import Stakeholder
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new_for_goal(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    form = NewStakeForm(
        request.POST or None,
        goals=access.goals(request).filter(pk=pk) | access.goals(request).open(),
        people=stakeholders(request),
        initial={"goal": goal.pk},
    )
    if request.method == "POST" and form.is_valid() and _add(request, form.cleaned_data["person"], form):
        return panel_done(request, to=reverse("planning:goal", args=[request.workspace.slug, pk]))
    return _stake_page(request, {"form": form, "goal": goal})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new_for_stakeholder(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    form = NewStakeForm(request.POST or None, goals=access.goals(request).open())
    if request.method == "POST" and form.is_valid() and _add(request, person, form):
        return panel_done(request, to=reverse("planning:for-stakeholder", args=[request.workspace.slug, pk]))
    return _stake_page(request, {"form": form, "person": person})


def _add(request: WorkspaceRequest, person: Stakeholder, form: NewStakeForm) -> bool:
    """Whether the stake is stored, now or when this form was sent before."""
    try:
        if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
            add_stake(person, author=request.user, **form.fields_to_store())
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    messages.success(request, f"A stake of {shorten(person.name)} is stored.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    stake = access.get_stake(request, pk)
    form = _edit_form(request, stake)
    context: dict[str, Any] = {"form": form, "stake": stake, "person": stake.stakeholder}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            edit_stake(stake, expected_version=form.cleaned_data["version"], **form.fields_to_store())
        except EditedMeanwhile as meanwhile:
            context |= _meanwhile(request, form, meanwhile.now)
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The stake of {shorten(stake.stakeholder.name)} is stored.")
            to = reverse("planning:for-stakeholder", args=[request.workspace.slug, stake.stakeholder_id])
            return panel_done(request, to=to)
    return _stake_page(request, context, status=status)


def _edit_form(request: WorkspaceRequest, stake: Stake, **given: Any) -> EditStakeForm:
    goals = access.goals(request)
    choices = goals.open() | goals.filter(pk=stake.goal_id) if stake.goal_id else goals.open()
    return EditStakeForm(None if given else request.POST or None, stake=stake, goals=choices, **given)


def _meanwhile(request: WorkspaceRequest, form: EditStakeForm, now: Stake) -> dict[str, Any]:
    """The form as typed, over what stands now; with what somebody else changed, field by field."""
    found = form.changed_meanwhile(now)
    theirs = {item.name for item in found if item.is_taken_over}
    typed = {name: value for name, value in form.fields_to_store().items() if name not in theirs}
    last = trail.read(request.workspace, trail.Wanted(about={"stake": ("id", now.pk)}), limit=1).groups
    return {
        "form": _edit_form(request, now, initial=typed),
        "differences": found,
        "editor": last[0].first.who if last else "Somebody",
    }


@require_POST
@for_team
def end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    stake = access.get_stake(request, pk)
    end_stake(stake)
    messages.success(request, f"The stake of {shorten(stake.stakeholder.name)} has ended. It stays in the history.")
    if stake.goal_id and request.POST.get("from") == "goal":
        return redirect("planning:goal", request.workspace.slug, stake.goal_id)
    return redirect("planning:for-stakeholder", request.workspace.slug, stake.stakeholder_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def position_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    person = _chosen(request)
    # A number tells apart those who share a name.
    initial = {"person": f"{person.name} #{person.pk}"} if person else {}
    form = PositionForm(request.POST or None, people=stakeholders(request), initial=initial)
    if request.method == "POST" and form.is_valid() and _say(request, goal, form):
        return panel_done(request, to=reverse("planning:goal", args=[request.workspace.slug, pk]))
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "goal": goal, "person": person}
    return render_page(request, "planning/position.html", context, partials={"panel"}, status=status)


def _chosen(request: WorkspaceRequest) -> Stakeholder | None:
    """Whom the address names already."""
    key = request.GET.get("who", "")
    return get_stakeholder(request, int(key)) if key.isdecimal() and len(key) < 18 else None


def _say(request: WorkspaceRequest, goal: Goal, form: PositionForm) -> bool:
    person = form.cleaned_data["person"]
    try:
        if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
            say_position(person, goal=goal, author=request.user, **form.to_say())
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    messages.success(request, f"Where {shorten(person.name)} stands on this goal is stored.")
    return True


def _stake_page(request: WorkspaceRequest, context: dict[str, Any], *, status: int = UNPROCESSABLE) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, "planning/stake_form.html", context, partials={"panel"}, status=status)
