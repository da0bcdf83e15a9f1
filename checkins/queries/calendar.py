"""A month: the check-ins of each of its days, and how many more the plans will open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Window
from django.db.models.functions import Coalesce, RowNumber

from checkins.models import CheckIn, CheckInPlan, Holiday
from checkins.models.check_in import CheckInQuerySet
from checkins.queries.agenda import Chosen
from checkins.recurrences import DAY, By, Recurrence, Unit, moved_off
from checkins.telling import REACH
from stakeholders.models import Stakeholder

# So many stand in the cell of a day; what is more is a press away.
SHOWN = 4
PATTERN: Final = ("unit", "interval", "by", "day", "nth", "weekday", "starts_on", "next_for")


class FirstFew(ArrayAgg):
    """The first ones alone: thousands of people follow one pattern."""

    template = f"({ArrayAgg.template})[1:{SHOWN}]"


@dataclass(frozen=True)
class Item:
    """A check-in as its day shows it."""

    pk: UUID
    name: str
    segment: str
    position: int | None
    state: str
    is_open: bool
    version: int


@dataclass(frozen=True)
class Day:
    on: dt.date
    is_outside: bool
    is_today: bool
    is_past: bool
    closed: str
    check_ins: list[Item]
    more: int
    coming: int
    coming_names: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.check_ins or self.coming)

    @property
    def coming_more(self) -> int:
        return self.coming - len(self.coming_names)


@dataclass(frozen=True)
class Month:
    first: dt.date
    before: dt.date
    after: dt.date
    weeks: list[list[Day]]
    opened: int
    coming: int


@dataclass(frozen=True)
class OneDay:
    on: dt.date
    check_ins: list[Item]
    more: int


def month_of(text: str, today: dt.date) -> dt.date:
    """The first day of the month that `2026-11` names; of this one for anything else."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 2000 <= first.year <= 2200 else today.replace(day=1)


def month(workspace: UUID, first: dt.date, chosen: Chosen, *, today: dt.date) -> Month:
    after = (first + 31 * DAY).replace(day=1)
    monday = first - DAY * first.weekday()
    last = after - DAY
    sunday = last + DAY * (6 - last.weekday())
    holidays = dict(Holiday.objects.filter(workspace=workspace).values_list("day", "name"))
    check_ins, counts = _check_ins(workspace, chosen, monday, sunday)
    coming = _coming(workspace, chosen, frozenset(holidays), monday, sunday)
    shown = {person for _count, ids in coming.values() for person in ids[:SHOWN]}
    shown |= {each.stakeholder_id for within in check_ins.values() for each in within}
    people = Stakeholder.objects.in_bulk(shown)
    days = [monday + DAY * step for step in range((sunday - monday).days + 1)]
    drawn = [
        Day(
            on=day,
            is_outside=not first <= day <= last,
            is_today=day == today,
            is_past=day < today,
            closed=holidays.get(day, ""),
            check_ins=[item(each, people[each.stakeholder_id]) for each in check_ins[day]],
            more=counts.get(day, 0) - len(check_ins[day]),
            coming=coming[day][0] if day in coming else 0,
            coming_names=[people[person].name for person in coming[day][1][:SHOWN]] if day in coming else [],
        )
        for day in days
    ]
    return Month(
        first=first,
        before=(first - DAY).replace(day=1),
        after=after,
        weeks=[drawn[start : start + 7] for start in range(0, len(drawn), 7)],
        opened=sum(counts.get(day.on, 0) for day in drawn if not day.is_outside),
        coming=sum(day.coming for day in drawn if not day.is_outside),
    )


def day_of(workspace: UUID, text: str, chosen: Chosen, most: int = 200) -> OneDay | None:
    """All of one day, up to as many as a page bears."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    rows = _wanted(workspace, chosen).filter(due_on=day).select_related("stakeholder").order_by("due_at", "pk")
    found = list(rows[: most + 1])
    items = [item(each, each.stakeholder) for each in found[:most]]
    return OneDay(day, items, rows.count() - most if len(found) > most else 0)


def item(check_in: CheckIn, person: Stakeholder) -> Item:
    return Item(
        check_in.pk, person.name, person.segment, person.position, check_in.state, check_in.is_open, check_in.version
    )


def _wanted(workspace: UUID, chosen: Chosen) -> CheckInQuerySet:
    rows = CheckIn.objects.filter(workspace=workspace)
    if chosen.owner is not None:
        rows = rows.filter(owner=chosen.owner)
    if chosen.segment:
        rows = rows.filter(stakeholder__segment=chosen.segment)
    return rows.filter(channel=chosen.channel) if chosen.channel else rows


def _check_ins(
    workspace: UUID, chosen: Chosen, since: dt.date, until: dt.date
) -> tuple[dict[dt.date, list[CheckIn]], dict[dt.date, int]]:
    rows = _wanted(workspace, chosen).filter(due_on__range=(since, until)).defer("brief", "outcome", "next_step")
    placed = rows.annotate(
        place=Window(RowNumber(), partition_by="due_on", order_by=["due_at", "pk"]),
        of=Window(Count("pk"), partition_by="due_on"),
    ).filter(place__lte=SHOWN)
    found: dict[dt.date, list[CheckIn]] = defaultdict(list)
    counts: dict[dt.date, int] = {}
    for check_in in placed.order_by("due_on", "due_at", "pk"):
        found[check_in.due_on].append(check_in)
        counts[check_in.due_on] = check_in.of  # type: ignore[attr-defined]
    return found, counts


def _coming(
    workspace: UUID, chosen: Chosen, holidays: frozenset[dt.date], since: dt.date, until: dt.date
) -> dict[dt.date, tuple[int, list[int]]]:
    """How many occurrences come to each day, and whose. Thousands of people share a few patterns."""
    plans = CheckInPlan.objects.filter(workspace=workspace, next_for__lte=until)
    if chosen.owner is not None:
        plans = plans.annotate(holder=Coalesce("owner", "stakeholder__owner")).filter(holder=chosen.owner)
    if chosen.segment:
        plans = plans.filter(stakeholder__segment=chosen.segment)
    if chosen.channel:
        plans = plans.filter(channel=chosen.channel)
    groups = (
        plans.order_by()
        .values(*PATTERN)
        .annotate(count=Count("pk"), people=FirstFew(F("stakeholder"), order_by="stakeholder"))
    )
    found: dict[dt.date, tuple[int, list[int]]] = {}
    for group in groups:
        recurrence = Recurrence(
            Unit(group["unit"]), group["interval"], By(group["by"]), group["starts_on"],
            day=group["day"], nth=group["nth"], weekday=group["weekday"],
        )  # fmt: skip
        begins = max(group["next_for"], since - REACH * DAY)
        for for_on in recurrence.occurrences(begins - DAY, until):
            due_on = moved_off(for_on, holidays)
            if since <= due_on <= until:
                count, people = found.get(due_on, (0, []))
                found[due_on] = (count + group["count"], [*people, *group["people"]])
    return found
