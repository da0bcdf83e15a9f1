"""A document comes back from where it is kept as it was."""

import datetime as dt
import json

import pytest

from impact.chart import Chart, Dot, Flag, Stretch, Tick
from impact.reports.document import (
    FORMAT,
    Definition,
    Document,
    Figure,
    Item,
    Part,
    Row,
    Said,
    Section,
    plain,
    restored,
)

SAID = Said("Improvement", "Rose to 62.", "Two values.", "trending-up", "--good", "good-rise")
CHART = Chart(
    360.0,
    270.0,
    40.5,
    346.0,
    26.0,
    240.0,
    (Tick(40.5, "Jan 2026"),),
    (Tick(240.0, "0"),),
    (Stretch(40.5, 346.0, 120.0, (80.0, 60.5), 80.0, None, True),),
    ("40.5,120 346,80",),
    (Dot(40.5, 120.0, "plain", "Jan 2026: 58"),),
    ("40.5,70 346,70",),
    (Flag(40.5, 1, False),),
)
FIGURE = Figure(
    7, "Retention", "Gross revenue retention", "62 %", "Q1 2026 · of 400", "57 % to 67 %", "No target", "up to date",
    SAID, None, "58 % in Q1 2025", SAID, CHART, None,
    (Row("Q1 2026", dt.date(2026, 1, 1), 12, "62 %", "400", "57 % to 67 %", "", "better than chance", False),),
)  # fmt: skip
DOCUMENT = Document(
    FORMAT, "Northwind", "The first quarter", "The board", "Is it worth it?", "Yes: ערך.", "Q1 2026", "Q1 2025",
    dt.datetime(2026, 4, 2, 9, 30, 12, 345, tzinfo=dt.UTC), "Retention, 2 days old", 2, "A number was wrong", "Ada", "",
    (
        Section(Part.CHANGED, (Item("number", "Retention", "Because.", (), FIGURE),)),
        Section(Part.ASK, (Item("stake", "Budget", "", ("You put in €1.",), None, 3),)),
    ),
    (Definition("Retention", "Gross revenue retention", 1, "What stays.", "a / b", "CRM", "share", "More", "NHS"),),
)  # fmt: skip


def test_it_comes_back_as_it_was() -> None:
    assert restored(json.loads(json.dumps(plain(DOCUMENT)))) == DOCUMENT


def test_what_is_no_document_is_refused() -> None:
    kept = plain(DOCUMENT)
    with pytest.raises(ValueError, match="A report of format 99 cannot be read"):
        restored(kept | {"format": 99})
    del kept["sections"]
    with pytest.raises(ValueError, match="This is no report as it was issued"):
        restored(kept)


def test_its_figures_are_those_of_its_pieces() -> None:
    assert DOCUMENT.figures == (FIGURE,)
