"""Small numbers: somebody who knows the rule, every size and every earlier publication learns nobody's answer."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from discussions.agreement.consensus import consensus
from discussions.agreement.representative import representative
from discussions.agreement.suppression import (
    Answer,
    Released,
    bounds,
    figures,
    forget,
    release,
    tallies_shown,
    waiting,
)
from discussions.agreement.uncertainty import areas_of_uncertainty
from discussions.agreement.votes import Tallies

SEGMENTS = ("influencer", "champion", "detractor", "decision_maker", "participant")


def table(*rows):
    return dict(zip(SEGMENTS, rows, strict=False))


def test_a_segment_is_shown_from_five():
    found = figures(table((5, 0, 0), (2, 1, 1), (0, 0, 0), (3, 3, 3)))
    assert found.segments == {"influencer": (5, 0, 0), "decision_maker": (3, 3, 3)}
    assert (found.together, found.together_of) == ((8, 3, 3), "the shown")
    assert (found.hidden, found.unheard) == (("champion",), ("detractor",))


def test_for_the_total_of_everyone_a_second_segment_is_hidden():
    found = figures(table((5, 1, 2), (2, 1, 1), (6, 6, 0)), keep="total")
    assert found.segments == {"detractor": (6, 6, 0)}
    assert (found.together, found.together_of) == ((13, 8, 3), "everyone")
    assert found.hidden == ("influencer", "champion")


def test_the_total_is_withheld_where_the_hidden_ones_are_of_one_mind():
    found = figures(table((5, 0), (4, 0), (6, 6)), keep="total")
    assert (found.segments, found.hidden) == ({"detractor": (6, 6)}, ("influencer", "champion"))
    assert (found.together, found.together_of) == ((6, 6), "the shown")


def test_two_small_ones_that_are_fewer_than_five_together_take_a_third():
    found = figures(table((1, 1), (1, 0), (6, 6), (5, 2)), keep="total")
    assert found.hidden == ("influencer", "champion", "decision_maker")
    assert found.together == (13, 9)


def test_without_a_small_segment_everybody_is_in_the_total():
    found = figures(table((5, 1), (0, 7), (0, 0)), keep="total")
    assert (found.together, found.together_of, found.hidden) == ((5, 8), "everyone", ())


@pytest.mark.parametrize("keep", ["segments", "total"])
def test_where_nothing_can_be_broken_out_the_total_stands_alone(keep):
    found = figures(table((2, 1), (1, 2)), keep=keep)
    assert (found.segments, found.together, found.together_of) == ({}, (3, 3), "everyone")
    few = figures(table((2, 1), (1, 0)), keep=keep)
    assert (few.segments, few.together, few.together_of) == ({}, None, None)
    assert figures({}, keep=keep).together is None


def test_tables_that_are_none():
    with pytest.raises(ValueError, match=r"^Each segment needs a count for each of the same answers"):
        figures({"a": (1, 2), "b": (1,)})
    with pytest.raises(ValueError, match=r"^A count of people is not below zero"):
        figures({"a": (1, -2)})


def rows_of(size, answers):
    if answers == 1:
        return [(size,)]
    return [(first, *rest) for first in range(size + 1) for rest in rows_of(size - first, answers - 1)]


@pytest.mark.parametrize("keep", ["segments", "total"])
@pytest.mark.parametrize("answers", [2, 3])
@pytest.mark.parametrize(
    "sizes", [(1, 2, 4), (2, 2, 3), (1, 3, 3), (2, 3, 4), (1, 1, 5), (2, 4, 4), (2, 2, 2, 3), (1, 3, 3, 4)]
)
def test_whoever_knows_the_rule_and_every_size_cannot_pin_a_hidden_cell(sizes, answers, keep):
    """Every table of these sizes, sorted by what is shown of it: two must look alike and differ in each hidden cell.

    From 3 instead of 5, so that all tables can be tried."""
    if answers == 3 and len(sizes) == 4:
        sizes = sizes[:3]
    alike = defaultdict(list)
    for rows in product(*(rows_of(size, answers) for size in sizes)):
        shown = figures(dict(enumerate(rows)), keep=keep, least=3)
        key = (tuple(shown.segments.items()), shown.together, shown.together_of, shown.hidden)
        alike[key].append(rows)
    assert any(key[0] and key[3] for key in alike) or all(size < 3 for size in sizes) or keep == "total"
    for (segments, together, _, hidden), tables in alike.items():
        if not segments:
            # Nothing is broken out; the total alone fixes a cell only where it is of one mind in that answer.
            fixed = {place for place, count in enumerate(together or ()) if count in (0, sum(together))}
        else:
            fixed = set()
        for segment in hidden:
            for answer in set(range(answers)) - fixed:
                assert len({rows[segment][answer] for rows in tables}) > 1, (segments, together, segment, answer)


@given(
    st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=5),
    st.sampled_from(["segments", "total"]),
)
def test_integer_bounds_leave_every_hidden_cell_open(rows, keep):
    counts = table(*rows)
    sizes = {segment: sum(row) for segment, row in counts.items()}
    shown = figures(counts, keep=keep)
    assert all(sum(row) >= 5 for row in shown.segments.values())
    for segment, cells in bounds(shown, sizes).items():
        for (low, high), true in zip(cells, counts[segment], strict=False):
            assert low <= true <= high
            assert low < high or not shown.segments


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=5), st.data())
def test_what_is_hidden_depends_on_sizes_alone(rows, data):
    """Else the choice of what to hide would tell what was said."""
    other = [data.draw(st.sampled_from(rows_of(sum(row), 3))) for row in rows]
    one, two = (figures(table(*some), keep="total") for some in (rows, other))
    assert (one.hidden, list(one.segments)) == (two.hidden, list(two.segments))


# Over time


def test_figures_move_by_five_people_at_once():
    now = {}
    released = Released(answers=2)
    seen = []
    for person in range(13):
        now[person] = Answer("champion", person % 2)
        released = release(released, now)
        seen.append(sum(released.counts.get("champion", ())))
    assert seen == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10]
    assert waiting(released, now) == 3
    assert figures(released.counts).segments == {"champion": (5, 5)}


def test_one_who_changes_their_mind_does_not_show():
    now = {person: Answer("champion", 0) for person in range(8)}
    before = release(Released(answers=2), now)
    assert before.counts == {"champion": (8, 0)}
    now[3] = Answer("champion", 1)
    assert release(before, now) == before
    del now[4]
    now |= {person: Answer("champion", 1) for person in (8, 9)}
    assert (release(before, now), waiting(before, now)) == (before, 4)
    now[10] = Answer("champion", 1)
    assert release(before, now).counts == {"champion": (6, 4)}


def test_moving_somebody_to_another_segment_does_not_show_what_they_said():
    now = {person: Answer("champion", int(person == 0)) for person in range(6)}
    now |= {person: Answer("detractor", 0) for person in range(10, 16)}
    before = release(Released(answers=2), now)
    now[0] = Answer("detractor", 1)
    assert release(before, now) == before
    now |= {person: Answer("detractor", 0) for person in range(20, 25)}
    assert release(before, now).counts == {"champion": (5, 1), "detractor": (11, 0)}


def test_erasing_somebody_takes_the_name_and_leaves_the_sum():
    now = {person: Answer("champion", int(person == 0)) for person in range(5)}
    released = forget(release(Released(answers=2), now), 0)
    del now[0]
    assert (released.counts, sorted(released.known)) == ({"champion": (4, 1)}, [1, 2, 3, 4])
    assert release(released, now) == released


EVENTS = st.lists(
    st.tuples(st.integers(0, 24), st.sampled_from(["champion", "detractor"]), st.integers(0, 2) | st.none()),
    min_size=30,
    max_size=90,
)


@settings(max_examples=60)
@given(EVENTS)
def test_no_sum_or_difference_of_publications_is_about_fewer_than_five(events):
    """Each published figure is a sum of what single people added (an answer, a change, a withdrawal); solved as linear
    equations over all publications, no such addition, and no group of fewer than five, comes out."""
    now, released = {}, Released(answers=3)
    additions: dict[str, list[set[int]]] = defaultdict(list)
    for person, segment, answer in events:
        if answer is None:
            now.pop(person, None)
        else:
            now[person] = Answer(now[person].segment if person in now else segment, answer)
        after = release(released, now)
        for name, row in after.counts.items():
            moved = {
                one
                for one in set(after.known) | set(released.known)
                if after.known.get(one) != released.known.get(one)
                and name in {known.segment for known in (after.known.get(one), released.known.get(one)) if known}
            }
            assert len(moved) >= 5 or (not moved and row == released.counts[name])
            if moved:
                additions[name].append(moved)
        released = after
    for batches in additions.values():
        unknowns = [(place, person) for place, batch in enumerate(batches) for person in sorted(batch)]
        equations = np.array([[float(place <= upto) for place, _ in unknowns] for upto in range(len(batches))])
        rank = np.linalg.matrix_rank(equations)
        assert rank == len(batches)
        for column in range(len(unknowns)):
            alone = np.zeros((1, len(unknowns)))
            alone[0, column] = 1
            assert np.linalg.matrix_rank(np.vstack([equations, alone])) == rank + 1
    totals = {name: sum(row) for name, row in released.counts.items()}
    assert totals == {name: sum(known.segment == name for known in released.known.values()) for name in released.counts}


@given(EVENTS)
def test_released_figures_catch_up_with_what_holds(events):
    now = {}
    released = Released(answers=3)
    for person, segment, answer in events:
        if answer is not None and person not in now:
            now[person] = Answer(segment, answer)
            released = release(released, now)
    assume(now)
    waits = [one.segment for person, one in now.items() if person not in released.known]
    assert waiting(released, now) == len(waits)
    assert all(waits.count(segment) < 5 for segment in waits)
    for name, row in released.counts.items():
        held = [known.answer for known in released.known.values() if known.segment == name]
        assert row == tuple(held.count(answer) for answer in range(3))


# What is worked out from votes


@given(
    st.lists(st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=4, max_size=4), min_size=1, max_size=4), st.data()
)
def test_consensus_and_the_rest_do_not_know_the_hidden_votes(statements, data):
    """Whatever those below five said, every figure made of the tallies that may be shown is the same."""

    def measured(rows):
        counts = np.array(rows, dtype=np.int64).transpose(2, 1, 0)
        shown = tallies_shown(Tallies(SEGMENTS[:4], tuple(range(len(rows))), counts[0], counts[1], counts[2]))
        found = consensus(shown)
        return (
            [part.tolist() for part in (np.nan_to_num(found.agree, nan=-1), found.heard)],
            np.nan_to_num(found.polis_agree, nan=-1).tolist(),
            representative(shown),
            areas_of_uncertainty(shown),
        )

    other = [
        [data.draw(st.sampled_from(rows_of(sum(cell), 3))) if sum(cell) < 5 else cell for cell in statement]
        for statement in statements
    ]
    assert measured(statements) == measured(other)
