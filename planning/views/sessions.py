"""Planning sessions as the team sees them: the list, the facilitator's desk, the wall, the table, and what was
decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team, open_visit
from accounts.models import PersonalLink
from accounts.tokens import hashed
from planning import access, requests
from planning.forms.session import DecideForm, EndForm, SessionForm, TimesForm
from planning.models import PlanningSession
from planning.queries import sessions as reads
from planning.sessions import board, closing, poker, seats, stages
from stakeholders.models import Stakeholder
from web.live import stream_url
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page, wanted_partial

UNPROCESSABLE, CONFLICT = 422, 409
MOVED_ON = "Somebody else has moved the session on. This is where it stands."
MEANWHILE = "Somebody else changed this meanwhile. Look at what changed, then send what you typed again."
FOUND = 30


@require_safe
@for_team
def listing(request: WorkspaceRequest) -> HttpResponse:
    return render_page(request, "planning/sessions/sessions.html", {"sessions": reads.listed(request.workspace)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    days = requests.desk_of(request.workspace).days_a_quarter
    form = SessionForm(request.POST or None, today=timezone.localdate(), days=days)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "period"}
        try:
            made = stages.prepare(request.workspace, facilitator=request.user, **data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return redirect("planning:session", request.workspace.slug, made.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "planning/sessions/new.html", {"form": form}, partials={"panel"}, status=status)


# The desk and the wall ------------------------------------------------------------------------------------------------


@require_safe
@for_team
def desk(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _desk(request, access.get_session(request, pk))


@require_safe
@for_team
def wall(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _screen(request, access.get_session(request, pk), "planning/sessions/wall.html", {"stage", "work"})


def _desk(request: WorkspaceRequest, session: PlanningSession, **more: Any) -> HttpResponse:
    return _screen(request, session, "planning/sessions/session.html", {"stage", "work", "table"}, **more)


def _screen(
    request: WorkspaceRequest, session: PlanningSession, template: str, partials: set[str], **more: Any
) -> HttpResponse:
    room = reads.room_of(session, timezone.now())
    wanted = wanted_partial(request, partials)
    sitters = reads.sitters(session)
    context = {
        "session": session,
        "room": room,
        "base": reverse("planning:session", args=[request.workspace.slug, session.pk]),
        "live": stream_url(session.channel),
        "sitters": sitters,
        "here": sum(each.is_in for each in sitters),
        "is_door_open": seats.is_door_open(session) if wanted in (None, "table") else False,
        **(reads.summary(session) if room.phase == reads.ENDED else reads.work_of(room, None)),
        **more,
    }
    return render_page(request, template, context, partials)


@require_safe
@for_team
def reading(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """Each segment's own order: for the team alone, and on no wall."""
    session = access.get_session(request, pk)
    room = reads.room_of(session, timezone.now())
    context = {"session": session, "room": room, **reads.orders_by_segment(room)}
    return render_page(request, "planning/sessions/orders.html", context)


# What the facilitator does --------------------------------------------------------------------------------------------

Led = Callable[[WorkspaceRequest, PlanningSession], bool]


def _leading(act: Led) -> Any:
    """A press at the desk: done once, and answered with the stage as it stands now."""

    @require_POST
    @for_team
    def pressed(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
        session = access.get_session(request, pk)
        try:
            if not act(request, session):
                messages.info(request, MOVED_ON)
        except EditedMeanwhile:
            messages.error(request, MEANWHILE)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        if wanted_partial(request, {"stage", "work"}):
            return _desk(request, access.get_session(request, pk))
        return redirect("planning:session", request.workspace.slug, session.pk)

    return pressed


def _number(request: WorkspaceRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _begin(request: WorkspaceRequest, session: PlanningSession) -> bool:
    return stages.begin(session, now=timezone.now())


def _go(request: WorkspaceRequest, session: PlanningSession) -> bool:
    return stages.go(session, expected=_number(request, "expected"), to=_number(request, "to"), now=timezone.now())


def _time(request: WorkspaceRequest, session: PlanningSession) -> bool:
    expected, now = _number(request, "expected"), timezone.now()
    match request.POST.get("act"):
        case "extend":
            return stages.extend(session, expected=expected, now=now)
        case "pause":
            return stages.pause(session, expected=expected, now=now)
        case "resume":
            return stages.resume(session, expected=expected, now=now)
    return False


def _reveal(request: WorkspaceRequest, session: PlanningSession) -> bool:
    return stages.reveal(session, kind=request.POST.get("kind", ""), now=timezone.now())


def _lead(request: WorkspaceRequest, session: PlanningSession) -> bool:
    return stages.take_over(session, request.user)


def _size(request: WorkspaceRequest, session: PlanningSession) -> bool:
    poker.open_round(session, UUID(int=0) if not (typed := _uuid(request, "proposal")) else typed)
    return True


def _turn(request: WorkspaceRequest, session: PlanningSession) -> bool:
    return poker.turn(session, at=_number(request, "round"))


def _agree(request: WorkspaceRequest, session: PlanningSession) -> bool:
    poker.agree(
        session,
        at=_number(request, "round"),
        value=request.POST.get("value", ""),
        why=request.POST.get("why", ""),
        expected_version=_number(request, "version"),
    )
    return True


def _answer(request: WorkspaceRequest, session: PlanningSession) -> bool:
    note = _uuid(request, "note")
    if note is None:
        return False
    board.answer(session, note, text=request.POST.get("answer", ""))
    return True


def _uuid(request: WorkspaceRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


begin = _leading(_begin)
go = _leading(_go)
time = _leading(_time)
reveal = _leading(_reveal)
lead = _leading(_lead)
size = _leading(_size)
turn = _leading(_turn)
agree = _leading(_agree)
answer = _leading(_answer)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def times(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """How many minutes the stages take that are still to come."""
    session = access.get_session(request, pk)
    room = reads.room_of(session, timezone.now())
    # What began while somebody typed is told to keep its time.
    sent = [each for each in room.stages if each.kind in request.POST] if room.is_live else []
    posted = request.method == "POST"
    form = TimesForm(request.POST if posted else None, stages=sent if posted else room.coming)
    if request.method == "POST" and form.is_valid():
        try:
            begun = stages.set_minutes(session, form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            for each in begun:
                messages.info(request, f"{each.get_kind_display()} has begun meanwhile: it keeps the time it has.")
            return panel_done(request, to=reverse("planning:session", args=[request.workspace.slug, session.pk]))
    context = {"session": session, "room": room, "form": form}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "planning/sessions/times.html", context, partials={"panel"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def proposal(request: WorkspaceRequest, pk: UUID, proposal: UUID) -> HttpResponse:
    """What it is called, which goal it serves, who answers for it, and what becomes of it."""
    session = access.get_session(request, pk)
    found = access.get_proposal(session, proposal)
    form = DecideForm(request.POST or None, proposal=found, goals=reads.goals_of(session))
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            board.edit_proposal(session, found.pk, expected_version=data.pop("version"), **data)
        except EditedMeanwhile as problem:
            form.add_error(None, MEANWHILE)
            found, status = problem.now, CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return panel_done(request, to=reverse("planning:session", args=[request.workspace.slug, session.pk]))
    context = {
        "session": session,
        "proposal": found,
        "form": form,
        "notes": board.notes_of(session).filter(proposal=found),
    }
    return render_page(request, "planning/sessions/proposal.html", context, partials={"panel"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def end(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = access.get_session(request, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = closing.end(session, outcome=form.cleaned_data["outcome"], now=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            if ended:
                messages.success(request, "The session has ended. Whoever has an address reads what was decided.")
            return redirect("planning:session", request.workspace.slug, session.pk)
    room = reads.room_of(session, timezone.now())
    undecided = board.proposals_of(session).filter(decision="").count()
    context = {"session": session, "room": room, "form": form, "undecided": undecided}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "planning/sessions/end.html", context, partials={"panel"}, status=status)


# The table ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def invite(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = access.get_session(request, pk)
    if request.method == "POST":
        keys = [each for each in request.POST.getlist("person") if each.isdecimal() and len(each) < 18]
        people = Stakeholder.objects.filter(workspace=request.workspace, pk__in=keys).order_by("name", "pk")
        try:
            many = seats.invite(session, people)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, f"{many} invited. Whoever has an address is written to.")
        return panel_done(request, to=reverse("planning:session", args=[request.workspace.slug, session.pk]))
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    known = reads.known_people(session)
    found = list(known.matching(asked)[: FOUND + 1] if asked else known[: FOUND + 1])
    context = {
        "session": session,
        "q": asked,
        "found": found[:FOUND],
        "has_more": len(found) > FOUND,
        "owners": reads.owners_without_seat(session),
    }
    return render_page(request, "planning/sessions/invite.html", context, partials={"panel", "found"})


@require_POST
@for_team
def door(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    session = access.get_session(request, pk)
    if request.POST.get("act") == "shut":
        seats.shut_door(session)
        messages.success(request, "Nobody can sit down by the addresses given out so far.")
        return redirect("planning:session", request.workspace.slug, session.pk)
    return _desk(request, session, address=seats.open_door(session))


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def seat(request: WorkspaceRequest, pk: UUID, seat: UUID) -> HttpResponse:
    """Whom the team knows somebody at the table to be, whether they look on, and their end at it."""
    session = access.get_session(request, pk)
    found = access.get_seat(session, seat)
    back = reverse("planning:session", args=[request.workspace.slug, session.pk])
    problem = ""
    if request.method == "POST":
        try:
            _seat_act(request, found)
        except ValidationError as refused:
            problem = " ".join(refused.messages)
        else:
            return panel_done(request, to=back)
    context = {"session": session, "seat": found, "known": reads.known_people(session)[:500], "problem": problem}
    status = UNPROCESSABLE if problem else 200
    return render_page(request, "planning/sessions/seat.html", context, partials={"panel"}, status=status)


def _seat_act(request: WorkspaceRequest, seat: Any) -> None:
    act = request.POST.get("act")
    if act in ("observe", "take-part"):
        seats.set_observer(seat, is_observer=act == "observe")
    elif act == "dismiss":
        seats.dismiss(seat)
    elif act == "recognise":
        typed = request.POST.get("person", "")
        known = Stakeholder.objects.filter(workspace=request.workspace)
        person = known.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 18 else None
        if typed and person is None:
            raise ValidationError("Choose somebody of the list.")
        seats.recognise(seat, person)


@require_POST
@for_team
def sit(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """One of the team takes a seat, and comes to the table as everybody does."""
    session = access.get_session(request, pk)
    try:
        own = seats.sit_with(session, request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("planning:session", request.workspace.slug, session.pk)
    opened = PersonalLink.objects.get(token_hash=hashed(seats.issue_link(own)))
    return open_visit(redirect("table:table", own.pk), opened)
