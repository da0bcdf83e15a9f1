"""Process behaviour (XmR) charts: the limits within which a measure moves by chance, and the signs that it changed.

Limits and the default rules are those of NHSRplotthedots 0.2.2, the tool of the NHS's “Making Data Count”, as its code
has them; Wheeler's are from “Understanding Variation” (2nd edition, 2000). Values come in their order, None where there
is none; a gap ends every run and is never bridged by a moving range.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, pairwise

Values = Sequence[float | None]

# Limits stand 2.66 average moving ranges from the mean: three sigma, a sigma being the average range over 1.128. The
# quotient is 2.6596; NHSRplotthedots and Wheeler write 2.66, and so do we.
LIMIT = 2.66
# A moving range of this many averages or more comes from something else than chance (D4 for ranges of two) and is left
# out of the limits, once: Nelson 1982, “Control charts for individual measurements”.
SCREEN = 3.267
# Limits from fewer values are on trial (NHSRplotthedots warns below 12).
TRIAL_BELOW = 12
# “Useful limits may be constructed with as few as five or six values” (Wheeler, page 60): from fewer nothing is said.
FEWEST = 5
# Half a dozen roundings of a double: a value that is the mean must not stand beside it because of the last bit.
ROUNDING = 6 * 2.0**-53


class Good(StrEnum):
    """Which way a measure should go."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Rules(StrEnum):
    NHS = "nhs"
    WHEELER = "wheeler"


class Rule(StrEnum):
    """In the order in which they count where a point falls under several (NHSRplotthedots)."""

    OUTSIDE = "outside_limits"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"
    ONE_SIDE = "one_side_of_mean"


class Side(StrEnum):
    ABOVE = "above"
    BELOW = "below"
    RISING = "rising"
    FALLING = "falling"


class Change(StrEnum):
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    # It changed, and neither way is better.
    NEITHER = "special_cause"
    COMMON_CAUSE = "common_cause"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Rebase:
    """From the value at `start` on the process is another one, for a reason."""

    start: int
    reason: str


@dataclass(frozen=True)
class Limits:
    """Of the values from `start` up to and without `end`, of which `n` are known.

    `moving_range` is the average over the ranges that were kept, None where no two neighbours are known; then there are
    no limits. `lower` is also None where it would lie below `least`, what no value can be smaller than, and `upper`
    where it would lie above `most`: such a process has no limit on that side, and one at zero would say that it has.
    """

    start: int
    end: int
    n: int
    mean: float
    moving_range: float | None
    lower: float | None
    upper: float | None
    screened_out: int
    least: float | None = None
    most: float | None = None
    reason: str = ""

    @property
    def is_trial(self) -> bool:
        return self.n < TRIAL_BELOW

    @property
    def is_too_few(self) -> bool:
        return self.n < FEWEST or self.moving_range is None

    def is_outside(self, value: float) -> bool:
        return (self.upper is not None and value > self.upper) or (self.lower is not None and value < self.lower)


@dataclass(frozen=True)
class Signal:
    """`indices` are places in the values, from 0: of the points that make the signal, all of a longer run."""

    rule: Rule
    indices: tuple[int, ...]
    side: Side

    @property
    def is_up(self) -> bool:
        return self.side in (Side.ABOVE, Side.RISING)


@dataclass(frozen=True)
class Judgement:
    """Of the latest known value, at place `latest`; `signals` are those it is part of, the one that counts first."""

    change: Change
    latest: int
    signals: tuple[Signal, ...] = field(default=())


def limits(values: Values, *, screened: bool = True, least: float | None = None, most: float | None = None) -> Limits:
    """Of all the values as one process. Raises ValueError where none is known, or one is no finite number."""
    return _limits(values, 0, len(values), "", screened, least, most)


def rebased(
    values: Values,
    rebases: Sequence[Rebase],
    *,
    screened: bool = True,
    least: float | None = None,
    most: float | None = None,
) -> tuple[Limits, ...]:
    """Limits of each stretch between rebases, each from its own values alone. Raises ValueError for a rebase without a
    reason, out of order or out of reach, and for a stretch without a value."""
    for rebase in rebases:
        if not rebase.reason.strip():
            raise ValueError("A rebase needs a reason: what changed the process?")
    starts = [0, *(rebase.start for rebase in rebases), len(values)]
    if any(start >= end for start, end in pairwise(starts)):
        raise ValueError("Rebases stand in order, each with values before and after it.")
    reasons = ["", *(rebase.reason.strip() for rebase in rebases)]
    return tuple(
        _limits(values, start, end, reason, screened, least, most)
        for (start, end), reason in zip(pairwise(starts), reasons, strict=True)
    )


def _limits(
    values: Values, start: int, end: int, reason: str, screened: bool, least: float | None, most: float | None
) -> Limits:
    stretch = values[start:end]
    known = [value for value in stretch if value is not None]
    if not known:
        raise ValueError("No value is known, so there is nothing to judge.")
    if not all(map(math.isfinite, known)):
        raise ValueError("Every value must be a finite number.")
    mean = math.fsum(known) / len(known)
    ranges = [abs(one - other) for one, other in pairwise(stretch) if one is not None and other is not None]
    average = _mean(ranges)
    kept = ranges
    # Where nothing moves, no range is large.
    if screened and average:
        kept = [size for size in ranges if size < SCREEN * average]
        average = _mean(kept)
    lower = None if average is None else mean - LIMIT * average
    upper = None if average is None else mean + LIMIT * average
    if lower is not None and least is not None and lower < least:
        lower = None
    if upper is not None and most is not None and upper > most:
        upper = None
    return Limits(start, end, len(known), mean, average, lower, upper, len(ranges) - len(kept), least, most, reason)


def _mean(numbers: Sequence[float]) -> float | None:
    return math.fsum(numbers) / len(numbers) if numbers else None


def signals(values: Values, *stretches: Limits, rules: Rules = Rules.NHS) -> tuple[Signal, ...]:
    """What chance alone would rarely bring, in order of their first point; none crosses a rebase.

    NHS: a point outside the limits; seven on one side of the mean; seven that rise or fall, each above or below the one
    before; two of three, all three on the same side, more than two thirds of the way to the limit and not outside it.
    Wheeler: a point outside; eight on one side; three of four nearer to the same limit than to the mean.
    A point on the mean is on no side and ends a run; so does a gap. Points of a two of three that are not near the
    limit are not part of the signal."""
    found = [signal for limits in stretches for signal in _signals(values, limits, rules)]
    return tuple(sorted(found, key=lambda signal: (signal.indices[0], list(Rule).index(signal.rule))))


def _signals(values: Values, limits: Limits, rules: Rules) -> Iterator[Signal]:
    if limits.moving_range is None:
        return
    stretch = values[limits.start : limits.end]
    known = [value for value in stretch if value is not None]
    rounding = ROUNDING * max(map(abs, known))
    away = [None if value is None else value - limits.mean for value in stretch]
    width = LIMIT * limits.moving_range
    sides, outside = _sides(away, rounding), _sides(away, width + rounding)
    for place, side in enumerate(outside):
        if side:
            yield _signal(Rule.OUTSIDE, limits, [place], side)
    if rules is Rules.NHS:
        reached = _sides(away, 2 * width / 3 + rounding)
        close = [0 if out else side for side, out in zip(reached, outside, strict=True)]
        yield from _runs(limits, sides, 7)
        yield from _trends(limits, stretch, 7)
        yield from _clusters(limits, close, sides, of=3, least=2, whole=True)
    else:
        near = _sides(away, width / 2 + rounding)
        yield from _runs(limits, sides, 8)
        yield from _clusters(limits, near, sides, of=4, least=3, whole=False)


def _sides(away: Values, reach: float) -> list[int | None]:
    """Of each distance: 1 above, −1 below, 0 within reach of the mean; None for a gap."""
    return [None if distance is None else (distance > reach) - (distance < -reach) for distance in away]


def _runs(limits: Limits, sides: Sequence[int | None], least: int) -> Iterator[Signal]:
    for side, group in groupby(range(len(sides)), key=sides.__getitem__):
        places = list(group)
        if side and len(places) >= least:
            yield _signal(Rule.ONE_SIDE, limits, places, side)


def _trends(limits: Limits, stretch: Values, least: int) -> Iterator[Signal]:
    steps = [
        None if one is None or other is None else (other > one) - (other < one) for one, other in pairwise(stretch)
    ]
    for side, group in groupby(range(len(steps)), key=steps.__getitem__):
        places = list(group)
        if side and len(places) >= least - 1:
            yield _signal(Rule.TREND, limits, [*places, places[-1] + 1], side)


def _clusters(
    limits: Limits, near: Sequence[int | None], sides: Sequence[int | None], *, of: int, least: int, whole: bool
) -> Iterator[Signal]:
    """Windows of `of` neighbours with at least so many near one limit; those that share a near point are one signal.

    `whole`: the rest of the window lies on that side of the mean, too."""
    for side in (1, -1):
        cluster: list[int] = []
        for start in _windows(near, side, of, least):
            window = range(start, start + of)
            hits = [place for place in window if near[place] == side]
            if any(sides[place] is None or (whole and sides[place] != side) for place in window):
                continue
            if cluster and hits[0] > cluster[-1]:
                yield _signal(Rule.NEAR_LIMIT, limits, cluster, side)
                cluster = []
            cluster += [place for place in hits if not cluster or place > cluster[-1]]
        if cluster:
            yield _signal(Rule.NEAR_LIMIT, limits, cluster, side)


def _windows(near: Sequence[int | None], side: int, of: int, least: int) -> list[int]:
    """Where those windows begin that have at least so many near this limit: few, of many."""
    places = [place for place, one in enumerate(near) if one == side]
    return sorted(
        {
            start
            for first, last in zip(places, places[least - 1 :], strict=False)
            for start in range(max(last - of + 1, 0), min(first, len(near) - of) + 1)
        }
    )


def _signal(rule: Rule, limits: Limits, places: Sequence[int], side: int) -> Signal:
    up, down = (Side.RISING, Side.FALLING) if rule is Rule.TREND else (Side.ABOVE, Side.BELOW)
    return Signal(rule, tuple(limits.start + place for place in places), up if side > 0 else down)


def carried(values: Values, *stretches: Limits, found: Sequence[Signal], rules: Rules = Rules.NHS) -> dict[Signal, int]:
    """Of the signals `found`, those that would not be there without one value far outside, by the place of that value.

    The mean is that of all values (NHSRplotthedots screens moving ranges, and no values), so one that lies outside the
    limits pulls it away from all the others, until they lie on one side of it. A signal that says no more than that is
    gone once its stretch is measured without that value: limits are worked out anew where a cause is known (Shewhart
    1931). Only a value on the other side of the mean than the signal, and farther from it, can carry it; a trend is
    the same beside any mean."""
    held: dict[Signal, int] = {}
    for limits in stretches:
        own = [one for one in found if limits.start <= one.indices[0] < limits.end]
        lone = [one for one in own if one.rule is Rule.OUTSIDE]
        for one in lone:
            place = one.indices[0]
            others = [other for other in own if other.rule is not Rule.TREND and other.is_up != one.is_up]
            others = [other for other in others if _reach(values, limits, other) < _reach(values, limits, one)]
            if others:
                left = _without(values, place, limits, rules)
                held |= {other: place for other in others if other not in held and not _is_left(other, left)}
    return held


def _reach(values: Values, limits: Limits, signal: Signal) -> float:
    """How far its farthest point is from the mean."""
    return max(abs((values[place] or 0.0) - limits.mean) for place in signal.indices)


def _without(values: Values, place: int, limits: Limits, rules: Rules) -> list[Signal]:
    left = [*values[:place], None, *values[place + 1 :]]
    if all(value is None for value in left[limits.start : limits.end]):
        return []
    again = _limits(left, limits.start, limits.end, limits.reason, True, limits.least, limits.most)
    return list(_signals(left, again, rules))


def _is_left(signal: Signal, left: Sequence[Signal]) -> bool:
    places = set(signal.indices)
    return any(one.is_up == signal.is_up and places & set(one.indices) for one in left)


def judge(values: Values, *stretches: Limits, found: Sequence[Signal], good: Good) -> Judgement:
    """What the latest known value says, by the signals `found` in these stretches.

    Where it is part of several, the first of Rule's order decides; of a trend its direction, of the others the side of
    the mean: a point that falls for the seventh time is a fall, though it may still lie above the mean."""
    last = stretches[-1]
    latest = max(place for place in range(last.start, last.end) if values[place] is not None)
    if last.is_too_few:
        return Judgement(Change.TOO_FEW, latest)
    own = tuple(sorted((one for one in found if latest in one.indices), key=lambda one: list(Rule).index(one.rule)))
    if not own:
        return Judgement(Change.COMMON_CAUSE, latest)
    if good is Good.NEITHER:
        return Judgement(Change.NEITHER, latest, own)
    is_better = own[0].is_up == (good is Good.UP)
    return Judgement(Change.IMPROVEMENT if is_better else Change.CONCERN, latest, own)
