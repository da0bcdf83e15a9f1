"""The grade of an evidence governs the verb; what is not known is said and never zero."""

import datetime as dt
import itertools
import re

import pytest

from impact.evidence import LABELS, MEANINGS, ORDER, UNKNOWN_AMOUNT, Grade, during, is_stronger, moved, sentence
from impact.units import COUNT, HOURS, POINTS, RATIO, SHARE, money

MAY = "in May 2026"
AMOUNTS = (None, 0.0, 12.0, -12.0)
# The words by which a sentence of a grade is known; none of them may stand in that of a weaker one.
WORDS = {
    Grade.ASSERTED: "is said to have",
    Grade.SELF_REPORTED: "By its own account",
    Grade.ATTRIBUTED: "was credited with",
    Grade.MODELLED: "was associated with",
    Grade.QUASI_EXPERIMENT: "contributed to",
    Grade.EXPERIMENT: "caused",
}


def said(grade: Grade, amount: float | None, unit=COUNT) -> str:
    return sentence("Spring fair", "New customers", grade, amount, unit, MAY)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("asserted", "“Spring fair” is said to have brought a rise of 12 in “New customers” in May 2026."),
        ("self_reported", "By its own account, “Spring fair” brought a rise of 12 in “New customers” in May 2026."),
        ("attributed", "“Spring fair” was credited with a rise of 12 in “New customers” in May 2026."),
        ("modelled", "“Spring fair” was associated with a rise of 12 in “New customers” in May 2026 in a model."),
        (
            "quasi_experiment",
            "“Spring fair” contributed to the rise of “New customers” in May 2026, by an estimated 12.",
        ),
        ("experiment", "“Spring fair” caused a rise of 12 in “New customers” in May 2026."),
    ],
)
def test_each_grade_has_its_verb(grade, expected) -> None:
    assert said(Grade(grade), 12.0) == expected


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("asserted", "“Spring fair” is said to have moved “New customers” in May 2026. By how much is not known."),
        (
            "self_reported",
            "By its own account, “Spring fair” moved “New customers” in May 2026. By how much is not known.",
        ),
        (
            "attributed",
            "“Spring fair” was credited with a change in “New customers” in May 2026. By how much is not known.",
        ),
        (
            "modelled",
            "“Spring fair” was associated with a change in “New customers” in May 2026 in a model."
            " By how much is not known.",
        ),
        (
            "quasi_experiment",
            "“Spring fair” contributed to a change in “New customers” in May 2026. By how much is not known.",
        ),
        ("experiment", "“Spring fair” caused a change in “New customers” in May 2026. By how much is not known."),
    ],
)
def test_an_amount_that_nobody_knows_is_said_to_be_unknown(grade, expected) -> None:
    assert said(Grade(grade), None) == expected


@pytest.mark.parametrize(
    ("grade", "unit"), list(itertools.product(Grade, [COUNT, SHARE, POINTS, HOURS, RATIO, money("EUR")]))
)
def test_an_unknown_amount_is_no_number(grade, unit) -> None:
    found = sentence("Fair", "Deals", grade, None, unit, "in spring")
    assert re.findall(r"\d", found) == []
    assert found.endswith(UNKNOWN_AMOUNT)
    assert UNKNOWN_AMOUNT not in sentence("Fair", "Deals", grade, 0.0, unit, "in spring")


@pytest.mark.parametrize(("weaker", "stronger"), list(itertools.combinations(ORDER, 2)))
def test_no_weaker_grade_gets_a_stronger_verb(weaker, stronger) -> None:
    assert is_stronger(stronger, weaker)
    assert not is_stronger(weaker, stronger)
    for amount in AMOUNTS:
        assert WORDS[weaker] in said(weaker, amount)
        assert WORDS[stronger] not in said(weaker, amount)
        assert WORDS[weaker] not in said(stronger, amount)


def test_only_an_experiment_says_what_was_the_cause() -> None:
    causal = re.compile(r"\b(caused?|brought|moved|raised|lowered|led to|drove)\b")
    bare = [grade for grade in ORDER for amount in AMOUNTS if causal.search(said(grade, amount))]
    assert sorted(set(bare), key=ORDER.index) == [Grade.ASSERTED, Grade.SELF_REPORTED, Grade.EXPERIMENT]
    # Of those that were told alone, the sentence says first who tells it.
    for amount in AMOUNTS:
        assert re.match(r"“Spring fair” is said to have (brought|moved) ", said(Grade.ASSERTED, amount))
        assert re.match(r"By its own account, “Spring fair” ", said(Grade.SELF_REPORTED, amount))


def test_a_known_zero_and_a_fall_are_said() -> None:
    assert said(Grade.EXPERIMENT, 0.0) == "“Spring fair” caused no change in “New customers” in May 2026."
    assert (
        said(Grade.QUASI_EXPERIMENT, 0.0)
        == "“Spring fair” contributed to no change in “New customers” in May 2026, by estimate."
    )
    assert said(Grade.ATTRIBUTED, -3.0) == "“Spring fair” was credited with a fall of 3 in “New customers” in May 2026."
    assert (
        said(Grade.QUASI_EXPERIMENT, -3.0)
        == "“Spring fair” contributed to the fall of “New customers” in May 2026, by an estimated 3."
    )


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (0.02, SHARE, "a rise of 2 percentage points"),
        (-0.01, SHARE, "a fall of 1 percentage point"),
        (0.004, SHARE, "a rise of 0.4 percentage points"),
        (1200.0, money("EUR"), "a rise of €1,200"),
        (3.5, POINTS, "a rise of 3.5\u00a0points"),
        (-12.0, HOURS, "a fall of 12\u00a0hours"),
        (0.5, RATIO, "a rise of 0.5"),
        (0.0, SHARE, "no change"),
    ],
)
def test_an_amount_is_a_difference(amount, unit, expected) -> None:
    assert moved(amount, unit) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-05-01", "2026-05-31", "in May 2026"),
        ("2026-04-01", "2026-06-30", "in Q2 2026"),
        ("2026-01-01", "2026-12-31", "in 2026"),
        ("2026-05-03", "2026-05-03", "on 3 May 2026"),
        ("2026-05-03", "2026-06-08", "from 3 May to 8 June 2026"),
        ("2025-12-30", "2026-01-02", "from 30 December 2025 to 2 January 2026"),
    ],
)
def test_when_it_was(first, last, expected) -> None:
    assert during(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == expected


def test_each_grade_has_its_words() -> None:
    assert set(LABELS) == set(MEANINGS) == set(Grade) == set(WORDS)
