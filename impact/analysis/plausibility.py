"""Whether a number is more likely a slip than a change: far from what came before and after it, and from all the rest.

A process that grows, or moved to another level, has such a number as its neighbour; a slip stands alone, or among a
few of the same line that come at once.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from impact.analysis.process_behaviour import FEWEST, LIMIT, Values

# The largest moving range that chance brings, in median moving ranges (Wheeler: 3.865): by the median, for one wrong
# number among the others must not widen it.
RANGE_LIMIT = 3.865
# How far from their median values lie by chance, in median moving ranges (Wheeler): what follows a slip is none.
MEDIAN_LIMIT = 3.145
# So many times as far: what lies nearer may well be true, and a signal tells of it.
FAR = 2
# A decimal point or a unit that slipped makes a tenth of a number, or less; a few others are enough to see that.
SLIP, FEWEST_FOR_SLIP = 10, 3
# A hundred times less or more than every other one is a slip whatever the others vary by, and beside a single one.
GROSS = 100
# So many in a row may be slips of one hand: a year of months. They vary, so not each is a tenth of its neighbour.
LONGEST, ROOM = 12, 7


@dataclass(frozen=True)
class Doubt:
    """On which side of the others it lies, and from where to where those are."""

    is_above: bool
    least: float
    most: float


def doubts(values: Values, brought: Collection[int]) -> dict[int, Doubt]:
    """By their places, those of the values `brought` that are doubtful; the other values stand already. `values` come
    in their order, None where there is none. Nothing within what stands is doubtful: a December may be as far above
    the rest as the last one was."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    usual = _usual(values, [value for _place, value in known])
    middle = statistics.median(value for _place, value in known) if known else 0.0
    gross = _gross(known)
    far = set()
    for at, (place, value) in enumerate(known):
        neighbours = [known[beside][1] for beside in (at - 1, at + 1) if 0 <= beside < len(known)]
        is_usual = usual is not None and abs(value - middle) <= MEDIAN_LIMIT / RANGE_LIMIT * usual
        if place not in brought:
            continue
        if place in gross or (not is_usual and _is_far(value, neighbours, usual, len(known) - 1)):
            far.add(place)
    far |= _pairs(known, brought, usual, middle) | _rows(known, brought)
    likely = [value for place, value in known if place not in far]
    if not far or not likely:
        return {}
    least, most = min(likely), max(likely)
    return {
        place: Doubt(value > most, least, most) for place, value in known if place in far and not least <= value <= most
    }


def _gross(known: Sequence[tuple[int, float]]) -> set[int]:
    """Where the one value lies that all others, of the same sign, are far larger than, or far smaller."""
    in_order = sorted(known, key=lambda one: abs(one[1]))
    if len(known) <= 1 or len({value > 0 for _place, value in known}) > 1 or not in_order[0][1]:
        return set()
    found = set()
    (least, low), (_, second) = in_order[:2]
    (_, beside), (most, high) = in_order[-2:]
    if abs(low) * GROSS <= abs(second):
        found.add(least)
    if abs(high) >= abs(beside) * GROSS:
        found.add(most)
    return found


def _usual(values: Values, known: Sequence[float]) -> float | None:
    """How far neighbours may be apart; None where too few are known to say."""
    ranges = [abs(one - other) for one, other in pairwise(values) if one is not None and other is not None]
    if len(known) <= FEWEST or not ranges:
        return None
    median = statistics.median(ranges)
    # Where most periods are as the one before, any step would be one too large.
    level = statistics.median(map(abs, known))
    return RANGE_LIMIT * median if median else max(level / 4, LIMIT * statistics.fmean(ranges))


def _pairs(
    known: Sequence[tuple[int, float]], brought: Collection[int], usual: float | None, middle: float
) -> set[int]:
    """Two beside each other, with others before and after them, that are far from all of those: each hides the other's
    jump."""
    found: set[int] = set()
    if usual is None:
        return found
    in_order = sorted((value, place) for place, value in known)
    rank = {place: number for number, (_value, place) in enumerate(in_order)}
    for at in range(1, len(known) - 2):
        pair = dict(known[at : at + 2])
        if any(place not in brought or abs(value - middle) <= FAR * usual for place, value in pair.items()):
            continue
        nearest = {place: _nearest(in_order, rank[place], pair) for place in pair}
        if all(abs(value - one) > FAR * usual for place, value in pair.items() for one in nearest[place]):
            found |= pair.keys()
    return found


def _nearest(in_order: Sequence[tuple[float, int]], at: int, but: Collection[int]) -> list[float]:
    """The next below and the next above, of those whose places are not among `but`."""
    ways = (range(at - 1, -1, -1), range(at + 1, len(in_order)))
    firsts = (next((in_order[there][0] for there in way if in_order[there][1] not in but), None) for way in ways)
    return [value for value in firsts if value is not None]


def _rows(known: Sequence[tuple[int, float]], brought: Collection[int]) -> set[int]:
    """Several in a row that are a tenth of what stands on both sides of them, or ten times as much."""
    found: set[int] = set()
    breaks = [at for at in range(1, len(known)) if _is_slip(known[at][1], [known[at - 1][1]], ROOM)]
    for first, last in pairwise([0, *breaks, len(known)]):
        row = known[first:last]
        beside = [known[at][1] for at in (first - 1, last) if 0 <= at < len(known)]
        if (
            beside
            and 1 < len(row) <= min(LONGEST, (len(known) - len(row)) // 2)
            and all(place in brought and _is_slip(value, beside, ROOM) for place, value in row)
        ):
            found |= {place for place, _value in row}
    return found


def _is_far(value: float, neighbours: Sequence[float], usual: float | None, others: int) -> bool:
    if not neighbours:
        return False
    if usual is not None and min(abs(value - one) for one in neighbours) > FAR * usual:
        return True
    return others >= FEWEST_FOR_SLIP and _is_slip(value, neighbours)


def _is_slip(value: float, neighbours: Sequence[float], times: int = SLIP) -> bool:
    return all(one * value > 0 and not abs(one) / times < abs(value) < abs(one) * times for one in neighbours)
