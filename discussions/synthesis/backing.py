"""How many people stand behind an insight: counts, never names, and no segment of what was not said openly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from discussions.models import Discussion, Evidence, Prompt
from discussions.running.queries.moderating import mode_of


@dataclass(frozen=True)
class Backing:
    """`openly` and `in_confidence` are people, each counted once, in the first of the two that holds; `nameless` are
    voices of anonymous prompts, who cannot be told from the others. `segments` are of those who spoke openly."""

    openly: int = 0
    in_confidence: int = 0
    nameless: int = 0
    segments: int = 0
    votes: int = 0

    @property
    def words(self) -> str:
        """“4 people of 3 segments, 2 in confidence, 3 answers without a name”"""
        parts = []
        if self.openly:
            of = f" of {_many(self.segments, 'segment')}" if self.segments else ""
            parts.append(f"{_many(self.openly, 'person', 'people')}{of}")
        if self.in_confidence:
            parts.append(
                f"{self.in_confidence} in confidence"
                if parts
                else f"{_many(self.in_confidence, 'person', 'people')} in confidence"
            )
        if self.nameless:
            parts.append(f"{_many(self.nameless, 'voice')} without a name")
        if self.votes:
            parts.append(f"the votes on {_many(self.votes, 'idea')}")
        return ", ".join(parts) or "nobody any more"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@dataclass
class _Seen:
    openly: set[UUID] = field(default_factory=set)
    in_confidence: set[UUID] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)
    votes: set[UUID | None] = field(default_factory=set)


def backing(discussion: Discussion, prompts: Mapping[int, Prompt]) -> dict[int, Backing]:
    """By insight."""
    rows = Evidence.objects.filter(insight__discussion=discussion).select_related("answer", "idea", "response")
    return counted(rows, prompts)


def counted(rows: Iterable[Evidence], prompts: Mapping[int, Prompt]) -> dict[int, Backing]:
    found: dict[int, _Seen] = {}
    for evidence in rows:
        seen = found.setdefault(evidence.insight_id, _Seen())
        if evidence.is_votes:
            seen.votes.add(evidence.idea_id)
            continue
        row = evidence.answer or evidence.idea or evidence.response
        if row is None or (evidence.idea is not None and evidence.idea.is_seed):
            continue
        mode = mode_of(row, prompts)
        if row.invitation_id is None:
            seen.nameless.add(row.voice)
        elif mode == Prompt.Mode.ATTRIBUTED:
            seen.openly.add(row.invitation_id)
            seen.segments.add(row.segment)
        else:
            seen.in_confidence.add(row.invitation_id)
    return {
        insight: Backing(
            len(seen.openly),
            len(seen.in_confidence - seen.openly),
            len(seen.nameless),
            len(seen.segments - {"unknown"}),
            len(seen.votes),
        )
        for insight, seen in found.items()
    }
