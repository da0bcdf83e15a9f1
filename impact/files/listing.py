"""What the page of a file shows of its dry run: counts, columns, and the lists behind them, small enough to keep."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from impact.files import mapping
from impact.files.mapping import Choices
from impact.files.plan import Act, Figure, Plan, Problem
from impact.files.reading import Sheet
from impact.models import Metric
from impact.observations import Number
from impact.periods import Every, name_of
from impact.units import written
from stakeholders.formats.document import shorten
from stakeholders.formats.values import text_of
from stakeholders.imports.preview import compress

# So many of each sort are listed; the counts are always of all.
LISTED: Final = 1000
SAMPLES: Final = 3


def summary(plan: Plan, sheet: Sheet, choices: Choices, metrics: Sequence[Metric]) -> dict[str, Any]:
    """The small part, stored as `ObservationFile.plan`."""
    lost, read = {problem.line for problem in plan.problems}, {figure.line for figure in plan.figures}
    return {
        "counts": {act.value: len(plan.of(act)) for act in Act}
        | {"problems": len(lost - read), "partly": len(lost & read)},
        "metrics": sorted({figure.metric.pk for figure in plan.figures}),
        "new_metrics": len({figure.metric.pk for figure in plan.of(Act.NEW)}),
        "blank": plan.blank,
        "answers": plan.answers,
        "problems": len(plan.problems),
        "remarks": len(plan.remarks),
        "doubts": len(plan.doubts),
        "asks": plan.asks,
        "questions": [[one.name, one.sentence, [list(option) for option in one.options]] for one in plan.questions],
        "fingerprint": plan.fingerprint(),
        "columns": [[title, _samples(sheet, place)] for place, title in enumerate(sheet.headers)],
        "words": [[word, rows] for word, rows in mapping.words_of(sheet, choices, metrics)],
        "rows": len(sheet.rows),
    }


def _samples(sheet: Sheet, place: int) -> list[str]:
    texts = [text for cell in islice(sheet.column(place), 200) if (text := text_of(cell))]
    return [shorten(text, 40) for text in list(dict.fromkeys(texts))[:SAMPLES]]


def packed(plan: Plan) -> bytes:
    """The large part, stored as `ObservationFile.details`: what each tab of the preview lists."""
    lists = {act.value: [_figure(figure) for figure in plan.of(act)[:LISTED]] for act in Act}
    return compress({**lists, **_told(plan)})


def only_problems(plan: Plan) -> bytes:
    """What is kept once the numbers are stored."""
    return compress(_told(plan))


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "problems": [_problem(one) for one in plan.problems[:LISTED]],
        "remarks": [_problem(one) for one in plan.remarks[:LISTED]],
        "doubts": [_problem(one) for one in plan.doubts[:LISTED]],
    }


def _problem(found: Problem) -> list[Any]:
    return [found.line, shorten(found.value, 120), found.sentence]


def _figure(figure: Figure) -> list[Any]:
    """[metric's key, its name, period, number, what stands, line]."""
    metric = figure.metric
    before = number_in_words(figure.standing.number, metric) if figure.standing else ""
    period = name_of(figure.starts_on, Every(metric.every))
    return [metric.pk, metric.name, period, number_in_words(figure.number, metric), before, figure.line]


def number_in_words(number: Number, metric: Metric) -> str:
    """“€1,200”, “82 % (112 of 137)”, “+34 from 137 answers”."""
    if metric.measured == Metric.Measured.SHARE:
        return f"{written(number.value, metric.unit)} ({number.ahead or 0:,} of {number.n or 0:,})"
    if metric.measured == Metric.Measured.PROMOTERS:
        sign = "+" if round(number.value) > 0 else ""
        answers = "one answer" if number.n == 1 else f"{number.n or 0:,} answers"
        return f"{sign}{round(number.value):,} from {answers}".replace("-", "−")
    said = written(number.value, metric.unit)
    return f"{said} (n = {number.n:,})" if number.n is not None else said
