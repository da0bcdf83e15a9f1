"""What each column of a file means: guessed from titles and contents, chosen by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from impact.files import figures
from impact.files.cells import BadCell
from impact.files.days import Order, read_span
from impact.files.figures import Decimal, Scale
from impact.files.reading import Sheet
from impact.models import Metric
from impact.units import Kind
from stakeholders.formats.columns import normal
from stakeholders.formats.values import is_unknown, text_of

Measured = Metric.Measured


class Part(StrEnum):
    """What a column may hold."""

    PERIOD = "period"
    METRIC = "metric"
    ANSWER = "answer"
    NOTE = "note"
    VALUE = "value"
    AHEAD = "ahead"
    N = "n"
    PROMOTERS = "promoters"
    PASSIVES = "passives"
    DETRACTORS = "detractors"


LEAVE_OUT: Final = ""
LABELS: Final[Mapping[Part, str]] = {
    Part.PERIOD: "Period or date",
    Part.METRIC: "Which metric",
    Part.ANSWER: "Answer of one person",
    Part.NOTE: "Note",
    Part.VALUE: "The number",
    Part.AHEAD: "How many",
    Part.N: "Out of how many (n)",
    Part.PROMOTERS: "Promoters",
    Part.PASSIVES: "Passives",
    Part.DETRACTORS: "Detractors",
}
COUNTS: Final = (Part.AHEAD, Part.N, Part.PROMOTERS, Part.PASSIVES, Part.DETRACTORS)
NUMBERS: Final = (Part.VALUE, *COUNTS)
# In which columns a metric may stand by itself, and what those are called beside its name.
OF_METRIC: Final[Mapping[str, tuple[Part, ...]]] = {
    Measured.VALUE: (Part.VALUE,),
    Measured.SHARE: (Part.VALUE, Part.AHEAD, Part.N),
    Measured.PROMOTERS: (Part.PROMOTERS, Part.PASSIVES, Part.DETRACTORS, Part.N),
}
BESIDE: Final[Mapping[Part, str]] = {
    Part.VALUE: "share",
    Part.AHEAD: "how many",
    Part.N: "out of how many",
    Part.PROMOTERS: "promoters",
    Part.PASSIVES: "passives",
    Part.DETRACTORS: "detractors",
}
TITLES: Final[Mapping[Part, frozenset[str]]] = {
    Part.PERIOD: frozenset(
        {"period", "date", "day", "month", "week", "quarter", "periode", "zeitraum", "datum", "monat", "woche"}
        | {"quartal", "starts on", "timestamp", "time", "submitted at", "answered at", "answered on", "date answered"}
        | {"response date", "survey date", "fecha", "mois", "mes", "reporting period", "year month"}
    ),
    Part.METRIC: frozenset({"metric", "measure", "kpi", "kennzahl", "indicator", "indikator", "which metric"}),
    Part.ANSWER: frozenset(
        {"answer", "rating", "score", "response", "antwort", "bewertung", "nps score", "likelihood to recommend"}
    ),
    Part.NOTE: frozenset({"note", "notes", "comment", "remark", "bemerkung", "notiz", "kommentar"}),
    Part.VALUE: frozenset({"value", "wert", "number", "amount", "actual", "result", "zahl", "ist", "valeur", "valor"}),
    Part.AHEAD: frozenset({"count", "how many", "yes", "positive", "satisfied", "anzahl", "ahead", "hits"}),
    Part.N: frozenset(
        {"n", "out of", "of", "from", "from how many", "out of how many", "base", "sample", "sample size"}
        | {"respondents", "responses", "answers", "total", "gesamt", "out of how many n"}
    ),
    Part.PROMOTERS: frozenset({"promoters", "promoter", "promotoren"}),
    Part.PASSIVES: frozenset({"passives", "passive", "neutrals", "indifferente"}),
    Part.DETRACTORS: frozenset({"detractors", "detractor", "detraktoren"}),
}
# What a title says of a column that holds percent.
PERCENT: Final = ("%", "percent", "prozent")
# So many cells say what a column holds, and so many of them must agree.
SAMPLE: Final = 200
MOST: Final = 0.8
# So many words for metrics are asked about.
ASKED: Final = 50


@dataclass(frozen=True)
class Choices:
    """`columns` as parts by their place, those of one metric as “value:12”; `words` what a word of the file means, a
    metric's key or nothing; `metric` whose numbers these are where no column says it."""

    columns: tuple[str, ...] = ()
    metric: int | None = None
    words: Mapping[str, int | None] = field(default_factory=dict)
    order: Order | None = None
    decimal: Decimal | None = None
    scale: Scale | None = None
    corrects: bool = False
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": list(self.columns),
            "metric": self.metric,
            "words": dict(self.words),
            "order": self.order,
            "decimal": self.decimal,
            "scale": self.scale,
            "corrects": self.corrects,
            "why": self.why,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            tuple(stored.get("columns", ())),
            stored.get("metric"),
            dict(stored.get("words", {})),
            Order(stored["order"]) if stored.get("order") else None,
            Decimal(stored["decimal"]) if stored.get("decimal") else None,
            Scale(stored["scale"]) if stored.get("scale") else None,
            bool(stored.get("corrects")),
            str(stored.get("why", "")),
        )

    @property
    def meaning(self) -> Choices:
        """Without what is decided about corrections, which changes nothing of how the file is read."""
        return replace(self, corrects=False, why="")

    def places(self, part: Part) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column == part]

    def of_metrics(self) -> dict[int, dict[Part, int]]:
        """Metrics with columns of their own: their parts, and the place of each."""
        found: dict[int, dict[Part, int]] = {}
        for place, column in enumerate(self.columns):
            part, _, pk = column.partition(":")
            if pk:
                found.setdefault(int(pk), {})[Part(part)] = place
        return found

    def in_rows(self) -> dict[Part, int]:
        """Parts of numbers in rows that name their metric, or are all of one."""
        return {part: places[0] for part in (*NUMBERS, Part.ANSWER) if (places := self.places(part))}


def column_of(part: Part, metric: Metric | None = None) -> str:
    return f"{part}:{metric.pk}" if metric else str(part)


def called(word: str, metrics: Iterable[Metric]) -> Metric | None:
    """The metric that a word of the file names, capitals and signs aside."""
    return next((metric for metric in metrics if normal(metric.name) == normal(word)), None) if normal(word) else None


def guess(sheet: Sheet, metrics: Sequence[Metric], metric: Metric | None) -> Choices:
    """By titles first, then by what stands below them. What is not sure is left out."""
    columns = [_by_title(title, metrics, metric) for title in sheet.headers]
    keyed = {one.pk: one for one in ([metric] if metric else metrics)}
    is_period = [column == Part.N and _is_period(sheet, place) for place, column in enumerate(columns)]
    columns = [
        column if is_period[place] or _may_hold(sheet, place, column, keyed, metric) else LEAVE_OUT
        for place, column in enumerate(columns)
    ]
    # Below “From” stands how many, or the day from which on.
    columns = [
        str(Part.PERIOD) if is_period[place] and not _is_number(sheet, place) else column
        for place, column in enumerate(columns)
    ]
    columns = _once(columns)
    if Part.PERIOD not in columns:
        place = next((place for place, column in enumerate(columns) if not column and _is_period(sheet, place)), None)
        if place is not None:
            columns[place] = Part.PERIOD
    in_rows = any(column in NUMBERS or column == Part.ANSWER for column in columns)
    if metric is not None and not in_rows and not any(":" in column for column in columns):
        open_places = [place for place, column in enumerate(columns) if not column and _is_value(sheet, place, metric)]
        if len(open_places) == 1:
            columns[open_places[0]] = Part.VALUE
    is_answered = metric is None or metric.measured != Measured.VALUE
    columns = [Part.VALUE if column == Part.ANSWER and not is_answered else column for column in columns]
    if metric is not None:
        # One metric alone: its own columns are those of the rows.
        columns = [column.partition(":")[0] if column.endswith(f":{metric.pk}") else column for column in columns]
        if metric.measured == Measured.PROMOTERS and Part.ANSWER not in columns and _is_scores(sheet, columns):
            columns = [Part.ANSWER if column == Part.VALUE else column for column in columns]
    if Part.METRIC in columns:
        metric = None
    return Choices(tuple(_once(columns)), metric.pk if metric else None)


def _by_title(title: str, metrics: Sequence[Metric], metric: Metric | None) -> str:
    word = normal(title)
    for one in [metric] if metric else metrics:
        name = normal(one.name)
        if word == name and one.measured == Measured.PROMOTERS:
            # A score cannot be stored without its counts: under its name stand answers, or nothing that we take.
            return str(Part.ANSWER) if metric else LEAVE_OUT
        if word == name:
            return column_of(Part.VALUE, one)
        if word.startswith(f"{name} "):
            rest = word.removeprefix(f"{name} ")
            for part in OF_METRIC[one.measured]:
                if rest in TITLES[part] or rest == normal(BESIDE[part]):
                    return column_of(part, one)
    return next((str(part) for part, words in TITLES.items() if word in words), LEAVE_OUT)


def _once(columns: list[str]) -> list[str]:
    """Of several columns that would be the same, the first is."""
    return [LEAVE_OUT if column in columns[:place] else column for place, column in enumerate(columns)]


def _sample(sheet: Sheet, place: int) -> list[object]:
    return [cell for cell in islice(sheet.column(place), SAMPLE) if text_of(cell)]


def _is_period(sheet: Sheet, place: int) -> bool:
    cells = _sample(sheet, place)
    return bool(cells) and sum(1 for cell in cells if _names_period(cell)) >= MOST * len(cells)


def _names_period(cell: object) -> bool:
    for order in Order:
        try:
            return read_span(cell, order) is not None
        except BadCell:
            continue
    return False


def _is_number(sheet: Sheet, place: int) -> bool:
    cells = _sample(sheet, place)
    return bool(cells) and sum(1 for cell in cells if _holds_number(cell)) >= MOST * len(cells)


def _holds_number(cell: object) -> bool:
    """Not a day with points in it: 01.02.2026 is no number, whichever sign is the decimal one."""
    try:
        written = figures.take_apart(cell)
    except BadCell:
        return False
    return written is not None and any(_reads(written, decimal) for decimal in Decimal)


def _reads(written: figures.Written, decimal: Decimal) -> bool:
    try:
        figures.value_of(written, decimal)
    except BadCell:
        return False
    return True


def _is_value(sheet: Sheet, place: int, metric: Metric) -> bool:
    """Whether the numbers below a title can be those of a metric: a column of percent is none of money."""
    if metric.unit.kind is not Kind.SHARE and _says_percent(sheet.headers[place]):
        return False
    cells = _sample(sheet, place)
    return bool(cells) and sum(_holds_number(cell) and _is_in_unit(cell, metric) for cell in cells) >= MOST * len(cells)


def _says_percent(title: str) -> bool:
    return any(word in title.casefold() for word in PERCENT)


def _is_in_unit(cell: object, metric: Metric) -> bool:
    try:
        written = figures.take_apart(cell)
        if written is not None:
            figures.check_unit(written, metric.unit)
    except BadCell:
        return False
    return True


def _may_hold(sheet: Sheet, place: int, column: str, keyed: Mapping[int, Metric], metric: Metric | None) -> bool:
    """Whether what a title says of its column is borne out by any of the cells below it."""
    part, _, pk = column.partition(":")
    if not part or Part(part) not in NUMBERS:
        return True
    of = keyed.get(int(pk)) if pk else metric
    cells = [cell for cell in _sample(sheet, place) if not is_unknown(cell)]
    # What is no number at all gets a sentence, line by line.
    fitting = sum(
        _is_count(cell) if Part(part) in COUNTS else of is None or not _holds_number(cell) or _is_in_unit(cell, of)
        for cell in cells
    )
    return not cells or fitting > (1 - MOST) * len(cells)


def _is_count(cell: object) -> bool:
    try:
        written = figures.take_apart(cell)
        return written is not None and figures.whole_of(written) >= 0
    except BadCell:
        return False


def _is_scores(sheet: Sheet, columns: Sequence[str]) -> bool:
    """Whether the one number of each row is an answer from 0 to 10."""
    if Part.VALUE not in columns:
        return False
    cells = _sample(sheet, list(columns).index(Part.VALUE))
    return bool(cells) and all(text_of(cell) in SCORES for cell in cells)


SCORES: Final = frozenset(str(score) for score in range(11))


def words_of(sheet: Sheet, choices: Choices, metrics: Sequence[Metric]) -> list[tuple[str, int]]:
    """What the column that names metrics says and no metric is called, with the rows that say so, often first."""
    places = choices.places(Part.METRIC)
    if not places:
        return []
    counts = Counter(" ".join(text_of(cell).split()) for cell in sheet.column(places[0]))
    known = {normal(metric.name) for metric in metrics}
    return [(word, rows) for word, rows in counts.most_common() if word and normal(word) not in known][:ASKED]


def check(sheet: Sheet, choices: Choices) -> list[str]:
    """What has to be said before any number can be read, a sentence each."""
    sentences = []
    if len(choices.columns) != len(sheet.headers):
        return ["Say what each column means."]
    counts = Counter(column for column in choices.columns if column)
    for column, times in counts.items():
        if times > 1:
            label = LABELS[Part(column.partition(":")[0])]
            sentences.append(f"{times} columns are chosen as “{label}”: which one counts?")
    if not counts[Part.PERIOD]:
        sentences.append("Say which column holds the period, or the date.")
    in_rows, own = choices.in_rows(), choices.of_metrics()
    if not in_rows and not own:
        sentences.append("Say which column holds the numbers.")
    if in_rows and own:
        sentences.append("Some columns are a metric of their own, others are parts of a row's number: choose one way.")
    if in_rows and not counts[Part.METRIC] and choices.metric is None:
        sentences.append("Say which metric these are numbers of, or which column names it.")
    if Part.ANSWER in in_rows and len(in_rows) > 1:
        sentences.append("A row is the answer of one person, or a number that was counted before: not both.")
    return sentences
