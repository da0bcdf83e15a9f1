"""Credit by what is lost without a channel, in a chain where the next touch depends on the one before alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from discussions.agreement.votes import Floats
from impact.attribution.journeys import Journeys


@dataclass(frozen=True, eq=False)
class Removal:
    """`effect` by channel: the share of conversions that is lost when whoever comes to it converts no more. `expected`
    is the chance that a journey ends in a conversion. For values, the share of the value and the value a journey
    brings."""

    effect: Floats
    expected: float

    def credit(self, total: float) -> Floats:
        """Effects overlap and add up to more than 1: each channel has its part of their sum."""
        return np.asarray(self.effect / self.effect.sum() * total, dtype=np.float64)


def removal(journeys: Journeys, *, with_nulls: bool, of_value: bool = False) -> Removal:
    """The removal effect of a chain of order 1 (Anderl, Becker, von Wangenheim & Schumann 2014, “Mapping the customer
    journey: a graph-based framework for online attribution modeling”), solved and not simulated.

    Journeys lead from the start through channels, loops included, to a conversion or to none. Without a channel,
    whoever would come to it ends without a conversion. With N = (I − Q)⁻¹ of the steps between channels, b where
    journeys begin and r the chance that the next step converts, a journey converts with b N r; it ever comes to channel
    k with (b N)ₖ / Nₖₖ and converts from there with (N r)ₖ, and the product of the two is what is lost.

    `with_nulls`: journeys that ended without a conversion count in the steps; without them every one converts. Raises
    ValueError where they are wanted and not known."""
    if with_nulls and journeys.nulls is None:
        raise ValueError("How many did not convert is not known.")
    if of_value and journeys.value is None:
        raise ValueError("What conversions were worth is not known.")
    ended = journeys.conversions + (journeys.nulls if with_nulls and journeys.nulls is not None else 0.0)
    brought = journeys.value if of_value and journeys.value is not None else journeys.conversions
    many = len(journeys.channels)
    touch, owner = journeys.touch, journeys.owner
    begins = journeys.place == 0
    ends = journeys.place == journeys.length[owner] - 1
    left = np.bincount(touch, weights=ended[owner], minlength=many)
    # A channel on the journeys of nobody is never left, and never come to.
    left = np.where(left > 0, left, 1.0)
    steps = np.flatnonzero(~ends)
    between = np.bincount(touch[steps] * many + touch[steps + 1], weights=ended[owner[steps]], minlength=many * many)
    visits = np.linalg.inv(np.eye(many) - between.reshape(many, many) / left[:, None])
    start = np.bincount(touch[begins], weights=ended[owner[begins]], minlength=many) / ended.sum()
    reward = np.bincount(touch[ends], weights=brought[owner[ends]], minlength=many) / left
    onward = visits @ reward
    expected = float(start @ onward)
    effect = (start @ visits) / visits.diagonal() * onward / expected
    return Removal(np.clip(effect, 0.0, 1.0), expected)
