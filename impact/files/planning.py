"""The dry run: which numbers a file holds, and what stands in the way of the others. Plain data in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl.utils import get_column_letter

from impact.files.cells import shown
from impact.files.days import Order, order_of
from impact.files.mapping import Choices, Part
from impact.files.numbers import Numbers
from impact.files.plan import Figure, Plan, Problem, Question, same_number
from impact.files.reading import Progress, Sheet
from impact.files.rows import MOST_NUMBERS, Rows
from impact.models import Metric
from impact.observations import check
from impact.periods import Every, last_day, name_of
from stakeholders.formats.document import shorten

Measured = Metric.Measured


def read_figures(sheet: Sheet, choices: Choices, metrics: Mapping[int, Metric], report: Progress | None = None) -> Plan:
    """The numbers that the file holds by what its columns were chosen to mean. Needs choices without a fault."""
    plan = Plan(problems=[Problem(line, "", sentence) for line, sentence in sheet.faults])
    plan.remarks = [Problem(line, "", sentence) for line, sentence in sheet.remarks]
    period = choices.places(Part.PERIOD)[0]
    order = choices.order
    if order is None:
        found = order_of(sheet.column(period))
        order = found.order
        if found.unsure:
            plan.questions.append(_asked_order(found.unsure))
    plan.problems += _unsolved(sheet, choices)
    rows = Rows(sheet, choices, metrics, plan, period, order, report)
    if Part.ANSWER in choices.in_rows():
        rows.answers()
    else:
        raws = rows.numbers()
        if len(raws) + len(plan.problems) > MOST_NUMBERS:
            return Plan(asks=[f"The file holds more than {MOST_NUMBERS:,} numbers. Split it into several files."])
        Numbers(sheet, choices, plan, raws, rows.seen).read()
    plan.figures = _checked(_each_once(plan), plan)
    plan.figures.sort(key=lambda figure: (figure.metric.name, figure.metric.pk, figure.starts_on))
    plan.problems.sort(key=lambda problem: problem.line)
    return plan


def _unsolved(sheet: Sheet, choices: Choices) -> list[Problem]:
    """Formulas without a result in columns that are read."""
    return [
        Problem(
            line,
            "",
            f"{get_column_letter(place + 1)}{line} holds a formula"
            f" ({f'={shorten(formula, 30)}' if formula else 'one copied down'}) without its result. Open the file in"
            " Excel, save it and try that.",
        )
        for (line, place), formula in sheet.unsolved.items()
        if place < len(choices.columns) and choices.columns[place]
    ]


def _asked_order(cell: str) -> Question:
    return Question(
        "order",
        f"{shown(cell)} can be two different days, and no other date of the file says which.",
        ((Order.DAY_FIRST, "The day comes first"), (Order.MONTH_FIRST, "The month comes first")),
    )


def _each_once(plan: Plan) -> list[Figure]:
    """The same number twice is one; two different ones of a period are none, for nobody knows which is right."""
    first: dict[tuple[int, dt.date], Figure] = {}
    against: set[tuple[int, dt.date]] = set()
    for figure in plan.figures:
        earlier = first.setdefault(figure.key, figure)
        if earlier is figure:
            continue
        period = name_of(figure.starts_on, Every(figure.metric.every))
        if same_number(earlier.number, figure.number):
            sentence = f"{period} stands in line {earlier.line} already, with the same number."
            plan.remarks.append(Problem(figure.line, figure.metric.name, sentence))
            continue
        if figure.key not in against:
            against.add(figure.key)
            sentence = f"{period} has another number in line {figure.line}: which one counts?"
            plan.problems.append(Problem(earlier.line, figure.metric.name, sentence))
        sentence = f"{period} has another number in line {earlier.line}: which one counts?"
        plan.problems.append(Problem(figure.line, figure.metric.name, sentence))
    return [figure for key, figure in first.items() if key not in against]


def _checked(figures: list[Figure], plan: Plan) -> list[Figure]:
    kept, today = [], timezone.localdate()
    for figure in figures:
        try:
            check(figure.metric, figure.number, starts_on=figure.starts_on)
        except ValidationError as error:
            plan.problems.append(Problem(figure.line, figure.metric.name, " ".join(error.messages)))
        else:
            kept.append(figure)
            every = Every(figure.metric.every)
            if last_day(figure.starts_on, every) >= today:
                says = f"{name_of(figure.starts_on, every)} is not over yet."
                plan.remarks.append(Problem(figure.line, figure.metric.name, says))
    return kept
