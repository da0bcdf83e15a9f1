"""Rules that credit a touch by its place in the journey: each gives every touch a weight, adding up to 1 a journey.

A channel that is touched twice gets the credit of both touches."""

from __future__ import annotations

import numpy as np

from discussions.agreement.votes import Floats
from impact.attribution.journeys import Journeys

# Days after which a touch counts half; Google Analytics' default for the rule.
HALF_LIFE = 7.0


def first(journeys: Journeys) -> Floats:
    return np.asarray(journeys.place == 0, dtype=np.float64)


def last(journeys: Journeys) -> Floats:
    return np.asarray(journeys.place == journeys.length[journeys.owner] - 1, dtype=np.float64)


def linear(journeys: Journeys) -> Floats:
    return 1.0 / journeys.length[journeys.owner]


def u_shaped(journeys: Journeys) -> Floats:
    """40 % each to the first and the last touch, 20 % shared by those between; of two touches each has half."""
    return _anchored(journeys, [first(journeys), last(journeys)], 0.4)


def w_shaped(journeys: Journeys) -> Floats:
    """30 % each to the first, the middle and the last touch, 10 % shared by the others. The middle stands for the one
    that made a lead of somebody, which a path does not name; of an even number it is the later of the two. Of three
    touches each has a third, of two each half."""
    middle = (journeys.place == journeys.length[journeys.owner] // 2).astype(np.float64)
    return _anchored(journeys, [first(journeys), middle, last(journeys)], 0.3)


def _anchored(journeys: Journeys, anchors: list[Floats], each: float) -> Floats:
    """`each` to every anchor, the rest shared by the other touches; where there are none the anchors have all of it."""
    length = journeys.length[journeys.owner]
    is_anchor = np.maximum.reduce(anchors)
    others = length - len(anchors)
    shared = (1 - each * len(anchors)) / np.maximum(others, 1)
    return np.where(others > 0, np.where(is_anchor > 0, each, shared), 1.0 / length)


def time_decay(journeys: Journeys) -> Floats:
    """A touch counts half of one that is HALF_LIFE days later; where no dates are known, half of the next touch."""
    length = journeys.length[journeys.owner]
    if journeys.days_before is None:
        age = (length - 1 - journeys.place).astype(np.float64)
    else:
        begins = np.cumsum(journeys.length) - journeys.length
        # From the latest touch: after years all of them would weigh nothing.
        latest = np.minimum.reduceat(journeys.days_before, begins)
        age = (journeys.days_before - latest[journeys.owner]) / HALF_LIFE
    weight = np.exp2(-age)
    return np.asarray(weight / np.bincount(journeys.owner, weights=weight)[journeys.owner], dtype=np.float64)
