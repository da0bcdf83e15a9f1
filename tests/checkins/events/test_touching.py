"""Whom a change touches, and why."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.events.kinds import KINDS, due_on
from checkins.events.touching import Around, Change, Person, Stake, listed, touched
from checkins.models import ChangeEvent
from stakeholders.models import Relationship, Segment

ANN, BO, CY, DI, ED, FAY = range(1, 7)
PEOPLE = {
    ANN: Person(ANN, "Ann", "champion", 3),
    BO: Person(BO, "Bo", "decision_maker", 5, approves=True),
    CY: Person(CY, "Cy", "participant", 2),
    DI: Person(DI, "Di", "participant", 2, has_stake=True),
    ED: Person(ED, "Ed", "unknown", 4),
    FAY: Person(FAY, "Fay", "participant", None),
}
WIN, KEEP = 10, 11
AROUND = Around(
    people=PEOPLE,
    stakes=(
        Stake(BO, WIN, "budget", 7), Stake(BO, WIN, "political_capital"), Stake(BO, WIN, "time"),
        Stake(DI, KEEP, "time"), Stake(CY, None, "budget"),
    ),
    owners=((WIN, ANN), (WIN, BO), (KEEP, DI)),
    ties=(
        (BO, "trusts", ANN), (ANN, "advises", DI), (ANN, "influences", ED), (CY, "reports_to", ANN),
        (ANN, "reports_to", BO), (DI, "conflict", ANN), (FAY, "trusts", ANN),
    ),
    goals={WIN: "Win more deals", KEEP: "Keep more customers"},
    metric="Win rate",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("joined", ANN), [
            (ANN, "Is new: hear what they expect before others tell them what marketing is for."),
        ]),
        (Change("joined", ANN, other=CY), [
            (ANN, "Takes somebody’s place and does not know yet what was agreed."),
        ]),
        (Change("left", ANN, other=CY), [
            (CY, "Takes the place of Ann and does not know yet what was agreed."),
            (BO, "Owned “Win more deals” together with Ann, who left."),
            (DI, "Was advised by Ann, who left."),
            (ED, "Listened to Ann, who left."),
        ]),
        (Change("promoted", ANN), [
            (ANN, "Has another role: what they need of marketing may be another thing now."),
        ]),
        (Change("reports_elsewhere", ANN), [
            (ANN, "Reports to somebody else now, whose priorities may be others."),
            (BO, "Ann reports to them now."),
        ]),
        (Change("champion_lost", ANN), [
            (ANN, "Was a champion and is none any more: ask what changed."),
            (BO, "Trusts Ann, who does not speak for us any more."),
            (DI, "Is advised by Ann, who does not speak for us any more."),
            (ED, "Listens to Ann, who does not speak for us any more."),
        ]),
        (Change("position_dropped", ANN, because="Went from advocate to neutral"), [
            (ANN, "Went from advocate to neutral: ask what changed."),
            (BO, "Trusts Ann, who doubts it now."),
        ]),
        (Change("silence", ANN), [(ANN, "Nobody has been in touch for longer than they should be.")]),
        (Change("goal_added", goals=(WIN,)), [
            (ANN, "Owns the new goal “Win more deals”."),
            (BO, "Owns the new goal “Win more deals”."),
        ]),
        (Change("goal_dropped", goals=(WIN,)), [
            (BO, "Put budget, political capital and time into “Win more deals”, which was dropped:"
                 " the return they expect breaks."),
            (ANN, "Owned “Win more deals”, which was dropped."),
        ]),
        (Change("goal_reordered", goals=(KEEP,)), [
            (DI, "Put time into “Keep more customers”, which comes later now."),
        ]),
        (Change("goal_owner", goals=(WIN,), others=(CY, BO)), [
            (ANN, "Owns “Win more deals” now."),
            (CY, "Does not own “Win more deals” any more."),
            (BO, "Put budget, political capital and time into “Win more deals”, which has another owner."),
        ]),
        (Change("target_missed", metric=7), [
            (BO, "“Win rate” missed its target, and it would prove the return they expect."),
        ]),
        (Change("target_beaten", metric=7), [(BO, "“Win rate” reached its target: the proof they asked for.")]),
        (Change("budget_near", goals=(WIN,), day=dt.date(2026, 12, 31)), [
            (BO, "Put budget in, and decides by 31 December whether there is more."),
            (CY, "Put budget in, and decides by 31 December whether there is more."),
        ]),
        (Change("other", ANN, because="Moves to Oslo."), [(ANN, "Moves to Oslo.")]),
        (Change("other", goals=(KEEP,)), [(DI, "Owns “Keep more customers”, of which something changed.")]),
        (Change("other"), []),
    ],
)  # fmt: skip
def test_each_kind(change, expected):
    assert [(one.stakeholder, one.why) for one in touched(change, AROUND)] == expected


def test_every_kind_is_known():
    assert set(KINDS) == set(ChangeEvent.Kind.values)


def test_we_do_not_check_in_with_ourselves():
    ours = Around(PEOPLE, AROUND.stakes, AROUND.owners, ourselves=frozenset({BO}), goals=AROUND.goals)
    assert [one.stakeholder for one in touched(Change("goal_dropped", goals=(WIN,)), ours)] == [ANN]


@given(
    st.sampled_from(ChangeEvent.Kind.values),
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(Relationship.Kind.values), st.integers(1, 6)), max_size=15
    ),
    st.lists(st.sampled_from(Segment.values), min_size=6, max_size=6),
    st.sampled_from([None, CY]),
)  # fmt: skip
def test_everybody_once_and_nobody_is_named_but_whom_it_is_about(kind, ties, segments, other):
    people = {
        pk: Person(pk, f"Person{pk}", segment, approves=True) for pk, segment in zip(PEOPLE, segments, strict=True)
    }
    around = Around(people, AROUND.stakes, AROUND.owners, tuple(ties), AROUND.goals, "Win rate")
    found = touched(Change(kind, ANN, (WIN, KEEP), other, 7, (FAY,)), around)
    assert len({one.stakeholder for one in found}) == len(found)
    assert all(one.why.endswith(".") for one in found)
    assert not [one for one in found for pk in people if pk != ANN and f"Person{pk}" in one.why]
    if kind == "left":
        assert ANN not in {one.stakeholder for one in found}


def test_what_is_listed():
    assert listed(["budget"]) == "budget"


MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "happened_on", "holidays", "expected"),
    [
        ("position_dropped", MONDAY, set(), dt.date(2026, 11, 30)),
        ("position_dropped", MONDAY, {dt.date(2026, 11, 26), dt.date(2026, 11, 30)}, dt.date(2026, 12, 2)),
        # Found late: from today on.
        ("joined", dt.date(2026, 10, 1), set(), dt.date(2026, 12, 7)),
        # Told ahead: from then on.
        ("joined", dt.date(2027, 1, 2), set(), dt.date(2027, 1, 15)),
        # Before it is decided, and never before today.
        ("budget_near", dt.date(2026, 11, 30), set(), dt.date(2026, 11, 27)),
        ("budget_near", dt.date(2026, 11, 24), set(), MONDAY),
        ("budget_near", dt.date(2026, 12, 31), set(), dt.date(2026, 12, 7)),
    ],
)
def test_when_it_is_due(kind, happened_on, holidays, expected):
    assert due_on(kind, happened_on, today=MONDAY, holidays=holidays) == expected
