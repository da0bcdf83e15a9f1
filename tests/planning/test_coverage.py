"""Gaps in sentences: one is spoken of as one, many are counted."""

import pytest

from planning import coverage
from planning.coverage import Gap, summary


@pytest.mark.parametrize(
    ("lacking", "total", "expected"),
    [
        (["Sales"], 3, "One of three departments has no champion: Sales."),
        (["Finance", "Sales"], 3, "Two of three departments have no champion: Finance and Sales."),
        (["Sales"], 1, "The one department has no champion."),
        (["Finance", "Sales"], 2, "No department has a champion."),
    ],
)
def test_departments_without_a_champion(lacking, total, expected) -> None:
    assert coverage.departments_without_champion(lacking, total) == expected


def test_no_warm_path() -> None:
    assert coverage.no_warm_path(["Ana"], 4) == "No warm path leads to Ana, who decides."
    assert coverage.no_warm_path(["Ana", "Bo"], 4) == "No warm path leads to Ana and Bo, who decide."
    assert coverage.no_warm_path(["Ana"], 0) == (
        "Nobody is on our side yet: no champion, and nobody of the team in the register."
    )


def test_single_threads() -> None:
    assert coverage.single_threaded([("Sales", "Beth")]) == "All that Sales knows of us goes through Beth."
    assert coverage.single_threaded([("Finance", "Cy"), ("Sales", "Beth")]) == (
        "Finance and Sales each know us through one person alone."
    )


def test_unanswered_concerns() -> None:
    assert coverage.unanswered_concerns(["Bo"], 1) == "Bo raised a concern that nobody has answered."
    assert coverage.unanswered_concerns(["Bo"], 2) == "Bo raised two concerns that nobody has answered."
    assert coverage.unanswered_concerns(["Bo", "Cy"], 3) == (
        "Bo and Cy raised three concerns that nobody has answered."
    )


def test_stale_assessments() -> None:
    assert coverage.stale_assessments(1, 0, 120) == "One judgement is older than 120 days."
    assert coverage.stale_assessments(12, 1, 120) == "12 judgements are older than 120 days, one of a decision maker."
    assert coverage.stale_assessments(3, 2, 120) == "Three judgements are older than 120 days, two of decision makers."


def test_stakes_that_nobody_serves() -> None:
    assert coverage.unserved_stakes(["Bo"], 1) == "What Bo invests serves no open goal."
    assert coverage.unserved_stakes(["Bo", "Cy"], 3) == (
        "Three stakes serve no open goal: Bo and Cy invest and no goal returns it."
    )


def test_who_was_never_assessed() -> None:
    assert coverage.never_assessed(["Bo"], 1) == "Nobody has been assessed yet."
    assert coverage.never_assessed(["Bo"], 2) == "Bo has not been assessed yet."
    assert coverage.never_assessed(["Bo", "Cy"], 9) == "Bo and Cy have not been assessed yet."


def test_who_is_overlooked() -> None:
    assert coverage.overlooked(["Bo"]) == (
        "Bo carries influence on the network and is missing from the upper half of the map."
    )


def test_the_summary_counts_gaps() -> None:
    gap = Gap("champions", "", "")
    assert "".join(summary([gap, gap], 9)) == "Two gaps to mend, those that cost most first."
    assert "".join(summary([gap], 9)) == "One gap is left to mend."
    assert "".join(summary([], 9)) == "Nothing is uncovered, as far as anybody noted it."
    assert "".join(summary([], 0)) == "Nobody is in the register yet: there is nothing to cover."
