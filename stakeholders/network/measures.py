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
        if not self.is_share:
            return f"{value:,.{self.digits}f}"
        # Of ten thousand people even the first carries less than one in a hundred.
        return f"{value:.1%}" if value >= 0.01 else f"{value:.2%}" if value >= 0.0005 else f"{value:.3%}"


MEASURES = (
    MeasureWords("influences", "Out-degree", "Moves", "how many people they move directly"),
    MeasureWords("influenced", "In-degree", "Is moved by", "how many people move them directly"),
    MeasureWords(
        "betweenness",
        "Betweenness",
        "Stands between",
        "how many of the shortest ways between others lead through them",
        1,
    ),
    MeasureWords(
        "closeness",
        "Harmonic closeness",
        "Is close to",
        "how near everybody is to them: 1 is one step away, 0 is out of reach",
        2,
    ),
    MeasureWords(
        "pagerank",
        "PageRank",
        "Carries influence",
        "the share of all influence that ends with them when everybody passes it on",
        4,
        is_share=True,
    ),
    MeasureWords(
        "constraint",
        "Burt’s constraint",
        "Is hemmed in",
        "how far all their contacts know one another already: a low number leaves more room",
        2,
    ),
)
