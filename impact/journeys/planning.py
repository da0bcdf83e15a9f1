"""The dry run: which journeys a file holds, and what is left out of it and why. Plain data in and out."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from impact.attribution.journeys import Journey, collect
from impact.files import figures
from impact.files.cells import BadCell, shown
from impact.files.days import Length, Order, order_of, read_span
from impact.files.figures import Decimal, Written, decimal_of
from impact.files.plan import Problem, Question
from impact.files.reading import Progress, Sheet
from impact.files.rows import NO, YES
from impact.journeys.columns import Choices, Part, personal
from impact.tables import is_formula
from stakeholders.formats.document import shorten
from stakeholders.formats.values import is_unknown, text_of

MOST_TOUCHES: Final = 500
CHANNEL_CHARACTERS: Final = 100
DEAL_CHARACTERS: Final = 200
WON: Final = YES | {"won", "closed won", "closedwon", "converted", "gewonnen", "gagné", "ganado"}
LOST: Final = NO | {"lost", "closed lost", "closedlost", "not converted", "verloren", "perdu", "perdido"}
# Between channels, the one that is found first.
SEPARATORS: Final = (">", "→", "»", "|", ";")
_TELL_EVERY: Final = 2000
_DATED = re.compile(r"(?P<channel>.+?)\s*[(\[@]\s*(?P<day>[0-9][^()\[\]@]*?)\s*[)\]]?")
_DATE_FIRST = re.compile(r"(?P<day>[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4})[\s:]+(?P<channel>.+)")
_FIGURES = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DECIMALS: Final = ((str(Decimal.POINT), "Decimal point: 1,234.5"), (str(Decimal.COMMA), "Decimal comma: 1.234,5"))
_ORDERS: Final = ((str(Order.DAY_FIRST), "The day comes first"), (str(Order.MONTH_FIRST), "The month comes first"))


@dataclass(frozen=True)
class Found:
    """A journey, and where the file says it."""

    line: int
    journey: Journey
    deal: str = ""


@dataclass
class Plan:
    """`currency` is what signs beside the values say, `first_on` and `last_on` the days of the touches."""

    journeys: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    currency: str = ""
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    channels: int = 0
    # Where a line is one touch: how many touches its journeys have, and how many deals are left out.
    touches: int | None = None
    deals_out: int = 0

    @property
    def has_value(self) -> bool:
        return any(found.journey.value for found in self.journeys)

    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for found in self.journeys:
            digest.update(repr((found.deal, found.journey)).encode(errors="replace"))
        return digest.hexdigest()


def read_journeys(sheet: Sheet, choices: Choices, report: Progress | None = None, *, by: type[Rows]) -> Plan:
    """Needs choices without a fault. `by` is what goes through its lines."""
    plan = Plan(problems=[Problem(line, "", sentence) for line, sentence in sheet.faults])
    plan.remarks = [Problem(line, "", sentence) for line, sentence in sheet.remarks]
    for title in personal(sheet):
        says = "This column seems to name people. It was not read: attribution needs no person. Leave it out next time."
        plan.remarks.append(Problem(0, title, says))
    by(sheet, choices, plan).read(report)
    if not plan.questions:
        _check(plan)
    plan.problems.sort(key=lambda problem: problem.line)
    return plan


def _check(plan: Plan) -> None:
    """What is wrong with all of them together."""
    if not plan.journeys:
        return
    try:
        plan.channels = len(collect(found.journey for found in plan.journeys).channels)
    except ValueError as error:
        plan.asks.append(str(error))
        return
    spelt: dict[str, set[str]] = {}
    for found in plan.journeys:
        for channel in found.journey.path:
            spelt.setdefault(channel.casefold(), set()).add(channel)
    for ways in spelt.values():
        if len(ways) > 1:
            told = " and ".join(f"“{way}”" for way in sorted(ways))
            plan.remarks.append(Problem(0, "", f"{told} count as different channels. If they are one, spell it alike."))


class Rows:
    """Goes through the rows once, when it is known how they write numbers and dates. Each is a journey."""

    def __init__(self, sheet: Sheet, choices: Choices, plan: Plan) -> None:
        self.sheet, self.choices, self.plan = sheet, choices, plan
        self.place = {part: place for part in Part if (place := choices.place(part)) is not None}
        self.between = self.separator()
        self.order = choices.order
        self.decimal = choices.decimal
        self.days: list[dt.date] = []
        self.undated = 0
        self.currencies: Counter[str] = Counter()
        self.worth_of_lost = 0
        self.seen: dict[tuple[object, ...], int] = {}

    def separator(self) -> str:
        paths = [text_of(cells[self.place[Part.PATH]]) for _line, cells in self.sheet.rows]
        return next((sign for sign in SEPARATORS if any(sign in path for path in paths)), SEPARATORS[0])

    def read(self, report: Progress | None) -> None:
        self.ask()
        if self.plan.questions:
            return
        for number, (line, cells) in enumerate(self.sheet.rows, start=1):
            try:
                self.row(line, cells)
            except BadCell as bad:
                deal = self.place.get(Part.DEAL)
                about = text_of(cells[deal if deal is not None else self.place[Part.PATH]])
                self.plan.problems.append(Problem(line, about, bad.sentence))
            if report is not None and number % _TELL_EVERY == 0:
                report(number, len(self.sheet.rows))
        self.together()

    def ask(self) -> None:
        """What one column writes in two ways, and nothing in it says which."""
        if self.decimal is None:
            places = [self.place[part] for part in (Part.VALUE, Part.CONVERSIONS, Part.NULLS) if part in self.place]
            found = decimal_of(one for place in places for one in self._numbers(place))
            self.decimal = found.decimal
            if found.unsure:
                says = (
                    "Some numbers have a decimal point and some a decimal comma."
                    if found.unsure == "both"
                    else f"{shown(found.unsure)} can be two different numbers, and no other number says which."
                )
                self.plan.questions.append(Question("decimal", says, _DECIMALS))
        if self.order is None:
            order = order_of(self.dates())
            self.order = order.order
            if order.unsure:
                says = f"{shown(order.unsure)} can be two different days, and no other date of the file says which."
                self.plan.questions.append(Question("order", says, _ORDERS))

    def _numbers(self, place: int) -> list[Written]:
        found = []
        for cell in self.sheet.column(place):
            try:
                written = figures.take_apart(cell)
            except BadCell:
                continue
            if written is not None:
                found.append(written)
        return found

    def dates(self) -> list[object]:
        if (place := self.place.get(Part.DATES)) is not None:
            return [part for cell in self.sheet.column(place) for part in self._parts(cell)]
        if Part.DAYS in self.place:
            return []
        parts = (part for cell in self.sheet.column(self.place[Part.PATH]) for part in self._parts(cell))
        return [match["day"] for part in parts if (match := _dated(part))]

    def _parts(self, cell: object) -> list[object]:
        """A cell of a workbook that is a date is one."""
        if not isinstance(cell, str):
            return [cell]
        return [" ".join(part.split()) for part in cell.split(self.between)]

    def row(self, line: int, cells: Sequence[object]) -> None:
        path, days = self._path(cells)
        deal = self.deal(cells)
        converted, missed = self.outcome(cells)
        value = self._value(cells, converted)
        journey = Journey(path, converted, value, missed, days)
        key = (deal, journey)
        if deal and key in self.seen:
            raise BadCell(f"The same as line {self.seen[key]:,}: a deal counts once.")
        self.seen[key] = line
        if days is None:
            self.undated += 1
        self.plan.journeys.append(Found(line, journey, deal))

    def _path(self, cells: Sequence[object]) -> tuple[tuple[str, ...], tuple[float, ...] | None]:
        text = text_of(cells[self.place[Part.PATH]])
        if is_unknown(text):
            raise BadCell("The path is blank: a journey has one touch at least.")
        check_words(text, "path")
        parts = [str(part) for part in self._parts(text)]
        if not all(parts):
            raise BadCell(f"A channel is missing between two “{self.between}”.")
        if len(parts) > MOST_TOUCHES:
            raise BadCell(f"The path has {len(parts):,} touches; at most {MOST_TOUCHES} can be read.")
        dated = None if Part.DATES in self.place or Part.DAYS in self.place else self._dated(parts)
        channels, dates = (tuple(parts), self._given(cells, len(parts))) if dated is None else dated
        for channel in channels:
            check_channel(channel)
        return channels, dates

    def _dated(self, parts: Sequence[str]) -> tuple[tuple[str, ...], tuple[float, ...] | None] | None:
        """Channels and days where every touch has its date beside it."""
        matches = [_dated(part) for part in parts]
        if not any(matches):
            return None
        if not all(matches):
            raise BadCell("Some of its touches have a date and some have none. Date all of them, or none.")
        found = [match for match in matches if match]
        return tuple(match["channel"].strip() for match in found), self.before([match["day"] for match in found])

    def _given(self, cells: Sequence[object], touches: int) -> tuple[float, ...] | None:
        if (place := self.place.get(Part.DATES)) is not None:
            if is_unknown(cells[place]):
                return None
            parts = self._parts(cells[place])
            if len(parts) != touches:
                raise BadCell(f"The path has {touches:,} touches and there are {len(parts):,} dates.")
            return self.before(parts)
        if (place := self.place.get(Part.DAYS)) is None or is_unknown(cells[place]):
            return None
        days = [figures.take_apart(part) for part in self._parts(cells[place])]
        if len(days) != touches or any(day is None or day.is_negative for day in days):
            raise BadCell(f"A number of days, not below zero, is needed for each of {touches:,} touches.")
        return tuple(figures.value_of(day, self.decimal) for day in days if day is not None)

    def before(self, parts: Sequence[object]) -> tuple[float, ...]:
        dates = [self.day(part) for part in parts]
        if dates != sorted(dates):
            raise BadCell("Its dates run backwards: write touches from the first to the last.")
        self.days += (dates[0], dates[-1])
        return tuple(float((dates[-1] - date).days) for date in dates)

    def day(self, cell: object) -> dt.date:
        span = read_span(cell, self.order)
        if span is None or span.length is not Length.DAY:
            raise BadCell(f"{shown(cell)} is no day. Write 2026-03-15.")
        if not 1990 <= span.start.year <= 2100:
            raise BadCell(f"The year {span.start.year} cannot be meant.")
        return span.start

    def deal(self, cells: Sequence[object]) -> str:
        if (place := self.place.get(Part.DEAL)) is None:
            return ""
        deal = " ".join(text_of(cells[place]).split())
        if not deal:
            raise BadCell("The deal has no name, so nobody could find it again.")
        if is_formula(deal):
            raise BadCell(f"{shown(deal)} is a formula. Save the sheet with its values and try that.")
        if _MAIL.search(deal):
            raise BadCell("The deal is named by an e-mail address. Name the company or the opportunity, and no person.")
        return shorten(deal, DEAL_CHARACTERS)

    def outcome(self, cells: Sequence[object]) -> tuple[float, float | None]:
        """How many converted, and how many did not; None where that is not known."""
        if not self.choices.is_of_deals:
            nulls = self.place.get(Part.NULLS)
            return self._count(cells[self.place[Part.CONVERSIONS]]), None if nulls is None else self._count(
                cells[nulls]
            )
        if (place := self.place.get(Part.CONVERTED)) is None:
            return 1.0, None
        cell = cells[place]
        word = ("yes" if cell else "no") if isinstance(cell, bool) else " ".join(re.split(r"[\s_-]+", text_of(cell)))
        if word.casefold() in WON:
            return 1.0, 0.0
        if word.casefold() in LOST:
            return 0.0, 1.0
        if not word:
            raise BadCell("It does not say whether the deal was won.")
        raise BadCell(f"{shown(word)} is neither won nor lost. A deal that is still open belongs to no journey yet.")

    def _count(self, cell: object) -> float:
        found = self._plain(cell)
        if found is None:
            raise BadCell("A count is blank: write 0 where there was none.")
        return found

    def _plain(self, cell: object) -> float | None:
        written = figures.take_apart(cell)
        if written is None:
            return None
        if written.has_percent or written.currency or written.word:
            raise BadCell(f"{shown(cell)} is no count: write the number alone.")
        return self._positive(written, cell)

    def _positive(self, written: Written, cell: object) -> float:
        found = figures.value_of(written, self.decimal)
        if found < 0:
            raise BadCell(f"{shown(cell)} is below zero.")
        return found

    def _value(self, cells: Sequence[object], converted: float) -> float | None:
        if (place := self.place.get(Part.VALUE)) is None:
            return None
        return self.worth(cells[place], figures.take_apart(cells[place]), converted)

    def worth(self, cell: object, written: Written | None, converted: float) -> float:
        """What a cell says of a journey’s value."""
        if self.choices.is_of_deals and not converted:
            # What a lost deal would have brought, it did not bring.
            self.worth_of_lost += written is not None
            return 0.0
        if written is None:
            if not converted:
                return 0.0
            raise BadCell(
                "It converted, and its value is blank. Write 0 if it brought nothing, or leave the column out."
            )
        if written.has_percent or written.word:
            raise BadCell(f"{shown(cell)} is no amount: write the number alone.")
        found = self._positive(written, cell)
        if found and not converted:
            raise BadCell("It has a value, and no conversion that it could come from.")
        if written.currency:
            self.currencies[written.currency] += 1
        return found

    def together(self) -> None:
        plan = self.plan
        if self.days:
            plan.first_on, plan.last_on = min(self.days), max(self.days)
        if len(self.currencies) > 1:
            told = ", ".join(sorted(self.currencies))
            plan.asks.append(f"The values are in several currencies: {told}. Convert them into one.")
        plan.currency = next(iter(self.currencies), "")
        if self.worth_of_lost:
            one = self.worth_of_lost == 1
            lost = "One deal that was lost has a value" if one else f"{self.worth_of_lost:,} lost deals have a value"
            plan.remarks.append(Problem(0, "", f"{lost}. It counts for nothing: it was not earned."))
        if self.choices.is_of_deals and Part.CONVERTED not in self.place:
            plan.remarks.append(Problem(0, "", "No column says which deals were won, so all of them count as won."))
        has_dates = self.undated < len(plan.journeys)
        has_nulls = Part.CONVERTED not in self.place or any(one.journey.nulls for one in plan.journeys)
        if has_dates and self.undated:
            many = f"{self.undated:,} of {len(plan.journeys):,} journeys"
            says = f"{many} have no dates, so time decay goes by place in the path in all of them."
            plan.remarks.append(Problem(0, "", says))
        if not has_nulls and plan.journeys:
            plan.remarks.append(
                Problem(0, "", "No lost deal is among them, so Markov cannot count who did not convert.")
            )
        if (has_dates and self.undated) or not has_nulls:
            plan.journeys = [self._plainer(one, dated=not self.undated, nulls=has_nulls) for one in plan.journeys]
        repeated = [deal for deal, many in Counter(one.deal for one in plan.journeys if one.deal).items() if many > 1]
        for deal in repeated[:50]:
            plan.remarks.append(
                Problem(0, deal, "Stands in several lines that differ. Each counts as a deal of its own.")
            )

    def _plainer(self, one: Found, *, dated: bool, nulls: bool) -> Found:
        was = one.journey
        kept = Journey(
            was.path, was.conversions, was.value, was.nulls if nulls else None, was.days_before if dated else None
        )
        return Found(one.line, kept, one.deal)


def check_words(text: str, called: str) -> None:
    """Raises BadCell for what a spreadsheet puts in the place of words."""
    if is_formula(text):
        raise BadCell(f"{shown(text)} is a formula. Save the sheet with its values and try that.")
    if text.startswith("#") and text.endswith(("!", "?", "A")) and text.isupper():
        raise BadCell(f"{shown(text)} is an error of the spreadsheet, not a {called}.")


def check_channel(channel: str) -> None:
    """Raises BadCell for what no channel is called."""
    if len(channel) > CHANNEL_CHARACTERS:
        raise BadCell(f"{shown(channel)} is longer than a channel’s name may be: {CHANNEL_CHARACTERS} letters.")
    if _MAIL.fullmatch(channel):
        raise BadCell(f"{shown(channel)} is an e-mail address, not a channel.")


def _dated(part: object) -> re.Match[str] | None:
    """A channel with a date beside it: “Email (2026-03-15)”, “2026-03-15 Email”."""
    for pattern in (_DATED, _DATE_FIRST):
        match = pattern.fullmatch(str(part))
        if match and _is_day(match["day"]):
            return match
    return None


def _is_day(text: str) -> bool:
    """Whether it is meant as one: the 30th of February is, and is refused later with its own sentence."""
    if _FIGURES.fullmatch(text):
        return True
    for order in Order:
        try:
            span = read_span(text, order)
        except BadCell:
            continue
        return span is not None and span.length is Length.DAY
    return False
