"""Contacts logged in seconds, follow-ups done, and ties drawn and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.formats.document import shorten
from stakeholders.forms import AnyTouchpointForm, TieForm, TieWordsForm, TouchpointForm
from stakeholders.models import Relationship, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.relationships import add_relationship, change_relationship, remove_relationship
from stakeholders.submissions import first_time
from stakeholders.touchpoints import log_touchpoint, mark_followed_up
from web.partials import panel_done, render_page

UNPROCESSABLE = 422


def _page_of(request: WorkspaceRequest, pk: int) -> str:
    return reverse("stakeholders:person", args=[request.workspace.slug, pk])


def _log(request: WorkspaceRequest, person: Stakeholder, form: TouchpointForm) -> bool:
    """Whether the contact is stored, now or when this form was sent before."""
    try:
        if first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
            log_touchpoint(person, author=request.user, **form.to_log())
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    messages.success(request, f"Logged a contact with {shorten(person.name)}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def touchpoint_any(request: WorkspaceRequest) -> HttpResponse:
    form = AnyTouchpointForm(request.POST or None, people=access.stakeholders(request))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if _log(request, person, form):
            return panel_done(request, to=_page_of(request, person.pk))
    return _touchpoint_page(request, {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def touchpoint_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    form = TouchpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _log(request, person, form):
        return panel_done(request, to=_page_of(request, pk))
    return _touchpoint_page(request, {"form": form, "person": person})


def _touchpoint_page(request: WorkspaceRequest, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "stakeholders/touchpoint.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def touchpoint_done(request: WorkspaceRequest, pk: int) -> HttpResponse:
    touchpoint = access.get_touchpoint(request, pk)
    mark_followed_up(touchpoint)
    messages.success(request, f"The follow-up with {shorten(touchpoint.stakeholder.name)} is done.")
    return redirect(_page_of(request, touchpoint.stakeholder_id))


def _seen_from(request: WorkspaceRequest, pk: int) -> str:
    """Where a tie is edited from: somebody's page, or they in the network."""
    if request.POST.get("back", request.GET.get("back")) == "network":
        return reverse("stakeholders:network", args=[request.workspace.slug]) + f"?who={pk}"
    return _page_of(request, pk)


def _between(tie: Relationship) -> str:
    return f"The relationship between {shorten(tie.source.name)} and {shorten(tie.target.name)}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def tie_new(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    people = access.stakeholders(request)
    other = people.filter(pk=request.GET["to"]).first() if request.GET.get("to", "").isdecimal() else None
    form = TieForm(request.POST or None, people=people, initial=_drawn_to(other, people) if other else None)
    if request.method == "POST" and form.is_valid():
        source, target, kind = form.ends(person, form.cleaned_data["person"])
        words = {name: form.cleaned_data[name] for name in ("weight", "label")}
        held = Relationship.objects.saying(source, kind, target, words["label"]).first()
        try:
            tie = add_relationship(source, target=target, kind=kind, **words)
        except ValidationError as problem:
            form.add_error("person", problem.messages)
        else:
            messages.success(request, _stored(tie, held))
            return panel_done(request, to=_seen_from(request, pk))
    return _tie_page(request, {"form": form, "person": person, "tie": None, "other": other})


def _stored(tie: Relationship, held: Relationship | None) -> str:
    """What is said twice of two people is one tie: `held` is what stood before."""
    if held is None:
        return f"{_between(tie)} is stored."
    told = f"{shorten(tie.source.name)} {tie.get_kind_display()} {shorten(tie.target.name)}: that was stored already"
    return f"{told}." if tie.weight == held.weight else f"{told}; its strength is changed."


def _drawn_to(other: Stakeholder, people: StakeholderQuerySet) -> dict[str, str]:
    """What a tie drawn from one to another starts with: influence, since a reporting line would replace another."""
    is_only_one = people.filter(name__iexact=other.name).count() == 1
    return {"kind": "influences:out", "person": other.name if is_only_one else f"{other.name} #{other.pk}"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def tie_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Another kind, strength or wording for a tie, seen from one of the two."""
    tie = access.get_relationship(request, pk)
    seen_from = request.POST.get("from", request.GET.get("from", ""))
    person, other, kind = TieWordsForm.seen_from(tie, int(seen_from) if seen_from.isdecimal() else None)
    form = TieWordsForm(request.POST or None, initial={"kind": kind, "weight": tie.weight, "label": tie.label})
    if request.method == "POST" and form.is_valid():
        source, _target, kind = form.ends(person, other)
        words = {name: form.cleaned_data[name] for name in ("weight", "label")}
        try:
            change_relationship(tie, kind=kind, turned=source.pk != tie.source_id, **words)
        except ValidationError as problem:
            form.add_error("kind", problem.messages)
        else:
            messages.success(request, f"{_between(tie)} is changed.")
            return panel_done(request, to=_seen_from(request, person.pk))
    return _tie_page(request, {"form": form, "person": person, "tie": tie, "other": other})


def _tie_page(request: WorkspaceRequest, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    context["back"] = request.POST.get("back", request.GET.get("back", ""))
    context["cancel"] = _seen_from(request, context["person"].pk)
    return render_page(request, "stakeholders/tie.html", context, partials={"panel"}, status=status)


@require_POST
@for_team
def tie_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    tie = access.get_relationship(request, pk)
    remove_relationship(tie)
    messages.success(request, f"{_between(tie)} is removed.")
    seen_from = tie.target_id if request.POST.get("from") == str(tie.target_id) else tie.source_id
    return redirect(_seen_from(request, seen_from))
