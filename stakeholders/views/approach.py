"""What helps to approach somebody: notes, follow-ups, how often to be in touch, and the salience lens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.follow_ups import finish_follow_up, plan_follow_up
from stakeholders.formats.document import shorten
from stakeholders.forms import CadenceForm, FollowUpForm, NoteForm, SalienceForm
from stakeholders.freshness import cadence_of
from stakeholders.models import Stakeholder
from stakeholders.notes import GUIDANCE, add_note, remove_note
from stakeholders.queries.approach import last_answers
from stakeholders.queries.network import measured
from stakeholders.register import set_cadence
from stakeholders.salience import class_of, judge_salience
from stakeholders.submissions import first_time
from web.partials import panel_done, render_page

UNPROCESSABLE = 422


def _page_of(request: WorkspaceRequest, pk: int) -> str:
    return reverse("stakeholders:person", args=[request.workspace.slug, pk])


def _panel(request: WorkspaceRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, f"stakeholders/{template}.html", context, partials={"panel"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def note_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                add_note(person, author=request.user, **form.to_add())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The note about {shorten(person.name)} is stored.")
            return panel_done(request, to=_page_of(request, pk))
    return _panel(request, "note", {"form": form, "person": person, "guidance": GUIDANCE})


@require_POST
@for_team
def note_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    note = access.get_note(request, pk)
    remove_note(note, why=request.POST.get("why", "").replace("\x00", ""))
    messages.success(request, f"The note about {shorten(note.stakeholder.name)} is removed.")
    return redirect(_page_of(request, note.stakeholder_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def follow_up_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                plan_follow_up(person, author=request.user, **form.to_plan())
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"The follow-up with {shorten(person.name)} is planned.")
            return panel_done(request, to=_page_of(request, pk))
    return _panel(request, "follow_up", {"form": form, "person": person})


@require_POST
@for_team
def follow_up_done(request: WorkspaceRequest, pk: int) -> HttpResponse:
    follow_up = access.get_follow_up(request, pk)
    finish_follow_up(follow_up)
    messages.success(request, f"The follow-up with {shorten(follow_up.stakeholder.name)} is done.")
    return redirect(_page_of(request, follow_up.stakeholder_id))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def cadence(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """How often the team wants to be in touch with somebody."""
    person = access.get_stakeholder(request, pk)
    place = cadence_of(None, person.influence, person.interest)
    form = CadenceForm(request.POST or None, now=person.cadence_days, place=place)
    if request.method == "POST" and form.is_valid():
        set_cadence(person, days=form.cleaned_data["cadence_days"])
        messages.success(request, f"How often to be in touch with {shorten(person.name)} is stored.")
        return panel_done(request, to=_page_of(request, pk))
    return _panel(request, "cadence", {"form": form, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def salience(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    form = SalienceForm(request.POST or None, initial=last_answers(person))
    if request.method == "POST" and form.is_valid():
        try:
            said = _judge(request, person, form)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, said)
            return panel_done(request, to=_page_of(request, pk))
    return _panel(request, "salience", {"form": form, "person": person})


def _judge(request: WorkspaceRequest, person: Stakeholder, form: SalienceForm) -> str:
    if not first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
        return f"The judgement of {shorten(person.name)} is stored."
    judgement = judge_salience(person, author=request.user, **form.to_judge())
    return f"Stored. By salience {shorten(person.name)} is {class_of(judgement).title.lower()}."


@require_safe
@for_team
def person_network(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Somebody's place in the network in plain words: the page loads it on its own, for a reading is large."""
    person = access.get_stakeholder(request, pk)
    context = {"person": person, "measured": measured(request.workspace, pk)}
    return render_page(request, "stakeholders/person_network.html", context, partials={"person-network"})
