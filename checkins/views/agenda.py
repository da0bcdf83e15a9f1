"""What is overdue, due and to come, as a list and as a month; and the press that begins all of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access, plans
from checkins.forms.agenda import BeginForm
from checkins.models.plan import Channel
from checkins.queries import calendar as calendars
from checkins.queries import rules
from checkins.queries.agenda import Agenda, Chosen, Entries
from stakeholders.models import Segment
from web.pagination import paginate
from web.partials import render_page

UNPROCESSABLE = 422


def chosen_of(request: WorkspaceRequest) -> Chosen:
    """The filters of the address; what makes no sense is left out."""
    segment, channel = request.GET.get("segment", ""), request.GET.get("channel", "")
    return Chosen(
        owner=request.user.pk if request.GET.get("who") == "mine" else None,
        segment=segment if segment in Segment.values else "",
        channel=channel if channel in Channel.values else "",
    )


def filters(chosen: Chosen) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "segments": [(value, label) for value, label in Segment.choices if value != Segment.UNKNOWN],
        "channels": Channel.choices,
    }


@require_safe
@for_team
def agenda(request: WorkspaceRequest) -> HttpResponse:
    home_zone = access.home_zone(request)
    if not home_zone and not access.check_ins(request).exists():
        return _not_begun(request, BeginForm(zone=settings.TIME_ZONE))
    chosen = chosen_of(request)
    found = Agenda(request.workspace.pk, chosen, today=timezone.localdate(), team=access.team(request))
    counted = found.counted()
    page = paginate(request, Entries(found, counted.total))
    context = {
        "page": page,
        "parts": found.parts(list(page.object_list), counted),
        "counted": counted,
        "default_zone": home_zone or settings.TIME_ZONE,
        **filters(chosen),
    }
    return render_page(request, "checkins/agenda.html", context, partials={"agenda"})


@require_safe
@for_team
def calendar(request: WorkspaceRequest) -> HttpResponse:
    today, chosen = timezone.localdate(), chosen_of(request)
    month = calendars.month_of(request.GET.get("month", ""), today)
    context = {
        "month": calendars.month(request.workspace.pk, month, chosen, today=today),
        "day": calendars.day_of(request.workspace.pk, request.GET.get("day", ""), chosen),
        **filters(chosen),
    }
    return render_page(request, "checkins/calendar.html", context, partials={"calendar"})


@require_POST
@for_team
def begin(request: WorkspaceRequest) -> HttpResponse:
    form = BeginForm(request.POST, zone=settings.TIME_ZONE)
    if not form.is_valid():
        return _not_begun(request, form, status=UNPROCESSABLE)
    plans.begin(request.workspace, zone=form.cleaned_data["zone"])
    messages.success(request, "The rules are on. Everybody with a segment has a plan now.")
    return redirect("checkins:agenda", request.workspace.slug)


def _not_begun(request: WorkspaceRequest, form: BeginForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "defaults": rules.offered(request.workspace.pk, today=timezone.localdate())}
    return render_page(request, "checkins/begin.html", context, status=status)
