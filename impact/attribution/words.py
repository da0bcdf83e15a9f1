"""What each model is called, what it does in one line, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from impact.units import SHARE, written


@dataclass(frozen=True)
class Words:
    """`called` as a heading, `told` within a sentence after “by”."""

    called: str
    told: str
    source: str


CONVENTION: Final = "A convention, not a measurement"
WORDS: Final[Mapping[str, Words]] = {
    "first": Words("First touch", "first touch", CONVENTION),
    "last": Words("Last touch", "last touch", CONVENTION),
    "linear": Words("Linear", "the linear model", CONVENTION),
    "u_shaped": Words("U-shaped", "the U-shaped model", CONVENTION),
    "w_shaped": Words("W-shaped", "the W-shaped model", CONVENTION),
    "time_decay": Words("Time decay", "time decay", "A half-life of 7 days, as Google Analytics had it"),
    "markov_with_nulls": Words("Markov, all", "the Markov chain of all journeys", "Anderl et al. 2014"),
    "markov_without_nulls": Words("Markov, won", "the Markov chain of those that converted", "Anderl et al. 2014"),
    "shapley": Words("Shapley", "the Shapley value", "Shapley 1953; Zhao et al. 2018"),
}


def percent(share: float) -> str:
    """“12.3 %”: of a thousand that there are, pages show hundreds."""
    return _thousandths(round(share * 1000))


@cache
def _thousandths(many: int) -> str:
    return written(many / 1000, SHARE)
