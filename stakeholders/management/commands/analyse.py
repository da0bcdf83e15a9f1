"""Measures a network from plain files, so that anybody can check the figures against other tools."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stakeholders.analysis.edge_lists import Listed, read_network
from stakeholders.analysis.report import Report, report
from stakeholders.formats.plain import File, TableError, as_json

# People listed in the readable form; --json has everybody.
LISTED = 40
COLUMNS = {
    "in_degree": "in",
    "out_degree": "out",
    "betweenness_directed": "between",
    "betweenness_undirected_weak": "between, any way",
    "closeness_undirected_weak": "close",
    "harmonic_closeness_undirected_weak": "harmonic",
    "eigenvector_undirected_weak": "eigen",
    "pagerank": "PageRank",
    "constraint": "constraint",
}


class Command(BaseCommand):
    help = "Measure a network from a table of ties (from, to[, weight]) and, if given, a table of people by id."

    # It touches no table and needs no service.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edges", type=Path, metavar="EDGES.csv", help="columns from, to and, if you like, weight")
        parser.add_argument(
            "--attributes", type=Path, metavar="PEOPLE.csv", help="ids in NodeName, id or the first column; department"
        )
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *args: Any, edges: Path, attributes: Path | None, json: bool, **options: Any) -> None:
        try:
            listed = read_network(_file(edges), _file(attributes) if attributes else None)
        except TableError as error:
            raise CommandError(str(error)) from None
        found = report(listed.network, listed.departments) | {"merged_ties": listed.merged}
        self.stdout.write(as_json(found) if json else "\n".join(_told(found, listed)))


def _file(path: Path) -> File:
    try:
        return File(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def _told(found: Report, listed: Listed) -> Iterator[str]:
    many = len(found["people"])
    pieces = len(found["islands"])
    yield f"{many:,} people and {found['ties']:,} ties, in {pieces:,} piece{'' if pieces == 1 else 's'}."
    if listed.merged:
        yield f"Listed more than once, of which the strongest counts: {listed.merged:,}."
    for name in ("density", "reciprocity_edgewise", "transitivity_weak"):
        yield f"{name}: {_figure(found[name])}"
    yield "Krackhardt: " + ", ".join(
        f"{name} {_figure(value)}" for name, value in found["krackhardt"].items() if name != "method"
    )
    yield ""
    yield from _people(found)
    yield ""
    yield from _groups(found)
    yield ""
    yield from _key_people(found)


def _people(found: Report) -> Iterator[str]:
    measures = found["measures"]
    for name, measure in measures.items():
        if measure["method"] != "exact":
            yield f"{name}: {measure['method']}"
    ranked = sorted(range(len(found["people"])), key=lambda person: -measures["betweenness_directed"]["values"][person])
    rows = [["person", *COLUMNS.values()]]
    for person in ranked[:LISTED]:
        figures = (measures[name]["values"][person] for name in COLUMNS)
        rows.append([str(found["people"][person]), *(_figure(figure) for figure in figures)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join((first.strip().ljust(widths[0]), *others)).rstrip()
    if len(ranked) > LISTED:
        yield f"… and {len(ranked) - LISTED:,} more: --json lists everybody."


def _groups(found: Report) -> Iterator[str]:
    groups = found["communities"]
    yield f"{groups['number']:,} communities, modularity {_figure(groups['modularity'])}."
    if "departments" in groups:
        against = groups["departments"]
        rand, shared = against["adjusted_rand_index"], against["normalised_mutual_information"]
        yield f"Against departments: adjusted Rand {_figure(rand)}, mutual information {_figure(shared)}."
    for department, ranked in found.get("ways_into", {}).items():
        if ranked:
            ways = ", ".join(f"{way['person']} ({way['ways']})" for way in ranked[:3])
            yield f"The way into {department}: {ways}."
    for point in found["cut_points"][:10]:
        yield f"Without {point['person']}, {point['cut_off']:,} lose touch with the rest."


def _key_people(found: Report) -> Iterator[str]:
    for criterion, sets in found["key_players"].items():
        for size, best in sets.items():
            chosen = " or ".join(" + ".join(map(str, people)) for people in best["sets"][:3])
            estimate = "" if best["value_is_exact"] else ", value estimated"
            yield f"{criterion}, {size}: {chosen} ({_figure(best['value'])}; {best['method']}{estimate})"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")
