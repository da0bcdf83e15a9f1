"""A planning session as somebody at its table sees it: behind a link, without an account."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LinkRequest, for_link_holders, link_closed, open_visit
from accounts.limits import uses
from accounts.models import PersonalLink
from accounts.tokens import hashed
from planning.forms.session import SitForm
from planning.models import PlanningSession, Seat
from planning.queries import sessions as reads
from planning.sessions import closing, ordering, poker, seats
from planning.views.board import for_sitters
from web.live import stream_url
from web.partials import render_page
from web.presence import ASKS_EVERY, is_here

# By one address of a session, in an hour: whoever sits down more often is a script.
MOST, WITHIN = 200, 60 * 60
RESTS = "So many came by this link within an hour that it rests now. Ask for a link of your own."


@require_http_methods(["GET", "HEAD", "POST"])
@for_link_holders(seats.DOOR)
def door(request: LinkRequest) -> HttpResponse:
    """Say who you are, and sit down."""
    session = PlanningSession.objects.select_related("workspace").filter(pk=request.link.subject).first()
    if session is None or session.closed_at is not None:
        return link_closed(request)
    request.link.workspace = session.workspace
    form = SitForm(request.POST or None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        if uses("seat", request.link.token_hash, WITHIN) > MOST:
            form.add_error(None, RESTS)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            try:
                taken = seats.sit_down(session, key=form.cleaned_data["key"], name=form.cleaned_data["name"])
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                opened = PersonalLink.objects.get(token_hash=hashed(seats.issue_link(taken)))
                return open_visit(redirect("table:table", taken.pk), opened)
    context = {"form": form, "session": session, "holder": session.workspace}
    return render(request, "planning/table/door.html", context, status=status)


@require_safe
@for_sitters
def table(request: LinkRequest, seat: Seat) -> HttpResponse:
    is_here(seat.session.channel, seat.pk)
    return _page(request, seat)


def _page(request: LinkRequest, seat: Seat, *, status: int = HTTPStatus.OK, **typed: Any) -> HttpResponse:
    session = seat.session
    room = reads.room_of(session, timezone.now())
    context: dict[str, Any] = {
        "workspace": None,
        "holder": seat.workspace,
        "session": session,
        "seat": seat,
        "room": room,
        "base": reverse("table:table", args=[seat.pk]),
        "live": stream_url(session.channel, listener=f"seat {seat.pk}"),
        "asks_every": ASKS_EVERY,
        "problem": "",
        "typed": None,
        **(reads.summary(session) if room.phase == reads.ENDED else reads.work_of(room, seat)),
        **typed,
    }
    return render_page(request, "planning/table/table.html", context, {"stage", "work"}, status=status)


@require_POST
@for_sitters
def here(request: LinkRequest, seat: Seat) -> HttpResponse:
    """Their page is open. Without JavaScript this is how they ask where the session stands."""
    is_here(seat.session.channel, seat.pk)
    seats.join(seat)
    return HttpResponse(status=204) if request.htmx else redirect("table:table", seat.pk)


@require_POST
@for_sitters
def order(request: LinkRequest, seat: Seat) -> HttpResponse:
    return _said(request, seat, lambda: ordering.give_order(seat.session, seat, _ids(request)), "Your order is in.")


@require_POST
@for_sitters
def card(request: LinkRequest, seat: Seat) -> HttpResponse:
    typed = request.POST.get("round", "")
    at = int(typed) if typed.isdecimal() and len(typed) < 18 else 0
    return _said(request, seat, lambda: poker.choose(seat.session, seat, at=at, value=request.POST.get("value", "")))


@require_POST
@for_sitters
def confidence(request: LinkRequest, seat: Seat) -> HttpResponse:
    typed = request.POST.get("value", "")
    value = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    return _said(
        request,
        seat,
        lambda: closing.vote(seat.session, seat, value=value, why=request.POST.get("why", "")),
        "Your vote is in.",
    )


def _said(request: LinkRequest, seat: Seat, act: Callable[[], object], done: str = "") -> HttpResponse:
    """Done, or refused with what was typed still there."""
    try:
        act()
    except ValidationError as problem:
        typed = {"problem": " ".join(problem.messages), "typed": request.POST}
        return _page(request, seat, status=HTTPStatus.UNPROCESSABLE_ENTITY, **typed)
    if done:
        messages.success(request, done)
    return _page(request, seat) if request.htmx else redirect("table:table", seat.pk)


def _ids(request: LinkRequest) -> list[UUID]:
    """As they stand in the form; a press of "up" or "down" without JavaScript moves one of them by a place."""
    found: list[UUID] = []
    for typed in request.POST.getlist("proposal")[:500]:
        try:
            found.append(UUID(typed))
        except ValueError:
            raise ValidationError("One of these is not on the board any more. Load the page again.") from None
    for name, by in (("up", -1), ("down", 1)):
        at = next((place for place, each in enumerate(found) if str(each) == request.POST.get(name)), -1)
        if at >= 0 and 0 <= at + by < len(found):
            found[at], found[at + by] = found[at + by], found[at]
    return found
