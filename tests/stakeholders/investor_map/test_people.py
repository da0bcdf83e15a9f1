import datetime as dt

import pytest

from stakeholders.investor_map.people import (
    Move,
    Person,
    Standing,
    anonymised,
    ranked_moves,
)
from stakeholders.investor_map.quadrants import quadrant


@pytest.mark.parametrize(
    ("influence", "interest", "strategy"),
    [
        (5, 5, "Manage closely"),
        (4, 4, "Manage closely"),
        (4, 3, "Keep satisfied"),
        (5, 1, "Keep satisfied"),
        (3, 4, "Keep informed"),
        (1, 5, "Keep informed"),
        (3, 3, "Monitor"),
        (1, 1, "Monitor"),
    ],
)
def test_quadrant(influence: int, interest: int, strategy: str) -> None:
    assert quadrant(influence, interest) == strategy


def test_spoken_says_all_that_the_picture_says() -> None:
    person = Person(1, "Halden Water", Standing("decision_maker", 4, 2, None), kind="customer", is_group=True)
    assert person.spoken == (
        "Halden Water, customer group, decision maker, position unknown, influence 4, interest 2, keep satisfied"
    )
    assert Person(1, "Ann", Standing("unknown", None, 3, -2)).spoken == "Ann, no segment yet, opposed"
    quiet = Person(1, "Ann", Standing("champion", 4, 4, 2), quiet=71)
    assert quiet.spoken == "Ann, champion, advocate, influence 4, interest 4, manage closely, gone quiet for 71 days"


@pytest.mark.parametrize(
    ("position", "fill"), [(2, "filled"), (1, "filled"), (0, "half"), (-1, "hollow"), (-2, "hollow"), (None, "dashed")]
)
def test_fill(position: int | None, fill: str) -> None:
    assert Person(1, "Ann", Standing("champion", 1, 1, position)).fill == fill


def test_move_in_words_and_steps() -> None:
    move = Move(Standing("detractor", 3, 2, -2), Standing("detractor", 4, 4, -1))
    assert move.words == "influence 3 → 4, interest 2 → 4, opposed → sceptical"
    assert move.size == 4
    unknown = Move(Standing("detractor", None, 2, None), Standing("detractor", 4, 2, 1))
    assert unknown.words == "influence unknown → 4, position unknown → supportive"
    assert unknown.position == 0


@pytest.mark.parametrize(
    "was",
    [None, Standing(), Standing("champion", 3, None, 1), Standing("champion", 4, 4, 1), Standing("detractor", 4, 4, 1)],
)
def test_no_move_without_two_different_places(was: Standing | None) -> None:
    assert Person(1, "Ann", Standing("champion", 4, 4, 1), was=was).move is None


def test_who_matters_most_comes_first_among_those_who_moved() -> None:
    def moved(number: int, influence: int, steps: int, *, was: int | None = None) -> Person:
        before = Standing("champion", was or influence, 5)
        return Person(number, f"P{number}", Standing("champion", influence, 5 - steps), before)

    still = Person(9, "Still", Standing("champion", 5, 5), Standing("champion", 5, 5))
    # Influence times steps: 2, 4, 3, 4 again with more influence than the other, and a fall from 5 to 1.
    people = [moved(1, 2, 1), moved(2, 2, 2), still, moved(3, 1, 3), moved(4, 4, 1), moved(5, 1, 0, was=5)]
    assert [person.id for person in ranked_moves(people)] == [5, 4, 2, 3, 1]


@pytest.mark.parametrize(
    ("now", "assessed_on", "missing"),
    [
        (Standing(), None, "not assessed yet"),
        (Standing("champion", None, 2), dt.date(2026, 1, 1), "influence unknown"),
        (Standing("champion", 3, None), dt.date(2026, 1, 1), "interest unknown"),
        (Standing("champion"), dt.date(2026, 1, 1), "influence and interest unknown"),
        (Standing("champion", 3, 2), dt.date(2026, 1, 1), ""),
    ],
)
def test_why_somebody_is_not_on_the_map(now: Standing, assessed_on: dt.date | None, missing: str) -> None:
    assert Person(1, "Ann", now, assessed_on=assessed_on).missing == missing


def test_anonymised_names_nobody_and_numbers_within_segments() -> None:
    people = [
        Person(7, "Ann", Standing("champion", 4, 4), job_title="Head of Sales", department="Sales",
               assessed_on=dt.date(2026, 1, 1)),
        Person(3, "Bo", Standing("champion", 1, 1), kind="customer"),
        Person(5, "Cy", Standing("decision_maker", 5, 5)),
        Person(6, "Di", Standing("unknown", 2, 2)),
    ]  # fmt: skip
    hidden = anonymised(people)
    assert {key: (person.id, person.name) for key, person in hidden.items()} == {
        5: (1, "Decision maker 1"),
        3: (2, "Champion 1"),
        7: (3, "Champion 2"),
        6: (4, "Stakeholder 1"),
    }
    assert hidden[7] == Person(3, "Champion 2", Standing("champion", 4, 4))
    assert hidden[3].kind == "customer"


def test_those_given_a_number_keep_it() -> None:
    first = [Person(7, "Ann", Standing("champion", 4, 4))]
    later = [Person(2, "Bo", Standing("champion", 4, 4)), *first]
    given = anonymised(first)
    assert {key: (person.id, person.name) for key, person in anonymised(later, given).items()} == {
        7: (1, "Champion 1"),
        2: (2, "Champion 2"),
    }
