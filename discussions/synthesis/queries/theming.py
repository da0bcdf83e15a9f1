"""Themes suggested for a discussion, with what people said under each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.isolation import scope
from accounts.models import User
from discussions.models import AgreementReading, Discussion, Prompt
from discussions.running.queries import moderating
from discussions.running.queries.moderating import Reading
from discussions.synthesis import agreement
from discussions.synthesis.insights import texts_of
from discussions.synthesis.queries import coding
from discussions.synthesis.queries.coding import Row
from discussions.synthesis.themes import Theme, themes
from web.live import publish as tell

QUOTED = 8
# In so many texts themes are found while somebody waits; in more of them beforehand, by a worker.
AT_ONCE = 400
# So many rows of a theme are kept: one that is hidden later makes room for the next.
KEPT = 3 * QUOTED


@dataclass(frozen=True)
class Suggested:
    """A theme: its words, how many texts are of it, and the clearest of them as (key, words)."""

    place: int
    label: str
    words: tuple[str, ...]
    texts: int
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """`is_behind`: something was said since, and a worker has yet to look for themes in it."""

    suggested: tuple[Suggested, ...]
    is_behind: bool


def told(discussion: Discussion, reader: User) -> Told:
    said = coding.under(discussion)
    reading = coding.reading_of(discussion, reader, moderating.prompts_of(discussion), said)
    if sum(each.rows for each in coding.asked(reading, said)) <= AT_ONCE:
        texts = _texts(reading)
        return Told(_suggested((_kept(theme) for theme in themes(dict(texts.items()))), texts), is_behind=False)
    held = agreement.reading_of(discussion)
    found = held.themes.get(readers(discussion, reader), {}) if held else {}
    keys = [key for each in found.get("themes", []) for key in each["keys"]]
    shown = _suggested(found.get("themes", []), _texts(reading, only=keys)) if keys else ()
    is_behind = held is None or agreement.is_behind(held) or found.get("of") != _mark(held, said)
    return Told(shown, is_behind)


def readers(discussion: Discussion, reader: User) -> str:
    """Those who may read the same rows as this one share the themes in them."""
    return "facilitator" if discussion.facilitator_id == reader.pk else "team"


def asked_key(discussion: int, reader: int) -> str:
    """Of the cache: whether themes are asked for and nobody has begun to look for them."""
    return f"themes-asked-{discussion}-{reader}"


def look(workspace: UUID, discussion: int, reader: int) -> None:
    """Look for themes in what `reader` may read, and keep them. Seconds of work, outside of any transaction."""
    with scope(workspace=workspace, user=reader):
        found, by = Discussion.objects.select_related("version").get(pk=discussion), User.objects.get(pk=reader)
        held, said = agreement.reading_of(found), coding.under(found)
        if held is None:
            return
        texts = _texts(coding.reading_of(found, by, moderating.prompts_of(found), said))
    kept = {"of": _mark(held, said), "themes": [_kept(theme) for theme in themes(dict(texts.items()))]}
    with scope(workspace=workspace):
        now = AgreementReading.objects.select_for_update().get(pk=held.pk)
        now.themes[readers(found, by)] = kept
        now.save(update_fields=["themes"])
        tell(found.channel, "read")


def _mark(held: AgreementReading, said: Mapping[tuple[str, int], coding.Under]) -> str:
    """What tells what was said from what was said at another time."""
    counts = ",".join(f"{kind}{prompt}:{each.rows}" for (kind, prompt), each in sorted(said.items()))
    return f"{held.read_at} {counts}"


def _kept(theme: Theme) -> dict[str, Any]:
    keys = [str(key) for key in theme.texts[:KEPT]]
    return {"label": theme.label, "words": list(theme.words), "texts": len(theme.texts), "keys": keys}


def _suggested(kept: Iterable[Mapping[str, Any]], said: Mapping[str, str]) -> tuple[Suggested, ...]:
    found = []
    for place, each in enumerate(kept, start=1):
        quotes = [(key, said[key]) for key in each["keys"] if key in said][:QUOTED]
        found.append(Suggested(place, each["label"], tuple(each["words"]), each["texts"], tuple(quotes)))
    return tuple(found)


def chosen(discussion: Discussion, reader: User, keys: Sequence[str]) -> list[Row]:
    found = _readable(moderating.reading_of(discussion, reader), only=keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _texts(reading: Reading, only: Sequence[str] | None = None) -> dict[str, str]:
    return {key: " ".join(texts_of(row)) for key, row in _readable(reading, only).items()}


def _readable(reading: Reading, only: Sequence[str] | None = None) -> dict[str, Row]:
    """Everything the reader may read, by kind and key; three queries."""
    prompts = [prompt for prompt in reading.prompts.values() if prompt.kind != Prompt.Kind.COMMITMENT]
    shows = [prompt for prompt in prompts if prompt.kind == Prompt.Kind.IDEAS]
    gives = [prompt for prompt in prompts if prompt.gives_ideas]
    others = [prompt for prompt in prompts if prompt not in shows and prompt not in gives]
    tables: list[QuerySet[Any]] = [
        moderating.answers(reading).filter(hidden_at=None, prompt__in=others),
        moderating.ideas(reading.discussion).filter(hidden_at=None, same_as=None, prompt__in=gives),
    ]
    if shows:
        tables.append(moderating.responses(reading.discussion).filter(hidden_at=None))
    found: dict[str, Row] = {}
    for rows in tables:
        kind = str(rows.model._meta.model_name)
        wanted = rows if only is None else rows.filter(pk__in=_keys(kind, only))
        for row in wanted.select_related(None).order_by("pk"):
            if texts_of(row):
                found[f"{kind}:{row.pk}"] = row
    return found


def _keys(kind: str, keys: Sequence[str]) -> list[UUID]:
    found = []
    for key in keys:
        of, _, pk = key.partition(":")
        try:
            found += [UUID(pk)] if of == kind else []
        except ValueError:
            continue
    return found
