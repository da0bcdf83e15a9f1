"""Themes suggested for a discussion, with what people said under each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from discussions.models import Discussion, Prompt
from discussions.running.queries import moderating
from discussions.synthesis.insights import texts_of
from discussions.synthesis.queries import coding
from discussions.synthesis.queries.coding import Row
from discussions.synthesis.themes import themes

QUOTED = 8


@dataclass(frozen=True)
class Suggested:
    """A theme: its words, how many texts are of it, and the clearest of them as (key, words)."""

    place: int
    label: str
    words: tuple[str, ...]
    texts: int
    quotes: tuple[tuple[str, str], ...]


def suggested(discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> list[Suggested]:
    said = {key: " ".join(texts_of(row)) for key, row in _readable(discussion, reader, prompts).items()}
    return [
        Suggested(
            place,
            theme.label,
            theme.words,
            len(theme.texts),
            tuple((str(key), said[str(key)]) for key in theme.texts[:QUOTED]),
        )
        for place, theme in enumerate(themes(dict(said.items())), start=1)
    ]


def chosen(discussion: Discussion, reader: User, prompts: Mapping[int, Prompt], keys: Sequence[str]) -> list[Row]:
    found = _readable(discussion, reader, prompts, only=[_uuid(key) for key in keys])
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _readable(
    discussion: Discussion, reader: User, prompts: Mapping[int, Prompt], only: Sequence[UUID | None] | None = None
) -> dict[str, Row]:
    """Everything the reader may read, by kind and key."""
    found: dict[str, Row] = {}
    reading = moderating.reading_of(discussion, reader)
    for prompt in prompts.values():
        if prompt.kind == Prompt.Kind.COMMITMENT:
            continue
        rows = coding.rows_of(prompt, reading)
        if only is not None:
            rows = rows.filter(pk__in=[key for key in only if key is not None])
        for row in rows:
            if texts_of(row):
                found[f"{type(row).__name__.lower()}:{row.pk}"] = row
    return found


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key.partition(":")[2])
    except ValueError:
        return None
