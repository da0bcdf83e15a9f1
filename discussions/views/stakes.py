"""A stake that somebody named in an answer, put on their page: as drafted with one press, or changed first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.models import Discussion
from discussions.synthesis import stakes
from discussions.synthesis.stakes import Stated
from planning.forms.stake import StakeForm
from planning.models import Goal
from stakeholders.formats.document import shorten
from web.partials import panel_done, render_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def carry(request: WorkspaceRequest, pk: int, answer: UUID) -> HttpResponse:
    found = access.get_discussion(request, pk)
    stake = _stated(found, answer)
    goals = Goal.objects.filter(workspace=request.workspace)
    goals = goals.open() | goals.filter(pk=found.goal_id or 0)
    if request.method == "POST" and "drafted" in request.POST and stake.what:
        _carry(request, stake, stake.drafted)
        return panel_done(request, to=_address(request, pk))
    given = None if request.method != "POST" or "drafted" in request.POST else request.POST
    form = StakeForm(given, goals=goals, initial=stake.drafted | {"goal": found.goal_id})
    if form.is_valid():
        try:
            _carry(request, stake, form.fields_to_store())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return panel_done(request, to=_address(request, pk))
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"discussion": found, "stake": stake, "form": form}
    return render_page(request, "discussions/synthesis/stake.html", context, partials={"panel"}, status=status)


def _stated(found: Discussion, answer: UUID) -> Stated:
    for each in stakes.drafts(stakes.stated(found).filter(pk=answer), found):
        return each
    raise Http404


def _carry(request: WorkspaceRequest, stake: Stated, fields: dict[str, object]) -> None:
    stored = stakes.carry(stake, by=request.user, fields=fields)
    name = shorten(stake.person.name)
    messages.success(request, f"A stake of {name} is {'stored' if stored else 'on their page already'}.")


def _address(request: WorkspaceRequest, pk: int) -> str:
    return reverse("discussions:shifts", args=[request.workspace.slug, pk])
