"""What would change without a goal, or with another order."""

from hypothesis import given
from hypothesis import strategies as st

from checkins.events.foreseeing import Backed, Promise, carried, if_dropped, if_moved, says
from checkins.events.touching import Around, Person, Stake

ANN, BO, CY = 1, 2, 3
AROUND = Around(
    {ANN: Person(ANN, "Ann", "champion", 3), BO: Person(BO, "Bo", "decision_maker", 5), CY: Person(CY, "Cy")},
    (Stake(BO, 10, "budget"),),
    ((10, ANN), (11, BO)),
    goals={10: "Win", 11: "Keep", 12: "Grow", 13: "Save"},
)
WIN = Backed(10, "Win", {ANN: 2, BO: 1}, (Promise(BO, "Budget", "50,000", "Pipeline"),))
KEEP, GROW, SAVE = Backed(11, "Keep", {BO: -1, CY: 1}), Backed(12, "Grow", {ANN: 0, CY: None}), Backed(13, "Save", {})
GOALS = [WIN, KEEP, GROW, SAVE]


def test_dropped():
    found = if_dropped(GOALS, 10, AROUND)
    assert found.breaks == WIN.promises
    assert (found.before.people, found.before.influence, found.before.unknown) == ({ANN, BO, CY}, 8, 1)
    assert (found.after.people, found.after.influence, found.after.deciders) == ({CY}, 0, frozenset())
    assert found.lost == {ANN, BO}
    assert [(place.before, place.after, place.influence) for place in found.places] == [
        (1, None, 8), (2, 1, 0), (3, 2, 0), (4, 3, 0),
    ]  # fmt: skip
    assert [one.stakeholder for one in found.check_ins] == [BO, ANN]
    assert says(found, dropped=True) == (
        "One person loses the return they expect",
        ". 1 person supports the goals that are left (before: 3), 0 of them deciding (before: 1); their influence comes"
        " to 0 (before: 8).",
    )


def test_moved():
    found = if_moved(GOALS, 10, 4, AROUND)
    assert [place.after for place in found.places] == [4, 1, 2, 3]
    assert (found.breaks, found.before, [one.stakeholder for one in found.check_ins]) == ((), found.after, [BO, ANN])
    assert (found.first_before.people, found.first_after.people) == ({ANN, BO, CY}, {CY})
    assert not if_moved(GOALS, 10, 1, AROUND).changes
    assert says(if_moved(GOALS, 10, 1, AROUND), dropped=False)[0] == "Nothing changes"


@given(st.integers(0, 5), st.integers(-3, 9))
def test_nothing_is_won_by_dropping_and_nothing_lost_by_moving(number, to):
    pk = 10 + number
    dropped, moved = if_dropped(GOALS, pk, AROUND), if_moved(GOALS, pk, to, AROUND)
    assert dropped.after.people <= dropped.before.people
    assert dropped.after.influence <= dropped.before.influence
    assert moved.before == moved.after == carried(GOALS, AROUND)
    assert sorted(place.after for place in moved.places) == [1, 2, 3, 4]
