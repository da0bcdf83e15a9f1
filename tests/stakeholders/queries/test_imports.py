"""The sentence above a preview says what is new, what changes, and what stays out."""

import pytest

from stakeholders.queries.imports import says, stayed_out, tabs


def plan(people=(0, 0), ties=(0, 0), left_out=0, suggestions=0, unchanged=0, project=0) -> dict:
    return {
        "counts": {
            "people": {"create": people[0], "update": people[1], "unchanged": unchanged, "skipped": 0},
            "ties": {"create": ties[0], "update": ties[1], "unchanged": 0},
            "other": {"left_out": left_out, "suggestions": suggestions, "project": project},
        }
    }


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (plan(unchanged=2), "Nothing to import: everything is already as in the file."),
        (
            plan(unchanged=2, project=1),
            "Everybody and every relationship is already as in the file. "
            "Importing it keeps its columns and what else it holds, for the next export; nothing else.",
        ),
        (plan(), "Nothing to import."),
        (plan((1, 0)), "1 stakeholder is new. Nothing is stored before you say so."),
        (
            plan((34, 0), (49, 0)),
            "34 stakeholders and 49 relationships are new. Nothing is stored before you say so.",
        ),
        (plan((0, 1)), "1 stakeholder changes. Nothing is stored before you say so."),
        (
            plan((1200, 3), (0, 1), left_out=1),
            "1,200 stakeholders are new; 3 stakeholders and 1 relationship change. 1 row stays out, with a reason.",
        ),
        (
            plan(left_out=4, unchanged=1),
            "Nothing to import: everything else is already as in the file. 4 rows stay out, each with a reason.",
        ),
        (plan(left_out=1), "Nothing to import. 1 row stays out, with a reason."),
        (
            plan((0, 0), suggestions=0, unchanged=3),
            "Nothing to import: everything is already as in the file.",
        ),
        (
            plan((2, 0), suggestions=2),
            "2 stakeholders are new. 2 new rows look like somebody who is here already: decide below.",
        ),
    ],
)
def test_what_a_preview_says(found, sentence) -> None:
    assert "".join(part.text for part in says(found)) == sentence


@pytest.mark.parametrize(
    ("left_out", "skipped", "sentence"),
    [
        (0, 0, ""),
        (1, 0, "1 row stayed out, with a reason."),
        (3, 0, "3 rows stayed out, each with a reason."),
        (0, 1, "1 row was skipped, as you chose."),
        (2, 4, "2 rows stayed out, each with a reason. 4 rows were skipped, as you chose."),
    ],
)
def test_what_stayed_out_of_an_import(left_out, skipped, sentence) -> None:
    found = plan(left_out=left_out)
    found["counts"]["people"]["skipped"] = skipped
    assert stayed_out(found) == sentence


def test_rows_are_listed_of_what_can_be_decided_row_by_row() -> None:
    found = plan((67, 0), (158, 0), left_out=1)
    found["counts"]["other"]["remarks"] = 0
    assert [(tab.label, tab.count) for tab in tabs(found, {})] == [
        ("Left out and remarks", 1),
        ("New", 67),
        ("New relationships", 158),
    ]
    assert [tab.label for tab in tabs(found | {"archive": True}, {})] == ["Left out and remarks"]
