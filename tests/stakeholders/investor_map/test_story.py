import datetime as dt
from dataclasses import replace

import pytest

from stakeholders.investor_map.people import Person, Standing
from stakeholders.investor_map.story import Facts, Part, facts_of, tell

SINCE = dt.date(2026, 3, 1)
ON = dt.date(2025, 6, 30)


def mover(name: str, before: tuple, after: tuple) -> Person:
    return Person(1, name, Standing("detractor", *after), was=Standing("detractor", *before))


def person(number: int, segment: str, position: int | None = 1, department: str = "", **fields) -> Person:
    return Person(number, f"P{number}", Standing(segment, 4, 4, position), department=department, **fields)


def test_the_sentence_of_the_look() -> None:
    facts = Facts(
        people=20,
        placed=14,
        deciders=5,
        deciders_without_champion=3,
        movers=(mover("Marcus Hale", (4, 2, 0), (4, 4, 0)), mover("Isabel Duarte", (5, 4, 1), (5, 3, 1))),
    )
    assert tell(facts, since=SINCE).texts == [
        "Since 1 March 2026 Marcus Hale went from interest 2 to 4; Isabel Duarte went from interest 4 to 3.",
        "Three of the five decision makers have no champion beside them.",
        "Six of 20 people are not assessed yet.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((4, 2, -1), (4, 2, 1), "went from sceptical to supportive"),
        ((4, 2, -1), (4, 3, 0), "went from interest 2 to 3 and from sceptical to neutral"),
        ((4, 2, -1), (2, 2, -1), "went from influence 4 to 2"),
        ((4, 1, 0), (5, 3, 1), "went from influence 4 to 5, from interest 1 to 3 and from neutral to supportive"),
        ((4, 2, None), (4, 2, -2), "went from position unknown to opposed"),
    ],
)
def test_all_that_changed_is_said(before: tuple, after: tuple, words: str) -> None:
    facts = Facts(people=1, placed=1, movers=(mover("Ann", before, after),))
    assert tell(facts, since=SINCE).text == f"Since 1 March 2026 Ann {words}."


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (Facts(), "Nobody is on this map."),
        (Facts(people=1), "The only person is not assessed yet; so the map is still empty."),
        (Facts(people=2), "Both people are not assessed yet; so the map is still empty."),
        (Facts(people=12), "All 12 people are not assessed yet; so the map is still empty."),
        (Facts(people=12, assessed=12),
         "All 12 people are not placed: influence or interest unknown; so the map is still empty."),
        (Facts(people=12, assessed=2),
         "10 of 12 people are not assessed yet; two are not placed: influence or interest unknown; so the map is still"
         " empty."),
        (Facts(people=9, placed=8), "One of nine people is not assessed yet."),
        (Facts(people=9, placed=8, assessed=9), "One of nine people is not placed: influence or interest unknown."),
        (Facts(people=9, placed=5, assessed=7),
         "Two of nine people are not assessed yet; two are not placed: influence or interest unknown."),
        (Facts(people=9, placed=9), "All nine people are on the map, and none of them decides."),
        (Facts(people=9, placed=9, deciders=2),
         "Every decision maker has a champion beside them, and none is against."),
        (Facts(people=9, placed=9, deciders=1, deciders_without_champion=1),
         "The only decision maker has no champion beside them."),
        (Facts(people=9, placed=9, deciders=4, deciders_without_champion=4),
         "None of the four decision makers has a champion beside them."),
        (Facts(people=9, placed=9, deciders=4, deciders_without_champion=1),
         "One of the four decision makers has no champion beside them."),
        (Facts(people=9, placed=9, deciders=4, deciders_against=1, against=("Ann",)), "Ann decides and is against."),
        (Facts(people=9, placed=9, deciders=4, deciders_against=1), "One of the four decision makers is against."),
        (Facts(people=9, placed=9, deciders=4, deciders_against=2, against=("Ann", "Bo")),
         "Ann and Bo decide and are against."),
        (Facts(people=9, placed=9, deciders=12, deciders_against=3), "Three of the 12 decision makers are against."),
        (Facts(people=9, placed=9, outside=1, outside_against=1),
         "The only customer or partner who decides is against."),
        (Facts(people=9, placed=9, deciders=6, deciders_without_champion=2, outside=2),
         "Two of the six internal decision makers have no champion beside them."),
        (Facts(people=9, placed=9, outside=3, outside_against=2),
         "Two of the three customers and partners who decide are against."),
    ],
)  # fmt: skip
def test_first_sentence(facts: Facts, first: str) -> None:
    assert tell(facts).texts[0] == first


def test_whom_a_sentence_speaks_of_is_found() -> None:
    facts = Facts(
        people=9, placed=6, assessed=7, deciders=3, deciders_against=3, deciders_without_champion=2,
        movers=(mover("Ann", (1, 1, 0), (2, 1, 0)),),
    )  # fmt: skip
    moved, against, alone = tell(facts, since=SINCE).sentences
    assert [(part.text, part.who) for part in moved][1] == ("Ann", 1)
    decides = (("segment", "decision_maker"), ("kind", "internal"))
    assert against[0] == Part("Three of the three decision makers", (*decides, ("position", "-1"), ("position", "-2")))
    assert alone[0] == Part("Two of the three decision makers", decides)
    unplaced = tell(replace(facts, deciders=0, deciders_against=0, deciders_without_champion=0, movers=()))
    assert [part.filters for part in unplaced.sentences[0]] == [(("unassessed", "1"),), (), (("unplaced", "1"),), ()]


def test_the_past_is_told_in_the_past() -> None:
    facts = Facts(people=3, placed=3, deciders=2, deciders_against=1, against=("Ann",), deciders_without_champion=2)
    assert tell(facts, on=ON).text == (
        "Ann decided and was against. None of the two decision makers had a champion beside them."
    )
    assert tell(Facts(), on=ON).text == "Nobody was on this map on 30 June 2025."
    assert tell(Facts(people=2, placed=2), on=ON).text == "Both people were on the map, and none of them decided."


def test_nobody_moved() -> None:
    assert tell(Facts(people=2, placed=2), since=SINCE).text == "Nobody has moved since 1 March 2026."


def test_at_most_three_sentences() -> None:
    facts = Facts(
        people=9, placed=7, deciders=3, deciders_against=3, deciders_without_champion=2,
        movers=(mover("Ann", (1, 1, 0), (2, 1, 0)),),
    )  # fmt: skip
    assert len(tell(facts, since=SINCE).sentences) == 3


def test_facts_of_people() -> None:
    people = [
        person(1, "decision_maker", -1, "Sales"),
        person(2, "decision_maker", -2, "Finance"),
        person(3, "decision_maker", None, "Product"),
        person(4, "champion", 2, "Sales"),
        person(5, "participant", -2, "Product"),
        Person(6, "Nora", Standing()),
        Person(7, "Half", Standing("champion", 3, None), assessed_on=ON),
        # A customer decides too, and no champion of ours stands beside them.
        person(8, "decision_maker", -1, kind="customer"),
    ]
    assert facts_of(people) == Facts(
        people=8,
        placed=6,
        assessed=7,
        deciders=3,
        deciders_against=2,
        deciders_without_champion=2,
        outside=1,
        outside_against=1,
        against=("P1", "P2"),
    )
    assert facts_of(people, frozenset({"Finance", "Product"})).deciders_without_champion == 1


def test_without_a_department_nobody_stands_beside_anybody() -> None:
    assert facts_of([person(1, "decision_maker"), person(2, "champion")]).deciders_without_champion == 1
