"""Votes on statements as columns, one a person and statement, and their counts by group."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

DISAGREE, PASS, AGREE = -1, 0, 1
NO_GROUP = -1


@dataclass(frozen=True, eq=False)
class Votes:
    """The vote that stands of each person on each statement they saw; who did not see one has no cell.

    `voter` and `statement` are indices into `participants` and `statements`, `value` is -1, 0 or 1; all three have the
    length of `cells` and are in order of voter, then statement. `replaced` counts votes that a later one took over."""

    participants: tuple[Hashable, ...]
    statements: tuple[Hashable, ...]
    voter: Ints
    statement: Ints
    value: Ints
    replaced: int = 0

    @property
    def cells(self) -> int:
        return len(self.value)


def collect(
    participants: Sequence[Hashable],
    statements: Sequence[Hashable],
    voter: NDArray[Any],
    statement: NDArray[Any],
    value: NDArray[Any],
    moment: NDArray[Any] | None = None,
) -> Votes:
    """Votes from columns of indices; of several by one person on one statement the latest by `moment` stands, of
    those at one moment (or without moments) the last in the list.

    Raises ValueError for columns of different length, indices out of range and values other than -1, 0, 1."""
    voter, statement, value = (np.asarray(column, dtype=np.int64) for column in (voter, statement, value))
    many = len(value)
    if len(voter) != many or len(statement) != many or (moment is not None and len(moment) != many):
        raise ValueError("The columns of votes are not equally long.")
    for column, known in ((voter, participants), (statement, statements)):
        if many and not (column.min() >= 0 and column.max() < len(known)):
            raise ValueError("A vote names somebody or something that is not listed.")
    if many and not (value.min() >= DISAGREE and value.max() <= AGREE):
        raise ValueError("A vote is -1 (disagree), 0 (pass) or 1 (agree).")
    latest_first = np.arange(many)[::-1] if moment is None else np.argsort(moment, kind="stable")[::-1]
    cell = voter * max(len(statements), 1) + statement
    _, found = np.unique(cell[latest_first], return_index=True)
    kept = latest_first[found]
    return Votes(
        tuple(participants), tuple(statements), voter[kept], statement[kept], value[kept], replaced=many - len(kept)
    )


def collect_rows(rows: Iterable[tuple[Hashable, Hashable, int]]) -> Votes:
    """Votes from (participant, statement, vote) in the order they were cast; see `collect`."""
    people: dict[Hashable, int] = {}
    ideas: dict[Hashable, int] = {}
    columns: tuple[list[int], list[int], list[int]] = ([], [], [])
    for participant, statement, vote in rows:
        columns[0].append(people.setdefault(participant, len(people)))
        columns[1].append(ideas.setdefault(statement, len(ideas)))
        columns[2].append(vote)
    voter, idea, value = (np.array(column, dtype=np.int64) for column in columns)
    return collect(list(people), list(ideas), voter, idea, value)


@dataclass(frozen=True, eq=False)
class Tallies:
    """How many people agreed, disagreed and passed, by group and statement: int64[groups, statements] each."""

    groups: tuple[Hashable, ...]
    statements: tuple[Hashable, ...]
    agrees: Ints
    disagrees: Ints
    passes: Ints

    @property
    def seen(self) -> Ints:
        """Who voted at all, passes included: the n of every share."""
        return self.agrees + self.disagrees + self.passes

    def where(self, kept: Truths) -> Tallies:
        """The same groups and statements with nobody in the cells that are not `kept` (bool[groups, statements])."""
        return Tallies(self.groups, self.statements, self.agrees * kept, self.disagrees * kept, self.passes * kept)


def tally(votes: Votes, group_of: Mapping[Hashable, Hashable | None], groups: Iterable[Hashable] = ()) -> Tallies:
    """Counts by group. Who has no group (or None) is left out. Rows are `groups` in their order, those nobody of which
    voted included, then any other group in order of its first voter."""
    rows = {group: row for row, group in enumerate(dict.fromkeys(groups))}
    row_of = np.full(len(votes.participants), NO_GROUP, dtype=np.int64)
    for index, participant in enumerate(votes.participants):
        group = group_of.get(participant)
        if group is not None:
            row_of[index] = rows.setdefault(group, len(rows))
    return tally_rows(votes, row_of, tuple(rows))


def tally_rows(votes: Votes, row_of: Ints, groups: tuple[Hashable, ...]) -> Tallies:
    """As `tally`, with the row of each participant as int64[participants], NO_GROUP for none."""
    many = len(votes.statements)
    row = row_of[votes.voter]
    grouped = row != NO_GROUP
    cell = (row[grouped] * many + votes.statement[grouped]) * 3 + votes.value[grouped] + 1
    counts = np.bincount(cell, minlength=len(groups) * many * 3).astype(np.int64).reshape(len(groups), many, 3)
    return Tallies(groups, votes.statements, counts[:, :, 2], counts[:, :, 0], counts[:, :, 1])


def without_group(votes: Votes, group_of: Mapping[Hashable, Hashable | None]) -> int:
    """How many of those who voted are in no group."""
    return sum(group_of.get(participant) is None for participant in votes.participants)
