"""The metrics that somebody explores, read in few queries."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache

from accounts.models import Workspace
from accounts.written import unless_written
from impact import exploring
from impact.chart import Chart
from impact.models.metric import MetricQuerySet
from impact.queries.metrics import READ_FROM, Row, charts, listed, readings, rows
from impact.readings import Reading
from web.remembered import Remembered

# Shown to whoever has chosen none yet.
AT_FIRST = 2


@dataclass(frozen=True)
class Wanted:
    metrics: tuple[int, ...]
    beside_year: bool
    in_one: bool


@dataclass(frozen=True)
class Choice:
    pk: int
    name: str
    is_chosen: bool
    # As many are chosen as can be drawn.
    is_left_out: bool


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure to explore, over the same as a drawing, which stands there until the script has come."""

    key: str
    title: str
    reading: Reading | None
    figure: exploring.Figure
    charts: tuple[Chart, Chart] | None
    rows: tuple[Row, ...]
    # Of several in one picture: their names, and a row for each day on which a period of one of them begins.
    names: list[str] = field(default_factory=list)
    indexed: list[tuple[dt.date, list[str]]] = field(default_factory=list)

    @property
    def as_json(self) -> str:
        return json.dumps(self.figure)


# Several requests get the same pictures: nothing may be written into them.
LATEST: Remembered[tuple[list[Picture], str]] = Remembered(most=8)


@dataclass(frozen=True)
class Explored:
    choices: list[Choice]
    pictures: list[Picture]
    says: str
    most: int

    @property
    def is_full(self) -> bool:
        return sum(choice.is_chosen for choice in self.choices) >= self.most


def explored(metrics: MetricQuerySet, wanted: Wanted, *, workspace: Workspace, today: dt.date) -> Explored:
    """Of impact alone: what marketing put in or put out is not held beside what came of it."""
    rows = metrics.kept().of_impact().in_reading_order().values_list("pk", "name", "leads_since")
    offered = {pk: (name, leads_since) for pk, name, leads_since in rows}
    chosen = tuple(pk for pk in offered if pk in wanted.metrics)[: exploring.MOST]
    if not wanted.metrics:
        leading = sorted((str(since), pk) for pk, (_, since) in offered.items() if since)
        chosen = tuple(pk for _, pk in leading)[:AT_FIRST] or tuple(offered)[:AT_FIRST]

    def drawn() -> tuple[list[Picture], str]:
        by_key = metrics.in_bulk(chosen)
        found = readings(workspace, [by_key[pk] for pk in chosen if pk in by_key], today=today)
        return _pictures(found, wanted), _says(found, wanted)

    pictures, says = unless_written(
        LATEST, workspace, READ_FROM, today, chosen, wanted.beside_year, wanted.in_one, make=drawn
    )
    is_full = len(chosen) >= exploring.MOST
    return Explored(
        [Choice(pk, name, pk in chosen, is_full and pk not in chosen) for pk, (name, _) in offered.items()],
        pictures,
        says,
        exploring.MOST,
    )


def _pictures(found: list[Reading], wanted: Wanted) -> list[Picture]:
    measured = [reading for reading in found if reading.points]
    if wanted.in_one:
        told = [reading for reading in measured if exploring.indexed(reading)]
        return [_together(told)] if told else []
    return [_picture(reading, wanted.beside_year) for reading in measured]


# One that is chosen beside another is drawn already.
@lru_cache(maxsize=32)
def _picture(reading: Reading, beside_year: bool) -> Picture:
    return Picture(
        str(reading.metric.pk),
        reading.metric.name,
        reading,
        exploring.figure(reading, beside_year=beside_year),
        charts(reading, []),
        rows(reading),
    )


def _together(told: list[Reading]) -> Picture:
    columns = [
        {
            point.starts_on: f"{value:,.0f}"
            for point, value in zip(reading.points, exploring.indexed(reading), strict=True)
            if value is not None
        }
        for reading in told
    ]
    days = sorted({day for column in columns for day in column}, reverse=True)
    return Picture(
        "all",
        "All together",
        None,
        exploring.in_one(told),
        None,
        (),
        [reading.metric.name for reading in told],
        [(day, [column.get(day, "") for column in columns]) for day in days],
    )


def _says(found: list[Reading], wanted: Wanted) -> str:
    """What is shown, what is not, and why."""
    if not found:
        return ""
    days = exploring.reach(found)
    names = listed([reading.metric.name for reading in found])
    if days is None:
        return f"{names} {'was' if len(found) == 1 else 'were'} never measured."
    parts = [f"{names}, from {days[0]:%B %Y} to {days[1]:%B %Y}."]
    never = [reading.metric.name for reading in found if not reading.points]
    if never:
        parts.append(f"{listed(never)} {'was' if len(never) == 1 else 'were'} never measured.")
    if wanted.in_one:
        parts.append("Each is 100 in its first whole period, so that different units can be seen together.")
        without = [one.metric.name for one in found if one.points and not exploring.indexed(one)]
        if without:
            parts.append(f"{listed(without)} began at zero or below, so nothing can be told by it.")
    return " ".join(parts)
