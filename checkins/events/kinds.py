"""What kinds of change there are: what each is about, how soon it calls for a conversation, and why so soon. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from checkins.models import ChangeEvent
from checkins.recurrences import DAY, moved_off, working_day_before

Kind = ChangeEvent.Kind


class About(StrEnum):
    """What has to be named when somebody enters it."""

    PERSON = "person"
    GOAL = "goal"
    NOTHING = "nothing"
    # Only the app itself notices it.
    METRIC = "metric"


class Group(StrEnum):
    LEADERSHIP = "leadership"
    PRIORITIES = "priorities"
    SUPPORT = "support"
    RESULTS = "results"
    OTHER = "other"


GROUPS: Final = {
    Group.LEADERSHIP: "Leadership",
    Group.PRIORITIES: "Priorities",
    Group.SUPPORT: "Support",
    Group.RESULTS: "Results and budgets",
    Group.OTHER: "Something else",
}


@dataclass(frozen=True)
class KindOfChange:
    """`days` are working days until the check-ins it calls for are due, `because` says why so many."""

    group: Group
    about: About
    days: int
    because: str
    icon: str


KINDS: Final[Mapping[str, KindOfChange]] = {
    Kind.JOINED: KindOfChange(
        Group.LEADERSHIP, About.PERSON, 10, "First judgements are made in the first two weeks.", "user-plus"
    ),
    Kind.LEFT: KindOfChange(
        Group.LEADERSHIP, About.PERSON, 10, "Whoever relied on them looks for somebody else by then.", "user-minus"
    ),
    Kind.PROMOTED: KindOfChange(
        Group.LEADERSHIP, About.PERSON, 10, "A new role sets its priorities in the first weeks.", "arrow-up"
    ),
    Kind.REPORTS_ELSEWHERE: KindOfChange(
        Group.LEADERSHIP, About.PERSON, 10, "A new manager asks soon what everything is for.", "git-branch"
    ),
    Kind.GOAL_ADDED: KindOfChange(
        Group.PRIORITIES, About.GOAL, 15, "Time to think first what we can do for it.", "plus"
    ),
    Kind.GOAL_DROPPED: KindOfChange(
        Group.PRIORITIES, About.GOAL, 15, "Long enough to have an answer, before they have drawn their own.", "x"
    ),
    Kind.GOAL_REORDERED: KindOfChange(
        Group.PRIORITIES, About.GOAL, 15, "Orders change again within days; then they hold.", "list-ordered"
    ),
    Kind.GOAL_OWNER: KindOfChange(
        Group.PRIORITIES, About.GOAL, 15, "The new owner has to read up on it first.", "flag"
    ),
    Kind.CHAMPION_LOST: KindOfChange(
        Group.SUPPORT, About.PERSON, 5, "Those who listen to them hear it within days.", "heart-off"
    ),
    Kind.POSITION_DROPPED: KindOfChange(
        Group.SUPPORT, About.PERSON, 5, "A doubt is easier to answer while it is fresh.", "trending-down"
    ),
    Kind.SILENCE: KindOfChange(
        Group.SUPPORT, About.PERSON, 10, "They have waited for long; two weeks more is the end of it.", "hourglass"
    ),
    Kind.TARGET_MISSED: KindOfChange(
        Group.RESULTS, About.METRIC, 5, "They should hear it from us, and first.", "target"
    ),
    Kind.TARGET_BEATEN: KindOfChange(
        Group.RESULTS, About.METRIC, 10, "Good news keeps for two weeks.", "trophy"
    ),
    Kind.BUDGET_NEAR: KindOfChange(
        Group.RESULTS, About.NOTHING, 10, "After that the numbers are set.", "calendar-clock"
    ),
    Kind.OTHER: KindOfChange(Group.OTHER, About.NOTHING, 10, "Two weeks unless it says otherwise.", "circle-dot"),
}  # fmt: skip


def of_group(group: str) -> list[str]:
    return [kind for kind, known in KINDS.items() if known.group == group]


def due_on(kind: str, happened_on: dt.date, *, today: dt.date, holidays: Collection[dt.date] = frozenset()) -> dt.date:
    """So many working days after the change, or after today where it was found late. Of what is decided on a day that
    is still to come, before that day."""
    begins = today if kind == Kind.BUDGET_NEAR else max(today, happened_on)
    day = begins
    for _ in range(KINDS[kind].days):
        day = moved_off(day + DAY, holidays)
    if kind == Kind.BUDGET_NEAR and happened_on > today:
        day = min(day, max(working_day_before(happened_on, holidays), moved_off(today, holidays)))
    return day
