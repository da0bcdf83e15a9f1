"""Whether it is strategy or an order desk: hand-worked figures, and what must hold of any desk."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.order_desk import Begun, Span, Taken, concentration, workdays, works_of
from tests.impact.plain_desk import Asked, read

D = dt.date
QUARTER = Span(D(2026, 1, 1), D(2026, 3, 31))
LATER = D(2026, 2, 2)


def asked(number=1, who="Ann", decided="accepted", **fields) -> Asked:
    decisions = tuple((LATER, state) for state in decided.split())
    return Asked(number, f"Problem {number}", who, who, D(2026, 1, 20), decisions=decisions, **fields)


def test_a_quarter_worked_out_by_hand():
    """20 days of 50 serve no goal (6 + 4 asked, 10 of an initiative of 20 of which half lies in the quarter), and 5
    that serve one were ordered and made as they came: 25 of 50. One more piece, for a goal, was sized by nobody."""
    desk = read(
        [
            asked(1, "Ann", days=6),
            asked(2, "Ann", days=4, is_prescribed=True),
            asked(3, "Bo", days=5, goal=1, is_prescribed=True),
            asked(4, "Cy", "shaping accepted", days=10, goal=1, is_prescribed=True),
            asked(5, "Cy", "declined", days=9, is_prescribed=True),
            asked(6, "Dee", "accepted deferred", goal=1, days=7),
            asked(7, "Dee", ""),
            asked(8, "Eve", goal=1, days=15, changed_on=(D(2026, 2, 20),)),
            asked(9, "Eve", goal=1),
        ],
        [
            Begun("i", "Fair", D(2026, 3, 2), D(2026, 4, 30), days=20),
            Begun("j", "Over", D(2025, 3, 2), D(2025, 4, 30), days=20),
        ],
        QUARTER,
    )
    assert (desk.index.without_goal, desk.index.as_ordered, desk.index.days) == (20, 5, 50)
    assert (desk.index.share, desk.index.unsized, desk.index.on_goals, desk.index.orders) == (0.5, 1, 30, 25)
    assert (desk.index.pieces.count, desk.index.pieces.n) == (4, 7)
    assert [work.key for work in desk.works if work.is_order] == ["i", 1, 3, 2]
    assert [(one.count, one.n) for one in (desk.prescribed, desk.not_as_asked, desk.changed_late)] == [
        (4, 9), (2, 8), (2, 7),
    ]  # fmt: skip
    assert (desk.asked.half, desk.asked.people, desk.asked.n) == (3, 5, 9)
    assert desk.asked.herfindahl == pytest.approx((4 * 4 + 1) / 81)
    assert (desk.given.half, desk.given.top[0]) == (2, ("Eve", 15))
    assert (desk.took, desk.decided_first) == (13, 8)


def test_nothing_known_is_no_zero():
    desk = read([], [Begun("i", "Fair", D(2026, 3, 2))], QUARTER)
    assert (desk.index.share, desk.index.unsized, desk.index.pieces.count) == (None, 1, 1)
    assert (desk.prescribed.share, desk.asked.herfindahl, desk.asked.as_many_as, desk.took) == (None, None, None, None)


@pytest.mark.parametrize(
    ("begun", "days"),
    [
        # 22 working days in March, 22 in April 2026.
        ({"ends_on": D(2026, 4, 30)}, 10),
        ({"ends_on": D(2026, 4, 30), "over_on": D(2026, 3, 31)}, 20),
        ({"ends_on": D(2026, 4, 30), "over_on": D(2026, 3, 31), "is_stopped": True}, 10),
        ({"ends_on": D(2026, 3, 31), "over_on": D(2026, 4, 30)}, 10),
        ({"over_on": D(2026, 3, 17), "is_stopped": True}, 20),
        ({}, None),
        ({"ends_on": D(2026, 4, 30), "days": None}, None),
        # A Saturday alone.
        ({"starts_on": D(2026, 3, 7), "ends_on": D(2026, 3, 7)}, 0),
    ],
)
def test_days_of_an_initiative_are_spread_over_its_working_days(begun, days):
    one = Begun(**{"key": 1, "title": "Fair", "starts_on": D(2026, 3, 2), "days": 20, **begun})
    assert one.days_in(QUARTER) == days


def test_concentration_as_the_concentration_of_industries_is_told():
    """Shares of 30, 30, 20 and 20 %: 0.09 + 0.09 + 0.04 + 0.04, as if 3.85 of the same size were there."""
    found = concentration([("a", 30), ("b", 30), ("c", 20), ("d", 20)])
    assert (found.half, found.people) == (2, 4)
    assert found.herfindahl == pytest.approx(0.26)
    assert found.as_many_as == pytest.approx(3.846, abs=0.001)


@pytest.mark.parametrize(
    ("initiative", "request_days", "counted"),
    [
        # Both have days: the initiative's, although only half of them lie in the quarter.
        ({"days": 40, "ends_on": D(2026, 4, 30)}, 6, [("i", 20)]),
        # Nobody sized the initiative, or said when it ends: the request's, until somebody does.
        ({"ends_on": D(2026, 4, 30)}, 6, [(1, 6), ("i", None)]),
        ({"days": 40}, 6, [(1, 6), ("i", None)]),
        ({"days": 40, "ends_on": D(2026, 4, 30)}, None, [("i", 20)]),
        # Of neither: one piece of unknown size.
        ({}, None, [("i", None)]),
    ],
)
def test_a_request_and_the_initiative_that_came_of_it_are_counted_once(initiative, request_days, counted):
    taken = Taken(1, "Pumps", "Ann", LATER, days=request_days)
    begun = Begun("i", "Fair", D(2026, 3, 2), came_of=frozenset([1]), **initiative)
    another = Begun("j", "Old", D(2025, 3, 2), D(2025, 4, 30), days=9)
    assert [(one.key, one.days) for one in works_of([taken], [begun, another], QUARTER)] == counted


@given(st.dates(D(2020, 1, 1), D(2027, 1, 1)), st.integers(-3, 400))
def test_working_days_are_those_that_are_counted(first, more):
    last = first + dt.timedelta(days=more)
    counted = sum((first + dt.timedelta(days=day)).weekday() < 5 for day in range(more + 1))
    assert workdays(first, last) == counted


REQUESTS = st.lists(
    st.builds(
        asked,
        who=st.sampled_from("abcd"),
        decided=st.sampled_from(["", "accepted", "shaping", "shaping accepted", "declined", "accepted declined"]),
        days=st.none() | st.integers(0, 60),
        goal=st.none() | st.just(1),
        is_prescribed=st.booleans(),
    ),
    max_size=12,
)


@given(REQUESTS, REQUESTS)
def test_serving_more_requests_without_a_goal_never_improves_the_index(requests, more):
    """Whoever brings them, however they came, whether anybody said how large they are."""
    served = [replace(one, goal=None, decisions=((LATER, "accepted"),)) for one in more]
    before, after = (read(found, [], QUARTER).index for found in (requests, [*requests, *served]))
    assert (after.share or 0) >= (before.share or 0)
    assert (after.pieces.share or 0) >= (before.pieces.share or 0)


@given(REQUESTS)
def test_the_index_is_a_share_and_declining_does_not_move_it(requests):
    index = read(requests, [], QUARTER).index
    assert index.share is None or 0 <= index.share <= 1
    assert index.orders <= index.days
    declined = [replace(one, decisions=((LATER, "declined"),)) for one in requests]
    assert read([*requests, *declined], [], QUARTER).index == index
