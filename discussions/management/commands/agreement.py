"""Measures agreement from plain files, so that anybody can check the figures against other tools."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discussions.agreement.report import Report, report
from discussions.agreement.vote_files import read_groups, read_votes
from stakeholders.formats.plain import File, TableError, as_json

# Statements listed in the readable form; --json has all of them.
LISTED = 40


class Command(BaseCommand):
    help = "Measure agreement by group from a table of votes (comment-id, voter-id, vote) and one of groups."

    # It touches no table and needs no service.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "votes",
            type=Path,
            metavar="VOTES.csv",
            help="columns comment-id, voter-id, vote (1 agree, 0 pass, -1 disagree) and, if you like, timestamp; "
            "the latest vote of somebody on a comment counts",
        )
        parser.add_argument(
            "--groups", type=Path, required=True, metavar="GROUPS.csv", help="columns participant and group-id"
        )
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *args: Any, votes: Path, groups: Path, json: bool, **options: Any) -> None:
        try:
            cast, listed = read_votes(_file(votes)), read_groups(_file(groups))
        except TableError as error:
            raise CommandError(str(error)) from None
        found = report(cast, listed.group_of, listed.names)
        self.stdout.write(as_json(found, default=str) if json else "\n".join(_told(found)))


def _file(path: Path) -> File:
    try:
        return File(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def _told(found: Report) -> Iterator[str]:
    statements = found["statements"]
    yield f"{found['cells']:,} votes of {found['participants']:,} people on {len(statements):,} statements."
    if found["replaced"]:
        yield f"Cast more than once, of which the latest counts: {found['replaced']:,}."
    if found["without_group"]:
        yield f"In no group and left out: {found['without_group']:,} of those who voted."
    if found["listed_without_votes"]:
        yield f"Listed and never voted: {found['listed_without_votes']:,}."
    for group in found["groups"]:
        voters = f"{group['voters']:,} voted" if group["voters"] else "not yet heard"
        yield f"Group {group['group']}: {voters}."
    yield ""
    yield from _statements(found)


def _statements(found: Report) -> Iterator[str]:
    names = [str(group["group"]) for group in found["groups"]]
    rows = [["statement", "consensus", "Polis", *(f"group {name}: agree of n (95 %)" for name in names)]]
    ranked = sorted(
        found["statements"].items(),
        key=lambda item: -(item[1]["consensus"]["geometric_mean"] or 0),
    )
    for statement, measured in ranked[:LISTED]:
        over_all = measured["consensus"]
        cells = (_group(measured["groups"][name]) for name in names)
        rows.append([statement, _figure(over_all["geometric_mean"]), _figure(over_all["polis_product"]), *cells])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join((first.strip().ljust(widths[0]), *others)).rstrip()
    if len(ranked) > LISTED:
        yield f"… and {len(ranked) - LISTED:,} more: --json lists all of them."


def _group(measured: Report) -> str:
    if not measured["heard"]:
        return "not yet heard"
    agree = measured["agree"]
    return f"{measured['agrees']:,} of {measured['seen']:,} ({agree['low']:.0%}–{agree['high']:.0%})"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
