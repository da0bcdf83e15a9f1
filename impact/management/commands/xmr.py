"""Judges a series of values from a plain file, so that anybody can check the figures against other tools."""

import math
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from impact.analysis.assurance import Assurance, assure
from impact.analysis.process_behaviour import Good, Judgement, Limits, Rules, Signal, judge, limits, signals
from impact.tables import numbers, opened, read
from impact.units import COUNT, NUMBER
from impact.verdicts import of_process
from stakeholders.formats.plain import TableError, as_json


class Command(BaseCommand):
    help = "Say which changes of a measure are more than chance would bring (XmR): limits, signals and a verdict."

    # It touches no table and needs no service.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "values", type=Path, metavar="VALUES.csv", help="a column value, in order of time; an empty cell is a gap"
        )
        parser.add_argument(
            "--rules", choices=[one.value for one in Rules], default=Rules.NHS.value, help="nhs or wheeler"
        )
        parser.add_argument(
            "--good", choices=[Good.UP.value, Good.DOWN.value], default=Good.NEITHER.value, help="up or down"
        )
        parser.add_argument("--target", type=_number, help="what is to be reached; needs --good to be judged")
        parser.add_argument("--no-screen", action="store_true", help="keep extreme moving ranges in the limits")
        parser.add_argument("--counts", action="store_true", help="no value can be below zero")
        parser.add_argument("--json", action="store_true", help="everything, as JSON; indices count from 0")

    def handle(
        self,
        *args: Any,
        values: Path,
        rules: str,
        good: str,
        target: float | None,
        no_screen: bool,
        counts: bool,
        json: bool,
        **options: Any,
    ) -> None:
        by, way, unit = Rules(rules), Good(good), COUNT if counts else NUMBER
        try:
            table = read(opened(values), ["value"])
            series = numbers(table, "value")
            if counts and any(value is not None and value < 0 for value in series):
                raise TableError(f"{values.name} holds a value below zero, and --counts says that none can be.")
            found = limits(series, screened=not no_screen, least=unit.least)
        except ValueError as error:
            raise CommandError(str(error)) from None
        if table.note:
            self.stderr.write(table.note)
        marked = signals(series, found, rules=by)
        judgement = judge(series, found, found=marked, good=way)
        assurance = assure(found, target, way)
        verdict = of_process(series, found, judgement, assurance, good=way, unit=unit, target=target, rules=by)
        if json:
            everything = {
                "n": found.n,
                "gaps": len(series) - found.n,
                **_limits(found),
                "rules": rules,
                "good": good,
                "signals": [_signal(signal) for signal in marked],
                "latest_index": judgement.latest,
                "latest_value": series[judgement.latest],
                "latest_signals": [signal.rule for signal in judgement.signals],
                "change": judgement.change,
                "target": target,
                "assurance": assurance,
                "sentence": verdict.sentence,
            }
            self.stdout.write(as_json(everything))
        else:
            told = _told(found, marked, len(series) - found.n, judgement, assurance, verdict.sentence)
            self.stdout.write("\n".join(told))


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ArgumentTypeError(f"“{text}” is no number: write it with a point, without a percent sign.")
    return number


def _limits(found: Limits) -> dict[str, object]:
    return {
        "mean": found.mean,
        "average_moving_range": found.moving_range,
        "lower_limit": found.lower,
        "upper_limit": found.upper,
        "screened_moving_ranges": found.screened_out,
        "trial_limits": found.is_trial,
    }


def _signal(signal: Signal) -> dict[str, object]:
    return {"rule": signal.rule, "side": signal.side, "indices": list(signal.indices)}


def _told(
    found: Limits, marked: tuple[Signal, ...], gaps: int, judgement: Judgement, assurance: Assurance, sentence: str
) -> Iterator[str]:
    yield sentence
    yield ""
    yield f"change: {judgement.change.replace('_', ' ')}"
    yield f"assurance: {assurance.replace('_', ' ')}"
    yield f"values: {found.n:,}" + (f", gaps: {gaps:,}" if gaps else "")
    yield f"mean: {_figure(found.mean)}"
    yield f"average moving range: {_figure(found.moving_range)}" + (
        f" ({found.screened_out:,} extreme left out)" if found.screened_out else ""
    )
    yield f"lower limit: {_figure(found.lower)}"
    yield f"upper limit: {_figure(found.upper)}"
    for signal in marked:
        first, last = signal.indices[0] + 1, signal.indices[-1] + 1
        where = f"value {first:,}" if first == last else f"values {first:,} to {last:,}"
        yield f"signal: {signal.rule.replace('_', ' ')}, {signal.side}, {where}"


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")
