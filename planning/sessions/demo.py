"""The demo's planning sessions: the one in which this quarter was planned, and the next one, for which people are
invited already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from planning.models import (
    Ballot,
    BoardNote,
    Confidence,
    Estimate,
    Goal,
    PlanningSession,
    PokerRound,
    Proposal,
    Seat,
    SessionStage,
)
from planning.periods import Period, quarter
from planning.sessions.stages import PLANS
from stakeholders.demo.script import INES, SAM
from stakeholders.demo.workspace import at_work, workday
from stakeholders.models import Stakeholder

DAYS: Final = 120
TABLE: Final = ("Marcus Hale", "Lena Vogt", "Gordon Pike", "Samuel Osei", "Dana Wu", "Carmen Ortega")
INVITED: Final = ("Marcus Hale", "Lena Vogt", "Samuel Osei", "Aiko Tanabe")
OUTCOME: Final = "Three things, and nobody has to guess which comes first. What we leave out, we leave out for this quarter, and said why."


@dataclass(frozen=True)
class Proposed:
    """`notes` with who wrote each, by their place at the table; `cards` in the order of the table, None for no card."""

    title: str
    notes: tuple[tuple[int, str], ...]
    goal: str = ""
    cards: tuple[str | None, ...] = ()
    size: str = ""
    size_why: str = ""
    owner: str = ""
    left_out: str = ""


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
PROPOSED: Final = (
    Proposed(
        "Survey after the delivery",
        ((1, "Ask customers when the sensor hangs on the wall, not when they sign."), (3, "Call whoever is not content within a week.")),
        "Two of three trial", ("20", "40", "20", "40", "40", "20"), "40", "The calls take Customer Success two days a week", SAM,
    ),
    Proposed(
        "Templates for offers",
        ((0, "Blocks that Legal has read, so that an offer leaves in a day."), (2, "No more offers that promise what the line cannot keep.")),
        "Marketing answers what matters", ("40", "40", "40", "40", "40", "40"), "40", "", INES,
    ),
    Proposed(
        "Podcast with customers",
        ((4, "Let laboratories tell each other how they calibrate."),),
        "One in four", ("8", "20", "13", "20", "20", "40"), "20", "Two days an episode, once a month, and the first one takes longer", SAM,
    ),
    Proposed(
        "A catalogue for every region",
        ((5, "A catalogue of our own, with our customers in it."),),
        cards=("40", "20", "100", "40", "40", "20"), size="40", size_why="Five regions, eight days each",
        left_out="It serves none of the goals, and forty days are a third of the quarter. Carmen’s region gets the two evenings instead.",
    ),
    Proposed(
        "A stand at the spring fair",
        ((0, "Everybody is there."),),
        cards=("13", "13", "13", "20", "13", "13"), size="13",
        left_out="The fair moves to autumn. Bring it again next quarter.",
    ),
)
# The order of each at the table, best first, by place above.
ORDERS: Final = ((1, 0, 2, 4), (0, 2, 1), (1, 0, 2), (0, 1, 2, 3), (2, 0, 1), (3, 4, 0))
QUESTION: Final = (3, "How many days are there, once holidays are taken off?", "120, for the six of us together.")
SURE: Final = (
    (4, ""), (5, ""), (3, "Templates need Legal, and nobody from Legal is in the room."), (4, ""), (4, ""),
    (2, "Two evenings are no catalogue."),
)
# fmt: on


def session_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Sessions of the demo's workspace as of `today`; whether it made them. A demo from before gets them too, unless
    somebody has prepared one in it."""
    users = {user.email: user for user in User.objects.filter(email__in=[INES, SAM])}
    with (
        scope(workspace=workspace.pk, user=users[INES].pk),
        pghistory.context(user=users[INES].pk, why="Made the demo workspace"),
    ):
        people = {person.name: person for person in Stakeholder.objects.filter(workspace=workspace)}
        if PlanningSession.objects.exists() or not {*TABLE, *INVITED} <= people.keys():
            return False
        now = quarter(today.year, (today.month - 1) // 3 + 1)
        ended = _held(workspace, now, users, people)
        first = now.ends_on + dt.timedelta(days=1)
        _prepared(workspace, quarter(first.year, (first.month - 1) // 3 + 1), ended, users, people, today)
    return True


def _held(
    workspace: Workspace, period: Period, users: dict[str, User], people: dict[str, Stakeholder]
) -> PlanningSession:
    began = at_work(workday(period.starts_on - dt.timedelta(days=12)))
    over = began + dt.timedelta(minutes=sum(plan.minutes for plan in PLANS))
    session = PlanningSession.objects.create(
        workspace=workspace,
        title=f"{period.label} together",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        days=DAYS,
        facilitator=users[INES],
        revision=1,
        planned_at=began,
        where="The long table, second floor",
        begun_at=began,
        closed_at=over,
        outcome=OUTCOME,
        created_at=began - dt.timedelta(days=14),
    )
    _stages(session, began=began)
    seats = [
        Seat.objects.create(
            workspace=workspace,
            session=session,
            name=name,
            stakeholder=people[name],
            invited_at=session.created_at,
            joined_at=began,
        )
        for name in TABLE
    ]
    asker, asked, answer = QUESTION
    _note(session, seats[asker], asked, at=began, place=1, kind=BoardNote.Kind.QUESTION, answer=answer)
    proposals = [_proposal(session, each, place, users, seats, over) for place, each in enumerate(PROPOSED, 1)]
    for seat, order, (value, why) in zip(seats, ORDERS, SURE, strict=True):
        ids = [str(proposals[place].pk) for place in order]
        Ballot.objects.create(workspace=workspace, session=session, seat=seat, order=ids, given_at=began)
        Confidence.objects.create(workspace=workspace, session=session, seat=seat, value=value, why=why, given_at=over)
    return session


def _prepared(
    workspace: Workspace,
    period: Period,
    last: PlanningSession,
    users: dict[str, User],
    people: dict[str, Stakeholder],
    today: dt.date,
) -> None:
    session = PlanningSession.objects.create(
        workspace=workspace,
        title=f"{period.label} together",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        days=DAYS,
        facilitator=users[INES],
        follows=last,
        planned_at=at_work(workday(today + dt.timedelta(days=11))),
        where="The long table, second floor",
        created_at=at_work(workday(today - dt.timedelta(days=2))),
    )
    _stages(session, began=None)
    for name in INVITED:
        Seat.objects.create(
            workspace=workspace,
            session=session,
            name=name,
            stakeholder=people[name],
            invited_at=at_work(workday(today - dt.timedelta(days=1))),
        )


def _stages(session: PlanningSession, *, began: dt.datetime | None) -> None:
    for place, plan in enumerate(PLANS):
        ends = began and began + dt.timedelta(minutes=plan.minutes)
        SessionStage.objects.create(
            workspace_id=session.workspace_id,
            session=session,
            place=place,
            kind=plan.kind,
            minutes=plan.minutes,
            started_at=began,
            ended_at=ends,
            revealed_at=ends if plan.kind in ("ideas", "order", "close") else None,
        )
        began = ends


def _proposal(
    session: PlanningSession,
    each: Proposed,
    place: int,
    users: dict[str, User],
    seats: list[Seat],
    at: dt.datetime,
) -> Proposal:
    goal = each.goal and Goal.objects.filter(workspace=session.workspace_id, statement__startswith=each.goal).first()
    made = Proposal.objects.create(
        workspace_id=session.workspace_id,
        session=session,
        title=each.title,
        place=float(place),
        goal=goal or None,
        size=each.size,
        size_why=each.size_why,
        owner=users.get(each.owner),
        decision=Proposal.Decision.OUT if each.left_out else Proposal.Decision.IN,
        why=each.left_out,
        revision=1,
    )
    for number, (who, text) in enumerate(each.notes, 1):
        _note(session, seats[who], text, at=at, place=number, proposal=made)
    laid = PokerRound.objects.create(
        workspace_id=session.workspace_id,
        session=session,
        proposal=made,
        number=1,
        opened_at=at,
        revealed_at=at,
        ended_at=at,
    )
    Estimate.objects.bulk_create(
        Estimate(workspace_id=session.workspace_id, round=laid, seat=seat, value=card, chosen_at=at)
        for seat, card in zip(seats, each.cards, strict=True)
        if card is not None
    )
    return made


def _note(
    session: PlanningSession,
    seat: Seat,
    text: str,
    *,
    at: dt.datetime,
    place: int,
    kind: str = BoardNote.Kind.IDEA,
    answer: str = "",
    proposal: Proposal | None = None,
) -> None:
    BoardNote.objects.create(
        workspace_id=session.workspace_id,
        session=session,
        kind=kind,
        text=text,
        answer=answer,
        seat=seat,
        proposal=proposal,
        place=float(place),
        written_at=at,
        revision=1,
    )
