import datetime as dt

import pytest

from stakeholders.investor_map.people import Person, Standing
from stakeholders.investor_map.story import Facts, Story, facts_of, tell

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
        movers=(mover("Marcus Hale", (4, 2, 0), (4, 4, 0)), mover("Ines Duarte", (5, 4, 1), (5, 3, 1))),
    )
    assert tell(facts, since=SINCE) == Story(
        "Marcus Hale gained two steps of interest since 1 March 2026; Ines Duarte lost one step of interest.",
        ("Three of the five decision makers have no champion beside them.", "Six of 20 people are not assessed yet."),
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ((4, 2, -1), (4, 2, 1), "Ann turned from sceptical to supportive since 1 March 2026."),
        ((4, 2, -1), (4, 3, 0), "Ann turned from sceptical to neutral since 1 March 2026."),
        ((4, 2, -1), (2, 2, -1), "Ann lost two steps of influence since 1 March 2026."),
        ((4, 1, 0), (5, 3, 1), "Ann gained two steps of interest since 1 March 2026."),
        ((4, 2, None), (4, 2, -2), "Ann showed where they stand: opposed since 1 March 2026."),
        ((4, 2, 1), (4, 2, None), "Ann no longer shows where they stand since 1 March 2026."),
    ],
)
def test_what_changed_most_is_said(before: tuple, after: tuple, sentence: str) -> None:
    assert tell(Facts(people=1, placed=1, movers=(mover("Ann", before, after),)), since=SINCE).first == sentence


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (Facts(), "Nobody is on this map."),
        (Facts(people=1), "The only person is not assessed yet, so the map is still empty."),
        (Facts(people=2), "Both people are not assessed yet, so the map is still empty."),
        (Facts(people=12), "All 12 people are not assessed yet, so the map is still empty."),
        (Facts(people=9, placed=8), "One of nine people is not assessed yet."),
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
    ],
)  # fmt: skip
def test_first_sentence(facts: Facts, first: str) -> None:
    assert tell(facts).first == first


def test_the_past_is_told_in_the_past() -> None:
    facts = Facts(people=3, placed=3, deciders=2, deciders_against=1, against=("Ann",), deciders_without_champion=2)
    assert tell(facts, on=ON).text == (
        "Ann decided and was against. None of the two decision makers had a champion beside them."
    )
    assert tell(Facts(), on=ON).first == "Nobody was on this map on 30 June 2025."


def test_nobody_moved() -> None:
    assert tell(Facts(people=2, placed=2), since=SINCE).first == "Nobody has moved since 1 March 2026."


def test_at_most_three_sentences() -> None:
    facts = Facts(
        people=9, placed=7, deciders=3, deciders_against=3, deciders_without_champion=2,
        movers=(mover("Ann", (1, 1, 0), (2, 1, 0)),),
    )  # fmt: skip
    assert len(tell(facts, since=SINCE).rest) == 2


def test_facts_of_people() -> None:
    people = [
        person(1, "decision_maker", -1, "Sales"),
        person(2, "decision_maker", -2, "Finance"),
        person(3, "decision_maker", None, "Product"),
        person(4, "champion", 2, "Sales"),
        person(5, "participant", -2, "Product"),
        Person(6, "Nora", Standing()),
    ]
    assert facts_of(people) == Facts(
        people=6,
        placed=5,
        deciders=3,
        deciders_against=2,
        deciders_without_champion=2,
        against=("P1", "P2"),
    )
    assert facts_of(people, frozenset({"Finance", "Product"})).deciders_without_champion == 1


def test_without_a_department_nobody_stands_beside_anybody() -> None:
    assert facts_of([person(1, "decision_maker"), person(2, "champion")]).deciders_without_champion == 1
