"""Metrics with years of observations for a generated workspace: the same ones for the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from django.db import connection, models

from accounts.models import User, Workspace
from impact.library import LIBRARY, Standard, fields
from impact.metrics import IN_FRONT
from impact.models import Annotation, FromFile, Metric, MetricDefinition, Observation, ObservationFile, Rebase, Target
from impact.periods import DAY, Every, last_day, start_of
from stakeholders.demo.workspace import at_work, workday


@dataclass(frozen=True)
class Size:
    """So many metrics, each measured in so many periods; of every `corrected_of` periods some are `corrected` so many
    times, and the others once less."""

    metrics: int
    every: Every
    periods: int
    corrected: int
    corrected_of: tuple[int, int]


# 60, 3,000 and 260,000 numbers that stand; of L a million with those that were corrected.
SIZES: Final = {
    "S": Size(5, Every.MONTH, 12, 1, (1, 12)),
    "M": Size(50, Every.MONTH, 60, 1, (3, 60)),
    "L": Size(500, Every.WEEK, 520, 3, (440, 520)),
}
PLACES: Final = (
    "", "Austria", "Benelux", "Brazil", "Canada", "China", "France", "Germany", "India", "Italy", "Japan", "Mexico",
    "Nordics", "Poland", "Spain", "Switzerland", "United Kingdom",
)  # fmt: skip
HAPPENED: Final = ("Trade fair", "New price list", "Another agency", "Launch", "A server was down for two days")
WHY: Final = "The source has another number now."
AT_ONCE: Final = 20
COLUMNS: Final = {
    "id": "bigint", "metric_id": "bigint", "starts_on": "date", "value": "float8", "n": "integer", "ahead": "integer",
    "behind": "integer", "corrects_id": "bigint", "created_at": "timestamptz", "ended_at": "timestamptz",
}  # fmt: skip
# What a workspace holds, in the order in which it can go.
EMPTIED: Final[tuple[type[models.Model], ...]] = (
    FromFile, Annotation, Rebase, Target, Observation, MetricDefinition, ObservationFile, Metric,
)  # fmt: skip


def generate(workspace: Workspace, leader: User, *, size: str, seed: int, today: dt.date) -> None:
    """Into the workspace in scope."""
    random, wanted = Random(f"impact {size} {seed}"), SIZES[size]
    starts = _starts(wanted, today)
    stored = [at_work(workday(min(last_day(start, wanted.every) + 3 * DAY, today))) for start in starts]
    metrics = Metric.objects.bulk_create(_metrics(workspace, leader, wanted, stored[0]))
    MetricDefinition.objects.bulk_create(
        MetricDefinition(
            workspace=workspace, metric=metric, number=1, words=metric.words, formula=metric.formula, author=leader,
            created_at=metric.created_at,
        )
        for metric in metrics
    )  # fmt: skip
    periods = [(start.isoformat(), at.isoformat()) for start, at in zip(starts, stored, strict=True)]
    for first in range(0, len(metrics), AT_ONCE):
        columns = _Columns(workspace, leader)
        for metric in metrics[first : first + AT_ONCE]:
            columns.measure(random, metric, wanted, periods)
        columns.store()
    Target.objects.bulk_create(_targets(random, workspace, leader, metrics, today))
    Rebase.objects.bulk_create(
        Rebase(
            workspace=workspace, metric=metric, starts_on=starts[len(starts) // 2], author=leader,
            reason="Measured in another way since then.",
        )
        for metric in metrics[::7]
    )  # fmt: skip
    Annotation.objects.bulk_create(
        Annotation(
            workspace=workspace, metric=random.choice((None, *metrics[:5])), on=random.choice(starts), says=says,
            author=leader,
        )
        for says in HAPPENED
    )  # fmt: skip


def empty() -> None:
    """Remove all metrics of the workspace in scope, with everything that hangs on them."""
    for model in EMPTIED:
        model._base_manager.all()._raw_delete(model._base_manager.db)


def _starts(wanted: Size, today: dt.date) -> list[dt.date]:
    """Of the last periods that are over."""
    found = [start_of(start_of(today, wanted.every) - DAY, wanted.every)]
    while len(found) < wanted.periods:
        found.append(start_of(found[-1] - DAY, wanted.every))
    return found[::-1]


def _metrics(workspace: Workspace, leader: User, wanted: Size, at: dt.datetime) -> Iterator[Metric]:
    # Those of customers and money alike in every size: by turns, not by the order of the library.
    standards: list[Standard] = sorted(LIBRARY.values(), key=lambda one: (one.key[::-1], one.key))
    leading = 0
    for place in range(wanted.metrics):
        turn, which = divmod(place, len(standards))
        held = fields(standards[which], "EUR") | {"every": str(wanted.every)}
        if PLACES[turn]:
            held["name"] = f"{held['name']}, {PLACES[turn]}"
        metric = Metric(workspace=workspace, owner=leader, created_at=at, updated_at=at, **held)
        if not metric.is_effort and leading < IN_FRONT:
            metric.leads_since, leading = at, leading + 1
        yield metric


def _targets(
    random: Random, workspace: Workspace, leader: User, metrics: list[Metric], today: dt.date
) -> Iterator[Target]:
    for metric in metrics:
        if metric.good != Metric.Good.NEITHER and random.random() < 0.6:
            value = _usual(metric) * random.uniform(0.9, 1.2)
            yield Target(
                workspace=workspace,
                metric=metric,
                value=min(value, 1.0) if metric.unit_kind == "share" else value,
                starts_on=today.replace(month=1, day=1),
                ends_on=today.replace(month=12, day=31),
                course=Target.Course.THROUGHOUT,
                author=leader,
            )


def _usual(metric: Metric) -> float:
    """About what such a metric comes to."""
    return {"money": 50_000.0, "share": 0.4, "points": 25.0, "ratio": 1.1, "hours": 120.0, "months": 15.0}.get(
        metric.unit_kind, 40.0
    )


@dataclass
class _Columns:
    """Observations by column, each value as the database reads it; of one that is corrected, by its place."""

    workspace: Workspace
    author: User
    held: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    before: list[int | None] = field(default_factory=list)

    def measure(self, random: Random, metric: Metric, wanted: Size, periods: list[tuple[str, str]]) -> None:
        usual, level, key = _usual(metric), 1.0, str(metric.pk)
        more, of = wanted.corrected_of
        held = self.held
        for place, (start, at) in enumerate(periods):
            # It drifts, and comes back.
            level += 0.05 * (1 - level) + random.gauss(0, 0.03)
            times = wanted.corrected - (place % of >= more)
            for turn in range(times + 1):
                self.before.append(len(self.before) - 1 if turn else None)
                held["metric_id"].append(key)
                held["starts_on"].append(start)
                held["created_at"].append(at)
                held["ended_at"].append(at if turn < times else "NULL")
                parts = _measured(random, metric, usual * level)
                for name, part in zip(("value", "n", "ahead", "behind"), parts, strict=True):
                    held[name].append("NULL" if part is None else repr(part))

    def store(self) -> None:
        """Arrays as text: a third of the time of values that are taken over one by one."""
        with connection.cursor() as cursor:
            # Their keys beforehand: one refers to another that is stored with it.
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('impact_observation', 'id')) FROM generate_series(1, %s)",
                [len(self.before)],
            )
            keys = sorted(key for (key,) in cursor.fetchall())
            self.held["id"] = [str(key) for key in keys]
            self.held["corrects_id"] = ["NULL" if place is None else str(keys[place]) for place in self.before]
            cursor.execute(
                f"INSERT INTO impact_observation ({', '.join(COLUMNS)}, ended_why, note, definition_version,"
                " workspace_id, author_id)"
                f" SELECT {', '.join(COLUMNS)}, CASE WHEN ended_at IS NULL THEN '' ELSE %s END, '', 1, %s, %s"
                f" FROM unnest({', '.join(f'%s::{sort}[]' for sort in COLUMNS.values())}) AS row"
                f" ({', '.join(COLUMNS)})",
                [
                    WHY,
                    self.workspace.pk,
                    self.author.pk,
                    *(f"{{{','.join(self.held[name])}}}" for name in COLUMNS),
                ],
            )


def _measured(random: Random, metric: Metric, usual: float) -> tuple[float, int | None, int | None, int | None]:
    """(value, n, ahead, behind) around what is usual."""
    value = usual * max(random.gauss(1, 0.08), 0.05)
    if metric.measured == Metric.Measured.SHARE:
        n = random.randrange(60, 240)
        ahead = min(round(n * value), n)
        return ahead / n, n, ahead, None
    if metric.measured == Metric.Measured.PROMOTERS:
        n = random.randrange(60, 240)
        behind = n // 5
        ahead = min(behind + max(round(n * value / 100), 0), n - behind)
        return 100 * (ahead - behind) / n, n, ahead, behind
    if metric.unit_kind == "share":
        return min(value, 1.0), None, None, None
    return float(round(value)) if metric.unit_kind == "count" else round(value, 2), None, None, None
