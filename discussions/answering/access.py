"""The door for participants: whoever opened a personal link to an invitation that stands gets its script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import LinkRequest, LinkWrapped, for_link_holders, link_closed
from discussions.answering.answers import DiscussionClosedError
from discussions.answering.script import Question, Script, script_of
from discussions.models import Discussion, Invitation

Params = ParamSpec("Params")


def for_participants(
    view: Callable[Concatenate[LinkRequest, Script, Params], HttpResponse],
) -> LinkWrapped:
    """The view is called with the request and the participant's script. A withdrawn invitation looks like a link that
    never was; what cannot be stored any more leads to the page that says so."""

    @for_link_holders("discussion")
    @wraps(view)
    def checked(request: LinkRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        standing = Invitation.objects.standing().with_facilitator().select_related("workspace")
        try:
            invitation = standing.get(pk=request.link.subject)
        except Invitation.DoesNotExist:
            return link_closed(request)
        request.link.workspace = invitation.workspace
        try:
            return view(request, script_of(invitation), *args, **kwargs)
        except DiscussionClosedError:
            return redirect("answering:start", invitation.pk)

    return checked


def get_question(script: Script, number: int) -> Question:
    """404 for what this person is not asked, or, in a room, not asked yet."""
    question = script.question(number)
    if question is None or not is_asked(script, question):
        raise Http404
    return question


def is_asked(script: Script, question: Question) -> bool:
    """Over days all questions are open at once; in a room those that the facilitator has started."""
    return script.discussion.held != Discussion.Held.LIVE or question.step.started_at is not None
