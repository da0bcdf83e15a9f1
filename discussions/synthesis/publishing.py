"""What of a confidential or anonymous prompt is published, from one publication to the next: batches of five people.

Pure. The rule is that of discussions.agreement.suppression.release, for many tables at once: a hundred thousand votes
one by one take seconds. What is kept between two publications is JSON, in which people are the voices of their rows."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discussions.agreement.suppression import LEAST, Answer

Kept = dict[str, Any]
Ints = NDArray[np.int64]
# Half a million of them are gone through at each publication: the narrower, the quicker.
Cells = NDArray[np.int16]
# Where no segment of a discussion has five people, all of them are counted as one.
EVERYONE = "everyone"
NOTHING = -1
# A cell of what is known of a voice: segment × 16 + answer, in eight bits.
MOST_ANSWERS = 16


@dataclass(frozen=True)
class Table:
    """One question of a prompt: everybody's answer as it is now (voice → segment and answer), of so many answers."""

    answers: int
    now: Mapping[str, Answer]


@dataclass(frozen=True, eq=False)
class Said:
    """Several tables at once: the answer of each voice under each key, int16[voices, keys], NOTHING where none."""

    voices: Sequence[str]
    segments: Sequence[str]
    keys: Sequence[str]
    answers: Sequence[int]
    cells: Cells


@dataclass(frozen=True)
class Publication:
    """Counts by segment of each table as they may be looked at; `waiting` people's answers are in none of them yet."""

    counts: Mapping[str, Mapping[str, tuple[int, ...]]]
    waiting: int
    pooled: bool
    kept: Kept


def said_of(tables: Mapping[str, Table]) -> Said:
    segment = {voice: str(each.segment) for table in tables.values() for voice, each in table.now.items()}
    place = {voice: row for row, voice in enumerate(segment)}
    cells = np.full((len(segment), len(tables)), NOTHING, dtype=np.int16)
    for column, table in enumerate(tables.values()):
        for voice, each in table.now.items():
            cells[place[voice], column] = each.answer
    answers = [table.answers for table in tables.values()]
    return Said(list(segment), list(segment.values()), list(tables), answers, cells)


def publish(
    kept: Kept,
    said: Said,
    *,
    rows: Collection[str],
    invited: Mapping[str, int],
    is_over: bool = False,
    is_shown_whole: bool = False,
) -> Publication:
    """The next publication after what was `kept` of the last.

    `rows` are the voices that still have a row: another one was erased, and its answer stays in the sum as nobody's.
    `invited` is how many people each segment has. Whether segments are broken out at all is settled by the first
    publication: had a total of everyone been seen before, the first segment of five could be taken off it. So a table
    of which no segment was ever shown is counted together once it `is_over`, and stays so.

    Where everybody's figures stand elsewhere (`is_shown_whole`: on the wall of a room), a table is counted together
    while people answer, and told apart once, when it is over and five people of each segment that said anything are in
    it: then there is nobody left over to be worked out."""
    pooled = bool(kept.get("pooled", max(invited.values(), default=0) < LEAST))
    state = _State(kept, said, rows)
    if pooled:
        state.together[state.asked] = True
    elif is_shown_whole:
        state.together[state.never_shown()] = True
    state.release()
    if is_over and is_shown_whole and not pooled:
        state.tell_apart()
    if is_over:
        state.together[state.never_shown()] = True
        state.release()
    waiting = np.bincount(state.waits()[1])
    return Publication(
        counts={key: state.counts_of(state.column[key]) for key in said.keys},
        waiting=int(waiting.max(initial=0)),
        pooled=pooled,
        kept={"pooled": pooled, **state.packed()},
    )


class _State:
    """What is known and what is said now, on one grid of voices and keys."""

    def __init__(self, kept: Kept, said: Said, rows: Collection[str]) -> None:
        before = [voice for voice in kept.get("voices", []) if voice in rows]
        self.voices = list(dict.fromkeys([*before, *said.voices]))
        self.keys = list(dict.fromkeys([*kept.get("keys", []), *said.keys]))
        self.segments = list(dict.fromkeys([*kept.get("segments", []), *said.segments, EVERYONE]))
        self.column = {key: place for place, key in enumerate(self.keys)}
        self.row = {voice: place for place, voice in enumerate(self.voices)}
        self.segment = {segment: place for place, segment in enumerate(self.segments)}
        # Only what is asked of now can move; the others are passed on as they were.
        self.asked = _places(self.column[key] for key in said.keys)
        self.answers = dict(kept.get("answers", {})) | dict(zip(said.keys, said.answers, strict=True))
        shape = (len(self.keys), len(self.segments))
        self.counts = np.zeros((*shape, MOST_ANSWERS), dtype=np.int64)
        self.ever = np.zeros(shape, dtype=bool)
        for key, by_segment in kept.get("counts", {}).items():
            for segment, row in by_segment.items():
                at = self.column[key], self.segment[segment]
                self.counts[at][: len(row)] = row
                self.ever[at] = True
        self.together = np.isin(self.keys, kept.get("together", []))
        self.known = self._known(kept, before)
        self.now = np.full((len(self.voices), len(self.keys)), NOTHING, dtype=np.int16)
        mine = _places(self.row[voice] for voice in said.voices)
        self.now[np.ix_(mine, self.asked)] = said.cells
        self.own = np.full(len(self.voices), self.segment[EVERYONE], dtype=np.int64)
        self.own[mine] = _places(self.segment[segment] for segment in said.segments)

    def _known(self, kept: Kept, before: Sequence[str]) -> Cells:
        found = np.full((len(self.voices), len(self.keys)), NOTHING, dtype=np.int16)
        if kept.get("voices") and kept.get("keys"):
            packed = np.frombuffer(zlib.decompress(base64.b64decode(kept["known"])), dtype=np.int8)
            table = packed.reshape(len(kept["voices"]), len(kept["keys"]))
            place = {voice: row for row, voice in enumerate(kept["voices"])}
            found[: len(before), : len(kept["keys"])] = table[_places(place[voice] for voice in before)]
        return found

    def waits(self) -> tuple[Ints, Ints, Ints]:
        """Whose answers are not in the figures as they stand (voice and key), and the segment whose figures they will
        move: that in which they were published first."""
        waiting = self.now != np.where(self.known >= 0, self.known % MOST_ANSWERS, NOTHING)
        waiting[:, ~np.isin(np.arange(len(self.keys)), self.asked)] = False
        row, column = np.nonzero(waiting)
        known = self.known[row, column].astype(np.int64)
        new = np.where(self.together[column], self.segment[EVERYONE], self.own[row])
        return row, column, np.where(known >= 0, known // MOST_ANSWERS, new)

    def release(self) -> None:
        """Move the figures of every segment of which five people wait, by all of them at once."""
        row, column, moving = self.waits()
        cell = column * len(self.segments) + moving
        ready = np.bincount(cell, minlength=self.ever.size)[cell] >= LEAST
        row, column, moving = row[ready], column[ready], moving[ready]
        before, after = self.known[row, column], self.now[row, column]
        had, has = before >= 0, after >= 0
        np.add.at(self.counts, (column[had], moving[had], before[had] % MOST_ANSWERS), -1)
        np.add.at(self.counts, (column[has], moving[has], after[has]), 1)
        self.known[row, column] = np.where(has, moving * MOST_ANSWERS + after, NOTHING)
        self.ever[column, moving] = True

    def never_shown(self) -> Ints:
        """The tables of which nothing was published yet."""
        return self.asked[~self.ever[self.asked].any(axis=1)]

    def tell_apart(self) -> None:
        """By segment what was counted together, where each segment has five people and nobody stands in the sum who
        was erased since: they would be what is left over."""
        everyone = self.segment[EVERYONE]
        for column in self.asked[self.together[self.asked]].tolist():
            said = np.flatnonzero(self.now[:, column] >= 0)
            sizes = np.bincount(self.own[said], minlength=len(self.segments))
            erased = self.counts[column, everyone].sum() - np.count_nonzero(self.known[:, column] >= 0)
            if erased or not said.size or sizes[sizes > 0].min() < LEAST:
                continue
            answers = self.now[said, column].astype(np.int64)
            self.counts[column], self.ever[column], self.known[:, column] = 0, sizes > 0, NOTHING
            np.add.at(self.counts, (column, self.own[said], answers), 1)
            self.known[said, column] = self.own[said] * MOST_ANSWERS + answers
            self.together[column] = False

    def counts_of(self, column: int) -> dict[str, tuple[int, ...]]:
        answers = self.answers[self.keys[column]]
        return {
            self.segments[place]: tuple(self.counts[column, place, :answers].tolist())
            for place in np.flatnonzero(self.ever[column]).tolist()
        }

    def packed(self) -> Kept:
        named = np.flatnonzero((self.known >= 0).any(axis=1))
        cells = self.known[named].astype(np.int8).tobytes()
        return {
            "voices": [self.voices[row] for row in named.tolist()],
            "segments": self.segments,
            "keys": self.keys,
            "answers": self.answers,
            "known": base64.b64encode(zlib.compress(cells, 1)).decode(),
            "counts": {
                key: {segment: list(row) for segment, row in self.counts_of(place).items()}
                for place, key in enumerate(self.keys)
            },
            "together": [self.keys[column] for column in np.flatnonzero(self.together).tolist()],
        }


def _places(found: Iterable[int]) -> Ints:
    return np.array(list(found), dtype=np.int64)
