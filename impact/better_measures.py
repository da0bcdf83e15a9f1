"""What to measure instead of service: metrics of the library, by what was found (planning.service_measures)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from impact.library import LIBRARY, Standard


@dataclass(frozen=True)
class Better:
    """The question that leads to a better measure, and metrics to begin with."""

    asks: str
    keys: tuple[str, ...]

    @property
    def standards(self) -> list[Standard]:
        return [LIBRARY[key] for key in self.keys]


BETTER: Final[Mapping[str, Better]] = {
    "requests": Better(
        "What were the requests for? Measure whether that came about, and let the rest be declined.",
        ("win-rate", "logo-churn"),
    ),
    "assets": Better(
        "Who should know, want or do something once it is out? Measure that.",
        ("unaided-awareness", "influenced-pipeline-90-days"),
    ),
    "turnaround": Better(
        "For whom outside does it take too long? Measure how easy it is for them, and how soon it pays.",
        ("ces-agree", "cac-payback"),
    ),
    "satisfaction": Better(
        "What should colleagues be satisfied with: which result? Measure that, and ask customers how they find it.",
        ("csat", "strategy-understood"),
    ),
}
