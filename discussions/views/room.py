"""The room of a live discussion: the facilitator's screen, the wall, and what the facilitator does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.models import Discussion
from discussions.room import stage
from discussions.room.agenda import promised, time_says
from discussions.room.now import Room, mixed, people_of, room_of
from discussions.room.shown import answered, is_revealed, shown_at
from discussions.synthesis.agreement import reading_of
from discussions.views.synthesis import fresh
from web.live import stream_url
from web.partials import render_page, wanted_partial

MOVED_ON = "The room had moved on already: somebody was quicker. This is where it stands."
REVEALED = "It is revealed: everybody sees it now."
ON_THE_WALL, ON_THE_DESK = 40, 12


@require_safe
@for_team
def room(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _board(request, access.get_discussion(request, pk))


def _board(request: WorkspaceRequest, found: Discussion) -> HttpResponse:
    now = timezone.now()
    room = room_of(found, now)
    people = people_of(found)
    context = {
        **_common(request, room, people_in=sum(each.is_in for each in people), limit=ON_THE_DESK),
        "people": people,
        "groups": mixed(room, people),
        "phase": _phase(room),
        "why_not": stage.why_not_revealed(found, room.current.prompt) if room.current else "",
        "times": time_says(room.planned, promised(found)),
    }
    return render_page(request, "discussions/room/room.html", context, partials={"board"})


@require_safe
@for_team
def wall(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """For everybody's eyes: without `workspace` it has no way into the product."""
    found, now = access.get_discussion(request, pk), timezone.now()
    room = room_of(found, now)
    people = people_of(found)
    context = {
        **_common(request, room, people_in=sum(each.is_in for each in people), limit=ON_THE_WALL),
        "workspace": None,
        "membership": None,
        "holder": request.workspace,
        "groups": mixed(room, people),
    }
    return render_page(request, "discussions/room/wall.html", context, partials={"wall"})


def _common(request: WorkspaceRequest, room: Room, *, people_in: int, limit: int) -> dict[str, Any]:
    step = room.current
    shown = shown_at(room.discussion, step, at=room.at, limit=limit) if step else None
    if shown:
        fresh(room.discussion, reading_of(room.discussion))
    return {
        "shown": shown,
        "discussion": room.discussion,
        "room": room,
        "step": step,
        "clock": room.clock,
        "in_room": people_in,
        "answered": answered(room.discussion, step.prompt) if step else 0,
        "is_revealed": step is not None and is_revealed(room.discussion, step, at=room.at),
        "live": stream_url(room.discussion.channel, listener=f"user {request.user.pk}"),
        "is_live": room.discussion.held == Discussion.Held.LIVE,
    }


def _phase(room: Room) -> str:
    discussion = room.discussion
    if discussion.is_over(room.at):
        return "over"
    if discussion.opens_at is None:
        return "draft"
    return room.state


@require_POST
@for_team
def start(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    try:
        started = stage.start_room(found, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        if not started:
            messages.info(request, "The room has been started already.")
    return _back(request, found)


@require_POST
@for_team
def go(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    if not stage.go(found, expected=_number(request, "expected"), to=_number(request, "to"), now=timezone.now()):
        messages.info(request, MOVED_ON)
    return _back(request, found)


@require_POST
@for_team
def time(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """More time, a pause, or going on after one."""
    found, now, step = access.get_discussion(request, pk), timezone.now(), _number(request, "step")
    act = request.POST.get("act", "")
    if act == "extend":
        done = stage.extend(found, step, now=now)
    elif act in {"pause", "resume"}:
        done = stage.pause(found, step, now=now) if act == "pause" else stage.resume(found, step, now=now)
    else:
        raise Http404
    if not done:
        messages.info(request, MOVED_ON)
    return _back(request, found)


@require_POST
@for_team
def reveal(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    try:
        done = stage.reveal(found, _number(request, "step"), now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, REVEALED if done else "It was revealed already.")
    return _back(request, found)


@require_POST
@for_team
def end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    if stage.end_room(found, expected=_number(request, "expected"), now=timezone.now()):
        messages.success(request, "The room has ended. People can change their answers until the discussion closes.")
    else:
        messages.info(request, MOVED_ON)
    return _back(request, found)


def _number(request: WorkspaceRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not typed.isdecimal() or len(typed) > 18:
        raise Http404
    return int(typed)


def _back(request: WorkspaceRequest, found: Discussion) -> HttpResponse:
    """The board as it stands now: only it for htmx, which keeps the keys where they are."""
    if wanted_partial(request, {"board"}):
        return _board(request, access.get_discussion(request, found.pk))
    return redirect("discussions:room", request.workspace.slug, found.pk)
