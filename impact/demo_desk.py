"""What was brought to Northwind's marketing in the year before: how an order desk became less of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from planning.intake.check import check, is_prescribed
from planning.intake.text import RequestText
from planning.models import Decision, Goal, Request
from stakeholders.demo.script import INES, SAM
from stakeholders.demo.workspace import WHY, at_work, workday
from stakeholders.models import Stakeholder

# So many days ago, one after the other; the last ones stand beside those that are told one by one.
LATEST, EARLIEST, EVERY = 8, 440, 3
# Whoever has older ones has these, or their own.
OLDER = 40
# Since so long somebody may say no.
TURNED: Final = 200
# So long ago that the next quarter has been planned since.
PLANNED: Final = 100


@dataclass(frozen=True)
class Usual:
    """What is brought again and again: by whom, for which of the goals, how many days of work it is."""

    who: str
    problem: str
    for_whom: str = ""
    goal: int | None = None
    days: int | None = None


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
USUAL: Final = (
    Usual("Joel Marsh", "We need a flyer for the regional fair, A5, 500 pieces.", days=3),
    Usual("Marcus Hale", "Two of three buyers ask what a year of service costs, and we answer each of them differently.", "Mid-sized laboratories", 0, 9),
    Usual("Carmen Ortega", "Please make a poster for the reception, like the one in spring.", days=2),
    Usual("Joel Marsh", "Can you update our sales deck? Ten slides, blue.", days=4),
    Usual("Lena Vogt", "New customers ask in week three what they were told in week one.", "Laboratories in their first month", 4, 7),
    Usual("Margit Halvorsen", "Finance cannot tell which spend belongs to which campaign.", "", 1, 5),
    Usual("Joel Marsh", "Post our team photo on LinkedIn, please.", days=1),
    Usual("Dana Wu", "Nobody who tries the second channel finds the setting that matters.", "Laboratories that bought last year", 4, 8),
    Usual("Marcus Hale", "Please build a landing page for calibration, with a form.", "Mid-sized laboratories", 0, 6),
    Usual("Carmen Ortega", "We want a video of the summer party on the home page.", days=5),
    Usual("Gordon Pike", "Orders come in a wave after each launch, and the line works at night.", "Customers who wait for a sensor", 2, 6),
    Usual("Joel Marsh", "Our region wants its own landing page with our own logo.", days=6),
    Usual("Patrice Nkemelu", "Applicants ask whether we still build instruments.", "Engineers who look for work"),
)
# fmt: on
TAKEN_ON, SHAPED = "It stands in the way of a goal we agreed on, so we take it on.", "Let us look at it together first."
SERVED, NOT_NOW = "We do it for you.", "Something else came before it. It goes to the next planning."
NOT_IN = "The room planned the quarter without it: our days went to what it put higher."
DECLINED = "Our days go where the company agreed they should. We see no customer whom this would bring nearer to that."


def bring_earlier(workspace: Workspace, *, today: dt.date) -> bool:
    """Whether it brought them: not to a demo in which somebody has begun to decide, or that has them already."""
    users = {user.email: user for user in User.objects.filter(email__in=[INES, SAM])}
    with scope(workspace=workspace.pk, user=users[INES].pk), pghistory.context(user=users[INES].pk, why=WHY):
        people = {person.name: person for person in Stakeholder.objects.filter(workspace=workspace)}
        goals = list(Goal.objects.filter(workspace=workspace).order_by("rank"))
        latest = at_work(workday(today - dt.timedelta(days=OLDER)))
        known = Request.objects.filter(workspace=workspace)
        told = {usual.who for usual in USUAL} <= people.keys() and len(goals) > max(one.goal or 0 for one in USUAL)
        if not told or not known.exists() or known.filter(received_at__lt=latest).exists():
            return False
        for number, days_ago in enumerate(range(LATEST, EARLIEST, EVERY)):
            _bring(workspace, number, days_ago, people, users[INES], goals, today)
    return True


def _bring(
    workspace: Workspace,
    number: int,
    days_ago: int,
    people: dict[str, Stakeholder],
    author: User,
    goals: list[Goal],
    today: dt.date,
) -> None:
    usual = USUAL[number * 5 % len(USUAL)]
    person, day = people[usual.who], workday(today - dt.timedelta(days=days_ago))
    text = RequestText(problem=usual.problem, for_whom=usual.for_whom, said_on=day)
    found = check(text)
    goal = None if usual.goal is None else goals[usual.goal]
    said = _said(number, days_ago, serves=goal is not None)
    decided = [at_work(workday(day + dt.timedelta(days=2 + 9 * place))) for place in range(len(said))]
    request = Request.objects.create(
        workspace=workspace,
        name=person.name,
        email=person.email,
        stakeholder=person,
        problem=usual.problem,
        for_whom=usual.for_whom,
        found=sorted({each.rule for each in found}),
        prescribed=is_prescribed(found),
        goal=goal,
        days=usual.days,
        state=said[-1][0],
        received_at=at_work(day),
        decided_at=decided[-1],
    )
    Decision.objects.bulk_create(
        Decision(
            workspace=workspace, request=request, state=state, reason=reason, goal=goal, author=author, at=decided_at
        )
        for (state, reason), decided_at in zip(said, decided, strict=True)
    )


def _said(number: int, days_ago: int, *, serves: bool) -> list[tuple[str, str]]:
    """Every decision on it: at first all is served, later what serves no goal is mostly declined."""
    if serves:
        shaped = [(Request.State.SHAPING, SHAPED)] if number % 2 else []
        changed = _changed(days_ago) if number % 11 == 0 else []
        return [*shaped, (Request.State.ACCEPTED, TAKEN_ON), *changed]
    if days_ago > TURNED or number % 3 == 0:
        changed = _changed(days_ago) if number % 9 == 0 else []
        return [(Request.State.ACCEPTED, SERVED), *changed]
    return [(Request.State.DECLINED, DECLINED)]


def _changed(days_ago: int) -> list[tuple[str, str]]:
    """Put off, and settled when the next quarter was planned."""
    settled = [(Request.State.DECLINED, NOT_IN)] if days_ago > PLANNED else []
    return [(Request.State.DEFERRED, NOT_NOW), *settled]
