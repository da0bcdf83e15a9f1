"""Looks for groups of people who vote alike, and finds none unless they stand out from shuffled votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from discussions.agreement.consensus import probability
from discussions.agreement.kmeans import distances, kmeans, silhouettes
from discussions.agreement.representative import Z90, Finding, Stance, proportion_z, two_proportion_z
from discussions.agreement.votes import NO_GROUP, Floats, Ints, Tallies, Votes, tally_rows

# Below this many people who voted enough, groups are not looked for.
PEOPLE = 50
# Votes somebody needs to be placed, or all statements where there are fewer (as in Polis).
ENOUGH_VOTES = 7
GROUPS = range(2, 6)
# A group of fewer is somebody, not a current of opinion.
SMALLEST = 5
PERMUTATIONS = 99
SIGNIFICANT = 0.05
# Groups are told apart among at most this many people, drawn once; everybody else joins the nearest group.
DRAWN = 500
RESTARTS = 4
DEFINING = 5
# Elements of one block of work; permutations are worked off together as far as they fit.
_BLOCK = 1_000_000
# Beyond this many rows a few principal axes are cheaper by iteration than all of them exactly.
_EXACT_AXES = 64


@dataclass(frozen=True)
class NotShown:
    """Why there are no groups. `p` is None where the test was not made; shuffling stops once it is above the line."""

    reason: Literal["too_few_people", "no_clear_groups"]
    people: int
    p: float | None = None


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """Groups discovered from votes, the largest first.

    `group_of` is the group of each participant, int64[participants], NO_GROUP for who voted too little; `positions`
    their place on the two principal axes, float64[participants, 2], NaN for those. `silhouette` is the mean over the
    people the groups were told apart by; `p` the share of shuffled votes that look as grouped, from `permutations`.
    `defining` are for each group the statements it stands out by. Their p and q are NaN: the groups were made from
    these very votes, so a test of them would prove what it assumed."""

    group_of: Ints
    sizes: tuple[int, ...]
    positions: Floats
    silhouette: float
    p: float
    permutations: int
    defining: tuple[tuple[Finding, ...], ...]


def opinion_groups(
    votes: Votes, *, seed: int = 0, permutations: int = PERMUTATIONS, people: int = PEOPLE
) -> OpinionGroups | NotShown:
    """Groups of people who vote alike, or why there are none to show. Same votes and seed, same answer.

    Two principal axes of the votes around each statement's mean, a statement not seen counting as its mean; people
    who saw few are drawn out by √(statements / votes), as in Polis (Small et al. 2021). k-means for 2 to 5 groups of at
    least 5 people, the number with the best mean silhouette (Rousseeuw 1987).

    That silhouette has to be better than of votes shuffled within each statement among those who voted on it: who saw
    what and how each statement did stay as they are, only who agrees with whom is lost. p = (1 + as good) / (1 +
    permutations) ≤ 0.05 (Davison & Hinkley 1997); shuffling stops when that can no longer be reached."""
    random = np.random.default_rng(seed)
    cast = np.bincount(votes.voter, minlength=len(votes.participants))
    placed = np.flatnonzero(cast >= max(1, min(ENOUGH_VOTES, len(votes.statements))))
    if len(placed) < people:
        return NotShown("too_few_people", len(placed))
    drawn = placed
    if len(placed) > DRAWN:
        drawn = placed[np.sort(random.choice(len(placed), DRAWN, replace=False))]
    matrix = _Matrix.of(votes, drawn)
    places = matrix.places(matrix.value[None], random)
    best, label = _grouped(places, random)
    silhouette = float(best[0])
    p, tried = _by_chance(matrix, silhouette, permutations, random)
    if p > SIGNIFICANT:
        return NotShown("no_clear_groups", len(placed), p)
    if len(drawn) < len(placed):
        whole = _Matrix.of(votes, placed)
        places = whole.places(whole.value[None], random)
        label = kmeans(places, int(label.max()) + 1, random, restarts=RESTARTS)
    group_of, sizes = _largest_first(label[0], placed, len(votes.participants))
    positions = np.full((len(votes.participants), 2), np.nan)
    positions[placed] = places[0]
    tallies = tally_rows(votes, group_of, tuple(range(len(sizes))))
    defining = tuple(_defining(tallies, group) for group in range(len(sizes)))
    return OpinionGroups(group_of, sizes, positions, silhouette, p, tried, defining)


def _by_chance(matrix: _Matrix, silhouette: float, permutations: int, random: np.random.Generator) -> tuple[float, int]:
    """(p, permutations made)."""
    if not np.isfinite(silhouette):
        return 1.0, 0
    # One more than this as good, and p cannot come down to the line any more.
    allowed = int(np.floor(SIGNIFICANT * (1 + permutations))) - 1
    fit = _BLOCK // max(matrix.people**2, matrix.people * matrix.statements)
    together = max(1, min(fit, 2 * (allowed + 1)))
    as_good, tried = 0, 0
    while tried < permutations and as_good <= allowed:
        some = min(together, permutations - tried)
        shuffled = np.stack([matrix.shuffled(random) for _ in range(some)])
        chance, _ = _grouped(matrix.places(shuffled, random), random, enough=silhouette)
        as_good += int((chance >= silhouette).sum())
        tried += some
    return (1 + as_good) / (1 + tried), tried


def _largest_first(label: Ints, placed: Ints, participants: int) -> tuple[Ints, tuple[int, ...]]:
    """(group of each participant, people in each): the largest group is 0."""
    sizes = np.bincount(label)
    order = np.argsort(-sizes, kind="stable")
    group_of = np.full(participants, NO_GROUP, dtype=np.int64)
    group_of[placed] = np.argsort(order)[label]
    return group_of, tuple(sizes[order].tolist())


def _grouped(places: Floats, random: np.random.Generator, *, enough: float = np.inf) -> tuple[Floats, Ints]:
    """(best silhouette, group of each person) of each sheet of places float64[sheets, people, 2]; −∞ where no number
    of groups leaves each of them large enough. A sheet that has `enough` is not looked at further."""
    sheets, people, _ = places.shape
    apart = distances(places)
    best = np.full(sheets, -np.inf)
    label = np.zeros((sheets, people), dtype=np.int64)
    for groups in GROUPS:
        left = np.flatnonzero(best < enough)
        if not len(left):
            break
        found = kmeans(places[left], groups, random, restarts=RESTARTS)
        value = silhouettes(apart[left], found, groups)
        smallest = (found[:, :, None] == np.arange(groups)).sum(axis=1).min(axis=1)
        better = (smallest >= SMALLEST) & (value > best[left])
        best[left[better]], label[left[better]] = value[better], found[better]
    return best, label


@dataclass(frozen=True, eq=False)
class _Matrix:
    """The votes of some people as cells in order of statement: `row`, `column`, `value`, each as long as the cells."""

    people: int
    statements: int
    row: Ints
    column: Ints
    value: Ints

    @classmethod
    def of(cls, votes: Votes, chosen: Ints) -> _Matrix:
        row_of = np.full(len(votes.participants), NO_GROUP, dtype=np.int64)
        row_of[chosen] = np.arange(len(chosen))
        row = row_of[votes.voter]
        kept = np.flatnonzero(row != NO_GROUP)
        kept = kept[np.argsort(votes.statement[kept], kind="stable")]
        return cls(len(chosen), len(votes.statements), row[kept], votes.statement[kept], votes.value[kept])

    def shuffled(self, random: np.random.Generator) -> Ints:
        """The values in another order within each statement."""
        return self.value[np.lexsort((random.random(len(self.value)), self.column))]

    def places(self, values: Ints, random: np.random.Generator) -> Floats:
        """Places on the two principal axes, float64[sheets, people, 2], for values int64[sheets, cells]."""
        seen = np.bincount(self.column, minlength=self.statements)
        cast = np.bincount(self.row, minlength=self.people)
        # Shuffling within statements leaves their means alone.
        mean = np.bincount(self.column, self.value, minlength=self.statements) / np.maximum(seen, 1)
        centred = np.zeros((len(values), self.people, self.statements))
        centred[:, self.row, self.column] = values - mean[self.column]
        drawn_out = np.sqrt(self.statements / np.maximum(cast, 1))
        return np.asarray(_scores(centred, random) * drawn_out[:, None], dtype=np.float64)


def _scores(centred: Floats, random: np.random.Generator) -> Floats:
    """Projections on the two axes of most variance, each axis turned so that its strongest statement points up."""
    by_statement = centred.shape[2] <= centred.shape[1]
    table = centred if by_statement else centred.transpose(0, 2, 1)
    if table.shape[2] > _EXACT_AXES:
        axes = np.stack([_axes(sheet, random) for sheet in table])
    else:
        _, vectors = np.linalg.eigh(table.transpose(0, 2, 1) @ table)
        axes = vectors[:, :, :-3:-1]
    if not by_statement:
        # Of people instead: the statements' axes are their images, of unit length again.
        axes = table @ axes
        axes = axes / np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-12)
    if axes.shape[2] < 2:
        axes = np.concatenate([axes, np.zeros_like(axes)], axis=2)
    strongest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1, keepdims=True), axis=1)
    return np.asarray(centred @ (axes * np.where(strongest < 0, -1.0, 1.0)), dtype=np.float64)


def _axes(sheet: Floats, random: np.random.Generator) -> Floats:
    """The two first principal axes by subspace iteration (Halko, Martinsson & Tropp 2011)."""
    basis = random.standard_normal((sheet.shape[1], 10))
    for _ in range(12):
        basis, _ = np.linalg.qr(sheet.T @ (sheet @ basis))
    small = sheet @ basis
    _, vectors = np.linalg.eigh(small.T @ small)
    return np.asarray(basis @ vectors[:, :-3:-1], dtype=np.float64)


def _defining(tallies: Tallies, group: int) -> tuple[Finding, ...]:
    """The statements a group stands out by, in Polis's order; only those more of it take a side on than do not."""
    found = []
    seen = tallies.seen[group]
    rest = tallies.seen.sum(axis=0) - seen
    stances: tuple[tuple[Stance, Ints], ...] = (("agree", tallies.agrees), ("disagree", tallies.disagrees))
    for stance, counts in stances:
        count, rest_count = counts[group], counts.sum(axis=0) - counts[group]
        z, own_z = two_proportion_z(count, seen, rest_count, rest), proportion_z(count, seen)
        ratio = probability(count, seen) / probability(rest_count, rest)
        for column in np.flatnonzero((seen >= SMALLEST) & (rest >= SMALLEST) & (z > Z90) & (own_z > 0)).tolist():
            found.append(
                Finding(
                    group=group,
                    statement=tallies.statements[column],
                    stance=stance,
                    count=int(count[column]),
                    n=int(seen[column]),
                    rest_count=int(rest_count[column]),
                    rest_n=int(rest[column]),
                    z=float(z[column]),
                    own_z=float(own_z[column]),
                    p=float("nan"),
                    q=float("nan"),
                    ratio=float(ratio[column]),
                )
            )
    return tuple(sorted(found, key=lambda one: -one.weight)[:DEFINING])
