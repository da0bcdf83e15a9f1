"""Two questions worth asking, each with its reason: from what is contradictory, stale or not known about somebody.

Rules are data, in the order in which they are tried: what contradicts itself comes before what is old, and that before
what is missing. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from checkins.brief.known import Known
from checkins.brief.wording import sentence, short
from planning.alignment import stands
from planning.coverage import in_quotes
from stakeholders.models import Concern, Segment
from stakeholders.models.stakeholder import STALE_AFTER
from stakeholders.scales import ago

MANY: Final = 2
AN_ANSWER_IS_OLD: Final = dt.timedelta(days=30)
UNPROVED: Final = ("No sign of change", "Got worse")


@dataclass(frozen=True)
class Question:
    ask: str
    because: str


@dataclass(frozen=True)
class Rule:
    """`about` is what it asks about: of two questions that are asked, each is about something else."""

    about: str
    find: Callable[[Known], Question | None]


def _contradicts_segment(known: Known) -> Question | None:
    if known.position is None:
        return None
    if known.segment == Segment.CHAMPION and known.position <= 0:
        return Question(
            "What would have to happen for you to stand up for this again?",
            f"They count as a champion and are {stands(known.position)}.",
        )
    if known.segment == Segment.DETRACTOR and known.position > 0:
        return Question("What changed your mind?", f"They count as a detractor and are {stands(known.position)}.")
    return None


def _for_us_with_an_objection(known: Known) -> Question | None:
    open_ones = [one for one in known.standing if not one.answer]
    if known.position is None or known.position <= 0 or not open_ones:
        return None
    said = in_quotes(short(open_ones[0].said))
    return Question(
        f"You said {said}. Does it still hold you back?",
        f"They are {stands(known.position)}, and nobody answered this objection.",
    )


def _number_says_otherwise(known: Known) -> Question | None:
    for put in known.puts:
        if put.expects and put.word in UNPROVED:
            return Question(
                f"Is {in_quotes(short(put.metric))} still the number that would tell you?",
                f"It is what they put something in for, and the verdict is: {put.word.lower()}.",
            )
    return None


def _promise_overdue(known: Known) -> Question | None:
    for one in known.promises:
        if one.kept is None and not one.is_ours and one.due_on is not None and one.due_on < known.today:
            return Question(
                f"What stands in the way of {in_quotes(short(one.what))}?",
                f"They took it on by {one.due_on:%-d %B}, and nobody said how it went.",
            )
    return None


def _goal_gone(known: Known) -> Question | None:
    for put in known.puts:
        if put.goal and not put.serves_today:
            return Question(
                f"Which of today’s goals should {in_quotes(short(put.what))} serve now?",
                f"It was put in for {in_quotes(short(put.goal))}, which is no goal of today.",
            )
    return None


def _return_late(known: Known) -> Question | None:
    for put in known.puts:
        if put.by is not None and put.by < known.today:
            return Question(
                f"Did {in_quotes(short(put.what))} bring what you expected?",
                f"They expected it by {put.by:%-d %B %Y}.",
            )
    return None


def _answer_unchecked(known: Known) -> Question | None:
    for one in known.standing:
        if one.answered_on is not None and known.today - one.answered_on >= AN_ANSWER_IS_OLD:
            return Question(
                f"Was our answer to {in_quotes(short(one.said))} enough?",
                f"We answered {ago(one.answered_on, known.today)}, and it still stands.",
            )
    return None


def _something_changed(known: Known) -> Question | None:
    if not known.reasons:
        return None
    return Question("What does this change for you?", sentence(known.reasons[0], 16))


def _judged_long_ago(known: Known) -> Question | None:
    if known.assessed_on is None or known.today - known.assessed_on <= STALE_AFTER:
        return None
    return Question(
        f"What has changed for you since {known.assessed_on:%B}?",
        f"Where they stand was judged {ago(known.assessed_on, known.today)}.",
    )


def _cause_unknown(known: Known) -> Question | None:
    for one in known.standing:
        if one.cause == Concern.Cause.UNKNOWN:
            return Question(f"What is behind {in_quotes(short(one.said))}?", "They object, and nobody knows the cause.")
    return None


def _position_unknown(known: Known) -> Question | None:
    if known.position is not None:
        return None
    return Question("If it were decided today, what would you say?", "Nobody knows where they stand.")


def _against_without_a_reason(known: Known) -> Question | None:
    if known.position is None or known.position >= 0 or known.standing:
        return None
    return Question(
        "What would you lose by this?", f"They are {stands(known.position)}, and no objection of theirs is noted."
    )


def _nothing_put_in(known: Known) -> Question | None:
    if known.puts:
        return None
    return Question(
        "What would you put in, and what would you want back?", "Nobody has noted anything that they put in."
    )


def _return_unknown(known: Known) -> Question | None:
    for put in known.puts:
        if not put.expects:
            return Question(
                f"What do you want back for {in_quotes(short(put.what))}?", "Nobody has asked what they expect of it."
            )
    return None


def _proof_unknown(known: Known) -> Question | None:
    for put in known.puts:
        if not put.metric:
            return Question(
                f"Which number would show you that {in_quotes(short(put.what))} was worth it?",
                "No number is agreed on, so what came of it cannot be shown.",
            )
    return None


def _no_aim(known: Known) -> Question | None:
    if not known.aims or any(one.is_theirs for one in known.aims):
        return None
    return Question("Which goal of yours could we serve?", "They have a part in none of today’s goals.")


def _no_objection(known: Known) -> Question | None:
    if known.objections:
        return None
    return Question("What would make you say no to this?", "No objection of theirs was ever noted.")


def _who_else(known: Known) -> Question | None:
    return Question(
        "Who else should hear this, and from whom?", "Whoever they name is a tie that the map may not have."
    )


def _worth_it(known: Known) -> Question | None:
    return Question("What would make the next three months worth it for you?", "What they expect changes; ask anew.")


RULES: Final[Sequence[Rule]] = (
    Rule("position", _contradicts_segment),
    Rule("objection", _for_us_with_an_objection),
    Rule("proof", _number_says_otherwise),
    Rule("promise", _promise_overdue),
    Rule("goal", _goal_gone),
    Rule("return", _return_late),
    Rule("change", _something_changed),
    Rule("objection", _answer_unchecked),
    Rule("position", _judged_long_ago),
    Rule("objection", _cause_unknown),
    Rule("position", _position_unknown),
    Rule("objection", _against_without_a_reason),
    Rule("return", _nothing_put_in),
    Rule("return", _return_unknown),
    Rule("proof", _proof_unknown),
    Rule("goal", _no_aim),
    Rule("objection", _no_objection),
    Rule("people", _who_else),
    Rule("return", _worth_it),
)


def questions(known: Known) -> tuple[Question, ...]:
    """Two, about different things."""
    found: dict[str, Question] = {}
    for rule in RULES:
        if rule.about not in found and (question := rule.find(known)) is not None:
            found[rule.about] = question
            if len(found) == MANY:
                break
    return tuple(found.values())
