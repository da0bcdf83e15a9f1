"""Sentences that follow from the numbers, offered to whoever writes a report: taken, edited or dismissed by a person,
each with where it comes from. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from impact.queries.metrics import listed
from impact.reports.document import Figure
from impact.reports.figures import Told
from impact.returns.course import Course
from impact.units import written
from impact.verdicts import BETTER, CHANGED, COUNTED, SAME, WORSE
from planning.models import Stake

# What the verdict beside the number says, in words that do not say it again.
CHANGES = {
    BETTER: "got better, by more than chance would bring.",
    WORSE: "got worse, by more than chance would bring.",
    CHANGED: "changed by more than chance would bring.",
    SAME: "did not change by more than chance would bring.",
}
NONE_OF = {1: "The number has not", 2: "Neither of the two numbers has"}


@dataclass(frozen=True)
class Draft:
    """`key` is the same for as long as it says the same, so that what was dismissed is offered again only when the
    numbers say something else. `source` is where it comes from."""

    key: str
    words: str
    source: str


def beside(told: Told, *, dismissed: Collection[str] = ()) -> list[Draft]:
    """To stand beside a number."""
    figure = told.figure
    about, word = f"metric-{figure.metric}", figure.verdict.word
    found = []
    if figure.rows:
        unsure = f"Too little is known of {figure.name} yet to say whether it changed."
        words = f"{figure.name} {CHANGES[word]}" if word in CHANGES else unsure
        found.append(_draft(about, words, "From its verdict"))
    if noted := told.reading.noted:
        words = f"{noted}. That was about the time of the change; nobody has shown that it is why."
        found.append(_draft(about, words, "From what was noted about then"))
    if figure.comparison is not None and figure.comparison.word != word and figure.comparison.word in CHANGES:
        said = CHANGES[figure.comparison.word]
        found.append(_draft(about, f"Against the earlier days {figure.name} {said}", "From the comparison"))
    if ahead := _ahead(told):
        found.append(_draft(about, ahead, "From its pace to the target"))
    return [one for one in found if one.key not in dismissed]


def _ahead(told: Told) -> str:
    """What it would come to at this pace; empty where its pace is not known."""
    reading = told.reading
    pace, target = reading.pace, reading.target
    if pace is None or target is None or not pace.figure.value or pace.gone == pace.days:
        return ""
    unit = reading.metric.unit
    reached = float(f"{pace.figure.value * pace.target:.2g}")
    return (
        f"{told.figure.name}: going on evenly, it would come to about {written(reached, unit)} by "
        f"{target.ends_on:%-d %B %Y}. The target is {written(pace.target, unit)}."
    )


def beside_stake(stake: Stake, course: Course | None, *, to_them: bool, dismissed: Collection[str] = ()) -> list[Draft]:
    """To stand beside what somebody put in; nothing where the number says it by itself."""
    about, found = f"stake-{stake.pk}", []
    if course is None and to_them:
        words = "We have not agreed on the number that would show what this brought. Which one would convince you?"
        found.append(_draft(about, words, "From what is not known"))
    elif course is not None and course.verdict is not None and course.verdict.word == WORSE:
        words = f"This is not what {'you' if to_them else 'they'} put it in for, and we say so."
        found.append(_draft(about, words, "From its verdict"))
    return [one for one in found if one.key not in dismissed]


def answers_to_one(courses: Sequence[Course | None], *, dismissed: Collection[str] = ()) -> list[Draft]:
    """To begin the answer to one stakeholder with; None stands for a stake of which nobody said what would prove it."""
    found = []
    known = [one for one in courses if one is not None and one.verdict is not None]
    for word, said in ((BETTER, "got better"), (WORSE, "got worse")):
        names = [one.name for one in known if one.verdict is not None and one.verdict.word == word]
        if names:
            words = (
                f"Since you put it in, {listed(list(dict.fromkeys(names)))} {said}, by more than chance would bring."
            )
            found.append(_draft("answer", words, "From the verdicts of its numbers"))
    if known and not found:
        words = "Nothing that would prove a return has moved by more than chance would bring yet."
        found.append(_draft("answer", words, "From the verdicts of its numbers"))
    unknown = len(courses) - len(known)
    if courses and unknown == len(courses):
        words = "What came back of it, we cannot say yet."
        found.append(_draft("answer", words, "From what is not known"))
    elif unknown:
        words = f"Of {'one thing' if unknown == 1 else f'{unknown} things'} that you put in, we cannot say yet."
        found.append(_draft("answer", words, "From what is not known"))
    return [one for one in found if one.key not in dismissed]


def answers(figures: Sequence[Figure], *, dismissed: Collection[str] = ()) -> list[Draft]:
    """To begin the answer with: what the numbers say together."""
    found = []
    better = [one.name for one in figures if one.verdict.word == BETTER]
    worse = [one.name for one in figures if one.verdict.word == WORSE]
    if figures:
        parts = [f"{listed(names)} got {how}, by more than chance would bring."
                 for names, how in ((better, "better"), (worse, "worse")) if names]  # fmt: skip
        if not parts:
            parts.append(f"{NONE_OF.get(len(figures)) or f'None of the {_counted(len(figures))} numbers has'} changed "
                         "by more than chance would bring.")  # fmt: skip
        found.append(_draft("answer", " ".join(parts), f"From the verdicts of {_many(len(figures))}"))
    behind = [one.name for one in figures if one.pace is not None and one.pace.word == "Behind"]
    if behind:
        found.append(_draft("answer", f"{listed(behind)} {'is' if len(behind) == 1 else 'are'} behind the pace that "
                            f"{'its target asks' if len(behind) == 1 else 'their targets ask'}.",
                            "From the pace to targets"))  # fmt: skip
    unknown = [one.name for one in figures if not one.rows]
    if unknown:
        found.append(_draft("answer", f"{listed(unknown)} {'is' if len(unknown) == 1 else 'are'} not measured yet.",
                            "From what is not known"))  # fmt: skip
    return [one for one in found if one.key not in dismissed]


def _draft(about: str, words: str, source: str) -> Draft:
    said = hashlib.blake2b(words.encode(), digest_size=6).hexdigest()
    return Draft(f"{about}-{said}", words, source)


def _counted(many: int) -> str:
    return COUNTED[many].lower() if many < len(COUNTED) else f"{many:,}"


def _many(many: int) -> str:
    return "one number" if many == 1 else f"{_counted(many)} numbers"
