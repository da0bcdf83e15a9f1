"""How the coalition moved: nothing in it says where anybody stands."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from impact import coalition
from impact.coalition import MOVED, PEOPLE, Movement, movement
from impact.models import CoalitionQuarter
from impact.tasks import sweep_coalitions
from stakeholders.models import Assessment

D = dt.date
TODAY = D(2026, 11, 23)


def people(many: int, *, supportive: int) -> dict[int, int]:
    return {person: 1 if person < supportive else -1 for person in range(many)}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (people(19, supportive=9), people(19, supportive=18), Movement(19, None, None)),
        (people(20, supportive=8), people(20, supportive=12), Movement(20, 4, 4)),
        (people(20, supportive=8), people(20, supportive=13), Movement(20, 4, 7)),
        (people(40, supportive=20), people(40, supportive=20), Movement(40, 5, 5)),
        # All or nobody would say where each of them stands.
        (people(30, supportive=30), people(30, supportive=0), Movement(30, 9, 1)),
        # Whoever was known at one end alone is not counted.
        (people(30, supportive=15), people(25, supportive=15), Movement(25, 6, 6)),
    ],
)
def test_movement_in_tenths(before, after, found):
    assert movement(before, after) == found


positions = st.dictionaries(st.integers(0, 60), st.integers(-2, 2), max_size=60)


@given(positions, st.data())
def test_one_person_alone_changes_nothing_that_is_told(before, data):
    """Whatever anybody knows of all the others: with one person more on the other side, movement is told as before."""
    both = movement(before, before)
    if not before:
        return
    moved = {**before}
    for person in data.draw(st.lists(st.sampled_from(sorted(before)), max_size=MOVED - 1, unique=True)):
        moved[person] = -1 if before[person] >= 1 else 1
    assert movement(before, moved) == both
    assert both.people < PEOPLE or 1 <= (both.before or 0) <= 9


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (None, ""),
        (
            CoalitionQuarter(starts_on=D(2026, 7, 1), people=12),
            "How the coalition moved in Q3 2026 is not told: from 20 people on whose position is known, nobody can be"
            " pointed at.",
        ),
        (
            CoalitionQuarter(starts_on=D(2026, 7, 1), people=32, before=4, after=4),
            "Of 32 people whose position was known before and after Q3 2026, about four in ten support the strategy,"
            " as many as before it.",
        ),
        (
            CoalitionQuarter(starts_on=D(2026, 7, 1), people=1200, before=9, after=1),
            "Of 1,200 people whose position was known before and after Q3 2026, at most one in ten support the"
            " strategy; before it at least nine in ten did.",
        ),
    ],
)
def test_in_a_sentence(row, sentence):
    assert coalition.says(row) == sentence


@pytest.mark.django_db
def test_a_quarter_is_read_once_whatever_is_said_of_it_later(workspace, leader, add_person):
    before, within = D(2026, 6, 1), D(2026, 8, 1)
    for place in range(21):
        person = add_person(
            f"P {place}",
            kind="customer" if place == 20 else "internal",
            position=1 if place < 8 else 0,
            assessed_on=before,
        )
        if place < 6:
            Assessment.objects.create(
                workspace=workspace, stakeholder=person, assessed_on=within, position=-1, author=leader, why="Said so"
            )
    read = coalition.read_last_quarter(workspace, today=TODAY)
    assert (read.starts_on, read.people, read.before, read.after) == (D(2026, 7, 1), 20, 4, 1)
    add_person("Late", position=2, assessed_on=before)
    assert coalition.read_last_quarter(workspace, today=TODAY) == read
    sweep_coalitions()
    assert list(CoalitionQuarter.objects.values_list("people", flat=True)) == [20]


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"people": 19}, {"people": 40, "before": 0}, {"people": 40, "after": None}])
def test_the_database_keeps_nothing_that_points_at_somebody(workspace, fields):
    row = {"starts_on": D(2026, 7, 1), "before": 5, "after": 5, **fields}
    with pytest.raises(IntegrityError, match="points_at_nobody"), transaction.atomic():
        CoalitionQuarter.objects.create(workspace=workspace, **row)


@pytest.mark.django_db
def test_what_was_read_is_never_changed(workspace):
    row = CoalitionQuarter.objects.create(workspace=workspace, starts_on=D(2026, 7, 1), people=3)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CoalitionQuarter.objects.filter(pk=row.pk).update(people=30)
