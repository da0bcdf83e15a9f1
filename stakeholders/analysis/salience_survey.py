"""Salience of groups from a survey with five-point answers: attributes by test, attitudes, benefits against costs, and
influence on one another, as in StakeholderAnalysis for R (Susmarski, Kujawski, Zamojska & Zientara)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from stakeholders.analysis.network import FloatArray
from stakeholders.analysis.salience import Class, salience

Sign = Literal[-1, 0, 1]
Test = Literal["mean", "fraction"]

NEUTRAL = 3
# An attribute counts when chance gives so clear an answer less often than this.
SIGNIFICANT = 0.1
# Mean answer over the highest possible: up to here no influence, then low, medium and high (Hester & Adams 2013).
IMPACTS = ((0.65, 0.0), (0.75, 0.25), (0.9, 0.5), (1.0, 0.75))
# What two groups say of the same influence, taken together.
AGREED = {
    frozenset((0.0, 0.25)): 0.25,
    frozenset((0.0, 0.5)): 0.25,
    frozenset((0.0, 0.75)): 0.5,
    frozenset((0.25, 0.5)): 0.25,
    frozenset((0.25, 0.75)): 0.5,
    frozenset((0.5, 0.75)): 0.5,
}


def sign(answers: Sequence[int], test: Test = "mean") -> Sign:
    """Whether answers 1 to 5 say yes (1), no (-1) or neither (0), by a two-sided test at SIGNIFICANT.

    "mean": mean answer against 3, with the standard deviation of all answers. "fraction": the share of 4 and 5 against
    the share of 1 and 2. Unanimous answers are significant unless neutral. Raises ValueError without answers."""
    many = len(answers)
    if not many:
        raise ValueError("A sign needs at least one answer.")
    if test == "mean":
        leaning, spread = _mean(answers) - NEUTRAL, math.sqrt(_variance(answers) / many)
    else:
        yes, no = sum(answer > NEUTRAL for answer in answers), sum(answer < NEUTRAL for answer in answers)
        pooled = (yes + no) / (2 * many)
        leaning, spread = (yes - no) / many, math.sqrt(pooled * (1 - pooled) * 2 / many)
    if leaning == 0:
        return 0
    probability = math.erfc(abs(leaning) / spread / math.sqrt(2)) if spread else 0.0
    if probability > SIGNIFICANT:
        return 0
    return 1 if leaning > 0 else -1


@dataclass(frozen=True)
class Answers:
    """All answers (1 to 5) of one group, by what the questions measure."""

    attitude: Sequence[int]
    power: Sequence[int]
    urgency: Sequence[int]
    legitimacy: Sequence[int]
    benefits: Sequence[int]
    costs: Sequence[int]


@dataclass(frozen=True)
class Standing:
    """What a group's answers say: the signs, the class with neutral counted as absent, and what follows for us."""

    attitude: Sign
    power: Sign
    urgency: Sign
    legitimacy: Sign
    benefits: Sign
    costs: Sign
    name: Class
    collaboration: Literal["high", "low"]
    support: Literal["supportive", "mixed", "neutral", "non-supportive", "insignificant"]
    communication: Literal["involve", "collaborate", "monitor", "defend", "no action"]


def standing(answers: Answers, test: Test = "mean") -> Standing:
    signs = {name: sign(getattr(answers, name), test) for name in Answers.__dataclass_fields__}
    attributes = [signs[name] == 1 for name in ("power", "legitimacy", "urgency")]
    name = salience(*attributes).name
    assert name is not None
    support, communication = _advice(sum(attributes), signs["attitude"])
    return Standing(
        **signs,
        name=name,
        collaboration="high" if sum(attributes) >= 2 else "low",
        support=support,
        communication=communication,
    )


def _advice(
    held: int, attitude: Sign
) -> tuple[
    Literal["supportive", "mixed", "neutral", "non-supportive", "insignificant"],
    Literal["involve", "collaborate", "monitor", "defend", "no action"],
]:
    """By how many of the three attributes they hold and whether they are for it, against it or neither."""
    if attitude == 0:
        return "neutral", "no action"
    if held >= 2:
        if attitude == 1:
            return "supportive", "involve"
        return "mixed", "involve" if held == 3 else "collaborate"
    if attitude == 1:
        return "insignificant", "monitor" if held else "no action"
    return "non-supportive", "defend" if held else "no action"


def agreement(answers: Sequence[int]) -> float:
    """How far answers lean to yes, 0 to 1: the mean of the shares that do not say 1, do not say 2, say 4, and say 5."""
    many = len(answers)
    counts = [sum(answer == value for answer in answers) for value in range(1, 6)]
    return ((many - counts[0]) + (many - counts[1]) + counts[3] + counts[4]) / (4 * many)


@dataclass(frozen=True)
class Weighed:
    """Mean benefit against mean cost: Welch's t and its two-sided probability; `sign` at SIGNIFICANT."""

    benefit: float
    cost: float
    t: float
    probability: float
    sign: Sign


def weighed(benefits: Sequence[int], costs: Sequence[int]) -> Weighed:
    """Raises ValueError unless each has two answers that differ: the test is undefined."""
    if len(benefits) < 2 or len(costs) < 2:
        raise ValueError("Benefits and costs need at least two answers each.")
    first, second = (_variance(answers) / (len(answers) - 1) for answers in (benefits, costs))
    if not first + second:
        raise ValueError("Answers that are all the same cannot be compared by a test.")
    difference = _mean(benefits) - _mean(costs)
    t = abs(difference) / math.sqrt(first + second)
    freedom = (first + second) ** 2 / (first**2 / (len(benefits) - 1) + second**2 / (len(costs) - 1))
    probability = student_t(t, math.ceil(freedom))
    clear = probability < SIGNIFICANT and difference != 0
    return Weighed(_mean(benefits), _mean(costs), t, probability, (1 if difference > 0 else -1) if clear else 0)


def student_t(t: float, freedom: int) -> float:
    """The two-sided probability of |t| or more, by the finite sums for whole degrees of freedom
    (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2
    term = total = cosine if odd else 1.0
    for step in range(3 if odd else 2, freedom, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    if freedom == 1:
        total = 0.0
    inside = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return max(0.0, 1 - inside)


def impact(answers: Mapping[str, Sequence[Sequence[int]]]) -> FloatArray:
    """Rows are groups, in order; entry (i, j) how strongly group i says to influence the j-th: 0, 0.25, 0.5 or 0.75.

    `answers[group][j]` are the group's answers about the j-th group; what it says of itself is left out."""
    strengths = np.zeros((len(answers), len(answers)))
    for row, about in enumerate(answers.values()):
        for column, given in enumerate(about):
            if row != column:
                share = _mean(given) / 5
                strengths[row, column] = next(strength for limit, strength in IMPACTS if share <= limit)
    return strengths


def agreed_impact(mine: FloatArray, on_me: FloatArray) -> FloatArray:
    """What groups say to do to others and what they say is done to them, as one matrix."""
    agreed = mine.copy()
    for row, column in zip(*np.nonzero(mine != on_me), strict=True):
        agreed[row, column] = AGREED[frozenset((float(mine[row, column]), float(on_me[row, column])))]
    return agreed


def influence(impacts: FloatArray) -> FloatArray:
    """What each group moves when influence is passed on and on (Leontief 1936; Hester & Adams 2013): row means of the
    absolute inverse of (identity - impacts). Raises numpy.linalg.LinAlgError where that has no inverse."""
    means: FloatArray = np.abs(np.linalg.inv(np.eye(len(impacts)) - impacts)).mean(axis=1)
    return means


def _mean(answers: Sequence[int]) -> float:
    return sum(answers) / len(answers)


def _variance(answers: Sequence[int]) -> float:
    return sum((answer - _mean(answers)) ** 2 for answer in answers) / len(answers)
