"""Figures to explore: what Plotly takes, and nothing that people wrote as markup."""

import datetime as dt
import json
from typing import Any

import pytest
from plotly import graph_objects

from impact import exploring
from impact.models import Target
from impact.readings import read
from tests.impact.rows import FLOW, PROMOTERS, SHARE, a_metric, a_rebase, a_target, in_a_row, one, share

D = dt.date
TODAY = D(2026, 11, 23)
STEADY = [10.0, 12.0] * 10
HOSTILE = '<a href="https://evil.example">Win</a> rate'


def told(metric, observations, **more):
    return read(metric, observations, today=TODAY, **more)


def coloured(value: Any) -> Any:
    """As the page does it before Plotly sees the figure."""
    if isinstance(value, str):
        return "#123456" if value.startswith("--") else value
    if isinstance(value, list):
        return [coloured(each) for each in value]
    return {name: coloured(each) for name, each in value.items()} if isinstance(value, dict) else value


def trace(figure, name: str) -> dict[str, Any]:
    (found,) = [each for each in figure["data"] if each["name"] == name]
    return found


def names(figure) -> list[str]:
    return [each["name"] for each in figure["data"]]


def shares():
    starts = [D(2025, month, 1) for month in range(1, 13)]
    return [share(start, 80 - place % 3, 100) for place, start in enumerate(starts)]


READINGS = {
    "numbers with a target": lambda: told(
        a_metric(),
        in_a_row(STEADY),
        targets=[a_target(11, D(2026, 1, 1), D(2026, 12, 31), course=Target.Course.THROUGHOUT)],
    ),
    "a gap": lambda: told(a_metric(), in_a_row([1.0, None, 2.0, 3.0, 2.0, 2.0])),
    "one value": lambda: told(a_metric(), in_a_row([5.0])),
    "shares": lambda: told(a_metric(**SHARE), shares()),
    "promoters": lambda: told(a_metric(**PROMOTERS), []),
    "money": lambda: told(a_metric(**FLOW, unit_kind="money", currency="EUR"), in_a_row([1e6, 2e6, 1.5e6])),
    "judged anew": lambda: told(a_metric(), in_a_row(STEADY), rebases=[a_rebase(D(2026, 1, 1))]),
    "hostile": lambda: told(a_metric(name=HOSTILE), in_a_row(STEADY)),
}  # fmt: skip


@pytest.mark.parametrize("make", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("beside_year", [True, False])
def test_plotly_takes_every_figure(make, beside_year):
    figure = exploring.figure(make(), beside_year=beside_year)
    kept = json.loads(json.dumps(figure))
    assert kept == figure
    assert graph_objects.Figure(coloured(kept)).data is not None
    graph_objects.Figure(coloured(exploring.in_one([make(), make()])))


def test_a_gap_is_a_gap_and_a_value_says_what_it_is():
    figure = exploring.figure(told(a_metric(), in_a_row([1.0, None, 2.0])))
    measured = trace(figure, "Measured")
    assert (measured["x"], measured["y"]) == (["2025-01-01", "2025-02-01", "2025-03-01"], [1.0, None, 2.0])
    assert measured["text"] == ["January 2025: 1", "February 2025: not measured", "March 2025: 2"]
    assert measured["connectgaps"] is False


def test_a_signal_is_told_by_its_mark_and_in_words():
    figure = exploring.figure(told(a_metric(), in_a_row([*STEADY, 30.0])))
    marker, text = trace(figure, "Measured")["marker"], trace(figure, "Measured")["text"]
    assert (marker["symbol"][-1], marker["color"][-1]) == ("circle", "--good")
    assert text[-1] == "September 2026: 30, better than chance"
    assert marker["symbol"][0] == "circle"
    assert marker["size"][0] < marker["size"][-1]
    worse = exploring.figure(told(a_metric(good="down"), in_a_row([*STEADY, 30.0])))
    assert trace(worse, "Measured")["marker"]["symbol"][-1] == "diamond"


def test_what_came_before_a_rebase_is_not_joined_to_what_comes_after():
    reading = told(a_metric(), in_a_row([*STEADY]), rebases=[a_rebase(D(2026, 1, 1))])
    mean = trace(exploring.figure(reading), "Mean")
    assert len(reading.stretches) == 2
    breaks = [day for day, value in zip(mean["x"], mean["y"], strict=True) if value is None]
    assert breaks == ["2025-12-01", "2026-08-01"]


def test_the_year_before_lies_under_the_same_months():
    values = [float(place) for place in range(1, 15)]
    figure = exploring.figure(told(a_metric(), in_a_row(values)), beside_year=True)
    before = trace(figure, "A year before")
    assert before["y"] == [None] * 12 + [1.0, 2.0]
    assert before["text"][12:] == ["January 2025: 1", "February 2025: 2"]
    assert "A year before" not in names(exploring.figure(told(a_metric(), in_a_row(values[:12])), beside_year=True))


def test_a_period_that_is_not_over_is_open_and_told_by_nothing():
    flow = a_metric(**FLOW)
    running = one(D(2026, 11, 1), 3.0, on=D(2026, 11, 20))
    reading = told(flow, [*in_a_row([8.0, 9.0], first=D(2026, 9, 1)), running])
    assert trace(exploring.figure(reading), "Measured")["marker"]["symbol"][-1] == "circle-open"
    assert exploring.indexed(reading) == [100.0, 112.5, None]


def test_several_in_one_picture_begin_at_100_and_what_begins_at_nothing_is_left_out():
    first = told(a_metric(name="A"), in_a_row([50.0, 75.0]))
    nothing = told(a_metric(name="B"), in_a_row([0.0, 4.0]))
    figure = exploring.in_one([first, nothing])
    assert names(figure) == ["A"]
    assert figure["data"][0]["y"] == [100.0, 150.0]
    assert exploring.indexed(nothing) == []


def test_what_people_wrote_makes_no_markup():
    reading = told(a_metric(name=HOSTILE), in_a_row(STEADY))
    for figure in (exploring.figure(reading), exploring.in_one([reading])):
        assert "<a" not in json.dumps(figure)
    assert exploring.in_one([reading])["data"][0]["name"] == '‹a href="https://evil.example"›Win‹/a› rate'


def test_the_days_that_are_shown():
    assert exploring.reach([told(a_metric(), [])]) is None
    shown = [told(a_metric(), in_a_row([1.0], first=D(2026, 2, 1))), told(a_metric(), in_a_row([1.0, 2.0]))]
    assert exploring.reach(shown) == (D(2025, 1, 1), D(2026, 2, 28))
