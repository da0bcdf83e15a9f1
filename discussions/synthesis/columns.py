"""Votes and answers of a discussion, out of the database as columns: what readings are worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Count

from discussions.agreement.votes import Votes, collect
from discussions.models import Answer, Discussion, Idea, Invitation, Prompt


@dataclass(frozen=True, eq=False)
class Cast:
    """The votes that stand, by voice and idea, and the segment of each voice."""

    votes: Votes
    segment_of: Mapping[str, str]


# One row a voice: a hundred thousand rows of keys and hashes would take most of a second to come over.
CAST = """
SELECT
    vote.voice, min(vote.segment),
    array_agg(shown.place ORDER BY shown.own), array_agg(vote.value ORDER BY shown.own)
FROM discussions_vote AS vote
JOIN unnest(%s::uuid[], %s::int[], %s::bool[]) AS shown (idea, place, own) ON shown.idea = vote.idea_id
WHERE vote.workspace_id = %s AND vote.discussion_id = %s AND vote.value IS NOT NULL
GROUP BY vote.voice ORDER BY vote.voice
"""


def cast(discussion: Discussion) -> Cast:
    """Votes on ideas that stand. A vote on a duplicate counts for the idea it is the same as, unless the same person
    voted on that one too."""
    standing, ideas, places, own = _ideas(discussion)
    with connection.cursor() as cursor:
        cursor.execute(CAST, [ideas, places, own, discussion.workspace_id, discussion.pk])
        rows = cursor.fetchall()
    lengths = [len(row[2]) for row in rows]
    voter = np.repeat(np.arange(len(rows)), lengths)
    statement = np.array([place for row in rows for place in row[2]], dtype=np.int64)
    value = np.array([value for row in rows for value in row[3]], dtype=np.int64)
    votes = collect([row[0] for row in rows], standing, voter, statement, value)
    return Cast(votes, {row[0]: row[1] for row in rows})


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
    """Every voice that has a row under what is counted of a prompt, whatever is in it."""
    found = set(Answer.objects.filter(discussion=discussion, prompt=prompt).order_by().values_list("voice", flat=True))
    if prompt.kind == Prompt.Kind.IDEAS:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT voice FROM discussions_vote WHERE workspace_id = %s AND discussion_id = %s",
                [discussion.workspace_id, discussion.pk],
            )
            found |= {row[0] for row in cursor.fetchall()}
    return found


def invited(discussion: Discussion) -> dict[str, int]:
    """How many people of each segment are asked."""
    rows = Invitation.objects.standing().filter(discussion=discussion).order_by().values_list("segment")
    return dict(rows.annotate(Count("pk")))
