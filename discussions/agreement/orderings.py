"""What people together put first: Borda's count of orderings with ties and gaps, and how far the orderings agree."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from discussions.agreement.votes import Floats

Ordering = Sequence[Sequence[Hashable]]


@dataclass(frozen=True)
class Placed:
    """`points` is the mean Borda count over everybody who ordered, 0 (last with all) to 1 (first with all); `first`
    counts who put the thing first, alone or with others; `ranked` who placed it at all."""

    thing: Hashable
    points: float
    mean_rank: float
    first: int
    ranked: int


@dataclass(frozen=True)
class Ordered:
    """Things from first to last (equal points in the order they were offered), from `n` orderings.

    `agreement` is Kendall's W with the correction for ties, 0 (orderings as if drawn) to 1 (all the same); None with
    fewer than two orderings or things, or where every ordering ties everything."""

    n: int
    things: tuple[Placed, ...]
    agreement: float | None


def ordered(things: Sequence[Hashable], orderings: Sequence[Ordering]) -> Ordered:
    """Adds up orderings, each a list of places from first to last, each place the things that share it.

    A thing nobody placed in an ordering shares the last place there with the others left out: whoever names their top
    three says of the rest only that it comes after. An ordering without any thing is left out. The points of a thing in
    an ordering are the things behind it plus half of those beside it, over things − 1 (Borda 1781; ties as in Emerson
    2013, “The original Borda count and partial voting”). Raises ValueError for a thing not offered or placed twice."""
    given = [ordering for ordering in orderings if any(len(place) for place in ordering)]
    ranks = np.array([_ranks(things, ordering) for ordering in given]).reshape(len(given), len(things))
    if not len(given):
        return Ordered(0, (), None)
    named = [{thing for place in ordering for thing in place} for ordering in given]
    leaders = [set(next(place for place in ordering if len(place))) for ordering in given]
    mean = ranks.mean(axis=0)
    placed = [
        Placed(
            thing,
            float((len(things) - mean[column]) / (len(things) - 1)) if len(things) > 1 else 1.0,
            float(mean[column]),
            sum(thing in some for some in leaders),
            sum(thing in some for some in named),
        )
        for column, thing in enumerate(things)
    ]
    return Ordered(len(given), tuple(sorted(placed, key=lambda one: one.mean_rank)), kendall_w(ranks))


def kendall_w(ranks: Floats) -> float | None:
    """Kendall's coefficient of concordance for ranks float64[orderings, things], ties as mean ranks:
    W = 12 S / (m² (n³ − n) − m Σ (t³ − t)) (Kendall & Gibbons, Rank Correlation Methods, chapter 6)."""
    many, things = ranks.shape
    if many < 2 or things < 2:
        return None
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = 0
    for row in ranks:
        _, alike = np.unique(row, return_counts=True)
        ties += int((alike**3 - alike).sum())
    most = many * many * (things**3 - things) - many * ties
    return min(12 * spread / most, 1.0) if most > 0 else None


def _ranks(things: Sequence[Hashable], ordering: Ordering) -> list[float]:
    """The mean rank of each thing, 1 for the first."""
    offered = dict.fromkeys(things)
    rank: dict[Hashable, float] = {}
    for place in ordering:
        above = len(rank)
        for thing in place:
            if thing not in offered:
                raise ValueError(f"“{thing}” is not among what was to be ordered.")
            if thing in rank:
                raise ValueError(f"“{thing}” is placed twice.")
            rank[thing] = above + (len(place) + 1) / 2
    last = (len(rank) + 1 + len(things)) / 2
    return [rank.get(thing, last) for thing in things]
