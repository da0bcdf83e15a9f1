"""The geometry of the picture: a line for each channel, from its least part to its most, and a dot for each model.

Places across are shares of the width in percent, so that the picture fits any column without its words shrinking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from impact.attribution.words import percent

# Of a row: where there are few, and where there are many.
HIGH: Final = 56.0
LOW: Final = 36.0
EDGE: Final = 7.0
STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
MOST_TICKS: Final = 6
# What a band of no width is drawn with.
LEAST: Final = 0.6


@dataclass(frozen=True)
class Dot:
    rule: str
    x: str
    y: float
    says: str
    # On which side of the dot its number stands.
    is_left: bool


@dataclass(frozen=True)
class Row:
    channel: str
    start: str
    width: str
    low: str
    high: str
    dots: tuple[Dot, ...]

    @property
    def says(self) -> str:
        return self.low if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True)
class Tick:
    x: str
    text: str


@dataclass(frozen=True)
class Picture:
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    height: float


def draw(shares: Mapping[str, Mapping[str, float]], rules: Sequence[str], *, height: float = HIGH) -> Picture:
    """`shares` by channel and rule, in the order in which they are drawn."""
    highest = max(max(by.values()) for by in shares.values())
    step = next((step for step in STEPS if step * MOST_TICKS >= highest), 0.25)
    ticks = [step * number for number in range(int(highest / step + 0.999999) + 1)]
    end = max(ticks[-1], step)
    rows = []
    for channel, by in shares.items():
        low, high = min(by[rule] for rule in rules), max(by[rule] for rule in rules)
        width = max((high - low) / end * 100, LEAST)
        dots = tuple(
            Dot(rule, _percent(at * 100), _lane(place, len(rules), height), percent(by[rule]), is_left=at > 0.8)
            for place, rule in enumerate(rules)
            for at in (by[rule] / end,)
        )
        start = min(low / end * 100, 100 - width)
        rows.append(Row(channel, _percent(start), _percent(width), percent(low), percent(high), dots))
    return Picture(tuple(rows), tuple(Tick(_percent(tick / end * 100), percent(tick)) for tick in ticks), height)


def _lane(place: int, rules: int, height: float) -> float:
    """Each model has its own; where rows are low, only one model is seen at a time, in the middle."""
    if height == LOW:
        return height / 2
    return round(EDGE + place * (height - 2 * EDGE) / max(rules - 1, 1), 1)


def _percent(number: float) -> str:
    return f"{number:.2f}%"
