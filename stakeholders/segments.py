"""Five plain questions lead to a suggested segment with its reason; the leader decides.

Authority, reach and stance stay apart: what does not fit together is said, not averaged away.
"""

from __future__ import annotations

from dataclasses import dataclass

from stakeholders.models.assessment import ResistanceCause, Segment, Voice

Answer = bool | None


@dataclass(frozen=True)
class Answers:
    """What was answered; None where nobody knows."""

    approves: Answer = None
    holds_capital: Answer = None
    executes: Answer = None
    advocates: Answer = None
    resists: Answer = None
    resistance_cause: str = ResistanceCause.UNKNOWN
    voice: str = Voice.UNKNOWN


@dataclass(frozen=True)
class Suggestion:
    """A draft for a person to accept or overrule: the segment, why, and what contradicts it."""

    segment: Segment
    why: str
    contradictions: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        return self.segment != Segment.UNKNOWN


@dataclass(frozen=True)
class Question:
    field: str
    text: str
    about: str


QUESTIONS = (
    Question("approves", "Do they approve major initiatives?", "Authority"),
    Question("holds_capital", "Do they hold budget or political capital?", "Reach"),
    Question("executes", "Do they work on execution, day to day?", "Involvement"),
    Question("advocates", "Do they already speak for marketing?", "Stance"),
    Question("resists", "Do they resist, out loud or by staying away?", "Stance"),
)

_CAUSES = {
    ResistanceCause.NOTHING_IN_IT: "because they see nothing in it for them",
    ResistanceCause.FEARS_LOSING_CONTROL: "because they fear losing control",
}
_VOICES = {Voice.VOCAL: "out loud", Voice.QUIET: "by staying away"}


def suggest_segment(answers: Answers) -> Suggestion:
    """The segment that the answers point to, strongest claim first: authority, then stance, then reach, then work."""
    return Suggestion(*_segment_and_why(answers), contradictions=contradictions(answers))


def _segment_and_why(answers: Answers) -> tuple[Segment, str]:
    if answers.approves:
        return Segment.DECISION_MAKER, "They approve major initiatives, so they need the line to business outcomes."
    if answers.resists:
        return Segment.DETRACTOR, f"They resist{_how(answers)}."
    if answers.advocates:
        return Segment.CHAMPION, "They already speak for marketing without being asked."
    if answers.holds_capital and answers.executes:
        return (
            Segment.INFLUENCER,
            "They hold budget or political capital; they also work on execution, so they are closer to it than most "
            "influencers.",
        )
    if answers.holds_capital:
        return (
            Segment.INFLUENCER,
            "They hold budget or political capital and are not directly involved in the work.",
        )
    if answers.executes:
        return Segment.PARTICIPANT, "They work on execution and live with the strategy day to day."
    given = [getattr(answers, question.field) for question in QUESTIONS]
    if all(answer is None for answer in given):
        return Segment.UNKNOWN, "Answer a question or two and a segment is suggested."
    if None in given:
        return Segment.UNKNOWN, "What is known so far points to no segment; one more answer may."
    return Segment.UNKNOWN, "None of the five applies, so nothing here says that they hold a stake yet."


def _how(answers: Answers) -> str:
    parts = [_VOICES.get(Voice(answers.voice), ""), _CAUSES.get(ResistanceCause(answers.resistance_cause), "")]
    told = ", ".join(part for part in parts if part)
    return f" {told}" if told else ""


def contradictions(answers: Answers, *, segment: str = Segment.UNKNOWN, position: int | None = None) -> tuple[str, ...]:
    """What does not fit together, in sentences. Nothing is resolved here: each is shown as it is."""
    found = []
    if answers.approves and answers.resists:
        found.append(
            f"A decision maker who is also a detractor: they approve major initiatives and resist{_how(answers)}."
        )
    if answers.advocates and answers.resists:
        found.append("They speak for marketing and resist it. It may differ by topic: ask which.")
    if answers.approves and answers.holds_capital is False:
        found.append("They approve major initiatives but hold neither budget nor political capital.")
    if position is not None:
        if segment == Segment.CHAMPION and position < 0:
            found.append("Called a champion, but their position is against.")
        if segment == Segment.DETRACTOR and position > 0:
            found.append("Called a detractor, but their position is in favour.")
        if segment == Segment.DECISION_MAKER and position < 0 and not (answers.approves and answers.resists):
            found.append("A decision maker whose position is against.")
    if segment == Segment.CHAMPION and answers.resists and not answers.advocates:
        found.append("Called a champion, but they resist.")
    if segment == Segment.DETRACTOR and answers.advocates and not answers.resists:
        found.append("Called a detractor, but they speak for marketing.")
    if segment == Segment.DECISION_MAKER and answers.approves is False:
        found.append("Called a decision maker, but they approve no major initiatives.")
    return tuple(found)
