"""The five questions: every one of the 3^5 sets of answers, by what must hold for it."""

from itertools import product

import pytest

from stakeholders.models import ResistanceCause, Segment, Voice
from stakeholders.segments import QUESTIONS, Answers, contradictions, suggest_segment

FIELDS = [question.field for question in QUESTIONS]
EVERY = [Answers(*values) for values in product([True, False, None], repeat=5)]


def expected(answers: Answers) -> Segment:
    """The order of claims, written down a second time: authority, resistance, advocacy, reach, work."""
    for field, segment in [
        ("approves", Segment.DECISION_MAKER),
        ("resists", Segment.DETRACTOR),
        ("advocates", Segment.CHAMPION),
        ("holds_capital", Segment.INFLUENCER),
        ("executes", Segment.PARTICIPANT),
    ]:
        if getattr(answers, field) is True:
            return segment
    return Segment.UNKNOWN


def test_there_are_243_sets_of_answers():
    assert len(EVERY) == len({*EVERY}) == 243
    assert FIELDS == ["approves", "holds_capital", "executes", "advocates", "resists"]


@pytest.mark.parametrize("answers", EVERY, ids=lambda a: "".join({True: "y", False: "n", None: "?"}[getattr(a, f)] for f in FIELDS))  # fmt: skip  # noqa: E501
def test_the_truth_table(answers):
    suggestion = suggest_segment(answers)
    assert suggestion.segment == expected(answers)
    # Not knowing is no ground for anything: it suggests what "no" suggests.
    known = Answers(*[getattr(answers, field) or False for field in FIELDS])
    assert suggest_segment(known).segment == suggestion.segment
    assert suggestion.is_decided == (True in [getattr(answers, field) for field in FIELDS])
    assert suggestion.why.endswith(".")
    both = answers.approves is True and answers.resists is True
    said = [text for text in suggestion.contradictions if text.startswith("A decision maker who is also a detractor")]
    assert len(said) == int(both)
    if not both and not (answers.advocates and answers.resists):
        alone = answers.approves is True and answers.holds_capital is False
        assert len(suggestion.contradictions) == int(alone)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (Answers(), "Answer a question or two and a segment is suggested."),
        (Answers(approves=False), "What is known so far points to no segment; one more answer may."),
        (Answers(*[False] * 5), "None of the five applies, so nothing here says that they hold a stake yet."),
        (Answers(approves=True), "They approve major initiatives, so they need the line to business outcomes."),
        (Answers(advocates=True), "They already speak for marketing without being asked."),
        (
            Answers(holds_capital=True),
            "They hold budget or political capital and are not directly involved in the work.",
        ),
        (
            Answers(holds_capital=True, executes=True),
            "They hold budget or political capital; they also work on execution, so they are closer to it than most "
            "influencers.",
        ),
        (Answers(executes=True), "They work on execution and live with the strategy day to day."),
        (Answers(resists=True), "They resist."),
        (
            Answers(resists=True, voice=Voice.VOCAL, resistance_cause=ResistanceCause.FEARS_LOSING_CONTROL),
            "They resist out loud, because they fear losing control.",
        ),
        (
            Answers(resists=True, voice=Voice.QUIET, resistance_cause=ResistanceCause.NOTHING_IN_IT),
            "They resist by staying away, because they see nothing in it for them.",
        ),
    ],
)
def test_the_sentence_why(answers, why):
    assert suggest_segment(answers).why == why


@pytest.mark.parametrize(
    ("answers", "segment", "position", "found"),
    [
        (Answers(), "champion", 2, ()),
        (Answers(), "champion", 0, ()),
        (Answers(), "champion", -1, ("Called a champion, but their position is against.",)),
        (Answers(), "detractor", 1, ("Called a detractor, but their position is in favour.",)),
        (Answers(), "decision_maker", -2, ("A decision maker whose position is against.",)),
        (Answers(), "decision_maker", None, ()),
        (Answers(resists=True), "champion", None, ("Called a champion, but they resist.",)),
        (Answers(advocates=True), "detractor", None, ("Called a detractor, but they speak for marketing.",)),
        (Answers(approves=False), "decision_maker", None, (
            "Called a decision maker, but they approve no major initiatives.",)),
        (Answers(approves=True, holds_capital=False), "decision_maker", 1, (
            "They approve major initiatives but hold neither budget nor political capital.",)),
        (Answers(approves=True, resists=True), "decision_maker", -1, (
            "A decision maker who is also a detractor: they approve major initiatives and resist.",)),
        (Answers(advocates=True, resists=True), "champion", 1, (
            "They speak for marketing and resist it. It may differ by topic: ask which.",)),
    ],
)  # fmt: skip
def test_contradictions_are_said_and_not_resolved(answers, segment, position, found):
    assert contradictions(answers, segment=segment, position=position) == found
