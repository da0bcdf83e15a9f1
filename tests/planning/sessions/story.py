"""A planning session, brought as far as a test wants it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User, Workspace
from planning.models import BoardNote, PlanningSession, Proposal, Seat
from planning.sessions import board, closing, ordering, poker, stages
from planning.sessions.board import Mover

START = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
PLACES = {plan.kind: place for place, plan in enumerate(stages.PLANS)}


def prepared(workspace: Workspace, leader: User, **fields: Any) -> PlanningSession:
    plain = {
        "key": uuid.uuid4(),
        "title": "First quarter together",
        "starts_on": dt.date(2027, 1, 1),
        "ends_on": dt.date(2027, 3, 31),
        "facilitator": leader,
    }
    return stages.prepare(workspace, **{**plain, **fields})


def begun(workspace: Workspace, leader: User, **fields: Any) -> PlanningSession:
    session = prepared(workspace, leader, **fields)
    stages.begin(session, now=START)
    return as_it_stands(session)


def as_it_stands(session: PlanningSession) -> PlanningSession:
    return PlanningSession.objects.get(pk=session.pk)


def seat(session: PlanningSession, name: str, **fields: Any) -> Seat:
    return Seat.objects.create(workspace=session.workspace, session=session, name=name, **fields)


def seated(session: PlanningSession, many: int, **fields: Any) -> list[Seat]:
    return [seat(session, f"Person {number}", **fields) for number in range(1, many + 1)]


def go_to(session: PlanningSession, kind: str, *, now: dt.datetime | None = None) -> PlanningSession:
    stands = as_it_stands(session)
    assert stages.go(stands, expected=stands.current_place, to=PLACES[kind], now=now or timezone.now())
    return as_it_stands(session)


def write(session: PlanningSession, by: Seat | None, text: str, **fields: Any) -> BoardNote:
    return board.write(session, key=uuid.uuid4(), text=text, by=Mover(seat=by), **fields)


def proposals(session: PlanningSession) -> list[Proposal]:
    return list(board.proposals_of(session))


def order(session: PlanningSession, by: Seat, titles: Sequence[str]) -> None:
    named = {each.title: each.pk for each in proposals(session)}
    ordering.give_order(session, by, [named[title] for title in titles])


def size(session: PlanningSession, proposal: Proposal, cards: dict[Seat, str], *, agreed: str, why: str = "") -> None:
    at = poker.open_round(session, proposal.pk).pk
    for by, card in cards.items():
        poker.choose(session, by, at=at, value=card)
    poker.turn(session, at=at)
    version = Proposal.objects.get(pk=proposal.pk).version
    poker.agree(session, at=at, value=agreed, why=why, expected_version=version)


def decide(session: PlanningSession, proposal: Proposal, **fields: Any) -> Proposal:
    version = Proposal.objects.get(pk=proposal.pk).version
    return board.edit_proposal(session, proposal.pk, expected_version=version, **fields)


def told(session: PlanningSession, seats: Sequence[Seat], *, goal: Any = None, owner: User | None = None) -> None:
    """To its end: two seats write, order, size and vote; one proposal is in, the other is not."""
    first, second = seats
    write(session, first, "Is there money for it?", kind="question")
    question = board.notes_of(session).get(kind="question")
    board.answer(session, question.pk, text="As much as last year.")
    stages.go(session, expected=0, to=PLACES["ideas"], now=START)
    write(session, first, "A fitting guide in every box")
    write(session, second, "Call the dealers")
    go_to(session, "order")
    order(session, first, ["Call the dealers", "A fitting guide in every box"])
    order(session, second, ["Call the dealers"])
    stages.reveal(session, kind="order", now=START)
    go_to(session, "size")
    calls, guide, *_carried = proposals(session)
    size(session, calls, {first: "3", second: "8"}, agreed="5", why="Only the north")
    decide(session, calls, decision="in", goal=goal, owner=owner)
    decide(session, guide, decision="out", why="No days are left")
    go_to(session, "close")
    closing.vote(session, first, value=2, why="The holidays")
    closing.vote(session, second, value=5)
    closing.end(session, outcome="We call first.", now=START)
