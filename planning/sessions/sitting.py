"""What a planning session holds of one person: told to them, and forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from planning.models import Ballot, BoardNote, Confidence, Estimate, PlanningSession, Proposal, SessionStage
from planning.sessions.board import LONGEST_TITLE
from stakeholders.erasure import ERASED
from stakeholders.held_about import Rows
from stakeholders.models import Stakeholder


def told(rows: QuerySet[Any]) -> Rows:
    """Where they sat, and what they wrote, ordered, laid down and voted as far as it is shown: what lies face down is
    told by its number alone, as somebody of the team reads this first."""
    seats = list(rows.select_related("session").order_by("session__created_at", "pk"))
    keys = [seat.pk for seat in seats]
    sessions = {seat.session_id for seat in seats}
    shown = _shown(sessions)
    titles = {str(pk): title for pk, title in Proposal.objects.filter(session__in=sessions).values_list("pk", "title")}
    found: dict[UUID | None, dict[str, Any]] = {key: _nothing() for key in keys}
    for note in BoardNote.objects.filter(seat__in=keys).order_by("written_at", "pk"):
        is_shown = note.kind == BoardNote.Kind.QUESTION or (note.session_id, "ideas") in shown
        _put(found[note.seat_id], "notes", [_note(note)], is_shown=is_shown)
    for ballot in Ballot.objects.filter(seat__in=keys):
        order = [titles[each] for each in ballot.order if each in titles]
        _put(found[ballot.seat_id], "ordered", order, is_shown=(ballot.session_id, "order") in shown)
    cards = Estimate.objects.filter(seat__in=keys).select_related("round__proposal").order_by("chosen_at", "pk")
    for card in cards:
        laid = {"proposal": card.round.proposal.title, "round": card.round.number, "card": card.value}
        _put(found[card.seat_id], "cards", [laid], is_shown=card.round.revealed_at is not None)
    for vote in Confidence.objects.filter(seat__in=keys):
        said = {"from_1_to_5": vote.value, "why": vote.why}
        _put(found[vote.seat_id], "votes_of_confidence", [said], is_shown=(vote.session_id, "close") in shown)
    return [
        {
            "session": seat.session.title,
            "period": seat.session.period,
            "called": seat.name,
            "looks_on": seat.is_observer,
            "invited": seat.invited_at,
            "joined": seat.joined_at,
            "left": seat.gone_at,
            **found[seat.pk],
        }
        for seat in seats
    ]


def forget(stakeholder: Stakeholder) -> None:
    """Before their notes go: a proposal that is called in their words is called as the next note under it."""
    theirs = Q(seat__stakeholder=stakeholder) | Q(request__stakeholder=stakeholder)
    called: dict[UUID, set[str]] = defaultdict(set)
    for session, words in BoardNote.objects.filter(theirs).values_list("session_id", "text"):
        called[session].add(words[:LONGEST_TITLE])
    for session, titles in called.items():
        with transaction.atomic():
            board = PlanningSession.objects.select_for_update().get(pk=session)
            for proposal in Proposal.objects.filter(session=board, title__in=titles):
                others = BoardNote.objects.filter(proposal=proposal, gone_at=None).exclude(theirs)
                text: str | None = others.order_by("place", "pk").values_list("text", flat=True).first()
                Proposal.objects.filter(pk=proposal.pk).update(
                    title=text[:LONGEST_TITLE] if text else ERASED,
                    revision=board.revision + 1,
                    version=F("version") + 1,
                )
            PlanningSession.objects.filter(pk=board.pk).update(revision=board.revision + 1)


def _shown(sessions: Iterable[UUID]) -> set[tuple[UUID, str]]:
    shown = SessionStage.objects.filter(session__in=list(sessions), revealed_at__isnull=False)
    return set(shown.order_by().values_list("session_id", "kind"))


def _nothing() -> dict[str, Any]:
    return {"notes": [], "ordered": [], "cards": [], "votes_of_confidence": [], "not_shown_yet": 0}


def _put(found: dict[str, Any], part: str, said: list[Any], *, is_shown: bool) -> None:
    if is_shown:
        found[part] += said
    else:
        found["not_shown_yet"] += 1


def _note(note: BoardNote) -> dict[str, Any]:
    return {
        "kind": note.get_kind_display(),
        "text": note.text,
        "answer": note.answer,
        "written": note.written_at,
        "taken_back": note.gone_at,
    }
