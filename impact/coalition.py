"""How the coalition moved, told to whoever may not know where anybody stands: of many people, in tenths, a quarter at a
time, and only where several of them moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Workspace
from impact.models import CoalitionQuarter
from impact.periods import DAY, Every, name_of
from impact.reports.spans import last_whole
from stakeholders.models import Assessment, Kind

# From so many people on something is said, and so many of them must have changed sides before it is called movement.
PEOPLE, MOVED = 20, 5
SUPPORTS = 1
TENTHS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Movement:
    """Tenths of the people who support the strategy; None where they are too few to say."""

    people: int
    before: int | None
    after: int | None


def movement(before: Mapping[int, int], after: Mapping[int, int]) -> Movement:
    """Of the same people at both dates, by their positions from -2 to 2. Pure."""
    both = before.keys() & after.keys()
    if len(both) < PEOPLE:
        return Movement(len(both), None, None)
    then = {person for person in both if before[person] >= SUPPORTS}
    now = {person for person in both if after[person] >= SUPPORTS}
    first = _tenths(len(then), len(both))
    return Movement(len(both), first, _tenths(len(now), len(both)) if len(then ^ now) >= MOVED else first)


def _tenths(some: int, of: int) -> int:
    """Rounded, and never all or nobody: that would say where each of them stands."""
    return min(max(int(some / of * 10 + 0.5), 1), 9)


def read_last_quarter(workspace: Workspace, *, today: dt.date) -> CoalitionQuarter:
    """The quarter that is over, read now if nobody has read it yet."""
    quarter = last_whole("quarter", today)
    starts_on = quarter.first
    found = CoalitionQuarter.objects.filter(workspace=workspace, starts_on=starts_on).first()
    if found is not None:
        return found
    read = movement(_positions(workspace, starts_on - DAY), _positions(workspace, quarter.last))
    row = CoalitionQuarter(
        workspace=workspace, starts_on=starts_on, people=read.people, before=read.before, after=read.after
    )
    # Two that read at once: the first one counts.
    CoalitionQuarter.objects.bulk_create([row], ignore_conflicts=True)
    return CoalitionQuarter.objects.get(workspace=workspace, starts_on=starts_on)


def _positions(workspace: Workspace, on: dt.date) -> dict[int, int]:
    """Of people inside and of partners; customers are heard by what they do and answer."""
    latest = Assessment.objects.filter(workspace=workspace).exclude(stakeholder__kind=Kind.CUSTOMER).latest_by(on)
    return {
        person: position
        for person, position in latest.values_list("stakeholder_id", "position")
        if position is not None
    }


def says(quarter: CoalitionQuarter | None) -> str:
    """In a sentence; empty where no quarter was read."""
    if quarter is None:
        return ""
    name = name_of(quarter.starts_on, Every.QUARTER)
    if quarter.before is None or quarter.after is None:
        return (
            f"How the coalition moved in {name} is not told: from {PEOPLE} people on whose position is known, nobody"
            " can be pointed at."
        )
    of = f"Of {quarter.people:,} people whose position was known before and after {name}"
    now = f"{_about(quarter.after)} support the strategy"
    if quarter.after == quarter.before:
        return f"{of}, {now}, as many as before it."
    return f"{of}, {now}; before it {_about(quarter.before)} did."


def _about(tenths: int) -> str:
    bound = {1: "at most ", 9: "at least "}.get(tenths, "about ")
    return f"{bound}{TENTHS[tenths]} in ten"
