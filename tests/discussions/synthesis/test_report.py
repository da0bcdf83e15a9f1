"""The sentences of a synthesis, from figures alone."""

from uuid import UUID

import pytest

from discussions.models import AgreementReading, Discussion, Idea, Prompt
from discussions.synthesis.queries import agreed, differing
from discussions.synthesis.queries.report import Report
from discussions.synthesis.writing_out import table

PK = UUID(int=1)
IDEA = Idea(id=PK, text="One list.")


def told(*, first=(), blocks=(), counted=(), outcome="", **commitments: int) -> Report:
    counts = {"open": 0, "theirs": 0, "ours": 0, "kept": 0, "broken": 0, "overdue": 0, **commitments}
    return Report(
        discussion=Discussion(outcome=outcome), says="", heard=(), reading=None, parts=(), blocks=blocks, concerns=0,
        first=first, standing_out=(), in_doubt=(), counted=counted, decided=(), ideas=(), commitments=counts, waiting=0,
    )  # fmt: skip


def pooled(agree: float | None, *counts: int) -> tuple[AgreementReading, agreed.Agreed]:
    """Six people of small segments, counted together."""
    votes = {
        "ideas": [str(PK)], "groups": ["everyone"] if counts else [], "counts": [[list(counts)] if counts else []],
        "agree": [agree], "polis_agree": [agree], "pooled": True, "mode": "confidential",
        "voters": 6, "cast": 6, "voted": {"champion": 3, "detractor": 3},
    }  # fmt: skip
    reading = AgreementReading(findings={"votes": votes})
    (row,) = agreed.agreed(reading, [str(PK)], {str(PK): IDEA}, {"champion": 3, "detractor": 3})
    return reading, row


@pytest.mark.parametrize(
    ("agree", "counts", "says", "leads"),
    [
        (0.75, (5, 0, 1), "Most agreed on: “One list”.", "Most agreed on:"),
        (
            0.25,
            (1, 2, 3),
            "Nothing is agreed on yet; closest comes “One list”.",
            "Nothing is agreed on yet; closest come:",
        ),
    ],
)  # fmt: skip
def test_what_few_agree_on_is_not_said_to_be_agreed_on(agree, counts, says, leads):
    reading, row = pooled(agree, *counts)
    assert agreed.says(reading, row, {}) == f"6 people voted 6 times. {says}"
    assert told(first=(row,)).leads == leads


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"champion": [4, 0, 1], "detractor": [0, 0, 0]}, "Most agreed on among champions: “One list”."),
        ({"champion": [4, 0, 1], "detractor": [3, 1, 1]}, "Most agreed on across segments: “One list”."),
    ],
)
def test_what_one_segment_agrees_on_is_not_said_of_several(counts, says):
    votes = {
        "ideas": [str(PK)], "groups": list(counts), "counts": [list(counts.values())], "agree": [0.7],
        "polis_agree": [0.7], "pooled": False, "mode": "confidential", "voters": 9, "cast": 9,
        "voted": {"champion": 5, "detractor": 4},
    }  # fmt: skip
    reading = AgreementReading(findings={"votes": votes})
    (row,) = agreed.agreed(reading, [str(PK)], {str(PK): IDEA}, {})
    assert agreed.says(reading, row, {}) == f"9 people voted 9 times. {says}"


def test_a_table_has_what_the_page_says_and_no_figure_under_another_ones_title():
    scale = Prompt(pk=1, text="How ready?", kind="scale", asked_again=True)
    order = Prompt(pk=2, text="What first?", kind="order", options=["Names", "Notes"])
    ten = [0] * 11
    before, after = [2, 3, *ten[2:]], [*ten[:9], 5, 0]
    found = {
        "prompts": [
            {
                "prompt": 1, "answers": 5, "tables": {
                    "before": {"segments": {"champion": before}, "together": before, "hidden": []},
                    "after": {"segments": {"champion": after}, "together": after, "hidden": []},
                    "moved": {"together": [0, 0, 5]},
                },
            },
            {
                "prompt": 2, "answers": 5,
                "order": {"n": 5, "agreement": None, "placed": [{"option": 1, "points": 0.8, "first": 4}]},
            },
        ]
    }  # fmt: skip
    counted = tuple(differing.counted(AgreementReading(findings=found), {1: scale, 2: order}))
    written = table(told(counted=counted, outcome="Names, monthly.", open=1, theirs=1)).decode("utf-8-sig")
    assert written.splitlines()[1:] == [
        'scale,How ready?,Champion,5,,,,,,,"median 1, middle half 0 to 1"',
        '"scale, afterwards",How ready?,Champion,5,,,,,,,median 9',
        '"scale, who moved",How ready?,,,,,,,,,"5 of 5 rated it higher after seeing others’ ideas, 0 lower."',
        'order,What first?: Notes,,,,,,,,,"80 of 100 points, first for 4"',
        'what was decided,,,,,,,,,,"Names, monthly."',
        "commitments,,,,,,,,,,One commitment of stakeholders is open.",
    ]


def test_a_single_vote_is_cast_once():
    reading, row = pooled(0.75, 5, 0, 1)
    reading.findings["votes"] |= {"voters": 1, "cast": 1}
    assert agreed.says(reading, row, {}) == "One person voted once. Most agreed on: “One list”."


def test_votes_of_small_segments_that_are_not_shown_are_not_said_to_be_missing():
    _, row = pooled(None)
    assert (row.withheld, row.missing) == (("everyone",), ())


def test_where_only_roadblocks_are_drawn_it_does_not_say_that_none_is():
    assert told().nothing_heard == "No insight is drawn yet."
    assert told(blocks=("one",)).nothing_heard == "Nothing but what blocks is drawn yet."


@pytest.mark.parametrize(
    ("commitments", "says"),
    [
        ({}, ""),
        ({"open": 1, "theirs": 1, "broken": 1}, "One commitment of stakeholders is open; none was kept, one not."),
        (
            {"open": 6, "theirs": 5, "ours": 1, "overdue": 2, "kept": 3},
            "5 commitments of stakeholders and one commitment of ours are open, 2 of them overdue; 3 were kept.",
        ),
        ({"kept": 2}, "No commitment is open; 2 were kept."),
    ],
)  # fmt: skip
def test_commitments_in_a_sentence(commitments, says):
    assert told(**commitments).promised == says
