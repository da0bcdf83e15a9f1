"""A process behaviour chart as SVG in the colours of print: what `impact/_chart.html` draws on screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from impact.chart import Chart, Dot, Flag, Stretch

# The light values of tokens.css.
COLOURS = {"--good": "#0b5fa5", "--concern": "#a83f08", "--plain": "#6a6257"}
INK, INK_2, FAINT, LINE, STRONG, BAND, PAPER, TARGET = (
    "#211e1a", "#544d44", "#6a6257", "#e0d8ca", "#877d6e", "#ece6d9", "#ffffff", "#0b5d4d",
)  # fmt: skip
# On A4 the screen's letters of 12 would be too small to read; these take so much more room around the picture.
LETTERS, BESIDE, BELOW = 15.5, 26.0, 4.0


def draw(chart: Chart) -> str:
    """The picture as one SVG document that needs no stylesheet."""
    box = f"{-BESIDE} 0 {chart.width + BESIDE + 8} {chart.height + BELOW}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="Hanken Grotesk" font-size="{LETTERS}">'
        f"{''.join(_marks(chart))}</svg>"
    )


def _marks(chart: Chart) -> Iterator[str]:
    for limits in chart.stretches:
        yield band(limits.start, limits.band[0], limits.width, limits.band[1], is_trial=limits.is_trial)
    for tick in chart.up:
        yield line(chart.left, tick.at, chart.right, tick.at, LINE, 0.8)
        yield f'<text x="{chart.axis}" y="{tick.at + 5}" fill="{FAINT}" text-anchor="end">{escape(tick.text)}</text>'
    for place, tick in enumerate(chart.across):
        anchor = "end" if place == len(chart.across) - 1 else "middle"
        yield f'<text x="{tick.at}" y="{chart.below}" fill="{FAINT}" text-anchor="{anchor}">{escape(tick.text)}</text>'
    for limits in chart.stretches:
        yield from _levels(limits)
    for run in chart.target:
        yield _run(run, TARGET, 2.2, "8 4")
    for flag in chart.flags:
        yield _flag(flag, chart)
    for run in chart.runs:
        yield _run(run, INK_2, 1.8)
    for dot in chart.dots:
        yield mark(dot)


def _levels(limits: Stretch) -> Iterator[str]:
    yield line(limits.start, limits.mean, limits.end, limits.mean, FAINT, 1.4)
    for level in (limits.upper, limits.lower):
        if level is not None:
            yield line(limits.start, level, limits.end, level, STRONG, 1.2, "2 3")


def _flag(flag: Flag, chart: Chart) -> str:
    paint, words = (INK, PAPER) if flag.is_rebase else (PAPER, INK_2)
    down = INK_2, 1, "" if flag.is_rebase else "1 3"
    return (
        f"{line(flag.x, chart.top, flag.x, chart.bottom, *down)}"
        f'<circle cx="{flag.x}" cy="12" r="10" fill="{paint}" stroke="{STRONG}"/>'
        f'<text x="{flag.x}" y="16.5" font-size="12.5" font-weight="600" fill="{words}" text-anchor="middle">'
        f"{flag.number}</text>"
    )


def mark(dot: Dot) -> str:
    """A point: a diamond where it is worse than chance, so that its colour is not all that tells."""
    if dot.tone == "concern":
        return f'<path d="M{dot.x},{dot.y - 7.5} l7.5,7.5 l-7.5,7.5 l-7.5,-7.5 z" fill="{COLOURS["--concern"]}"/>'
    if dot.tone == "partial":
        ring = f'fill="{PAPER}" stroke="{INK_2}" stroke-width="1.8" stroke-dasharray="2.4 1.6"'
        return f'<circle cx="{dot.x}" cy="{dot.y}" r="5" {ring}/>'
    radius, paint = {"good": (6, COLOURS["--good"]), "changed": (6, INK)}.get(dot.tone, (3.6, INK_2))
    return f'<circle cx="{dot.x}" cy="{dot.y}" r="{radius}" fill="{paint}"/>'


def band(x: float, y: float, width: float, height: float, *, is_trial: bool = False) -> str:
    opacity = ".6" if is_trial else "1"
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{BAND}" opacity="{opacity}"/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _run(points: str, colour: str, width: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"'
        f' stroke-linecap="round"{dashed}/>'
    )


def legend(chart: Chart) -> list[dict[str, str]]:
    """What the picture's signs mean: those that it has."""
    found = []
    if chart.stretches:
        found += [("what chance brings", band(0, 0, 26, 12)), ("mean", line(0, 6, 26, 6, FAINT, 1.6))]
    if chart.target:
        found.append(("target", line(0, 6, 26, 6, TARGET, 2.4, "8 4")))
    tones = {dot.tone for dot in chart.dots}
    told = {
        "good": "better than chance",
        "concern": "worse than chance",
        "changed": "more than chance",
        "partial": "period not over",
    }
    found += [(says, mark(Dot(13, 6, tone, ""))) for tone, says in told.items() if tone in tones]
    small = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -2 26 16">'
    return [{"says": says, "drawn": f"{small}{drawn}</svg>"} for says, drawn in found]


@cache
def icon(name: str, colour: str) -> str:
    """A drawing of lucide in one colour."""
    drawn = _icons().read(f"{name}.svg").decode()
    return drawn.replace("currentColor", colour)


@cache
def _icons() -> ZipFile:
    return ZipFile(BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes()))
