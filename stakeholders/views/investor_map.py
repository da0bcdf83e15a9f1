"""The investor map: the page, its data for the browser, its picture, and the moves behind and on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts import audit
from accounts.access import WorkspaceRequest, for_team
from accounts.models import AuditEntry
from stakeholders import access
from stakeholders.assessments import record_assessment
from stakeholders.investor_map import drawing
from stakeholders.investor_map.columns import columns_of, days, history_columns
from stakeholders.investor_map.forms import MoveForm
from stakeholders.investor_map.geometry import Frame, lay_out
from stakeholders.investor_map.people import Person, Standing, ranked_moves
from stakeholders.investor_map.steps import steps_of
from stakeholders.investor_map.story import day
from stakeholders.models import Assessment, Relationship, SavedView, Stakeholder
from stakeholders.queries import investor_map as queries
from stakeholders.saved_views import canonical
from stakeholders.views.map_question import MapQuestion, past_date
from stakeholders.views.remembered_json import remembered_json
from web.pagination import paginate
from web.partials import render_page, wanted_partial

PARTIALS = {"map-area", "map-words"}
STEPS_SHOWN = 4


@require_GET
@for_team
def investor_map(request: WorkspaceRequest) -> HttpResponse:
    question = MapQuestion(request)
    if request.GET.get("present") == "1":
        # Without a workspace the frame draws no rail, no search and no names of colleagues.
        context = {**_picture(question), "workspace": None, "slug": request.workspace.slug}
        return render_page(request, "stakeholders/investor_map_present.html", context)
    wanted = wanted_partial(request, PARTIALS)
    context = _picture(question) | {
        "filter": question.filter,
        "tray": question.tray if question.standing_today.unplaced else [],
        "swapped": wanted == "map-area",
        "alone": wanted == "map-words",
    }
    context["tray_data"] = columns_of(context["tray"])
    if wanted != "map-words":
        context |= _views(request, canonical(question.query))
    if request.GET.get("who", "").isdecimal():
        stakeholder = access.get_stakeholder(request, int(request.GET["who"]))
        context |= _moves(request, stakeholder)
        context["left_out"] = question.filter.is_active and not question.people.filter(pk=stakeholder.pk).exists()
    return render_page(request, "stakeholders/investor_map.html", context, partials=PARTIALS)


def _views(request: WorkspaceRequest, here: str) -> dict[str, Any]:
    """The views of the map that were stored, and the one looked at now."""
    views = SavedView.objects.filter(workspace=request.workspace, page=SavedView.Page.MAP)
    found = [(view, view.query == here) for view in views.visible_to(request.user.pk)]
    current = next((view for view, is_current in found if is_current), None)
    return {"views": found, "current_view": current, "view_query": here}


def _picture(question: MapQuestion) -> dict[str, Any]:
    """What both the page and the presentation draw."""
    here = question.draws_here
    people = question.drawn if here else []
    frame = Frame()
    placed = question.facts.placed
    return {
        "question": question,
        "story": question.story,
        "facts": question.facts,
        "legend": question.legend,
        "frame": frame,
        "marks": lay_out(people, frame),
        "listed": question.listed,
        "placed": placed,
        "drawn_limit": queries.DRAWN if placed > queries.DRAWN else 0,
        "data": _data(question) if here else None,
        "first_day": days(question.first) if question.first else None,
    }


@require_GET
@for_team
def map_data(request: WorkspaceRequest) -> HttpResponse:
    """The people of the map as columns; with `?history=1` also everything that was judged of them."""
    question = MapQuestion(request)
    answer = _history if request.GET.get("history") == "1" else _data
    # Filters read more than the map does.
    tables = () if question.filter.is_active else queries.DRAWN_FROM
    asked = request.user.pk, request.GET.urlencode(), question.today
    return remembered_json(request, "map", *asked, tables=tables, make=lambda: answer(question))


def _data(question: MapQuestion) -> dict[str, Any]:
    return {"day": days(question.date), "people": columns_of(question.drawn)}


def _history(question: MapQuestion) -> dict[str, Any]:
    found = queries.history(question.people, today=question.today, since=question.since)
    shown = question.shown(found.people)
    ids = {person.id: seen.id for person, seen in zip(found.people, shown, strict=True)}
    entries = None if found.entries is None else history_columns(found.entries, ids)
    return {"day": days(question.today), "people": columns_of(shown), "history": entries}


@require_POST
@for_team
def map_export_svg(request: WorkspaceRequest) -> HttpResponse:
    return _export(request, "svg", "image/svg+xml")


@require_POST
@for_team
def map_export_png(request: WorkspaceRequest) -> HttpResponse:
    return _export(request, "png", "image/png")


def _export(request: WorkspaceRequest, kind: str, content_type: str) -> HttpResponse:
    question = MapQuestion(request)
    question.hides_names = question.hides_names or request.POST.get("names") == "0"
    notes = [f"{item.label}: {item.value}" if item.label else item.value for item in question.filter.active]
    if question.facts.placed > len(question.drawn):
        notes.append(f"the {len(question.drawn):,} of {question.facts.placed:,} people with most influence")
    sheet = drawing.Sheet(
        request.workspace.name,
        question.story,
        question.date,
        question.since,
        tuple([] if question.hides_names else notes),
        left_out=question.facts.people - len(question.drawn),
    )
    drawn = drawing.draw(question.drawn, sheet)
    names = "without names" if question.hides_names else "with names"
    detail = f"{kind.upper()} of {day(question.date)}, {len(question.drawn)} people, {names}"
    audit.note(request.workspace, actor=request.user, act=AuditEntry.Act.MAP_EXPORTED, detail=detail)
    content = drawn.encode() if kind == "svg" else drawing.to_png(drawn)
    filename = f"investor-map-{question.date}.{kind}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )


@require_GET
@for_team
def map_moves(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Who this is and why they stand where they stand."""
    context = _moves(request, access.get_stakeholder(request, pk)) | {"drawn_limit": 0}
    return render_page(request, "stakeholders/investor_map_moves.html", context, partials={"map-person"})


def _moves(request: WorkspaceRequest, stakeholder: Stakeholder) -> dict[str, Any]:
    """Everything on the card, as it was known on the date that the address asks for."""
    on = past_date(request, timezone.localdate())
    assessments, contacts = stakeholder.assessments.select_related("author"), stakeholder.touchpoints.all()
    if on is not None:
        assessments, contacts = assessments.filter(assessed_on__lte=on), contacts.filter(happened_on__lte=on)
    known = list(assessments[: STEPS_SHOWN + 1])
    judged = known[0] if known else None
    return {
        "stakeholder": stakeholder,
        "judged": judged,
        "seen": _seen(stakeholder, judged),
        "card_on": on,
        # Who reports to whom is known for today alone.
        "manager": None
        if on is not None
        else Relationship.objects.reporting().filter(source=stakeholder).select_related("target").first(),
        "last_contact": contacts.first(),
        "steps": steps_of(known, shown=STEPS_SHOWN),
        "has_more_steps": len(known) > STEPS_SHOWN,
        "left_out": False,
    }


def _seen(stakeholder: Stakeholder, judged: Assessment | None) -> Person:
    """Somebody as one assessment has them."""
    now = Standing() if judged is None else Standing(judged.segment, judged.influence, judged.interest, judged.position)
    assessed_on = judged.assessed_on if judged else None
    return Person(stakeholder.pk, stakeholder.name, now, assessed_on=assessed_on)


@require_GET
@for_team
def map_moved(request: WorkspaceRequest) -> HttpResponse:
    """Everybody who moved since the date compared with, who matters most first."""
    question = MapQuestion(request)
    moved = ranked_moves(question.drawn)
    context = {"question": question, "filter": question.filter, "moved": len(moved), "page": paginate(request, moved)}
    return render_page(request, "stakeholders/investor_map_moved.html", context, partials={"moved"})


@require_http_methods(["GET", "POST"])
@for_team
def map_move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The form after a drop, and storing what it says."""
    stakeholder = access.get_stakeholder(request, pk)
    current = stakeholder.current
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        stakeholder=stakeholder,
        initial={
            "influence": request.GET.get("influence") or (current and current.influence),
            "interest": request.GET.get("interest") or (current and current.interest),
            "seen": current and current.pk,
        },
    )
    if request.method == "POST" and form.is_valid():
        stored = _store(request, stakeholder, form)
        if stored is not None:
            return stored
    context = {"form": form, "stakeholder": stakeholder, "current": current}
    status = 422 if form.errors else 200
    return render_page(
        request, "stakeholders/investor_map_move.html", context, partials={"map-move-form"}, status=status
    )


def _store(request: WorkspaceRequest, stakeholder: Stakeholder, form: MoveForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        record_assessment(
            stakeholder,
            author=request.user,
            why=data["why"],
            confidence=data["confidence"] or None,
            influence=data["influence"],
            interest=data["interest"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(
        request, f"Stored: {stakeholder.name}, influence {data['influence']}, interest {data['interest']}."
    )
    if request.htmx and request.htmx.target == "map-move-form":
        moved = {"id": stakeholder.pk, "influence": data["influence"], "interest": data["interest"]}
        return trigger_client_event(HttpResponse(""), "map:moved", moved)
    return redirect(f"{reverse('stakeholders:map', args=[request.workspace.slug])}?who={stakeholder.pk}")
