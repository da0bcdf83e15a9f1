"""What a group agrees or disagrees on when the rest does not: differences that chance would hardly make."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from discussions.agreement.consensus import probability
from discussions.agreement.votes import Floats, Ints, Tallies, Truths

Stance = Literal["agree", "disagree"]

# Voters of the group, and of the rest, below which a difference is not looked at.
LEAST = 5
# Of the differences told, the share that may be chance (Benjamini & Hochberg 1995).
FALSE_DISCOVERIES = 0.05
# Polis's one-sided 90 % for “most of the group”.
Z90 = 1.2816


@dataclass(frozen=True)
class Finding:
    """`count` of `n` in the group against `rest_count` of `rest_n` outside it. `z` compares the two, `own_z` compares
    the group with one half, both with Polis's pseudo counts; `p` is one-sided, `q` after Benjamini & Hochberg;
    `ratio` is how many times likelier the stance is inside (Polis's repness)."""

    group: Hashable
    statement: Hashable
    stance: Stance
    count: int
    n: int
    rest_count: int
    rest_n: int
    z: float
    own_z: float
    p: float
    q: float
    ratio: float

    @property
    def weight(self) -> float:
        """Polis's order of what to tell first."""
        return self.ratio * self.z * self.own_z * (self.count + 1) / (self.n + 2)


def proportion_z(count: Ints, n: Ints) -> Floats:
    """Polis's test of a share against one half: 2 √(n+1) ((count+1)/(n+1) − ½)."""
    return np.asarray(2 * np.sqrt(n + 1) * ((count + 1) / (n + 1) - 0.5), dtype=np.float64)


def two_proportion_z(count: Ints, n: Ints, other_count: Ints, other_n: Ints) -> Floats:
    """Polis's pooled two-proportion z, one pseudo vote for the stance on either side; 0 where everybody took it."""
    count, n, other_count, other_n = count + 1, n + 1, other_count + 1, other_n + 1
    pooled = (count + other_count) / (n + other_n)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (count / n - other_count / other_n) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    return np.where(pooled >= 1, 0.0, z)


def adjusted(p: Floats) -> Floats:
    """Benjamini & Hochberg's q for each p, float64[tests]."""
    many = len(p)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * many / np.arange(1, many + 1)
    q = np.empty(many)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(q, 1.0)


def representative(
    tallies: Tallies, *, least: int = LEAST, false_discoveries: float = FALSE_DISCOVERIES
) -> dict[Hashable, tuple[Finding, ...]]:
    """Findings by group, those to tell first in front; every group has its entry.

    Told is a stance when at least `least` people of the group and of the rest voted, more of the group take it than
    do not (Polis's 90 %), and the difference survives among all differences looked at, over all groups and statements
    and both stances. Polis tells its best five at 90 % each; with dozens of statements some of those are chance."""
    seen = tallies.seen
    rest = seen.sum(axis=0) - seen
    tested = (seen >= least) & (rest >= least)
    stances: tuple[tuple[Stance, Ints], ...] = (("agree", tallies.agrees), ("disagree", tallies.disagrees))
    found: dict[Hashable, list[Finding]] = {group: [] for group in tallies.groups}
    each = [_compared(count, seen, rest, tested) for _, count in stances]
    q = adjusted(np.concatenate([p for _, _, p in each]))
    for (stance, count), (z, own_z, p), of in zip(stances, each, np.split(q, 2), strict=True):
        rest_count = count.sum(axis=0) - count
        inside, outside = probability(count, seen), probability(rest_count, rest)
        rows, columns = np.nonzero(tested)
        for place in np.flatnonzero((of <= false_discoveries) & (own_z > Z90)).tolist():
            row, column = int(rows[place]), int(columns[place])
            found[tallies.groups[row]].append(
                Finding(
                    tallies.groups[row],
                    tallies.statements[column],
                    stance,
                    int(count[row, column]),
                    int(seen[row, column]),
                    int(rest_count[row, column]),
                    int(rest[row, column]),
                    float(z[place]),
                    float(own_z[place]),
                    float(p[place]),
                    float(of[place]),
                    float(inside[row, column] / outside[row, column]),
                )
            )
    return {group: tuple(sorted(findings, key=lambda one: -one.weight)) for group, findings in found.items()}


def _compared(count: Ints, seen: Ints, rest: Ints, tested: Truths) -> tuple[Floats, Floats, Floats]:
    """(z, own z, one-sided p) of the cells that are tested, in their order."""
    rest_count = count.sum(axis=0) - count
    z = two_proportion_z(count[tested], seen[tested], rest_count[tested], rest[tested])
    p = np.array([math.erfc(value / math.sqrt(2)) / 2 for value in z.tolist()])
    return z, proportion_z(count[tested], seen[tested]), p


def told(finding: Finding, *, group: str, statement: str) -> str:
    """One sentence: “8 of 9 champions agree with “…”; of the others 3 of 20 do.”"""
    return (
        f"{finding.count:,} of {finding.n:,} {group} {finding.stance} with “{statement}”; "
        f"of the others {finding.rest_count:,} of {finding.rest_n:,} do."
    )


def told_without_figures(finding: Finding, *, group: str, statement: str) -> str:
    """The same where the figures of a group and of the others, put together, are everybody's, and may not be told."""
    return f"Most {group} {finding.stance} with “{statement}”; fewer of the others do."
