"""Where everything of a process behaviour chart stands in its picture: pure geometry, drawn by `impact/_chart.html`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impact.analysis.process_behaviour import Good, Limits, Rule
from impact.readings import Point, Reading
from impact.units import NUMBER, Unit, compact, written

TOP, BOTTOM, RIGHT = 26.0, 30.0, 14.0
# So wide is a letter of the axis' figures.
LETTER = 6.6


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    # plain, good or concern, or partial for a period that is not over.
    tone: str
    # What it is, for whoever points at it.
    says: str


@dataclass(frozen=True)
class Stretch:
    """The limits between two rebases. A limit that there is none of is None."""

    start: float
    end: float
    mean: float
    band: tuple[float, float]
    upper: float | None
    lower: float | None
    is_trial: bool

    @property
    def width(self) -> float:
        return round(self.end - self.start, 1)


@dataclass(frozen=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True)
class Flag:
    """A note on a day, or the begin of another process, by its number in the list beside the chart."""

    x: float
    number: int
    is_rebase: bool


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    stretches: tuple[Stretch, ...]
    runs: tuple[str, ...]
    dots: tuple[Dot, ...]
    target: tuple[str, ...]
    flags: tuple[Flag, ...]

    def __hash__(self) -> int:
        """Of its size and its line: of all its points it would take as long as drawing some of them."""
        return hash((self.width, self.left, self.runs))

    @property
    def axis(self) -> float:
        """Where the figures of the axis end."""
        return self.left - 8

    @property
    def below(self) -> float:
        """Where the names of the periods stand."""
        return self.height - 8


@dataclass(frozen=True)
class _Course:
    """What of a picture is the same in every size: its steps, what each point says, and its tone."""

    steps: list[float]
    texts: list[str]
    says: list[str]
    tones: list[str]


def chart(
    reading: Reading,
    happenings: Sequence[tuple[int, int, bool]],
    *,
    width: float = 960,
    height: float = 320,
    across: int = 9,
) -> Chart:
    """`happenings` as (place among the points, number, whether it is a rebase); `across` is how many periods may be
    named below."""
    return _chart(reading, _course(reading), happenings, width, height, across)


def charts(reading: Reading, happenings: Sequence[tuple[int, int, bool]]) -> tuple[Chart, Chart]:
    """For a wide screen and for a phone."""
    course = _course(reading)
    return _chart(reading, course, happenings, 960, 320, 9), _chart(reading, course, happenings, 360, 270, 4)


def _course(reading: Reading) -> _Course:
    points, unit = reading.points, reading.metric.unit
    if not points:
        raise ValueError("There is nothing to draw of a metric that was never measured.")
    steps, tones = _scale(reading), tones_of(reading)
    return _Course(
        steps,
        [_short(step, unit) for step in steps],
        [_says(point, unit) for point in points],
        ["partial" if point.is_partial else tones.get(place, "plain") for place, point in enumerate(points)],
    )


def _chart(
    reading: Reading,
    course: _Course,
    happenings: Sequence[tuple[int, int, bool]],
    width: float,
    height: float,
    across: int,
) -> Chart:
    points, steps = reading.points, course.steps
    low, high = steps[0], steps[-1]
    left = max(len(text) for text in course.texts) * LETTER + 12
    plot_right, plot_bottom = width - RIGHT, height - BOTTOM

    def x(place: float) -> float:
        inset = 12.0
        room = plot_right - left - 2 * inset
        return round(left + inset + (room / 2 if len(points) == 1 else room * place / (len(points) - 1)), 1)

    def y(value: float) -> float:
        return round(plot_bottom - (value - low) / (high - low) * (plot_bottom - TOP), 1)

    places = [x(place) for place in range(len(points))]
    levels = [None if point.value is None else y(point.value) for point in points]
    half = 0.0 if len(points) == 1 else (x(1) - x(0)) / 2
    return Chart(
        width,
        height,
        left,
        plot_right,
        TOP,
        plot_bottom,
        tuple(Tick(places[place], _period(points[place].name, across)) for place in _named(len(points), across)),
        tuple(Tick(y(step), text) for step, text in zip(steps, course.texts, strict=True)),
        tuple(_stretch(limits, len(points), x, y, half, low, high) for limits in reading.stretches),
        _runs(places, levels),
        tuple(
            Dot(at, level, tone, says)
            for at, level, tone, says in zip(places, levels, course.tones, course.says, strict=True)
            if level is not None
        ),
        _steps(places, [None if point.due is None else y(point.due) for point in points], half),
        tuple(
            Flag(round(places[place] - (half if is_rebase else 0), 1), number, is_rebase)
            for place, number, is_rebase in happenings
        ),
    )


def _stretch(limits: Limits, many: int, x, y, half: float, low: float, high: float) -> Stretch:  # type: ignore[no-untyped-def]
    start = x(limits.start) - (half if limits.start else 8)
    end = x(limits.end - 1) + (half if limits.end < many else 8)
    top = y(high if limits.upper is None else limits.upper)
    bottom = y(low if limits.lower is None else limits.lower)
    if limits.is_too_few:
        top = bottom = y(limits.mean)
    return Stretch(
        round(start, 1),
        round(end, 1),
        y(limits.mean),
        (top, round(bottom - top, 1)),
        None if limits.upper is None or limits.is_too_few else y(limits.upper),
        None if limits.lower is None or limits.is_too_few else y(limits.lower),
        limits.is_trial,
    )


def tones_of(reading: Reading) -> Mapping[int, str]:
    """The tone of each point that is part of a signal, by its place: good, concern, or changed where neither way is
    better. Of several the one that counts first."""
    found: dict[int, str] = {}
    good = Good(reading.metric.good)
    for signal in sorted(reading.signals, key=lambda one: list(Rule).index(one.rule)):
        tone = "changed" if good is Good.NEITHER else "good" if signal.is_up == (good is Good.UP) else "concern"
        for place in signal.indices:
            found.setdefault(place, tone)
    return found


def _scale(reading: Reading) -> list[float]:
    """Round steps from the lowest to the highest value of the picture."""
    levels = [point.value for point in reading.points if point.value is not None]
    levels += [point.due for point in reading.points if point.due is not None]
    for limits in reading.stretches:
        if not limits.is_too_few:
            levels += [one for one in (limits.lower, limits.upper) if one is not None]
    low, high = min(levels), max(levels)
    unit = reading.metric.unit
    if low == high:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    room = (high - low) * 0.06
    low, high = low - room, high + room
    if unit.least is not None:
        low = max(low, unit.least) if low > unit.least else unit.least
    if unit.most is not None:
        high = min(high, unit.most)
    # From zero where zero is near: a picture that begins elsewhere makes steps look larger than they are.
    if 0 < low < (high - low) * 0.6:
        low = 0.0
    step = _round_step((high - low) / 4)
    first = math.floor(low / step) * step
    many = math.ceil((high - first) / step - 1e-9)
    return [first + step * number for number in range(many + 1)]


def _round_step(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    return float(next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= size * (1 - 1e-9)))


def _short(value: float, unit: Unit) -> str:
    """As an axis has it: €1.2 M, 45 %. What it is counted in stands beside the picture."""
    if unit.kind.value in ("share", "ratio"):
        return written(value, unit).removesuffix(" to 1")
    bare = unit if unit.currency else NUMBER
    if abs(value) >= 1e4:
        return compact(value, bare, least=1e4)
    prefix = written(0, bare).rstrip("0").strip() if bare.currency else ""
    return f"{'−' if value < 0 else ''}{prefix}{abs(value):,.4g}"


def _named(many: int, across: int) -> list[int]:
    """The places whose periods are named: evenly, the last one always."""
    step = max(math.ceil(many / across), 1)
    return list(range(many - 1, -1, -step))[::-1]


def _period(name: str, across: int) -> str:
    """“March 2026” becomes “Mar 26” below the picture."""
    words = name.removeprefix("Week of ").split()
    if len(words) == 3:
        return f"{words[0]} {words[1]}"
    return f"{words[0][:3]} {words[1][2:]}"


def _says(point: Point, unit: Unit) -> str:
    shown = "" if point.value is None else written(point.value, unit)
    return f"{point.name}: {shown}{', so far' if point.is_partial else ''}"


def _runs(places: Sequence[float], levels: Sequence[float | None]) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for at, level in zip(places, levels, strict=True):
        if level is None:
            runs.append([])
        else:
            runs[-1].append(f"{at},{level}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _steps(places: Sequence[float], dues: Sequence[float | None], half: float) -> tuple[str, ...]:
    """The target as a line of steps, one a period, broken where it asks nothing."""
    runs: list[list[str]] = [[]]
    for at, due in zip(places, dues, strict=True):
        if due is None:
            runs.append([])
        else:
            runs[-1] += [f"{round(at - (half or 8), 1)},{due}", f"{round(at + (half or 8), 1)},{due}"]
    return tuple(" ".join(run) for run in runs if run)
