"""Who sits at the table of a session: invited by name with a link of their own, or come by the session's link and
called as they call themselves. Whom the team knows them to be is seen by the team alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Final

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink, User
from mail import letters, outbox
from planning.models import Estimate, PlanningSession, Seat
from stakeholders.models import Stakeholder
from web.live import publish
from web.moments import in_words

# Of links: to the door of a session, and to one's own seat.
DOOR: Final = "planning"
SEAT: Final = "seat"
LIVES: Final = dt.timedelta(days=120)
MOST: Final = 200
LONGEST_NAME: Final = 120


def open_door(session: PlanningSession) -> str:
    """A new address by which whoever has it sits down; it is kept nowhere. Others go on working."""
    return links.address(
        links.issue(session.workspace, purpose=DOOR, subject=session.pk, expires_at=timezone.now() + LIVES)
    )


def shut_door(session: PlanningSession) -> int:
    """Nobody sits down by the addresses given out so far; whoever sits keeps their seat. Says how many were open."""
    return links.revoke(session.workspace, purpose=DOOR, subject=session.pk)


def is_door_open(session: PlanningSession) -> bool:
    doors = PersonalLink.objects.open().filter(workspace=session.workspace_id, purpose=DOOR, subject=session.pk)
    return doors.exists()


def invite(session: PlanningSession, people: Iterable[Stakeholder]) -> int:
    """A seat for each, once, and a letter with their own link to whoever has an address; those who left the table get
    theirs back. Says how many that were."""
    now = timezone.now()
    with transaction.atomic(), pghistory.context(why="Invited to plan"):
        stands = _open(session)
        sit = set(Seat.objects.taken().filter(session=stands).values_list("stakeholder_id", flat=True))
        new = [each for each in people if each.pk not in sit]
        if Seat.objects.taken().filter(session=stands).count() + len(new) > MOST:
            raise ValidationError(f"A session has {MOST} seats.")
        for each in new:
            seat, _is_new = Seat.objects.update_or_create(
                session=stands,
                stakeholder=each,
                defaults={"gone_at": None, "invited_at": now},
                create_defaults={
                    "workspace": stands.workspace,
                    "name": each.name,
                    "invited_at": now,
                },
            )
            _write(
                stands,
                seat,
                "seat_invited",
                about=now.isoformat(),
                begins=in_words(stands.planned_at, settings.TIME_ZONE) if stands.planned_at else "",
                is_over_days=stands.held == PlanningSession.Held.DAYS,
            )
    publish(session.channel, "seats")
    return len(new)


def sit_down(session: PlanningSession, *, key: uuid.UUID, name: str) -> Seat:
    """Somebody who came by the session's door; the same form sent twice is one seat. Raises ValidationError."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": "Say who you are, so that the others know."})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": f"A name has room for {LONGEST_NAME} characters."})
    with transaction.atomic(), pghistory.context(why="Came by the session’s link"):
        stands = _open(session)
        if Seat.objects.filter(session=stands).count() >= MOST:
            raise ValidationError(f"All {MOST} seats are taken.")
        seat, _is_new = Seat.objects.get_or_create(
            pk=key,
            session=stands,
            defaults={"workspace_id": stands.workspace_id, "name": name, "joined_at": timezone.now()},
        )
    publish(session.channel, "seats")
    return seat


def sit_with(session: PlanningSession, user: User) -> Seat:
    """One of the team plans as well, or again."""
    with transaction.atomic(), pghistory.context(why="Sat down to plan"):
        seat, _is_new = Seat.objects.get_or_create(
            session=_open(session),
            user=user,
            defaults={"workspace_id": session.workspace_id, "name": str(user), "joined_at": timezone.now()},
        )
        if seat.gone_at is not None:
            seat.gone_at = None
            seat.save(update_fields=["gone_at"])
    publish(session.channel, "seats")
    return seat


def join(seat: Seat) -> None:
    """Their page was opened for the first time."""
    joined = Seat.objects.filter(pk=seat.pk, joined_at=None).update(joined_at=timezone.now())
    if joined:
        publish(seat.session.channel, "seats")


def recognise(seat: Seat, stakeholder: Stakeholder | None) -> None:
    """Whom the team knows them to be. Raises ValidationError where that person sits already."""
    try:
        with transaction.atomic(), pghistory.context(why="Recognised at the table"):
            Seat.objects.filter(pk=seat.pk).update(stakeholder=stakeholder)
    except IntegrityError:
        raise ValidationError(f"{stakeholder} has a seat already.") from None
    publish(seat.session.channel, "seats")


def set_observer(seat: Seat, *, is_observer: bool) -> None:
    with transaction.atomic(), pghistory.context(why="Looks on" if is_observer else "Takes part"):
        Seat.objects.filter(pk=seat.pk).update(is_observer=is_observer)
        if is_observer:
            _take_back_card(seat)
    publish(seat.session.channel, "seats")


def dismiss(seat: Seat) -> None:
    """Their links end; what they wrote stays on the board, and their order and card count no more."""
    with transaction.atomic(), pghistory.context(why="Left the table"):
        links.revoke(seat.workspace, purpose=SEAT, subject=seat.pk)
        Seat.objects.filter(pk=seat.pk, gone_at=None).update(gone_at=timezone.now())
        _take_back_card(seat)
    publish(seat.session.channel, "seats")


def issue_link(seat: Seat) -> str:
    """A new token that opens a seat; it is kept nowhere, and others go on working."""
    return links.issue(seat.workspace, purpose=SEAT, subject=seat.pk, expires_at=timezone.now() + LIVES)


def write_all(session: PlanningSession, name: str, *, about: str, **more: object) -> int:
    """A letter with their own link to everybody at the table who has an address; `about` makes it another letter."""
    seats = Seat.objects.taken().filter(session=session).select_related("workspace", "stakeholder", "user")
    return sum(_write(session, seat, name, about=about, **more) for seat in seats)


def _write(session: PlanningSession, seat: Seat, name: str, *, about: str = "", **more: object) -> bool:
    whose = seat.stakeholder or seat.user
    to = whose.email if whose else ""
    if not to:
        return False
    leads = session.facilitator
    context = {
        "seat": seat,
        "session": session,
        "facilitator": leads or "The marketing",
        "answers_go_to": leads,
        "link": links.address(issue_link(seat)),
        **more,
    }
    letter = letters.render(f"planning/emails/{name}", context, workspace=session.workspace)
    outbox.write(
        key=f"seat {seat.pk} {name} {about}".strip(),
        workspace=session.workspace,
        to=to,
        kind=name,
        headers={"Reply-To": leads.email} if leads else {},
        **letter,
    )
    return True


def _take_back_card(seat: Seat) -> None:
    """Of whoever takes part no longer; what was turned stays as it was."""
    PlanningSession.objects.select_for_update().get(pk=seat.session_id)
    Estimate.objects.filter(seat=seat, round__revealed_at=None).delete()


def _open(session: PlanningSession) -> PlanningSession:
    rows = PlanningSession.objects.select_for_update(of=("self",)).select_related("workspace", "facilitator")
    stands = rows.get(pk=session.pk)
    if stands.closed_at is not None:
        raise ValidationError("This session has ended: nobody sits down any more.")
    return stands
