"""One order out of many: Borda's points, how far ballots agree, Condorcet's winner and cycles, and where groups part.

A ballot is a sequence of items, best first, and may stop early: what it does not rank shares the mean of the places
left. Items that are no longer there are passed over, an item named twice counts where it stands first, and a ballot
that ranks nothing is nobody's opinion and left out everywhere. What nothing decides stays in the order it was given."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

Item = TypeVar("Item", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def ranks(ballots: Iterable[Sequence[Item]], items: Sequence[Item]) -> Floats:
    """The rank of every item (columns) on every ballot (rows), 1 is best; ballots that rank nothing have no row."""
    column = {item: number for number, item in enumerate(items)}
    rows = []
    for ballot in ballots:
        ranked = list(dict.fromkeys(column[item] for item in ballot if item in column))
        if ranked:
            row = np.full(len(items), (len(ranked) + 1 + len(items)) / 2)
            row[ranked] = np.arange(1, len(ranked) + 1)
            rows.append(row)
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(items))


@dataclass(frozen=True)
class Placed(Generic[Item]):
    """`place` is 1 for the most points; items of equal points share it and are `tied`. Without ballots `mean_rank` is
    None."""

    item: Item
    points: float
    place: int
    tied: bool
    mean_rank: float | None


def borda(ballots: Iterable[Sequence[Item]], items: Sequence[Item]) -> list[Placed[Item]]:
    """Items by Borda's points, most first: a point for every item below it on a ballot, half a point for every one
    beside it (Borda 1781, in today's count from n - 1 down to 0)."""
    placed = ranks(ballots, items)
    points = (len(items) - placed).sum(axis=0)
    return [
        Placed(
            items[number],
            float(points[number]),
            1 + int((points > points[number]).sum()),
            int((points == points[number]).sum()) > 1,
            float(placed[:, number].mean()) if len(placed) else None,
        )
        for number in np.argsort(-points, kind="stable")
    ]


def kendalls_w(ballots: Iterable[Sequence[Item]], items: Sequence[Item]) -> float | None:
    """How far ballots agree, 0 (not at all) to 1 (one and the same order); None of fewer than two ballots or items."""
    return concordance(ranks(ballots, items))


def concordance(placed: Floats) -> float | None:
    """Kendall's W of a table of ranks, corrected for ties (Kendall & Gibbons 1990, chapter 6; Siegel & Castellan 1988,
    9.4): 12 S / (m²(n³ - n) - m Σ(t³ - t)), with S the squared deviations of the n sums of ranks from their mean and t
    the sizes of ties on each of the m ballots. None of fewer than two ballots or items, or where all tie all."""
    many, long = placed.shape
    room = _room(placed)
    if many < 2 or long < 2 or room == 0:
        return None
    sums = placed.sum(axis=0)
    # Ranks are halves, so this is exact; only the last division is not.
    return float(12 * ((sums - sums.mean()) ** 2).sum() / room)


def _room(placed: Floats) -> float:
    """What 12 S would be, did all ballots agree: m Σ(n³ - n - Σ(t³ - t))."""
    many, long = placed.shape
    tied = 0
    for row in placed:
        _, sizes = np.unique(row, return_counts=True)
        tied += int((sizes**3 - sizes).sum())
    return float(many * (many * (long**3 - long) - tied))


def chance_of_w(
    ballots: Iterable[Sequence[Item]], items: Sequence[Item], *, shuffles: int = 999, seed: int = 0
) -> float | None:
    """How often ballots agree at least as far when each is shuffled by itself: a permutation test that keeps how much
    each ranks, with the ballots themselves as one more shuffle, so never 0. It says whether ballots have an order in
    common at all, not that it is right. The chi-square m(n - 1)W would need more items than a room orders."""
    placed = ranks(ballots, items)
    if concordance(placed) is None:
        return None
    random = np.random.default_rng(seed)
    reached = ((placed.sum(axis=0) - placed.sum() / len(items)) ** 2).sum()
    as_far = 1
    for _ in range(shuffles):
        sums = random.permuted(placed, axis=1).sum(axis=0)
        as_far += bool(((sums - sums.mean()) ** 2).sum() >= reached - 1e-9)
    return as_far / (shuffles + 1)


def pairwise(ballots: Iterable[Sequence[Item]], items: Sequence[Item]) -> list[list[int]]:
    """How many ballots put the item of a row before that of a column; ballots that rank neither count for neither."""
    return [[int(many) for many in row] for row in _preferred(ranks(ballots, items))]


def _preferred(placed: Floats) -> NDArray[np.int64]:
    return np.asarray((placed[:, :, None] < placed[:, None, :]).sum(axis=0), dtype=np.int64)


@dataclass(frozen=True)
class Compared(Generic[Item]):
    """`winner` is the item that more ballots put before than behind each other one, None where there is none.
    `leading` are the fewest items that each beat every item outside (Smith's set; the winner alone if there is one),
    and `cycle` a shortest ring among them in which each beats the next and the last beats the first; empty where
    only draws stand in a winner's way."""

    winner: Item | None
    leading: tuple[Item, ...]
    cycle: tuple[Item, ...]


def condorcet(ballots: Iterable[Sequence[Item]], items: Sequence[Item]) -> Compared[Item]:
    """Every item against every other by majority (Condorcet 1785; Smith 1973). Without ballots nobody leads."""
    placed = ranks(ballots, items)
    if not placed.size:
        return Compared(None, (), ())
    preferred = _preferred(placed)
    beats = preferred > preferred.T
    # Who leads gets to everybody along steps that nobody loses: into Smith's set no such step goes from outside.
    reached = ~beats.T
    for between in range(len(items)):
        reached |= reached[:, between, None] & reached[None, between, :]
    leading = [int(number) for number in np.flatnonzero(reached.all(axis=1))]
    ring = _shortest_ring(beats[np.ix_(leading, leading)])
    return Compared(
        items[leading[0]] if len(leading) == 1 else None,
        tuple(items[number] for number in leading),
        tuple(items[leading[number]] for number in ring),
    )


def _shortest_ring(beats: Truths) -> list[int]:
    """The numbers along a shortest ring of a directed graph, starting with the lowest on any so short; [] of none."""
    onward = beats.copy()
    for _ in range(len(beats)):
        on_ring = np.flatnonzero(onward.diagonal())
        if len(on_ring):
            return _way_back(beats, int(on_ring[0]))
        onward = (onward.astype(np.float64) @ beats) > 0
    return []


def _way_back(beats: Truths, start: int) -> list[int]:
    """A shortest way from `start` to one that beats it."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        if beats[way[-1], start]:
            return way
        further = [int(number) for number in np.flatnonzero(beats[way[-1]]) if int(number) not in seen]
        seen.update(further)
        ways.extend([*way, number] for number in further)
    return []


@dataclass(frozen=True)
class Parted(Generic[Item, Group]):
    """`means` is each group's mean rank (1 is best), `gap` the difference between the group that wants it most and the
    one that wants it least; of groups that are equal the first one given is named."""

    item: Item
    gap: float
    wanted_by: Group
    not_by: Group
    means: Mapping[Group, float]


def where_they_part(
    ballots: Mapping[Group, Iterable[Sequence[Item]]], items: Sequence[Item], *, at_least: int = 1
) -> list[Parted[Item, Group]]:
    """Items by how far the groups' mean ranks lie apart, farthest first; those they agree on are left out, and so are
    groups of fewer than `at_least` ballots. Empty with fewer than two groups."""
    tables = {group: ranks(cast, items) for group, cast in ballots.items()}
    means = {group: table.mean(axis=0) for group, table in tables.items() if len(table) >= max(at_least, 1)}
    if len(means) < 2:
        return []
    groups = list(means)
    table = np.array([means[group] for group in groups])
    gaps = table.max(axis=0) - table.min(axis=0)
    return [
        Parted(
            items[number],
            float(gaps[number]),
            groups[int(table[:, number].argmin())],
            groups[int(table[:, number].argmax())],
            {group: float(mean) for group, mean in zip(groups, table[:, number], strict=True)},
        )
        for number in np.argsort(-gaps, kind="stable")
        if gaps[number] > 1e-9
    ]
