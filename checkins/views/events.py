"""Changes: all of them, one with whom it touches, entering one, dismissing one, and what would change."""

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
from checkins import access
from checkins.events import foreseeing, inheriting, opening
from checkins.events.kinds import GROUPS, KINDS
from checkins.forms.events import ChangeForm, DismissForm
from checkins.models import Inherited
from checkins.queries import events as reads
from checkins.queries.foreseen import backed
from checkins.views.panels import panel
from planning import access as planning_access
from stakeholders.access import get_stakeholder, stakeholders
from web.pagination import paginate
from web.partials import panel_done, render_page

PER_PAGE = 30


@require_safe
@for_team
def events(request: WorkspaceRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in reads.SHOWS else reads.NEW
    group = request.GET.get("about", "")
    group = group if group in GROUPS else ""
    found = reads.with_state(access.events(request))
    counts = reads.counts(found, group)
    page = paginate(request, reads.for_list(reads.narrowed(found, show, group)), per_page=PER_PAGE)
    context = {
        "rows": reads.rows(page),
        "page": page,
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in reads.SHOWS.items()],
        "group": group,
        "groups": GROUPS.items(),
        "everything": counts[reads.ALL],
        "waiting": counts[reads.NEW],
    }
    return render_page(request, "checkins/events.html", context, partials={"events"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    form = ChangeForm(
        request.POST or None,
        people=stakeholders(request),
        goals=planning_access.goals(request).order_by("rank"),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        event, _ = opening.record(
            request.workspace,
            form.change,
            key=f"hand:{form.cleaned_data['key']}",
            says=form.says,
            author=request.user,
        )
        messages.success(request, _opened(event.reasons.count()))
        return redirect("checkins:event", request.workspace.slug, event.pk)
    return panel(request, "checkins/event_form.html", {"form": form})


def _opened(many: int) -> str:
    if not many:
        return "Noted. It touches nobody whom we know to have a part in it."
    return f"Noted. It calls for {many} check-in{'' if many == 1 else 's'}."


@require_safe
@for_team
def event(request: WorkspaceRequest, pk: int) -> HttpResponse:
    event = access.get_event(request, pk)
    context = {
        "event": event,
        "known": KINDS[event.kind],
        "reasons": reads.touched_by(event),
        "heirs": reads.heirs(event),
        "void": reads.void_by(request.workspace, event, request.user),
    }
    return render_page(request, "checkins/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def dismiss(request: WorkspaceRequest, pk: int) -> HttpResponse:
    event = access.get_event(request, pk)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opening.dismiss(event, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, "Dismissed. It will not be told again.")
        return panel_done(request, to=reverse("checkins:event", args=[request.workspace.slug, pk]))
    closes = reads.closed_by_dismissing(event)
    return panel(request, "checkins/event_dismiss.html", {"form": form, "event": event, "closes": closes})


@require_safe
@for_team
def heritage(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What somebody may take over, as their page shows it; nothing where there is nothing."""
    person = get_stakeholder(request, pk)
    context = {"person": person, "heirs": reads.heirs_of(person)}
    return render_page(request, "checkins/events_heritage.html", context, partials={"heritage"})


@require_POST
@for_team
def confirm(request: WorkspaceRequest, pk: int) -> HttpResponse:
    thing = access.get_inherited(request, pk)
    try:
        inheriting.confirm(thing, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"Confirmed. {thing.successor} has it on the map now.")
    return _back(request, thing)


@require_POST
@for_team
def let_go(request: WorkspaceRequest, pk: int) -> HttpResponse:
    thing = access.get_inherited(request, pk)
    inheriting.let_go(thing, by=request.user)
    messages.success(request, "Let go. Nothing changes on the map.")
    return _back(request, thing)


def _back(request: WorkspaceRequest, thing: Inherited) -> HttpResponse:
    return redirect(reverse("checkins:event", args=[request.workspace.slug, thing.event_id]) + "#inherited")


@require_safe
@for_team
def what_if(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """`?to=`: its place in the new order; without one it is dropped. Reads only."""
    goal = planning_access.get_goal(request, pk)
    goals, around = backed(request.workspace, timezone.localdate())
    order = [each.pk for each in goals]
    to = request.GET.get("to", "")
    place = int(to) if to.isdecimal() and len(to) < 5 and goal.pk in order else None
    if place is None:
        found = foreseeing.if_dropped(goals, goal.pk, around)
    else:
        found = foreseeing.if_moved(goals, goal.pk, place, around)
    context: dict[str, Any] = {
        "goal": goal,
        "place": place,
        "stands_at": order.index(goal.pk) + 1 if goal.pk in order else 0,
        "places": range(1, len(order) + 1),
        "found": found,
        "says": foreseeing.says(found, dropped=place is None) if goal.pk in order else ("", ""),
        "before": found.before if place is None else found.first_before,
        "after": found.after if place is None else found.first_after,
        "broken": [
            (around.people[pk], [one for one in found.breaks if one.stakeholder == pk])
            for pk in dict.fromkeys(one.stakeholder for one in found.breaks)
        ],
        "lost": [around.people[one] for one in sorted(found.lost, key=list(around.people).index)],
        "called": [(around.people[one.stakeholder], one.why) for one in found.check_ins],
    }
    return render_page(request, "checkins/events_what_if.html", context)
