"""One check-in: who, when, why; and what comes of it: prepared, logged, moved, handed over, left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access, check_ins
from checkins.forms.check_in import ExtraForm, LogForm, MoveForm, SkipForm
from checkins.forms.plan import HolderForm
from checkins.models import CheckIn
from checkins.models.plan import Channel
from checkins.queries.check_in import page_of
from checkins.queries.plan import local
from checkins.telling import why_closed
from checkins.views.panels import Context, done, panel
from impact.forms.refused import tell
from planning.access import goals
from stakeholders.access import get_stakeholder, stakeholders
from stakeholders.formats.document import shorten
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page

STAYS_OPEN = (*CheckIn.OPEN, CheckIn.State.MISSED)


@require_safe
@for_team
def check_in(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_check_in(request, pk)
    context = {
        "check_in": found,
        "person": found.stakeholder,
        "seen": page_of(found, today=timezone.localdate()),
        "default_zone": access.home_zone(request) or settings.TIME_ZONE,
    }
    return render_page(request, "checkins/check_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def log(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_check_in(request, pk)
    form = LogForm(
        request.POST or None,
        goals=goals(request).open(),
        position=found.stakeholder.position,
        initial={"version": found.version, "held_on": min(timezone.localdate(), local(found).date())},
    )
    context: Context = {"form": form, "check_in": found, "is_over": found.state not in STAYS_OPEN}

    def hold() -> str:
        came = form.outcome_of(request.user)
        with transaction.atomic():
            check_ins.hold(found, came, author=request.user, expected_version=form.cleaned_data["version"])
        return f"Logged. It stands on the page of {shorten(found.stakeholder.name)}."

    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/log.html", context, hold, to=_at(request, pk), meanwhile=_loggable)
    return panel(request, "checkins/log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def move(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_check_in(request, pk)
    form = MoveForm(request.POST or None, initial={"version": found.version, "to": found.due_on})
    context = {"form": form, "check_in": found, "when": local(found)}

    def change_day() -> str:
        said = form.cleaned_data
        check_ins.move(found, to=said["to"], at=said["at"], why=said["why"], expected_version=said["version"])
        return f"Moved to {said['to']:%A %-d %B}."

    if request.method == "POST" and form.is_valid() and _is_meant(request, form, "to"):
        return done(request, "checkins/move.html", context, change_day, to=_at(request, pk), meanwhile=_open)
    return panel(request, "checkins/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def skip(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_check_in(request, pk)
    form = SkipForm(request.POST or None, initial={"version": found.version})
    context = {"form": form, "check_in": found}

    def leave_out() -> str:
        said = form.cleaned_data
        check_ins.skip(found, why=said["why"], expected_version=said["version"])
        return "Left out this time. The plan goes on."

    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/skip.html", context, leave_out, to=_at(request, pk), meanwhile=_open)
    return panel(request, "checkins/skip.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def hand_over(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.get_check_in(request, pk)
    form = HolderForm(
        request.POST or None,
        workspace=request.workspace,
        empty="Choose somebody",
        initial={"version": found.version, "owner": found.owner_id},
    )
    form.fields["owner"].required = True
    form.fields["owner"].help_text = "This one alone: the plan stays as it is."
    context = {"form": form, "check_in": found}

    def give() -> str:
        said = form.cleaned_data
        check_ins.hand_over(found, said["owner"], expected_version=said["version"] or 0)
        return f"{said['owner']} has it now."

    if request.method == "POST" and form.is_valid():
        return done(request, "checkins/hand_over.html", context, give, to=_at(request, pk), meanwhile=_open)
    return panel(request, "checkins/hand_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def extra_any(request: WorkspaceRequest) -> HttpResponse:
    return _extra(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def extra(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _extra(request, get_stakeholder(request, pk))


def _extra(request: WorkspaceRequest, person: Stakeholder | None) -> HttpResponse:
    plan = access.plans(request).filter(stakeholder=person).first() if person else None
    rule = access.rules(request).first()
    owner = (plan.owner_id if plan else None) or (person.owner_id if person else None) or request.user.pk
    form = ExtraForm(
        request.POST or None,
        workspace=request.workspace,
        people=None if person else stakeholders(request),
        zone=next((each.zone for each in (plan, rule) if each), settings.TIME_ZONE),
        initial={"owner": owner, "channel": plan.channel if plan else Channel.MEETING},
    )
    if request.method == "POST" and form.is_valid():
        form.refuse_past(timezone.localdate())
        said = form.cleaned_data
        if not form.errors and _is_meant(request, form, "due_on"):
            names = ("due_on", "at", "zone", "owner", "channel", "key")
            try:
                made = check_ins.add_extra(person or said["person"], **{name: said[name] for name in names})
            except ValidationError as problem:
                tell(form, problem)
            else:
                messages.success(request, f"Planned for {made.due_on:%A %-d %B}, besides the plan.")
                return panel_done(request, to=_at(request, made.pk))
    return panel(request, "checkins/extra.html", {"form": form, "person": person})


def _is_meant(request: WorkspaceRequest, form: MoveForm | ExtraForm, name: str) -> bool:
    """Whether somebody works on that day, or it was said to be meant."""
    day: dt.date = form.cleaned_data[name]
    closed = why_closed(day, access.holidays(request))
    if not closed or form.is_sure_of(day):
        return True
    form.ask(name, day, closed)
    return False


def _what_stands(check_in: CheckIn) -> str:
    """What somebody else made of it, in a sentence."""
    if check_in.state == CheckIn.State.HELD:
        return f"It was logged meanwhile: “{shorten(check_in.outcome)}”."
    if check_in.state == CheckIn.State.SKIPPED:
        return f"It was left out meanwhile: “{shorten(check_in.skipped_why)}”."
    if check_in.state == CheckIn.State.MISSED:
        return "It counts as missed meanwhile: the next one has come."
    holder = f" {check_in.owner} has it." if check_in.owner else ""
    return f"It was changed meanwhile: it takes place on {local(check_in):%A %-d %B at %H:%M}.{holder}"


def _loggable(edited: EditedMeanwhile) -> Context:
    return _stands(edited, STAYS_OPEN)


def _open(edited: EditedMeanwhile) -> Context:
    return _stands(edited, CheckIn.OPEN)


def _stands(edited: EditedMeanwhile, states: Sequence[str]) -> Context:
    now = CheckIn.objects.select_related("owner", "stakeholder").get(pk=edited.now.pk)
    return {"check_in": now, "stands": _what_stands(now), "is_over": now.state not in states}


def _at(request: WorkspaceRequest, pk: UUID) -> str:
    return reverse("checkins:check-in", args=[request.workspace.slug, pk])
