"""The one sentence of a brief: how somebody stands, and what comes first. Plain data in, a sentence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.alignment import stands
from stakeholders.models import Concern, Segment

WHO: Final = {
    Segment.DECISION_MAKER: "decides",
    Segment.CHAMPION: "speaks for us",
    Segment.INFLUENCER: "moves others",
    Segment.DETRACTOR: "resists",
    Segment.PARTICIPANT: "carries the work",
    Segment.UNKNOWN: "has no segment yet",
}
# What a segment leads one to expect of a position: what is otherwise is said with a "but".
EXPECTED: Final = {Segment.CHAMPION: 1, Segment.DETRACTOR: -1}
TO_ANSWER: Final = {
    Concern.Cause.NOTHING_IN_IT: "show what is in it for them",
    Concern.Cause.LOSING_CONTROL: "answer their fear of losing control",
    Concern.Cause.BAD_EXPERIENCE: "answer for what went wrong before",
    Concern.Cause.COMPETING_PRIORITY: "tie it to what comes first for them",
    Concern.Cause.UNCLEAR_VALUE: "show its worth in a number they trust",
    Concern.Cause.UNKNOWN: "find out what is behind their objection",
}
ANSWERED: Final = {
    Concern.Cause.NOTHING_IN_IT: "ask whether they now see something in it for them",
    Concern.Cause.LOSING_CONTROL: "ask whether they still fear losing control",
    Concern.Cause.BAD_EXPERIENCE: "ask whether the last time still stands between you",
    Concern.Cause.COMPETING_PRIORITY: "ask what comes first for them now",
    Concern.Cause.UNCLEAR_VALUE: "ask whether they now see what it is worth",
    Concern.Cause.UNKNOWN: "ask whether the answer was enough",
}
LONGEST_MEASURE: Final = 90


@dataclass(frozen=True)
class Standing:
    """A concern that stands: its cause, and whether somebody has answered it."""

    cause: str
    is_answered: bool


@dataclass(frozen=True)
class Put:
    """A stake that stands: what they expect in return and what would prove it, "" where nobody knows."""

    expects: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Facts:
    """`concerns` begin with the most pressing; `resists_for` is the cause their assessment gives, "" without one."""

    name: str
    segment: str
    position: int | None
    concerns: Sequence[Standing] = ()
    resists_for: str = ""
    stakes: Sequence[Put] = ()


def headline(facts: Facts) -> str:
    """ "Gordon Pike decides and is opposed: answer their fear of losing control before asking for anything." """
    return f"{facts.name} {WHO[Segment(facts.segment)]}{_position(facts)}: {_first(facts)}."


def _position(facts: Facts) -> str:
    if facts.position is None:
        return ", and nobody knows where they stand"
    expected = EXPECTED.get(Segment(facts.segment), 0)
    if expected > 0 and facts.position == 2:
        return ""
    but = expected != 0 and facts.position * expected <= 0
    return f"{' but' if but else ' and'} is {stands(facts.position)}"


def _first(facts: Facts) -> str:
    """What comes first: an objection, then where they stand, then what they put in and want back."""
    before = "before asking for more" if facts.stakes else "before asking for anything"
    open_causes = [each.cause for each in facts.concerns if not each.is_answered]
    is_against = facts.position is not None and facts.position < 0
    if not facts.concerns and is_against and facts.resists_for:
        open_causes = [facts.resists_for]
    if open_causes:
        return f"{TO_ANSWER[Concern.Cause(open_causes[0])]} {before}"
    if facts.concerns:
        return ANSWERED[Concern.Cause(facts.concerns[0].cause)]
    if is_against:
        return f"ask what they object to, and listen, {before}"
    if facts.segment == Segment.UNKNOWN:
        return "ask what they decide, what they could give, and what they would want back"
    if facts.position is None:
        return "ask where they stand before counting on them"
    return _about_stakes(facts.stakes)


def _about_stakes(stakes: Sequence[Put]) -> str:
    if not stakes:
        return "ask what they would put in, and what they would want back"
    if not all(stake.expects for stake in stakes):
        return "ask what they expect in return, in their words"
    measures = [stake.measure for stake in stakes if stake.measure]
    if not measures:
        return "agree on what would prove the return"
    return f"bring what would prove it to them, “{_short(measures[0])}”"


def _short(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= LONGEST_MEASURE else f"{text[: LONGEST_MEASURE - 1].rstrip()}…"


@dataclass(frozen=True)
class Lacks:
    """What a brief has nothing to say about, each with what to do about it; "" where there is something."""

    stakes: str = ""
    concerns: str = ""
    quotes: str = ""
    contact: str = ""
    goals: str = ""


def lacks(facts: Facts, *, quotes: int, contacts: int, goals: int, noted: int) -> Lacks:
    """`noted` counts concerns ever noted, settled ones too."""
    against = facts.position is not None and facts.position < 0
    if facts.concerns:
        concern = ""
    elif noted:
        concern = "Nothing stands against it: what they objected to is settled."
    elif against:
        concern = "They are against it and nobody has noted why: ask what they would lose."
    else:
        concern = "No concern noted: ask what would make them say no."
    return Lacks(
        stakes="" if facts.stakes else "No stake known yet: ask what they would put in, and what they would want back.",
        concerns=concern,
        quotes="" if quotes else "None of their words noted yet: write down the next thing they say, as they say it.",
        contact="" if contacts else "No contact logged yet: begin with a conversation that asks for nothing.",
        goals="" if goals else "They own none of our goals: ask which goal of theirs we could serve.",
    )
