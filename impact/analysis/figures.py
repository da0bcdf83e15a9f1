"""A number that may not be known: then it is None, and says why."""

from __future__ import annotations

from dataclasses import dataclass

from impact.units import Unit


@dataclass(frozen=True)
class Figure:
    """`reason` is a sentence for people, and empty where the value is known."""

    value: float | None
    unit: Unit
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("A figure has a value, or a reason why it has none.")


def unknown(unit: Unit, reason: str) -> Figure:
    return Figure(None, unit, reason)
