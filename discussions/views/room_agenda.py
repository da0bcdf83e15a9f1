"""Putting the agenda of a room in order: minutes, places, stages, formats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.models import Discussion, Step
from discussions.room import agenda as agendas
from discussions.room.formats import FORMATS
from discussions.room.now import room_of
from web.partials import render_page

UNPROCESSABLE = 422
STORED = "The agenda is stored."


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def agenda(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    problem: dict[str, str] = {}
    if request.method == "POST":
        try:
            said = _change(found, request.POST)
        except ValidationError as wrong:
            problem = {"": " ".join(wrong.messages)}
        else:
            messages.success(request, said)
            return redirect("discussions:room-agenda", request.workspace.slug, pk)
    return render_page(
        request, "discussions/room/agenda.html", _context(found, request, problem), status=_code(problem)
    )


def _change(found: Discussion, typed: QueryDict) -> str:
    """Every button of the list stores the minutes too, so that none that were typed are lost."""
    if "add" in typed:
        agendas.add_stage(
            found,
            title=typed.get("title", "").replace("\x00", "")[:201],
            says=typed.get("says", "").replace("\x00", "")[:2_000],
            setting=typed.get("setting", Step.Setting.ALL),
            minutes=_number(typed.get("minutes", "")),
        )
        return "The stage is added, at the end of the agenda."
    minutes = {
        _number(name.removeprefix("minutes-")): _number(value)
        for name, value in typed.items()
        if name.startswith("minutes-") and isinstance(value, str)
    }
    agendas.set_minutes(found, minutes)
    pressed = {name: str(typed.get(name, "")) for name in ("up", "down", "remove", "plain", "apply")}
    if pressed["up"] or pressed["down"]:
        agendas.move(found, _number(pressed["up"] or pressed["down"]), by=-1 if pressed["up"] else 1)
    if pressed["remove"]:
        agendas.remove_stage(found, _number(pressed["remove"]))
    if pressed["plain"]:
        agendas.plain(found, _number(pressed["plain"]))
    if pressed["apply"]:
        key, _, step = pressed["apply"].partition(":")
        agendas.apply_format(found, _number(step), key)
        return f"{FORMATS[key].name}: its stages are on the agenda."
    return STORED


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 18 else 0


def _context(found: Discussion, request: WorkspaceRequest, problem: dict[str, str]) -> dict[str, Any]:
    room = room_of(found, timezone.now())
    typed = request.POST if problem and "add" in request.POST else {}
    held: dict[int | None, int] = {}
    for step in room.steps:
        held[step.prompt_id] = held.get(step.prompt_id, 0) + 1
    return {
        "discussion": found,
        "room": room,
        "stops": [(stop, stop.step.prompt_id is None or held[stop.step.prompt_id] > 1) for stop in room.stops],
        "formats": FORMATS.values(),
        "settings": Step.Setting.choices,
        "times": agendas.time_says(room.planned, agendas.promised(found)),
        "problem": problem.get("", ""),
        "typed": {name: typed.get(name, "") for name in ("title", "says", "setting", "minutes")},
        "is_live": found.held == Discussion.Held.LIVE,
        "longest": agendas.LONGEST,
    }


def _code(problem: dict[str, str]) -> int:
    return UNPROCESSABLE if problem else 200
