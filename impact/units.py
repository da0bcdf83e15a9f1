"""What a number is counted in, and how it is written for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# A number and its unit stay on one line.
TOGETHER = "\u00a0"
SYMBOLS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
SIZES = {1_000: "thousand", 1_000_000: "million"}
MINUS = "−"
LETTERS = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))


class Kind(StrEnum):
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    MONEY = "money"
    HOURS = "hours"
    MONTHS = "months"
    RATIO = "ratio"


SIZED = (Kind.NUMBER, Kind.COUNT, Kind.MONEY)


@dataclass(frozen=True)
class Unit:
    """`currency` is the three letters of ISO 4217, for money alone. A share is kept as 0.82 and written as 82 %; points
    are kept as they are written; a ratio of 2.5 is written as 2.5 to 1. `size` is what money and numbers are told in:
    1, thousands or millions."""

    kind: Kind
    currency: str = ""
    size: int = 1

    def __post_init__(self) -> None:
        if (self.kind is Kind.MONEY) != bool(self.currency):
            raise ValueError("Money needs a currency, and nothing else has one.")
        if self.size != 1 and (self.size not in SIZES or self.kind not in SIZED):
            raise ValueError("Numbers and money are told in thousands or millions, and nothing else is.")

    @property
    def least(self) -> float | None:
        """No value can be smaller; None where any can be."""
        return 0.0 if self.kind in (Kind.COUNT, Kind.SHARE, Kind.HOURS, Kind.MONTHS) else None

    @property
    def most(self) -> float | None:
        return 1.0 if self.kind is Kind.SHARE else None


NUMBER = Unit(Kind.NUMBER)
COUNT = Unit(Kind.COUNT)
SHARE = Unit(Kind.SHARE)
POINTS = Unit(Kind.POINTS)
HOURS = Unit(Kind.HOURS)
MONTHS = Unit(Kind.MONTHS)
RATIO = Unit(Kind.RATIO)


def money(currency: str) -> Unit:
    return Unit(Kind.MONEY, currency)


def written(value: float, unit: Unit) -> str:
    """As people read it, thousands by commas: 1,204 · 82 % · 3.5 points · €1,200 · CHF 1,200 · 12 hours · 2.5 to 1 ·
    €1.2 million.

    Rounded to what the eye needs; where that would make of a small value none at all, digits are kept."""
    # A hundredth of the size is no number that anybody tells in it.
    if unit.size != 1 and abs(value) >= unit.size / 100:
        return _sized(value / unit.size, unit)
    if unit.kind is Kind.SHARE:
        return f"{_number(value * 100, 1)}{TOGETHER}%"
    if unit.kind in (Kind.POINTS, Kind.HOURS, Kind.MONTHS):
        number = _number(value, 1)
        return f"{number}{TOGETHER}{unit.kind.removesuffix('s') if number == '1' else unit.kind}"
    if unit.kind is Kind.RATIO:
        return f"{_number(value, 2)} to 1"
    if unit.kind is Kind.MONEY:
        return _money(value, unit.currency)
    return _number(value, 2)


def compact(value: float, unit: Unit, *, least: float = 1e9) -> str:
    """As there is room for it: €1.25 bn where `written` has €1,250,000,000. Four digits that count; what is nearer to
    zero than `least`, and shares and ratios, as ever."""
    whole = abs(value)
    if unit.kind in (Kind.SHARE, Kind.RATIO) or unit.size != 1 or whole < max(least, 1e4):
        return written(value, unit)
    size, letter = next((size, letter) for size, letter in LETTERS if whole >= size)
    amount = f"{float(f'{whole / size:.4g}'):,.4f}".rstrip("0").rstrip(".") + f"{TOGETHER}{letter}"
    sign = MINUS if value < 0 else ""
    if unit.kind is Kind.MONEY:
        return f"{sign}{_with_currency(amount, unit.currency)}"
    return f"{sign}{amount}{f'{TOGETHER}{unit.kind}' if unit.kind in (Kind.POINTS, Kind.HOURS, Kind.MONTHS) else ''}"


def _sized(value: float, unit: Unit) -> str:
    number = _number(value, 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0)
    number = _with_currency(number, unit.currency) if unit.currency else number
    return f"{number}{TOGETHER}{SIZES[unit.size]}"


def _money(value: float, currency: str) -> str:
    whole = abs(value) >= 1000 or float(value).is_integer()
    amount = f"{abs(value):,.0f}" if whole else f"{abs(value):,.2f}"
    sign = MINUS if value < 0 and amount.strip("0.,") else ""
    return _with_currency(f"{sign}{amount}", currency)


def _with_currency(amount: str, currency: str) -> str:
    sign, amount = (MINUS, amount[1:]) if amount.startswith(MINUS) else ("", amount)
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{amount}" if symbol else f"{sign}{currency}{TOGETHER}{amount}"


def _number(value: float, places: int) -> str:
    """At most `places` after the point, more for a value that would vanish (two digits that count)."""
    rounded = round(value, places)
    text = f"{abs(rounded):,.{places}f}" if rounded or not value else f"{abs(value):.1e}"
    if "e" in text:
        exponent = int(text.split("e")[1])
        text = f"{abs(value):.{min(1 - exponent, 12)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 and text.strip("0.") else text
