"""The metrics that somebody explores, read in few queries."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

from accounts.models import Workspace
from accounts.written import unless_written
from impact import exploring
from impact.chart import Chart
from impact.models import Metric
from impact.models.metric import MetricQuerySet
from impact.queries.metrics import READ_FROM, Row, charts, held, listed, reading_of, rows
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
    metric: Metric
    is_chosen: bool
    # As many are chosen as can be drawn.
    is_left_out: bool


@dataclass(frozen=True)
class Picture:
    """A figure to explore, over the same as a drawing, which stands there until the script has come."""

    key: str
    title: str
    reading: Reading | None
    figure: exploring.Figure
    charts: tuple[Chart, Chart] | None
    rows: list[Row]
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
    offered = list(metrics.kept().of_impact().in_reading_order())
    chosen = [metric for metric in offered if metric.pk in wanted.metrics][: exploring.MOST]
    if not wanted.metrics:
        leading = sorted((one for one in offered if one.leads_since), key=lambda one: (str(one.leads_since), one.pk))
        chosen = (leading or offered)[:AT_FIRST]

    def drawn() -> tuple[list[Picture], str]:
        hanging = held(workspace, chosen, today=today)
        found = [reading_of(metric, hanging[metric.pk], today=today) for metric in chosen]
        return _pictures(found, wanted), _says(found, wanted)

    pks = tuple(metric.pk for metric in chosen)
    pictures, says = unless_written(
        LATEST, workspace, READ_FROM, today, pks, wanted.beside_year, wanted.in_one, make=drawn
    )
    is_full = len(chosen) >= exploring.MOST
    return Explored(
        [Choice(metric, metric in chosen, is_full and metric not in chosen) for metric in offered],
        pictures,
        says,
        exploring.MOST,
    )


def _pictures(found: list[Reading], wanted: Wanted) -> list[Picture]:
    measured = [reading for reading in found if reading.points]
    if wanted.in_one:
        told = [reading for reading in measured if exploring.indexed(reading)]
        return [_together(told)] if told else []
    return [
        Picture(
            str(reading.metric.pk),
            reading.metric.name,
            reading,
            exploring.figure(reading, beside_year=wanted.beside_year),
            charts(reading, []),
            rows(reading),
        )
        for reading in measured
    ]


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
        [],
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
