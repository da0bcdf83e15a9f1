"""Where each piece of a quarter's work lies, and the picture of that."""

import datetime as dt

import pytest

from impact.order_desk import Begun, Span, Taken
from impact.work_calendar import DRAWN, TOP, WIDTH, picture, pieces, when

D = dt.date
# From Thursday to Tuesday, ninety days.
FRIDAY = D(2026, 1, 2)
QUARTER = Span(D(2026, 1, 1), D(2026, 3, 31))


def taken(key=1, *, on=FRIDAY, **fields) -> Taken:
    return Taken(key, f"Problem {key}", "Ann", on, **fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wanted_by": D(2026, 2, 9), "days": 3}, "2 Jan to 9 Feb"),
        # From a Friday: Friday, Monday, Tuesday.
        ({"days": 3}, "2 Jan to 6 Jan"),
        # What should have been there before it was taken on says nothing of when it is done.
        ({"wanted_by": D(2025, 12, 1), "days": 2}, "2 Jan to 5 Jan"),
        ({}, "on 2 Jan"),
    ],
)
def test_a_request_lies_where_it_is_wanted_or_as_long_as_it_is_large(fields, said):
    assert [when(one) for one in pieces([taken(**fields)], [], QUARTER)] == [said]


def test_only_what_was_taken_on_in_the_quarter_or_runs_in_it_and_once():
    found = pieces(
        [taken(1), taken(2), taken(3, on=D(2025, 12, 30)), taken(4, goal=7)],
        [
            Begun("a", "Fair", D(2025, 12, 1), D(2026, 1, 31), goal=7, days=9, came_of=frozenset([2])),
            Begun("b", "Over", D(2025, 1, 1), D(2025, 12, 31)),
            Begun("c", "On and on", D(2025, 1, 1)),
        ],
        QUARTER,
    )
    assert [(one.key, one.goal) for one in found] == [("c", None), ("a", 7), (1, None), (4, 7)]
    assert when(found[0]) == "from 1 Jan, no end set"


def test_bars_lie_in_their_days_and_weeks_begin_on_mondays():
    rows = pieces([taken(1, wanted_by=D(2026, 1, 10))], [Begun("a", "Fair", D(2025, 12, 1), D(2026, 6, 1))], QUARTER)
    drawn = picture([("Win more", []), ("", rows)], QUARTER, D(2026, 2, 15))
    fair, request = drawn.bars
    assert (fair.x, fair.width, fair.is_from_before, fair.goes_on, fair.is_inside) == (0, WIDTH, True, True, True)
    # The second to the tenth day of ninety.
    assert (request.x, request.width, request.is_inside, request.anchor) == (11.1, 100.0, True, "start")
    assert drawn.today == 500
    assert [(one.title, one.is_empty, one.is_ad_hoc) for one in drawn.headings] == [
        ("Win more", True, False), ("Ad hoc: serves no goal", False, True),
    ]  # fmt: skip
    assert [(week.text, week.month) for week in drawn.weeks[:6]] == [
        ("1", "January"), ("5", ""), ("12", ""), ("19", ""), ("26", ""), ("2", "February"),
    ]  # fmt: skip
    assert [week.month for week in drawn.weeks if week.month] == ["January", "February", "March"]
    assert picture([], QUARTER, D(2026, 4, 1)).today is None


def test_a_title_that_does_not_fit_stands_beside_its_bar():
    late = pieces([taken(1, on=D(2026, 3, 30)), taken(2)], [], QUARTER)
    assert [bar.anchor for bar in picture([("", late)], QUARTER, D(2026, 2, 1)).bars] == ["start", "end"]


def test_so_many_bars_are_drawn_and_the_others_counted():
    many = picture([("", pieces(map(taken, range(DRAWN + 3)), [], QUARTER))], QUARTER, D(2026, 2, 1))
    assert (len(many.bars), many.left_out) == (DRAWN, 3)
    assert many.height > many.bars[-1].y > TOP
