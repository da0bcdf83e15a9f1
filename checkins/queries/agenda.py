"""What is overdue, due this week and to come in the three weeks after it, and how much of it each of the team has."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, overload
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.models import User
from checkins.models import CheckIn, Holiday
from checkins.models.plan import Channel
from checkins.recurrences import DAY, moved_off
from checkins.telling import REACH
from stakeholders.models import Stakeholder

FOUR_WEEKS = 28 * DAY
OVERDUE, THIS_WEEK, NEXT, LATER = "overdue", "week", "next", "later"
TITLES: Final = {
    OVERDUE: "Overdue",
    THIS_WEEK: "This week",
    NEXT: "The next three weeks",
    LATER: "Later",
}
# A plan knows its next date; within four weeks only patterns of weeks come again. `falls` says on which working day
# each date comes. People are looked up by their key where something of them is wanted: just after a large import, when
# the database knows nothing of its tables yet, a join would read all of them for each plan.
ENTRIES = """
WITH falls AS (SELECT * FROM unnest(%(dates)s::date[], %(days)s::date[]) AS falls(for_on, due_on)),
entry AS (
  SELECT c.due_on AS day, false AS is_coming, c.due_at AS moment, c.id::text AS key, c.owner_id AS owner,
         c.stakeholder_id AS person, c.channel, c.zone, c.state, c.origin, c.periods_missed, c.moved_times
    FROM checkins_checkin c
   WHERE c.workspace_id = %(workspace)s AND c.state IN ('due', 'prepared')
     AND (%(segment)s = '' OR (SELECT segment FROM stakeholders_stakeholder WHERE id = c.stakeholder_id) = %(segment)s)
     AND (%(channel)s = '' OR c.channel = %(channel)s)
  UNION ALL
  SELECT falls.due_on, true, (falls.due_on + p.at) AT TIME ZONE 'UTC', p.id::text,
         coalesce(p.owner_id, (SELECT owner_id FROM stakeholders_stakeholder WHERE id = p.stakeholder_id)),
         p.stakeholder_id, p.channel, p.zone, '', 'planned', 0, 0
    FROM checkins_checkinplan p
   CROSS JOIN LATERAL generate_series(0, CASE WHEN p.unit = 'weeks' THEN 3 ELSE 0 END) AS turn(number)
    JOIN falls ON falls.for_on = p.next_for + turn.number * p.interval * 7
   WHERE p.workspace_id = %(workspace)s AND p.opens_at IS NOT NULL AND p.next_for <= %(last)s
     AND falls.due_on BETWEEN %(today)s AND %(until)s
     AND (%(segment)s = '' OR (SELECT segment FROM stakeholders_stakeholder WHERE id = p.stakeholder_id) = %(segment)s)
     AND (%(channel)s = '' OR p.channel = %(channel)s)
)
"""
COUNTS = f"""{ENTRIES}
SELECT owner, CASE WHEN day < %(today)s THEN 'overdue' WHEN day <= %(sunday)s THEN 'week'
                   WHEN day <= %(until)s THEN 'next' ELSE 'later' END AS part, is_coming, count(*)
  FROM entry GROUP BY 1, 2, 3
"""
PAGE = f"""{ENTRIES}
SELECT day, is_coming, moment, key, owner, person, channel, zone, state, origin, periods_missed, moved_times
  FROM entry WHERE %(owner)s::bigint IS NULL OR owner = %(owner)s
 ORDER BY day, is_coming, moment, key LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Chosen:
    """What the page is filtered by; `owner` is whose alone."""

    owner: int | None = None
    segment: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Line:
    """A check-in, or with `is_coming` an occurrence that a plan will open."""

    day: dt.date
    is_coming: bool
    at: dt.time
    zone: str
    key: str
    owner: str
    person: Stakeholder
    channel: str
    state: str
    origin: str
    periods_missed: int

    @property
    def channel_word(self) -> str:
        return str(Channel(self.channel).label)

    @property
    def is_prepared(self) -> bool:
        return self.state == CheckIn.State.PREPARED

    @property
    def is_after_change(self) -> bool:
        return self.origin == CheckIn.Origin.CHANGE

    @property
    def is_extra(self) -> bool:
        return self.origin == CheckIn.Origin.EXTRA


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    count: int
    days: list[tuple[dt.date, list[Line]]]


@dataclass(frozen=True)
class Load:
    """How much one of the team has: what is overdue is part of the four weeks."""

    owner: int | None
    name: str
    overdue: int
    four_weeks: int
    share: int


@dataclass(frozen=True)
class Counted:
    """How many of each part for those who are shown, and how much everybody has."""

    parts: dict[str, int]
    coming: int
    loads: list[Load]
    free: list[str]

    @property
    def total(self) -> int:
        return sum(self.parts.values())


class Entries(Sequence[Line]):
    """The lines of the agenda, read page by page."""

    def __init__(self, agenda: Agenda, count: int) -> None:
        self.agenda, self.count_ = agenda, count

    def __len__(self) -> int:
        return self.count_

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, int):
            return self.agenda.lines(index, 1)[0]
        start, stop, _step = index.indices(self.count_)
        return self.agenda.lines(start, stop - start)


class Agenda:
    """One look at it: two statements over the same entries, and the people of one page."""

    def __init__(self, workspace: UUID, chosen: Chosen, *, today: dt.date, team: dict[int, User]) -> None:
        self.chosen, self.today, self.team = chosen, today, team
        holidays = frozenset(Holiday.objects.filter(workspace=workspace).values_list("day", flat=True))
        dates = [today + DAY * step for step in range(-REACH, FOUR_WEEKS.days + 1)]
        self.asked: dict[str, Any] = {
            "workspace": workspace,
            "dates": dates,
            "days": [moved_off(day, holidays) for day in dates],
            "last": dates[-1],
            "today": today,
            "sunday": today + DAY * (6 - today.weekday()),
            "until": today + FOUR_WEEKS - DAY,
            "segment": chosen.segment,
            "channel": chosen.channel,
        }

    def counted(self) -> Counted:
        parts: Counter[str] = Counter()
        overdue: Counter[int | None] = Counter()
        four_weeks: Counter[int | None] = Counter()
        coming = 0
        for owner, part, is_coming, count in self._rows(COUNTS, {}):
            if self.chosen.owner in (None, owner):
                parts[part] += count
                coming += count if is_coming else 0
            overdue[owner] += count if part == OVERDUE else 0
            four_weeks[owner] += count if part != LATER else 0
        most = max(four_weeks.values(), default=0) or 1
        loads = [
            Load(owner, self._name(owner), overdue[owner], count, round(100 * count / most))
            for owner, count in four_weeks.most_common()
            if count
        ]
        free = [str(user) for key, user in self.team.items() if not four_weeks[key]]
        return Counted({key: parts[key] for key in TITLES if parts[key]}, coming, loads, free)

    def lines(self, start: int, count: int) -> list[Line]:
        asked = {"owner": self.chosen.owner, "limit": count, "offset": start}
        rows = list(self._rows(PAGE, asked))
        people = Stakeholder.objects.select_related("department").in_bulk({row[5] for row in rows})
        return [
            Line(
                day=day,
                is_coming=is_coming,
                at=moment.astimezone(dt.UTC if is_coming else ZoneInfo(zone)).time(),
                zone=zone,
                key=key,
                owner=self._name(owner),
                person=people[person],
                channel=channel,
                state=state,
                origin=origin,
                periods_missed=missed,
            )
            for day, is_coming, moment, key, owner, person, channel, zone, state, origin, missed, _moved in rows
        ]

    def part_of(self, day: dt.date) -> str:
        if day < self.today:
            return OVERDUE
        if day <= self.asked["sunday"]:
            return THIS_WEEK
        return NEXT if day <= self.asked["until"] else LATER

    def parts(self, lines: Sequence[Line], counted: Counted) -> list[Part]:
        return [
            Part(key, TITLES[key], counted.parts.get(key, 0), list(_by_day(list(within))))
            for key, within in groupby(lines, lambda line: self.part_of(line.day))
        ]

    def _name(self, owner: int | None) -> str:
        if owner is None:
            return ""
        return str(self.team[owner]) if owner in self.team else "Somebody who left the team"

    def _rows(self, statement: str, more: dict[str, Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.asked | more)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _by_day(lines: list[Line]) -> Iterator[tuple[dt.date, list[Line]]]:
    for day, within in groupby(lines, lambda line: line.day):
        yield day, list(within)
