"""How far groups agree on a statement: shares with n and interval for each, and one figure over all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from discussions.agreement.votes import Floats, Ints, Tallies, Truths

# The normal quantile of a two-sided 95 % interval.
Z95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Shares:
    """Of one answer, by group and statement: `count` of `n` people, `share` with its Wilson interval, and Polis's
    `probability` (count + 1) / (n + 2), which is a half for a group not yet heard. float64[groups, statements];
    share, low and high are NaN where n is 0."""

    count: Ints
    n: Ints
    share: Floats
    low: Floats
    high: Floats
    probability: Floats


@dataclass(frozen=True, eq=False)
class Consensus:
    """Group-informed consensus by statement, float64[statements].

    `agree` and `disagree` are the geometric mean of the probabilities of the groups that were heard on the statement,
    NaN where none was. `polis_agree` and `polis_disagree` are what Polis publishes: the product over every group that
    voted anywhere, in which a group not heard on this statement counts a half. The mean can be compared between
    statements that were heard by different groups and between discussions with different numbers of groups; the
    product cannot. `heard` is bool[groups, statements]."""

    agree: Floats
    disagree: Floats
    polis_agree: Floats
    polis_disagree: Floats
    heard: Truths


def wilson(count: Ints, n: Ints, z: float = Z95) -> tuple[Floats, Floats]:
    """Wilson's score interval (1927) of count / n, NaN where n is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = count / n
        spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        low = (share + z * z / (2 * n) - spread) / (1 + z * z / n)
        high = (share + z * z / (2 * n) + spread) / (1 + z * z / n)
    # Nobody and everybody are exact bounds; rounding would miss them by a hair.
    return np.where(count == 0, np.where(n == 0, np.nan, 0.0), low), np.where((count == n) & (n > 0), 1.0, high)


def shares(count: Ints, n: Ints) -> Shares:
    low, high = wilson(count, n)
    with np.errstate(invalid="ignore"):
        share = count / n
    return Shares(count, n, share, low, high, probability(count, n))


def probability(count: Ints, n: Ints) -> Floats:
    """Polis's share with one pseudo vote for and one against (Small et al. 2021)."""
    return np.asarray((count + 1) / (n + 2), dtype=np.float64)


def consensus(tallies: Tallies) -> Consensus:
    """See Consensus. Groups in any order give the same figures to the last bit. Source: Small, Bjorkegren, Erkkilä,
    Shaw & Megill 2021, “Polis: scaling deliberation by mapping high dimensional opinion spaces”."""
    heard = tallies.seen > 0
    agree, disagree = (probability(count, tallies.seen) for count in (tallies.agrees, tallies.disagrees))
    somewhere = heard.any(axis=1)
    return Consensus(
        _geometric_mean(agree, heard),
        _geometric_mean(disagree, heard),
        _product(agree[somewhere]),
        _product(disagree[somewhere]),
        heard,
    )


def _product(factors: Floats) -> Floats:
    """Over groups, smallest factor first, so that their order cannot show in the rounding. NaN without any group."""
    if not len(factors):
        return np.full(factors.shape[1], np.nan)
    return np.asarray(np.prod(np.sort(factors, axis=0), axis=0), dtype=np.float64)


def _geometric_mean(factors: Floats, heard: Truths) -> Floats:
    """Logarithms, because a product over hundreds of groups would vanish; added one after the other, so that a zero for
    a group not heard changes no rounding."""
    groups = heard.sum(axis=0)
    if not len(factors):
        return np.full(factors.shape[1], np.nan)
    logarithms = np.sort(np.where(heard, np.log(factors), 0.0), axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.exp(np.cumsum(logarithms, axis=0)[-1] / groups), dtype=np.float64)
