"""The dry run: which numbers a file holds, and what is new, different or there already. Plain data in and out."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl.utils import get_column_letter

from impact.files import figures
from impact.files.cells import BadCell, shown
from impact.files.days import Order, order_of, read_span, start_in
from impact.files.figures import Decimal, Scale, Written
from impact.files.mapping import COUNTS, PERCENT, SCORES, Choices, Part, called
from impact.files.reading import Progress, Sheet
from impact.models import Metric
from impact.naming import plain
from impact.observations import Number, check, number, promoters, share_of
from impact.periods import Every, last_day, name_of
from impact.units import Kind
from stakeholders.formats.document import shorten
from stakeholders.formats.values import is_unknown, text_of

Measured = Metric.Measured
MOST_NUMBERS: Final = 100_000
NOTE_CHARACTERS: Final = 2000
YES: Final = frozenset({"yes", "y", "true", "1", "ja", "j", "oui", "o", "si", "sí", "s"})
NO: Final = frozenset({"no", "n", "false", "0", "nein", "non"})
_TELL_EVERY: Final = 2000


class Act(StrEnum):
    NEW = "new"
    DIFFERS = "differs"
    SAME = "same"


@dataclass(frozen=True)
class Problem:
    """A line of the file, or a cell of it, that brings nothing."""

    line: int
    value: str
    sentence: str


@dataclass(frozen=True)
class Question:
    """What only a person knows: `name` is the field that answers it, `options` as (value, words)."""

    name: str
    sentence: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Standing:
    pk: int
    number: Number
    note: str = ""


@dataclass
class Figure:
    """One number of a metric and period, and where the file says it. `rows` is how many answers it was counted from."""

    metric: Metric
    starts_on: dt.date
    number: Number
    line: int
    note: str = ""
    act: Act = Act.NEW
    standing: Standing | None = None

    @property
    def key(self) -> tuple[int, dt.date]:
        return self.metric.pk, self.starts_on


@dataclass
class Plan:
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    # Numbers that look like slips beside the others of their metric.
    doubts: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    # Cells that say that nothing was measured, and answers that were counted.
    blank: int = 0
    answers: int = 0

    def of(self, act: Act) -> list[Figure]:
        return [figure for figure in self.figures if figure.act == act]

    def fingerprint(self) -> str:
        """The same for the same numbers against the same ones stored."""
        digest = hashlib.sha256()
        for figure in self.figures:
            standing = figure.standing.pk if figure.standing else None
            digest.update(repr((figure.key, figure.number, figure.note, figure.act, standing)).encode(errors="replace"))
        return digest.hexdigest()


@dataclass
class _Raw:
    """One row's cells about one metric."""

    line: int
    metric: Metric
    starts_on: dt.date
    parts: dict[Part, Written]
    places: dict[Part, int]
    note: str


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
    rows = _Rows(sheet, choices, metrics, plan, period, order, report)
    if Part.ANSWER in choices.in_rows():
        rows.answers()
    else:
        raws = rows.numbers()
        if len(raws) + len(plan.problems) > MOST_NUMBERS:
            return Plan(asks=[f"The file holds more than {MOST_NUMBERS:,} numbers. Split it into several files."])
        _Numbers(sheet, choices, plan, raws, rows.seen).read()
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


class _Rows:
    """Goes through the rows once: whose each is, and which period it is about."""

    def __init__(
        self,
        sheet: Sheet,
        choices: Choices,
        metrics: Mapping[int, Metric],
        plan: Plan,
        period: int,
        order: Order | None,
        report: Progress | None,
    ) -> None:
        self.sheet, self.choices, self.metrics, self.plan = sheet, choices, metrics, plan
        self.period, self.order, self.report = period, order, report
        naming = choices.places(Part.METRIC)
        self.naming = naming[0] if naming else None
        notes = choices.places(Part.NOTE)
        self.noted = notes[0] if notes else None
        self.spans: dict[object, object] = {}
        self.words: dict[str, Metric | None] = {}
        # By column what stands in it, also where its line cannot be read.
        self.seen: dict[int, list[Written]] = {}

    def numbers(self) -> list[_Raw]:
        """A wide file can hold far more of them than rows: going on ends once there are too many."""
        raws: list[_Raw] = []
        own = self.choices.of_metrics()
        in_rows = self.choices.in_rows()
        for line, cells in self._each():
            if len(raws) + len(self.plan.problems) > MOST_NUMBERS:
                break
            try:
                if own:
                    targets = [(self.metrics[pk], places) for pk, places in own.items() if pk in self.metrics]
                else:
                    metric = self._metric(cells)
                    targets = [(metric, in_rows)] if metric else []
            except BadCell as bad:
                self._bad(line, bad)
                continue
            for metric, places in targets:
                self._number(raws, line, cells, metric, places)
        return raws

    def _number(
        self, raws: list[_Raw], line: int, cells: Sequence[object], metric: Metric, places: dict[Part, int]
    ) -> None:
        parts: dict[Part, Written] = {}
        try:
            for part, place in places.items():
                written = figures.take_apart(cells[place])
                if written is not None:
                    parts[part] = written
                    if part is Part.VALUE and written.digits:
                        self.seen.setdefault(place, []).append(written)
            if not parts:
                self.plan.blank += not any((line, place) in self.sheet.unsolved for place in places.values())
                return
            starts_on = self._start(cells, metric)
            if starts_on is None:
                raise BadCell("There is a number here and no period.")
            raws.append(_Raw(line, metric, starts_on, parts, places, self._note(cells)))
        except BadCell as bad:
            self._bad(line, bad)

    def answers(self) -> None:
        """Counts what people answered, by metric and period; the answers go no further than here."""
        place = self.choices.places(Part.ANSWER)[0]
        counts: dict[tuple[int, dt.date], Counter[str]] = {}
        lines: dict[tuple[int, dt.date], int] = {}
        for line, cells in self._each():
            try:
                metric = self._metric(cells)
                if metric is None:
                    continue
                if metric.measured == Measured.VALUE:
                    raise BadCell(f"“{metric.name}” is not counted from answers.")
                sort = _promotes(cells[place]) if metric.measured == Measured.PROMOTERS else _agrees(cells[place])
                if not sort:
                    self.plan.blank += 1
                    continue
                starts_on = self._start(cells, metric)
                if starts_on is None:
                    raise BadCell("There is an answer here and no date.")
            except BadCell as bad:
                self._bad(line, bad)
                continue
            key = metric.pk, starts_on
            counts.setdefault(key, Counter())[sort] += 1
            lines.setdefault(key, line)
            self.plan.answers += 1
        for (pk, starts_on), found in counts.items():
            metric = self.metrics[pk]
            if metric.measured == Measured.PROMOTERS:
                counted = promoters(found["promotes"], found["passive"], found["detracts"])
            else:
                counted = share_of(found["yes"], found.total())
            self.plan.figures.append(Figure(metric, starts_on, counted, lines[pk, starts_on]))

    def _each(self) -> Iterable[tuple[int, Sequence[object]]]:
        total = len(self.sheet.rows)
        for count, row in enumerate(self.sheet.rows, start=1):
            if self.report is not None and count % _TELL_EVERY == 0:
                self.report(count, total)
            yield row

    def _metric(self, cells: Sequence[object]) -> Metric | None:
        """None where somebody chose to leave what the row names out."""
        if self.naming is None:
            return self.metrics.get(self.choices.metric or 0)
        word = " ".join(text_of(cells[self.naming]).split())
        if word not in self.words:
            chosen = self.choices.words.get(word, 0)
            if chosen is None:
                self.words[word] = None
            else:
                found = self.metrics.get(chosen) or called(word, self.metrics.values())
                if found is None:
                    what = f"There is no metric called {shown(word)}." if word else "The line names no metric."
                    raise BadCell(what)
                self.words[word] = found
        return self.words[word]

    def _start(self, cells: Sequence[object], metric: Metric) -> dt.date | None:
        cell = cells[self.period]
        every = Every(metric.every)
        # Files hold the same few periods again and again.
        key = (type(cell), cell, every)
        if key not in self.spans:
            try:
                span = read_span(cell, self.order)
                self.spans[key] = None if span is None else start_in(span, every, cell)
            except BadCell as bad:
                self.spans[key] = bad
        found = self.spans[key]
        if isinstance(found, BadCell):
            raise BadCell(found.sentence)
        return found if isinstance(found, dt.date) else None

    def _note(self, cells: Sequence[object]) -> str:
        if self.noted is None:
            return ""
        note = plain(text_of(cells[self.noted]))
        if len(note) > NOTE_CHARACTERS:
            raise BadCell(f"The note has {len(note):,} characters; a note may have {NOTE_CHARACTERS:,}.")
        return note

    def _bad(self, line: int, bad: BadCell) -> None:
        self.plan.problems.append(Problem(line, "", bad.sentence))


def _promotes(cell: object) -> str:
    """By Reichheld's bounds; empty for a blank cell."""
    if is_unknown(cell):
        return ""
    text = text_of(cell)
    if isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    if isinstance(cell, bool) or text not in SCORES:
        raise BadCell(f"{shown(cell)} is no answer from 0 to 10.")
    score = int(text)
    return "promotes" if score >= 9 else "passive" if score >= 7 else "detracts"


def _agrees(cell: object) -> str:
    if is_unknown(cell):
        return ""
    text = text_of(cell).casefold()
    if isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    if text in YES:
        return "yes"
    if text in NO:
        return "no"
    raise BadCell(f"{shown(cell)} is neither yes nor no.")


class _Numbers:
    """Makes numbers of what stands in cells, once all of their columns are known."""

    def __init__(
        self, sheet: Sheet, choices: Choices, plan: Plan, raws: list[_Raw], seen: Mapping[int, list[Written]]
    ) -> None:
        self.sheet, self.choices, self.plan, self.raws = sheet, choices, plan, raws
        self.decimals = self._decimals(seen)
        self.values: dict[int, float] = {}
        self.scales: dict[tuple[int, int], Scale | None] = {}

    def _decimals(self, seen: Mapping[int, list[Written]]) -> dict[int, Decimal | None]:
        """How each column writes decimals: as was said, else as it shows itself, else as the others of the file do."""
        found = {place: figures.decimal_of(cells) for place, cells in seen.items()}
        shows = {one.decimal for one in found.values() if one.decimal is not None}
        chosen = self.choices.decimal or (shows.pop() if len(shows) == 1 else None)
        unsure = next((one.unsure for one in found.values() if one.decimal is None and one.unsure), "")
        if unsure and chosen is None:
            self.plan.questions.append(_asked_decimal(unsure))
        decimals = {place: (chosen if self.choices.decimal else one.decimal or chosen) for place, one in found.items()}
        if self.choices.decimal is None:
            self._say_how(decimals)
        return decimals

    def _say_how(self, decimals: Mapping[int, Decimal | None]) -> None:
        """Of each column with numbers that could be two, how the first of them was read."""
        told: set[int] = set()
        for raw in self.raws:
            written, place = raw.parts.get(Part.VALUE), raw.places.get(Part.VALUE, -1)
            if written is None or place in told or not figures.can_be_two(written):
                continue
            mark = decimals.get(place)
            if mark is not None:
                told.add(place)
                value = f"{figures.value_of(written, mark):,.10f}".rstrip("0").rstrip(".")
                says = f"This is read as {value}: other numbers of the file have a decimal {mark}."
                self.plan.remarks.append(Problem(raw.line, f"{raw.metric.name}: {text_of(written.cell)}", says))

    def read(self) -> None:
        for place, raw in enumerate(self.raws):
            written = raw.parts.get(Part.VALUE)
            if written is None:
                continue
            try:
                figures.check_unit(written, raw.metric.unit)
                self.values[place] = figures.value_of(written, self.decimals.get(raw.places[Part.VALUE]))
            except BadCell as bad:
                self._bad(raw, bad)
                raw.parts.clear()
        self._scale()
        for place, raw in enumerate(self.raws):
            if not raw.parts:
                continue
            try:
                found = self._number(raw, self.values.get(place))
            except BadCell as bad:
                self._bad(raw, bad)
            except ValidationError as error:
                self._bad(raw, BadCell(" ".join(error.messages)))
            else:
                self.plan.figures.append(Figure(raw.metric, raw.starts_on, found, raw.line, raw.note))

    def _scale(self) -> None:
        """Shares are read as their column writes them, those of each metric together."""
        groups: dict[tuple[int, int], list[int]] = {}
        for place, raw in enumerate(self.raws):
            if raw.metric.unit.kind is Kind.SHARE and place in self.values:
                groups.setdefault((raw.metric.pk, raw.places[Part.VALUE]), []).append(place)
        for key, places in groups.items():
            written = [self.raws[place].parts[Part.VALUE] for place in places]
            scale = figures.scale_of(written, (abs(self.values[place]) for place in places))
            title = self.sheet.headers[key[1]]
            metric = self.raws[places[0]].metric
            if scale is Scale.FRACTION and any(self.values[place] for place in places):
                sample = text_of(next(one.cell for one, p in zip(written, places, strict=True) if self.values[p]))
                if self.choices.scale is not None:
                    scale = self.choices.scale
                elif any(word in title.casefold() for word in PERCENT):
                    self._ask_scale(sample, title)
                else:
                    whole = self.values[next(p for p in places if self.values[p])] * 100
                    says = f"There are no percent signs and nothing is above 1, so this is read as {whole:g} %."
                    self.plan.remarks.append(Problem(self.raws[places[0]].line, f"{metric.name}: {sample}", says))
            self.scales[key] = scale

    def _ask_scale(self, sample: str, title: str) -> None:
        if any(question.name == "scale" for question in self.plan.questions):
            return
        self.plan.questions.append(
            Question(
                "scale",
                f"Nothing in “{title}” is above 1. What is {sample}?",
                ((Scale.FRACTION, f"A part of 1: {sample} is {sample} of the whole"), (Scale.PERCENT, f"{sample} %")),
            )
        )

    def _number(self, raw: _Raw, value: float | None) -> Number:
        counts = {part: figures.whole_of(raw.parts[part]) for part in COUNTS if part in raw.parts}
        rounded = _rounded(raw.parts[Part.VALUE], is_percent=False) if value is not None else 0.0
        if raw.metric.unit.kind is Kind.SHARE and value is not None:
            is_percent = self._is_percent(raw)
            rounded = _rounded(raw.parts[Part.VALUE], is_percent=is_percent)
            value = value / 100 if is_percent else value
        if raw.metric.measured == Measured.SHARE:
            return _share(raw, value, rounded, counts)
        if raw.metric.measured == Measured.PROMOTERS:
            return _promoters(raw, value, rounded, counts)
        if value is None:
            raise BadCell(f"“{raw.metric.name}” is one number a period, and the line has counts alone.")
        return number(value, n=counts.get(Part.N))

    def _is_percent(self, raw: _Raw) -> bool:
        written = raw.parts[Part.VALUE]
        scale = self.scales[raw.metric.pk, raw.places[Part.VALUE]]
        if scale is None and not written.has_percent and not written.digits and written.number <= 1:
            # A workbook keeps what it shows as 82 % as 0.82.
            self._say_percent(raw, written.number)
            return False
        if scale is None and not written.has_percent:
            raise BadCell(f"{shown(written.cell)} has no percent sign, and others of its column have one.")
        return scale is not Scale.FRACTION

    def _say_percent(self, raw: _Raw, value: float) -> None:
        says = f"Others of its column have a percent sign, so this cell is read as {value * 100:g} %."
        self.plan.remarks.append(Problem(raw.line, f"{raw.metric.name}: {value:g}", says))

    def _bad(self, raw: _Raw, bad: BadCell) -> None:
        self.plan.problems.append(Problem(raw.line, raw.metric.name, bad.sentence))


def _asked_decimal(cell: str) -> Question:
    says = (
        "Some numbers have a decimal point and some a decimal comma."
        if cell == "both"
        else f"{shown(cell)} can be two different numbers, and no other number of the file says which."
    )
    return Question(
        "decimal",
        says,
        ((Decimal.POINT, "Decimal point: 1,234.5"), (Decimal.COMMA, "Decimal comma: 1.234,5")),
    )


def _share(raw: _Raw, value: float | None, rounded: float, counts: Mapping[Part, int]) -> Number:
    """`rounded` is by how much the value as written may be off."""
    name, n, ahead = raw.metric.name, counts.get(Part.N), counts.get(Part.AHEAD)
    if n is None:
        raise BadCell(f"“{name}” is a share: say out of how many, so that how sure it is can be worked out.")
    if ahead is None and value is None:
        raise BadCell(f"“{name}” is a share: say how many of the {n:,}.")
    found = share_of(round((value or 0.0) * n) if ahead is None else ahead, n)
    if value is not None and abs(found.value - value) > rounded:
        cell = shown(raw.parts[Part.VALUE].cell)
        if ahead is None:
            raise BadCell(f"{cell} of {n:,} is no whole number of people or cases.")
        raise BadCell(f"{ahead:,} of {n:,} is not {cell}.")
    return found


def _rounded(written: Written, *, is_percent: bool) -> float:
    """Half of the last digit that is written."""
    text = re.split("[eE]", written.digits or repr(written.number))[0]
    places = len(re.split("[.,]", text)[-1]) if re.search("[.,]", text) else 0
    return float(0.5 * 10.0**-places / (100 if is_percent else 1) + 1e-9)


def _promoters(raw: _Raw, value: float | None, rounded: float, counts: Mapping[Part, int]) -> Number:
    promoting, detracting = counts.get(Part.PROMOTERS), counts.get(Part.DETRACTORS)
    passive, n = counts.get(Part.PASSIVES), counts.get(Part.N)
    if promoting is None or detracting is None or (passive is None and n is None):
        raise BadCell(
            "A promoter score is worked out from counts: give promoters, passives and detractors, or the answers."
        )
    if passive is None:
        passive = (n or 0) - promoting - detracting
        if passive < 0:
            raise BadCell(f"{promoting:,} and {detracting:,} are more than {n:,}.")
    elif n is not None and n != promoting + passive + detracting:
        raise BadCell(f"{promoting:,}, {passive:,} and {detracting:,} are not {n:,} together.")
    found = promoters(promoting, passive, detracting)
    if value is not None and abs(found.value - value) > rounded:
        cell = shown(raw.parts[Part.VALUE].cell)
        raise BadCell(f"{promoting:,}, {passive:,} and {detracting:,} do not come to {cell}.")
    return found


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


def same_number(one: Number, other: Number) -> bool:
    """What a file does not say of the number that stands, it does not deny."""
    return (
        math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-12)
        and (one.ahead, one.behind) == (other.ahead, other.behind)
        and (one.n == other.n or one.n is None or other.n is None)
    )


def compare(plan: Plan, there: Mapping[tuple[int, dt.date], Standing]) -> None:
    """Say of each number whether it is new, differs from what stands, or is there already."""
    for figure in plan.figures:
        figure.standing = there.get(figure.key)
        if figure.standing is not None:
            figure.act = Act.SAME if same_number(figure.number, figure.standing.number) else Act.DIFFERS
