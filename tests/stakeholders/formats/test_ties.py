from __future__ import annotations

import pytest

from stakeholders.formats import Document, Format, read
from stakeholders.formats.document import Connection, Table
from stakeholders.formats.ties import Tie, tie_of


def tie(attributes: dict[str, object], title: str = "") -> Tie:
    connection = Connection(2, None, "Ada", "Bob", "directed", attributes)
    return tie_of(Document(Format.CSV, (), (connection,), tables=(Table(title, "connections", ()),)), connection)


@pytest.mark.parametrize(
    ("words", "kind", "is_reversed"),
    [("reports to", "reports_to", False), ("Boss", "reports_to", False), ("berichtet an", "reports_to", False),
     ("manages", "reports_to", True), ("advice", "advises", False), ("is advised by", "advises", True),
     ("friendship", "trusts", False), ("Trusts", "trusts", False), ("Konflikt", "conflict", False),
     ("in conflict with", "conflict", False), ("influences", "influences", False)],
)  # fmt: skip
def test_known_words(words: str, kind: str, is_reversed: bool) -> None:
    assert tie({"Type": words}) == Tie(kind, "", None, is_reversed)
    assert tie({"Label": words}).kind == kind
    assert tie({}, title=words).kind == kind


def test_other_words_keep_their_label() -> None:
    assert tie({"Type": "Employee/Founder"}) == Tie("other", "Employee/Founder", None)
    assert tie({"Type": "Investor", "Label": "Series A"}) == Tie("other", "Series A", None)
    assert tie({"Type": "trusts", "Label": "since school"}) == Tie("trusts", "since school", None)
    assert tie({}) == Tie("other", "", None)


def test_a_stated_type_beats_the_name_of_the_file() -> None:
    assert tie({"Type": "Investor"}, title="friendship").kind == "other"


def test_weights() -> None:
    assert tie({"Strength": "strong"}).weight == 4
    assert tie({"weight": 3}).weight == 3
    assert tie({"weight": "0.7"}) == Tie(
        "other", "", None, False,
        "“0.7” is not on the scale 1 to 5: write a whole number from 1 to 5, a word from very low to very high, "
        "or leave it blank.",
    )  # fmt: skip


def test_the_name_of_an_edge_list_says_what_its_ties_are() -> None:
    document = read(b"from,to\nAda,Bob\n", "reportto.csv")
    assert tie_of(document, document.connections[0]).kind == "reports_to"
