"""Credit by what a channel adds to every possible set of the others."""

from __future__ import annotations

import numpy as np

from discussions.agreement.votes import Floats
from impact.attribution.journeys import Journeys


def shapley(journeys: Journeys, amount: Floats) -> Floats:
    """Shapley's value (1953) of the game in which a set of channels brings the conversions of all journeys that touch
    none but them; `amount` of each journey: its conversions or their value.

    Such a game is a sum of simple ones, one for each set of channels that was touched together, and in each of those
    the members have equal parts (Harsanyi 1959; Zhao, Mahboobi & Bagheri 2018, “Shapley value methods for attribution
    modeling in online advertising”). So it is exact for any number of channels, and no order has to be drawn. Journeys
    without a conversion, how often a channel was touched and in which order have no say."""
    many = len(journeys.channels)
    pairs = np.unique(journeys.owner * many + journeys.touch)
    owner, channel = pairs // many, pairs % many
    together = np.bincount(owner)
    return np.asarray(np.bincount(channel, weights=(amount / together)[owner], minlength=many), dtype=np.float64)
