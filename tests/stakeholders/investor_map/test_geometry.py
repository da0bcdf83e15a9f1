import math
import re
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders.investor_map.geometry import (
    Frame,
    Rect,
    Spot,
    base_radius,
    capacity,
    label,
    lay_out,
    place,
    shortened,
    spread,
    text_width,
    trail_between,
    trails_of,
)
from stakeholders.investor_map.people import Person, Standing
from stakeholders.investor_map.quadrants import quadrant
from stakeholders.models import Segment

SCORES = st.integers(1, 5)
ROOMS = st.builds(
    Rect, st.floats(0, 500), st.floats(0, 500), st.floats(38, 400, allow_nan=False), st.floats(45, 300, allow_nan=False)
)
STANDINGS = st.builds(Standing, st.sampled_from(Segment.values), SCORES, SCORES, st.none() | st.integers(-2, 2))
CROWDS = st.lists(STANDINGS, max_size=80).map(
    lambda standings: [Person(number, f"Person {number}", now) for number, now in enumerate(standings, start=1)]
)
FRAMES = st.sampled_from([Frame(), Frame(340, 435, left=34), Frame(1400, 900)])
NEARLY = 1e-6


def inside(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x - NEARLY <= inner.x
        and outer.y - NEARLY <= inner.y
        and inner.right <= outer.right + NEARLY
        and inner.bottom <= outer.bottom + NEARLY
    )


def test_cells_cover_the_plot_and_the_cross_runs_between_them() -> None:
    frame = Frame(612, 612, left=6, right=6, top=6, bottom=6)
    assert frame.plot == Rect(6, 6, 600, 600)
    assert frame.cross == (306, 306)
    assert frame.cell(1, 1) == Rect(6, pytest.approx(506), pytest.approx(100), pytest.approx(100))
    assert frame.cell(5, 5) == Rect(456, pytest.approx(6), 150, 150)
    assert frame.cell(3, 3).right == pytest.approx(306)
    assert frame.cell(3, 3).y == pytest.approx(306)
    assert frame.cell(4, 4).x == 306


def test_titles_keep_their_corner_to_themselves() -> None:
    frame = Frame(612, 612, left=6, right=6, top=6, bottom=6)
    assert frame.room(5, 5).y - frame.cell(5, 5).y == pytest.approx(27)
    assert frame.cell(1, 1).bottom - frame.room(1, 1).bottom == pytest.approx(27)
    assert frame.room(3, 3).y - frame.cell(3, 3).y == pytest.approx(7)


@pytest.mark.parametrize("width", [340, 612, 1200])
def test_nobody_stands_on_the_name_of_a_quadrant(width: int) -> None:
    frame = Frame(width, 500, left=34)
    rooms = [frame.room(influence, interest) for influence in range(1, 6) for interest in range(1, 6)]
    assert not [room for room in rooms if any(room.overlaps(box) for box in frame.title_boxes())]


@settings(deadline=None)
@given(count=st.integers(0, 400), room=ROOMS, influence=SCORES, labelled=st.booleans())
def test_nobody_leaves_the_room(count: int, room: Rect, influence: int, labelled: bool) -> None:
    spots = spread(count, room, base_radius(influence), labelled=labelled)
    assert len(spots) == count
    assert all(inside(room, spot.box) for spot in spots)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), room=ROOMS, influence=SCORES)
def test_nobody_touches_anybody_up_to_the_capacity(data, room: Rect, influence: int) -> None:
    count = data.draw(st.integers(2, min(capacity(room), 250)))
    spots = spread(count, room, base_radius(influence))
    nearest = min(math.dist((a.x, a.y), (b.x, b.y)) - a.radius - b.radius for a, b in combinations(spots, 2))
    assert nearest >= -NEARLY


def test_the_smallest_cell_of_the_page_keeps_four_hundred_apart() -> None:
    room = Frame(752, 541).room(5, 1)
    assert capacity(room) == 672
    spots = spread(400, room, base_radius(5))
    assert min(spot.radius for spot in spots) > 1.8


def test_a_few_stand_in_a_list_with_room_for_their_names() -> None:
    room = Rect(0, 0, 160, 100)
    spots = spread(3, room, 9)
    assert [(spot.x, spot.y, spot.radius) for spot in spots] == [(44, 30, 9), (44, 50, 9), (44, 70, 9)]


def test_without_names_a_few_stand_together() -> None:
    spots = spread(4, Rect(0, 0, 104, 104), 9, labelled=False)
    assert [(spot.x, spot.y) for spot in spots] == [(39, 39), (65, 39), (39, 65), (65, 65)]


def test_more_close_ranks() -> None:
    spots = spread(40, Rect(0, 0, 100, 40), 9)
    assert {round(spot.radius, 2) for spot in spots} == {4.6}
    assert [round(spot.x) for spot in spots[:10]] == [5, 15, 25, 35, 45, 55, 65, 75, 85, 95]


@settings(deadline=None)
@given(crowd=CROWDS, frame=FRAMES, seed=st.integers())
def test_the_order_people_come_in_changes_nothing(crowd: list[Person], frame: Frame, seed: int) -> None:
    shuffled = Random(seed).sample(crowd, len(crowd))
    assert place(shuffled, frame) == place(crowd, frame)
    assert lay_out(shuffled, frame) == lay_out(crowd, frame)


@settings(deadline=None)
@given(crowd=CROWDS, frame=FRAMES)
def test_everybody_stands_in_their_own_quadrant(crowd: list[Person], frame: Frame) -> None:
    x, y = frame.cross
    for mark in lay_out(crowd, frame):
        high, keen = mark.spot.box.bottom <= y + NEARLY, mark.spot.box.x >= x - NEARLY
        assert mark.person.quadrant == quadrant(5 if high else 1, 5 if keen else 1)


@settings(deadline=None)
@given(crowd=CROWDS, frame=FRAMES)
def test_labels_stay_in_the_plot_and_off_each_other_and_off_marks(crowd: list[Person], frame: Frame) -> None:
    spots = place(crowd, frame)
    boxes = []
    for number, found in label(crowd, spots, frame).items():
        width = text_width(found.text)
        start = {"start": found.x - 1, "end": found.x - width + 1, "middle": found.x - width / 2}[found.anchor]
        boxes.append((number, Rect(start, found.y - 7.5, width, 15)))
    assert all(inside(frame.plot, box) for _, box in boxes)
    slightly_smaller = [Rect(b.x + 0.01, b.y + 0.01, b.width - 0.02, b.height - 0.02) for _, b in boxes]
    assert not any(a.overlaps(b) for a, b in combinations(slightly_smaller, 2))
    for (number, _), box in zip(boxes, slightly_smaller, strict=True):
        assert not any(box.overlaps(spot.box) for other, spot in spots.items() if other != number)


def test_the_unplaced_are_not_drawn() -> None:
    people = [
        Person(1, "Ann", Standing(influence=3)),
        Person(2, "Bo", Standing(interest=2)),
        Person(3, "Cy", Standing()),
    ]
    assert lay_out(people, Frame()) == []


def test_movers_leave_a_trail_from_the_foot_of_the_cell_they_left() -> None:
    frame = Frame()
    moved = Person(1, "Marcus Hale", Standing("detractor", 4, 4, 0), was=Standing("detractor", 4, 2, 0))
    turned = Person(2, "Isabel Duarte", Standing("decision_maker", 5, 2, 0), was=Standing("decision_maker", 5, 2, 1))
    marks = {mark.person.id: mark for mark in lay_out([moved, turned], frame)}
    room = frame.room(4, 2)
    assert marks[1].trail.start == (room.centre[0], room.bottom - 3)
    assert marks[2].trail is None


def test_those_who_left_one_cell_start_side_by_side() -> None:
    people = [Person(n, "A", Standing("champion", 1, n), was=Standing("champion", 3, 3)) for n in (1, 5, 2)]
    trails = trails_of(people, place(people, Frame()), Frame())
    x = Frame().room(3, 3).centre[0]
    assert {number: trail.start[0] - x for number, trail in trails.items()} == {1: -10, 2: 0, 5: 10}


def test_at_most_twenty_five_trails_of_those_who_matter_most() -> None:
    people = [Person(n, "A", Standing("champion", 5, 5), was=Standing("champion", 5, 4)) for n in range(1, 41)]
    people.append(Person(98, "Far, and of little weight", Standing("champion", 1, 5), was=Standing("champion", 1, 1)))
    people.append(Person(99, "Fallen", Standing("champion", 1, 1), was=Standing("champion", 5, 5)))
    drawn = [mark.person.id for mark in lay_out(people, Frame()) if mark.trail]
    assert len(drawn) == 25
    assert 99 in drawn
    assert 98 not in drawn


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d", path)]


def test_a_trail_grows_from_a_thin_end_at_the_dot_to_an_arrowhead_before_the_mark() -> None:
    path = trail_between((0, 0), Spot(100, 0, 9)).path
    points = list(zip(numbers(path)[::2], numbers(path)[1::2], strict=True))
    begin, tip, end = points[0], points[4], points[-1]
    assert math.dist(begin, end) == pytest.approx(0.8, abs=0.1)
    assert math.dist(points[3], points[5]) == pytest.approx(7.6, abs=0.1)
    assert math.dist(begin, (0, 0)) == pytest.approx(3.6, abs=0.1)
    assert math.dist(tip, (100, 0)) == pytest.approx(9 + 2.5, abs=0.1)
    # There and back bend to different sides.
    assert points[1][1] < 0 < numbers(trail_between((100, 0), Spot(0, 0, 9)).path)[3]


def test_no_trail_without_room_for_it() -> None:
    assert trail_between((0, 0), Spot(20, 0, 9)) is None


def test_names_stand_off_trails_where_they_can() -> None:
    frame = Frame()
    people = [
        Person(1, "Marcus Hale", Standing("detractor", 3, 4), was=Standing("detractor", 3, 1)),
        Person(2, "Bystander", Standing("participant", 3, 2)),
        Person(3, "Onlooker", Standing("participant", 3, 3)),
    ]
    marks = lay_out(people, frame)
    crossed = [box for mark in marks if mark.trail for box in mark.trail.boxes]
    for mark in marks:
        width = text_width(mark.label.text)
        start = {"start": mark.label.x - 1, "end": mark.label.x - width + 1, "middle": mark.label.x - width / 2}
        box = Rect(start[mark.label.anchor], mark.label.y - 7.5, width, 15)
        assert not any(box.overlaps(piece) for piece in crossed)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Marcus Hale", "Marcus Hale"),
        ("  Marcus \n Hale ", "Marcus Hale"),
        ("x" * 22, "x" * 22),
        ("Wolfeschlegelsteinhausenbergerdorff", "Wolfeschlegelsteinhau…"),
        ("مريم الفاسي", "مريم الفاسي"),
    ],
)
def test_shortened(name: str, short: str) -> None:
    assert shortened(name) == short


def test_wide_letters_are_counted_wide() -> None:
    assert text_width("ab") == pytest.approx(12.8)
    assert text_width("山田") == 25


def test_fewer_trails_in_a_crowd() -> None:
    people = [Person(n, "A", Standing("champion", 5, 5), was=Standing("champion", 5, 4)) for n in range(1, 152)]
    assert len([mark for mark in lay_out(people, Frame()) if mark.trail]) == 8
