"""Statements people are not settled on: many pass, the voices are split, or too few spoke to tell."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from discussions.agreement.consensus import Z95, wilson
from discussions.agreement.votes import Tallies, Truths

# From this share of passes on, a statement is not ready to be decided on (Polis's reports use the same 30 %).
MANY_PASSES = 0.3
LEAST = 5
# An interval that reaches beyond these says little more than that few have voted.
NEAR_HALF = (0.25, 0.75)


class Doubt(StrEnum):
    UNSURE = "unsure"
    SPLIT = "split"
    DIVIDED = "divided"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Uncertainty:
    """`share` of those who took a side agree, between `low` and `high` (Wilson, 95 %)."""

    statement: Hashable
    doubt: Doubt
    agrees: int
    disagrees: int
    passes: int
    pass_share: float
    share: float | None
    low: float | None
    high: float | None


def areas_of_uncertainty(tallies: Tallies, *, least: int = LEAST) -> tuple[Uncertainty, ...]:
    """Statements in doubt, the strongest doubt first (unsure by passes, the others by nearness to one half).

    Only statements that `least` people have seen. The first that holds names it:
    unsure: 30 % or more pass.
    divided: one group is clearly above one half and another clearly below (each interval on its side): groups differ,
    which is no uncertainty of theirs, but the whole looks like one.
    split: the interval of the agreeing share, of those who took a side, holds one half and stays a quarter around it.
    too_few: it holds one half and reaches further: more voices may settle it."""
    agrees, disagrees, passes = (part.sum(axis=0) for part in (tallies.agrees, tallies.disagrees, tallies.passes))
    sides, seen = agrees + disagrees, agrees + disagrees + passes
    low, high = wilson(agrees, sides, Z95)
    group_low, group_high = wilson(tallies.agrees, tallies.agrees + tallies.disagrees)
    with np.errstate(invalid="ignore", divide="ignore"):
        divided: Truths = np.logical_and((group_low > 0.5).any(axis=0), (group_high < 0.5).any(axis=0))
        unsettled = (low <= 0.5) & (high >= 0.5)
        near = (low >= NEAR_HALF[0]) & (high <= NEAR_HALF[1])
        pass_share, share = passes / seen, agrees / sides
    found = []
    for column in np.flatnonzero(seen >= least).tolist():
        if pass_share[column] >= MANY_PASSES:
            doubt = Doubt.UNSURE
        elif divided[column]:
            doubt = Doubt.DIVIDED
        elif unsettled[column]:
            doubt = Doubt.SPLIT if near[column] else Doubt.TOO_FEW
        else:
            continue
        found.append(
            Uncertainty(
                tallies.statements[column],
                doubt,
                int(agrees[column]),
                int(disagrees[column]),
                int(passes[column]),
                float(pass_share[column]),
                *(float(part[column]) if sides[column] else None for part in (share, low, high)),
            )
        )
    order = list(Doubt)
    return tuple(sorted(found, key=lambda one: (order.index(one.doubt), _strength(one))))


def _strength(one: Uncertainty) -> float:
    return -one.pass_share if one.doubt is Doubt.UNSURE or one.share is None else abs(one.share - 0.5)
