"""What a participant says about what became of it: their commitments, and whether they were understood."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import LinkRequest
from discussions.answering import commitments, loop
from discussions.answering.access import for_participants
from discussions.answering.script import Script
from discussions.answering.typed import clean
from discussions.models import Commitment
from discussions.views.answering import by_field, start_page

TOLD = {
    Commitment.State.CONFIRMED: "Your yes is stored. Thank you.",
    Commitment.State.DECLINED: "Stored: you have not agreed to it.",
    Commitment.State.KEPT: "Stored: kept. Thank you.",
    Commitment.State.BROKEN: "Stored. Thank you for saying so.",
}


@require_POST
@for_participants
def commitment(request: LinkRequest, script: Script, pk: UUID) -> HttpResponse:
    happened = clean(request.POST.get("happened", ""))
    try:
        stored = commitments.settle(script.invitation, pk, request.POST.get("act", ""), happened=happened)
    except ValidationError as problem:
        return start_page(request, script, wrong=pk, typed=happened, problem=" ".join(problem.messages))
    if stored is None:
        raise Http404
    messages.success(request, TOLD.get(Commitment.State(stored.state), "Stored."))
    return redirect(f"{reverse('answering:start', args=[script.invitation.pk])}#commitments")


@require_POST
@for_participants
def meant(request: LinkRequest, script: Script, pk: int) -> HttpResponse:
    correction = clean(request.POST.get("correction", ""))
    try:
        stored = loop.say_what_was_meant(script, pk, yes=request.POST.get("act") == "yes", correction=correction)
    except ValidationError as problem:
        says = " ".join(by_field(problem).values())
        return start_page(request, script, wrong=pk, typed=correction, problem=says)
    if not stored:
        raise Http404
    messages.success(request, "Thank you: it is stored beside your words.")
    return redirect(f"{reverse('answering:start', args=[script.invitation.pk])}#quotes")
