"""What became of a metric since somebody put something in: its number then and now, like for like, and whether that is
more than chance. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impact.models.observation import AnyObservation
from impact.periods import Every, last_day, name_of
from impact.readings import Reading, covered_to
from impact.reports.spans import Span
from impact.reports.together import Held, held_against
from impact.units import written
from impact.verdicts import BETTER, CHANGED, WORSE, Verdict

NO_SIGN = "No sign of change"
MORE_THAN_CHANCE = "by more than chance would bring"


@dataclass(frozen=True)
class Course:
    """`then` and `now` are numbers with their period, empty where they are not known. `verdict` is None where the two
    cannot be held against each other; `sentence` says all of it, what is not known included."""

    name: str
    then: str
    now: str
    sentence: str
    verdict: Verdict | None = None


def course_of(
    reading: Reading,
    known: Sequence[AnyObservation],
    *,
    since: dt.date,
    today: dt.date,
    rebased: Sequence[dt.date] = (),
    name: str = "",
) -> Course:
    """`known` are the numbers that stand and that the reading was made of. Then is the last whole period that was over
    by `since`, now the last whole one that began since."""
    metric, every = reading.metric, Every(reading.metric.every)
    name = name or metric.name
    whole = {one.starts_on: one for one in known if covered_to(one, metric) >= last_day(one.starts_on, every)}
    ended = [start for start in whole if last_day(start, every) < since]
    begun = [start for start in whole if start >= since and last_day(start, every) <= today]

    def told(start: dt.date) -> str:
        return f"{written(whole[start].value, metric.unit)} ({_small(name_of(start, every))})"

    then, now = (told(max(ended)) if ended else ""), (told(max(begun)) if begun else "")
    if not then or not now:
        return Course(name, then, now, _half_known(name, then, now, every, is_measured=bool(known)))
    held = _held(reading, whole, max(ended), max(begun), rebased=rebased, today=today)
    said = f"{name} was {then}, it is {now} now"
    if not held.is_alike:
        return Course(name, then, now, f"{said}. {held.sentence}")
    verdict = held.verdict or reading.verdict
    return Course(name, then, now, f"{said}{_judged(verdict, held, reading, since)}", verdict)


def _held(
    reading: Reading,
    whole: Mapping[dt.date, AnyObservation],
    then: dt.date,
    now: dt.date,
    *,
    rebased: Sequence[dt.date],
    today: dt.date,
) -> Held:
    every = Every(reading.metric.every)
    earlier, later = (Span(start, last_day(start, every)) for start in (then, now))
    return held_against(reading.metric, whole, later, earlier, today=today, rebased=rebased)


def _judged(verdict: Verdict, held: Held, reading: Reading, since: dt.date) -> str:
    if verdict.word == NO_SIGN:
        return ": within what chance brings."
    if verdict.word not in (BETTER, WORSE, CHANGED):
        return ". Whether that is more than chance cannot be said yet."
    said = f". It {verdict.word.lower()}, {MORE_THAN_CHANCE}."
    if held.verdict is None and reading.since is not None and reading.since.starts_on < since:
        return f"{said} That began in {_small(reading.since.name)}, before this was put in."
    return said


def _half_known(name: str, then: str, now: str, every: Every, *, is_measured: bool) -> str:
    if now:
        return f"{name} is {now} now. What it was before is not known."
    if then:
        return f"{name} was {then}. No whole {every} since is known yet."
    if is_measured:
        return f"No whole {every} of {name} is known from before or since, so what came back is not known."
    return f"{name} has not been measured yet, so what came back is not known."


def _small(period: str) -> str:
    """ "week of 2 Mar 2026" within a sentence."""
    return f"{period[:1].lower()}{period[1:]}" if period.startswith("Week") else period
