import datetime as dt
import re
import struct
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from stakeholders.investor_map import drawing
from stakeholders.investor_map.drawing import Sheet, draw, to_png, wrap
from stakeholders.investor_map.people import Person, Standing
from stakeholders.investor_map.story import Story

SHEET = Sheet(
    "Northwind & Sons",
    Story.plain("Ann decides.", "Bo does not."),
    dt.date(2026, 11, 22),
    dt.date(2026, 8, 24),
    left_out=9,
)
NS = "{http://www.w3.org/2000/svg}"
PEOPLE = [
    Person(1, "Ann <b>", Standing("decision_maker", 5, 5, 2), was=Standing("decision_maker", 5, 3, 2)),
    Person(2, "بو \x0c\ud7ff", Standing("detractor", 1, 1, -2), kind="customer"),
]


@pytest.fixture(scope="module")
def picture() -> str:
    return draw(PEOPLE, SHEET)


def test_it_is_a_document_with_title_and_description(picture: str) -> None:
    root = ET.fromstring(picture)
    assert root.find(f"{NS}title").text == "The investor map of Northwind & Sons on 22 November 2026"
    assert root.find(f"{NS}desc").text == "Ann decides. Bo does not."
    assert root.get("role") == "img"


def test_it_needs_no_stylesheet(picture: str) -> None:
    for element in ET.fromstring(picture).iter():
        assert "class" not in element.attrib
        assert "style" not in element.attrib
    assert "var(" not in picture


def test_every_mark_says_who_it_is(picture: str) -> None:
    said = [title.text for title in ET.fromstring(picture).iter(f"{NS}title")][1:]
    assert said == [
        "Ann <b>, decision maker, advocate, influence 5, interest 5, manage closely",
        "بو \ud7ff, customer, detractor, opposed, influence 1, interest 1, monitor",
    ]


def test_sentence_legend_and_date_are_in_it(picture: str) -> None:
    words = {text.text: text for text in ET.fromstring(picture).iter(f"{NS}text")}
    assert "Ann decides. Bo does not." in words
    rows = [
        ["Decision maker", "Detractor"],
        ["in favour", "neutral", "against", "position unknown", "customer", "moved since 24 August 2026"],
    ]
    first, second = ({words[entry].get("y") for entry in row} for row in rows)
    assert (len(first), len(second), float(second.pop()) - float(first.pop())) == (1, 1, 25)
    assert "Champion" not in words
    assert list(words)[-1] == "Northwind & Sons · 2 placed, 9 not shown · 22 November 2026 · Confidential"


def test_positions_are_explained_in_the_colour_of_no_segment(picture: str) -> None:
    legend = picture[picture.index("in favour") - 400 : picture.index("position unknown")]
    assert not any(tone in legend for tone in drawing.TONES.values())


def test_png_is_the_same_picture_twice_as_large(picture: str) -> None:
    png = to_png(picture)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    viewbox = [float(part) for part in ET.fromstring(picture).get("viewBox").split()]
    assert struct.unpack(">II", png[16:24]) == (2 * viewbox[2], 2 * viewbox[3])


def test_wrap() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 4) == [""]


def test_colours_are_those_of_the_light_theme() -> None:
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}),", tokens))
    names = {"PAPER": "paper", "SURFACE": "surface", "LINE": "line", "LINE_STRONG": "line-strong", "INK": "ink",
             "INK_2": "ink-2", "INK_3": "ink-3", "WASH": "accent-wash"}  # fmt: skip
    assert {name: getattr(drawing, name) for name in names} == {name: light[token] for name, token in names.items()}
    assert {tone: light[tone] for tone in drawing.TONES} == drawing.TONES
