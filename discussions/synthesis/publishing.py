"""What of a confidential or anonymous prompt is published, from one publication to the next: batches of five people.

Pure. What is kept between two publications is plain JSON, in which people are the voices of their rows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from discussions.agreement.suppression import LEAST, Answer, Released, forget, release, waiting

Kept = dict[str, Any]
# Where no segment of a discussion has five people, all of them are counted as one.
EVERYONE = "everyone"


@dataclass(frozen=True)
class Table:
    """One question of a prompt: everybody's answer as it is now (voice → segment and answer), of so many answers."""

    answers: int
    now: Mapping[str, Answer]


@dataclass(frozen=True)
class Publication:
    """Counts by segment of each table as they may be looked at; `waiting` people's answers are in none of them yet."""

    counts: Mapping[str, Mapping[str, tuple[int, ...]]]
    waiting: int
    pooled: bool
    kept: Kept


def publish(
    kept: Kept,
    tables: Mapping[str, Table],
    *,
    rows: Collection[str],
    invited: Mapping[str, int],
    is_over: bool = False,
) -> Publication:
    """The next publication after what was `kept` of the last.

    `rows` are the voices that still have a row: another one was erased, and its answer stays in the sum as nobody's.
    `invited` is how many people each segment has. Whether segments are broken out at all is settled by the first
    publication: had a total of everyone been seen before, the first segment of five could be taken off it. So a table
    of which no segment was ever shown is counted together once it `is_over`, and stays so."""
    pooled = bool(kept.get("pooled", max(invited.values(), default=0) < LEAST))
    together = {key for key in tables if pooled or kept.get("tables", {}).get(key, {}).get("pooled")}
    released: dict[str, Released] = {}
    for key, table in tables.items():
        before = _held(kept, key, table.answers)
        released[key] = _after(before, _now(table, pooled=key in together), rows)
        if is_over and not released[key].counts:
            together.add(key)
            released[key] = _after(before, _now(table, pooled=True), rows)
    late = {key: waiting(each, _now(tables[key], pooled=key in together)) for key, each in released.items()}
    # An idea that is hidden now may come back: what was published of it is still known.
    passed_on = {key: each for key, each in kept.get("tables", {}).items() if key not in tables}
    return Publication(
        counts={key: {str(one): row for one, row in each.counts.items()} for key, each in released.items()},
        waiting=max(late.values(), default=0),
        pooled=pooled,
        kept=_packed(released, passed_on, kept, pooled=pooled, together=together),
    )


def _now(table: Table, *, pooled: bool) -> Mapping[Hashable, Answer]:
    if not pooled:
        return dict(table.now.items())
    return {voice: Answer(EVERYONE, each.answer) for voice, each in table.now.items()}


def _after(before: Released, now: Mapping[Hashable, Answer], rows: Collection[str]) -> Released:
    for voice in [one for one in before.known if one not in rows]:
        before = forget(before, voice)
    return release(before, now)


def _held(kept: Kept, key: str, answers: int) -> Released:
    table = kept.get("tables", {}).get(key)
    if table is None:
        return Released(answers)
    voices, segments = kept["voices"], kept["segments"]
    shared: dict[tuple[int, int], Answer] = {}
    known: dict[Hashable, Answer] = {}
    flat = iter(table["known"])
    for voice, segment, answer in zip(flat, flat, flat, strict=True):
        one = shared.get((segment, answer))
        if one is None:
            one = shared[segment, answer] = Answer(segments[segment], answer)
        known[voices[voice]] = one
    return Released(answers, {segment: tuple(row) for segment, row in table["counts"].items()}, known)


def _packed(
    released: Mapping[str, Released],
    passed_on: Mapping[str, Any],
    kept: Kept,
    *,
    pooled: bool,
    together: Collection[str],
) -> Kept:
    """Voices are written once: a vote on each of hundreds of ideas would repeat them hundreds of times."""
    # Tables passed on as they are point into the lists of before, so those stay in front.
    voices = {voice: place for place, voice in enumerate(kept.get("voices", []) if passed_on else [])}
    segments = {segment: place for place, segment in enumerate(kept.get("segments", []) if passed_on else [])}
    tables: dict[str, Any] = dict(passed_on)
    for key, each in released.items():
        flat: list[int] = []
        for voice, known in each.known.items():
            flat += (
                voices.setdefault(str(voice), len(voices)),
                segments.setdefault(str(known.segment), len(segments)),
                known.answer,
            )
        tables[key] = {"counts": {str(one): list(row) for one, row in each.counts.items()}, "known": flat}
        if key in together and each.counts:
            tables[key]["pooled"] = True
    return {"pooled": pooled, "voices": list(voices), "segments": list(segments), "tables": tables}
