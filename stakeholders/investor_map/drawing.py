"""The map as a picture of its own: an SVG with its title, sentences and legend that needs no stylesheet; and as PNG.

Colours are those of the light theme (static/css/tokens.css): a picture is mostly pasted onto a white page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import typst

from stakeholders.investor_map.geometry import LETTER, RING_LINE, START_RADIUS, Frame, Mark, lay_out
from stakeholders.investor_map.people import Person
from stakeholders.investor_map.story import Story, day
from stakeholders.models.stakeholder import Kind
from web.shapes import DASHED, HALF, HOLLOW, LABELS, PATHS, SOLID, fill
from web.typesetting import fonts

PAPER, SURFACE, LINE, LINE_STRONG = "#faf7f1", "#fffdf9", "#e0d8ca", "#877d6e"
INK, INK_2, INK_3, WASH = "#211e1a", "#544d44", "#6a6257", "#e2efe9"
TONES: Final = {
    "decision-maker": "#2b2a33",
    "champion": "#258e66",
    "influencer": "#8b3989",
    "detractor": "#bf4a04",
    "participant": "#315db6",
    "unsegmented": "#675f57",
}
FILLS: Final = {SOLID.name: "1", HALF.name: ".38", HOLLOW.name: "0", DASHED.name: "0"}
SANS, SERIF = "'Hanken Grotesk', 'Noto Sans', sans-serif", "'Source Serif Pro', Georgia, serif"
# What XML cannot hold at all: a name may hold anything but NUL.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

WIDTH, MARGIN = 1280, 40
PAGE = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: rgb("{paper}"))
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


@dataclass(frozen=True)
class Sheet:
    """Everything the picture says beside the map itself."""

    workspace: str
    story: Story
    on: dt.date
    since: dt.date | None
    notes: tuple[str, ...] = ()
    # People whom the same question finds and the map cannot place.
    left_out: int = 0


def draw(people: Sequence[Person], sheet: Sheet) -> str:
    """The whole picture as one SVG document."""
    lines = wrap(sheet.story.text, 92)
    head = 84 + 27 * len(lines)
    frame = Frame(WIDTH - 2 * MARGIN, 760)
    marks = lay_out(people, frame)
    height = head + frame.height + 116
    title = f"The investor map of {sheet.workspace} on {day(sheet.on)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-labelledby="map-title map-desc" font-family={quoteattr(SANS)}>',
        f'<title id="map-title">{_text(title)}</title>',
        f'<desc id="map-desc">{_text(sheet.story.text)}</desc>',
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="{PAPER}"/>',
        _words(MARGIN, 62, "The investor map", 34, INK, family=SERIF, weight=600),
        *(_words(MARGIN, 100 + 27 * i, line, 19, INK_2) for i, line in enumerate(lines)),
        f'<g transform="translate({MARGIN} {head})">',
        *_plot(frame),
        *_trails(marks),
        *(_mark(mark) for mark in marks),
        *(_label(mark) for mark in marks if mark.label),
        "</g>",
        *_foot(people, sheet, head + frame.height + 30),
        "</svg>",
    ]
    return "\n".join(parts)


def to_png(svg: str, *, pixels_per_point: float = 2) -> bytes:
    """The picture as PNG, typeset by typst with the product's own fonts."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert found is not None
    source = PAGE.format(width=found[1], height=found[2], paper=PAPER)
    drawn: bytes = typst.compile(
        source.encode(), format="png", ppi=72 * pixels_per_point, font_paths=fonts(), sys_inputs={"svg": svg}
    )
    return drawn


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, broken at spaces; a longer word is broken where it must."""
    lines = [""]
    for word in text.split():
        for start in range(0, len(word), width):
            piece = word[start : start + width]
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > width:
                lines.append(piece)
            else:
                lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines


def _plot(frame: Frame) -> Iterator[str]:
    plot, (x, y) = frame.plot, frame.cross
    yield (
        f'<rect x="{plot.x:.1f}" y="{plot.y:.1f}" width="{plot.width:.1f}" height="{plot.height:.1f}" rx="6" '
        f'fill="{SURFACE}" stroke="{LINE}"/>'
    )
    yield f'<rect x="{x:.1f}" y="{plot.y:.1f}" width="{plot.right - x:.1f}" height="{y - plot.y:.1f}" fill="{WASH}"/>'
    yield f'<path d="{frame.steps_path}" stroke="{LINE}" stroke-dasharray="1 5" fill="none"/>'
    yield f'<path d="{frame.cross_path}" stroke="{LINE_STRONG}" stroke-dasharray="2 5" fill="none"/>'
    for words, title_x, title_y, anchor in frame.titles:
        yield _words(title_x, title_y, words, 14, INK_3, anchor=anchor, weight=600)
    for score, tick_x, tick_y in frame.ticks:
        yield _words(tick_x, tick_y, str(score), 12, INK_3, anchor="middle")
    yield _words(plot.right, frame.axis_y, "Interest in marketing strategy →", 13, INK_2, anchor="end")
    yield (
        f'<text transform="translate(14 {plot.bottom:.1f}) rotate(-90)" font-size="13" fill="{INK_2}">'
        "Influence in the company →</text>"
    )


def _trails(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks:
        if mark.trail:
            x, y = mark.trail.start
            yield f'<path d="{mark.trail.path}" fill="{INK_2}" fill-opacity=".62"/>{_start(x, y)}'


def _start(x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{START_RADIUS}" fill="{SURFACE}" stroke="{INK_2}" stroke-width="1.2"/>'
    )


def _mark(mark: Mark) -> str:
    tone = TONES[mark.person.tone]
    ring = ""
    if mark.ring:
        dashes = ' stroke-dasharray="2 2"' if mark.person.kind == Kind.PARTNER else ""
        ring = f'<circle r="{mark.ring:.1f}" fill="none" stroke="{tone}" stroke-width="{RING_LINE}"{dashes}/>'
    drawn = _shape(mark.person.tone, mark.person.now.position, f"scale({mark.scale:.3f})")
    return (
        f'<g transform="translate({mark.spot.x:.1f} {mark.spot.y:.1f})">'
        f"<title>{_text(mark.person.spoken)}</title>{ring}{drawn}</g>"
    )


def _shape(tone: str, position: int | None, transform: str, colour: str = "") -> str:
    look, colour = fill(position), colour or TONES[tone]
    backing = f'<path d="{PATHS[tone]}" fill="{SURFACE}"/>' if look.name != SOLID.name else ""
    dashes = f' stroke-dasharray="{look.dashes}"' if look.dashes else ""
    return (
        f'<g transform="{transform}">{backing}<path d="{PATHS[tone]}" fill="{colour}" '
        f'fill-opacity="{FILLS[look.name]}" stroke="{colour}" stroke-width="1.7" stroke-linejoin="round"'
        f"{dashes}/></g>"
    )


def _label(mark: Mark) -> str:
    assert mark.label is not None
    label = mark.label
    return (
        f'<text x="{label.x:.1f}" y="{label.y + 4.2:.1f}" text-anchor="{label.anchor}" font-size="12.5" fill="{INK}" '
        f'stroke="{SURFACE}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">{_text(label.text)}</text>'
    )


def _foot(people: Sequence[Person], sheet: Sheet, y: float) -> Iterator[str]:
    """The legend, segments above and the rest below in ink that is no segment's; then how many, when and for whom."""
    tones = [tone for tone in LABELS if any(person.tone == tone for person in people)]
    segments = [(_shape(tone, None if tone == "unsegmented" else 2, "scale(1)"), LABELS[tone]) for tone in tones]
    stances = ((2, "in favour"), (0, "neutral"), (-1, "against"), (None, "position unknown"))
    others = [(_shape("participant", position, "scale(.9)", INK_2), words) for position, words in stances]
    for kind, words, dashes in ((Kind.CUSTOMER, "customer", ""), (Kind.PARTNER, "partner", ' stroke-dasharray="2 2"')):
        if any(person.kind == kind for person in people):
            core = f'<circle r="3.8" fill="{INK_2}"/>'
            others.append((f'<circle r="7.2" fill="none" stroke="{INK_2}"{dashes}/>{core}', words))
    if sheet.since:
        arrow = f'{_start(-7, 0)}<path d="M-3.4,-.4 L4,-1.3 L4,-3.8 L11,0 L4,3.8 L4,1.3 L-3.4,.4 Z" fill="{INK_2}"/>'
        others.append((arrow, f"moved since {day(sheet.since)}"))
    for row, entries in enumerate((segments, others)):
        x = float(MARGIN)
        for drawn, words in entries:
            line = y + 25 * row
            at = f"translate({x + 8:.1f} {line:.1f})"
            yield f'<g transform="{at}">{drawn}</g>{_words(x + 24, line + 4.5, words, 13, INK_2)}'
            x += 24 + LETTER * 1.06 * len(words) + 20
    counted = f"{len(people):,} placed" + (f", {sheet.left_out:,} not shown" if sheet.left_out else "")
    notes = [sheet.workspace, *sheet.notes, counted, day(sheet.on), "Confidential"]
    yield _words(MARGIN, y + 60, " · ".join(notes), 12.5, INK_3)


def _words(
    x: float,
    y: float,
    words: str,
    size: float,
    colour: str,
    *,
    anchor: str = "start",
    family: str = "",
    weight: int = 400,
) -> str:
    font = f" font-family={quoteattr(family)}" if family else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}"{font}>{_text(words)}</text>'
    )


def _text(words: str) -> str:
    return escape(UNWRITABLE.sub("", words))
