"""Votes on an idea put under an insight, from the page about agreement."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.synthesis import EvidenceForm
from discussions.models import Discussion, Idea, Insight
from discussions.synthesis import insights
from discussions.synthesis.agreement import reading_of
from discussions.synthesis.backing import voted_on
from discussions.synthesis.insights import Quote
from web.partials import panel_done, render_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def votes(request: WorkspaceRequest, pk: int, idea: UUID) -> HttpResponse:
    found = access.get_discussion(request, pk)
    row = get_object_or_404(Idea.objects.shown(), discussion=found, pk=idea)
    drawn = list(Insight.objects.filter(discussion=found).order_by("created_at", "pk"))
    first = str(drawn[0].pk) if drawn else EvidenceForm.NEW
    form = EvidenceForm(request.POST or None, drawn=drawn, initial={"insight": first, "kind": Insight.Kind.IDEA})
    if form.is_valid():
        try:
            _put(request, found, row, form)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return panel_done(request, to=reverse("discussions:agreement", args=[request.workspace.slug, pk]))
    context = {"discussion": found, "idea": row, "form": form, "voted": voted_on(reading_of(found), row)}
    status = UNPROCESSABLE if form.is_bound else 200
    return render_page(request, "discussions/synthesis/evidence.html", context, partials={"panel"}, status=status)


def _put(request: WorkspaceRequest, found: Discussion, idea: Idea, form: EvidenceForm) -> None:
    quote, typed = Quote(idea, is_votes=True), form.cleaned_data
    if form.chosen is not None:
        insights.attach(form.chosen, quote, by=request.user)
        messages.success(request, "The votes stand under the insight.")
        return
    statement, kind = typed["statement"], typed["kind"]
    insights.draw(found, by=request.user, kind=kind, statement=statement, quotes=[quote])
    messages.success(request, "The insight is drawn; the votes are its first evidence.")
