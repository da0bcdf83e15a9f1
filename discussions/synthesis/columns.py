"""Votes and answers of a discussion, out of the database as columns: what readings are worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Count

from discussions.agreement.votes import Votes, collect
from discussions.models import Answer, Discussion, Idea, Invitation, Prompt


@dataclass(frozen=True, eq=False)
class Cast:
    """The votes that stand, by voice and idea, the segment of each voice, and every voice that has a row, whether or
    not it voted."""

    votes: Votes
    segment_of: Mapping[str, str]
    voices: frozenset[str]


# One row a voice: a hundred thousand rows of keys and hashes would take most of a second to come over.
CAST = """
SELECT
    vote.voice, min(vote.segment) FILTER (WHERE counts.at IS NOT NULL),
    array_agg(counts.at) FILTER (WHERE counts.at IS NOT NULL),
    array_agg(vote.value) FILTER (WHERE counts.at IS NOT NULL)
FROM discussions_vote AS vote
LEFT JOIN unnest(%s::uuid[], %s::int[]) AS counts (idea, at)
    ON counts.idea = vote.idea_id AND vote.value IS NOT NULL
WHERE vote.workspace_id = %s AND vote.discussion_id = %s
GROUP BY vote.voice
"""
# So much memory to gather votes by voice in: in the usual four megabytes they are sorted on disk, thrice as slow.
MEMORY = "SELECT set_config('work_mem', '32MB', true)"


def cast(discussion: Discussion) -> Cast:
    """Votes on ideas that stand. A vote on a duplicate counts for the idea it is the same as, unless the same person
    voted on that one too."""
    standing, ideas, place, own = _ideas(discussion)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MEMORY)
        cursor.execute(CAST, [ideas, list(range(len(ideas))), discussion.workspace_id, discussion.pk])
        every = sorted(cursor.fetchall(), key=itemgetter(0))
    rows = [row for row in every if row[2] is not None]
    lengths = [len(row[2]) for row in rows]
    voter = np.repeat(np.arange(len(rows)), lengths)
    at = np.fromiter(chain.from_iterable(row[2] for row in rows), dtype=np.int64, count=sum(lengths))
    value = np.fromiter(chain.from_iterable(row[3] for row in rows), dtype=np.int64, count=sum(lengths))
    # In place of a moment: one's own vote on an idea counts before that on a duplicate of it.
    moment = np.array(own, dtype=np.int64)[at] * len(ideas) + at
    votes = collect([row[0] for row in rows], standing, voter, np.array(place, dtype=np.int64)[at], value, moment)
    return Cast(votes, {row[0]: row[1] for row in rows}, frozenset(row[0] for row in every))


def _ideas(discussion: Discussion) -> tuple[list[str], list[UUID], list[int], list[bool]]:
    """Ideas that stand; and all whose votes count, with the place of what they count for and whether it is they."""
    rows = list(Idea.objects.filter(discussion=discussion).order_by("pk").values_list("pk", "same_as", "hidden_at"))
    same_as = {pk: same for pk, same, _ in rows}
    hidden = {pk for pk, _, hidden_at in rows if hidden_at is not None}
    place = {pk: each for each, pk in enumerate(pk for pk, same, _ in rows if same is None and pk not in hidden)}
    counted = [(pk, _first(pk, same_as)) for pk, _, _ in rows]
    kept = [(pk, first) for pk, first in counted if first in place]
    return (
        [str(pk) for pk in place],
        [pk for pk, _ in kept],
        [place[first] for _, first in kept],
        [pk == first for pk, first in kept],
    )


def _first(pk: UUID, same_as: Mapping[UUID, UUID | None]) -> UUID:
    seen = {pk}
    while (same := same_as.get(pk)) is not None and same not in seen:
        seen.add(same)
        pk = same
    return pk


@dataclass(frozen=True)
class Given:
    """One given answer to what is counted: a scale, a choice, an order."""

    voice: str
    segment: str
    number: int | None
    number_after: int | None
    chosen: tuple[int, ...]


COUNTED = (Prompt.Kind.SCALE, Prompt.Kind.CHOICE, Prompt.Kind.ORDER)


def given(discussion: Discussion) -> dict[int, list[Given]]:
    """By prompt; what was moderated away counts as said all the same: only its words are hidden."""
    rows = Answer.objects.given().filter(discussion=discussion, prompt__kind__in=COUNTED).order_by("voice")
    found: dict[int, list[Given]] = {}
    fields = rows.values_list("prompt_id", "voice", "segment", "number", "number_after", "chosen")
    for prompt, voice, segment, number, after, chosen in fields:
        found.setdefault(prompt, []).append(Given(voice, segment, number, after, tuple(chosen)))
    return found


def heard(discussion: Discussion) -> dict[int, int]:
    """How many people answered each prompt."""
    rows = Answer.objects.given().filter(discussion=discussion).order_by().values_list("prompt")
    return dict(rows.annotate(Count("pk")))


def voices(discussion: Discussion, prompt: Prompt) -> set[str]:
    """Every voice that has a row among the answers to a prompt, whatever is in it."""
    return set(Answer.objects.filter(discussion=discussion, prompt=prompt).order_by().values_list("voice", flat=True))


def invited(discussion: Discussion) -> dict[str, int]:
    """How many people of each segment are asked."""
    rows = Invitation.objects.standing().filter(discussion=discussion).order_by().values_list("segment")
    return dict(rows.annotate(Count("pk")))
