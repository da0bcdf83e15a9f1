"""The measures of a person's place in the network: standard term, what it says in plain words, and how to show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasureWords:
    """A measure as people read it: a share as a percentage, anything else with `digits` after the point."""

    key: str
    term: str
    plain: str
    means: str
    digits: int = 0
    is_share: bool = False

    def shown(self, value: float) -> str:
        return f"{value:.1%}" if self.is_share else f"{value:,.{self.digits}f}"


MEASURES = (
    MeasureWords("influences", "Out-degree", "Moves", "how many people they move directly"),
    MeasureWords("influenced", "In-degree", "Is moved by", "how many people move them directly"),
    MeasureWords(
        "betweenness", "Betweenness", "Stands between", "how many shortest ways between others lead through them", 1
    ),
    MeasureWords(
        "closeness",
        "Harmonic closeness",
        "Is close to",
        "how near everybody is: the mean of 1 over the steps to them",
        2,
    ),
    MeasureWords(
        "pagerank",
        "PageRank",
        "Carries influence",
        "the share of all influence that ends with them, over many steps",
        4,
        is_share=True,
    ),
    MeasureWords(
        "constraint",
        "Burt’s constraint",
        "Is hemmed in",
        "how far their contacts lead back to one another: low is free",
        2,
    ),
)
