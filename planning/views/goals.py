"""The ordered goals of a period, one goal, and what can be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from planning import access
from planning.alignment import goals_says
from planning.forms import EditGoalForm, NewGoalForm
from planning.goals import add_goal, close_goal, edit_goal, move_goal, reopen_goal
from planning.models import Goal
from planning.queries import goals as reads
from stakeholders.access import stakeholders
from stakeholders.formats.document import shorten
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_team
def goals(request: WorkspaceRequest) -> HttpResponse:
    return _goals_page(request, request.GET.get("show", ""))


def _goals_page(request: WorkspaceRequest, show: str, *, moved: Goal | None = None) -> HttpResponse:
    today = timezone.localdate()
    show = show if show in reads.SHOWS else reads.CURRENT
    counts = reads.counts(access.goals(request), today)
    found = reads.with_owners(reads.of_period(access.goals(request), show, today))
    stakes = reads.stakes_in(found)
    rows = reads.rows(found, stakes)
    context: dict[str, Any] = {
        "rows": rows,
        "says": goals_says(reads.facts_of(found, stakes)),
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in reads.SHOWS.items()],
        "everything": counts[reads.ALL],
        "moved": next((place for place, row in enumerate(rows, 1) if moved and row.goal.pk == moved.pk), 0),
        "moved_goal": moved,
    }
    return render_page(request, "planning/goals.html", context, partials={"goals"})


@require_POST
@for_team
def move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    before, after = (_neighbour(request, name) for name in ("before", "after"))
    if (before or after) not in {None, goal}:
        move_goal(goal, before=before, after=after)
    show = request.POST.get("show", "")
    if wanted_partial(request, {"goals"}):
        return _goals_page(request, show, moved=goal)
    return redirect(
        f"{reverse('planning:goals', args=[request.workspace.slug])}?show={show if show in reads.SHOWS else ''}"
    )


def _neighbour(request: WorkspaceRequest, name: str) -> Goal | None:
    key = request.POST.get(name, "")
    return access.get_goal(request, int(key)) if key.isdecimal() and len(key) < 18 else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    form = NewGoalForm(request.POST or None, people=stakeholders(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                add_goal(request.workspace, **form.fields_to_store())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"“{shorten(form.cleaned_data['statement'])}” is one of the goals.")
            return panel_done(request, to=reverse("planning:goals", args=[request.workspace.slug]))
    return _form_page(request, {"form": form})


@require_safe
@for_team
def goal(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    stakes = reads.stakes_of(goal)
    positions = reads.positions_on(goal, stakes, timezone.localdate())
    context = {
        "goal": goal,
        "owners": [row.stakeholder for row in goal.owner_rows.all()],
        "stakes": stakes,
        "positions": positions,
        "says": reads.says_of(stakes, positions),
        "history": reads.history(request.workspace, goal),
    }
    return render_page(request, "planning/goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    form = _edit_form(request, goal)
    context: dict[str, Any] = {"form": form, "goal": goal}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            edit_goal(goal, expected_version=form.cleaned_data["version"], **form.fields_to_store())
        except EditedMeanwhile:
            context |= _meanwhile(request, form, goal)
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "The goal is stored.")
            return panel_done(request, to=reverse("planning:goal", args=[request.workspace.slug, pk]))
    return _form_page(request, context, status=status)


def _edit_form(request: WorkspaceRequest, goal: Goal, **given: Any) -> EditGoalForm:
    data = None if given else request.POST or None
    return EditGoalForm(data, goal=goal, people=stakeholders(request), today=timezone.localdate(), **given)


def _meanwhile(request: WorkspaceRequest, form: EditGoalForm, goal: Goal) -> dict[str, Any]:
    """The form as typed, over what stands now; with what somebody else changed, field by field."""
    now = access.get_goal(request, goal.pk)
    found = form.changed_meanwhile(now)
    theirs = {item.name for item in found if item.is_taken_over}
    typed = {name: value for name, value in form.fields_to_store().items() if name not in theirs}
    history = reads.history(request.workspace, now)
    return {
        "form": _edit_form(request, now, initial=typed),
        "goal": now,
        "differences": found,
        "editor": history[0].who if history else "Somebody",
    }


@require_POST
@for_team
def close(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    close_goal(goal)
    messages.success(request, "The goal is closed. Its stakes and its history stay.")
    return redirect("planning:goal", request.workspace.slug, goal.pk)


@require_POST
@for_team
def reopen(request: WorkspaceRequest, pk: int) -> HttpResponse:
    goal = access.get_goal(request, pk)
    reopen_goal(goal)
    messages.success(request, "The goal is open again.")
    return redirect("planning:goal", request.workspace.slug, goal.pk)


def _form_page(request: WorkspaceRequest, context: dict[str, Any], *, status: int = UNPROCESSABLE) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, "planning/goal_form.html", context, partials={"panel"}, status=status)
