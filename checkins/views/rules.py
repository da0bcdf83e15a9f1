"""How often the people of each segment are met, and the days on which nobody is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access, plans
from checkins.forms.plan import HolidayForm, HolidaysForm, RuleForm
from checkins.plans import wish_of
from checkins.queries import rules as reads
from checkins.views.panels import done, panel
from checkins.views.plans import pattern_dates
from web.partials import panel_done, render_page


@require_safe
@for_team
def rules(request: WorkspaceRequest) -> HttpResponse:
    found = reads.rows(request.workspace.pk)
    if not found:
        return redirect("checkins:agenda", request.workspace.slug)
    coming, over = reads.days_off(request.workspace.pk, today=timezone.localdate())
    context = {
        "rows": found,
        "without": reads.without_segment(request.workspace.pk),
        "days_off": coming,
        "over": over,
    }
    return render_page(request, "checkins/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def rule(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_rule(request, pk)
    form = RuleForm(request.POST or None, rule=found, wish=wish_of(found), version=found.version)

    def store() -> str:
        said = form.cleaned_data
        plans.change_rule(found, said["wish"], is_on=said["is_on"], expected_version=said["version"] or 0)
        return "Stored, for all who follow it."

    context = {"form": form, "rule": found} | pattern_dates(request, form)
    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/rule.html", context, store, to=_at(request))
    return panel(request, "checkins/rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def holiday_new(request: WorkspaceRequest) -> HttpResponse:
    """One day off, or with `?list` a list of them as it was copied."""
    as_list = "list" in request.GET
    form = HolidaysForm(request.POST or None) if as_list else HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days = form.days()
        added = plans.add_holidays(request.workspace, days)
        messages.success(request, _added(added, len(days)))
        return panel_done(request, to=_at(request))
    return panel(request, "checkins/holiday_new.html", {"form": form, "as_list": as_list})


@require_POST
@for_team
def holiday_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_holiday(request, pk)
    plans.remove_holiday(found)
    messages.success(request, f"{found.name} is a working day again.")
    return redirect("checkins:rules", request.workspace.slug)


def _added(added: int, typed: int) -> str:
    days = f"{added} day{'' if added == 1 else 's'} off added"
    there = f", {typed - added} {'was' if typed - added == 1 else 'were'} there already" if typed > added else ""
    return f"{days}{there}. What was to come then moved to the next working day."


def _at(request: WorkspaceRequest) -> str:
    return reverse("checkins:rules", args=[request.workspace.slug])
