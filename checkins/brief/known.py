"""What a brief is made of: plain data about one person, as the other apps know it on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """Something they said, or a fact about them, on a day."""

    said: str
    on: dt.date
    is_quote: bool = False


@dataclass(frozen=True)
class Put:
    """What they put in, what they expect of it, and what came of it: `course` is the number then and now in a sentence,
    "" where no number was agreed on; `word` is its verdict and `tone` how it is shown; `moved` tells by grade what
    moved it."""

    invests: str
    what: str
    expects: str = ""
    measure: str = ""
    by: dt.date | None = None
    goal: str = ""
    serves_today: bool = False
    metric: str = ""
    course: str = ""
    word: str = ""
    tone: str = "plain"
    moved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objection:
    said: str
    cause: str
    raised_on: dt.date
    answer: str = ""
    answered_on: dt.date | None = None
    settled_on: dt.date | None = None


@dataclass(frozen=True)
class Promise:
    """`kept` is None while it is open."""

    what: str
    is_ours: bool
    due_on: dt.date | None = None
    kept: bool | None = None
    settled_on: dt.date | None = None
    happened: str = ""


@dataclass(frozen=True)
class Aim:
    """A goal of today at its `place` in the order, and what of ours serves it: told by grade, the best known first;
    `under_way` are names of what has no evidence yet."""

    place: int
    statement: str
    is_theirs: bool
    told: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    on: dt.date
    says: str


@dataclass(frozen=True)
class Known:
    """`since` is the day of the last check-in that was held, None where there was none; `met_on` that of the last
    contact of any kind. `aims` are today's goals in their order, `changes` and `objections` the latest first."""

    name: str
    who: str
    headline: str
    today: dt.date
    segment: str
    position: int | None = None
    assessed_on: dt.date | None = None
    since: dt.date | None = None
    met_on: dt.date | None = None
    told_on: dt.date | None = None
    next_step: str = ""
    next_step_by: dt.date | None = None
    advice: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    heard: tuple[Words, ...] = ()
    puts: tuple[Put, ...] = ()
    objections: tuple[Objection, ...] = ()
    promises: tuple[Promise, ...] = ()
    aims: tuple[Aim, ...] = ()
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = field(default=())

    @property
    def standing(self) -> tuple[Objection, ...]:
        """Objections that nobody settled, those without an answer first."""
        return tuple(
            sorted((one for one in self.objections if one.settled_on is None), key=lambda one: bool(one.answer))
        )
