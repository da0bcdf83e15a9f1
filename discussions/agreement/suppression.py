"""Small numbers: what may be shown of a confidential or anonymous prompt, so that nobody's answer can be worked out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from discussions.agreement.votes import Tallies

# Fewer answers than this are nobody's figure.
LEAST = 5

Counts = tuple[int, ...]
Keep = Literal["segments", "total"]


@dataclass(frozen=True)
class Figures:
    """What may be shown of a table of segments and answers.

    `segments` holds the counts by answer of each segment shown; `together` the counts of "the shown" or of "everyone",
    as `together_of` says, None where neither may be shown. `hidden` segments have answered and are in no figure unless
    `together_of` is "everyone"; `unheard` have not answered."""

    segments: Mapping[Hashable, Counts]
    together: Counts | None
    together_of: Literal["the shown", "everyone"] | None
    hidden: tuple[Hashable, ...]
    unheard: tuple[Hashable, ...]


def figures(counts: Mapping[Hashable, Sequence[int]], *, keep: Keep = "segments", least: int = LEAST) -> Figures:
    """What may be shown of `counts` (segment → people by answer, equally many answers each), at one moment.

    A segment is shown from `least` people. For what is below it there are two ways, both safe against somebody who
    knows this rule and how many people each segment has (but not what they said):

    keep="segments": every segment of `least` is shown, and the total is of those shown alone. The others are in no
    figure, so there is nothing to subtract from.
    keep="total": the total is of everyone. Then at least two segments of together `least` people are hidden, the
    smallest first. Which ones depends on how many answered and not on what they said, or the choice itself would tell.
    Where the hidden ones together left an answer out or were of one mind, the total is withheld instead.

    Where no segment can be shown, nothing is broken out, and the total of everyone stands alone from `least` people.

    This is about one moment: two of its tables, a few answers apart, give those answers away. Figures that are looked
    at while answers come in go through `release` first. Raises ValueError for unequal or negative counts."""
    table = {segment: tuple(int(count) for count in row) for segment, row in counts.items()}
    if len({len(row) for row in table.values()}) > 1:
        raise ValueError("Each segment needs a count for each of the same answers.")
    if any(count < 0 for row in table.values() for count in row):
        raise ValueError("A count of people is not below zero.")
    size = {segment: sum(row) for segment, row in table.items()}
    unheard = tuple(segment for segment in table if not size[segment])
    hidden = {segment for segment in table if 0 < size[segment] < least}
    if keep == "total":
        hidden |= _hidden_as_well(size, hidden, least)
    shown = {segment: row for segment, row in table.items() if size[segment] and segment not in hidden}
    in_order = tuple(segment for segment in table if segment in hidden)
    if not shown:
        everyone = _sum(table.values())
        return Figures({}, everyone, "everyone", in_order, unheard) if sum(everyone) >= least else _none(table, size)
    if keep == "total" and (not hidden or not tells_all(_sum(table[segment] for segment in hidden))):
        return Figures(shown, _sum(table.values()), "everyone", in_order, unheard)
    return Figures(shown, _sum(shown.values()), "the shown", in_order, unheard)


def _hidden_as_well(size: Mapping[Hashable, int], small: set[Hashable], least: int) -> set[Hashable]:
    """The smallest segments that make those below `least` at least two and together at least `least`."""
    added: set[Hashable] = set()
    if not small:
        return added
    for segment in sorted((one for one in size if size[one] >= least), key=lambda one: size[one]):
        hidden = small | added
        if len(hidden) >= 2 and sum(size[one] for one in hidden) >= least:
            break
        added.add(segment)
    return added


def tells_all(together: Sequence[int]) -> bool:
    """Whether the sum of several segments fixes a cell of one of them for somebody who knows their sizes: by the bounds
    max(0, answer + size − all) and min(answer, size), it does when nobody or everybody gave some answer."""
    everybody = sum(together)
    return any(count in (0, everybody) for count in together)


def _sum(rows: Iterable[Counts]) -> Counts:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _none(table: Mapping[Hashable, Counts], size: Mapping[Hashable, int]) -> Figures:
    return Figures(
        {}, None, None, tuple(one for one in table if size[one]), tuple(one for one in table if not size[one])
    )


def tallies_shown(tallies: Tallies, *, least: int = LEAST) -> Tallies:
    """The tallies of a confidential vote with nobody in the cells of fewer than `least` people.

    Everything else of this package is to be worked out from these: a consensus over all segments, or a rest to compare
    with, gives the hidden segment away to whoever divides or subtracts. Over time feed it released votes."""
    return tallies.where(tallies.seen >= least)


@dataclass(frozen=True)
class Answer:
    """What counts of somebody: their segment, and which of the answers they gave, by its index."""

    segment: Hashable
    answer: int


@dataclass(frozen=True)
class Released:
    """What of a prompt has been published so far: counts by segment, and what of each person is in them."""

    answers: int
    counts: Mapping[Hashable, Counts] = field(default_factory=dict)
    known: Mapping[Hashable, Answer] = field(default_factory=dict)


def release(before: Released, now: Mapping[Hashable, Answer], *, least: int = LEAST) -> Released:
    """The next publication after `before`, given everybody's answer as it is `now` (person → Answer).

    A segment's figures move only when at least `least` people of it have answered, changed or withdrawn their answer
    since they last moved, and then by all of them at once. So two publications, and any sum or difference of several,
    differ by whole batches of `least` people; an answer that waits is in no figure. Keep what comes back and hand it in
    the next time; show `figures(released.counts)`.

    Somebody counts in the segment in which they were first published: moving one person from segment to segment must
    not show what they said. The same `before` and `now` give the same release; nothing depends on time."""
    by_segment: dict[Hashable, list[Hashable]] = {}
    for person, segment in _waiting(before, now).items():
        by_segment.setdefault(segment, []).append(person)
    counts = {segment: list(row) for segment, row in before.counts.items()}
    published = dict(before.known)
    for segment, people in by_segment.items():
        if len(people) < least:
            continue
        row = counts.setdefault(segment, [0] * before.answers)
        for person in people:
            known = published.pop(person, None)
            if known is not None:
                row[known.answer] -= 1
            if person in now:
                row[now[person].answer] += 1
                published[person] = Answer(segment, now[person].answer)
    return Released(before.answers, {segment: tuple(row) for segment, row in counts.items()}, published)


def waiting(released: Released, now: Mapping[Hashable, Answer]) -> int:
    """How many people's answers are not in the figures as they stand."""
    return len(_waiting(released, now))


def _waiting(released: Released, now: Mapping[Hashable, Answer]) -> dict[Hashable, Hashable]:
    """Who has answered, changed or withdrawn since, and the segment whose figures that will move."""
    known = released.known
    new = {person: current.segment for person, current in now.items() if person not in known}
    moved = {
        person: published.segment
        for person, published in known.items()
        if (current := now.get(person)) is None or current.answer != published.answer
    }
    return moved | new


def forget(released: Released, person: Hashable) -> Released:
    """Without the person's answer. It stays in the sum that was published, where it is nobody's any more: taking it
    out would show it."""
    return Released(
        released.answers, released.counts, {one: known for one, known in released.known.items() if one != person}
    )


def bounds(shown: Figures, sizes: Mapping[Hashable, int]) -> dict[Hashable, tuple[tuple[int, int], ...]]:
    """What somebody who knows how many people each segment has can say of the hidden ones: for each of their cells the
    least and the most it can be. Exact for such a table (its margins are those of a transportation problem)."""
    if shown.together is None or shown.together_of != "everyone":
        answers = len(shown.together or next(iter(shown.segments.values()), ()))
        return {segment: ((0, sizes[segment]),) * answers for segment in shown.hidden}
    left = np.array(shown.together) - np.array([*shown.segments.values(), [0] * len(shown.together)]).sum(axis=0)
    everybody = int(left.sum())
    return {
        segment: tuple(
            (max(0, int(count) + sizes[segment] - everybody), min(int(count), sizes[segment])) for count in left
        )
        for segment in shown.hidden
    }
