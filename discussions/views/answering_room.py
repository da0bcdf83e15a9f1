"""The room on the phone of somebody who takes part: where it stands, what is asked now, and what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import LinkRequest
from discussions.answering.access import for_participants, get_question
from discussions.answering.answers import check_open, give_again, give_answer, store_draft
from discussions.answering.prompt_form import form_of
from discussions.answering.script import Question, Script
from discussions.answering.typed import Typed, read
from discussions.answering.words import moment_says, until_says
from discussions.models import Prompt
from discussions.room.now import ENDED, RUNNING, Room, companions, leads_to_room, question_at, room_of
from discussions.room.shown import Shown, shown_at
from discussions.views.answering import by_field, ideas_context, movers_of, personal_page
from web.live import stream_url
from web.partials import wanted_partial
from web.presence import ASKS_EVERY, is_here

UNPROCESSABLE = 422
# Only for a look where the room stands: what was typed is kept, and not sent.
WHERE = "where"
ON_A_PHONE = 12


@require_safe
@for_participants
def room(request: LinkRequest, script: Script) -> HttpResponse:
    room = room_of(script.discussion, timezone.now(), steps=script.steps)
    if room.state != ENDED and not leads_to_room(script.discussion, at=room.at):
        return redirect("answering:start", script.invitation.pk)
    if room.state == ENDED and not wanted_partial(request, {"room-now"}):
        return redirect("answering:start", script.invitation.pk)
    is_here(script.discussion.channel, script.invitation.pk)
    return room_page(request, script, room)


def room_page(
    request: LinkRequest,
    script: Script,
    room: Room,
    *,
    asked: Question | None = None,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    """`asked` is a question whose answer came back with problems; else the one at which the room stands. A page that
    asks again says which question it shows, and whether somebody is writing there: their box is then left alone."""
    now_asked = question_at(script, room)
    asked = asked or now_asked
    number = asked.number if asked else 0
    is_same = _showing(request) == number
    keeps = request.GET.get("keeps") == "1" and _showing(request) > 0
    context: dict[str, Any] = {
        "room": room,
        "step": room.current,
        "clock": room.clock,
        "question": asked,
        "form": form_of(script, asked, typed=typed, problems=problems, **movers_of(script, asked)) if asked else None,
        "others_turn": room.state == RUNNING and room.current and room.current.prompt_id and now_asked is None,
        "companions": companions(room, script.invitation),
        "shown": _shown(script, room),
        "draws_form": not keeps and (not is_same or (asked is not None and asked.prompt.kind == Prompt.Kind.IDEAS)),
        "moved_on": keeps and not is_same,
        "left_behind": asked is not now_asked,
        "until": until_says(script.discussion),
        "begins": moment_says(script.discussion.opens_at) if script.discussion.opens_at else "",
        "live": stream_url(script.discussion.channel, listener=f"invitation {script.invitation.pk}"),
        "asks_every": ASKS_EVERY,
    }
    if asked and asked.prompt.kind == Prompt.Kind.IDEAS:
        context |= ideas_context(request, script, asked)
    status = UNPROCESSABLE if problems else 200
    return personal_page(request, script, "room", context, partials={"room-now"}, status=status)


def _showing(request: LinkRequest) -> int:
    typed = request.GET.get("showing", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else -1


def _shown(script: Script, room: Room) -> Shown | None:
    """Where ideas are voted on one by one, all of them with their votes follow when the voting is over."""
    step = room.current
    shown = shown_at(script.discussion, step, at=room.at, limit=ON_A_PHONE) if step else None
    if shown and step and step.prompt and step.prompt.kind == Prompt.Kind.IDEAS:
        return shown if any(each.agree is not None for each in shown.words) else None
    return shown


@require_POST
@for_participants
def here(request: LinkRequest, script: Script) -> HttpResponse:
    """Their page is still open. Without JavaScript this is how they ask where the room stands."""
    room = room_of(script.discussion, timezone.now(), steps=script.steps)
    is_here(script.discussion.channel, script.invitation.pk)
    if not request.htmx:
        return redirect("answering:room", script.invitation.pk)
    # Whoever was with somebody who has left is with others now; all hear of it by an event.
    companions(room, script.invitation)
    return HttpResponse(status=204)


@require_POST
@for_participants
def answer(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    check_open(script.discussion)
    asked = get_question(script, number)
    typed = read(asked.prompt, request.POST, prefix=asked.prefix)
    try:
        _store(request, script, asked, typed)
    except ValidationError as problem:
        room = room_of(script.discussion, timezone.now(), steps=script.steps)
        return room_page(request, script, room, asked=asked, typed=typed, problems=by_field(problem))
    return redirect("answering:room", script.invitation.pk)


def _store(request: LinkRequest, script: Script, asked: Question, typed: Typed) -> None:
    if request.POST.get("go") == WHERE and asked.keeps_drafts:
        store_draft(script.invitation, asked.prompt, typed)
    elif not (request.POST.get("go") == WHERE and typed.is_empty):
        give = give_again if asked.again else give_answer
        give(script.invitation, asked.prompt, typed)
