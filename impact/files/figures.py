"""Which number a cell holds: thousands, decimals, percent and currency signs, as its whole column writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from impact.files.cells import BadCell, shown
from impact.models.observation import HIGHEST
from impact.tables import is_formula
from impact.units import SYMBOLS, Kind, Unit
from stakeholders.formats.values import is_unknown, text_of


class Decimal(StrEnum):
    POINT = "point"
    COMMA = "comma"


class Scale(StrEnum):
    """How a column without percent signs writes shares."""

    FRACTION = "fraction"
    PERCENT = "percent"


@dataclass(frozen=True)
class Written:
    """A number as it stands in a cell, taken apart. `digits` with its separators, or `number` from a workbook."""

    cell: object
    digits: str = ""
    number: float = 0.0
    is_negative: bool = False
    has_percent: bool = False
    currency: str = ""
    word: str = ""


@dataclass(frozen=True)
class Found:
    """`decimal` as the column shows it, None where it cannot be told; `unsure` is a cell that can be two numbers."""

    decimal: Decimal | None
    unsure: str = ""


# No number that we keep takes more characters.
LONGEST = 60
# Dollars are many; one sign stands for all of them.
DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD", "BRL", "CLP", "COP"})
WORDS = {
    Kind.HOURS: frozenset({"h", "hr", "hrs", "hour", "hours"}),
    Kind.MONTHS: frozenset({"month", "months", "mo", "mos"}),
    Kind.POINTS: frozenset({"point", "points", "pt", "pts"}),
    Kind.RATIO: frozenset({"x", "to 1", ":1", ": 1"}),
}
_SIGNS = {symbol: code for code, symbol in SYMBOLS.items()}
_DIGITS = r"(?:[0-9]+(?:[.,'’ ][0-9]+)*[.,]?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_PARTS = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<before>[^\W\d_]{{3}}|[€£¥$])?\s*(?P<inner>[+-]?)(?P<digits>{_DIGITS})"
    r"\s*(?P<after>%|[€£¥$]|:\s?1|to 1|[^\W\d_]+)?"
)
_BRACKETS = re.compile(r"\((.+)\)")
_EXACTLY_THREE = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def take_apart(cell: object) -> Written | None:
    """None for a blank cell, or one that says that it was not measured. Raises BadCell."""
    if isinstance(cell, bool):
        raise BadCell(f"{shown(cell)} is yes or no, not a number.")
    if isinstance(cell, int | float):
        if isinstance(cell, int) and cell.bit_length() > 60:
            raise BadCell(f"{shown(cell)} is too large a number.")
        if not math.isfinite(cell):
            return None
        return Written(cell, number=abs(float(cell)), is_negative=cell < 0)
    text = text_of(cell)
    if text.startswith("#") and text.endswith(("!", "?", "A", "0!")) and text.isupper():
        raise BadCell(f"{shown(cell)} is an error of the spreadsheet, not a number.")
    if is_unknown(text):
        return None
    plain = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", text).replace("−", "-").replace("–", "-")
    brackets = _BRACKETS.fullmatch(plain)
    match = _PARTS.fullmatch(brackets[1].strip() if brackets else plain) if len(plain) <= LONGEST else None
    if match is None and is_formula(text):
        raise BadCell(f"{shown(cell)} is a formula. Save the sheet with its values and try that.")
    if match is None or (match["sign"] and match["inner"]):
        raise BadCell(f"{shown(cell)} is no number. Leave the cell blank where nothing was measured.")
    before, after = match["before"] or "", match["after"] or ""
    if after and after.casefold() in ("k", "m", "mn", "mio", "bn", "b", "tsd", "million", "thousand"):
        raise BadCell(f"{shown(cell)} is shortened: write the number in full.")
    currency, word = _SIGNS.get(before, before), ""
    if after in _SIGNS or (len(after) == 3 and after.isupper()):
        if currency:
            raise BadCell(f"{shown(cell)} names two currencies.")
        currency = _SIGNS.get(after, after)
    elif after != "%":
        word = " ".join(after.casefold().split())
    return Written(
        cell,
        digits=match["digits"],
        is_negative="-" in (match["sign"], match["inner"]) or brackets is not None,
        has_percent=after == "%",
        currency=currency.upper(),
        word=word,
    )


def decimal_of(cells: Iterable[Written]) -> Found:
    """By every number of a column that is text and has a point or a comma in it."""
    shows: set[Decimal] = set()
    unsure = ""
    for written in cells:
        mark = _mark(written.digits)
        if mark is not None:
            shows.add(mark)
        elif can_be_two(written):
            unsure = unsure or text_of(written.cell)
    if len(shows) == 1:
        return Found(shows.pop())
    return Found(None, unsure or ("both" if shows else ""))


def can_be_two(written: Written) -> bool:
    """Whether it is another number by a decimal comma than by a decimal point, and does not show which."""
    return _EXACTLY_THREE.fullmatch(written.digits) is not None


def _mark(digits: str) -> Decimal | None:
    """Which sign is the decimal one, as far as this number alone shows it."""
    mantissa = re.split("[eE]", digits)[0]
    points, commas = mantissa.count("."), mantissa.count(",")
    if points and commas:
        return Decimal.POINT if mantissa.rindex(".") > mantissa.rindex(",") else Decimal.COMMA
    if points > 1:
        return Decimal.COMMA
    if commas > 1:
        return Decimal.POINT
    if (not points and not commas) or _EXACTLY_THREE.fullmatch(mantissa):
        return None
    return Decimal.POINT if points else Decimal.COMMA


def value_of(written: Written, decimal: Decimal | None) -> float:
    """Raises BadCell where it does not fit how its column writes decimals, or could be two numbers."""
    if not written.digits:
        number = written.number
    else:
        mark = decimal or _mark(written.digits)
        if mark is None and can_be_two(written):
            raise BadCell(f"{shown(written.cell)} can be two numbers: say below which sign is the decimal one.")
        number = _number(written, mark or Decimal.POINT)
    if number > HIGHEST:
        raise BadCell(f"{shown(written.cell)} is too large a number.")
    return -number if written.is_negative else number


def _number(written: Written, mark: Decimal) -> float:
    point, group = (".", ",") if mark is Decimal.POINT else (",", ".")
    mantissa, *exponent = re.split("[eE]", written.digits)
    whole, *rest = mantissa.split(point)
    fits = re.fullmatch(rf"[0-9]*|[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+|[0-9]{{1,3}}(?:['’ ][0-9]{{3}})+", whole)
    if not fits or len(rest) > 1 or (rest and not re.fullmatch("[0-9]*", rest[0])):
        sign = "point" if mark is Decimal.POINT else "comma"
        raise BadCell(f"{shown(written.cell)} does not fit its column, in which the {sign} is the decimal sign.")
    plain = f"{re.sub('[^0-9]', '', whole) or '0'}.{rest[0] if rest and rest[0] else '0'}"
    return float(f"{plain}e{exponent[0]}" if exponent else plain)


def whole_of(written: Written) -> int:
    """A count: three digits after a sign are thousands, whatever its column says. Raises BadCell."""
    if written.has_percent or written.currency or written.word or written.is_negative:
        raise BadCell(f"{shown(written.cell)} is no count: write a whole number.")
    digits = written.digits
    if re.fullmatch(r"[0-9]{1,3}(?:[.,'’ ][0-9]{3})+", digits):
        number = float(re.sub("[^0-9]", "", digits))
    elif re.fullmatch(r"[0-9]+(?:[.,]0{1,2})?", digits):
        number = float(re.split("[.,]", digits)[0])
    else:
        number = written.number if not digits else math.nan
    if not number.is_integer():
        raise BadCell(f"{shown(written.cell)} is no count: write a whole number.")
    if number > 2_147_483_647:
        raise BadCell(f"{shown(written.cell)} is too large a count.")
    return int(number)


def check_unit(written: Written, unit: Unit) -> None:
    """Raises BadCell for a sign or word that the metric is not counted in."""
    if written.currency:
        is_dollar = written.currency == "USD" and "$" in text_of(written.cell)
        fits = written.currency == unit.currency or (is_dollar and unit.currency in DOLLARS)
        if unit.kind is not Kind.MONEY:
            raise BadCell(f"{shown(written.cell)} is money, and this metric is not.")
        if not fits:
            raise BadCell(f"{shown(written.cell)} is in another currency: this metric is kept in {unit.currency}.")
    if written.has_percent and unit.kind is not Kind.SHARE:
        raise BadCell(f"{shown(written.cell)} has a percent sign, and this metric is no share.")
    if written.word and written.word not in WORDS.get(unit.kind, ()):
        raise BadCell(f"{shown(written.cell)} holds words that are not this metric's unit.")


def scale_of(cells: Iterable[Written], values: Iterable[float]) -> Scale | None:
    """Of shares in one column: None where some have a percent sign, which then says it."""
    written, numbers = list(cells), list(values)
    if any(one.has_percent for one in written):
        return None
    return Scale.PERCENT if any(number > 1 for number in numbers) else Scale.FRACTION
