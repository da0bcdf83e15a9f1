"""From C to D: what counts as a gap, which way leads there, what is no progress, and the sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.engagement import LEVELS, STEP, Cell, State, Summary, gap_size, move, path, says, state, way

U, R, N, S, L, X = "unaware", "resistant", "neutral", "supportive", "leading", "unknown"
levels = st.sampled_from([str(level) for level in LEVELS])


@pytest.mark.parametrize(
    ("now", "desired", "expected", "size"),
    [
        (U, S, State.GAP, 2),
        (R, S, State.GAP, 2),
        (R, N, State.GAP, 1),
        (U, L, State.GAP, 3),
        (S, L, State.GAP, 1),
        (N, N, State.REACHED, 0),
        (L, S, State.FURTHER, 0),
        (S, N, State.FURTHER, 0),
        (N, U, State.FURTHER, 0),
        (R, U, State.FURTHER, 0),
        (U, R, State.FURTHER, 0),
        (X, S, State.UNKNOWN, 0),
        (S, X, State.UNKNOWN, 0),
        (X, X, State.UNKNOWN, 0),
    ],
)
def test_states_and_sizes(now, desired, expected, size):
    assert (state(now, desired), gap_size(now, desired)) == (expected, size)


def test_the_unaware_never_pass_through_resistance():
    assert path(U, L) == [U, N, S, L]
    assert path(R, S) == [R, N, S]
    assert path(S, N) == [S]


@given(levels, levels)
def test_a_path_has_as_many_steps_as_the_gap_and_ends_at_d(now, desired):
    found = path(now, desired)
    assert len(found) - 1 == gap_size(now, desired)
    assert found[-1] == (desired if state(now, desired) == State.GAP else now)


@pytest.mark.parametrize(
    ("now", "desired", "sentence"),
    [
        (U, S, "From unaware to supportive: first they must hear of it, then they must see what is in it for them."),
        (R, N, "From resistant to neutral: first their objection must be heard."),
        (S, L, "From supportive to leading: first they need something of their own to lead."),
        (S, S, "Supportive, as needed."),
        (L, S, "Leading, where supportive would do: nothing to win here, something to keep."),
        (S, U, "Supportive: they know of it by now, which is more than was needed."),
        (R, U, "They know and object; wishing them unaware again does not help."),
        (X, S, "Needed supportive. Where they stand now is not known: ask."),
        (N, X, "Neutral now. Where they are needed is not decided."),
        (X, X, "Nobody has said yet where they stand, or where they are needed."),
    ],
)
def test_the_way_in_words(now, desired, sentence):
    assert way(now, desired) == sentence


@given(levels, levels)
def test_nobody_is_told_to_lead_who_need_not(now, desired):
    sentence = way(now, desired)
    assert ("something of their own to lead" in sentence) == (desired == L and now != L)
    assert sum(step in sentence for step in STEP.values()) == gap_size(now, desired)


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        (U, R, "Was unaware; has heard of it and objects. That is not progress yet."),
        (R, U, "Was resistant; counts as unaware again."),
        (U, N, "Was unaware: one step forward."),
        (R, S, "Was resistant: two steps forward."),
        (R, L, "Was resistant: three steps forward."),
        (L, N, "Was leading: two steps back."),
        (N, N, ""),
        (X, N, ""),
        (N, X, ""),
    ],
)
def test_moves_in_words(before, now, sentence):
    assert move(before, now) == sentence


@given(levels, levels)
def test_forward_is_said_only_where_the_gap_to_leading_shrinks(before, now):
    shrinks = gap_size(now, L) < gap_size(before, L)
    assert ("forward" in move(before, now)) == shrinks


def summary(**cells) -> Summary:
    """`neutral_supportive=3` or `=(3, 1)` with one decision maker."""
    return Summary(
        {
            tuple(key.split("_")): Cell(*(value if isinstance(value, tuple) else (value,)))
            for key, value in cells.items()
        }
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Summary({}), ("", "")),
        (summary(unknown_unknown=4), ("Nobody’s engagement is known yet.",
         " Say where one person stands and where you need them.")),
        (summary(neutral_supportive=(9, 3), neutral_neutral=32), ("9 of 41 have a gap",
         "; 3 of them decide on major initiatives.")),
        (summary(neutral_supportive=(1, 1)), ("1 of 1 has a gap", "; that one decides on major initiatives.")),
        (summary(neutral_supportive=2, supportive_neutral=(1, 1)), ("2 of 3 have a gap", ".")),
        (summary(leading_leading=3, unknown_leading=2), (
         "All 3 whose engagement is known are where the strategy needs them", ". 2 more are not known yet.")),
        (summary(leading_leading=1, neutral_unknown=1), (
         "The one whose engagement is known is where the strategy needs them", ". 1 more is not known yet.")),
        (summary(neutral_supportive=1200, neutral_neutral=34), ("1,200 of 1,234 have a gap", ".")),
    ],
)  # fmt: skip
def test_the_sentence(found, sentence):
    assert says(found) == sentence


def test_summary_counts():
    found = summary(neutral_supportive=(9, 3), supportive_neutral=2, leading_leading=4, unknown_leading=5)
    assert (found.everybody, found.known, found.deciders_with_gap) == (20, 15, 3)
    assert [found.count(each) for each in State] == [9, 2, 4, 5]
