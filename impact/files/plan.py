"""What a file would store: which numbers are new, different or there already, and what is to be said of the others."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from impact.models import Metric
from impact.observations import Number


class Act(StrEnum):
    NEW = "new"
    DIFFERS = "differs"
    SAME = "same"


@dataclass(frozen=True)
class Problem:
    """A line of the file, or a cell of it, that brings nothing."""

    line: int
    value: str
    sentence: str


@dataclass(frozen=True)
class Question:
    """What only a person knows: `name` is the field that answers it, `options` as (value, words)."""

    name: str
    sentence: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Standing:
    pk: int
    number: Number
    note: str = ""


@dataclass
class Figure:
    """One number of a metric and period, and where the file says it. `rows` is how many answers it was counted from."""

    metric: Metric
    starts_on: dt.date
    number: Number
    line: int
    note: str = ""
    act: Act = Act.NEW
    standing: Standing | None = None

    @property
    def key(self) -> tuple[int, dt.date]:
        return self.metric.pk, self.starts_on


@dataclass
class Plan:
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    # Numbers that look like slips beside the others of their metric.
    doubts: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    # Cells that say that nothing was measured, and answers that were counted.
    blank: int = 0
    answers: int = 0

    def of(self, act: Act) -> list[Figure]:
        return [figure for figure in self.figures if figure.act == act]

    def fingerprint(self) -> str:
        """The same for the same numbers against the same ones stored."""
        digest = hashlib.sha256()
        for figure in self.figures:
            standing = figure.standing.pk if figure.standing else None
            digest.update(repr((figure.key, figure.number, figure.note, figure.act, standing)).encode(errors="replace"))
        return digest.hexdigest()


def same_number(one: Number, other: Number) -> bool:
    """What a file does not say of the number that stands, it does not deny."""
    return (
        math.isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-12)
        and (one.ahead, one.behind) == (other.ahead, other.behind)
        and (one.n == other.n or one.n is None or other.n is None)
    )


def compare(plan: Plan, there: Mapping[tuple[int, dt.date], Standing]) -> None:
    """Say of each number whether it is new, differs from what stands, or is there already."""
    for figure in plan.figures:
        figure.standing = there.get(figure.key)
        if figure.standing is not None:
            figure.act = Act.SAME if same_number(figure.number, figure.standing.number) else Act.DIFFERS
