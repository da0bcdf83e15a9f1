"""Planning sessions in the archive of a workspace, rows by their places in it. What lies face down is in no file:
ideas, orders and votes before they are shown, cards before they are turned. And whose an idea, an order or a vote was
is in none either, as everybody was told.

sessions   objects: the columns in SESSION, days and moments, facilitator (an e-mail or null), follows (a place or
           null), and in each:
  stages      objects: kind, place, minutes, the moments in STAGE_MOMENTS
  seats       objects: name, is_observer, stakeholder (a key or null), user (an e-mail or null), invited_at, joined_at,
              gone_at
  proposals   objects: the columns in PROPOSAL, goal (a place or null), owner (an e-mail or null), gone_at
  notes       objects: kind, text, answer, place, request (a place or null), proposal (a place or null)
  moves       objects: note or proposal (places), seat, user, source, target, source_place, target_place, at, undone_at
  ballots     lists of places of proposals, best first
  rounds      objects: proposal, number, opened_at, revealed_at, ended_at, estimates: lists of seat, value, chosen_at
  votes       lists of value, why
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User, Workspace
from planning.models import (
    Ballot,
    BoardMove,
    BoardNote,
    Confidence,
    Estimate,
    PlanningSession,
    PokerRound,
    Proposal,
    Seat,
    SessionStage,
)
from stakeholders.held_about import Rows

SESSION: Final = ("title", "held", "deck", "days", "current_place", "where", "outcome")
SESSION_MOMENTS: Final = ("planned_at", "begun_at", "closed_at", "created_at")
STAGE: Final = ("kind", "place", "minutes")
STAGE_MOMENTS: Final = ("started_at", "ended_at", "paused_at", "revealed_at", "told_at")
SEAT: Final = ("name", "is_observer")
SEAT_MOMENTS: Final = ("invited_at", "joined_at", "gone_at")
PROPOSAL: Final = ("title", "place", "size", "size_why", "decision", "why")
NOTE: Final = ("kind", "text", "answer", "place")
MOVE: Final = ("source_place", "target_place")
MOVE_MOMENTS: Final = ("at", "undone_at")
ROUND_MOMENTS: Final = ("opened_at", "revealed_at", "ended_at")


def pack(workspace: Workspace, keys: Mapping[int, str], goals: Mapping[int, int], requests: Mapping[UUID, int]) -> Rows:
    """`goals` and `requests` are their places in the archive."""
    sessions = list(
        PlanningSession.objects.filter(workspace=workspace).select_related("facilitator").order_by("created_at", "pk")
    )
    places = _places(sessions)
    of = _Tables(workspace)
    return [
        {
            **_of(session, SESSION),
            "starts_on": session.starts_on.isoformat(),
            "ends_on": session.ends_on.isoformat(),
            **_moments(session, SESSION_MOMENTS),
            "facilitator": _email(session.facilitator),
            "follows": None if session.follows_id is None else places[session.follows_id],
            **of.session(session, keys, goals, requests),
        }
        for session in sessions
    ]


class _Tables:
    """The tables of all sessions of a workspace, each read once."""

    def __init__(self, workspace: Workspace) -> None:
        def of(rows: QuerySet[Any], *order: str) -> dict[UUID, list[Any]]:
            found = rows.filter(workspace=workspace).order_by("session_id", *order)
            return {session: list(each) for session, each in groupby(found, key=lambda row: row.session_id)}

        self.stages = of(SessionStage.objects.all(), "place")
        self.seats = of(Seat.objects.select_related("user"), "name", "pk")
        self.proposals = of(Proposal.objects.select_related("owner"), "place", "title", "pk")
        # In no order that says when they were written, or by whom.
        self.notes = of(BoardNote.objects.filter(gone_at=None), "kind", "text", "pk")
        self.moves = of(BoardMove.objects.select_related("user"), "at", "pk")
        self.ballots = of(Ballot.objects.counted())
        self.rounds = of(PokerRound.objects.all(), "opened_at", "number")
        self.votes = of(Confidence.objects.counted(), "value", "why")
        cards = Estimate.objects.filter(workspace=workspace, round__revealed_at__isnull=False)
        found = cards.order_by("round_id", "seat__name", "seat_id")
        self.cards = {at: list(each) for at, each in groupby(found, key=lambda card: card.round_id)}

    def session(
        self,
        session: PlanningSession,
        keys: Mapping[int, str],
        goals: Mapping[int, int],
        requests: Mapping[UUID, int],
    ) -> dict[str, Rows | list[Any]]:
        stages: list[SessionStage] = self.stages.get(session.pk, [])
        is_over = session.closed_at is not None
        shown = {stage.kind for stage in stages if is_over or stage.revealed_at is not None}
        seats: list[Seat] = self.seats.get(session.pk, [])
        proposals: list[Proposal] = self.proposals.get(session.pk, [])
        notes: list[BoardNote] = [
            note
            for note in self.notes.get(session.pk, [])
            if "ideas" in shown or note.kind == BoardNote.Kind.QUESTION or note.request_id is not None
        ]
        sat, put, lies = _places(seats), _places(proposals), _places(notes)
        ballots: list[Ballot] = self.ballots.get(session.pk, []) if "order" in shown else []
        # A vote counts until the session ends: before, whoever gave it would be counted twice where it is restored.
        votes: list[Confidence] = self.votes.get(session.pk, []) if is_over else []
        return {
            "stages": [{**_of(stage, STAGE), **_moments(stage, STAGE_MOMENTS)} for stage in stages],
            "seats": [
                {
                    **_of(seat, SEAT),
                    "stakeholder": None if seat.stakeholder_id is None else keys[seat.stakeholder_id],
                    "user": _email(seat.user),
                    **_moments(seat, SEAT_MOMENTS),
                }
                for seat in seats
            ],
            "proposals": [
                {
                    **_of(each, PROPOSAL),
                    "goal": None if each.goal_id is None else goals[each.goal_id],
                    "owner": _email(each.owner),
                    **_moments(each, ("gone_at",)),
                }
                for each in proposals
            ],
            "notes": [
                {
                    **_of(note, NOTE),
                    "request": None if note.request_id is None else requests[note.request_id],
                    "proposal": _place(put, note.proposal_id),
                }
                for note in notes
            ],
            "moves": [
                {
                    "note": _place(lies, move.note_id),
                    "proposal": _place(put, move.proposal_id),
                    "seat": _place(sat, move.seat_id),
                    "user": _email(move.user),
                    "source": _place(put, move.source_id),
                    "target": _place(put, move.target_id),
                    **_of(move, MOVE),
                    **_moments(move, MOVE_MOMENTS),
                }
                for move in self.moves.get(session.pk, [])
                if move.note_id is None or move.note_id in lies
            ],
            "ballots": sorted([put[UUID(each)] for each in given.order if UUID(each) in put] for given in ballots),
            "rounds": [
                {
                    "proposal": put[each.proposal_id],
                    "number": each.number,
                    **_moments(each, ROUND_MOMENTS),
                    "estimates": [
                        [sat[card.seat_id], card.value, card.chosen_at.isoformat()]
                        for card in self.cards.get(each.pk, [])
                    ],
                }
                for each in self.rounds.get(session.pk, [])
            ],
            "votes": [[vote.value, vote.why] for vote in votes],
        }


def _places(rows: Iterable[Any]) -> dict[Any, int]:
    return {row.pk: place for place, row in enumerate(rows)}


def _place(places: Mapping[Any, int], key: Any) -> int | None:
    return None if key is None else places[key]


def _email(user: User | None) -> str | None:
    return user.email if user else None


def _of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _moments(row: Any, names: Iterable[str]) -> dict[str, str | None]:
    return {name: _iso(getattr(row, name)) for name in names}


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
