"""Closing the loop: what became of each idea, and the outcome that everybody who answered is told."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.running import OutcomeForm
from discussions.forms.synthesis import BecameForm
from discussions.models import Discussion, Idea
from discussions.running import closing
from discussions.synthesis import becoming
from discussions.synthesis.queries import looping
from discussions.views.letters import write_letters
from web.moments import zone_in_words
from web.pagination import paginate
from web.partials import render_page

UNPROCESSABLE = 422


@require_safe
@for_team
def loop(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_discussion(request, pk))


def _page(
    request: WorkspaceRequest,
    found: Discussion,
    *,
    became: BecameForm | None = None,
    outcome: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    show, now, shows = request.GET.get("show", ""), timezone.now(), looping.shows(found)
    if show not in {"all", *Idea.Became.values}:
        # Those to decide on, as long as there are any.
        show = "open" if any(many for key, _, many in shows if key == "open") else "all"
    page = paginate(request, looping.ideas(found, show), per_page=40)
    context = {
        "discussion": found,
        "form": became or BecameForm(),
        "outcome_form": outcome or OutcomeForm(initial={"outcome": found.outcome}),
        "is_over": found.is_over(now),
        "zone": zone_in_words(found.closes_at or now, settings.TIME_ZONE),
        "page": page,
        "show": show,
        "shows": shows,
        "steps": looping.checklist(found, now, shows),
    }
    return render_page(request, "discussions/synthesis/loop.html", context, partials={"ideas"}, status=status)


@require_POST
@for_team
def became(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    form = BecameForm(request.POST)
    ideas = looping.chosen(found, request.POST.getlist("idea"))
    if not ideas:
        form.add_error(None, "Choose at least one idea.")
    elif form.is_valid():
        try:
            many = becoming.becomes(found, ideas, form.cleaned_data["became"], because=form.cleaned_data["because"])
        except ValidationError as problem:
            form.add_error("because", problem.messages[0])
        else:
            messages.success(
                request, f"Told of {'one idea' if many == 1 else f'{many:,} ideas'}: it stands on the personal links."
            )
            return redirect(_address(request, pk))
    return _page(request, found, became=form, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def outcome(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Tells it; to be written it stands on the page about closing the loop."""
    found = access.get_discussion(request, pk)
    if request.method != "POST":
        return redirect(f"{_address(request, pk)}#outcome")
    form = OutcomeForm(request.POST)
    if form.is_valid():
        was_told = found.outcome_told_at is not None
        try:
            told = closing.tell_outcome(found, form.cleaned_data["outcome"], now=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            write_letters(told)
            said = "It is told: everybody who answered reads it by mail and behind their link."
            messages.success(request, "The words are stored; they stand behind the links." if was_told else said)
            return redirect(_address(request, pk))
    return _page(request, found, outcome=form, status=UNPROCESSABLE)


def _address(request: WorkspaceRequest, pk: int) -> str:
    return reverse("discussions:loop", args=[request.workspace.slug, pk])
