"""Which part of one journey's conversions a channel is credited with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from impact.attribution.journeys import Journey, by_channel, collect
from impact.attribution.shapley import shapley
from impact.attribution.side_by_side import POSITIONS


def part_of(journey: Journey, channel: str, rule: str) -> float | None:
    """From 0 to 1; None by a rule that weighs all journeys together, where none has a part of its own."""
    if rule not in POSITIONS and rule != "shapley":
        return None
    alone = collect([replace(journey, conversions=1.0, value=None, nulls=None)])
    weighed = shapley(alone, np.ones(1)) if rule == "shapley" else by_channel(alone, POSITIONS[rule](alone))
    return float(weighed[alone.channels.index(channel)])
