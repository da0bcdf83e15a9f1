"""Who has been heard, in one sentence."""

import random

import pytest

from discussions.running.progress import Heard, chosen, in_order, says


@pytest.mark.parametrize(
    ("heard", "sentence", "afterwards"),
    [
        ([], "Nobody is invited yet.", "Nobody was invited."),
        (
            [Heard("champion", 1, 0)],
            "The one person invited has not answered yet.",
            "The one person invited did not answer.",
        ),
        ([Heard("champion", 22, 0)], "None of 22 has answered yet.", "None of 22 answered."),
        ([Heard("champion", 1, 1)], "The one person invited has answered.", "The one person invited answered."),
        ([Heard("champion", 2, 2)], "All 2 have answered.", "All 2 answered."),
        ([Heard("champion", 9, 1)], "1 of 9 has answered.", "1 of 9 answered."),
        (
            [Heard("champion", 18, 14), Heard("decision_maker", 4, 0)],
            "14 of 22 have answered; no decision maker yet.",
            "14 of 22 answered; no decision maker did.",
        ),
        (
            [
                Heard("participant", 4, 4),
                Heard("detractor", 2, 0),
                Heard("decision_maker", 1, 0),
                Heard("influencer", 1, 0),
            ],
            "4 of 8 have answered; no decision maker, no influencer and no detractor yet.",
            "4 of 8 answered; no decision maker, no influencer and no detractor did.",
        ),
        ([Heard("champion", 2, 1), Heard("unknown", 3, 0)], "1 of 5 has answered.", "1 of 5 answered."),
        ([Heard("champion", 3000, 1200)], "1,200 of 3,000 have answered.", "1,200 of 3,000 answered."),
    ],
)  # fmt: skip
def test_says(heard, sentence, afterwards):
    assert says(heard) == sentence
    assert says(heard, is_over=True) == afterwards
    shuffled = random.Random(1).sample(heard, len(heard))
    assert says(shuffled) == sentence


def test_a_draft_has_chosen():
    assert [chosen(0), chosen(1), chosen(1200)] == [
        "Nobody is chosen yet.",
        "One person is chosen.",
        "1,200 people are chosen.",
    ]


def test_a_segment_without_anybody_is_left_out():
    assert in_order([Heard("participant", 2, 0), Heard("champion", 0, 0)]) == [Heard("participant", 2, 0)]
