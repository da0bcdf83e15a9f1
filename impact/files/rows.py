"""Goes through the rows of a file: whose each is, which period it is about, and what people answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from impact.files import figures
from impact.files.cells import BadCell, shown
from impact.files.days import Order, read_span, start_in
from impact.files.figures import Written
from impact.files.mapping import SCORES, Choices, Part, called
from impact.files.plan import Figure, Plan, Problem
from impact.files.reading import Progress, Sheet
from impact.models import Metric
from impact.naming import plain
from impact.observations import promoters, share_of
from impact.periods import Every
from stakeholders.formats.values import is_unknown, text_of

Measured = Metric.Measured
MOST_NUMBERS: Final = 100_000
NOTE_CHARACTERS: Final = 2000
YES: Final = frozenset({"yes", "y", "true", "1", "ja", "j", "oui", "o", "si", "sí", "s"})
NO: Final = frozenset({"no", "n", "false", "0", "nein", "non"})
_TELL_EVERY: Final = 2000


@dataclass
class Raw:
    """One row's cells about one metric."""

    line: int
    metric: Metric
    starts_on: dt.date
    parts: dict[Part, Written]
    places: dict[Part, int]
    note: str


class Rows:
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

    def numbers(self) -> list[Raw]:
        """A wide file can hold far more of them than rows: going on ends once there are too many."""
        raws: list[Raw] = []
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
        self, raws: list[Raw], line: int, cells: Sequence[object], metric: Metric, places: dict[Part, int]
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
            raws.append(Raw(line, metric, starts_on, parts, places, self._note(cells)))
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
