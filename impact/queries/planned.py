"""What became of what planning sessions took in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from impact.models import Initiative, Planned
from planning.models import PlanningSession, Proposal
from planning.sessions import board
from planning.sessions.poker import size_in_words


@dataclass(frozen=True)
class Promise:
    """A proposal that was taken in, at its place in the order; `initiative` is None while it was not taken up."""

    number: int
    title: str
    size: str
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
    }


def promises(session: PlanningSession) -> list[Promise]:
    rows = Planned.objects.filter(proposal__session=session).select_related("initiative")
    became = {row.proposal_id: row.initiative for row in rows}
    kept = board.proposals_of(session).filter(decision=Proposal.Decision.IN)
    return [
        Promise(number, each.title, size_in_words(each.size), became.get(each.pk))
        for number, each in enumerate(kept, 1)
    ]


def of_initiative(initiative: Initiative) -> tuple[PlanningSession, Promise] | None:
    """The session that planned it, and where it stood there."""
    row = Planned.objects.filter(initiative=initiative).select_related("proposal__session__workspace").first()
    if row is None:
        return None
    session = row.proposal.session
    kept = board.proposals_of(session).filter(decision=Proposal.Decision.IN).values_list("pk", flat=True)
    number = list(kept).index(row.proposal_id) + 1
    return session, Promise(number, row.proposal.title, size_in_words(row.proposal.size), initiative)
