"""Where everything of a process behaviour chart stands."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.chart import chart, tones_of
from impact.models import Metric
from impact.readings import Reading, read
from tests.impact.rows import FLOW, SHARE, a_metric, a_rebase, a_target, in_a_row, share

TODAY = dt.date(2026, 6, 15)
ROUTINE = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]


def reading(values, metric: Metric | None = None, **more) -> Reading:
    first = dt.date(2025, 1, 1)
    return read(metric or a_metric(), in_a_row(values, first=first), today=more.pop("today", TODAY), **more)


def test_points_stand_in_their_order_and_higher_values_higher() -> None:
    drawn = chart(reading([10, 12, 11, 10, 12]), [])
    assert [dot.x for dot in drawn.dots] == sorted(dot.x for dot in drawn.dots)
    by_value = dict(zip([10, 12, 11], drawn.dots, strict=False))
    assert by_value[12].y < by_value[11].y < by_value[10].y
    assert drawn.dots[0].says == "January 2025: 10"
    assert len(drawn.runs) == 1


def test_a_gap_breaks_the_line_and_has_no_dot() -> None:
    drawn = chart(reading([10, 12, None, 10, 12]), [])
    assert len(drawn.runs) == 2
    assert len(drawn.dots) == 4


def test_better_and_worse_are_told_apart() -> None:
    values = [*ROUTINE, 30]
    assert tones_of(reading(values))[12] == "good"
    assert tones_of(reading(values, a_metric(good="down")))[12] == "concern"
    assert tones_of(reading(values, a_metric(good="neither")))[12] == "changed"
    assert tones_of(reading(ROUTINE)) == {}


def test_too_few_values_have_no_limits() -> None:
    [stretch] = chart(reading([10, 12, 11, 10]), []).stretches
    assert (stretch.upper, stretch.lower, stretch.band[1]) == (None, None, 0)


def test_a_limit_that_there_is_none_of_is_not_drawn() -> None:
    counted = [share(start.starts_on, ahead, 50) for start, ahead in zip(in_a_row([1] * 8), [49, 50] * 4, strict=True)]
    [stretch] = chart(read(a_metric(**SHARE), counted, today=TODAY), []).stretches
    assert stretch.upper is None
    assert stretch.lower is not None


def test_limits_begin_anew_at_a_rebase() -> None:
    low, high = [10, 11] * 6, [20, 21] * 6
    drawn = chart(
        reading([*low, *high], rebases=[a_rebase(dt.date(2026, 1, 1))], today=dt.date(2027, 1, 9)), [(12, 1, True)]
    )
    before, after = drawn.stretches
    assert before.end == after.start == drawn.flags[0].x
    assert after.mean < before.mean


def test_the_target_is_a_line_of_steps() -> None:
    target = a_target(120, dt.date(2025, 3, 1), dt.date(2025, 6, 30))
    drawn = chart(
        reading([10, 20, 30, 20, 30, 20, 10], a_metric(**FLOW), targets=[target], today=dt.date(2025, 5, 5)), []
    )
    [steps] = drawn.target
    assert len(steps.split()) == 8
    assert {point.split(",")[1] for point in steps.split()} == {str(drawn.dots[2].y)}


def test_one_value_stands_in_the_middle() -> None:
    drawn = chart(reading([10]), [])
    assert drawn.dots[0].x == pytest.approx((drawn.left + drawn.right) / 2, abs=0.1)


def test_what_was_never_measured_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="never measured"):
        chart(reading([]), [])


@pytest.mark.parametrize("width", [360, 960])
@given(values=st.lists(st.one_of(st.none(), st.floats(-1e15, 1e15)), min_size=1, max_size=40).filter(any))
def test_nothing_leaves_the_picture(width, values) -> None:
    drawn = chart(reading(values), [], width=width, across=4)
    for dot in drawn.dots:
        assert drawn.left <= dot.x <= drawn.right
        assert drawn.top - 0.2 <= dot.y <= drawn.bottom + 0.2
    for stretch in drawn.stretches:
        assert drawn.top - 0.2 <= stretch.mean <= drawn.bottom + 0.2
    assert len(drawn.across) <= 4
    assert 2 <= len(drawn.up) <= 8


def test_the_axis_of_the_largest_numbers_is_readable():
    drawn = chart(reading([1e15, 9e14, 1e15, 9.5e14, 1e15]), [])
    texts = [tick.text.replace("\u00a0", " ") for tick in drawn.up]
    assert (texts[-1].endswith(" tn"), any("e+" in text for text in texts)) == (True, False)
    near = chart(reading([10_250.0, 10_500, 10_750, 10_500, 10_250]), [])
    texts = [tick.text for tick in near.up]
    assert len(set(texts)) == len(texts)
