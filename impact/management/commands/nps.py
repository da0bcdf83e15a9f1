"""Net Promoter Score with its interval from a plain file, so that anybody can check it against other tools."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from impact.analysis.intervals import promoter_score
from impact.tables import Table, number, opened, read
from impact.verdicts import of_promoter_score
from stakeholders.formats.plain import TableError, as_json


class Command(BaseCommand):
    help = "Net Promoter Score from single answers, with its 95 % interval (adjusted Wald)."

    # It touches no table and needs no service.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "scores", type=Path, metavar="SCORES.csv", help="a column score, 0 to 10; an empty cell is no answer"
        )
        parser.add_argument("--json", action="store_true", help="everything, as JSON")

    def handle(self, *args: Any, scores: Path, json: bool, **options: Any) -> None:
        try:
            table = read(opened(scores), ["score"])
            answers = [_score(table, line, cells["score"]) for line, cells in table.rows]
        except TableError as error:
            raise CommandError(str(error)) from None
        if table.note:
            self.stderr.write(table.note)
        found = promoter_score(score for score in answers if score is not None)
        verdict = of_promoter_score(found)
        empty = answers.count(None)
        if json:
            everything = {
                "n": found.n,
                "empty": empty,
                "promoters": found.promoters,
                "passives": found.passives,
                "detractors": found.detractors,
                "nps": found.score,
                "low": found.low,
                "high": found.high,
                "too_few": found.is_too_few,
                "sentence": verdict.sentence,
            }
            self.stdout.write(as_json(everything))
        else:
            left_out = f" Empty and left out: {empty:,}." if empty else ""
            self.stdout.write(f"{verdict.sentence}{left_out}\n{verdict.alt}")


def _score(table: Table, line: int, cell: str) -> int | None:
    value = number(table, line, cell)
    if value is None:
        return None
    if not (value.is_integer() and 0 <= value <= 10):
        raise table.fault(line, f"“{cell}” is no score: scores are whole numbers from 0 to 10.")
    return int(value)
