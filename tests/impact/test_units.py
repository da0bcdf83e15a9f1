"""Numbers as people read them."""

import pytest

from impact.units import COUNT, HOURS, MONTHS, NUMBER, POINTS, RATIO, SHARE, Kind, Unit, compact, money, written


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1204, COUNT, "1,204"),
        (1234567.891, NUMBER, "1,234,567.89"),
        (-0.7156, NUMBER, "−0.72"),
        (4.6, NUMBER, "4.6"),
        (0, NUMBER, "0"),
        (-0.0, NUMBER, "0"),
        (0.00042, NUMBER, "0.00042"),
        (-0.0004, NUMBER, "−0.0004"),
        (999.999, NUMBER, "1,000"),
        (1e-30, NUMBER, "0"),
        (0.82, SHARE, "82\u00a0%"),
        (0.8207, SHARE, "82.1\u00a0%"),
        (1.0, SHARE, "100\u00a0%"),
        (2.0, SHARE, "200\u00a0%"),
        (0.0004, SHARE, "0.04\u00a0%"),
        (3.5, POINTS, "3.5\u00a0points"),
        (1, POINTS, "1\u00a0point"),
        (-12, POINTS, "−12\u00a0points"),
        (1, HOURS, "1\u00a0hour"),
        (1200.5, HOURS, "1,200.5\u00a0hours"),
        (12.5, MONTHS, "12.5\u00a0months"),
        (2.5, RATIO, "2.5 to 1"),
        (1200, money("EUR"), "€1,200"),
        (266.6667, money("EUR"), "€266.67"),
        (379005696.67, money("USD"), "$379,005,697"),
        (-1250.4, money("GBP"), "−£1,250"),
        (99.5, money("CHF"), "CHF\u00a099.50"),
        (-0.001, money("CHF"), "CHF\u00a00.00"),
        (2_703_123, Unit(Kind.MONEY, "EUR", 1_000), "€2,703\u00a0thousand"),
        (2_703_123, Unit(Kind.MONEY, "EUR", 1_000_000), "€2.7\u00a0million"),
        (-870_000, Unit(Kind.MONEY, "CHF", 1_000_000), "−CHF\u00a00.87\u00a0million"),
        (12_345, Unit(Kind.COUNT, "", 1_000), "12.3\u00a0thousand"),
        (3, Unit(Kind.MONEY, "EUR", 1_000_000), "€3"),
        (0, Unit(Kind.MONEY, "EUR", 1_000), "€0"),
    ],
)
def test_written(value, unit, text):
    assert written(value, unit) == text


def test_money_has_a_currency_and_nothing_else_does():
    for wrong in (lambda: Unit(Kind.MONEY), lambda: Unit(Kind.COUNT, "EUR")):
        with pytest.raises(ValueError, match="Money needs a currency"):
            wrong()


@pytest.mark.parametrize(("kind", "size"), [(Kind.SHARE, 1_000), (Kind.RATIO, 1_000), (Kind.COUNT, 10)])
def test_only_numbers_and_money_are_told_in_thousands_or_millions(kind, size):
    with pytest.raises(ValueError, match="thousands or millions"):
        Unit(kind, "", size)


def test_what_no_value_can_be():
    bounds = {unit.kind: (unit.least, unit.most) for unit in (NUMBER, COUNT, SHARE, POINTS, HOURS, RATIO, money("EUR"))}
    assert bounds == {
        Kind.NUMBER: (None, None),
        Kind.COUNT: (0.0, None),
        Kind.SHARE: (0.0, 1.0),
        Kind.POINTS: (None, None),
        Kind.HOURS: (0.0, None),
        Kind.RATIO: (None, None),
        Kind.MONEY: (None, None),
    }


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1e15, NUMBER, "1,000 tn"),
        (1.25e9, money("EUR"), "€1.25 bn"),
        (-3.2e12, money("CHF"), "−CHF 3.2 tn"),
        (2.5e9, HOURS, "2.5 bn hours"),
        (148_500.0, money("EUR"), "€148,500"),
        (0.82, SHARE, "82 %"),
    ],
)
def test_what_is_too_long_for_a_card_is_told_in_letters(value, unit, text):
    assert compact(value, unit).replace("\u00a0", " ") == text
