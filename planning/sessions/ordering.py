"""Everybody puts the proposals in order alone; what comes of it is a draft that the room settles."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from planning.models import Ballot, PlanningSession, Seat, SessionStage
from planning.sessions import board, orders
from stakeholders.models import Segment
from web.live import publish

LOOKS_ON: Final = "You look on in this session: those who plan put it in order."
SHOWN: Final = "The orders are shown, and the room settles the rest by moving proposals."
# Figures are told from so many orders on, of all and of a segment: of fewer, each one's could be worked out.
LEAST: Final = 5


@dataclass(frozen=True)
class Reading:
    """What `voters` orders say together: points, how far they agree (Kendall's W), whom majorities name; and, for the
    team alone, each segment's own order and where segments part. Nothing of it where the orders are too few."""

    voters: int
    placed: tuple[orders.Placed[str], ...]
    agreement: float | None
    compared: orders.Compared[str]
    segments: Mapping[str, tuple[str, ...]]
    parted: tuple[orders.Parted[str, str], ...]

    @property
    def is_of_few(self) -> bool:
        return self.voters < LEAST


def give_order(session: PlanningSession, seat: Seat, order: Iterable[uuid.UUID]) -> Ballot:
    """Best first; what is left out counts as equally behind. The last one given counts. Raises ValidationError."""
    if seat.is_observer:
        raise ValidationError(LOOKS_ON)
    # Held, so that none comes between what is drafted and what is shown.
    with board.held(session):
        if _are_shown(session):
            raise ValidationError(SHOWN)
        known = set(board.proposals_of(session).values_list("pk", flat=True))
        chosen = [str(each) for each in dict.fromkeys(order) if each in known]
        if not chosen:
            raise ValidationError("Put at least one proposal in its place.")
        given, _is_new = Ballot.objects.update_or_create(
            session=session,
            seat=seat,
            defaults={"workspace_id": session.workspace_id, "order": chosen, "given_at": timezone.now()},
        )
    publish(session.channel, "ballots")
    return given


def draft(session: PlanningSession) -> None:
    """The proposals as all orders together put them; among equals the one that stood first."""
    items = _items(session)
    ballots = [ballot for ballot, _segment in _ballots(session, items)]
    if ballots:
        board.arrange(session, [uuid.UUID(each.item) for each in orders.borda(ballots, items)])


def read(session: PlanningSession) -> Reading:
    """Of a session whose orders are shown. Raises ValueError before."""
    if not _are_shown(session):
        raise ValueError("The orders of this session are not shown yet.")
    items = _items(session)
    given = _ballots(session, items)
    ballots = [ballot for ballot, _segment in given]
    if len(ballots) < LEAST:
        return Reading(len(ballots), (), None, orders.Compared(None, (), ()), {}, ())
    groups: dict[str, list[list[str]]] = {}
    for ballot, segment in given:
        if segment and segment != Segment.UNKNOWN:
            groups.setdefault(segment, []).append(ballot)
    told = {segment: cast for segment, cast in groups.items() if len(cast) >= LEAST}
    # Whoever is in no group that is told could be worked out from the whole, if they are few.
    untold = len(ballots) - sum(len(cast) for cast in told.values())
    if 0 < untold < LEAST:
        told = {}
    return Reading(
        len(ballots),
        tuple(orders.borda(ballots, items)),
        orders.kendalls_w(ballots, items),
        orders.condorcet(ballots, items),
        {segment: tuple(each.item for each in orders.borda(cast, items)) for segment, cast in told.items()},
        tuple(orders.where_they_part(told, items, at_least=LEAST)),
    )


def are_few(session: PlanningSession) -> bool:
    """So few have come to take part that each one's order can be worked out from what all of them say together."""
    come = Seat.objects.taken().filter(session=session, is_observer=False, joined_at__isnull=False)
    return come.count() < LEAST


def given(session: PlanningSession) -> int:
    return Ballot.objects.counted().filter(session=session).count()


def order_of(session: PlanningSession, seat: Seat) -> list[str]:
    """The order somebody gave; empty before."""
    given = Ballot.objects.filter(session=session, seat=seat).values_list("order", flat=True).first()
    return list(given or [])


def _items(session: PlanningSession) -> list[str]:
    return [str(pk) for pk in board.proposals_of(session).values_list("pk", flat=True)]


def _ballots(session: PlanningSession, items: Iterable[str]) -> list[tuple[list[str], str]]:
    """Of those who take part, with what is still on the board, and the segment the team sees them in."""
    known = set(items)
    rows = (
        Ballot.objects.counted()
        .filter(session=session)
        .order_by("pk")
        .values_list("order", "seat__stakeholder__segment")
    )
    found = [([each for each in order if each in known], segment or "") for order, segment in rows]
    return [(ballot, segment) for ballot, segment in found if ballot]


def _are_shown(session: PlanningSession) -> bool:
    return SessionStage.objects.filter(session=session, kind="order", revealed_at__isnull=False).exists()
