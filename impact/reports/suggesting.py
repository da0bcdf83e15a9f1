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
from impact.verdicts import BETTER, WORSE
from planning.models import Stake


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
    about = f"metric-{figure.metric}"
    found = []
    if figure.rows:
        found.append(_draft(about, f"{figure.name}: {figure.verdict.sentence}", "From its verdict"))
    if told.is_compared:
        words = figure.compared if figure.comparison is None else figure.comparison.sentence
        found.append(_draft(about, f"{figure.name}: {words[0].lower()}{words[1:]}", "From the comparison"))
    if figure.pace is not None:
        found.append(_draft(about, f"{figure.name}: {figure.pace.sentence}", "From its pace to the target"))
    return [one for one in found if one.key not in dismissed]


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
            many = "The number has" if len(figures) == 1 else f"None of the {len(figures)} numbers has"
            none = " not" if len(figures) == 1 else ""
            parts.append(f"{many}{none} changed by more than chance would bring.")
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


def _many(many: int) -> str:
    return "one number" if many == 1 else f"{many} numbers"
