"""How sure a figure from people's answers is: shares, Net Promoter Scores, and the difference between two shares."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from discussions.agreement.consensus import Z95, wilson

# An interval that covers half of what is possible says nothing: so wide it is with few answers.
SAYS_NOTHING = 0.5
# Fewer expected in one of the four cells, and the normal curve is no measure of chance (Cochran 1954).
EXPECTED = 5


@dataclass(frozen=True)
class Share:
    """`count` of `n` with Wilson's interval (1927), 95 %, all from 0 to 1; None where nobody was asked."""

    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def is_too_few(self) -> bool:
        return self.low is None or self.high is None or self.high - self.low > SAYS_NOTHING


@dataclass(frozen=True)
class PromoterScore:
    """Net Promoter Score in points from −100 to 100, with its 95 % interval; None where nobody answered.

    The interval is not centred on the score: it is drawn towards zero, the more so the fewer answered."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float | None
    low: float | None
    high: float | None

    @property
    def is_too_few(self) -> bool:
        return self.low is None or self.high is None or self.high - self.low > SAYS_NOTHING * 200


class Difference(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    CHANCE = "no_more_than_chance"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Comparison:
    """`later` against `earlier`: `step` is the difference of the shares, `z` and the two-sided `p` of chance alone.
    None where there are too few to say."""

    earlier: Share
    later: Share
    difference: Difference
    step: float | None = None
    z: float | None = None
    p: float | None = None


# The same weeks stand in one report after the other.
@lru_cache(maxsize=8192)
def share(count: int, n: int) -> Share:
    """Raises ValueError unless 0 ≤ count ≤ n."""
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share.")
    if n == 0:
        return Share(0, 0, None, None, None)
    low, high = wilson(np.array([count]), np.array([n]))
    return Share(count, n, count / n, float(low[0]), float(high[0]))


def promoter_score(scores: Iterable[int]) -> PromoterScore:
    """From answers of 0 to 10: 9 and 10 promote, 0 to 6 detract (Reichheld 2003). Raises ValueError for others."""
    promoters = passives = detractors = 0
    for score in scores:
        if not 0 <= score <= 10:
            raise ValueError(f"{score} is no answer from 0 to 10.")
        promoters += score >= 9
        passives += score in (7, 8)
        detractors += score <= 6
    return promoter_score_of(promoters, passives, detractors)


def promoter_score_of(promoters: int, passives: int, detractors: int) -> PromoterScore:
    """From how many promote, are passive and detract. Raises ValueError for fewer than none."""
    if min(promoters, passives, detractors) < 0:
        raise ValueError("A count of people is zero or more.")
    n = promoters + passives + detractors
    if n == 0:
        return PromoterScore(0, 0, 0, 0, None, None, None)
    low, high = lead(promoters, detractors, n)
    return PromoterScore(n, promoters, passives, detractors, 100 * (promoters - detractors) / n, 100 * low, 100 * high)


def lead(ahead: float, behind: float, n: float) -> tuple[float, float]:
    """The 95 % interval of (ahead − behind) / n, two parts of the same n, from −1 to 1: adjusted Wald, with three added
    to n and three quarters to each part (Rocks 2016, “Interval estimation for the Net Promoter Score”, The American
    Statistician 70). Nobody is ever sure of it: with one promoter alone it reaches from −0.48 to 0.98."""
    if n <= 0 or ahead < 0 or behind < 0:
        raise ValueError("A lead needs somebody, and no part can be below zero.")
    many = n + 3
    one, other = (ahead + 0.75) / many, (behind + 0.75) / many
    spread = Z95 * math.sqrt(max(one + other - (one - other) ** 2, 0.0) / many)
    return max(one - other - spread, -1.0), min(one - other + spread, 1.0)


def compare(earlier: Share, later: Share) -> Comparison:
    """Two-proportion z test with the pooled share, at 5 %: between neighbouring periods or any two, as long as nobody
    is in both. Steps that are each no more than chance may together be a real rise, so both ends of a series are worth
    a comparison of their own; whoever compares everything with everything finds one in twenty by chance."""
    n = earlier.n + later.n
    pooled = (earlier.count + later.count) / n if n else 0.0
    if min(earlier.n, later.n) * min(pooled, 1 - pooled) < EXPECTED:
        return Comparison(earlier, later, Difference.TOO_FEW)
    step = later.count / later.n - earlier.count / earlier.n
    z = step / math.sqrt(pooled * (1 - pooled) * (1 / earlier.n + 1 / later.n))
    p = math.erfc(abs(z) / math.sqrt(2))
    if abs(z) < Z95:
        return Comparison(earlier, later, Difference.CHANCE, step, z, p)
    return Comparison(earlier, later, Difference.HIGHER if z > 0 else Difference.LOWER, step, z, p)
