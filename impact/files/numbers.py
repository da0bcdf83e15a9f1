"""Makes numbers of what stands in cells, once all of their columns are known."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from impact.files import figures
from impact.files.cells import BadCell, shown
from impact.files.figures import Decimal, Scale, Written
from impact.files.mapping import COUNTS, PERCENT, Choices, Part
from impact.files.plan import Figure, Plan, Problem, Question
from impact.files.reading import Sheet
from impact.files.rows import Raw
from impact.models import Metric
from impact.observations import Number, number, promoters, share_of
from impact.units import Kind
from stakeholders.formats.values import text_of

Measured = Metric.Measured


class Numbers:
    """Makes numbers of what stands in cells, once all of their columns are known."""

    def __init__(
        self, sheet: Sheet, choices: Choices, plan: Plan, raws: list[Raw], seen: Mapping[int, list[Written]]
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

    def _number(self, raw: Raw, value: float | None) -> Number:
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

    def _is_percent(self, raw: Raw) -> bool:
        written = raw.parts[Part.VALUE]
        scale = self.scales[raw.metric.pk, raw.places[Part.VALUE]]
        if scale is None and not written.has_percent and not written.digits and written.number <= 1:
            # A workbook keeps what it shows as 82 % as 0.82.
            self._say_percent(raw, written.number)
            return False
        if scale is None and not written.has_percent:
            raise BadCell(f"{shown(written.cell)} has no percent sign, and others of its column have one.")
        return scale is not Scale.FRACTION

    def _say_percent(self, raw: Raw, value: float) -> None:
        says = f"Others of its column have a percent sign, so this cell is read as {value * 100:g} %."
        self.plan.remarks.append(Problem(raw.line, f"{raw.metric.name}: {value:g}", says))

    def _bad(self, raw: Raw, bad: BadCell) -> None:
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


def _share(raw: Raw, value: float | None, rounded: float, counts: Mapping[Part, int]) -> Number:
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


def _promoters(raw: Raw, value: float | None, rounded: float, counts: Mapping[Part, int]) -> Number:
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
