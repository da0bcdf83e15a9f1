"""The brief of a check-in: what is known now, or what was known when somebody prepared for it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access
from checkins.brief import preparing
from checkins.brief.keeping import unpacked
from checkins.brief.reading import brief_of
from checkins.models import CheckIn
from stakeholders.access import get_stakeholder
from web.meanwhile import EditedMeanwhile
from web.partials import render_page


@require_safe
@for_team
def brief(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """As it was kept, unless it is asked for as of today or nothing was kept."""
    check_in = access.get_check_in(request, pk)
    kept = unpacked(check_in.brief)
    is_kept = kept is not None and "now" not in request.GET
    shown = kept if is_kept else brief_of(check_in.stakeholder, check_in=check_in, today=timezone.localdate())
    context = {
        "check_in": check_in,
        "person": check_in.stakeholder,
        "brief": shown,
        "is_kept": is_kept,
        "has_kept": kept is not None,
    }
    return render_page(request, "checkins/brief.html", context, partials={"brief"})


@require_POST
@for_team
def prepare(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    check_in = access.get_check_in(request, pk)
    version = request.POST.get("version", "")
    return _prepared(request, check_in, expected_version=int(version) if version.isdecimal() else check_in.version)


@require_POST
@for_team
def prepare_for(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """From Today: for the check-in that is open with them, or for one that is made for it."""
    person = get_stakeholder(request, pk)
    check_in, is_made = preparing.check_in_for(
        person, user=request.user, today=timezone.localdate(), key=_key(request.POST.get("key", ""))
    )
    if is_made:
        day = f"{check_in.due_on:%A %-d %B}"
        messages.success(request, f"A check-in with {person.name} is planned for {day}. Move it if that does not suit.")
    if check_in.state == CheckIn.State.PREPARED:
        return redirect(_page(request, check_in))
    return _prepared(request, check_in, expected_version=check_in.version)


def _prepared(request: WorkspaceRequest, check_in: CheckIn, *, expected_version: int) -> HttpResponse:
    try:
        preparing.prepare(check_in, today=timezone.localdate(), expected_version=expected_version)
    except EditedMeanwhile:
        messages.info(request, "Somebody changed this check-in meanwhile. This is how it stands.")
    return redirect(_page(request, check_in))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page(request: WorkspaceRequest, check_in: CheckIn) -> str:
    return reverse("checkins:brief", args=[request.workspace.slug, check_in.pk])
