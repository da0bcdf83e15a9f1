"""Whether a process, as it is, reaches a target: always, never, or now and then."""

from __future__ import annotations

import math
from enum import StrEnum

from impact.analysis.process_behaviour import Good, Limits


class Assurance(StrEnum):
    WILL_PASS = "will_pass"
    WILL_FAIL = "will_fail"
    HIT_AND_MISS = "hit_and_miss"
    # Without a target nothing is healthy.
    NO_TARGET = "no_target"
    NO_DIRECTION = "no_direction"
    TOO_FEW = "too_few"


def assure(limits: Limits, target: float | None, good: Good) -> Assurance:
    """By the limits of the process as it is now (the last stretch after rebases), as NHSRplotthedots does.

    A value on the target has reached it. Where there is no limit on a side, what no value can pass stands in for it."""
    if target is None:
        return Assurance.NO_TARGET
    if not math.isfinite(target):
        raise ValueError("A target must be a finite number.")
    if good is Good.NEITHER:
        return Assurance.NO_DIRECTION
    if limits.is_too_few:
        return Assurance.TOO_FEW
    lower = next((one for one in (limits.lower, limits.least) if one is not None), -math.inf)
    upper = next((one for one in (limits.upper, limits.most) if one is not None), math.inf)
    if good is Good.DOWN:
        lower, upper, target = -upper, -lower, -target
    if lower >= target:
        return Assurance.WILL_PASS
    return Assurance.WILL_FAIL if upper < target else Assurance.HIT_AND_MISS
