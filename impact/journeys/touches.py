"""A line is one touch, as a CRM exports them: lines of a deal are brought together in the order of their dates."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from impact.attribution.journeys import Journey
from impact.files import figures
from impact.files.cells import BadCell
from impact.files.figures import Written
from impact.files.plan import Problem, Question
from impact.journeys.columns import Blanks, Part
from impact.journeys.planning import MOST_TOUCHES, SEPARATORS, Found, Rows, check_channel, check_words
from stakeholders.formats.values import is_unknown, text_of

Cells = Sequence[object]
_CLOCK: Final = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?\s*(?P<half>[ap])?", re.IGNORECASE
)
_BLANKS: Final = (
    (str(Blanks.ABOVE), "Of the deal named above"),
    (str(Blanks.NOBODY), "Nobody’s: leave out"),
)


@dataclass(frozen=True)
class Touch:
    """`clock` is the second of its day, 0 where no time is known."""

    channel: str
    line: int
    day: dt.date | None
    clock: int


@dataclass
class Deal:
    """What its lines say. `outcomes` and `worths` are of those lines that say something of it."""

    lines: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    outcomes: list[tuple[float, float | None]] = field(default_factory=list)
    worths: list[tuple[object, Written]] = field(default_factory=list)

    @property
    def repeats(self) -> int:
        dated = [(one.channel, one.day, one.clock) for one in self.touches if one.day is not None]
        return len(dated) - len(set(dated))


class Touches(Rows):
    """Value and outcome may stand on every line of a deal or on one of them. A deal of which a line cannot be read is
    left out as a whole: a journey that misses a touch is another journey."""

    def separator(self) -> str:
        return SEPARATORS[0]

    def dates(self) -> list[object]:
        place = self.place.get(Part.DATES)
        return [] if place is None else list(self.sheet.column(place))

    def ask(self) -> None:
        self.deals: dict[str, Deal] = {}
        self.above = ""
        super().ask()
        unnamed = [
            line
            for line, cells in self.sheet.rows
            if self._is_blank(cells, Part.DEAL) and not self._is_blank(cells, Part.CHANNEL)
        ]
        if unnamed and self.choices.blanks is None:
            says = (
                f"{len(unnamed):,} lines name a channel and no deal, line {unnamed[0]:,} first. Whose touches are they?"
                if len(unnamed) > 1
                else f"Line {unnamed[0]:,} names a channel and no deal. Whose touch is it?"
            )
            self.plan.questions.append(Question("blanks", says, _BLANKS))

    def _is_blank(self, cells: Cells, part: Part) -> bool:
        return part not in self.place or is_unknown(text_of(cells[self.place[part]]))

    def row(self, line: int, cells: Cells) -> None:
        deal = self.deals.setdefault(self._whose(cells), Deal())
        deal.lines.append(line)
        try:
            self._read(deal, line, cells)
        except BadCell:
            deal.unread.append(line)
            raise

    def _whose(self, cells: Cells) -> str:
        if self.choices.blanks is Blanks.ABOVE and self._is_blank(cells, Part.DEAL):
            if not self.above:
                raise BadCell("It names no deal, and none that can be read is named above it.")
            return self.above
        self.above = ""
        self.above = self.deal(cells)
        return self.above

    def _read(self, deal: Deal, line: int, cells: Cells) -> None:
        """A line without a channel and a date is no touch: it may say what became of the deal."""
        day = None if self._is_blank(cells, Part.DATES) else cells[self.place[Part.DATES]]
        if not self._is_blank(cells, Part.CHANNEL):
            channel = " ".join(text_of(cells[self.place[Part.CHANNEL]]).split())
            check_words(channel, "channel")
            check_channel(channel)
            deal.touches.append(Touch(channel, line, None if day is None else self.day(day), clock_of(day)))
        elif day is not None:
            raise BadCell("It has a date and no channel.")
        if not self._is_blank(cells, Part.CONVERTED):
            deal.outcomes.append(self.outcome(cells))
        if Part.VALUE in self.place and (written := figures.take_apart(cells[self.place[Part.VALUE]])) is not None:
            deal.worths.append((cells[self.place[Part.VALUE]], written))

    def together(self) -> None:
        repeats = 0
        for name, deal in self.deals.items():
            try:
                journey = self._journey(deal)
            except BadCell as bad:
                self.plan.deals_out += 1
                lines = [line for line in deal.lines if line not in set(deal.unread)]
                self.plan.problems += [Problem(line, name, bad.sentence) for line in lines]
                continue
            self.undated += journey.days_before is None
            repeats += deal.repeats
            self.plan.journeys.append(Found(deal.lines[0], journey, name))
        self.plan.touches = sum(len(found.journey.path) for found in self.plan.journeys)
        self._remark(repeats)
        super().together()

    def _journey(self, deal: Deal) -> Journey:
        if deal.unread:
            one = len(deal.unread) == 1
            which = f"Line {deal.unread[0]:,} of this deal" if one else f"{len(deal.unread):,} lines of this deal"
            raise BadCell(f"{which} cannot be read, so all of it is left out: a touch would be missing.")
        if not deal.touches:
            raise BadCell("No line of this deal names a channel.")
        if len(deal.touches) > MOST_TOUCHES:
            raise BadCell(f"The deal has {len(deal.touches):,} touches; at most {MOST_TOUCHES} can be read.")
        converted, missed = self._became(deal)
        value = self._is_worth(deal, converted)
        undated = sum(1 for one in deal.touches if one.day is None)
        if 0 < undated < len(deal.touches):
            raise BadCell("Some of its touches have a date and some have none. Date all of them, or none.")
        ordered = sorted(deal.touches, key=lambda one: (one.day or dt.date.min, one.clock, one.line))
        days = None if undated else self.before([one.day for one in ordered])
        return Journey(tuple(one.channel for one in ordered), converted, value, missed, days)

    def _became(self, deal: Deal) -> tuple[float, float | None]:
        if Part.CONVERTED not in self.place:
            return 1.0, None
        if not deal.outcomes:
            raise BadCell("No line says whether the deal was won.")
        if len(set(deal.outcomes)) > 1:
            raise BadCell("By some of its lines the deal was won, by others lost. Say one of the two.")
        return deal.outcomes[0]

    def _is_worth(self, deal: Deal, converted: float) -> float | None:
        if Part.VALUE not in self.place:
            return None
        if converted and len(deal.worths) > 1:
            numbers = {figures.value_of(written, self.decimal): text_of(cell) for cell, written in deal.worths}
            signs = {written.currency: text_of(cell) for cell, written in deal.worths if written.currency}
            for told in (list(numbers.values()), list(signs.values())):
                if len(told) > 1:
                    raise BadCell(f"Its lines say that the deal is worth {told[0]} and {told[1]}. Give it one value.")
        # Where a sign stands on some of its lines, it counts for all.
        cell, written = max(deal.worths, key=lambda one: bool(one[1].currency), default=("", None))
        return self.worth(cell, written, converted)

    def _remark(self, repeats: int) -> None:
        remarks = self.plan.remarks
        if Part.DATES not in self.place:
            says = "No column dates the touches, so those of a deal count in the order of their lines."
            remarks.append(Problem(0, "", says))
        if repeats:
            one = repeats == 1
            says = (
                f"{'One touch stands' if one else f'{repeats:,} touches stand'} in the file twice, with the same deal, "
                f"channel and time. {'It counts' if one else 'They count'} twice as well."
            )
            remarks.append(Problem(0, "", says))
        spelt = Counter(name.casefold() for name in self.deals)
        for name in [name for name in self.deals if spelt[name.casefold()] > 1][:50]:
            remarks.append(Problem(0, name, "Is spelt in several ways. Each counts as a deal of its own."))


def clock_of(cell: object) -> int:
    """The second of the day that a date is given with."""
    if isinstance(cell, dt.datetime):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    match = _CLOCK.search(cell) if isinstance(cell, str) else None
    if match is None:
        return 0
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    return hour * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
