"""What a participant is asked behind their personal link, one question at a time or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LinkRequest
from discussions.answering import ideas as others_ideas
from discussions.answering.access import for_participants, get_question, is_asked
from discussions.answering.answers import (
    DiscussionClosedError,
    check_open,
    finish,
    give_again,
    give_answer,
    stand_at,
    store_draft,
)
from discussions.answering.loop import loop_of, own_ideas, says_of
from discussions.answering.others import is_due, others_said
from discussions.answering.prompt_form import PromptForm, form_of
from discussions.answering.script import Question, Script, script_of
from discussions.answering.typed import Typed, read
from discussions.answering.words import left_says, moment_says, until_says
from discussions.models import Discussion, Prompt
from discussions.room.now import leads_to_room
from web.addresses import address_of
from web.live import stream_url
from web.partials import render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409
BACK = "back"


@require_safe
@for_participants
def start(request: LinkRequest, script: Script) -> HttpResponse:
    if leads_to_room(script.discussion, at=timezone.now()):
        return redirect("answering:room", script.invitation.pk)
    if request.GET.get("waits"):
        # Asked by the page itself, of somebody who came long before: they stay where they are.
        return HttpResponse(status=204)
    return start_page(request, script)


def start_page(request: LinkRequest, script: Script, **more: Any) -> HttpResponse:
    """With `wrong`, `typed` and `problem` in `more` a form of this page comes back as it was filled in."""
    now = timezone.now()
    state = state_of(script)
    loop = loop_of(script, at=now, is_answering=state in {"new", "begun"})
    # In a room only what was started is asked, and only that leads on.
    asked = [each for each in script.questions if is_asked(script, each) and is_due(script, each)]
    context = {
        "state": state,
        "variant": script.variant,
        "left": left_says(script.minutes_left),
        "resume_at": resume_at(script, asked),
        "asked": asked,
        "became": loop,
        "loop_says": says_of(loop, script.invitation),
        "opens": moment_says(script.discussion.opens_at) if script.discussion.opens_at else "",
        "closed": moment_says(script.discussion.closed_at or script.discussion.closes_at or now),
        "until": until_says(script.discussion),
        "live": waits_at(script, state),
        "closes": moment_says(script.discussion.closes_at) if script.discussion.closes_at else "",
    }
    return personal_page(request, script, "start", context | more, status=UNPROCESSABLE if more else 200)


def state_of(script: Script) -> str:
    """Where somebody stands who opens their link: waiting, new, begun, finished or over."""
    discussion, now = script.discussion, timezone.now()
    if discussion.is_over(now):
        return "over"
    if not discussion.is_open(now) or not any(is_asked(script, each) for each in script.questions):
        return "waiting"
    if script.invitation.finished_at is not None:
        return "finished"
    return "begun" if script.given_count or script.drafts else "new"


def waits_at(script: Script, state: str) -> str:
    """Where somebody who came long before a room hears of its beginning; empty for everybody else."""
    if state != "waiting" or script.discussion.held != Discussion.Held.LIVE:
        return ""
    return stream_url(script.discussion.channel, listener=f"invitation {script.invitation.pk}")


def resume_at(script: Script, asked: Iterable[Question]) -> int:
    """Where they were, if that is asked now, else the first question without an answer."""
    numbers = [each.number for each in asked]
    if script.resume_at in numbers:
        return script.resume_at
    return next((each.number for each in script.open if each.number in numbers), 1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def question(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    check_open(script.discussion)
    asked = get_question(script, number)
    if not is_due(script, asked):
        return redirect("answering:start", script.invitation.pk)
    if request.method != "POST":
        return question_page(request, script, asked)
    typed = read(asked.prompt, request.POST, prefix=asked.prefix)
    going_back = request.POST.get("go") == BACK
    try:
        _keep(script, asked, typed) if going_back else _give(script, asked, typed)
    except ValidationError as problem:
        return question_page(request, script, asked, typed=typed, problems=by_field(problem))
    if request.POST.get("change"):
        messages.success(request, "Your change is stored.")
        return redirect("answering:start", script.invitation.pk)
    return _go(request, script, number, by=-1 if going_back else 1)


def _give(script: Script, asked: Question, typed: Typed) -> None:
    give = give_again if asked.again else give_answer
    give(script.invitation, asked.prompt, typed)


def _keep(script: Script, asked: Question, typed: Typed) -> None:
    """Going back loses nothing: what was sent before is changed, anything else stays a draft."""
    if asked.again or asked.is_given:
        _give(script, asked, typed)
    else:
        store_draft(script.invitation, asked.prompt, typed)


def _go(request: LinkRequest, script: Script, number: int, *, by: int) -> HttpResponse:
    """On from a question, or back: to another of theirs, to the page before all, or to the end."""
    script = script_of(script.invitation)
    number += by
    while (asked := script.question(number)) and not is_due(script, asked):
        number += by
    if asked is None and number > 0:
        return _send(request, script)
    if asked is None or not is_asked(script, asked):
        return redirect("answering:start", script.invitation.pk)
    stand_at(script.invitation, number)
    if asked.prompt.kind == Prompt.Kind.IDEAS:
        others_ideas.show_at_first(script, asked)
    return redirect("answering:question", script.invitation.pk, number)


def _send(request: LinkRequest, script: Script) -> HttpResponse:
    if needed := script.needed:
        messages.warning(request, "One question is left that we cannot do without.")
        return redirect("answering:question", script.invitation.pk, needed[0].number)
    finish(script.invitation)
    return redirect("answering:start", script.invitation.pk)


def question_page(
    request: LinkRequest,
    script: Script,
    asked: Question,
    *,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """One question; `more` goes into the context of the part about others' ideas."""
    now = timezone.now()
    context: dict[str, Any] = {
        "question": asked,
        "way": f"{asked.number} of {len(script.questions)}",
        "form": form_of(script, asked, typed=typed, problems=problems, **movers_of(script, asked)),
        "left": left_says(script.minutes_left),
        "is_last": asked.number == len(script.questions),
        "until": until_says(script.discussion),
        "change": bool(request.GET.get("change") or request.POST.get("change")),
        "said": others_said(script, asked, at=now),
    }
    if asked.prompt.kind == Prompt.Kind.IDEAS:
        context |= ideas_context(request, script, asked)
    context |= more or {}
    status = UNPROCESSABLE if problems or "reply_problems" in context else 200
    # The part about ideas is a template of its own, which the page includes.
    name = "_ideas" if wanted_partial(request, {"ideas"}) else "question"
    return personal_page(request, script, name, context, partials={"ideas"}, status=status)


def ideas_context(request: LinkRequest, script: Script, asked: Question) -> dict[str, Any]:
    """The ideas shown to them: the one in front is the one asked for, else the first without a vote."""
    shown = others_ideas.shown_to(script, asked, at=timezone.now())
    wanted = request.POST.get("stay") or request.GET.get("idea", "")
    front = next((each for each in shown if str(each.key) == wanted), None)
    front = front or next((each for each in shown if each.is_open), None)
    return {
        "shown": shown,
        "front": front,
        "replies": others_ideas.replies_below(script, asked, [front]).get(front.key, ()) if front else (),
        "place": f"{shown.index(front) + 1} of {len(shown)}" if front else "",
        "sees_ideas": others_ideas.may_be_shown(script, asked, timezone.now()),
        "nothing_new": not front and not others_ideas.has_more(script, asked, shown),
        "voted": [each for each in shown if not each.is_open],
        "waits_for_own": not script.own_ideas_given,
        "own": next((each for each in script.questions if each.prompt.gives_ideas and not each.is_given), None),
    }


class Movers(TypedDict):
    movers: list[others_ideas.Shown]
    replies: list[others_ideas.Reply]


NOTHING: Movers = {"movers": [], "replies": []}
# What was shown to somebody, by the number of the question under which it was.
Walls = Mapping[int, list[others_ideas.Shown]]


def movers_of(script: Script, asked: Question) -> Movers:
    return _movers(script, walls_of(script)) if asked.again else NOTHING


def walls_of(script: Script) -> Walls:
    now = timezone.now()
    walls = [each for each in script.questions if each.prompt.kind == Prompt.Kind.IDEAS]
    return {wall.number: others_ideas.shown_to(script, wall, at=now) for wall in walls}


def _movers(script: Script, walls: Walls) -> Movers:
    """What may have moved somebody between the two times of a scale: others' ideas and replies that they have seen."""
    told: list[others_ideas.Reply] = []
    for wall in script.questions:
        voted = [each for each in walls.get(wall.number, []) if not each.is_open]
        replies = others_ideas.replies_below(script, wall, voted)
        told += [reply for each in voted for reply in replies.get(each.key, ()) if not reply.is_mine]
    told += [reply for own in own_ideas(script, timezone.now()) for reply in own.replies]
    return {"movers": [each for shown in walls.values() for each in shown], "replies": told}


@require_POST
@for_participants
def draft(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    asked = get_question(script, number)
    try:
        stored = store_draft(script.invitation, asked.prompt, read(asked.prompt, request.POST, prefix=asked.prefix))
    except ValidationError as problem:
        return JsonResponse({"says": " ".join(by_field(problem).values())}, status=UNPROCESSABLE)
    except DiscussionClosedError:
        says = "This discussion has closed: nothing more can be stored. Copy what you wrote if you want to keep it."
        return JsonResponse({"says": says}, status=CONFLICT)
    is_sent = stored is not None and not stored.is_draft
    stand_at(script.invitation, number)
    return JsonResponse(
        {"says": "Not sent yet: press the button below to store the change." if is_sent else "Kept, not sent yet"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def everything(request: LinkRequest, script: Script) -> HttpResponse:
    check_open(script.discussion)
    asked = [each for each in script.questions if is_asked(script, each)]
    problems: dict[int, dict[str, str]] = {}
    typed: dict[int, Typed] = {}
    if request.method == "POST":
        for each in asked:
            typed[each.number] = read(each.prompt, request.POST, prefix=each.prefix)
            try:
                _give_of_many(request, script, each, typed[each.number])
            except ValidationError as problem:
                problems[each.number] = by_field(problem)
        if not problems:
            return _after_all(request, script)
    return _all_page(request, script, asked, typed, problems)


def _give_of_many(request: LinkRequest, script: Script, asked: Question, typed: Typed) -> None:
    """Others' ideas are done when they have votes; a scale is met again when that is due."""
    if asked.prompt.kind == Prompt.Kind.IDEAS:
        for shown in others_ideas.shown_to(script, asked, at=timezone.now()):
            value = request.POST.get(f"{asked.prefix}vote-{shown.key}", "")
            if value in {"1", "0", "-1"} and int(value) != shown.value:
                others_ideas.vote(script, asked, shown.key, int(value))
        return
    if not (asked.again and (typed.is_empty or not is_due(script, asked))):
        _give(script, asked, typed)


def _after_all(request: LinkRequest, script: Script) -> HttpResponse:
    """Whoever has just earned a look at others' ideas is led to them first."""
    script = script_of(script.invitation)
    walls = [each for each in script.questions if each.prompt.kind == Prompt.Kind.IDEAS and is_asked(script, each)]
    for each in walls:
        if others_ideas.show_at_first(script, each):
            stand_at(script.invitation, each.number)
            return redirect("answering:question", script.invitation.pk, each.number)
    return _send(request, script)


def _all_page(
    request: LinkRequest,
    script: Script,
    asked: list[Question],
    typed: Mapping[int, Typed],
    problems: Mapping[int, Mapping[str, str]],
) -> HttpResponse:
    due = [each for each in asked if is_due(script, each)]
    walls = walls_of(script)
    movers = _movers(script, walls) if any(each.again for each in due) else NOTHING
    rows: list[tuple[Question, PromptForm, list[others_ideas.Shown]]] = []
    for each in due:
        moved = movers if each.again else NOTHING
        form = form_of(script, each, typed=typed.get(each.number), problems=problems.get(each.number), **moved)
        rows.append((each, form, walls.get(each.number, [])))
    context = {
        "rows": rows,
        "given": sum(question.is_given for question, *_ in rows),
        "left": left_says(script.minutes_left),
        "until": until_says(script.discussion),
        "problems": [(number, text) for number, found in problems.items() for text in found.values()],
    }
    return personal_page(request, script, "everything", context, status=UNPROCESSABLE if problems else 200)


def personal_page(
    request: LinkRequest,
    script: Script,
    name: str,
    context: Mapping[str, Any],
    *,
    partials: set[str] | frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    """Without `workspace`: these pages have no way into it, only the name of who asks."""
    common = {
        "workspace": None,
        "holder": request.workspace,
        "script": script,
        "discussion": script.discussion,
        "subject": script.invitation.pk,
        "home": address_of("answering:start", script.invitation.pk),
    }
    template = f"discussions/answering/{name}.html"
    return render_page(request, template, {**common, **context}, partials, status=status)


def by_field(problem: ValidationError) -> dict[str, str]:
    if hasattr(problem, "error_dict"):
        return {name: " ".join(texts) for name, texts in problem.message_dict.items()}
    return {"": " ".join(problem.messages)}
