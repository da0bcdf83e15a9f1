"""What Northwind wants this quarter, who puts what into it and expects what back: the demo's story, told by goals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from planning.models import Goal, GoalOwner, GoalPosition, Stake
from planning.periods import quarter, whole_year
from stakeholders.demo.script import INES, SAM
from stakeholders.demo.workspace import at_work, workday
from stakeholders.models import Stakeholder

BUDGET, CAPITAL, PEOPLE, INSIGHT, ACCESS, TIME = Stake.Invests.values


@dataclass(frozen=True)
class Put:
    """A stake, entered so many days ago."""

    who: str
    invests: str
    what: str
    expects: str = ""
    measure: str = ""
    within: int | None = None
    days_ago: int = 30
    author: str = INES
    ended: int | None = None


@dataclass(frozen=True)
class Said:
    """Where somebody stands on a goal, as heard so many days ago."""

    who: str
    position: int
    why: str
    days_ago: int = 14
    author: str = INES


@dataclass(frozen=True)
class Wanted:
    """A goal of this quarter, or of the year."""

    statement: str
    owners: tuple[str, ...]
    measured_by: str
    customer_outcome: str = ""
    is_of_the_year: bool = False
    stakes: tuple[Put, ...] = ()
    said: tuple[Said, ...] = ()
    days_ago: int = 60


# fmt: off
# ruff: noqa: E501 - a sentence a line: the story is read here.
GOALS: Final = (
    Wanted(
        "One in four mid-market deals is won",
        ("Marcus Hale", "Henrik Solberg"),
        "Win rate in mid-market on the shared definition of a deal: 18 % in spring, 25 % by the end of the quarter.",
        "Mid-sized laboratories get an answer from one person, in days instead of weeks.",
        stakes=(
            Put("Marcus Hale", CAPITAL, "A word in the forecast call that the pipeline definition is ours, not marketing's.",
                "“If it is ours too, I'll back the pilot.” Deals that Sales would not have found.", "Win rate of pilot deals beside all others, every Monday", 60, 10),
            Put("Marcus Hale", PEOPLE, "Two people of Sales in the weekly.", "That they come back with something they use.", "", 30, 10),
            Put("Beth Cole", TIME, "Friday mornings for the win-rate table.", "Nobody argues about whose number is right any more.", "One number in the Monday call, corrected by nobody", 90, 38, SAM),
            Put("Henrik Solberg", INSIGHT, "The segment study that nobody else had until last year.", "That mid-market is decided on it, price point included.", "The price point stands in the plan", 75, 31),
            Put("Aiko Tanabe", BUDGET, "€ 600 k for the mid-market programme.", "A chart that survives a bad quarter.", "Win rate, twelve months in a row", 200, 96),
            Put("Dana Wu", ACCESS, "A roadmap slot, held open until the quarter ends.", "That Sales asks for it too.", "", 40, 54),
        ),
        said=(
            Said("Marcus Hale", 1, "Backs the pilot here, whatever he thinks of us elsewhere: “Two of my people, every week.”", 10),
            Said("Joel Marsh", -2, "Calls the pilot “a brochure with a spreadsheet”. His region sends no deals to it.", 27, SAM),
            Said("Dana Wu", 0, "Waits for Marcus to ask. Will not hold the slot for marketing alone.", 54),
        ),
        days_ago=88,
    ),
    Wanted(
        "Every campaign shows its payback on one page",
        ("Isabel Duarte", "Samuel Osei"),
        "Payback in months of the three largest campaigns, by a method Finance signed: 19 then, under 14 by year's end.",
        is_of_the_year=True,
        stakes=(
            Put("Samuel Osei", TIME, "An evening to rebuild the payback sheet, and a check of each page.", "Numbers that fit into a model.", "The model takes them without a change", 30, 16),
            Put("Rafael Costa", INSIGHT, "Finding what is counted twice before we do.", "A name under the table.", "", None, 44, SAM),
            Put("Viktor Lindqvist", CAPITAL, "The yes to win rate as the measure.", "“At least it can go down.”", "Win rate", None, 298, INES, 24),
        ),
        said=(
            Said("Isabel Duarte", 1, "“One page, three things, and what each paid back. Then we talk.” She wants this more than we do.", 10),
            Said("Margit Halvorsen", -2, "If campaigns report their own return, what is controlling for? Two fields of the form are left to fight about.", 16, SAM),
        ),
        days_ago=19,
    ),
    Wanted(
        "No launch means overtime on the line",
        ("Gordon Pike", "Fatima Idrissi"),
        "Hours of overtime in the four weeks after a launch; 640 after the last one.",
        "Orders of a new sensor leave when they were promised.",
        stakes=(
            Put("Fatima Idrissi", TIME, "Two weeks' notice of everything, and a launch moved because the story was not ready.", "Fewer evenings of repair.", "Late changes after the story is signed", 45, 40, SAM),
            Put("Elif Demir", ACCESS, "A look into the supply plan, every second Tuesday.", "A forecast before the launch, not after.", "Forecast beside orders, by week", 45, 26, SAM),
        ),
        said=(
            Said("Gordon Pike", 0, "Opposes the budget, not this: “Bring me the forecast before the launch and you may launch what you like.”", 12),
        ),
        days_ago=72,
    ),
    Wanted(
        "Marketing answers what matters, and declines the rest",
        ("Aiko Tanabe",),
        "Small requests done by marketing: forty a month two years ago, nine now; none by spring.",
        stakes=(
            Put("Aiko Tanabe", CAPITAL, "A list of what marketing will no longer do, written by hand.", "One question answered well: where do deals stall?", "The question, answered before each quarterly review", 90, 96),
            Put("Priya Raman", INSIGHT, "“Stop asking what they want made. Ask what they want to happen.”", "An answer to each of three ideas.", "Each idea answered, yes or no", 14, 33),
            Put("Patrice Nkemelu", ACCESS, "A seat for us in the leadership programme.", "Leaders who bring a problem instead of an order.", "How satisfied the departments are with marketing", 120, 63, SAM),
        ),
        said=(
            Said("Carmen Ortega", -1, "Misses her hundred catalogues: “Two evenings are lovely. The catalogue was quicker.”", 20, SAM),
            Said("Marcus Hale", -1, "“Who decides what matters?” Fears that his people's requests are the rest.", 21),
        ),
        days_ago=350,
    ),
    Wanted(
        "Two of three trial customers renew",
        ("Lena Vogt",),
        "Renewals among customers in their first year: 58 % today.",
        "Customers know by week two what the instrument can do for them, from somebody who uses one.",
        is_of_the_year=True,
        stakes=(
            Put("Lena Vogt", ACCESS, "Renewal data, a week before the board sees it.", "An earlier warning of who leaves.", "Days between the warning and the letter", 70, 25),
            Put("Talia Cohen", INSIGHT, "Notes of every renewal call, the lost ones first.", "Fewer calls that begin with an apology.", "Renewals lost for a reason we could have told", 60, 41, SAM),
            Put("Elena Marchetti", INSIGHT, "A look at a laboratory's own first fourteen days.", "A say in what comes next.", "", None, 47, SAM),
        ),
        days_ago=65,
    ),
)
# In nobody's goal: what they would put in for the asking.
IN_GENERAL: Final = (
    Put("Hana Kovacs", TIME, "Reads every customer story before it goes out.", "Stories that customers recognise.", "", None, 52, SAM),
    Put("Tom Okafor", ACCESS, "A line on the leadership agenda, without being asked.", "One slide, never two.", "", None, 74),
)
# fmt: on


def plan_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Goals, stakes and positions for the people of the demo's workspace, as of `today`; whether it made them.

    A demo that was made before goals were gets them as well, unless somebody has begun to plan in it or it has lost one
    of those whom they are about.
    """
    users = {user.email: user for user in User.objects.filter(email__in=[INES, SAM])}
    with (
        scope(workspace=workspace.pk, user=users[INES].pk),
        pghistory.context(user=users[INES].pk, why="Made the demo workspace"),
    ):
        people = {person.name: person for person in Stakeholder.objects.filter(workspace=workspace)}
        if Goal.objects.filter(workspace=workspace).exists() or not _cast() <= people.keys():
            return False
        _Plan(workspace, users, people, today).write()
    return True


def _cast() -> set[str]:
    """Everybody whom the plan names."""
    puts = [*IN_GENERAL, *(put for wanted in GOALS for put in wanted.stakes)]
    said = [said.who for wanted in GOALS for said in wanted.said]
    return {name for wanted in GOALS for name in wanted.owners} | {put.who for put in puts} | set(said)


class _Plan:
    def __init__(
        self, workspace: Workspace, users: dict[str, User], people: dict[str, Stakeholder], today: dt.date
    ) -> None:
        self.workspace, self.users, self.people, self.today = workspace, users, people, today

    def write(self) -> None:
        goals = Goal.objects.bulk_create(self._goal(wanted, rank) for rank, wanted in enumerate(GOALS, start=1))
        pairs = list(zip(goals, GOALS, strict=True))
        GoalOwner.objects.bulk_create(
            GoalOwner(workspace=self.workspace, goal=goal, stakeholder=self.people[name])
            for goal, wanted in pairs
            for name in wanted.owners
        )
        stakes = [self._stake(put, goal) for goal, wanted in pairs for put in wanted.stakes]
        Stake.objects.bulk_create([*stakes, *(self._stake(put, None) for put in IN_GENERAL)])
        GoalPosition.objects.bulk_create(self._said(said, goal) for goal, wanted in pairs for said in wanted.said)

    def _goal(self, wanted: Wanted, rank: int) -> Goal:
        year = self.today.year
        period = whole_year(year) if wanted.is_of_the_year else quarter(year, (self.today.month - 1) // 3 + 1)
        entered = at_work(self._day(wanted.days_ago))
        return Goal(
            workspace=self.workspace,
            statement=wanted.statement,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            measured_by=wanted.measured_by,
            customer_outcome=wanted.customer_outcome,
            rank=rank,
            created_at=entered,
            updated_at=entered,
        )

    def _stake(self, put: Put, goal: Goal | None) -> Stake:
        entered = at_work(self._day(put.days_ago))
        return Stake(
            workspace=self.workspace,
            stakeholder=self.people[put.who],
            goal=goal,
            invests=put.invests,
            what=put.what,
            expects=put.expects,
            measure=put.measure,
            horizon_on=None if put.within is None else self.today + dt.timedelta(days=put.within),
            author=self.users[put.author],
            ended_on=None if put.ended is None else self._day(put.ended),
            created_at=entered,
            updated_at=entered,
        )

    def _said(self, said: Said, goal: Goal) -> GoalPosition:
        day = self._day(said.days_ago)
        return GoalPosition(
            workspace=self.workspace,
            stakeholder=self.people[said.who],
            goal=goal,
            position=said.position,
            why=said.why,
            said_on=day,
            author=self.users[said.author],
            created_at=at_work(day),
        )

    def _day(self, days_ago: int) -> dt.date:
        return workday(self.today - dt.timedelta(days=days_ago))
