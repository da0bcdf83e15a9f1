"""Batches of five, kept as JSON between two publications."""

import base64
import json
import zlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discussions.agreement.suppression import Answer, Released, release
from discussions.synthesis.publishing import EVERYONE, Table, publish, said_of

MANY = {"champion": 9, "detractor": 6}


def table(**votes):
    """champion="++-" is three champions."""
    sign = {"-": 0, "o": 1, "+": 2}
    cast = [(segment, n, each) for segment, said in votes.items() for n, each in enumerate(said)]
    return Table(3, {f"{segment}{n}": Answer(segment, sign[each]) for segment, n, each in cast})


def after(kept, said, rows=None, invited=MANY):
    found = publish(kept, said_of({"a": said}), rows=rows if rows is not None else set(said.now), invited=invited)
    assert json.loads(json.dumps(found.kept)) == found.kept
    return found


def test_four_are_not_shown_and_five_are():
    assert after({}, table(champion="+++-")).counts["a"] == {}
    assert after({}, table(champion="+++-")).waiting == 4
    found = after({}, table(champion="+++-o", detractor="-"))
    assert found.counts["a"] == {"champion": (1, 1, 3)}
    assert found.waiting == 1


def test_figures_move_by_five_at_once():
    first = after({}, table(champion="+++++"))
    second = after(first.kept, table(champion="+++++----"))
    assert second.counts["a"] == {"champion": (0, 0, 5)}
    assert second.waiting == 4
    third = after(second.kept, table(champion="+++++-----"))
    assert third.counts["a"] == {"champion": (5, 0, 5)}


def test_a_changed_vote_waits_too():
    first = after({}, table(champion="+++++"))
    second = after(first.kept, table(champion="++++-"))
    assert (second.counts["a"], second.waiting) == ({"champion": (0, 0, 5)}, 1)


def test_whoever_was_erased_stays_in_the_sum_and_nowhere_else():
    first = after({}, table(champion="+++++"))
    left = Table(3, {voice: each for voice, each in table(champion="+++++").now.items() if voice != "champion0"})
    second = after(first.kept, left, rows=set(left.now))
    assert second.counts["a"] == {"champion": (0, 0, 5)}
    assert second.waiting == 0
    assert "champion0" not in json.dumps(second.kept)


def test_whoever_took_it_back_waits():
    first = after({}, table(champion="+++++"))
    left = Table(3, {voice: each for voice, each in table(champion="+++++").now.items() if voice != "champion0"})
    second = after(first.kept, left, rows={f"champion{n}" for n in range(5)})
    assert second.waiting == 1


def test_where_no_segment_has_five_all_are_one_and_stay_so():
    small = {"champion": 3, "detractor": 3}
    first = after({}, table(champion="+++", detractor="---"), invited=small)
    assert first.pooled
    assert first.counts["a"] == {EVERYONE: (3, 0, 3)}
    # More are invited: a segment of five would be what the new ones said.
    second = after(first.kept, table(champion="+++-----", detractor="---"), invited=MANY)
    assert second.pooled
    assert second.counts["a"] == {EVERYONE: (8, 0, 3)}


def test_what_is_published_of_a_hidden_idea_is_known_when_it_comes_back():
    both = {"a": table(champion="+++++"), "b": table(champion="-----")}
    first = publish({}, said_of(both), rows=set(both["a"].now), invited=MANY)
    second = publish(first.kept, said_of({"b": both["b"]}), rows=set(both["a"].now), invited=MANY)
    assert second.counts == {"b": {"champion": (5, 0, 0)}}
    third = publish(second.kept, said_of({**both, "a": table(champion="++++-")}), rows=set(both["a"].now), invited=MANY)
    assert third.counts["a"] == {"champion": (0, 0, 5)}
    assert third.waiting == 1


def test_what_was_never_shown_by_segment_is_counted_together_once_it_is_over():
    said = table(champion="+++-", detractor="--+")
    rows = set(said.now)
    going = publish({}, said_of({"a": said}), rows=rows, invited=MANY)
    assert going.counts["a"] == {}
    over = publish(going.kept, said_of({"a": said}), rows=rows, invited=MANY, is_over=True)
    assert over.counts["a"] == {EVERYONE: (3, 0, 4)}
    assert over.waiting == 0
    # Opened again: five champions would be what was added to the total.
    again = table(champion="+++-+", detractor="--+")
    found = publish(over.kept, said_of({"a": again}), rows=set(again.now), invited=MANY)
    assert (found.counts["a"], found.waiting) == ({EVERYONE: (3, 0, 4)}, 1)


def test_what_was_shown_by_segment_is_never_counted_together():
    said = table(champion="+++++", detractor="--+")
    found = publish({}, said_of({"a": said}), rows=set(said.now), invited=MANY, is_over=True)
    assert (found.counts["a"], found.waiting) == ({"champion": (0, 0, 5)}, 3)


VOTES = st.lists(st.sampled_from("+-o"), max_size=9).map("".join)


def known(kept):
    """Whose answer is in what was published."""
    if not kept.get("voices"):
        return {}
    cells = np.frombuffer(zlib.decompress(base64.b64decode(kept["known"])), dtype=np.int8)
    column = cells.reshape(len(kept["voices"]), len(kept["keys"]))[:, kept["keys"].index("a")]
    return {
        voice: (kept["segments"][cell // 16], int(cell % 16))
        for voice, cell in zip(kept["voices"], column.tolist(), strict=True)
        if cell >= 0
    }


@given(st.lists(st.tuples(VOTES, VOTES, st.booleans()), min_size=1, max_size=6))
def test_it_is_the_rule_of_suppression(course):
    """Many tables at once and one at a time; with whole segments moving to another one, too."""
    kept, one_by_one = {}, Released(3)
    everybody = {f"{segment}{n}" for segment in MANY for n in range(9)}
    for champion, detractor, moves in course:
        said = table(champion=champion, detractor=detractor)
        if moves:
            said = Table(3, {voice: Answer("influencer", each.answer) for voice, each in said.now.items()})
        found = after(kept, said, rows=everybody)
        one_by_one = release(one_by_one, said.now)
        assert found.counts["a"] == one_by_one.counts
        assert known(found.kept) == {voice: (each.segment, each.answer) for voice, each in one_by_one.known.items()}
        kept = found.kept


@given(st.lists(st.tuples(VOTES, VOTES), min_size=1, max_size=5))
def test_figures_of_a_segment_move_by_at_least_five_people(course):
    kept, before = {}, {}
    everybody = {f"{segment}{n}" for segment in MANY for n in range(9)}
    for champion, detractor in course:
        found = after(kept, table(champion=champion, detractor=detractor), rows=everybody)
        was, now = known(kept), known(found.kept)
        for segment in MANY:
            moved = {one for one in was.keys() | now.keys() if one.startswith(segment) and was.get(one) != now.get(one)}
            assert len(moved) == 0 or len(moved) >= 5
            if not moved:
                assert found.counts["a"].get(segment) == before.get(segment)
            counted = [answer for one, answer in now.values() if one == segment]
            assert found.counts["a"].get(segment, (0, 0, 0)) == tuple(counted.count(each) for each in range(3))
        kept, before = found.kept, found.counts["a"]


def in_room(kept, said, *, is_over=False, rows=None):
    rows = set(said.now) if rows is None else rows
    return publish(kept, said_of({"a": said}), rows=rows, invited=MANY, is_over=is_over, is_shown_whole=True)


def test_what_a_wall_shows_of_everybody_is_told_apart_once_and_only_without_a_rest():
    said = table(champion="+++-o", detractor="-----+")
    open_ = in_room({}, said)
    assert open_.counts["a"] == {EVERYONE: (6, 1, 4)}
    over = in_room(open_.kept, said, is_over=True)
    assert (over.counts["a"], over.waiting) == ({"champion": (1, 1, 3), "detractor": (5, 0, 1)}, 0)
    assert in_room(over.kept, said, is_over=True).counts == over.counts
    # Opened again, and one more has voted: they wait for four others of theirs.
    again = in_room(over.kept, table(champion="+++-o-", detractor="-----+"))
    assert (again.counts, again.waiting) == (over.counts, 1)


def test_what_a_wall_shows_stays_whole_where_a_segment_is_small_or_somebody_was_erased():
    said = table(champion="+++-o", detractor="----")
    assert in_room({}, said, is_over=True).counts["a"] == {EVERYONE: (5, 1, 3)}
    full = table(champion="+++-o+", detractor="-----")
    held = in_room({}, full)
    left = Table(3, {voice: each for voice, each in full.now.items() if voice != "champion5"})
    assert in_room(held.kept, left, is_over=True).counts["a"] == {EVERYONE: (6, 1, 4)}


@given(st.lists(st.tuples(VOTES, VOTES), min_size=1, max_size=5))
def test_nothing_is_left_of_a_wall_when_its_segments_are_taken_off(course):
    kept = {}
    everybody = {f"{segment}{n}" for segment in MANY for n in range(9)}
    for place, (champion, detractor) in enumerate(course, 1):
        said = table(champion=champion, detractor=detractor)
        found = in_room(kept, said, is_over=place == len(course), rows=everybody)
        shown = found.counts["a"]
        if place < len(course):
            assert set(shown) <= {EVERYONE}
        elif set(shown) - {EVERYONE}:
            wall = [[each.answer for each in said.now.values()].count(answer) for answer in range(3)]
            assert [sum(column) for column in zip(*shown.values(), strict=True)] == wall
            assert all(sum(row) >= 5 for row in shown.values())
        kept = found.kept
