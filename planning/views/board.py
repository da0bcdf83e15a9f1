"""What is done at the board of a session, by whoever sits at the table and by the team at its desk: each verb has one
view, reached through two doors. A screen that keeps itself up to date is answered with what changed; a plain form with
the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import LinkRequest, LinkWrapped, WorkspaceRequest, for_link_holders, for_team, link_closed
from planning import access
from planning.models import PlanningSession, Seat
from planning.sessions import board
from planning.sessions.board import Mover
from planning.sessions.seats import SEAT
from web.meanwhile import EditedMeanwhile

FIRST = "Somebody moved it at the same time. It lies where they put it."
FIRST_OF_SOME = "Somebody moved one of these notes at the same time. Nothing was gathered: see where they lie now."
LOST_KEY = "This form has lost its key. Load the page again."
NOTHING_TO_UNDO = "There is nothing of yours to undo."


class At(NamedTuple):
    """Whose screen it is, and of which session."""

    session: PlanningSession
    by: Mover
    page: str


Act = Callable[..., object]


class Doors(NamedTuple):
    """One view for the team's desk, one for whoever has a seat."""

    desk: Any
    table: LinkWrapped


def for_sitters(view: Callable[..., HttpResponse]) -> LinkWrapped:
    """The view is called with the request and its seat. A seat that was given up looks like a link that never was."""

    @for_link_holders(SEAT)
    @wraps(view)
    def checked(request: LinkRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Seat.objects.taken().select_related("workspace", "session")
        seat = rows.filter(pk=request.link.subject).first()
        if seat is None:
            return link_closed(request)
        request.link.workspace = seat.session.workspace = seat.workspace
        return view(request, seat, *args, **kwargs)

    return checked


def _doors(method: Callable[[Any], Any], view: Callable[..., HttpResponse]) -> Doors:
    @wraps(view)
    def desk(request: WorkspaceRequest, pk: UUID, **names: UUID) -> HttpResponse:
        session = access.get_session(request, pk)
        page = reverse("planning:session", args=[request.workspace.slug, session.pk])
        return view(request, At(session, Mover(user=request.user), page), **names)

    @wraps(view)
    def table(request: LinkRequest, seat: Seat, **names: UUID) -> HttpResponse:
        return view(request, At(seat.session, Mover(seat=seat), reverse("table:table", args=[seat.pk])), **names)

    return Doors(method(for_team(desk)), method(for_sitters(table)))


def _changed(request: HttpRequest, at: At) -> HttpResponse:
    """What the screen has to draw anew since the revision it names."""
    return _answer(request.GET.get("since", "0"), at.session, at.by.seat)


def _answer(
    since: str, session: PlanningSession, seat: Seat | None, *, status: int = HTTPStatus.OK, says: str = ""
) -> HttpResponse:
    told = board.changes(session, since=_number(since), seat=seat)
    response = JsonResponse({**told, "says": says}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _verb(act: Callable[..., str], *, first: str = FIRST) -> Doors:
    """A POST that calls `act` with the request, where it is, and the ids of its address; what it says is told, and
    `first` where somebody else was."""

    def done(request: HttpRequest, at: At, **names: UUID) -> HttpResponse:
        status, says = HTTPStatus.OK, ""
        try:
            says = act(request, at, **names)
        except EditedMeanwhile:
            status, says = HTTPStatus.CONFLICT, first
        except ValidationError as problem:
            status, says = HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(problem.messages)
        if request.headers.get("Accept") == "application/json":
            stands = PlanningSession.objects.get(pk=at.session.pk)
            return _answer(request.POST.get("since", "0"), stands, at.by.seat, status=status, says=says)
        if says:
            (messages.success if status == HTTPStatus.OK else messages.error)(request, says)
        return redirect(at.page)

    return _doors(require_POST, wraps(act)(done))


def _key(request: HttpRequest, name: str = "key") -> UUID:
    found = _id(request, name)
    if found is None:
        raise ValidationError(LOST_KEY)
    return found


def _id(request: HttpRequest, name: str) -> UUID | None:
    """None where nothing is chosen."""
    typed = request.POST.get(name, "")
    return _uuid(typed) if typed else None


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise ValidationError("This is not on the board any more.") from None


def _version(request: HttpRequest) -> int:
    return _number(request.POST.get("version", ""))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


changes = _doors(require_safe, _changed)


def _write(request: HttpRequest, at: At) -> str:
    kind = "question" if request.POST.get("kind") == "question" else "idea"
    board.write(at.session, key=_key(request), text=request.POST.get("text", ""), by=at.by, kind=kind)
    return ""


def _move(request: HttpRequest, at: At, note: UUID) -> str:
    if request.POST.get("to") == "new":
        board.gather(at.session, key=_key(request), notes={note: _version(request)}, by=at.by)
        return ""
    board.move_note(
        at.session,
        note,
        key=_key(request),
        to=_id(request, "to"),
        before=_id(request, "before"),
        expected_version=_version(request),
        by=at.by,
    )
    return ""


def _gather(request: HttpRequest, at: At) -> str:
    seen = zip(request.POST.getlist("note"), request.POST.getlist("version"), strict=False)
    notes = {_uuid(note): _number(version) for note, version in seen}
    board.gather(at.session, key=_key(request), notes=notes, title=request.POST.get("title", ""), by=at.by)
    return ""


def _gone(request: HttpRequest, at: At, note: UUID) -> str:
    is_gone = request.POST.get("back") != "1"
    board.set_gone(at.session, note, is_gone=is_gone, by=at.by)
    return "Taken back." if is_gone else "It is back."


def _rank(request: HttpRequest, at: At, proposal: UUID) -> str:
    board.move_proposal(
        at.session,
        proposal,
        key=_key(request),
        before=_id(request, "before"),
        expected_version=_version(request),
        by=at.by,
    )
    return ""


def _undo(request: HttpRequest, at: At) -> str:
    return "Undone." if board.undo(at.session, by=at.by) else NOTHING_TO_UNDO


write = _verb(_write)
move = _verb(_move)
gather = _verb(_gather, first=FIRST_OF_SOME)
gone = _verb(_gone)
rank = _verb(_rank)
undo = _verb(_undo)
