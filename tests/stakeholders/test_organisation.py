"""The organisation as trees: counts, circles that came in through data, what opens first, and the sentence."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.organisation import Member, Standing, grow, opened, says, standing, unfolded

PARTICIPANT, CHAMPION, DECIDES = "participant", "champion", "decision_maker"


def members(*pks: int, **segments: str) -> list[Member]:
    return [Member(pk, segments.get(f"p{pk}", PARTICIPANT)) for pk in pks]


def grown(people, lines):
    """`lines` are (person, manager)."""
    managers = dict(lines)
    return grow([person._replace(manager=managers.get(person.pk)) for person in people])


#       1            7      8 and 9 stand outside; 7 leads 10
#     2   3         10
#   4  5   6
LINES = [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (10, 7)]


def company():
    return grown(members(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, p4=CHAMPION, p2=DECIDES), LINES)


def test_counts_and_mixes():
    found = company()
    assert (list(found.roots), list(found.outside)) == ([1, 7], [8, 9])
    assert {pk: found.under(pk) for pk in found.places} == {1: 5, 2: 2, 3: 1, 4: 0, 5: 0, 6: 0, 7: 1, 10: 0}
    assert found.mix(1) == Counter({PARTICIPANT: 3, CHAMPION: 1, DECIDES: 1})
    assert found.mix(2) == Counter({CHAMPION: 1, PARTICIPANT: 1})
    assert found.above(4) == [1, 2]
    assert found.above(1) == []


def test_the_biggest_tree_comes_first():
    found = grown(members(1, 2, 3, 4, 5), [(2, 1), (4, 3), (5, 3)])
    assert list(found.roots) == [3, 1]


def test_lines_to_people_who_are_not_in_it_are_left_out():
    found = grown(members(1, 2), [(2, 99), (99, 1)])
    assert (list(found.roots), list(found.outside)) == ([], [1, 2])


@pytest.mark.parametrize(
    ("lines", "circles", "roots"),
    [
        ([(1, 2), (2, 1)], [(1, 2)], [1]),
        ([(1, 1)], [(1,)], []),
        ([(3, 1), (1, 2), (2, 3), (4, 3)], [(1, 2, 3)], [1]),
        ([(1, 2), (2, 1), (3, 4), (4, 3)], [(1, 2), (3, 4)], [1, 3]),
    ],
)
def test_a_circle_is_opened_and_named(lines, circles, roots):
    found = grown(members(1, 2, 3, 4), lines)
    assert (list(found.circles), list(found.roots)) == (circles, roots)
    assert sorted([*found.places, *found.outside]) == [1, 2, 3, 4]


@given(st.dictionaries(st.integers(1, 30), st.integers(1, 30), max_size=30))
def test_everybody_is_drawn_once_whatever_the_lines_say(lines):
    found = grown(members(*range(1, 31)), lines.items())
    assert sorted([*found.places, *found.outside]) == list(range(1, 31))
    assert sum(found.under(root) + 1 for root in found.roots) == len(found.places)
    assert len(lines) - len(found.circles) == len(found.managers)
    for pk in found.places:
        assert pk not in found.above(pk)
        below = [other for other in found.places if pk in found.above(other)]
        assert (found.under(pk), sum(found.mix(pk).values())) == (len(below), len(below))


def test_a_chain_of_thousands_is_no_trouble():
    found = grown(members(*range(1, 5_001)), [(pk, pk - 1) for pk in range(2, 5_001)])
    assert found.under(1) == 4_999
    assert len(found.above(5_000)) == 4_999


def test_levels_open_while_they_fit():
    found = company()
    assert opened(found, limit=3) == set()
    assert opened(found, limit=5) == {1, 7}
    assert opened(found, limit=8) == {1, 2, 3, 7}
    assert opened(found, limit=3, keep=[2, 1]) == {1, 2}
    assert opened(found, limit=3, roots=[2]) == {2}


def test_everything_unfolds_until_the_limit():
    found = company()
    assert unfolded(found, limit=100) == ({1, 2, 3, 7}, True)
    assert unfolded(found, limit=5) == ({1, 7}, False)
    assert unfolded(found, limit=6) == ({1, 3, 7}, False)
    assert unfolded(found, limit=3, roots=[2]) == ({2}, True)


def test_what_stands_out():
    people = [
        Member(1, DECIDES, 10), Member(2, CHAMPION, 20), Member(3, PARTICIPANT, 30), Member(4, DECIDES, None),
        Member(5, PARTICIPANT, 20),
    ]  # fmt: skip
    found = standing(grown(people, [(2, 1), (3, 1), (5, 2)]), {10: "Office", 20: "Sales", 30: "finance", 40: "Empty"})
    assert found == Standing(
        people=5, lines=3, outside=1, departments=3, without_champion=("finance", "Office"), deciders_without_manager=2
    )


def told(**changes) -> Standing:
    return Standing(**{
        "people": 60, "lines": 57, "outside": 2, "departments": 8, "without_champion": (),
        "deciders_without_manager": 1, **changes,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (told(lines=0), ("", "")),
        (told(without_champion=("Finance", "Operations", "Sales")),
         ("3 of 8 departments have no champion", ": Finance, Operations and Sales.")),
        (told(without_champion=("Sales",), deciders_without_manager=2),
         ("1 of 8 departments has no champion", ": Sales. Two decision makers report to nobody in the register.")),
        (told(without_champion=tuple("abcde"), deciders_without_manager=7),
         ("5 of 8 departments have no champion", ". 7 decision makers report to nobody in the register.")),
        (told(), ("Every department has a champion", ".")),
        (told(departments=1), ("The one department has a champion", ".")),
        (told(departments=0), ("60 people inside, 57 people with a manager in the register", ".")),
    ],
)  # fmt: skip
def test_the_sentence(found, sentence):
    assert says(found) == sentence
