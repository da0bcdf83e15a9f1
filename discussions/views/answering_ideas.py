"""Others' ideas behind a personal link: being shown some, voting on them, replying to them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import LinkRequest
from discussions.answering import ideas
from discussions.answering.access import for_participants, get_question
from discussions.answering.answers import check_open
from discussions.answering.script import Question, Script
from discussions.answering.typed import clean
from discussions.models import Prompt
from discussions.views.answering import by_field, question_page
from web.partials import wanted_partial

GONE = "This idea is not shown any more: it was hidden, or taken back."
VOTES = {"agree": ideas.AGREE, "pass": ideas.PASS, "disagree": ideas.DISAGREE}


@require_POST
@for_participants
def show(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    asked = _wall(script, number)
    found = ideas.show(script, asked)
    return _on(request, script, asked, nothing_new=not found)


@require_POST
@for_participants
def vote(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    asked = _wall(script, number)
    value = VOTES.get(request.POST.get("vote", ""))
    if value is None:
        raise Http404
    gone = not ideas.vote(script, asked, _idea(request), value)
    return _on(request, script, asked, gone=gone)


@require_POST
@for_participants
def reply(request: LinkRequest, script: Script, number: int) -> HttpResponse:
    asked = _wall(script, number)
    typed = {name: clean(request.POST.get(name, "")) for name in ("kind", "text", "would_solve")}
    try:
        stored = ideas.respond(
            script, asked, _idea(request), typed["kind"], typed["text"], would_solve=typed["would_solve"]
        )
    except ValidationError as problem:
        return question_page(request, script, asked, more={"reply_problems": by_field(problem), "reply_typed": typed})
    return _on(request, script, asked, gone=stored is None, replied=stored is not None)


def _wall(script: Script, number: int) -> Question:
    check_open(script.discussion)
    asked = get_question(script, number)
    if asked.prompt.kind != Prompt.Kind.IDEAS:
        raise Http404
    return asked


def _idea(request: LinkRequest) -> UUID:
    try:
        return UUID(request.POST.get("idea", ""))
    except ValueError:
        raise Http404 from None


def _on(request: LinkRequest, script: Script, asked: Question, **more: bool) -> HttpResponse:
    """The same page with the next idea: its part for htmx, else by a redirect."""
    if wanted_partial(request, {"ideas"}):
        return question_page(request, script, asked, more={"moved": True, **more})
    if more.get("gone"):
        messages.info(request, GONE)
    address = reverse("answering:question", args=[script.invitation.pk, asked.number])
    stay = request.POST.get("stay", "")
    return redirect(f"{address}?idea={stay}#ideas" if stay else f"{address}#ideas")
