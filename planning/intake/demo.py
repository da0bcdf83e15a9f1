"""What was brought to Northwind's marketing lately: the demo's story, told by requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from planning.intake.check import check, is_prescribed
from planning.intake.text import RequestText
from planning.models import Decision, Goal, Request, RequestDesk
from stakeholders.demo.script import INES, SAM
from stakeholders.demo.workspace import at_work, workday
from stakeholders.models import Stakeholder

DAYS_A_QUARTER: Final = 120


@dataclass(frozen=True)
class Brought:
    """By whom so many days ago, and what became of it how many days later."""

    who: str
    text: RequestText
    days_ago: int
    wanted_in: int | None = None
    typed_by: str = ""
    days: int | None = None
    value: int | None = None
    goal: int | None = None
    state: str = Request.State.NEW
    reason: str = ""
    after: int = 2


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
BROUGHT: Final = (
    Brought("Carmen Ortega", RequestText(
        problem="We need 100 catalogues for the open evenings. Please use the blue cover, like last time.",
        for_whom="My team", outcome="We have catalogues again", why_then="Before the weekend", ideas="The same as two years ago."),
        days_ago=1, wanted_in=4, typed_by=SAM),
    Brought("Lena Vogt", RequestText(
        problem="Four of ten customers in their first year never use the second channel of the instrument, and those are the ones who leave.",
        for_whom="Laboratories in their first twelve months", outcome="More of them renew: we lose € 40 k a month with those who do not",
        otherwise="The spring renewals go as the autumn ones did: 58 %.", why_then="The renewals of the spring are decided in January"),
        days_ago=2, wanted_in=50),
    Brought("Marcus Hale", RequestText(
        problem="Buyers in mid-market ask three of us the same questions about calibration, and get three answers. Deals wait two weeks for it.",
        for_whom="Mid-sized laboratories that compare us with two others", outcome="They get one answer in days, and deals close sooner",
        otherwise="We go on losing the ones that wait.", ideas="A page with all the answers?"),
        days_ago=12, days=8, value=5, goal=0, state=Request.State.ACCEPTED, after=2,
        reason="This stands in the way of “One in four mid-market deals is won”, so we take it on. We begin with ten of the buyers who waited, and come back to you before anything is made."),
    Brought("Joel Marsh", RequestText(
        problem="My region wants its own brochure, with our own slogan on the cover.",
        for_whom="The regional team", outcome="A brochure of our own", why_then="My boss wants it this month"),
        days_ago=20, days=6, value=1, state=Request.State.DECLINED, after=1,
        reason="Our days go where the company agreed they should: first of all to “One in four mid-market deals is won”. We see no customer of your region whom a cover of its own would bring nearer to that. If you see one, tell us who, and we look at it again."),
    Brought("Patrice Nkemelu", RequestText(
        problem="Applicants for the plant think that we sell software. Nine of the last twelve said so in the first talk.",
        for_whom="Engineers in the region who look for work", outcome="Fewer first talks that end after five minutes, and the two open positions filled by summer"),
        days_ago=33, days=5, value=3, state=Request.State.DEFERRED, after=4,
        reason="The days of this quarter are given to “One in four mid-market deals is won”. It comes to the next planning, where you can argue for its place beside the others."),
)
# fmt: on


def ask_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Requests of the demo's workspace as of `today`; whether it made them. A demo from before gets them too, unless
    somebody has begun with requests in it."""
    users = {user.email: user for user in User.objects.filter(email__in=[INES, SAM])}
    with (
        scope(workspace=workspace.pk, user=users[INES].pk),
        pghistory.context(user=users[INES].pk, why="Made the demo workspace"),
    ):
        people = {person.name: person for person in Stakeholder.objects.filter(workspace=workspace)}
        begun = RequestDesk.objects.filter(workspace=workspace).exists() or Request.objects.exists()
        if begun or not {each.who for each in BROUGHT} <= people.keys():
            return False
        goals = list(Goal.objects.filter(workspace=workspace).order_by("rank"))
        RequestDesk.objects.create(workspace=workspace, owner=users[INES], days_a_quarter=DAYS_A_QUARTER)
        for each in BROUGHT:
            _bring(workspace, each, people[each.who], users, goals, today)
    return True


def _bring(
    workspace: Workspace,
    brought: Brought,
    person: Stakeholder,
    users: dict[str, User],
    goals: list[Goal],
    today: dt.date,
) -> None:
    day = workday(today - dt.timedelta(days=brought.days_ago))
    wanted_by = None if brought.wanted_in is None else today + dt.timedelta(days=brought.wanted_in)
    text = brought.text
    found = check(
        RequestText(
            text.problem, text.for_whom, text.outcome, text.why_then, text.otherwise, text.ideas, wanted_by, day
        )
    )
    is_decided = brought.state != Request.State.NEW
    decided_at = at_work(workday(day + dt.timedelta(days=brought.after))) if is_decided else None
    goal = goals[brought.goal] if brought.goal is not None and goals else None
    asked = Request.objects.create(
        workspace=workspace,
        name=person.name,
        email=person.email,
        stakeholder=person,
        typed_by=users.get(brought.typed_by),
        problem=text.problem,
        for_whom=text.for_whom,
        outcome=text.outcome,
        why_then=text.why_then,
        otherwise=text.otherwise,
        ideas=text.ideas,
        wanted_by=wanted_by,
        found=sorted({each.rule for each in found}),
        prescribed=is_prescribed(found),
        goal=goal,
        days=brought.days,
        value=brought.value,
        state=brought.state,
        received_at=at_work(day),
        decided_at=decided_at,
    )
    if decided_at is not None:
        Decision.objects.create(
            workspace=workspace,
            request=asked,
            state=brought.state,
            reason=brought.reason,
            goal=goal,
            author=users[INES],
            at=decided_at,
        )
