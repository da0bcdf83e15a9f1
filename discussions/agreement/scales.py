"""Answers on a scale: the middle, the quarters around it, and how often each step was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Summary:
    """`counts` by step from `lowest` up; median and quartiles interpolate between answers (type 7 of Hyndman & Fan
    1996, as numpy, R and spreadsheets do) and are None without any answer."""

    n: int
    lowest: int
    counts: tuple[int, ...]
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """(step, people)."""
        return tuple(enumerate(self.counts, start=self.lowest))


def summary(answers: Sequence[int], *, lowest: int = 0, highest: int = 10) -> Summary:
    """Raises ValueError for an answer beyond the scale."""
    beyond = [answer for answer in answers if not lowest <= answer <= highest]
    if beyond:
        raise ValueError(f"{beyond[0]} is not on the scale from {lowest} to {highest}.")
    counts = np.bincount(np.array(answers, dtype=np.int64) - lowest, minlength=highest - lowest + 1)
    quartiles: list[float | None] = [None, None, None]
    if len(answers):
        quartiles = [float(value) for value in np.percentile(answers, (25, 50, 75))]
    return Summary(len(answers), lowest, tuple(counts.tolist()), *quartiles)


def summary_of_counts(counts: Sequence[int], *, lowest: int = 0) -> Summary:
    """The same from how often each step was chosen, which is all that is published of a confidential prompt."""
    answers = [lowest + step for step, count in enumerate(counts) for _ in range(count)]
    return summary(answers, lowest=lowest, highest=lowest + len(counts) - 1)
