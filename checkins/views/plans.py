"""When one person is met: their pattern, a pause, who has them; and the card of it on their page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access, plans
from checkins.forms.plan import HolderForm, PatternForm, PauseForm, PlanForm
from checkins.models import CheckInPlan
from checkins.models.plan import HALF_PAST_NINE, Channel
from checkins.plans import Wish, wish_of
from checkins.queries import plan as reads
from checkins.recurrences import DAY, By, Recurrence, Unit
from checkins.telling import in_words, next_dates
from checkins.views.panels import Context, done, panel
from stakeholders.access import get_stakeholder
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page, wanted_partial

SECTION = {"checked-in"}
DATES = {"next-dates"}


@require_safe
@for_team
def for_stakeholder(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One person's plan and check-ins; as the partial `checked-in`, a section of their page."""
    person = get_stakeholder(request, pk)
    context = {
        "person": person,
        "seen": reads.of(person, today=timezone.localdate()),
        "has_rules": access.rules(request).exists(),
        "default_zone": access.home_zone(request) or settings.TIME_ZONE,
        "is_section": wanted_partial(request, SECTION) is not None,
    }
    return render_page(request, "checkins/stakeholder.html", context, partials=SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def pattern(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The rule of their segment, or a pattern of their own."""
    person = get_stakeholder(request, pk)
    plan = access.plans(request).filter(stakeholder=person).first()
    rule = access.rules(request).filter(segment=person.segment).first()
    form = PlanForm(
        request.POST or None,
        plan=plan,
        rule_words=in_words(rule.recurrence, rule.at) if rule else "",
        wish=next((wish_of(each) for each in (plan, rule) if each), fresh_wish(timezone.localdate())),
        version=plan.version if plan else None,
    )
    context: Context = {"form": form, "person": person}
    if request.method == "POST" and form.is_valid():
        context |= pattern_dates(request, form)
        return done(request, "checkins/pattern.html", context, lambda: _choose(person, plan, form), to=_at(request, pk))
    return panel(request, "checkins/pattern.html", context | pattern_dates(request, form))


def _choose(person: Stakeholder, plan: CheckInPlan | None, form: PlanForm) -> str:
    said = form.cleaned_data
    if said["follows"] == "own":
        plans.own_pattern(person, said["wish"], expected_version=said["version"])
    elif plan is None:
        plans.place(person.workspace_id, [person.pk], now=timezone.now())
    else:
        plans.follow_rule(plan, expected_version=said["version"] or 0)
    return "Stored. The next dates stand on their page."


@require_safe
@for_team
def dates(request: WorkspaceRequest) -> HttpResponse:
    """The next dates of the pattern that is being typed."""
    form = PatternForm(request.GET, wish=fresh_wish(timezone.localdate()))
    return render_page(request, "checkins/dates.html", pattern_dates(request, form), partials=DATES)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def pause(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    plan = access.get_plan(request, person)
    form = PauseForm(request.POST or None, initial={"version": plan.version})
    context = {"form": form, "person": person}

    def rest() -> str:
        said = form.cleaned_data
        plans.pause(plan, why=said["why"], until=said["until"], expected_version=said["version"])
        until = f" until {said['until']:%-d %B %Y}" if said["until"] else ""
        return f"Paused{until}. What is open stays open."

    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/pause.html", context, rest, to=_at(request, pk))
    return panel(request, "checkins/pause.html", context)


@require_POST
@for_team
def resume(request: WorkspaceRequest, pk: int) -> HttpResponse:
    plan = access.get_plan(request, get_stakeholder(request, pk))
    typed = request.POST.get("version", "")
    try:
        plans.resume(plan, expected_version=int(typed) if typed.isdecimal() and len(typed) < 10 else 0)
    except EditedMeanwhile:
        messages.error(request, "Somebody else changed the plan meanwhile. Look again before you go on.")
    else:
        messages.success(request, "Taken up again.")
    return panel_done(request, to=_at(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def owner(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Who has this person's check-ins."""
    person = get_stakeholder(request, pk)
    plan = access.get_plan(request, person)
    form = HolderForm(
        request.POST or None,
        workspace=request.workspace,
        empty=f"Whoever owns them ({person.owner or 'nobody yet'})",
        initial={"version": plan.version, "owner": plan.owner_id},
    )
    context = {"form": form, "person": person}

    def give() -> str:
        said = form.cleaned_data
        plans.change_owner(plan, said["owner"], expected_version=said["version"] or 0)
        return "Handed over, the open ones included."

    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/owner.html", context, give, to=_at(request, pk))
    return panel(request, "checkins/owner.html", context)


def fresh_wish(today: dt.date) -> Wish:
    """What a pattern begins with where there is none."""
    monday = today - DAY * today.weekday()
    recurrence = Recurrence(Unit.WEEKS, 4, By.WEEKDAY, monday, weekday=1)
    return Wish(recurrence, HALF_PAST_NINE, settings.TIME_ZONE, Channel.MEETING)


def pattern_dates(request: WorkspaceRequest, form: PatternForm) -> dict[str, Any]:
    """The next three of what was typed, or of what stands while nothing was."""
    if form.is_bound:
        form.is_valid()
        wish: Wish | None = form.cleaned_data.get("wish")
    else:
        wish = form.wish
    if wish is None:
        return {"dates": [], "words": ""}
    holidays = access.holidays(request)
    found = next_dates(wish.recurrence, timezone.localdate(), frozenset(holidays))
    return {
        "words": in_words(wish.recurrence, wish.at),
        "dates": [(for_on, due_on, holidays.get(for_on, "")) for for_on, due_on in found],
    }


def _at(request: WorkspaceRequest, pk: int) -> str:
    return reverse("stakeholders:person", args=[request.workspace.slug, pk]) + "#checked-in"
