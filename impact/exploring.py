"""Pictures that people explore: figures of Plotly as plain dicts, drawn by static/js/explore.js. Pure.

A colour is the name of a token, `--accent`, which the page replaces by what it means in its theme. What people wrote
loses its angle brackets: Plotly reads links and markup out of any text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from impact.analysis.process_behaviour import Limits
from impact.chart import tones_of
from impact.periods import DAY, Every, following
from impact.readings import Point, Reading
from impact.units import SYMBOLS, Kind, Unit, written

Figure = dict[str, Any]
# So many periods make a year.
YEAR = {Every.WEEK: 52, Every.MONTH: 12, Every.QUARTER: 4}
# What each tone is drawn with: never told apart by the colour alone.
MARKS = {
    "good": ("--good", "circle", 11),
    "concern": ("--concern", "diamond", 12),
    "changed": ("--ink", "square", 10),
    "partial": ("--ink-2", "circle-open", 9),
    "plain": ("--ink-2", "circle", 6),
}
TONES = {"good": "better than chance", "concern": "worse than chance", "changed": "more than chance"}
# One line each where several are drawn together: colour, dash and mark.
LINES = (
    ("--accent", "solid", "circle"),
    ("--ink", "dash", "square"),
    ("--ink-3", "solid", "diamond"),
    ("--accent", "dot", "triangle-up"),
    ("--ink", "dashdot", "x"),
    ("--ink-3", "longdash", "star"),
)
MOST = len(LINES)
LEVELS: tuple[tuple[str, str, Callable[[Limits], float | None]], ...] = (
    ("Upper limit", "dot", lambda limits: None if limits.is_too_few else limits.upper),
    ("Mean", "solid", lambda limits: limits.mean),
    ("Lower limit", "dot", lambda limits: None if limits.is_too_few else limits.lower),
)


def figure(reading: Reading, *, beside_year: bool = False) -> Figure:
    """One metric with its limits, signals, target and notes; with `beside_year` the same periods of the year before."""
    metric, unit = reading.metric, reading.metric.unit
    data = [*_limits(reading)]
    if beside_year and (before := _year_before(reading)):
        data.append(before)
    due = [point.due for point in reading.points]
    if any(value is not None for value in due):
        data.append(_line("Target", _days(reading.points), due, unit, color="--accent", dash="dash"))
    data.append(_values(reading))
    layout = _layout(plain(metric.name), _axis(unit))
    layout["shapes"] = [band for limits in reading.stretches if (band := _band(reading, limits))]
    return {"data": data, "layout": layout}


def in_one(found: Sequence[Reading]) -> Figure:
    """Several metrics in one picture, each as 100 in its first whole period: only so can units stand side by side."""
    data = []
    for reading, (color, dash, symbol) in zip(found, LINES, strict=False):
        shown = indexed(reading)
        if not shown:
            continue
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": plain(reading.metric.name),
                "x": _days(reading.points),
                "y": shown,
                "text": [_says(point, reading.metric.unit) for point in reading.points],
                "hovertemplate": "%{text}, at %{y:,.0f}<extra>" + plain(reading.metric.name) + "</extra>",
                "line": {"color": color, "dash": dash, "width": 2},
                "marker": {"color": color, "symbol": symbol, "size": 6},
                "connectgaps": False,
            }
        )
    return {"data": data, "layout": _layout("All together, first period = 100", {"tickformat": ",.0f"})}


def _first(reading: Reading) -> float | None:
    """Of its first whole period, which the others can be told by; None where that is nothing, or less."""
    first = next((point.judged for point in reading.points if point.judged is not None), None)
    return first if first is not None and first > 0 else None


def indexed(reading: Reading) -> list[float | None]:
    """Its whole periods, the first of them as 100; nothing where that is nothing, or less."""
    base = _first(reading)
    if base is None:
        return []
    return [None if point.judged is None else round(point.judged / base * 100, 1) for point in reading.points]


def plain(words: str) -> str:
    """What people wrote, as a chart may show it."""
    return words.replace("<", "‹").replace(">", "›")


def _values(reading: Reading) -> Figure:
    tones = tones_of(reading)
    kinds = ["partial" if point.is_partial else tones.get(place, "plain") for place, point in enumerate(reading.points)]
    marks = [MARKS[kind] for kind in kinds]
    said = [
        ", ".join(filter(None, (_says(point, reading.metric.unit), TONES.get(kind, ""))))
        for point, kind in zip(reading.points, kinds, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Measured",
        "x": _days(reading.points),
        "y": [point.value for point in reading.points],
        "text": said,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": "--ink-2", "width": 1.75},
        "marker": {
            "color": [color for color, _, _ in marks],
            "symbol": [symbol for _, symbol, _ in marks],
            "size": [size for _, _, size in marks],
            "opacity": 1,
        },
        "connectgaps": False,
    }


def _limits(reading: Reading) -> list[Figure]:
    """Mean and limits, a line each, broken where the process was judged anew."""
    unit = reading.metric.unit
    found = []
    for name, dash, level in LEVELS:
        days: list[str] = []
        values: list[float | None] = []
        for limits in reading.stretches:
            points = reading.points[limits.start : limits.end]
            # A day once more, with no value: what comes before the break is not joined to what comes after.
            days += [*_days(points), points[-1].starts_on.isoformat()]
            values += [*([level(limits)] * len(points)), None]
        if any(value is not None for value in values):
            found.append(_line(name, days, values, unit, color="--ink-3", dash=dash))
    return found


def _band(reading: Reading, limits: Limits) -> Figure | None:
    """What chance brings; None where it has no limit on one side."""
    if limits.is_too_few or limits.lower is None or limits.upper is None:
        return None
    return {
        "type": "rect",
        "layer": "below",
        "x0": reading.points[limits.start].starts_on.isoformat(),
        "x1": reading.points[min(limits.end, len(reading.points)) - 1].starts_on.isoformat(),
        "y0": limits.lower,
        "y1": limits.upper,
        "fillcolor": "--sunken",
        "line": {"width": 0},
    }


def _year_before(reading: Reading) -> Figure | None:
    """The whole periods of a year earlier, under those of this one; None where none is known."""
    every = Every(reading.metric.every)
    back = YEAR[every]
    points = reading.points
    days = [*_days(points)]
    values: list[float | None] = [points[place - back].judged if place >= back else None for place in range(len(days))]
    if not any(value is not None for value in values):
        return None
    said = [_says(points[place - back], reading.metric.unit) if place >= back else "" for place in range(len(days))]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "A year before",
        "x": days,
        "y": values,
        "text": said,
        "hovertemplate": "%{text}<extra>a year before</extra>",
        "line": {"color": "--ink-3", "dash": "longdash", "width": 1.5},
        "connectgaps": False,
    }


def _line(
    name: str, days: Sequence[str], values: Sequence[float | None], unit: Unit, *, color: str, dash: str
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": list(days),
        "y": list(values),
        "text": ["" if value is None else f"{name} {written(value, unit)}" for value in values],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "dash": dash, "width": 1.25},
        "connectgaps": False,
    }


def _layout(title: str, axis: Figure) -> Figure:
    return {
        "meta": {"title": title},
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        "hovermode": "closest",
        "dragmode": "zoom",
        "margin": {"l": 64, "r": 16, "t": 12, "b": 32},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "--ink-2", "size": 13},
        "hoverlabel": {"bgcolor": "--ink", "bordercolor": "--ink", "font": {"color": "--paper", "size": 13}},
        "xaxis": {"type": "date", "gridcolor": "--line", "linecolor": "--line-strong", "zeroline": False},
        "yaxis": {"gridcolor": "--line", "zerolinecolor": "--line-strong", "automargin": True, **axis},
    }


def _axis(unit: Unit) -> Figure:
    """How the axis writes its figures: short, in the unit of the metric."""
    if unit.kind is Kind.SHARE:
        return {"tickformat": ",.2~%"}
    short = {"exponentformat": "B", "separatethousands": True}
    if unit.kind is Kind.MONEY:
        return {"tickprefix": SYMBOLS.get(unit.currency, f"{unit.currency} "), **short}
    return short


def _days(points: Sequence[Point]) -> list[str]:
    return [point.starts_on.isoformat() for point in points]


def _says(point: Point, unit: Unit) -> str:
    if point.value is None:
        return f"{point.name}: not measured"
    return f"{point.name}: {written(point.value, unit)}{', so far' if point.is_partial else ''}"


def reach(found: Sequence[Reading]) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that the pictures show; None where nothing was measured."""
    starts = [reading.points[0].starts_on for reading in found if reading.points]
    if not starts:
        return None
    ends = [
        following(reading.points[-1].starts_on, Every(reading.metric.every)) - DAY
        for reading in found
        if reading.points
    ]
    return min(starts), max(ends)
