"""A document comes back from where it is kept as it was."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from impact.chart import Chart, Dot, Flag, Stretch, Tick
from impact.reports.document import (
    FORMAT,
    Asked,
    Claim,
    Definition,
    Document,
    Figure,
    Item,
    Part,
    Row,
    Said,
    Section,
    checked,
    plain,
    restored,
)
from impact.reports.pdf import fingerprint

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
    (Asked(3, "70 % in 2026"),),
)  # fmt: skip
DOCUMENT = Document(
    FORMAT, "Northwind", "The first quarter", "The board", "Is it worth it?", "Yes: ערך.", "Q1 2026", "Q1 2025",
    dt.datetime(2026, 4, 2, 9, 30, 12, 345, tzinfo=dt.UTC), "Retention, 2 days old", 2, "A number was wrong", "Ada", "",
    (
        Section(Part.CHANGED, (Item("number", "Retention", "Because.", (), FIGURE),)),
        Section(Part.ASK, (
            Item("stake", "Budget", "", ("You put in €1.",), None, 3, None, dt.date(2025, 3, 1), (Claim(5, "Fell."),)),
        )),
    ),
    (Definition("Retention", "Gross revenue retention", 1, "What stays.", "a / b", "CRM", "share", "More", "NHS"),),
    dt.date(2026, 1, 1), dt.date(2026, 3, 31),
)  # fmt: skip
# Of this document as the first format keeps it, which is among the keywords of PDFs that were made then.
OF_FIRST_FORMAT = "coalition-cc0bf11bfbed2930039b4a0380208d1986f9ed73f3b828962e330acbbf161b28"


def test_it_comes_back_as_it_was() -> None:
    assert restored(json.loads(json.dumps(plain(DOCUMENT)))) == DOCUMENT


def test_one_of_the_first_format_is_read_as_it_was_and_says_what_it_does_not_hold() -> None:
    kept = json.loads(json.dumps(plain(replace(DOCUMENT, format=1))))
    assert not {"first_on", "last_on"} & kept.keys()
    item = kept["sections"][0]["items"][0]
    assert not {"initiative", "since", "evidence"} & item.keys()
    assert "asked" not in item["figure"]
    read = checked(kept)
    assert (read.follows_grounds, DOCUMENT.follows_grounds) == (False, True)
    assert (read.figures[0].asked, read.sections[1].items[0].evidence, read.first_on) == ((), (), None)
    assert (plain(read), fingerprint(read)) == (kept, OF_FIRST_FORMAT)
    # One that says it is of the first and holds what the second does was written by nobody.
    with pytest.raises(ValueError, match="This is no report as it was issued"):
        checked(plain(DOCUMENT) | {"format": 1})


def test_what_is_no_document_is_refused() -> None:
    kept = plain(DOCUMENT)
    with pytest.raises(ValueError, match="A report of format 99 cannot be read"):
        restored(kept | {"format": 99})
    del kept["sections"]
    with pytest.raises(ValueError, match="This is no report as it was issued"):
        restored(kept)


def test_its_figures_are_those_of_its_pieces() -> None:
    assert DOCUMENT.figures == (FIGURE,)
