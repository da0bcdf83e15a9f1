"""The synthesis of a discussion, as its page reads it aloud and its exports write it down: people are counted, never
quoted, and figures are those that may be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from discussions.models import AgreementReading, Commitment, Discussion, Idea, Insight, Prompt, Response
from discussions.running.progress import Heard, says
from discussions.running.queries.listing import heard_in
from discussions.synthesis.agreement import reading_of
from discussions.synthesis.backing import Backing, backing
from discussions.synthesis.queries import agreed, differing
from discussions.synthesis.queries.agreed import Agreed, Doubtful
from discussions.synthesis.queries.differing import Counted

# So many ideas are named; all of them are on the page about agreement and in the exports.
NAMED = 5
MOST_AGREED = "Most agreed on:"
KINDS = (
    (Insight.Kind.MOTIVATION, "What moves people"),
    (Insight.Kind.IDEA, "What they would try"),
    (Insight.Kind.SHIFT, "What changed minds"),
    (Insight.Kind.TENSION, "What pulls both ways"),
)


@dataclass(frozen=True)
class Learnt:
    insight: Insight
    behind: Backing


@dataclass(frozen=True)
class Heading:
    title: str
    insights: tuple[Learnt, ...]


@dataclass(frozen=True)
class Report:
    discussion: Discussion
    says: str
    heard: tuple[Heard, ...]
    reading: AgreementReading | None
    parts: tuple[Heading, ...]
    blocks: tuple[Learnt, ...]
    concerns: int
    first: tuple[Agreed, ...]
    standing_out: tuple[tuple[str, str, list[str]], ...]
    in_doubt: tuple[Doubtful, ...]
    counted: tuple[Counted, ...]
    decided: tuple[Learnt, ...]
    ideas: tuple[Idea, ...]
    commitments: Mapping[str, int]
    waiting: int

    @property
    def promised(self) -> str:
        """Such as “5 commitments of stakeholders and one of ours are open, 2 of them overdue; 3 were kept, one not.”"""
        kept = self.commitments
        if not kept["open"] and not kept["kept"] and not kept["broken"]:
            return ""
        whose = [_commitments_of(kept["theirs"], "stakeholders"), _commitments_of(kept["ours"], "ours")]
        said = " and ".join(each for each in whose if each) or "no commitment"
        said = f"{said[0].upper()}{said[1:]}"
        said += " is open" if kept["open"] <= 1 else " are open"
        if kept["overdue"]:
            said += ", one overdue" if kept["overdue"] == 1 else f", {kept['overdue']:,} of them overdue"
        if kept["kept"] or kept["broken"]:
            said += f"; {_many(kept['kept'])} {'were' if kept['kept'] > 1 else 'was'} kept"
        if kept["broken"]:
            said += f", {_many(kept['broken'])} not"
        return f"{said}."

    @property
    def leads(self) -> str:
        """Above the ideas that come first: of how far agreement goes, the first one tells."""
        best = self.first[0].consensus if self.first else None
        return "Nothing is agreed on yet; closest come:" if best is not None and best < agreed.HALF else MOST_AGREED

    @property
    def nothing_heard(self) -> str:
        """What stands where no insight but roadblocks is drawn."""
        return "Nothing but what blocks is drawn yet." if self.blocks else "No insight is drawn yet."

    @property
    def insights(self) -> list[Learnt]:
        return [each for part in self.parts for each in part.insights] + list(self.blocks)

    @property
    def is_empty(self) -> bool:
        told = self.insights or self.first or self.counted or self.ideas or self.promised
        return not told and not self.discussion.outcome


def report(discussion: Discussion, *, now: dt.datetime, ideas: int = NAMED) -> Report:
    """At most `ideas` ideas, those most agreed on."""
    prompts = {prompt.pk: prompt for prompt in discussion.version.prompts.all()}
    heard = heard_in([discussion])[discussion.pk]
    reading = reading_of(discussion)
    learnt = _learnt(discussion, prompts, reading)
    by_kind = {kind: tuple(one for one in learnt if one.insight.kind == kind) for kind in Insight.Kind.values}
    figured = reading if reading and reading.findings.get("votes") else None
    keys = agreed.shown_ideas(figured)[:ideas] if figured else []
    texts, became = _ideas(discussion, [*keys, *agreed.ideas_told(figured)] if figured else [])
    figures = _figures(figured, keys, texts, heard) if figured else ((), (), ())
    return Report(
        discussion=discussion,
        says=says(heard, is_draft=discussion.opens_at is None, is_over=discussion.is_over(now)),
        heard=tuple(heard),
        reading=reading,
        parts=tuple(Heading(title, by_kind[kind]) for kind, title in KINDS if by_kind[kind]),
        blocks=by_kind[Insight.Kind.ROADBLOCK],
        concerns=Response.objects.filter(discussion=discussion, kind=Response.Kind.CONCERN, hidden_at=None).count(),
        first=figures[0],
        standing_out=figures[1],
        in_doubt=figures[2],
        counted=tuple(differing.counted(reading, prompts)) if reading else (),
        decided=tuple(one for one in learnt if one.insight.decided),
        ideas=became,
        commitments=_commitments(discussion, now),
        waiting=_waiting(reading),
    )


def _many(count: int) -> str:
    return {0: "none", 1: "one"}.get(count, f"{count:,}")


def _commitments_of(count: int, whose: str) -> str:
    return "" if not count else f"{'one commitment' if count == 1 else f'{count:,} commitments'} of {whose}"


def _learnt(discussion: Discussion, prompts: Mapping[int, Prompt], reading: AgreementReading | None) -> list[Learnt]:
    behind = backing(discussion, prompts, reading)
    insights = Insight.objects.filter(discussion=discussion).order_by("created_at", "pk")
    found = [Learnt(insight, behind.get(insight.pk, Backing())) for insight in insights]
    return sorted(found, key=lambda one: -(one.behind.openly + one.behind.in_confidence + one.behind.nameless))


Figures = tuple[tuple[Agreed, ...], tuple[tuple[str, str, list[str]], ...], tuple[Doubtful, ...]]


def _figures(
    reading: AgreementReading, keys: Sequence[str], texts: Mapping[str, Idea], heard: Sequence[Heard]
) -> Figures:
    rows = agreed.agreed(reading, keys, texts, {each.segment: each.invited for each in heard})
    return (
        tuple(row for row in rows if row.consensus is not None),
        tuple(agreed.standing_out(reading, texts)),
        tuple(agreed.in_doubt(reading, texts, most=NAMED)),
    )


def _ideas(discussion: Discussion, told: Sequence[str]) -> tuple[dict[str, Idea], tuple[Idea, ...]]:
    """Those told of, by key, and those of which was said what became of them."""
    order = [Idea.Became.DONE, Idea.Became.PLANNED, Idea.Became.CONSIDERED, Idea.Became.DECLINED]
    wanted = Q(pk__in=[UUID(key) for key in told]) | Q(became__in=order)
    found = Idea.objects.shown().filter(wanted, discussion=discussion).order_by("pk")
    became = sorted(
        (idea for idea in found if idea.became in order), key=lambda idea: order.index(Idea.Became(idea.became))
    )
    return {str(idea.pk): idea for idea in found}, tuple(became)


def _commitments(discussion: Discussion, now: dt.datetime) -> dict[str, int]:
    rows = Commitment.objects.filter(discussion=discussion).values_list("state", "stakeholder_id", "due_on")
    found = {"open": 0, "theirs": 0, "ours": 0, "kept": 0, "broken": 0, "overdue": 0}
    for state, stakeholder, due_on in rows:
        if state in (Commitment.State.PROPOSED, Commitment.State.CONFIRMED):
            found["open"] += 1
            found["theirs" if stakeholder else "ours"] += 1
            found["overdue"] += bool(due_on and due_on < now.date())
        elif state in (Commitment.State.KEPT, Commitment.State.BROKEN):
            found[state] += 1
    return found


def _waiting(reading: AgreementReading | None) -> int:
    """The most people whose answers to one prompt are in no figure yet."""
    if reading is None:
        return 0
    votes = reading.findings.get("votes") or {}
    late: Sequence[int] = [votes.get("waiting", 0), *(each.get("waiting", 0) for each in reading.findings["prompts"])]
    return max(late)
