from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.formats import values
from stakeholders.formats.columns import Field, parse
from stakeholders.formats.values import BadValue


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("Decision-Maker", "decision_maker"),
        ("decision_maker", "decision_maker"),
        ("DECISION MAKERS", "decision_maker"),
        ("Entscheider", "decision_maker"),
        ("Décideur", "decision_maker"),
        (" champion ", "champion"),
        ("Influencers", "influencer"),
        ("Kritiker", "detractor"),
        ("Participante", "participant"),
    ],
)
def test_segments(text: str, segment: str) -> None:
    assert values.parse_segment(text) == segment


UNKNOWN_WORDS = [
    "",
    "  ",
    None,
    "?",
    "??",
    "-",
    "–",
    "n/a",
    "N.A.",
    "NA",
    "unknown",
    "unbekannt",
    "k.A.",
    "TBD",
    "inconnu",
]


@pytest.mark.parametrize("text", UNKNOWN_WORDS)
def test_unknown_is_none_for_every_judgement(text: str | None) -> None:
    judged = [Field.SEGMENT, Field.INFLUENCE, Field.INTEREST, Field.POSITION, Field.ENGAGEMENT_NOW, Field.VOICE,
              Field.CONFIDENCE, Field.KIND, Field.IS_GROUP, Field.EMAIL, Field.ASSESSED_ON]  # fmt: skip
    assert [parse(field, text) for field in judged] == [None] * len(judged)


@pytest.mark.parametrize(
    ("value", "level"),
    [("4", 4), ("4,0", 4), ("4.0", 4), (4, 4), (4.0, 4), ("4/5", 4), ("High", 4), ("very high", 5), ("hoch", 4),
     ("Mittel", 3), ("low", 2), ("sehr gering", 1), ("M", 3), ("1", 1)],
)  # fmt: skip
def test_levels(value: object, level: int) -> None:
    assert values.parse_level(value) == level


@pytest.mark.parametrize("value", ["0", "6", "4,5", 4.5, "-1", "huge", "10", True, "1e0", "٤", "8/10"])
def test_levels_off_the_scale_are_named(value: object) -> None:
    with pytest.raises(BadValue) as caught:
        values.parse_level(value)
    assert caught.value.sentence == (
        f"“{value}” is not on the scale 1 to 5: write a whole number from 1 to 5, "
        "a word from very low to very high, or leave it blank."
    )


@pytest.mark.parametrize(
    ("value", "position"),
    [("-2", -2), ("−2", -2), ("+1", 1), (0, 0), ("0", 0), ("sceptical", -1), ("Skeptisch", -1), ("Opposed", -2),
     ("Advocate", 2), ("supportive", 1), ("neutre", 0), ("en contra", -2), (-1.0, -1)],
)  # fmt: skip
def test_positions(value: object, position: int) -> None:
    assert values.parse_position(value) == position


@pytest.mark.parametrize("value", ["3", "-3", "1.5", "CEO", False])
def test_what_is_no_position_is_named(value: object) -> None:
    with pytest.raises(BadValue, match=f"“{value}” is not a position"):
        values.parse_position(value)


@pytest.mark.parametrize(
    ("text", "level"),
    [("Unaware", "unaware"), ("RESISTANT", "resistant"), ("against", "resistant"), ("indifferent", "neutral"),
     ("in favour", "supportive"), ("Unterstützend", "supportive"), ("driver", "leading"), ("führend", "leading")],
)  # fmt: skip
def test_engagement(text: str, level: str) -> None:
    assert values.parse_engagement(text) == level


def test_nobody_is_needed_resistant() -> None:
    assert values.parse_desired_engagement("Leading") == "leading"
    assert values.parse_desired_engagement("tbd") is None
    with pytest.raises(BadValue) as caught:
        values.parse_desired_engagement("Against")
    assert str(caught.value) == (
        "“Against” may be where somebody stands, but nobody is needed there: "
        "write unaware, neutral, supportive or leading, or leave it blank."
    )


def test_kinds_and_groups() -> None:
    assert [values.parse_kind(t) for t in ("Client", "Kunde", "employee", "Vendor", "partenaire")] == [
        "customer", "customer", "internal", "partner", "partner"]  # fmt: skip
    assert [values.parse_is_group(t) for t in ("Person", "Company", "ja", "no", "1", True)] == [
        False, True, True, False, True, True]  # fmt: skip
    with pytest.raises(
        BadValue, match="“external” is not a kind of stakeholder we know: write internal, customer or partner"
    ):
        values.parse_kind("external")


@pytest.mark.parametrize(
    ("value", "day"),
    [("2024-05-31", (2024, 5, 31)), ("2024-05-31T10:00:00Z", (2024, 5, 31)), ("2024/5/1", (2024, 5, 1)),
     ("31.5.2024", (2024, 5, 31)),
     ("1.2.24", (2024, 2, 1)), ("31/05/2024", (2024, 5, 31)), ("5/31/2024", (2024, 5, 31)),
     ("5/5/2024", (2024, 5, 5)), ("1. Mai 2024", (2024, 5, 1)), ("May 1st, 2024", (2024, 5, 1)),
     ("1er mai 2024", (2024, 5, 1)), ("next Monday", None), ("5 de mayo de 2024", (2024, 5, 5)),
     (dt.date(2024, 1, 2), (2024, 1, 2)), (dt.datetime(2024, 1, 2, 3), (2024, 1, 2))],
)  # fmt: skip
def test_dates(value: object, day: tuple[int, int, int] | None) -> None:
    if day is None:
        with pytest.raises(BadValue, match="is not a date we understand: write it as 2026-05-31"):
            values.parse_date(value)
    else:
        assert values.parse_date(value) == dt.date(*day)


def test_an_ambiguous_date_names_both_days() -> None:
    with pytest.raises(BadValue) as caught:
        values.parse_date("03/04/2024")
    assert caught.value.sentence == (
        "“03/04/2024” can be 2024-04-03 or 2024-03-04: write the year first, as 2026-05-31."
    )


@pytest.mark.parametrize("value", ["31.2.2024", "2024-13-01", "0/0/2024", "45413", "0000-01-01", "1/2/0000"])
def test_days_that_do_not_exist_are_refused(value: str) -> None:
    with pytest.raises(BadValue, match=f"“{value}” "):
        values.parse_date(value)


def test_addresses_and_tags() -> None:
    assert values.parse_email("Ada L. <ada@example.com>") == "ada@example.com"
    assert values.parse_email("mailto:ada@example.com ") == "ada@example.com"
    with pytest.raises(BadValue, match="“ada at example” is not an e-mail address"):
        values.parse_email("ada at example")
    assert values.parse_tags("a| b |a") == ["a", "b"]
    assert values.parse_tags("a; b, c") == ["a", "b, c"]
    assert values.parse_tags("vip, press") == ["vip", "press"]
    assert values.parse_tags(["vip, press"]) == ["vip, press"]


anything = st.text() | st.integers() | st.floats() | st.none() | st.booleans() | st.lists(st.text())


@given(st.sampled_from(list(Field)), anything)
def test_any_value_is_parsed_or_named(field: Field, value: object) -> None:
    try:
        parse(field, value)
        sentence = "“"
    except BadValue as bad:
        sentence = bad.sentence
    assert sentence[0] == "“"
    assert len(sentence) < 260
