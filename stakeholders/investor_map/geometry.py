"""Where marks and their labels go on the map. Pure arithmetic in pixels; static/js/map-geometry.js says the same.

Scores are whole numbers, so many people share a place. Each of the 25 places is a cell; people spread inside their
cell, and the lines between quadrants run between cells, so that nobody seems to stand where nobody put them.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stakeholders.investor_map.people import Person, by_move, by_weight, draw_order
from stakeholders.investor_map.quadrants import HIGH, KEEP_INFORMED, KEEP_SATISFIED, MANAGE_CLOSELY, MONITOR
from stakeholders.models.stakeholder import Kind
from web.shapes import PATHS

# The cross of the quadrants stands in the middle, as everybody knows it: the two high scores share one half of an axis,
# the three others the other half. The scale is ordinal: its steps have an order, no length.
LOW_SHARE: Final = 1 / 2 / (HIGH - 1)
HIGH_SHARE: Final = 1 / 2 / (6 - HIGH)

PADDING: Final = 7.0
TITLE: Final = 20.0
ROW: Final = 20.0
LABELLED_COLUMN: Final = 96.0
PITCH: Final = 26.0
SMALLEST_PITCH: Final = 3.6
LETTER: Final = 6.4
WIDE_LETTER: Final = 12.5
LABEL_HEIGHT: Final = 15.0
LABEL_GAP: Final = 5.0
LONGEST_LABEL: Final = 22
MOST_LABELS: Final = 140
# The shapes of web.shapes are drawn round 0,0 and reach 6.6, with half a line's width beyond.
REACH: Final = 7.45
RING_SHARE: Final = 0.72
RING_LINE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Rect) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: Rect) -> bool:
        return self.x <= other.x and other.right <= self.right and self.y <= other.y and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot within a picture of `width` by `height`."""

    width: float = 760
    height: float = 548
    left: float = 46
    right: float = 12
    top: float = 12
    bottom: float = 42

    @property
    def plot(self) -> Rect:
        return Rect(self.left, self.top, self.width - self.left - self.right, self.height - self.top - self.bottom)

    def cell(self, influence: int, interest: int) -> Rect:
        plot = self.plot
        start, share = _track(interest)
        top, tall = _track(influence)
        return Rect(
            plot.x + start * plot.width,
            plot.y + (1 - top - tall) * plot.height,
            share * plot.width,
            tall * plot.height,
        )

    def room(self, influence: int, interest: int) -> Rect:
        """The part of a cell where marks may stand: not at its edges, not under a quadrant's name."""
        cell = self.cell(influence, interest)
        left, right = cell.x + PADDING, cell.right - PADDING
        # In a narrow picture a name reaches over several cells.
        names = self.title_boxes()[:2] if influence == 5 else self.title_boxes()[2:] if influence == 1 else []
        title = TITLE if any(name.x < right and left < name.right for name in names) else 0.0
        above = title if influence == 5 else 0.0
        return Rect(left, cell.y + PADDING + above, right - left, cell.height - 2 * PADDING - title)

    @property
    def cross(self) -> tuple[float, float]:
        """Where the lines between the quadrants meet."""
        return self.plot.centre

    @property
    def titles(self) -> list[tuple[str, float, float, str]]:
        """(words, x, y, anchor) of each quadrant's name."""
        plot = self.plot
        return [
            (KEEP_SATISFIED, plot.x + 9, plot.y + 18, "start"),
            (MANAGE_CLOSELY, plot.right - 9, plot.y + 18, "end"),
            (MONITOR, plot.x + 9, plot.bottom - 9, "start"),
            (KEEP_INFORMED, plot.right - 9, plot.bottom - 9, "end"),
        ]

    @property
    def half_width(self) -> float:
        return self.plot.width / 2

    @property
    def half_height(self) -> float:
        return self.plot.height / 2

    @property
    def cross_path(self) -> str:
        plot, (x, y) = self.plot, self.cross
        return f"M{x:.1f},{plot.y:.1f}V{plot.bottom:.1f}M{plot.x:.1f},{y:.1f}H{plot.right:.1f}"

    @property
    def steps_path(self) -> str:
        """The lines between the cells of one quadrant."""
        plot = self.plot
        return "".join(
            f"M{self.cell(1, score).x:.1f},{plot.y:.1f}V{plot.bottom:.1f}"
            f"M{plot.x:.1f},{self.cell(score, 1).bottom:.1f}H{plot.right:.1f}"
            for score in range(2, 6)
            if score != HIGH
        )

    @property
    def ticks(self) -> list[tuple[int, float, float]]:
        """(score, x, y) of the numbers along both axes."""
        plot = self.plot
        return [
            tick
            for score in range(1, 6)
            for tick in (
                (score, self.cell(1, score).centre[0], plot.bottom + 17),
                (score, plot.x - 11, self.cell(score, 1).centre[1] + 4),
            )
        ]

    @property
    def axis_y(self) -> float:
        return self.plot.bottom + 35

    def title_boxes(self) -> list[Rect]:
        return [
            Rect(x if anchor == "start" else x - text_width(words) - 6, y - 13, text_width(words) + 6, 17)
            for words, x, y, anchor in self.titles
        ]


def _track(score: int) -> tuple[float, float]:
    """Start and length of a score's share of an axis."""
    if score < HIGH:
        return (score - 1) * LOW_SHARE, LOW_SHARE
    return 0.5 + (score - HIGH) * HIGH_SHARE, HIGH_SHARE


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one mark stands, and how large it may be."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Rect:
        return Rect(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A wedge that grows from a hollow dot at `start` to an arrowhead at the mark; `boxes` is what it covers."""

    path: str
    start: tuple[float, float]
    boxes: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One person as drawn: the spot, the label if there is room for it, and the trail of those who moved."""

    person: Person
    spot: Spot
    label: Label | None = None
    trail: Trail | None = None

    @property
    def path(self) -> str:
        return PATHS[self.person.tone]

    @property
    def ring(self) -> float:
        """Radius of the ring that tells customers and partners from colleagues; 0 for colleagues."""
        return 0 if self.person.kind == Kind.INTERNAL else self.spot.radius - RING_LINE / 2

    @property
    def scale(self) -> float:
        """Of the shape: a ring takes its room from the shape inside it, never from the neighbours."""
        return self.spot.radius / REACH * (RING_SHARE if self.ring else 1)


def base_radius(influence: int) -> float:
    """Influence shows a little in the size too."""
    return 6.4 + 0.6 * influence


def capacity(room: Rect) -> int:
    """How many marks fit without touching each other."""
    return int(room.width // SMALLEST_PITCH) * int(room.height // SMALLEST_PITCH)


def spread(count: int, room: Rect, radius: float, *, labelled: bool = True) -> list[Spot]:
    """Places for `count` marks of at most `radius` inside `room`, in reading order.

    A few stand one below the other with room for their names beside them; more close ranks, and shrink as they must.
    """
    if count == 0:
        return []
    rows = max(1, int(room.height // ROW))
    columns = max(1, int(room.width // LABELLED_COLUMN))
    if labelled and count <= rows * columns and room.height >= ROW:
        return _in_lists(count, rows, room, min(radius, ROW / 2))
    return _in_ranks(count, room, radius)


def _in_lists(count: int, rows: int, room: Rect, radius: float) -> list[Spot]:
    columns = math.ceil(count / rows)
    tall = math.ceil(count / columns)
    step = min(room.width / columns, 132.0)
    middle = room.centre
    # The mark stands left of the middle, since its name follows it.
    lead = min(36.0, max(0.0, step / 2 - radius))
    first_x = middle[0] - (columns - 1) * step / 2 - lead
    first_y = middle[1] - (tall - 1) * ROW / 2
    return [Spot(first_x + (i // tall) * step, first_y + (i % tall) * ROW, radius) for i in range(count)]


def _in_ranks(count: int, room: Rect, radius: float) -> list[Spot]:
    pitch, columns = _densest(count, room)
    if pitch > PITCH:
        # There is room to spare: keep together, in the shape of the cell.
        pitch = PITCH
        compact = max(1, min(round(math.sqrt(count * room.width / room.height)), int(room.width // PITCH)))
        if math.ceil(count / compact) * PITCH <= room.height:
            columns = compact
    tall = math.ceil(count / columns)
    middle = room.centre
    first_x = middle[0] - (columns - 1) * pitch / 2
    first_y = middle[1] - (tall - 1) * pitch / 2
    size = min(radius, pitch * 0.46)
    return [Spot(first_x + (i % columns) * pitch, first_y + (i // columns) * pitch, size) for i in range(count)]


def _densest(count: int, room: Rect) -> tuple[float, int]:
    """The widest pitch at which `count` squares fit, and the number of columns at that pitch."""
    best, best_columns = 0.0, 1
    for rows in range(1, count + 1):
        if room.height / rows <= best:
            break
        columns = math.ceil(count / rows)
        pitch = min(room.width / columns, room.height / rows)
        if pitch > best:
            best, best_columns = pitch, columns
    return best, best_columns


def place(people: Iterable[Person], frame: Frame) -> dict[int, Spot]:
    """A spot for everybody who is placed, by id. The order in which people come changes nothing."""
    cells: dict[tuple[int, int], list[Person]] = {}
    for person in people:
        if person.is_placed:
            cells.setdefault(person.place, []).append(person)
    spots: dict[int, Spot] = {}
    for (influence, interest), members in cells.items():
        members.sort(key=draw_order)
        places = spread(len(members), frame.room(influence, interest), base_radius(influence))
        spots.update((person.id, spot) for person, spot in zip(members, places, strict=True))
    return spots


def text_width(text: str) -> float:
    """A careful guess at the width of a label at 12.5 px."""
    return sum(WIDE_LETTER if unicodedata.east_asian_width(c) in "WF" else LETTER for c in text)


def shortened(name: str) -> str:
    """A name short enough for a label; the full one is in the mark's accessible name, the card and the table."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"


class _Taken:
    """Boxes that are in use, found quickly by neighbourhood."""

    SIDE = 48.0

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[Rect]] = {}

    def _keys(self, box: Rect) -> Iterable[tuple[int, int]]:
        for column in range(int(box.x // self.SIDE), int(box.right // self.SIDE) + 1):
            for row in range(int(box.y // self.SIDE), int(box.bottom // self.SIDE) + 1):
                yield column, row

    def add(self, box: Rect) -> None:
        for key in self._keys(box):
            self._boxes.setdefault(key, []).append(box)

    def is_free(self, box: Rect) -> bool:
        return not any(box.overlaps(other) for key in self._keys(box) for other in self._boxes.get(key, ()))


def label(
    people: Sequence[Person], spots: dict[int, Spot], frame: Frame, trails: Iterable[Trail] = ()
) -> dict[int, Label]:
    """Names where there is room for them: movers and the most influential first, nobody over anybody else.

    A name stands off the trails where it can; rather on one of them than not at all.
    """
    taken, crossed = _Taken(), _Taken()
    for box in frame.title_boxes():
        taken.add(box)
    for trail in trails:
        taken.add(dot_box(trail.start))
        for box in trail.boxes:
            crossed.add(box)
    for spot in spots.values():
        taken.add(spot.box)
    labels: dict[int, Label] = {}
    for person in sorted(people, key=lambda p: (p.move is None, *by_weight(p))):
        if len(labels) >= MOST_LABELS:
            break
        found = _label_at(shortened(person.name), spots[person.id], frame.plot, taken, crossed)
        if found is not None:
            labels[person.id], box = found
            taken.add(box)
    return labels


def _label_at(text: str, spot: Spot, plot: Rect, taken: _Taken, crossed: _Taken) -> tuple[Label, Rect] | None:
    width, gap = text_width(text), spot.radius + LABEL_GAP
    half = LABEL_HEIGHT / 2
    sides = (
        (Label(text, spot.x + gap, spot.y, "start"), Rect(spot.x + gap - 1, spot.y - half, width, LABEL_HEIGHT)),
        (Label(text, spot.x - gap, spot.y, "end"), Rect(spot.x - gap - width + 1, spot.y - half, width, LABEL_HEIGHT)),
        (
            Label(text, spot.x, spot.y - gap - half + 3, "middle"),
            Rect(spot.x - width / 2, spot.y - gap - 2 * half + 3, width, LABEL_HEIGHT),
        ),
        (
            Label(text, spot.x, spot.y + gap + half - 3, "middle"),
            Rect(spot.x - width / 2, spot.y + gap - 3, width, LABEL_HEIGHT),
        ),
    )
    free = [side for side in sides if plot.contains(side[1]) and taken.is_free(side[1])]
    return next((side for side in free if crossed.is_free(side[1])), free[0] if free else None)


MOST_TRAILS: Final = 25
CROWD: Final = 150
MOST_TRAILS_IN_A_CROWD: Final = 8
BEND: Final = 0.16
START_RADIUS: Final = 3.0
START_PITCH: Final = 10.0
START_GAP: Final = START_RADIUS + 0.6
END_GAP: Final = 2.5
HEAD: Final = 7.5
HEAD_HALF: Final = 3.8
THIN, THICK = 0.4, 1.3
TRAIL_STEP: Final = 10.0
TRAIL_BOX: Final = 6.0


def trails_of(people: Iterable[Person], spots: dict[int, Spot], frame: Frame) -> dict[int, Trail]:
    """The trails of those who moved and matter most, by id; fewer in a crowd."""
    moved = sorted((p for p in people if p.move and (p.move.influence or p.move.interest)), key=by_move)
    moved = moved[: MOST_TRAILS if len(spots) <= CROWD else MOST_TRAILS_IN_A_CROWD]
    starts = _starts(moved, spots, frame)
    drawn = {person.id: trail_between(starts[person.id], spots[person.id]) for person in moved}
    return {number: trail for number, trail in drawn.items() if trail is not None}


def _starts(moved: Sequence[Person], spots: dict[int, Spot], frame: Frame) -> dict[int, tuple[float, float]]:
    """At the foot of the cell that somebody left, side by side with the others who left it: marks stand above."""
    left: dict[tuple[int, int], list[Person]] = {}
    for person in moved:
        assert person.was is not None
        assert person.was.influence is not None
        assert person.was.interest is not None
        left.setdefault((person.was.influence, person.was.interest), []).append(person)
    starts = {}
    for cell, members in left.items():
        room = frame.room(*cell)
        members.sort(key=lambda p: (spots[p.id].x, p.id))
        pitch = min(START_PITCH, room.width / len(members))
        first = room.centre[0] - (len(members) - 1) * pitch / 2
        for index, person in enumerate(members):
            starts[person.id] = (first + index * pitch, room.bottom - START_RADIUS)
    return starts


def dot_box(start: tuple[float, float]) -> Rect:
    return Rect(start[0] - 4, start[1] - 4, 8, 8)


def trail_between(start: tuple[float, float], spot: Spot) -> Trail | None:
    """From where somebody was to where they are, bent to one side so that there and back differ. It touches neither
    the dot where it begins nor the mark where it ends; None where no room is left between them."""
    (x1, y1), (x2, y2) = start, (spot.x, spot.y)
    length = math.hypot(x2 - x1, y2 - y1)
    if length < START_GAP + spot.radius + END_GAP + HEAD + 4:
        return None
    # The control point, and the directions in which the curve leaves and arrives.
    cx, cy = (x1 + x2) / 2 + (y2 - y1) * BEND, (y1 + y2) / 2 - (x2 - x1) * BEND
    half = math.hypot(cx - x1, cy - y1)
    ux, uy, vx, vy = (cx - x1) / half, (cy - y1) / half, (x2 - cx) / half, (y2 - cy) / half
    sx, sy = x1 + ux * START_GAP, y1 + uy * START_GAP
    tip = spot.radius + END_GAP
    tx, ty = x2 - vx * tip, y2 - vy * tip
    bx, by = tx - vx * HEAD, ty - vy * HEAD
    nx, ny, middle = -(y2 - y1) / length, (x2 - x1) / length, (THIN + THICK) / 2
    path = (
        f"M{sx - uy * THIN:.1f},{sy + ux * THIN:.1f} "
        f"Q{cx + nx * middle:.1f},{cy + ny * middle:.1f} {bx - vy * THICK:.1f},{by + vx * THICK:.1f} "
        f"L{bx - vy * HEAD_HALF:.1f},{by + vx * HEAD_HALF:.1f} L{tx:.1f},{ty:.1f} "
        f"L{bx + vy * HEAD_HALF:.1f},{by - vx * HEAD_HALF:.1f} L{bx + vy * THICK:.1f},{by - vx * THICK:.1f} "
        f"Q{cx - nx * middle:.1f},{cy - ny * middle:.1f} {sx + uy * THIN:.1f},{sy - ux * THIN:.1f} Z"
    )
    boxes = []
    steps = math.ceil(length / TRAIL_STEP)
    for step in range(1, steps):
        share = step / steps
        x = (1 - share) ** 2 * sx + 2 * share * (1 - share) * cx + share**2 * tx
        y = (1 - share) ** 2 * sy + 2 * share * (1 - share) * cy + share**2 * ty
        boxes.append(Rect(x - TRAIL_BOX / 2, y - TRAIL_BOX / 2, TRAIL_BOX, TRAIL_BOX))
    return Trail(path, start, tuple(boxes))


def lay_out(people: Sequence[Person], frame: Frame) -> list[Mark]:
    """Everybody's mark in drawing order, with labels where they fit and trails of those who moved and matter most."""
    placed = [person for person in people if person.is_placed]
    spots = place(placed, frame)
    trails = trails_of(placed, spots, frame)
    labels = label(placed, spots, frame, trails.values())
    order = sorted(placed, key=lambda p: (*(-score for score in p.place), *draw_order(p)))
    return [Mark(person, spots[person.id], labels.get(person.id), trails.get(person.id)) for person in order]
