"""What became of what planning sessions took in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from discussions.models import Commitment
from discussions.models.commitment import CommitmentQuerySet
from impact.models import Initiative, Planned
from planning.models import PlanningSession, Proposal, Seat
from planning.sessions import board
from planning.sessions.poker import size_in_words

MOST: Final = 60


@dataclass(frozen=True)
class Promise:
    """A proposal that was taken in, at its place in the order, and whose it is; `initiative` is None while it was not
    taken up."""

    number: int
    title: str
    size: str
    owner: str
    initiative: Initiative | None


def of_session(session: PlanningSession) -> dict[str, Any]:
    """Its own promises once it has ended, and those of the session before it."""
    last = session.follows
    kept = promises(session) if session.closed_at is not None else []
    return {
        "kept": kept,
        "missing": sum(promise.initiative is None for promise in kept),
        "last": last,
        "promised": promises(last) if last is not None else [],
        "commitments": list(commitments(session)[:MOST]) if session.closed_at is None else [],
    }


def commitments(session: PlanningSession) -> CommitmentQuerySet:
    """What those who sit at the table said openly in discussions that they do, for the team: what is open, and what
    was settled since the session before this one ended."""
    seats = Seat.objects.taken().filter(session=session)
    whose = Q(stakeholder__in=seats.exclude(stakeholder=None).values("stakeholder"))
    whose |= Q(user__in=seats.exclude(user=None).values("user"))
    rows = Commitment.objects.openly().filter(whose, workspace=session.workspace_id)
    last = session.follows
    since = last.closed_at.date() if last is not None and last.closed_at is not None else None
    asked = Q(pk__in=Commitment.objects.open().values("pk"))
    if since is not None:
        asked |= Q(state__in=[Commitment.State.KEPT, Commitment.State.BROKEN], settled_on__gte=since)
    return rows.filter(asked).select_related("stakeholder", "user").order_by("due_on", "created_at", "pk")


def own_commitments(seat: Seat) -> list[Commitment]:
    """Of whoever was invited to this seat by name, and reads it by a link of their own. Who came by the door may be
    anybody, whoever the team takes them for."""
    if seat.stakeholder_id is None or seat.invited_at is None:
        return []
    return list(Commitment.objects.open().openly().filter(stakeholder=seat.stakeholder_id)[:MOST])


def promises(session: PlanningSession) -> list[Promise]:
    rows = Planned.objects.filter(proposal__session=session).select_related("initiative")
    became = {row.proposal_id: row.initiative for row in rows}
    kept = board.proposals_of(session).filter(decision=Proposal.Decision.IN).select_related("owner")
    return [
        Promise(number, each.title, size_in_words(each.size), str(each.owner or ""), became.get(each.pk))
        for number, each in enumerate(kept, 1)
    ]


def of_initiative(initiative: Initiative) -> tuple[PlanningSession, Promise] | None:
    """The session that planned it, and where it stood there."""
    row = (
        Planned.objects.filter(initiative=initiative)
        .select_related("proposal__session__workspace", "proposal__owner")
        .first()
    )
    if row is None:
        return None
    session = row.proposal.session
    kept = board.proposals_of(session).filter(decision=Proposal.Decision.IN).values_list("pk", flat=True)
    number = list(kept).index(row.proposal_id) + 1
    proposal = row.proposal
    return session, Promise(number, proposal.title, size_in_words(proposal.size), str(proposal.owner or ""), initiative)
