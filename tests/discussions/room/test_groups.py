from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.room.groups import count_of, form, group_of, join, mend


def people(count: int, departments: int = 3) -> dict[UUID, int | None]:
    return {UUID(int=number): number % departments for number in range(count)}


@pytest.mark.parametrize(
    ("count", "pairs", "fours"),
    [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 2, 1), (5, 2, 1), (6, 3, 2), (7, 3, 2), (10, 5, 3), (200, 100, 50)],
)
def test_how_many_groups(count, pairs, fours):
    assert (count_of(count, 2), count_of(count, 4)) == (pairs, fours)


@given(st.integers(2, 60), st.sampled_from([2, 4]), st.integers(1, 9))
def test_everybody_is_in_one_group_and_nobody_alone(count, size, seed):
    found = form(people(count), size, seed=seed)
    assert sorted(person for group in found for person in group) == sorted(people(count))
    assert {len(group) for group in found} <= {2: {2, 3}, 4: {2, 3, 4, 5}}[size]
    assert found == form(dict(reversed(people(count).items())), size, seed=seed)


def test_pairs_are_of_two_departments_where_that_is_possible():
    here = people(12, departments=2)
    assert all(here[one] != here[other] for one, other in form(here, 2, seed=1))


def test_nobody_is_no_group():
    assert form({}, 2, seed=1) == ()
    assert mend((), {}, 2, seed=1) == ()


def test_who_stays_keeps_their_group_and_who_is_left_alone_joins_another():
    here = people(6)
    pairs = form(here, 2, seed=1)
    gone = pairs[0][0]
    stayed = {person: here[person] for person in here if person != gone}
    mended = mend(pairs, stayed, 2, seed=1)
    assert pairs[2] in mended
    assert mended == ((*pairs[1], pairs[0][1]), pairs[2]) or mended == (pairs[2], (*pairs[1], pairs[0][1]))


def test_newcomer_of_a_full_room_splits_a_three_into_pairs():
    here = people(3)
    three = form(here, 2, seed=1)
    assert [len(group) for group in three] == [3]
    here[UUID(int=9)] = 1
    assert [len(group) for group in mend(three, here, 2, seed=1)] == [2, 2]


def test_mending_what_fits_changes_nothing():
    here = people(9)
    pairs = form(here, 2, seed=4)
    assert mend(pairs, here, 2, seed=4) == pairs


def test_fours_are_two_pairs_that_have_talked():
    here = people(8)
    pairs = form(here, 2, seed=1)
    fours = join(pairs, here, seed=2)
    assert [len(group) for group in fours] == [4, 4]
    assert all(any(set(pair) <= set(four) for four in fours) for pair in pairs)


@pytest.mark.parametrize(("count", "sizes"), [(4, [4]), (6, [3, 3]), (7, [3, 4]), (10, [5, 5]), (14, [4, 5, 5])])
def test_a_pair_left_over_is_put_with_others(count, sizes):
    here = people(count)
    fours = join(form(here, 2, seed=1), here, seed=2)
    assert sorted(len(group) for group in fours) == sizes
    assert sorted(person for group in fours for person in group) == sorted(here)


def test_group_of_somebody_is_the_others():
    groups = ((UUID(int=1), UUID(int=2)), (UUID(int=3), UUID(int=4), UUID(int=5)))
    assert group_of(groups, UUID(int=4)) == [UUID(int=3), UUID(int=5)]
    assert group_of(groups, UUID(int=9)) == []
