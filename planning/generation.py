"""Goals, stakes and positions for a generated workspace: the same ones for the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Final

from accounts.models import User, Workspace
from planning.models import Goal, GoalOwner, GoalPosition, Stake
from planning.periods import Period, offered
from stakeholders.models import Stakeholder

GOALS: Final = {"S": 5, "M": 12, "L": 20}
INVESTING, SPEAKING = 0.2, 0.1  # of all people
BATCH: Final = 2_000

WANTED: Final = (
    "Win one in four deals", "Renew two of three first-year customers", "Answer every claim within a day",
    "Halve the time to a first order", "Enter one new country", "Lose no key account", "Ship when we said we would",
    "Spend less on what nobody reads", "Hire before it hurts", "Be the first name that is called",
)  # fmt: skip
WHERE: Final = ("this year", "in the north", "in the south", "online")
PUT_IN: Final = {
    Stake.Invests.BUDGET: "A share of next year's budget",
    Stake.Invests.POLITICAL_CAPITAL: "A word in the leadership meeting",
    Stake.Invests.PEOPLE: "Somebody for a day a week",
    Stake.Invests.INSIGHT: "What their customers say",
    Stake.Invests.ACCESS: "A door to three accounts",
    Stake.Invests.TIME: "An hour every Friday",
}
EXPECTED: Final = ("", "Fewer surprises", "A number that holds", "Deals we would not have found", "To be asked first")


def generate(workspace: Workspace, leader: User, *, size: str, seed: int, today: dt.date) -> None:
    """Into the workspace in scope, for the people it holds."""
    random = Random(f"planning {size} {seed}")
    people = list(Stakeholder.objects.filter(workspace=workspace).order_by("external_id", "pk"))
    goals = Goal.objects.bulk_create(_goals(random, workspace, GOALS[size], today))
    GoalOwner.objects.bulk_create(
        GoalOwner(workspace=workspace, goal=goal, stakeholder=owner)
        for goal in goals
        for owner in random.sample(people, min(len(people), random.choice((0, 1, 1, 2, 3))))
    )
    investing = random.sample(people, round(len(people) * INVESTING))
    Stake.objects.bulk_create(_stakes(random, workspace, leader, investing, goals), batch_size=BATCH)
    speaking = random.sample(people, round(len(people) * SPEAKING))
    GoalPosition.objects.bulk_create(
        (
            GoalPosition(
                workspace=workspace,
                goal=random.choice(goals),
                stakeholder=person,
                position=random.randint(-2, 2),
                why="Said so when it was on the table.",
                said_on=today - dt.timedelta(days=random.randrange(120)),
                author=leader,
            )
            for person in speaking
        ),
        batch_size=BATCH,
    )


def empty() -> None:
    """Remove all goals of the workspace in scope, with everything that hangs on them."""
    for model in (GoalPosition, Stake, GoalOwner, Goal):
        model._base_manager.all()._raw_delete(model._base_manager.db)


def _goals(random: Random, workspace: Workspace, count: int, today: dt.date) -> Iterator[Goal]:
    year = next(period for period in offered(today) if period.key == str(today.year))
    for place in range(count):
        turn, which = divmod(place, len(WANTED))
        period: Period = random.choice((year, offered(today)[0]))
        yield Goal(
            workspace=workspace,
            statement=f"{WANTED[which]} {WHERE[turn]}",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            measured_by=random.choice(("", "Counted monthly", "As Finance counts it")),
            customer_outcome=random.choice(("", "An answer in days, not weeks")),
            rank=place + 1,
        )


def _stakes(
    random: Random, workspace: Workspace, leader: User, people: list[Stakeholder], goals: list[Goal]
) -> Iterator[Stake]:
    for person in people:
        for _ in range(random.choice((1, 1, 1, 2))):
            invests = random.choice(list(PUT_IN))
            yield Stake(
                workspace=workspace,
                stakeholder=person,
                goal=random.choice((None, *goals)),
                invests=invests,
                what=PUT_IN[invests],
                expects=random.choice(EXPECTED),
                measure=random.choice(("", "", "Win rate", "Orders by week")),
                author=leader,
            )
