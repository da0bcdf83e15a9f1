"""Today: the week's most valuable conversations, and what else waits."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_leaders, for_team
from checkins.forms.today import WeightsForm
from checkins.queries import today as reads
from checkins.today import choosing, steps, telling
from stakeholders.access import get_stakeholder
from web.partials import panel_done, render_page

UNPROCESSABLE = 422
MINE = "mine"


@require_safe
@for_team
def today(request: WorkspaceRequest) -> HttpResponse:
    day = timezone.localdate()
    is_mine = request.GET.get("whose") == MINE
    own = reads.own(request.workspace, request.user, day)
    found = reads.week(request.workspace, own, today=day, owner=request.user if is_mine else None)
    talks, aside = reads.shown(found, own.aside)
    promised, promises = reads.promised(request.workspace, request.user, today=day)
    context = {
        "today": day,
        "until": reads.monday(day) + reads.WEEK,
        "is_mine": is_mine,
        "week": found,
        "talks": [(talk, uuid.uuid4()) for talk in talks],
        "aside": aside,
        "promised": promised,
        "promises": promises,
        "answered": reads.answered(request.workspace, today=day),
        "says": telling.says(len(talks), overdue=found.overdue, promises=promises, has_people=own.people),
        "has_people": own.people,
        "may_weigh": request.membership.is_leader,
        "is_weighed": bool(own.changed),
        "step": steps.next_step(
            people=own.people, judged=own.judged, staked=own.staked, asked=own.asked, measured=own.measured,
            planned=own.planned,
        ),
    }  # fmt: skip
    return render_page(request, "checkins/today.html", context)


@require_POST
@for_team
def set_aside(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    week_on = reads.monday(timezone.localdate())
    choosing.set_aside(person, user=request.user, week_on=week_on)
    back = f"{week_on + reads.WEEK:%A %-d %B}"
    messages.success(request, f"{person.name} is set aside for you until {back}. The ranking learns nothing from it.")
    return redirect(_page(request))


@require_POST
@for_team
def bring_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    choosing.bring_back(person, user=request.user)
    messages.success(request, f"{person.name} is back.")
    return redirect(_page(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def weights(request: WorkspaceRequest) -> HttpResponse:
    own = reads.own(request.workspace, request.user, timezone.localdate())
    form = WeightsForm(request.POST or None, weights=own.weights)
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            choosing.weigh(request.workspace, form.weights())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Stored. Today is ranked by it for everybody of the team.")
            return panel_done(request, to=_page(request))
    context = {"form": form, "is_weighed": bool(own.changed)}
    return render_page(request, "checkins/today_weights.html", context, partials={"panel"}, status=status)


@require_POST
@for_leaders
def weights_default(request: WorkspaceRequest) -> HttpResponse:
    choosing.back_to_defaults(request.workspace)
    messages.success(request, "Everything counts as it does at first.")
    return redirect(_page(request))


def _page(request: WorkspaceRequest) -> str:
    return reverse("today:today", args=[request.workspace.slug])
