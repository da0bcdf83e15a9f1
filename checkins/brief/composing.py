"""The brief of a check-in: what is known of somebody in, two minutes of reading out. Pure.

However much is known, a brief has at most LONGEST words. What somebody wrote at length is shortened; lines are taken in
turns, the first of every part before the second of any, until the words are used up; each part says how many lines it
left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from checkins.brief.asking import Question, questions
from checkins.brief.known import Aim, Known, Objection, Promise, Put
from checkins.brief.wording import count, sentence, short
from planning.coverage import in_quotes
from stakeholders.models import Concern
from stakeholders.scales import ago

LONGEST: Final = 350
# Lines of one part, of advice that is the same for all of a kind, and things to avoid.
MOST_LINES, MOST_ADVICE, MOST_AVOIDED = 4, 3, 3
LEFT_OUT: Final = "and {0} more"
CAUSES: Final = dict(Concern.Cause.choices)
# What an objection asks one not to do.
SORE: Final = {
    Concern.Cause.NOTHING_IN_IT: "Asking for anything before you said what is in it for them.",
    Concern.Cause.LOSING_CONTROL: "Presenting what is theirs to decide as decided.",
    Concern.Cause.BAD_EXPERIENCE: "Promising again what failed before, or explaining it away.",
    Concern.Cause.COMPETING_PRIORITY: "Opening with our plan: theirs comes first.",
    Concern.Cause.UNCLEAR_VALUE: "Counting what we did instead of what came of it.",
}


@dataclass(frozen=True)
class Line:
    """What is said, and what is said below it; `tone` is that of a verdict, "" where none is given. `is_quote`: in
    their words."""

    words: str
    note: str = ""
    tone: str = ""
    is_quote: bool = False


@dataclass(frozen=True)
class Part:
    """`more` lines were left out. `lacks` says what is not known where there is no line."""

    key: str
    title: str
    lines: tuple[Line, ...]
    more: int = 0
    lacks: str = ""


@dataclass(frozen=True)
class Brief:
    """As it was known on a day; `parts` in the order in which they are read."""

    name: str
    who: str
    headline: str
    known_on: dt.date
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    avoid: tuple[str, ...]

    @property
    def words(self) -> int:
        """As many as are read, titles and all."""
        said = [self.who, self.headline, *self.avoid]
        said += [text for question in self.questions for text in (question.ask, question.because)]
        for part in self.parts:
            said += [part.title, part.lacks, LEFT_OUT.format(part.more) if part.more else ""]
            said += [text for line in part.lines for text in (line.words, line.note)]
        return count(*said)


@dataclass(frozen=True)
class _Told:
    key: str
    title: str
    lines: Sequence[Line]
    lacks: str
    most: int = MOST_LINES


def compose(known: Known) -> Brief:
    told = [make(known) for make in PARTS]
    brief = Brief(
        known.name,
        short(known.who, 14),
        sentence(known.headline, 40),
        known.today,
        tuple(Part(one.key, one.title, (), len(one.lines), "" if one.lines else one.lacks) for one in told),
        questions(known),
        _avoid(known),
    )
    return Brief(
        brief.name,
        brief.who,
        brief.headline,
        brief.known_on,
        _filled(told, LONGEST - brief.words),
        brief.questions,
        brief.avoid,
    )


def _filled(told: Sequence[_Told], left: int) -> tuple[Part, ...]:
    """Lines in turns, those that help most first, while they fit. A part ends with the first line that does not."""
    taken = {one.key: 0 for one in told}
    open_ones = sorted(told, key=lambda one: FIRST.index(one.key))
    for place in range(MOST_LINES):
        going = []
        for one in open_ones:
            most = MOST_ADVICE if one.key == "approach" else MOST_LINES
            if (
                place < min(most, len(one.lines))
                and (cost := count(one.lines[place].words, one.lines[place].note)) <= left
            ):
                left, taken[one.key] = left - cost, place + 1
                going.append(one)
        open_ones = going
    return tuple(
        Part(
            one.key,
            one.title,
            tuple(one.lines[: taken[one.key]]),
            len(one.lines) - taken[one.key],
            "" if one.lines else one.lacks,
        )
        for one in told
    )


def _length(line: Line) -> int:
    return count(line.words, line.note)


# The parts -----------------------------------------------------------------------------------------------------------


def _since(known: Known) -> _Told:
    title = f"Since {known.since:%-d %B %Y}" if known.since else "What led here"
    lines = [Line(sentence(reason, 24)) for reason in known.reasons]
    if known.next_step:
        by = f" by {known.next_step_by:%-d %B}" if known.next_step_by else ""
        lines.append(Line(f"Agreed then{by}: {sentence(known.next_step, 16)}"))
    settled = [one for one in known.promises if one.kept is not None]
    lines += [Line(_settled(one), sentence(one.happened, 14)) for one in settled]
    lines += [Line(sentence(change.says, 24), f"{change.on:%-d %B}") for change in known.changes]
    lines += [
        Line(f"Settled: {in_quotes(short(one.said))}.", f"{one.settled_on:%-d %B}")
        for one in known.objections
        if one.settled_on is not None and (known.since is None or one.settled_on >= known.since)
    ]
    if known.since:
        lacks = "Nothing changed that anybody noted."
    elif known.met_on:
        lacks = f"The first check-in. The last contact was {ago(known.met_on, known.today)}."
    else:
        lacks = "The first conversation: nobody has met them yet."
    return _Told("since", title, lines, lacks)


def _settled(one: Promise) -> str:
    who = "We" if one.is_ours else "They"
    return f"{who} {'kept' if one.kept else 'did not keep'} {in_quotes(short(one.what))}."


def _evidence(known: Known) -> _Told:
    lines = []
    for put in known.puts:
        if put.course:
            lines.append(Line(put.course, put.word, put.tone if put.word else ""))
            lines += [Line(moved) for moved in put.moved]
        else:
            lines.append(
                Line(f"{in_quotes(short(put.what))}: no number is agreed on, so what came of it is not known.")
            )
    if known.puts:
        told = f"They were told {ago(known.told_on, known.today)}." if known.told_on else "They were never told."
        lines.append(Line(told))
    return _Told(
        "evidence", "What came of it, in their terms", lines, "No stake of theirs is known, so no return can be shown."
    )


def _concerns(known: Known) -> _Told:
    lines = [
        Line(in_quotes(short(one.said, 16)), _answered(one), "" if one.answer else "concern", is_quote=True)
        for one in known.standing
    ]
    lacks = "Nothing of it stands any more." if known.objections else "No objection of theirs is noted."
    return _Told("concerns", "What they object to", lines, lacks)


def _answered(one: Objection) -> str:
    if one.answer:
        return f"We answered: {sentence(one.answer, 16)}"
    return f"{CAUSES[one.cause]}. Not answered yet: bring an answer."


def _promises(known: Known) -> _Told:
    open_ones = [one for one in known.promises if one.kept is None]
    lines = [
        Line(
            f"{'We' if one.is_ours else 'They'}: {sentence(one.what, 16)}",
            _due(one.due_on, known.today),
            "concern" if one.due_on is not None and one.due_on < known.today else "",
        )
        for one in _in_turns(open_ones)
    ]
    return _Told("promises", "Promised, both ways", lines, "Nothing is promised on either side.")


def _in_turns(promises: Sequence[Promise]) -> list[Promise]:
    """One of ours, one of theirs, and so on, those due first in front."""
    by_day = sorted(promises, key=lambda one: one.due_on or dt.date.max)
    ours, theirs = [one for one in by_day if one.is_ours], [one for one in by_day if not one.is_ours]
    turns = [pair for place in range(len(by_day)) for pair in (ours[place : place + 1], theirs[place : place + 1])]
    return [one for turn in turns for one in turn]


def _due(on: dt.date | None, today: dt.date) -> str:
    if on is None:
        return "No day was agreed on."
    return f"Overdue since {on:%-d %B}." if on < today else f"By {on:%-d %B}."


def _value(known: Known) -> _Told:
    theirs = [one for one in known.aims if one.is_theirs]
    lines = [line for one in theirs for line in _served(one)]
    if known.aims and not theirs:
        lines = [Line("They have a part in none of today’s goals."), *_served(known.aims[0])]
    lines += [
        Line(f"{in_quotes(short(put.what))} was put in for {in_quotes(short(put.goal))}, which is no goal of today.")
        for put in known.puts
        if put.goal and not put.serves_today
    ]
    return _Told("value", "Worth it by today’s goals", lines, "There is no goal of today to hold it against.")


def _served(aim: Aim) -> list[Line]:
    head = f"Goal {aim.place}, {in_quotes(short(aim.statement))}:"
    if aim.told:
        return [Line(f"{head} {aim.told[0]}"), *(Line(told) for told in aim.told[1:])]
    if aim.under_way:
        return [Line(f"{head} {in_quotes(short(aim.under_way[0]))} is under way, and nothing shows yet what it moved.")]
    return [Line(f"{head} nothing of ours serves it.")]


def _stakes(known: Known) -> _Told:
    lines = [Line(f"{put.invests}: {sentence(put.what, 14)}", _expected(put)) for put in known.puts]
    return _Told("stakes", "What they put in, and expect", lines, "Nobody has noted anything that they put in.")


def _expected(put: Put) -> str:
    by = f" By {put.by:%-d %B %Y}." if put.by else ""
    return f"Expects: {sentence(put.expects, 16)}{by}" if put.expects else f"Nobody has asked what they expect.{by}"


def _approach(known: Known) -> _Told:
    heard = [
        Line(in_quotes(short(one.said, 20)), is_quote=True) if one.is_quote else Line(sentence(one.said, 20))
        for one in known.heard
    ]
    advice = [Line(sentence(point, 24)) for point in known.advice]
    # Of what they said the first, then how their kind likes it, then the rest.
    return _Told(
        "approach", "How they like to be approached", [*heard[:1], *advice, *heard[1:]], "Nobody has noted it."
    )


def _avoid(known: Known) -> tuple[str, ...]:
    sore = {SORE[Concern.Cause(one.cause)]: None for one in known.standing if one.cause in SORE}
    points = [*list(sore)[: MOST_AVOIDED - 1], *(sentence(point, 18) for point in known.avoid)]
    return tuple(points[:MOST_AVOIDED])


Make = Callable[[Known], _Told]
# As they are read: who they are and what they gave, what came of it, what is open, what it is worth now.
PARTS: Final[Sequence[Make]] = (_approach, _stakes, _evidence, _since, _concerns, _promises, _value)
# Whose lines are taken first.
FIRST: Final = ("since", "evidence", "concerns", "promises", "value", "stakes", "approach")


def left_out(brief: Brief) -> int:
    return sum(part.more for part in brief.parts)
