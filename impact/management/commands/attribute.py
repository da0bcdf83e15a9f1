"""Attribution from a plain file of journeys, so that anybody can check the figures against other tools."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from impact.attribution.journeys import Journeys, credits_of
from impact.attribution.reading import journeys_of
from impact.attribution.side_by_side import SideBySide, side_by_side
from impact.tables import opened, read
from impact.units import SHARE, written
from stakeholders.formats.plain import TableError, as_json

# Channels listed in the readable form; --json has all of them.
LISTED = 40


class Command(BaseCommand):
    help = "Credit channels with conversions by every usual rule, side by side."

    # It touches no table and needs no service.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            type=Path,
            metavar="PATHS.csv",
            help="columns path (channels with “ > ” between), total_conversions and, if you like, "
            "total_conversion_value, total_null, and days_before (of every touch, with “ > ” between)",
        )
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *args: Any, paths: Path, json: bool, **options: Any) -> None:
        try:
            table = read(opened(paths), ["path", "total_conversions"])
            journeys = journeys_of(table)
        except TableError as error:
            raise CommandError(str(error)) from None
        if table.note:
            self.stderr.write(table.note)
        found = side_by_side(journeys)
        rows = len(table.rows)
        self.stdout.write(
            as_json(_everything(journeys, found, rows)) if json else "\n".join(_told(journeys, found, rows))
        )


def _everything(journeys: Journeys, found: SideBySide, rows: int) -> Mapping[str, object]:
    value = None if found.value is None else {name: credits_of(found.channels, by) for name, by in found.value.items()}
    return {
        "rows": rows,
        "paths": len(journeys.length),
        "conversions": float(journeys.conversions.sum()),
        "value": None if journeys.value is None else float(journeys.value.sum()),
        "nulls": None if journeys.nulls is None else float(journeys.nulls.sum()),
        "channels": list(found.channels),
        "rules": found.rules,
        "credit": {name: credits_of(found.channels, by) for name, by in found.conversions.items()},
        "credit_value": value,
        "removal_effects": {name: credits_of(found.channels, one.effect) for name, one in found.removals.items()},
        "conversion_probability": {name: one.expected for name, one in found.removals.items()},
        "lowest_share": {one.channel: one.lowest for one in found.standings},
        "highest_share": {one.channel: one.highest for one in found.standings},
        "best_rank": {one.channel: one.best_rank for one in found.standings},
        "worst_rank": {one.channel: one.worst_rank for one in found.standings},
        "first_in_models": {one.channel: one.first_in for one in found.standings},
        "rank_agreement_kendall_w": found.agreement,
        "stands_out": found.leader,
        "sentence": found.sentence,
    }


def _told(journeys: Journeys, found: SideBySide, rows: int) -> Iterator[str]:
    yield found.sentence
    yield ""
    total = float(journeys.conversions.sum())
    nulls = "" if journeys.nulls is None else f", {_figure(float(journeys.nulls.sum()))} ended without one"
    converted = f"{_figure(total)} conversion{'' if total == 1 else 's'}"
    yield f"{converted} on {len(journeys.length):,} paths of {rows:,} lines{nulls}."
    if found.agreement is not None:
        yield f"Ranks agree between models: Kendall's W {found.agreement:.3f} (1 is the same order everywhere)."
    yield ""
    models = list(found.conversions)
    lines = [["channel", *(name.replace("_", " ") for name in models), "share", "rank"]]
    for one in found.standings[:LISTED]:
        place = found.channels.index(one.channel)
        low, high = (written(round(share, 3), SHARE) for share in (one.lowest, one.highest))
        credited = (_figure(float(found.conversions[name][place])) for name in models)
        rank = f"{one.best_rank}" if one.best_rank == one.worst_rank else f"{one.best_rank}–{one.worst_rank}"
        lines.append([one.channel, *credited, f"{low} to {high}", rank])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        first, *others = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join((first.strip().ljust(widths[0]), *others)).rstrip()
    if len(found.standings) > LISTED:
        yield f"… and {len(found.standings) - LISTED:,} more: --json lists all of them."
    yield ""
    for name, rule in found.rules.items():
        yield f"{name.replace('_', ' ')}: {rule}"


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
