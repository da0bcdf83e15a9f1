"""Small server-drawn lines: where the points of a series fall in a box."""

from collections.abc import Sequence
from dataclasses import dataclass

INSET = 5.0


@dataclass(frozen=True)
class Sparkline:
    """Coordinates in a `width` × `height` box. A gap (None) breaks the line; `runs` are its pieces."""

    width: int
    height: int
    runs: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    band: tuple[float, float] | None
    last: tuple[float, float] | None


def sparkline(
    values: Sequence[float | None],
    *,
    band: tuple[float, float] | None = None,
    signals: Sequence[int] = (),
    width: int = 200,
    height: int = 48,
) -> Sparkline:
    """Scale `values` (in order, evenly spaced) into the box together with the `band` of routine variation.

    `signals` are indices of points drawn as dots. A constant series runs through the middle.
    """
    known = [float(value) for value in values if value is not None]
    levels = known + [float(level) for level in band or ()]
    if not levels:
        return Sparkline(width, height, (), (), None, None)
    low, high = min(levels), max(levels)

    def x(index: int) -> float:
        return round(width / 2 if len(values) < 2 else INSET + (width - 2 * INSET) * index / (len(values) - 1), 1)

    def y(value: float) -> float:
        share = 0.5 if high == low else (value - low) / (high - low)
        return round(height - INSET - share * (height - 2 * INSET), 1)

    runs: list[str] = []
    run: list[str] = []
    for index, value in enumerate(values):
        if value is None:
            runs, run = [*runs, " ".join(run)] if run else runs, []
        else:
            run.append(f"{x(index)},{y(float(value))}")
    if run:
        runs.append(" ".join(run))
    dots = tuple((x(i), y(float(value))) for i in signals if (value := values[i]) is not None)
    last_index = max((i for i, value in enumerate(values) if value is not None), default=None)
    last = None if last_index is None or last_index in signals else (x(last_index), y(known[-1]))
    top = (y(max(band)), round(y(min(band)) - y(max(band)), 1)) if band else None
    return Sparkline(width, height, tuple(runs), dots, top, last)
