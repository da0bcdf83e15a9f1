"""How many people stand behind an insight: counts, never names, and no segment of what was not said openly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from discussions.models import AgreementReading, Discussion, Evidence, Idea, Prompt
from discussions.running.queries.moderating import mode_of


@dataclass(frozen=True)
class Voted:
    """The votes on one idea, as far as they may be told: those that the last reading published. None of them may be
    told while `n` is 0, and nothing at all of an idea that was hidden since."""

    idea: str = ""
    agrees: int = 0
    n: int = 0

    @property
    def figures(self) -> str:
        """“41 of 52 agree”"""
        return f"{self.agrees:,} of {self.n:,} agree" if self.n else "no figure of the votes is shown yet"

    @property
    def words(self) -> str:
        """“41 of 52 agree with “One list””"""
        if not self.idea:
            return "the votes on an idea that is hidden"
        if not self.n:
            return f"the votes on “{self.idea}”, of which no figure is shown yet"
        return f"{self.figures} with “{self.idea}”"


def voted_on(reading: AgreementReading | None, idea: Idea | None) -> Voted:
    if idea is None or idea.hidden_at is not None:
        return Voted()
    votes = (reading.findings.get("votes") or {}) if reading else {}
    ideas = votes.get("ideas", [])
    if str(idea.pk) not in ideas:
        return Voted(idea.text)
    agrees, disagrees, passes = (sum(each) for each in zip(*votes["counts"][ideas.index(str(idea.pk))], strict=True))
    return Voted(idea.text, agrees, agrees + disagrees + passes)


@dataclass(frozen=True)
class Backing:
    """`openly` and `in_confidence` are people, each counted once, in the first of the two that holds; `nameless` are
    voices of anonymous prompts, who cannot be told from the others. `segments` are of those who spoke openly."""

    openly: int = 0
    in_confidence: int = 0
    nameless: int = 0
    segments: int = 0
    votes: tuple[Voted, ...] = ()

    @property
    def words(self) -> str:
        """“4 people of 3 segments, 2 in confidence, 3 voices without a name, 41 of 52 agree with “One list””"""
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
        parts += [each.words for each in self.votes]
        return ", ".join(parts) or "nobody any more"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@dataclass
class _Seen:
    openly: set[UUID] = field(default_factory=set)
    in_confidence: set[UUID] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)
    votes: dict[UUID | None, Idea | None] = field(default_factory=dict)


def backing(
    discussion: Discussion, prompts: Mapping[int, Prompt], reading: AgreementReading | None
) -> dict[int, Backing]:
    """By insight."""
    rows = Evidence.objects.filter(insight__discussion=discussion).select_related("answer", "idea", "response")
    return counted(rows, prompts, reading)


def counted(
    rows: Iterable[Evidence], prompts: Mapping[int, Prompt], reading: AgreementReading | None
) -> dict[int, Backing]:
    found: dict[int, _Seen] = {}
    for evidence in rows:
        seen = found.setdefault(evidence.insight_id, _Seen())
        if evidence.is_votes:
            seen.votes[evidence.idea_id] = evidence.idea
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
            tuple(voted_on(reading, idea) for idea in seen.votes.values()),
        )
        for insight, seen in found.items()
    }
